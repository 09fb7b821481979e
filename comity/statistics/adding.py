"""Adding up, by the worker: what acts on records left behind, what the audit says was asked, and the publication of a month.

Each step is one transaction: killed before its end nothing of it happened, after it all of it, and it is never done twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.audit.entry import Act, Head, at_of, decode_heads, us_of
from comity.audit.model import LOOK_ALIKE, SIGHTED_READ
from comity.kernel.results import Outcome
from comity.search.outcome import BARE
from comity.statistics.model import ALL_REGISTERS, Measure

if TYPE_CHECKING:
    from psycopg import AsyncConnection

PACKS_AT_ONCE: Final = 2_000
SETTLES_WITHIN: Final = timedelta(days=30)  # of a check, an officer may settle a look-alike: the owner's day is counted anew until then
PUBLISHED_AFTER: Final = timedelta(days=3)
_OFFICE: Final = (0x434F4D49, 19)  # one adder a database

# As the sequencer reads: what is surely committed, in an order in which nothing comes before what was read.
_WAITING: Final = (
    "select at, authority, heads, stream, first, xid::text from audit.pack where (xid, stream, first) > (%s::xid8, %s, %s)"
    " and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, stream, first limit %s"
)
_ADD: Final = (
    "insert into statistics.asked as a (authority, register, purpose, measure, day, count) select * from unnest("
    "%s::smallint[], %s::smallint[], %s::smallint[], %s::smallint[], %s::date[], %s::bigint[])"
    " on conflict (authority, register, purpose, measure, day) do update set count = a.count + excluded.count"
)
_MET: Final = (
    "insert into statistics.asked (authority, register, purpose, measure, day, count)"
    " select owner, register, purpose, case outcome when 1 then 9 when %s then 11 else 10 end, %s::date, count(*) from audit.sighting"
    " where at >= %s and at < %s and outcome between 1 and 5 group by 1, 2, 3, 4"
)
_ADD_BARE: Final = (
    "insert into statistics.bare_name as b (bureau, unit, officer, system, day, count) select * from unnest("
    "%s::integer[], %s::integer[], %s::integer[], %s::integer[], %s::date[], %s::bigint[])"
    " on conflict (bureau, day, unit, officer, system) do update set count = b.count + excluded.count"
)
Key = tuple[int, int, int, int, date]
BareKey = tuple[int, int, int, int, date]


async def take_office(connection: AsyncConnection) -> bool:
    """Whether this one adds up now; false while another does."""
    row = await (await connection.execute("select pg_try_advisory_lock(%s, %s)", _OFFICE)).fetchone()
    return bool(row and row[0])


async def add_records(connection: AsyncConnection) -> int:
    """Adds what acts on records left; how many rows it took."""
    row = await (await connection.execute("select statistics.add_up()")).fetchone()
    return int(row[0]) if row else 0


async def add_checks(connection: AsyncConnection, most: int = PACKS_AT_ONCE) -> int:
    """Adds the checks of the next packs, whenever they were asked; how many packs it read."""
    async with connection.transaction():
        row = await (await connection.execute("select xid::text, stream, first from statistics.place for update")).fetchone()
        assert row is not None  # noqa: S101 - the migration made it
        packs = await (await connection.execute(_WAITING, (row[0], row[1], row[2], most))).fetchall()
        if not packs:
            return 0
        checks = [
            (us_of(at), authority, head)
            for at, authority, heads, *_ in packs
            for head in decode_heads(bytes(heads))
            if head.act is Act.CHECK
        ]
        registers = await _registers(connection, {UUID(bytes=one) for _, _, head in checks for one in head.shown})
        await _add(connection, counted(checks, registers))
        await _add_bare(connection, bare_names(checks))
        _, _, _, stream, first, xid = packs[-1]
        await connection.execute("update statistics.place set xid = %s::xid8, stream = %s, first = %s", (xid, stream, first))
    return len(packs)


def counted(checks: Iterable[tuple[int, int, Head]], registers: dict[UUID, int]) -> Counter[Key]:
    """Counts of checks, given as (time of their pack, who asked, entry). Each counts once in all and once in each register that it asked;
    a hit counts once in all and once in each register that it was met in.
    """
    counts: Counter[Key] = Counter()
    for base_us, authority, head in checks:
        day = at_of(base_us + head.after_us).astimezone(UTC).date()
        for register in (ALL_REGISTERS, *dict.fromkeys(head.registers)):
            counts[authority, register, head.purpose, int(Measure.CHECKS), day] += 1
        measure = {int(Outcome.HIT): Measure.HITS, LOOK_ALIKE: Measure.LOOK_ALIKES}.get(head.outcome)
        if measure is not None:
            found = {registers[record] for record in map(_uuid, head.shown) if record in registers}
            for register in (ALL_REGISTERS, *sorted(found)):
                counts[authority, register, head.purpose, int(measure), day] += 1
    return counts


def bare_names(checks: Iterable[tuple[int, int, Head]]) -> Counter[BareKey]:
    """Counts of searches for a person by name alone: (bureau, unit, officer, system, day) -> how many."""
    return Counter(
        (head.bureau, head.unit, head.officer, head.system, at_of(base_us + head.after_us).astimezone(UTC).date())
        for base_us, _, head in checks
        if head.detail == BARE
    )


async def _add_bare(connection: AsyncConnection, counts: Counter[BareKey]) -> None:
    if counts:
        columns: list[Sequence[object]] = list(zip(*counts, strict=True))
        await connection.execute(_ADD_BARE, (*map(list, columns), list(counts.values())))


def _uuid(record: bytes) -> UUID:
    return UUID(bytes=record)


async def _registers(connection: AsyncConnection, records: set[UUID]) -> dict[UUID, int]:
    """The registers of records that are still there; a hit whose record has gone counts in all alone."""
    if not records:
        return {}
    rows = await connection.execute("select distinct record, register from registers.search_key where record = any(%s)", (list(records),))
    return {UUID(str(record)): int(register) for record, register in await rows.fetchall()}


async def _add(connection: AsyncConnection, counts: Counter[Key]) -> None:
    if counts:
        columns: list[Sequence[object]] = list(zip(*counts, strict=True))
        await connection.execute(_ADD, (*map(list, columns), list(counts.values())))


async def add_met(connection: AsyncConnection, day: date) -> None:
    """Counts anew who met or read whose records on a day. Sightings say nothing of protected checks (HIT-12)."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    async with connection.transaction():
        await connection.execute("delete from statistics.asked where day = %s and measure between 9 and 11", (day,))
        await connection.execute(_MET, (SIGHTED_READ, day, start, start + timedelta(days=1)))


async def publish(connection: AsyncConnection, now: datetime) -> list[date]:
    """Publishes the months that are over and were not yet, the oldest first; which."""
    done: list[date] = []
    for month in await _unpublished(connection, now):
        row = await (await connection.execute("select statistics.publish(%s, %s)", (month, now))).fetchone()
        if row and row[0]:
            done.append(month)
    return done


async def _unpublished(connection: AsyncConnection, now: datetime) -> list[date]:
    last = await (await connection.execute("select max(month) from statistics.month")).fetchone()
    settled = month_before((now - PUBLISHED_AFTER).date())
    if not last or last[0] is None:
        return [settled]
    months: list[date] = []
    while settled > last[0]:
        months.append(settled)
        settled = month_before(settled)
    return months[::-1]


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before."""
    return month_of(month_of(day) - timedelta(days=1))
