"""Audit: a purpose is stated before anything is searched; opening a question is an entry itself; the log's own state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Fact, Row, Table, empty, facts, head, identifier, purpose_name, say, table_card
from comity.edges.web.forms import Field, Option, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.names import REGISTER
from comity.kernel.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Log:
    """The last signed checkpoint: how many entries, the root of the tree, when. `broken` says what a verification found."""

    size: int
    root: str
    at: datetime
    verified_at: datetime | None = None
    broken: Message | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry. `act` and `outcome` are message ids; `who` is what this auditor may see of the asker."""

    entry: str
    at: datetime
    act: str
    bureau: str
    unit: str
    who: str
    purpose: Purpose | None
    outcome: str
    registers: tuple[int, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class AuditView:
    """`fields` hold the search as asked, with errors; `lines` is None before a search; `older` the mark of the next page."""

    frame: Frame
    fields: tuple[Field, ...]
    log: Log | None
    lines: tuple[AuditLine, ...] | None = None
    older: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntryView:
    """`question` is empty until it was opened; `open_fields` ask for the purpose and the ground of opening it."""

    frame: Frame
    line: AuditLine
    detail: tuple[Fact, ...] = ()
    shown: tuple[Fact, ...] = ()
    proof: tuple[Fact, ...] = ()
    question: tuple[Fact, ...] = ()
    open_fields: tuple[Field, ...] = ()
    may_open: bool = False
    key_destroyed: bool = False


def search_fields(acts: tuple[Option, ...], t: Translator, values: dict[str, str], wrong: dict[str, Message]) -> tuple[Field, ...]:
    """The questions of an audit search; what was typed stays."""
    get, bad = values.get, wrong.get
    anything = (Option("", t("Any act")), *acts)
    return (
        Field(
            "basis",
            "Why do you search?",
            value=get("basis", ""),
            hint="The complaint, case or inspection; recorded with this search.",
            required=True,
            error=bad("basis"),
        ),
        Field(
            "identifier",
            "Who asked about this identifier",
            Widget.IDENTIFIER,
            get("identifier", ""),
            "A document number, VIN or plate; found without opening the rest.",
            error=bad("identifier"),
        ),
        Field("issuer", "Issued by", Widget.IDENTIFIER, get("issuer", ""), "Code of the country, where it is known", error=bad("issuer")),
        Field("act", "Act", Widget.SELECT, get("act", ""), options=anything, plain=True),
        Field("since", "From day", Widget.DAY, get("since", ""), "As 2026-11-21", plain=True, error=bad("since")),
        Field("until", "To day", Widget.DAY, get("until", ""), "As 2026-11-21", plain=True, error=bad("until")),
    )


def log_state(log: Log, t: Translator) -> Element:
    """Whether the log is whole, in one line; loud where it is not."""
    if log.broken:
        return say("hit", "bang", h.p[h.b[t("The log is not as it was signed.")], " ", t.say(log.broken)], role="alert")
    signed = t.rich(
        "Signed to entry {size}, {moment}. Root {root}",
        size=t.number(log.size),
        moment=t.moment(log.at),
        root=identifier(log.root[:16] + "…"),
    )
    if log.verified_at is None:
        return say("", "seal", h.p[signed])
    whole = t("Verified {moment}: complete and unaltered.", moment=t.moment(log.verified_at))
    return say("clear", "seal", h.p[h.b[whole], " ", h.span(".quiet")[signed]])


def page(view: AuditView, t: Translator) -> Element:
    """State of the log, the search with its reason, what it found."""
    return framed(
        view.frame,
        t,
        t("Audit"),
        errors(view.fields, t),
        head(t("Audit"), lead=t("Searching the audit is itself an entry.")),
        log_state(view.log, t) if view.log else None,
        post(
            paths.AUDIT,
            view.frame.csrf,
            h.div(".trio")[(field(each, t) for each in view.fields)],
            submit(t("Search the audit"), sign="search"),
            class_="card stack-l",
        ),
        _found(view, t),
        _older(view, t),
    )


def _older(view: AuditView, t: Translator) -> Node:
    """The next page of a search is a search of its own, with the same reason: it is posted, and is an entry too."""
    if not view.older:
        return None
    kept = (hidden(each.name, each.value) for each in view.fields if each.value)
    button = submit(t("Older"), primary=False)
    return post(paths.AUDIT, view.frame.csrf, kept, hidden("after", view.older), button, class_="acts")


def _found(view: AuditView, t: Translator) -> Node:
    if view.lines is None:
        return None
    if not view.lines:
        return empty(t("No entry fits"), t("Nothing in the audit fits these answers. The search itself was recorded."))
    columns = (Column(t("Time (UTC)")), Column(t("Act")), Column(t("Who")), Column(t("Purpose")), Column(t("Outcome")), Column(t("Entry")))
    return table_card(Table(t("Entries"), columns, tuple(_row(each, t) for each in view.lines)), h.span(".quiet.small")[t("newest first")])


def _row(line: AuditLine, t: Translator) -> Row:
    who = [h.bdi[line.who] if line.who else "–", h.span(".quiet")[h.bdi[line.bureau], t(", "), h.bdi[line.unit]]]
    what = [t(line.act), line.registers and h.span(".quiet")[t(", ").join(t(REGISTER[each].name) for each in line.registers)]]
    outcome = [t(line.outcome), line.rule and h.span(".quiet")[t("Rule"), " ", identifier(line.rule)]]
    link = h.a(href=paths.at(paths.AUDIT_ENTRY, entry=line.entry), data_row=True)[identifier(line.entry)]
    return Row((t.moment(line.at), what, who, purpose_name(line.purpose, t) if line.purpose else "–", outcome, link))


def entry_page(view: AuditEntryView, t: Translator) -> Element:
    """One entry: what was done, what was shown, its proof; the question stays sealed until it is opened for a reason."""
    return framed(
        view.frame,
        t,
        t("Audit entry"),
        errors(view.open_fields, t),
        head(t("Audit entry"), lead=identifier(view.line.entry)),
        h.div(".split")[
            h.div(".stack-l")[
                h.section(".card")[h.h2[t("What was done")], _done(view.line, t), bool(view.detail) and facts(view.detail, t)],
                bool(view.shown) and h.section(".card")[h.h2[t("Records shown")], facts(view.shown, t)],
                _question(view, t),
            ],
            h.aside(".stack-l")[
                bool(view.proof) and h.section(".card")[h.h2[t("Proof")], facts(view.proof, t)],
                h.p[h.a(href=paths.AUDIT)[t("Back to the audit")]],
            ],
        ],
    )


def _done(line: AuditLine, t: Translator) -> Element:
    registers = t(", ").join(t(REGISTER[each].name) for each in line.registers)
    rows = (
        (h.dt[t("Act")], h.dd[t(line.act)]),
        (h.dt[t("Time")], h.dd[t.moment(line.at)]),
        (h.dt[t("Who")], h.dd[h.bdi[line.who] if line.who else "–"]),
        (h.dt[t("Place")], h.dd[h.bdi[line.bureau], t(", "), h.bdi[line.unit]]),
        (h.dt[t("Purpose")], h.dd[purpose_name(line.purpose, t) if line.purpose else "–"]),
        bool(registers) and (h.dt[t("Registers")], h.dd[registers]),
        (h.dt[t("Outcome")], h.dd[t(line.outcome), line.rule and [" · ", t("Rule"), " ", identifier(line.rule)]]),
    )
    return h.dl(".facts")[rows]


def _question(view: AuditEntryView, t: Translator) -> Element:
    return h.section(".card.stack")[h.h2[t("What was asked")], _question_body(view, t)]


def _question_body(view: AuditEntryView, t: Translator) -> Node:
    if view.question:
        return [facts(view.question, t), h.p(".small.quiet")[t("Opening it was recorded as an entry of its own.")]]
    if view.key_destroyed:
        return h.p(".locked")[
            t("The key of that month is destroyed: nobody can read it any more. The entry still proves that it was asked.")
        ]
    if not view.may_open:
        return h.p(".locked")[t("Sealed. An auditor of this authority can open it for a stated reason.")]
    return [
        h.p[t("Sealed. Opening it is recorded as an entry of its own.")],
        post(
            paths.at(paths.AUDIT_OPEN, entry=view.line.entry),
            view.frame.csrf,
            (field(each, t) for each in view.open_fields),
            submit(t("Open the question"), sign="key", primary=False),
        ),
    ]
