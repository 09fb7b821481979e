"""The check: its form, its answer, and what the document says against a look-alike.

The answer is the page that the form's POST gives, not one that it leads to. Nothing of it is kept on the server (hits would lie in a memory
that no rule governs, and another process of the installation would not have it); it is never stored by the browser; and a reload makes the
browser ask whether to send the form again, so that nobody asks twice, and tells an owner twice, in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from comity.access.entries import enforce, of_reader
from comity.access.model import Permission
from comity.access.rules import may
from comity.audit.model import LOOK_ALIKE
from comity.audit.reading import Recorded
from comity.edges.web import paths
from comity.edges.web.answer import Said
from comity.edges.web.forms import Option
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark
from comity.edges.web.pages import check, result
from comity.edges.web.pages.check import CheckValues, CheckView, Example, PastCheck, Seen
from comity.edges.web.routes.answered import view_of
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.asking import TITLES, Asking, BoxNotRead, asking, field_of, values_of
from comity.edges.web.routes.audit import named
from comity.edges.web.routes.list_checks import noted
from comity.edges.web.routes.own import will_ask
from comity.edges.web.routes.person_hits import in_words
from comity.edges.web.routes.problems import TooFast
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import countries, record_of, record_page, said
from comity.kernel.errors import Absent, Invalid, Unavailable
from comity.kernel.results import Outcome
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.search.comparing import COUNTERFEITS, SPECIMENS
from comity.search.model import Query
from comity.search.oversight import Asked
from comity.search.persons.model import PersonSetting
from comity.search.persons.rules import may_search
from comity.search.shift import Says
from comity.search.widen import weight

EXAMPLES: Final = (
    Example(mark("Name, birth year and country"), "Yusuf al-Khattari 1984 Castara"),
    Example(mark("Name of an organisation"), "Orvalis Relief Foundation"),
    Example(mark("Document number and country"), "C0118832 XBM"),
    Example(mark("Machine readable zone"), "P<XBMSOLVANE<<MIRA<<<<<<<<<<<"),
    Example(mark("VIN"), "1M8GDM9AXKP042788"),
    Example(mark("Plate and country"), "XCS AB 123 CD"),
    Example(mark("Plate read in part, and country"), "AB?123 XCS"),
    Example(mark("Vessel"), "IMO 9074729"),
    Example(mark("Weapon, with its maker"), "serial BXR412 Glock"),
)
_ASKED_ABOVE: Final = frozenset({"document", "mrz", "vin", "last8", "plate"})  # the box or a field of their own asks them
_KINDS: Final = TITLES | {"document": mark("Travel document")}
_MET: Final[dict[int, Said]] = {Outcome.HIT: Said.HIT, LOOK_ALIKE: Said.POSSIBLE, Outcome.NO_ANSWER: Said.NO_ANSWER}
_LONGEST_SHOWN: Final = 40


async def form(visit: Visit) -> Answer:
    """The box, and my checks of this session."""
    return await _form(visit)


async def _form(
    visit: Visit, values: CheckValues = check.EMPTY, errors: dict[str, Message] | None = None, seen: tuple[Seen, ...] = (), other: str = ""
) -> Answer:
    reader = visit.reader
    await enforce(visit.comity.means, of_reader(reader), may(reader, Permission.CHECK_SINGLE_ASK), "check page")
    past = await visit.comity.shift.checks(reader, visit.session.started)
    view = CheckView(
        frame=visit.frame(Entry.CHECK),
        will_ask=will_ask(reader),
        countries=countries(visit),
        values=values,
        seen=tuple(replace(one, parts=in_words(visit, one.parts)) for one in seen),
        errors=errors or {},
        past=tuple(_past(visit, recorded, asked) for recorded, asked in past),
        examples=EXAMPLES,
        may_protect=visit.may(Permission.CHECK_SINGLE_ASK),
        others=tuple(_others(visit)),
        kinds=tuple(Option(kind, visit.t(title)) for kind, title in TITLES.items() if kind not in _ASKED_ABOVE),
        other=other,
        persons=may_search(reader.purpose).allowed,
    )
    return page(check.page(view, visit.t), 422 if errors else 200)


def _others(visit: Visit) -> Iterator[tuple[str, str]]:
    """Other ways to ask, of registers that are open to this officer."""
    asked = will_ask(visit.reader)
    for register in DECLARED:
        if any(key.spread for key in register.keys) and register.number in asked:
            yield paths.at(paths.FIND, register=register.number), mark("Find a work of art")
    if {BY_NAME[SPECIMENS].number, BY_NAME[COUNTERFEITS].number} & set(asked):
        yield paths.COMPARE, mark("Compare a document")


def _past(visit: Visit, recorded: Recorded, asked: Asked) -> PastCheck:
    """One check of mine. Where another source was asked too, the audit knows our own registers' answer alone: it is not called a no-hit."""
    of_person = {kind.removeprefix("person."): value for kind, value, _ in asked.identifiers if kind.startswith("person.")}
    things = [one for one in asked.identifiers if not one[0].startswith("person.")]
    if of_person:
        text = " · ".join(filter(None, (of_person.get("name"), of_person.get("born"), of_person.get("nationality"))))
    else:
        text = next((f"{value} {issuer}".strip() for _, value, issuer in things), "–").splitlines()[-1]
    elsewhere = {issuer for source in visit.comity.settings.sources for issuer in source.issuers}
    open_elsewhere = any(issuer in elsewhere for _, _, issuer in things)
    outcome = _MET.get(recorded.head.outcome) or Said.NO_HIT
    if outcome is Said.NO_HIT and open_elsewhere:
        outcome = Said.NO_ANSWER
    if outcome is Said.POSSIBLE and of_person:
        outcome = Said.CANDIDATE
    kind = mark("Person") if of_person else _KINDS.get(things[0][0], "") if things else ""
    return PastCheck(recorded.at, text[:_LONGEST_SHOWN], kind or mark("Check"), outcome, person=bool(of_person))


async def ask(visit: Visit) -> Answer:
    """Asks, and shows the answer at once."""
    values = values_of(visit.posted)
    asked: Asking | None = None
    try:
        asked = asking(values, visit.t, visit.comity.checks.planner.countries)
        cost = 1 + weight((one.kind, one.value) for one in asked.identifiers)
        if limit := visit.comity.officer_buckets.take(visit.session.officer, cost):
            raise TooFast(limit)
        began = visit.comity.clock.monotonic()
        query = Query(visit.reader, asked.identifiers, protected=values.protected, reference=values.protected_reason, person=asked.person)
        answer = await visit.comity.checks.ask(query)
        setting = await _setting(visit) if asked.person else None
    except BoxNotRead as problem:
        return await _form(visit, values, {"q": problem.sentence}, other=problem.other)
    except Invalid as problem:
        faults = {field_of(asked, fault.field) if asked else fault.field: said(fault) for fault in problem.faults}
        return await _form(visit, values, faults, asked.seen if asked else (), asked.other if asked else "")
    took_ms = round((visit.comity.clock.monotonic() - began) * 1000)
    view = view_of(visit, answer, asked, values, took_ms, setting)
    return page(result.page(replace(view, frame=replace(view.frame, path=paths.CHECK, current=Entry.CHECK)), visit.t))


async def _setting(visit: Visit) -> PersonSetting | None:
    """What this purpose asks of a search for persons; None where that cannot be read now."""
    people = visit.comity.checks.people
    try:
        return await people.setting(visit.reader.purpose) if people else None
    except Unavailable:
        return None


async def settle(visit: Visit) -> Answer:
    """What the document says, against a look-alike; *as the record holds it* tells the owner."""
    says = visit.posted.one("says")
    if says not in set(Says):
        raise Absent
    register, record = record_of(visit.posted.one("record"))
    check_entry, at = named(visit)
    was_protected = await visit.comity.shift.settle(visit.reader, check_entry, at, record, Says(says))
    back = noted(visit, str(record), says)
    if says == Says.RECORD:
        return go(record_page(register.number, record, protected=was_protected, done="settled_record"))
    return go(f"{back or paths.CHECK}?done=settled_{says}")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.CHECK, form),
    Route("POST", paths.CHECK, ask),
    Route("POST", paths.CHECK_CONFIRM, settle),
)
