"""The life of one's own records: what ends soon and what is said about it, what is to be confirmed, versions, deletions with receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import (
    Column,
    Row,
    Table,
    empty,
    free,
    head,
    identifier,
    link_button,
    listed,
    newer_older,
    say,
    table_card,
    tag,
)
from comity.edges.web.forms import Field, Option, Widget, errors, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER
from comity.registers.life import Answer, Stage
from comity.registers.receipts import Holder

STAGES: Final = {
    Stage.ASKED: mark("Asked six months before"),
    Stage.THREE_MONTHS: mark("Reminded three months before"),
    Stage.ONE_MONTH: mark("Reminded one month before"),
    Stage.ONE_WEEK: mark("Reminded one week before"),
}
ANSWERS: Final = {
    Answer.NONE: mark("No answer: it is erased"),
    Answer.EXTENSION_ASKED: mark("A longer life is asked for"),
    Answer.NOT_NEEDED: mark("Not needed any more"),
    Answer.EXTENSION_REFUSED: mark("Not extended: it is erased"),
}
HOLDERS: Final = {
    Holder.BACKUPS: mark("Backups"),
    Holder.BLOBS: mark("Files"),
    Holder.DATABASE: mark("Database"),
    Holder.FILTERS: mark("Filters"),
    Holder.NAMES: mark("Index of names"),
}
ENDED: Final = {
    "case_ended": mark("The case about it ended"),
    "expired": mark("Nobody extended it"),
    "purpose_met": mark("Its purpose was met"),
    "withdrawn": mark("Withdrawn"),
    "wrong_person": mark("It was about a wrong person"),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One record that ends soon. `may_answer`, `may_decide`: what to offer; `errors`: what was wrong with the answer that was tried."""

    record: str
    record_id: str
    register: int
    ends: date
    stage: Stage
    told: datetime
    answer: Answer
    until: date | None
    purpose: str
    reason: str
    purposes: tuple[Option, ...] = ()
    may_answer: bool = False
    may_decide: bool = False
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmLine:
    """One record that nobody has confirmed for a year."""

    record: str
    href: str
    register: int
    confirmed: datetime


@dataclass(frozen=True, slots=True)
class LifeView:
    """What ends soon among `owner`'s records, the nearest end first; `to_confirm` stands on the first page alone."""

    frame: Frame
    owner: str
    questions: tuple[QuestionLine, ...]
    to_confirm: tuple[ConfirmLine, ...]
    older: str = ""


@dataclass(frozen=True, slots=True)
class DeletionLine:
    """One deletion; `missing` holders and whether one of them is overdue."""

    number: int
    record: str
    register: int
    why: str
    at: datetime
    missing: tuple[Holder, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class DeletionsView:
    """`owed`: holder, receipts missing, of them overdue."""

    frame: Frame
    deletions: tuple[DeletionLine, ...]
    owed: tuple[tuple[Holder, int, int], ...]
    only_missing: bool
    older: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One content of a record; `changes`: label, before, after."""

    number: int
    officer: int
    since: datetime
    until: datetime | None
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Every version of one record, the newest first. `href`: the record itself."""

    frame: Frame
    record: str
    href: str
    register: int
    versions: tuple[VersionLine, ...]


def answer_fields(
    purposes: tuple[Option, ...], typed: dict[str, str] | None = None, wrong: dict[str, Message] | None = None
) -> tuple[Field, ...]:
    """What an extension asks: until when, for which purpose, why."""
    given, bad = typed or {}, (wrong or {}).get
    until = Field("until", mark("New last day"), Widget.DAY, given.get("until", ""), required=True, error=bad("until"))
    purpose = Field("purpose", mark("Purpose that needs it"), Widget.SELECT, given.get("purpose", ""), options=purposes, required=True,
                    error=bad("purpose"))  # fmt: skip
    hint = mark("At least 40 characters: what is still under way, and until when.")
    reason = Field("reason", mark("Reason"), Widget.LONG, given.get("reason", ""), hint, required=True, error=bad("reason"))
    return until, purpose, reason


def page(view: LifeView, t: Translator) -> Element:
    """The nearest end first; silence erases."""
    title = t("Record life")
    tried = next((line for line in view.questions if any(each.error for each in line.fields)), None)
    return framed(
        view.frame,
        t,
        title,
        errors(tried.fields, t, f"{tried.record}-") if tried else None,
        head(title, link_button(paths.LIFE_DELETIONS, t("Deletions and receipts"), sign="off"), lead=h.bdi[view.owner]),
        _questions(view, t),
        _to_confirm(view, t),
        newer_older(t, view.older),
    )


def _questions(view: LifeView, t: Translator) -> Element:
    if not view.questions:
        return empty(
            t("None of your records ends soon"), t("Six months before the end of a record you are asked here whether it is needed.")
        )
    columns = (Column(t("Record")), Column(t("Ends after")), Column(t("Told")), Column(t("Answer")), Column(t("What to do")))
    rows = tuple(_question(view, each, t) for each in view.questions)
    note = say("wait", "wait", h.p[t("Without an approved extension a record is erased after its last day.")])
    return h.div(".stack-l")[note, table_card(Table(t("What ends soon"), columns, rows))]


def _question(view: LifeView, line: QuestionLine, t: Translator) -> Row:
    name = [
        h.a(href=paths.at(paths.RECORD, record=line.record_id))[identifier(line.record)],
        h.span(".quiet")[t(REGISTER[line.register].name)],
    ]
    told = [t(STAGES[line.stage]), h.span(".quiet")[t.moment(line.told, seconds=False)]]
    answer: list[Node] = [t(ANSWERS[line.answer])]
    if line.until and line.answer is Answer.EXTENSION_ASKED:
        answer.append(h.p(".small")[t("until {day}", day=t.day(line.until)), " · ", t(line.purpose), h.br, free(line.reason)])
    return Row((name, t.day(line.ends), told, answer, _acts(view, line, t)))


def _acts(view: LifeView, line: QuestionLine, t: Translator) -> Node:
    offered: list[Node] = []
    if line.may_decide and line.answer is Answer.EXTENSION_ASKED:
        offered += [_button(view, line, "approve", t("Approve"), t), _button(view, line, "refuse", t("Do not extend"), t)]
    if line.may_answer:
        open_ = any(each.error for each in line.fields)
        offered.append(
            h.details(".act", open=open_)[
                h.summary[t("Ask for a longer life"), h.span(".vh")[" ", line.record]],
                post(_to(line, "extend"), view.frame.csrf, (field(each, t, f"{line.record}-") for each in line.fields),
                     submit(t("Ask"), primary=False), class_="stack"),
            ]
        )  # fmt: skip
        offered.append(_button(view, line, "let-go", t("Not needed"), t))
    return offered or "–"


def _button(view: LifeView, line: QuestionLine, act: str, label: str, t: Translator) -> Element:
    del t
    return post(_to(line, act), view.frame.csrf, submit(label, primary=False), class_="stack")


def _to(line: QuestionLine, act: str) -> str:
    return paths.at(paths.LIFE_ANSWER, record=line.record_id, action=act)


def _to_confirm(view: LifeView, t: Translator) -> Node:
    if not view.to_confirm:
        return None
    columns = (Column(t("Record")), Column(t("Register")), Column(t("Last confirmed on")))
    rows = tuple(
        Row((h.a(href=each.href)[identifier(each.record)], t(REGISTER[each.register].name), t.moment(each.confirmed, seconds=False)))
        for each in view.to_confirm
    )
    return table_card(Table(t("Say whether these still hold"), columns, rows))


def deletions_page(view: DeletionsView, t: Translator) -> Element:
    """The newest first; what is missing is said, and by whom."""
    title = t("Deletions and receipts")
    other = paths.LIFE_DELETIONS if view.only_missing else f"{paths.LIFE_DELETIONS}?missing=yes"
    label = t("All deletions") if view.only_missing else t("Only those with a receipt missing")
    owed = (h.p[t(HOLDERS[holder]), ": ", t("{n} receipts missing, {late} overdue", n=n, late=late)] for holder, n, late in view.owed)
    columns = (Column(t("Number")), Column(t("Time (UTC)")), Column(t("Record")), Column(t("Why")), Column(t("Receipts missing")))
    nothing = empty(t("Nothing was deleted"), t("Each deletion appears here with the receipts of those who held a copy."))
    body = listed(Table(title, columns, tuple(_deletion(each, t) for each in view.deletions)), nothing)
    late = any(count for _, _, count in view.owed)
    return framed(
        view.frame, t, title, head(title, link_button(other, label)),
        bool(view.owed) and say("hit" if late else "wait", "wait", owed), body, newer_older(t, view.older),
    )  # fmt: skip


def _deletion(line: DeletionLine, t: Translator) -> Row:
    missing = t(", ").join(t(HOLDERS[each]) for each in line.missing)
    receipt: Node = tag("hit" if line.overdue else "wait", "wait", missing) if missing else tag("clear", "clear", t("None"))
    record = [identifier(line.record), h.span(".quiet")[t(REGISTER[line.register].name)]]
    return Row((t.number(line.number), t.moment(line.at), record, t(line.why), receipt))


def history_page(view: HistoryView, t: Translator) -> Element:
    """What a record said before, the newest first."""
    title = t("Versions of a record")
    lead: list[Node] = [identifier(view.record), " · ", t(REGISTER[view.register].name)]
    cards = (_version(each, t) for each in view.versions)
    return framed(view.frame, t, title, head(title, link_button(view.href, t("Back to the record")), lead=lead), h.div(".stack-l")[cards])


def _version(line: VersionLine, t: Translator) -> Element:
    until = t.moment(line.until) if line.until else t("as it stands")
    title = t("Version {n}", n=line.number)
    who = t("officer {n}", n=line.officer) if line.officer > 0 else t("system {n}", n=-line.officer)
    lead = h.p(".quiet")[t.moment(line.since), " – ", until, " · ", who]
    if not line.changes:
        return h.section(".card")[h.h2[title], lead, h.p[t("The first content.")]]
    columns = (Column(t("Field")), Column(t("Before")), Column(t("After")))
    rows = tuple(Row((t(label), free(before) if before else "–", free(after) if after else "–")) for label, before, after in line.changes)
    return h.div[lead, table_card(Table(title, columns, rows))]
