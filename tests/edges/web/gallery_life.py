"""The pages of record life and review with sample values, for the gallery. Everything in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from htpy import Element

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Option
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import life, review
from comity.edges.web.pages.life import ENDED, ConfirmLine, DeletionLine, DeletionsView, HistoryView, LifeView, QuestionLine, VersionLine
from comity.edges.web.pages.review import FINDINGS, LoanView, ReviewLine, ReviewView
from comity.registers.holds import Finding
from comity.registers.life import Answer, Stage
from comity.registers.receipts import Holder
from comity.registers.review import Ground, Outcome, Side, Signature, State

AT = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
REASON = "The theft is still before the court of first instance; the hearing is set for the coming spring."
PURPOSES = (Option("border", "Border management"), Option("wanted", "Wanted persons"))
FIGURES = {"today": 812, "mean": 40, "times": 5, "rows": 812, "most": 500, "year": "2019", "years": 5, "quota": 300,
           "refused": 12, "of": 50, "on": "2026-05-02", "decision": "refused: article_3"}  # fmt: skip
ASKED = QuestionLine(
    "0C11-8832-AA01", "8.1", 8, date(2027, 4, 30), Stage.ASKED, AT, Answer.NONE, None, "", "", PURPOSES, may_answer=True,
    fields=life.answer_fields(PURPOSES),
)  # fmt: skip


def life_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Each page of record life and review in its states."""
    return _life(frame, themed, t) | _review(frame, themed, t)


def _life(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/life", current=Entry.LIFE)
    wrong = {"reason": message("Say why the purpose needs the record longer (RET-03)."), "until": message("A day is written 2026-11-21.")}
    tried = replace(ASKED, record="0C11-8832-AA02", fields=life.answer_fields(PURPOSES, {"reason": "still wanted"}, wrong))
    waits = replace(
        ASKED, answer=Answer.EXTENSION_ASKED, until=date(2028, 4, 30), purpose="Border management", reason=REASON, may_decide=True
    )
    lines = (
        ASKED, tried, replace(waits, record="0C11-8832-AA03", stage=Stage.THREE_MONTHS),
        replace(ASKED, stage=Stage.ONE_MONTH, answer=Answer.NOT_NEEDED, may_answer=False),
        replace(ASKED, record="0C11-8832-AA05", stage=Stage.ONE_WEEK, answer=Answer.EXTENSION_REFUSED),
    )  # fmt: skip
    confirm = (ConfirmLine("0C11-8832-AA09", "/records/8.2", 8, AT),)
    view = LifeView(where, "Belmora", lines, confirm, "/life?after=x")
    gone = tuple(
        DeletionLine(
            number, "0C11-8832-AA01", 8, why, AT, (Holder.BACKUPS, Holder.BLOBS, Holder.FILTERS, Holder.DATABASE)[:missing], missing > 2
        )
        for number, (why, missing) in enumerate(zip(ENDED.values(), (0, 1, 2, 3, 4), strict=True), start=1)
    )
    owed = ((Holder.BACKUPS, 4, 2), (Holder.FILTERS, 1, 0))
    versions = (
        VersionLine(2, 21, AT, None, (("Plate", "AB 123 CD", "ZZ 999"), ("Main colour", "", "Red"))),
        VersionLine(1, 21, AT, AT, ()),
    )
    return {
        "life": life.page(themed(view), t),
        "life-empty": life.page(LifeView(where, "Belmora", (), ()), t),
        "life-deletions": life.deletions_page(DeletionsView(where, gone, owed, False, "/life/deletions?after=1"), t),
        "life-deletions-none": life.deletions_page(DeletionsView(where, (), (), True), t),
        "life-history": life.history_page(HistoryView(where, "0C11-8832-AA01", "/records/8.1", 8, versions), t),
    }


def _review(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/review", current=Entry.REVIEW)
    findings = tuple(Finding("REC-18", code, FIGURES) for code in FINDINGS)
    refused = Signature(Side.LEGAL, Outcome.REFUSE, Ground.ARTICLE_3, "The charge is an opinion.", AT)
    said = (refused, *(replace(refused, desk=Side.POLICE, outcome=one, ground="") for one in Outcome if one is not Outcome.REFUSE))
    said += tuple(replace(refused, ground=one) for one in Ground)
    line = ReviewLine("0C11-8832-AA01", "/review/1.1", 1, "Belmora", AT, 5, False, State.OPEN, findings[:1], (Side.LEGAL,))
    queue = (
        replace(line, lane=True), replace(line, hours=30, state=State.ASKED, findings=findings),
        replace(line, hours=90, state=State.SUSPENDED),
    )  # fmt: skip
    own = (replace(line, state=State.REFUSED, signatures=said), replace(line, state=State.RELEASED, signed=(Side.LEGAL, Side.POLICE)))
    measures = (("Belmora", message("what it enters waits for review: {reason}", reason="Bursts of documents in October.")),
                ("Castara", message("{n} records a day in {register}", n="300", register=t("Vehicles"))))  # fmt: skip
    fields = review.measure_fields((Option("XBM", "Belmora (XBM)"),), {}, {"reason": message("Choose an authority.")})
    facts = (Fact("Number", "XB1234567", FactKind.IDENTIFIER), Fact("National law or authority", "Police Act, article 12", FactKind.FREE))
    loan = LoanView(where, replace(line, findings=findings, signatures=said[:1]), "/review/1.1", facts, ((AT, 3, "refused: article_3"),),
                    review.sign_fields(t, {"reason": "ok"}, {"outcome": message("Choose an outcome.")}))  # fmt: skip
    return {
        "review": review.page(themed(ReviewView(where, queue, own, measures, fields)), t),
        "review-empty": review.page(ReviewView(where, (), (), (), fields), t),
        "review-of-a-bureau": review.page(ReviewView(where, None, own[:1]), t),
        "review-none": review.page(ReviewView(where, None, ()), t),
        "review-record": review.loan_page(themed(loan), t),
    }
