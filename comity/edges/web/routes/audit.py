"""The audit: searched for a stated reason; one entry; its question, opened as an act of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from comity.access.model import Permission
from comity.access.roster import Known, known
from comity.audit import Act, EntryId
from comity.audit.model import LOOK_ALIKE
from comity.audit.reading import Filters, Period, Recorded
from comity.edges.web import paging, paths
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Field, Option
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.names import ACTS
from comity.edges.web.pages import audit
from comity.edges.web.pages.audit import AuditEntryView, AuditLine, AuditView, Log
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.log import log_of
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import Visit, whole
from comity.edges.web.routes.words import after, day_of, midnight, said, short
from comity.engines.keyring import KeyGone
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.kinds.vin import LENGTH
from comity.kernel.purposes import Purpose
from comity.kernel.results import Outcome
from comity.search.model import Identifier
from comity.search.oversight import Asked
from comity.search.reading import ASKED
from comity.search.recognise import recognise
from comity.search.recognised import What

_SPAN: Final = timedelta(days=30)
_BAD_DAY: Final = message("Not a day. Write it as 2026-11-21.")
_NOT_READ: Final = message("This is no document number, VIN or plate.")
_OUTCOMES: Final = {
    Outcome.NO_HIT: mark("No hit"),
    Outcome.HIT: mark("Hit"),
    Outcome.NO_ANSWER: mark("No answer"),
    LOOK_ALIKE: mark("Look-alike"),
}
_ASKED_KINDS: Final = {asked.kind: asked.title for asked in ASKED}


async def form(visit: Visit) -> Answer:
    """The questions of a search; nothing is searched yet."""
    return _drawn(visit, {}, {}, await log_of(visit))


def _drawn(
    visit: Visit,
    values: dict[str, str],
    wrong: dict[str, Message],
    log: Log | None,
    lines: tuple[AuditLine, ...] | None = None,
    older: str = "",
) -> Answer:
    acts = tuple(Option(str(int(act)), visit.t(word)) for act, word in ACTS.items())
    fields = audit.search_fields(acts, visit.t, values, wrong)
    view = AuditView(visit.frame(Entry.AUDIT), fields, log, lines, older)
    return page(audit.page(view, visit.t), 422 if wrong else 200)


async def search(visit: Visit) -> Answer:
    """Searches; the search is an entry, with its reason."""
    values = visit.posted.firsts()
    log = await log_of(visit)
    try:
        period = _period(visit, values)
        if values.get("identifier"):
            found = await _who_asked(visit, values, period)
            following = None
        else:
            filters = Filters(act=_act(values.get("act", "")))
            got = await visit.comity.oversight.entries(
                visit.reader, period, filters, values.get("basis", ""), paging.after_entry(values.get("after", ""))
            )
            found, following = list(got.entries), got.following
    except Invalid as problem:
        return _drawn(visit, values, {_field(fault.field): said(fault) for fault in problem.faults}, log)
    mark_ = paging.entry_mark(following) if following else ""
    names = await known(visit.comity.means, visit.reader)
    view = tuple(line_of(visit, one, names) for one in found)
    return _drawn(visit, values, {}, log, view, mark_)


def _field(name: str) -> str:
    return name if name in ("basis", "identifier", "issuer", "since", "until") else "identifier"


def _act(text: str) -> Act | None:
    number = number_in(text, 3)
    return Act(number) if number is not None and number in set(Act) else None


def _period(visit: Visit, values: Mapping[str, str]) -> Period:
    """From the first day to the end of the last; the last thirty days where none is named. Raises: Invalid."""
    faults = [Fault(name, "bad_day", _BAD_DAY[0]) for name in ("since", "until") if values.get(name) and day_of(values[name]) is None]
    if faults:
        raise Invalid(*faults)
    now = visit.comity.clock.now()
    until_day, since_day = day_of(values.get("until", "")), day_of(values.get("since", ""))
    until = after(until_day) if until_day else now + timedelta(minutes=1)
    return Period(midnight(since_day) if since_day else until - _SPAN, until)


async def _who_asked(visit: Visit, values: Mapping[str, str], period: Period) -> list[Recorded]:
    """Every way of reading the identifier is looked for: the officer who asked may have meant another."""
    recognised = recognise(values["identifier"])
    readings = (recognised.reading, *recognised.alternatives) if recognised.reading else ()
    if not readings:
        raise Invalid(Fault("identifier", "not_read", recognised.sentences[0][0] if recognised.sentences else _NOT_READ[0]))
    found: dict[EntryId, Recorded] = {}
    for reading in readings:
        identifier = reading.identifier(values["identifier"])
        if values.get("issuer") and reading.what in (What.DOCUMENT, What.PLATE, What.VESSEL_REGISTRATION):
            identifier = Identifier(identifier.kind, identifier.value, values["issuer"])
        found |= {one.id: one for one in await visit.comity.oversight.who_asked(visit.reader, identifier, period, values.get("basis", ""))}
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def address(recorded: Recorded) -> str:
    """What names an entry in an address: its number, and the time where it is looked for."""
    return f"{recorded.id.stream}-{recorded.id.number}-{int(recorded.at.timestamp())}"


def line_of(visit: Visit, one: Recorded, names: Known) -> AuditLine:
    """One entry as an auditor sees it before anything is opened; people and places of other bureaus by number."""
    head = one.head
    return AuditLine(
        entry=address(one),
        at=one.at,
        act=ACTS.get(Act(head.act), str(head.act)),
        bureau=visit.bureau_name(head.bureau) if head.bureau else "–",
        unit=_unit(visit, head.unit, names) if head.unit else "–",
        who=_who(visit, one, names),
        purpose=Purpose(head.purpose) if head.purpose else None,
        outcome=_outcome(one),
        registers=tuple(number for number in head.registers if 1 <= number <= 19),
        rule=head.rule,
    )


def _unit(visit: Visit, number: int, names: Known) -> str:
    return visit.name(names.units.get(number, {})) or visit.t("Unit {number}", number=str(number))


def _who(visit: Visit, one: Recorded, names: Known) -> str:
    officer, system = one.head.officer, one.head.system
    if officer:
        return names.officers.get(officer) or visit.t("Officer {number}", number=str(officer))
    return (visit.name(names.systems.get(system, {})) or visit.t("System {number}", number=str(system))) if system else ""


def _outcome(one: Recorded) -> str:
    if one.head.act is Act.CHECK:
        return _OUTCOMES.get(one.head.outcome, str(one.head.outcome))
    return mark("Refused") if one.head.act is Act.REFUSAL else mark("Done")


def named(visit: Visit) -> tuple[EntryId, datetime]:
    """The entry of the address, and its second. Raises: Absent."""
    try:
        stream, number, at = visit.place("entry").split("-")
        return EntryId(whole(stream), whole(number)), datetime.fromtimestamp(whole(at), UTC)
    except (ValueError, OverflowError, OSError):
        raise Absent from None


async def entry(visit: Visit) -> Answer:
    """One entry; its question stays sealed."""
    return await _entry(visit)


async def _entry(visit: Visit, asked: Asked | None = None, wrong: Message | None = None, *, gone: bool = False) -> Answer:
    number, at = named(visit)
    found = await visit.comity.oversight.one(visit.reader, number, at)
    basis = Field(
        "basis",
        "Why do you open it?",
        value=visit.posted.one("basis"),
        hint="The complaint, case or inspection; recorded with this search.",
        required=True,
        error=wrong,
    )
    detail = Fact(mark("Detail"), found.head.detail, FactKind.FREE) if found.head.detail else None
    view = AuditEntryView(
        frame=visit.frame(Entry.AUDIT),
        line=line_of(visit, found, await known(visit.comity.means, visit.reader)),
        detail=(detail,) if detail else (),
        shown=tuple(Fact(mark("Record"), short(record.hex()), FactKind.IDENTIFIER) for record in found.head.shown),
        proof=(
            Fact(mark("Entry"), f"{found.id.stream}-{found.id.number}", FactKind.IDENTIFIER),
            Fact(mark("Sealed with the key of"), found.pack.period, FactKind.IDENTIFIER),
        ),
        question=_question(asked) if asked else (),
        open_fields=(basis,),
        may_open=visit.may(Permission.AUDIT_ENTRY_OPEN),
        key_destroyed=gone,
    )
    return page(audit.entry_page(view, visit.t), 422 if wrong else 200)


def _question(asked: Asked) -> tuple[Fact, ...]:
    """What was asked, in the clear."""
    rows = [
        Fact(_ASKED_KINDS.get(kind, kind), value if len(value) < 4 * LENGTH else value[: 4 * LENGTH], FactKind.IDENTIFIER, issuer)
        for kind, value, issuer in asked.identifiers
    ]
    texts = ((mark("Reference"), asked.reference), (mark("Officer"), asked.officer), (mark("Text"), asked.text))
    rows += [Fact(label, text, FactKind.FREE) for label, text in texts if text]
    rows += [Fact(mark("Protected check"), mark("Yes"))] if asked.protected else []
    return tuple(rows) or (Fact(mark("Text"), mark("Nothing was asked.")),)


async def opened(visit: Visit) -> Answer:
    """Opens the question, for a reason. The page is no redirect: what was opened is shown once, and not kept for another page."""
    number, at = named(visit)
    try:
        asked = await visit.comity.oversight.open(visit.reader, number, at, visit.posted.one("basis"))
    except Invalid as problem:
        return await _entry(visit, None, said(problem.faults[0]))
    except KeyGone:
        return await _entry(visit, gone=True)
    return await _entry(visit, asked)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.AUDIT, form),
    Route("POST", paths.AUDIT, search),
    Route("GET", paths.AUDIT_ENTRY, entry),
    Route("POST", paths.AUDIT_OPEN, opened),
)
