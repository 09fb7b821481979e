"""The second officer's part: loads are listed, sampled, released or refused as a whole (REC-18). Who loaded one never releases it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.engines.jobs import Progress
from comity.engines.store import Mode
from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers import store
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import Desk, acting, entry, permitted
from comity.registers.life import Ended
from comity.registers.life_acts import taken_back
from comity.registers.loading import held, statements
from comity.registers.loading.model import Load, LoadState
from comity.registers.model import Register
from comity.registers.record import Record

if TYPE_CHECKING:
    from psycopg import AsyncConnection

PAGE: Final = 50
SAMPLE: Final = 20
_SEES: Final = (Permission.REGISTER_RECORD_LIST, Permission.REGISTER_RECORD_LOAD)
_BATCH: Final = 2_000
_ERASED: Final = 200  # at once: each takes its keys, its versions and a line of the ledger along
_SHORTEST_REASON: Final = 10
_OTHER_OFFICER: Final = Decision(
    False, "ACC-09", "Who loaded a file cannot release it.", "another officer of your bureau"
)  # fmt: skip
_GAVE_TOKEN: Final = Decision(
    False, "ACC-09", "Who gave a system its token does not release what it loads.", "another officer of your bureau"
)  # fmt: skip
_NOT_HELD: Final = Decision(False, "REC-18", "This load does not wait for a second officer.")


class NoSuchLoad(Absent):
    """There is no such load for this authority."""

    def __init__(self) -> None:
        super().__init__("There is no such load.")


@dataclass(frozen=True, slots=True)
class Sample:
    """A load with some of what it would make visible, and of what it would withdraw, drawn at random."""

    load: Load
    new: tuple[Record, ...] = ()
    missing: tuple[Record, ...] = ()


async def listed(desk: Desk, reader: Reader, before: tuple[datetime, UUID] | None = None) -> list[Load]:
    """Loads of one's authority, newest first, of the registers whose records this reader may list or load."""
    register = next(iter(BY_NUMBER.values()))
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        found = await statements.listed(connection, desk.keyring, before, PAGE)
        seen = [one for one in found if any(may(reader, permission, one.register).allowed for permission in _SEES)]
        made = entry(Act.LIST, desk.clock.now(), reader, register, rule="OWN-02", detail=f"{len(seen)} loads")
        await desk.recorder.record(connection, made)
    return seen


async def shown(desk: Desk, reader: Reader, load: UUID, *, sample: bool = True) -> Sample:
    """One load; with records of its own where it waits, for who may release. Raises: NoSuchLoad; Refused."""
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        found = await statements.fetch(connection, desk.keyring, load)
    if found is None:
        raise NoSuchLoad
    register = BY_NUMBER[found.register]
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    if not sample or found.state is not LoadState.HELD:
        return Sample(found)
    at = desk.clock.now()
    async with acting(desk, reader, register, "sample of a load") as connection:
        new = await _records(desk, connection, register, await held.drawn(connection, load, 1, found.counts.held, SAMPLE))
        gone = await _records(desk, connection, register, await held.drawn(connection, load, 2, found.counts.missing, SAMPLE))
        seen = tuple(record.id for record in (*new, *gone))
        await desk.recorder.record(
            connection, entry(Act.READ, at, reader, register, rule="REC-18", shown=seen, detail=f"sample of load {load}")
        )
    return Sample(found, tuple(new), tuple(gone))


async def _records(desk: Desk, connection: AsyncConnection, register: Register, ids: list[UUID]) -> list[Record]:
    if not ids:
        return []
    return await store.page(connection, register, desk.keyring, "t.id = any(%s::uuid[])", [ids], SAMPLE)


async def decide(desk: Desk, connection: AsyncConnection, reader: Reader, load: UUID, *, release: bool, reason: str) -> Load:
    """Notes the decision with its entry, in the transaction that queues the job which carries it out.

    Raises: NoSuchLoad; Refused (ACC-09, REC-18); Invalid where a refusal gives no reason.
    """
    found = await statements.fetch(connection, desk.keyring, load, lock=True)
    if found is None:
        raise NoSuchLoad
    if found.state is not LoadState.HELD:
        _NOT_HELD.enforce()
    if reader.officer in (0, found.officer):
        _OTHER_OFFICER.enforce()
    if found.officer < 0 and await held.gave_loading(connection, reader.officer, -found.officer):
        _GAVE_TOKEN.enforce()
    text = " ".join(reason.split())
    if not release and len(text) < _SHORTEST_REASON:
        raise Invalid(Fault("reason", "too_short", "A refusal needs its reason.", f"At least {_SHORTEST_REASON} characters."))
    at = desk.clock.now()
    state = LoadState.RELEASED if release else LoadState.REFUSED
    await held.note(connection, desk.keyring, load, state, reader.officer, text, at)
    counts = found.counts
    word = "released" if release else "refused"
    detail = f"load {load} {word}: {counts.held} rows, {counts.missing} to withdraw; sha256 {found.digest.hex()}"
    made = entry(
        Act.RELEASE, at, reader, BY_NUMBER[found.register], rule="REC-18", outcome=int(release), detail=detail, question=text.encode()
    )  # fmt: skip
    await desk.recorder.record(connection, made)
    return found


async def may_decide(desk: Desk, reader: Reader, load: UUID) -> Load:
    """The load, for who may release records of its register. Raises: NoSuchLoad; Refused, in the audit."""
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        found = await statements.fetch(connection, desk.keyring, load)
    if found is None:
        raise NoSuchLoad
    await permitted(desk, reader, BY_NUMBER[found.register], Permission.REGISTER_RECORD_RELEASE)
    return found


async def carry_out(desk: Desk, reader: Reader, progress: Progress, load: Load) -> None:
    """Batch by batch until nothing of it is left; what was done is gone from the list, so that a killed job goes on where it was."""
    register = BY_NUMBER[load.register]
    total = load.counts.held + load.counts.missing
    while True:
        await progress.ask()
        async with acting(desk, reader, register, "release of a load") as connection:
            done = await _some(desk, connection, reader, register, load)
            if not done:
                return
            released = await held.count(connection, load.id, done)
            word = "released" if load.state is LoadState.RELEASED else "withdrawn"
            await progress.keep(connection, released, total, {word: released}, b"")


async def _some(desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, load: Load) -> int:
    """A batch of new records first, then of those to be withdrawn; how many were dealt with."""
    at = desk.clock.now()
    if load.state is LoadState.RELEASED:
        done = await held.release(connection, register, load.id, reader.officer, at, _BATCH)
        return done or await _withdrawn(desk, connection, reader, register, await held.some(connection, load.id, 2, _ERASED))
    dropped = await held.drop(connection, load.id, 2)  # what it would have withdrawn stays
    return dropped or await _withdrawn(desk, connection, reader, register, await held.some(connection, load.id, 1, _ERASED))


async def _withdrawn(desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, ids: list[UUID]) -> int:
    for record in ids:
        before = await store.fetch(connection, register, record, desk.keyring, lock=True)
        if before is not None:
            await taken_back(desk, connection, reader, register, before, Ended.WITHDRAWN, desk.clock.now())
    await held.forget(connection, ids)
    return len(ids)
