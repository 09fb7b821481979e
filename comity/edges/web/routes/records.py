"""Records: one as this officer may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from comity.access.model import Permission
from comity.access.rules import may_ask
from comity.edges.web import paths
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.pages import record
from comity.edges.web.pages.record import Action, RecordView, Section
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.attached import files_of
from comity.edges.web.routes.naming import called, specific
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import (
    address_of,
    authorities,
    authority_kinds,
    particulars,
    record_of,
    record_page,
    short,
)
from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE
from comity.kernel.records import RecordState
from comity.registers.declarations.firearms import FIREARMS
from comity.registers.life import stale_days
from comity.registers.model import Register
from comity.registers.reading import read
from comity.registers.redact import Shown, first_line
from comity.search.links import walked

_NEEDS: Final = {
    Action.RELEASE: Permission.REGISTER_RECORD_RELEASE,
    Action.CORRECT: Permission.REGISTER_RECORD_CORRECT,
    Action.CONFIRM: Permission.REGISTER_RECORD_CORRECT,
    Action.RESTRICT: Permission.REGISTER_RECORD_RESTRICT,
    Action.BLOCK: Permission.REGISTER_RECORD_BLOCK,
    Action.UNBLOCK: Permission.REGISTER_RECORD_BLOCK,
    Action.CLOSE: Permission.REGISTER_RECORD_WITHDRAW,
    Action.WITHDRAW: Permission.REGISTER_RECORD_WITHDRAW,
}
_LIVE: Final = frozenset({Action.CORRECT, Action.CONFIRM, Action.RESTRICT, Action.BLOCK, Action.CLOSE, Action.WITHDRAW})
_STATES: Final = {
    RecordState.WAITING: frozenset({Action.RELEASE, Action.CORRECT, Action.WITHDRAW}),
    RecordState.RELEASED: _LIVE,
    RecordState.BLOCKED: frozenset({Action.UNBLOCK, Action.RESTRICT, Action.CLOSE, Action.WITHDRAW}),
}
HANDLING: Final[dict[str, Message]] = {
    "not_as_evidence": message("Not as evidence without the owner's consent."),
    "ask_owner_first": message("Do not act: ask the owner first."),
    "receiving_bureau_only": message("For the receiving bureau only."),
    "national_agencies": message("May go to national agencies."),
    "not_to_the_person": message("Not to the person."),
}
_SOURCES: Final = {"authority": mark("Found by the authority"), "holder": mark("Reported by the holder")}


async def one(visit: Visit) -> Answer:
    """One record. Whether it is hidden or not there, the answer is the same."""
    return await shown(visit)


async def shown(visit: Visit, errors: tuple[tuple[Action, Message], ...] = (), file_error: Message | None = None) -> Answer:
    """The record's page, with what was wrong with the act that was tried, or with the file that was to be added."""
    register, number = record_of(visit.place("record"))
    protected = visit.query.get("protected", "") == "yes"
    found = await read(visit.comity.records, visit.reader, register, number, protected=protected)
    files = await files_of(visit, register, found, file_error, protected=protected)
    view = replace(_view(visit, register, found, errors), protected=protected and not found.own, files=files)
    return page(record.page(view, visit.t), 422 if errors or file_error else 200)


def _view(visit: Visit, register: Register, found: Shown, errors: tuple[tuple[Action, Message], ...]) -> RecordView:
    return RecordView(
        frame=visit.frame(Entry.REGISTERS if found.own and visit.may(Permission.REGISTER_RECORD_LIST) else None),
        record=short(found.id),
        record_id=address_of(register.number, found.id),
        register=register.number,
        title=specific(register, found.values),
        named=called(visit, register, found.values),
        owner=visit.authority_name(found.owner),
        own=found.own,
        state=state_of(found.state),
        level=Level(found.level),
        purposes=tuple(BY_CODE[code] for code in found.purposes),
        ends=found.ends_at,
        sections=tuple(_sections(visit, register, found)),
        conditions=tuple(HANDLING[code] for code in found.handling),
        seen_by=_seen_by(found) if found.own else None,
        actions=() if register.derived else tuple(_actions(visit, found)),
        authorities=authorities(visit),
        kinds=authority_kinds(visit),
        stale_days=stale_days(found.confirmed_at, visit.comity.clock.now()),
        history=paths.at(paths.LIFE_HISTORY, record=address_of(register.number, found.id)) if _history(visit, register, found) else "",
        made_from=record_page(register.made_from, found.values["notice"]) if register.made_from else "",
        errors=errors,
        onward=tuple(_onward(visit, register, found)),
    )


def _onward(visit: Visit, register: Register, found: Shown) -> Iterable[tuple[str, str]]:
    """Where a record leads: what is linked with it, and a request to trace it."""
    if walked(register) and may_ask(visit.reader, register.number).allowed and not first_line(visit.reader):
        yield paths.at(paths.RECORD_LINKS, record=address_of(register.number, found.id)), mark("What is linked with it")
    if register is FIREARMS and found.own and visit.may(Permission.TRACE_REQUEST_ASK):
        yield f"{paths.TRACES}?record={found.id}#record", mark("Trace it")


def _history(visit: Visit, register: Register, found: Shown) -> bool:
    return not register.derived and found.own and visit.may(Permission.REGISTER_RECORD_LIST)


def state_of(name: str) -> RecordState:
    """The state that its owner sees; of another's record only a released one is ever shown."""
    return RecordState[name.upper()] if name else RecordState.RELEASED


def _seen_by(found: Shown) -> Message:
    if state_of(found.state) is not RecordState.RELEASED:
        return message("Your own authority alone.")
    if found.discreet:
        return message("Your own authority alone: it is discreet. You are told of every check.")
    return message("Every bureau with one of its purposes and the clearance, but for those that you excluded.")


def _sections(visit: Visit, register: Register, found: Shown) -> Iterable[Section]:
    yield from particulars(visit, register, found.values)
    labels = {warning.name: warning.label for warning in register.warnings}
    if found.warnings:
        yield Section(mark("Warnings"), tuple(Fact(mark("Warning"), labels.get(name, name)) for name in found.warnings))
    if found.own:
        law = Fact(mark("National law or authority"), found.law, FactKind.FREE)
        source = Fact(mark("Source"), _SOURCES.get(found.source, found.source))
        entered = Fact(mark("Entered on"), f"{found.created_at:%Y-%m-%d}", FactKind.IDENTIFIER)
        confirmed = Fact(mark("Last confirmed on"), f"{found.confirmed_at:%Y-%m-%d}", FactKind.IDENTIFIER)
        yield Section(mark("Why it is recorded"), (law, source, entered, confirmed))


def _actions(visit: Visit, found: Shown) -> Iterable[Action]:
    """What to offer: what the state knows and the role has. What is allowed is decided when it is done."""
    open_ones = _STATES.get(state_of(found.state), frozenset()) if found.own else frozenset()
    return (action for action in Action if action in open_ones and visit.may(_NEEDS[action]))


ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.RECORD, one),)
