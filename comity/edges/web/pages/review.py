"""What waits before others see it: for a reviewer of the secretariat, and for the authority whose records they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Fact, Row, Table, empty, facts, free, head, identifier, link_button, say, table_card, tag
from comity.edges.web.forms import Field, Option, Widget, errors, field, or_none, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER
from comity.registers.holds import AIM_HOURS, ALARM_HOURS, Finding
from comity.registers.review import Ground, Outcome, Side, Signature, State

FINDINGS: Final = {
    "decided_before": mark("The same was decided before, on {on}: {decision}."),
    "growth": mark("{today} records today: more than {times} times the mean of thirty days ({mean})."),
    "mass": mark("{rows} rows at once: more than {most}."),
    "old_event": mark("The event is of {year}: more than {years} years ago."),
    "quota": mark("{today} records today: above the quota of {quota}."),
    "rate": mark("{today} records today, far from the usual {mean}."),
    "refused_often": mark("{refused} of the last {of} reviews of this authority ended in a refusal."),
    "register": mark("The register reviews such records."),
    "supervised": mark("What this authority enters is supervised."),
}
STATES: Final = {
    State.OPEN: mark("Waits"),
    State.ASKED: mark("The owner was asked"),
    State.RELEASED: mark("Released"),
    State.REFUSED: mark("Refused"),
    State.SUSPENDED: mark("Suspended"),
}
OUTCOMES: Final = {
    Outcome.RELEASE: mark("Release"),
    Outcome.ASK: mark("Ask the owner"),
    Outcome.REFUSE: mark("Refuse"),
    Outcome.SUSPEND: mark("Suspend"),
}
SIDES: Final = {Side.LEGAL: mark("Legal desk"), Side.POLICE: mark("Police desk")}
GROUNDS: Final = {
    Ground.ARTICLE_2: mark("Human rights (article 2)"),
    Ground.ARTICLE_3: mark("Political, military, religious or racial (article 3)"),
    Ground.DECIDED_BEFORE: mark("Decided before, and nothing new"),
    Ground.FACTS_MISSING: mark("Facts are missing"),
    Ground.IDENTITY_UNCLEAR: mark("It is not clear who is meant"),
    Ground.NO_LEGAL_BASIS: mark("No legal basis"),
    Ground.NOT_PROPORTIONATE: mark("Not proportionate"),
    Ground.PRIVATE_DISPUTE: mark("A private dispute"),
    Ground.REFUGEE: mark("A refugee from the requesting country"),
}

DECISIONS: Final = {"refused": mark("Refused"), "withdrawn during a case": mark("Withdrawn during a case")}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One record that waits. `signatures` are filled for its owner; `href` leads a reviewer to it, its owner to the record."""

    record: str
    href: str
    register: int
    owner: str
    at: datetime
    hours: int
    lane: bool
    state: State
    findings: tuple[Finding, ...]
    signed: tuple[Side, ...]
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """`queue` is None for who does not review; `measures`: authority and sentence.

    `beside`: pages where more waits for a second officer: an address and a message id each.
    """

    frame: Frame
    queue: tuple[ReviewLine, ...] | None
    own: tuple[ReviewLine, ...]
    measures: tuple[tuple[str, Message], ...] = ()
    fields: tuple[Field, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LoanView:
    """A record with its reviewer; `earlier`: day, register, decision."""

    frame: Frame
    line: ReviewLine
    action: str
    facts: tuple[Fact, ...]
    earlier: tuple[tuple[datetime, int, str], ...]
    fields: tuple[Field, ...]


def sign_fields(t: Translator, typed: dict[str, str] | None = None, wrong: dict[str, Message] | None = None) -> tuple[Field, ...]:
    """What a signature asks."""
    given, bad = typed or {}, (wrong or {}).get
    outcomes = tuple(Option(one.code, t(label)) for one, label in OUTCOMES.items())
    grounds = or_none(Option(one, t(label)) for one, label in GROUNDS.items())
    return (
        Field("outcome", mark("Outcome"), Widget.SELECT, given.get("outcome", ""), options=outcomes, required=True, error=bad("outcome")),
        Field("ground", mark("Ground of a refusal"), Widget.SELECT, given.get("ground", ""), options=grounds, error=bad("ground")),
        Field("reason", mark("What you found, or what you ask"), Widget.LONG, given.get("reason", ""), required=True, error=bad("reason")),
    )


def measure_fields(
    authorities: tuple[Option, ...], typed: dict[str, str] | None = None, wrong: dict[str, Message] | None = None
) -> tuple[Field, ...]:
    """What supervision asks."""
    given, bad = typed or {}, (wrong or {}).get
    return (
        Field(
            "authority",
            mark("Authority"),
            Widget.SELECT,
            given.get("authority", ""),
            options=authorities,
            required=True,
            error=bad("authority"),
        ),
        Field("reason", mark("Why, for the authority to read"), Widget.TEXT, given.get("reason", ""), required=True, error=bad("reason")),
    )


def page(view: ReviewView, t: Translator) -> Element:
    """For a reviewer the queue first; then what of one's own waits."""
    title = t("Review")
    lead = t("Children and missing persons first, then the oldest. Age alone releases nothing.")
    beside = (link_button(address, t(label)) for address, label in view.beside)
    return framed(
        view.frame, t, title, errors(view.fields, t), head(title, *beside, lead=lead),
        view.queue is not None and _list(t("For your review"), view.queue, t),
        bool(view.own) and _list(t("Of your own authority"), view.own, t),
        view.queue is None and not view.own and empty(t("None of your records waits"), t("What waits before others see it appears here.")),
        _measures(view, t),
    )  # fmt: skip


def _list(title: str, lines: tuple[ReviewLine, ...], t: Translator) -> Element:
    if not lines:
        return empty(t("Nothing waits for your review"), t("What comes from your own country, or sent you, is reviewed by others."))
    columns = (Column(t("Record")), Column(t("Owner")), Column(t("Waits")), Column(t("State")), Column(t("Why")))
    return table_card(Table(title, columns, tuple(_row(each, t) for each in lines)))


def _row(line: ReviewLine, t: Translator) -> Row:
    record = [h.a(href=line.href)[identifier(line.record)], h.span(".quiet")[t(REGISTER[line.register].name)]]
    signed = [h.p(".small")[t(SIDES[side]), ": ", t("signed")] for side in line.signed]
    said = [_said(each, t) for each in line.signatures]
    return Row((record, h.bdi[line.owner], _age(line, t), [t(STATES[line.state]), signed], [_why(line, t), said]))


def _age(line: ReviewLine, t: Translator) -> Node:
    late = "hit" if line.hours >= ALARM_HOURS else "wait" if line.hours >= AIM_HOURS else ""
    first = line.lane and tag("urgent", "bang", t("First"))
    return [tag(late, "wait", t("{n} hours", n=line.hours)), first]


def _why(line: ReviewLine, t: Translator) -> Node:
    return [h.p[t(FINDINGS.get(each.code, each.code), **_figures(each, t)), " ", h.span(".quiet")[each.rule]] for each in line.findings]


def _figures(finding: Finding, t: Translator) -> dict[str, object]:
    decided = finding.figures.get("decision")
    return {**finding.figures, "decision": decision(str(decided), t)} if decided else dict(finding.figures)


def decision(code: str, t: Translator) -> str:
    """An earlier decision in words: `refused: article_3` with its ground."""
    what, _, ground = code.partition(": ")
    words = t(DECISIONS.get(what, what))
    return f"{words}: {t(GROUNDS[Ground(ground)])}" if ground in set(Ground) else words


def _said(one: Signature, t: Translator) -> Element:
    ground = [" · ", t(GROUNDS[Ground(one.ground)])] if one.ground else None
    return h.p[h.b[t(SIDES[one.desk]), ": ", t(OUTCOMES[one.outcome])], ground, h.br, free(one.reason)]


def _measures(view: ReviewView, t: Translator) -> Node:
    if not view.measures and not view.fields:
        return None
    lines = [h.p[h.bdi[authority], ": ", t.say(what)] for authority, what in view.measures]
    form = bool(view.fields) and h.details(".act", open=any(each.error for each in view.fields))[
        h.summary[t("Supervise an authority")],
        post(paths.MEASURES, view.frame.csrf, h.p(".small.quiet")[t("What it enters waits for review. Missing persons and children pass.")],
             (field(each, t) for each in view.fields), submit(t("Supervise"), primary=False), class_="stack"),
    ]  # fmt: skip
    return h.section(".card.stack")[h.h2[t("Measures")], lines or h.p[t("No measure is in force.")], form]


def loan_page(view: LoanView, t: Translator) -> Element:
    """The record, what was decided before, what the other desk said, and the signature."""
    title = t("Review a record")
    line = view.line
    lead: list[Node] = [identifier(line.record), " · ", t(REGISTER[line.register].name), " · ", h.bdi[line.owner]]
    decided = [
        say(
            "hit", "hit",
            h.p[t("Decided before, on {day}, in {name}: {what}", day=t.day(at.date()), name=t(REGISTER[number].name),
                  what=decision(what, t))],
        )
        for at, number, what in view.earlier
    ]  # fmt: skip
    return framed(
        view.frame, t, title, errors(view.fields, t), head(title, link_button(paths.REVIEW, t("Back to the queue")), lead=lead), decided,
        say("", "audit", h.p[t("Its owner learns that you read it.")]),
        h.div(".split")[
            h.section(".card")[h.h2[t("Particulars")], facts(view.facts, t)],
            h.aside(".stack-l")[
                h.section(".card")[h.h2[t("Why it waits")], _why(line, t), (_said(each, t) for each in line.signatures)],
                post(view.action, view.frame.csrf, h.h2[t("Sign for your desk")], (field(each, t) for each in view.fields),
                     submit(t("Sign")), class_="card stack"),
            ],
        ],
    )  # fmt: skip
