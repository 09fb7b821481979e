"""Acts on many of one's own records: what would be done is counted and shown first, confirmed with the same count, and done one by one.

Above `SIGNED_ABOVE` records, in one order or in those of a day, a second officer signs before anything is done (in the spirit of REC-18).
Which records it is about is fixed when the officer confirms; each is then an act of its own, under all its rules, with its own entry of the
audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

import msgspec

from comity.access.model import AuthorityKind, Decision, Permission, Reader
from comity.audit import Act
from comity.engines.jobs import NewJob
from comity.engines.jobs.store import enqueue, sealed
from comity.engines.jobs.store import opened as unsealed
from comity.engines.store import Mode
from comity.kernel.codes import Coded
from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import Desk, acting, entry, permitted
from comity.registers.lists import query
from comity.registers.lists.filters import Filter, Where, where
from comity.registers.lists.listing import narrowed
from comity.registers.lists.sorting import sort_of
from comity.registers.model import Register
from comity.registers.redact import Shown, redact

if TYPE_CHECKING:
    from psycopg import AsyncConnection

KIND: Final = "bulk"
SAMPLE: Final = 10
MOST: Final = query.COUNTED  # more are not counted exactly, and nobody confirms what is not counted
MOST_TICKED: Final = 200
SIGNED_ABOVE: Final = 500
SHORTEST_REASON: Final = 3


class BulkAct(StrEnum):
    """What is done to each record."""

    CONFIRM = "confirm"
    RELEASE = "release"
    RESTRICT = "restrict"
    SHORTEN = "shorten"
    WITHDRAW = "withdraw"


class BulkState(Coded):
    """Stored: never renumber."""

    UNSIGNED = 0
    UNDER_WAY = 1
    DONE = 2
    CANCELLED = 3
    REFUSED = 4


NEEDS: Final = {
    BulkAct.CONFIRM: Permission.REGISTER_RECORD_CORRECT,
    BulkAct.RELEASE: Permission.REGISTER_RECORD_RELEASE,
    BulkAct.RESTRICT: Permission.REGISTER_RECORD_RESTRICT,
    BulkAct.SHORTEN: Permission.REGISTER_RECORD_CORRECT,
    BulkAct.WITHDRAW: Permission.REGISTER_RECORD_WITHDRAW,
}
_SAME: Final = Decision(False, "REC-18", "Who asked for an act on so many records cannot sign it.", "another officer of your bureau")


class NoSuchBulk(Absent):
    """There is no such act of this authority."""

    def __init__(self) -> None:
        super().__init__("There is no such act on many records.")


class Spec(msgspec.Struct, frozen=True):
    """Particulars: `reason` to withdraw, the new last day to shorten, whom to restrict from. `unit`, `purpose`: where it was asked."""

    reason: str = ""
    ends_at: str = ""
    denied_authorities: tuple[int, ...] = ()
    denied_kinds: tuple[int, ...] = ()
    unit: int = 0
    purpose: int = 0

    @property
    def kinds(self) -> tuple[AuthorityKind, ...]:
        """`denied_kinds` as choices."""
        return tuple(AuthorityKind(kind) for kind in self.denied_kinds)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records: those that a filter finds, or the ticked ones."""

    filter: Filter
    ticked: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done: to how many, a sample of them, and whether a second officer must sign."""

    count: int
    sample: tuple[Shown, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class Bulk:
    """One act on many, as it stands. Its job has the same id."""

    id: UUID
    register: int
    officer: int
    signed_by: int | None
    act: BulkAct
    state: BulkState
    total: int
    created_at: datetime
    owner: int
    bureau: int


async def preview(desk: Desk, reader: Reader, register: Register, act: BulkAct, chosen: Chosen) -> Preview:
    """Counts, and shows a sample. Raises: Refused; Invalid (filter, nothing, too many)."""
    await _may(desk, reader, register, act)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        fits = await _fits(desk, connection, reader, register, chosen)
        count = await _counted(connection, register, fits)
        signed = await _is_signed(connection, reader, register, act, count, desk.clock.now())
        found = await query.places(connection, register, fits, sort_of(register, ""), None, SAMPLE, few=True)
        records = await query.records(connection, register, desk.keyring, [one for one, _ in found])
        made = entry(
            Act.BULK, desk.clock.now(), reader, register, rule="OWN-07", shown=tuple(one.id for one in records),
            detail=f"{act} of {count} looked at", question=chosen.filter.spelled.encode(),
        )  # fmt: skip
        await desk.recorder.record(connection, made)
    return Preview(count, tuple(redact(register, one, reader) for one in records), signed)


async def order(desk: Desk, reader: Reader, register: Register, act: BulkAct, chosen: Chosen, spec: Spec, confirmed: int) -> Bulk:
    """Fixes the records and queues the act, or leaves it to a second officer. `confirmed`: the count that the officer repeats.

    Raises: Refused; Invalid, also where the count is another by now, or a particular is missing.
    """
    await _may(desk, reader, register, act)
    _check(act, spec, desk.today)
    at, bulk = desk.clock.now(), uuid4()
    spec = msgspec.structs.replace(spec, unit=reader.unit, purpose=int(reader.purpose))
    async with acting(desk, reader, register, "bulk") as connection:
        fits = await _fits(desk, connection, reader, register, chosen)
        count = await _counted(connection, register, fits)
        if count != confirmed:
            raise Invalid(Fault("count", "count_changed", "Another number of records fits by now: look again.", str(count)))
        signed = await _is_signed(connection, reader, register, act, count, at)
        state = BulkState.UNSIGNED if signed else BulkState.UNDER_WAY
        made = Bulk(bulk, register.number, reader.officer, None, act, state, count, at, reader.authority, reader.bureau)
        await _insert(connection, desk, made, spec, register, fits)
        if state is BulkState.UNDER_WAY:
            await _queue(connection, desk, made, spec, at)
        note = entry(
            Act.BULK, at, reader, register, rule="REC-18" if state is BulkState.UNSIGNED else "OWN-02", detail=f"{act} of {count} ordered",
            question=f"{chosen.filter.spelled}\n{spec.reason}".encode(), shown=(bulk,),
        )  # fmt: skip
        await desk.recorder.record(connection, note)
    return made


async def sign(desk: Desk, reader: Reader, bulk: UUID, *, refuse: bool = False) -> Bulk:
    """A second officer lets it be done, or not (REC-18). Raises: NoSuchBulk; Refused."""
    found, spec = await fetch(desk, reader, bulk)
    register = BY_NUMBER[found.register]
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_BULK)
    async with acting(desk, reader, register, "sign bulk") as connection:
        if found.officer == reader.officer or reader.officer == 0:
            _SAME.enforce()
        at = desk.clock.now()
        state = BulkState.REFUSED if refuse else BulkState.UNDER_WAY
        done = await connection.execute(
            "update registers.bulk set state = %s, signed_by = %s, ended_at = %s where id = %s and state = 0",
            (int(state), reader.officer, at if refuse else None, bulk),
        )
        if done.rowcount != 1:
            raise NoSuchBulk
        if not refuse:
            await _queue(connection, desk, found, spec, at)
        detail = f"{found.act} of {found.total} {'refused' if refuse else 'signed'}"
        await desk.recorder.record(connection, entry(Act.BULK, at, reader, register, rule="REC-18", detail=detail, shown=(bulk,)))
    return (await fetch(desk, reader, bulk))[0]


async def waiting(desk: Desk, reader: Reader) -> list[Bulk]:
    """Acts of the reader's authority that are to be signed or under way, newest first."""
    numbers = sorted(reader.registers & BY_NUMBER.keys())
    if not numbers:
        return []
    await permitted(desk, reader, BY_NUMBER[numbers[0]], Permission.REGISTER_RECORD_BULK)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await connection.execute(
            f"{_SELECT} where owner = %s and register = any(%s) and state < 2 order by created_at desc, id desc limit 100",
            (reader.authority, numbers),
        )
        return [_bulk(row[:-1]) for row in await rows.fetchall()]


async def look(desk: Desk, reader: Reader, bulk: UUID) -> tuple[Spec, Preview]:
    """What a second officer looks at before signing: the particulars, and a sample of the records. Raises: NoSuchBulk; Refused."""
    found, spec = await fetch(desk, reader, bulk)
    register = BY_NUMBER[found.register]
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_BULK)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await connection.execute(
            "select record from registers.bulk_item where bulk = %s and owner = comity.viewer() order by place limit %s", (bulk, SAMPLE)
        )
        records = await query.records(connection, register, desk.keyring, [row[0] for row in await rows.fetchall()])
        detail = f"{found.act} of {found.total} looked at"
        shown = tuple(one.id for one in records)
        made = entry(Act.BULK, desk.clock.now(), reader, register, rule="REC-18", detail=detail, shown=shown)
        await desk.recorder.record(connection, made)
    return spec, Preview(found.total, tuple(redact(register, one, reader) for one in records), found.total > SIGNED_ABOVE)


async def fetch(desk: Desk, reader: Reader, bulk: UUID) -> tuple[Bulk, Spec]:
    """One act, and its particulars. Raises: NoSuchBulk."""
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        row = await (await connection.execute(f"{_SELECT} where id = %s and owner = comity.viewer()", (bulk,))).fetchone()
    if row is None:
        raise NoSuchBulk
    return _bulk(row[:-1]), msgspec.msgpack.decode(unsealed(desk.keyring, bulk, "bulk", bytes(row[-1])), type=Spec)


_SELECT: Final = "select id, register, officer, signed_by, act, state, total, created_at, owner, bureau, spec from registers.bulk"


def _bulk(row: Sequence[object]) -> Bulk:
    facts = list(row)
    facts[4], facts[5] = BulkAct(str(row[4])), BulkState(int(str(row[5])))
    return Bulk(*facts)  # type: ignore[arg-type]


async def _may(desk: Desk, reader: Reader, register: Register, act: BulkAct) -> None:
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_BULK)
    await permitted(desk, reader, register, NEEDS[act])


def _check(act: BulkAct, spec: Spec, today: date) -> None:
    if act is BulkAct.WITHDRAW and len(spec.reason.strip()) < SHORTEST_REASON:
        raise Invalid(Fault("reason", "too_short", "Say why they are withdrawn.", f"At least {SHORTEST_REASON} characters."))
    if act is BulkAct.SHORTEN:
        try:
            ends_at = date.fromisoformat(spec.ends_at)
        except ValueError:
            raise Invalid(Fault("ends_at", "bad_date", "This is not a date.", "YYYY-MM-DD.")) from None
        if ends_at < today:
            raise Invalid(Fault("ends_at", "past_date", "The last day lies in the past: withdraw the records.", f"From {today}."))


async def _fits(desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, chosen: Chosen) -> Where:
    if not chosen.ticked:
        return await narrowed(desk, connection, register, where(register, chosen.filter, reader, desk.clock.now()))
    if len(chosen.ticked) > MOST_TICKED:
        raise Invalid(Fault("records", "too_many", "So many are not ticked: use a filter.", f"At most {MOST_TICKED}."))
    return Where(reader.authority, "t.id = any(%s)", (list(chosen.ticked),))


async def _counted(connection: AsyncConnection, register: Register, fits: Where) -> int:
    count = await query.counted(connection, register, fits)
    if not count:
        raise Invalid(Fault("count", "nothing", "No record of yours fits.", "1 or more records."))
    if count > MOST:
        raise Invalid(Fault("count", "too_many", "More records fit than are acted on at once: add a condition.", f"At most {MOST}."))
    return count


async def _is_signed(connection: AsyncConnection, reader: Reader, register: Register, act: BulkAct, count: int, at: datetime) -> bool:
    """Whether a second officer signs: so many, with those that the officer has ordered alone since a day ago, are a mass (REC-18)."""
    cursor = await connection.execute(
        "select coalesce(sum(total), 0) from registers.bulk where owner = comity.viewer() and register = %s and officer = %s and act = %s"
        " and signed_by is null and state in (1, 2, 3) and created_at > %s",
        (register.number, reader.officer, act, at - timedelta(days=1)),
    )
    row = await cursor.fetchone()
    return count + (int(row[0]) if row else 0) > SIGNED_ABOVE


async def _insert(connection: AsyncConnection, desk: Desk, made: Bulk, spec: Spec, register: Register, fits: Where) -> None:
    kept = sealed(desk.keyring, made.id, "bulk", msgspec.msgpack.encode(spec))
    await connection.execute(
        "insert into registers.bulk (id, owner, bureau, register, officer, act, state, total, spec, created_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (made.id, made.owner, made.bureau, made.register, made.officer, made.act, int(made.state), made.total, kept, made.created_at),
    )
    found = await query.places(connection, register, fits, sort_of(register, ""), None, made.total, few=True)
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into registers.bulk_item (bulk, place, owner, record, outcome, reason) values (%s, %s, %s, %s, '', '')",
            [(made.id, place, made.owner, record) for place, (record, _) in enumerate(found, 1)],
        )


async def _queue(connection: AsyncConnection, desk: Desk, bulk: Bulk, spec: Spec, at: datetime) -> None:
    """Its job, in the same transaction: an act that is ordered is done, whatever dies meanwhile."""
    new = NewJob(
        KIND, bulk.owner, bulk.bureau, bulk.officer, spec.unit, spec.purpose, b"", bulk.register, bulk.total, "records"
    )  # fmt: skip
    await enqueue(connection, desk.keyring, bulk.id, new, at)
