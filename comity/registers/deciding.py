"""What an owner decides about a record that is there: release, restrict, block, confirm, withdraw; and the secretariat's block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.access.model import AuthorityKind, Permission, Reader
from comity.access.restrictions import audience_for
from comity.audit import Act
from comity.kernel.records import RecordState
from comity.registers import holding, life_store, rules, store
from comity.registers.desk import Desk, NoSuchRecord, acting, entry, held, permitted
from comity.registers.entering import save
from comity.registers.events import Happened, RecordEvent
from comity.registers.life import Ended
from comity.registers.life_acts import taken_back
from comity.registers.model import Register
from comity.registers.record import BlockedBy
from comity.registers.store import Held, changed

if TYPE_CHECKING:
    from psycopg import AsyncConnection


async def release(desk: Desk, reader: Reader, register: Register, record: UUID) -> RecordEvent:
    """A second officer lets a waiting record be seen by others (ACC-09, REC-14). Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_RELEASE)
    async with acting(desk, reader, register, "release") as connection:
        before = await held(desk, connection, reader, register, record, None)
        route, named = await holding.route_of(connection, record) or (1, None)
        decision = rules.may_release(reader, before.record, register, route, named)
        decision.enforce()
        await holding.let_go(connection, record, desk.clock.now())
        news = {"state": RecordState.RELEASED, "reviewer": reader.officer}
        return await _done(desk, connection, reader, register, before, news, Act.RELEASE, Happened.RELEASED, decision.rule)


async def restrict(
    desk: Desk,
    reader: Reader,
    register: Register,
    record: UUID,
    denied_authorities: Iterable[int],
    denied_kinds: Iterable[AuthorityKind] = (),
) -> RecordEvent:
    """Keeps these authorities and kinds of entity from a record, at once; nobody named lifts its own restriction (OWN-03).

    Raises: Refused; NoSuchRecord; Invalid for an authority that is not there, or is the owner.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_RESTRICT)
    async with acting(desk, reader, register, "restrict") as connection:
        before = await held(desk, connection, reader, register, record, None)
        news = {"audience": await audience_for(connection, reader.authority, denied_authorities, denied_kinds)}
        return await _done(desk, connection, reader, register, before, news, Act.RESTRICT, Happened.RESTRICTED, "OWN-03")


async def block(desk: Desk, reader: Reader, register: Register, record: UUID, reason: str = "") -> RecordEvent:
    """The owner takes a record from everybody's sight while it is examined (BLK-01). Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_BLOCK)
    async with acting(desk, reader, register, "block") as connection:
        before = await held(desk, connection, reader, register, record, None)
        decision = rules.may_block(before.record)
        decision.enforce()
        news = {"state": RecordState.BLOCKED, "blocked_by": BlockedBy.OWNER}
        return await _done(desk, connection, reader, register, before, news, Act.BLOCK, Happened.BLOCKED, decision.rule, reason)


async def unblock(desk: Desk, reader: Reader, register: Register, record: UUID, reason: str = "") -> RecordEvent:
    """The owner lifts its own block, never another's (BLK-02). Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_BLOCK)
    async with acting(desk, reader, register, "unblock") as connection:
        before = await held(desk, connection, reader, register, record, None)
        decision = rules.may_lift(BlockedBy.OWNER, before.record.blocked_by)
        decision.enforce()
        news = {"state": RecordState.RELEASED, "blocked_by": None}
        return await _done(desk, connection, reader, register, before, news, Act.BLOCK, Happened.UNBLOCKED, decision.rule, reason)


async def confirm(desk: Desk, reader: Reader, register: Register, record: UUID) -> RecordEvent:
    """The owner says that the record still holds (REC-16). Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    async with acting(desk, reader, register, "confirm") as connection:
        before = await held(desk, connection, reader, register, record, None)
        rules.may_correct(before.record).enforce()
        news = {"confirmed_at": desk.clock.now()}
        return await _done(desk, connection, reader, register, before, news, Act.CORRECT, Happened.CONFIRMED, "REC-16")


async def _done(
    desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, before: Held, news: dict[str, Any],
    act: Act, happened: Happened, rule: str, reason: str = "",
) -> RecordEvent:  # fmt: skip
    """Saves what changed, with its entry. The owner's reason is sealed with it."""
    at = desk.clock.now()
    after = changed(before, changed_at=at, **news)
    await save(desk, connection, register, after)
    record = after.record
    await desk.recorder.record(
        connection, entry(act, at, reader, register, rule=rule, shown=(record.id,), detail=happened, question=reason.encode())
    )
    return RecordEvent(happened, register.number, record.id, record.owner, record.bureau, at)


async def withdraw(desk: Desk, reader: Reader, register: Register, record: UUID, reason: str) -> RecordEvent:
    """The owner takes a record back. It is erased with its key, its versions and its search keys; the ledger keeps a keyed hash (RET-08).

    What another has blocked stays, unseen, for the case about it (CCF-13). Raises: Refused, NoSuchRecord.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_WITHDRAW)
    at = desk.clock.now()
    async with acting(desk, reader, register, "withdraw") as connection:
        before = await held(desk, connection, reader, register, record, None)
        decision = rules.may_withdraw(before.record)
        decision.enforce()
        await taken_back(desk, connection, reader, register, before, Ended.WITHDRAWN, at)
        withdrawn = entry(
            Act.WITHDRAW, at, reader, register, rule=decision.rule, shown=(record,), detail="withdrawn", question=reason.encode()
        )
        await desk.recorder.record(connection, withdrawn)
    return RecordEvent(Happened.WITHDRAWN, register.number, record, before.record.owner, before.record.bureau, at)


async def order_block(desk: Desk, reader: Reader, register: Register, record: UUID, reason: str, *, lift: bool = False) -> RecordEvent:
    """The secretariat's legal desk blocks what another owns, or lifts its own block. The owner is to be told by the event (BLK-02).

    Raises: Refused, NoSuchRecord.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_BLOCK)
    at = desk.clock.now()
    async with acting(desk, reader, register, "order block") as connection:
        rules.may_order_block(reader).enforce()
        rules.may_act(register).enforce()
        owner = await store.order_block(connection, register, record, BlockedBy.LEGAL_DESK, lift, at)
        if owner is None and lift and await life_store.end_case(connection, register, record, BlockedBy.LEGAL_DESK, at):
            return await _case_over(desk, connection, reader, register, record, at, reason)
        if owner is None:
            raise NoSuchRecord("There is no such record that the legal desk could block or free.")
        happened = Happened.UNBLOCKED if lift else Happened.BLOCKED
        made = entry(
            Act.BLOCK, at, reader, register, rule="BLK-02", shown=(record,), detail=f"ordered: {happened}", question=reason.encode()
        )
        await desk.recorder.record(connection, made)
    return replace(RecordEvent(happened, register.number, record, owner[0], owner[1], at), by_another=True)


async def _case_over(
    desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, record: UUID, at: datetime, reason: str
) -> RecordEvent:
    """The case about a record that its owner had withdrawn, or that had expired, is over: the worker erases it (RET-10)."""
    made = entry(Act.BLOCK, at, reader, register, rule="RET-10", shown=(record,), detail="case ended", question=reason.encode())
    await desk.recorder.record(connection, made)
    return RecordEvent(Happened.UNBLOCKED, register.number, record, 0, 0, at)
