"""What an owner does with a record: one act, its reason, and back to the record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from comity.access.model import AuthorityKind
from comity.edges.web import paths
from comity.edges.web.i18n import message
from comity.edges.web.pages.record import REASONED, Action
from comity.edges.web.routes import entering
from comity.edges.web.routes.answers import Answer, go
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.records import shown
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import authority_of, kind_of, record_of, said
from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers.deciding import block, confirm, release, restrict, unblock, withdraw
from comity.registers.life import Outcome
from comity.registers.life_acts import close
from comity.registers.model import Register

_SHORTEST: Final = 3
_NO_REASON: Final = message("Say why, in a few words.")
_DONE: Final = {
    Action.RELEASE: "released",
    Action.RESTRICT: "restricted",
    Action.BLOCK: "blocked",
    Action.UNBLOCK: "unblocked",
    Action.CONFIRM: "confirmed",
}
Act = Callable[[Visit, Register, UUID], Awaitable[object]]


async def _release(visit: Visit, register: Register, record: UUID) -> object:
    return await release(visit.comity.records, visit.reader, register, record)


async def _confirm(visit: Visit, register: Register, record: UUID) -> object:
    return await confirm(visit.comity.records, visit.reader, register, record)


async def _restrict(visit: Visit, register: Register, record: UUID) -> object:
    authority = authority_of(visit, visit.posted.one("authority"))
    kind = kind_of(visit.posted.one("kind"))
    kinds: tuple[AuthorityKind, ...] = (kind,) if kind else ()
    return await restrict(visit.comity.records, visit.reader, register, record, (authority,) if authority else (), kinds)


async def _block(visit: Visit, register: Register, record: UUID) -> object:
    return await block(visit.comity.records, visit.reader, register, record, visit.posted.one("reason"))


async def _unblock(visit: Visit, register: Register, record: UUID) -> object:
    return await unblock(visit.comity.records, visit.reader, register, record, visit.posted.one("reason"))


async def _close(visit: Visit, register: Register, record: UUID) -> object:
    outcome = visit.posted.one("outcome")
    if outcome not in set(Outcome):
        raise Invalid(Fault("outcome", "unknown_choice", "Say what met its purpose.", ", ".join(Outcome)))
    return await close(visit.comity.records, visit.reader, register, record, Outcome(outcome), visit.posted.one("reason"))


async def _withdraw(visit: Visit, register: Register, record: UUID) -> object:
    return await withdraw(visit.comity.records, visit.reader, register, record, visit.posted.one("reason"))


ACTS: Final[dict[Action, Act]] = {
    Action.RELEASE: _release,
    Action.CONFIRM: _confirm,
    Action.RESTRICT: _restrict,
    Action.BLOCK: _block,
    Action.UNBLOCK: _unblock,
    Action.CLOSE: _close,
    Action.WITHDRAW: _withdraw,
}


async def act(visit: Visit) -> Answer:
    """One act. What is wrong with it is said on the record's page, beside the act."""
    register, record = record_of(visit.place("record"))
    word = visit.place("action")
    if word == Action.CORRECT:
        return await entering.corrected(visit)
    if word not in set(ACTS):
        raise Absent
    action = Action(word)
    if action in REASONED and len(visit.posted.one("reason")) < _SHORTEST:
        return await shown(visit, ((action, _NO_REASON),))
    try:
        await ACTS[action](visit, register, record)
    except Invalid as problem:
        return await shown(visit, ((action, said(problem.faults[0])),))
    if action in (Action.WITHDRAW, Action.CLOSE):
        return go(f"{paths.REGISTERS}?register={register.number}&done=withdrawn")
    done = _DONE[action]
    if action is Action.RESTRICT and not (visit.posted.one("authority") or visit.posted.one("kind")):
        done = "unrestricted"
    return go(f"{paths.at(paths.RECORD, record=visit.place('record'))}?done={done}")


async def form(visit: Visit) -> Answer:
    """The form of a correction; no other act has a page of its own."""
    if visit.place("action") != Action.CORRECT:
        raise Absent
    return await entering.correction(visit)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.RECORD_ACT, form),
    Route("POST", paths.RECORD_ACT, act),
)
