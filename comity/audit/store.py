"""The statements of the audit that write. Whoever runs, may insert and read; nothing in here can change what is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, LiteralString

from psycopg import AsyncConnection

from comity.audit.entry import at_of
from comity.audit.model import Pack, Sighting

_PACK: Final = "insert into audit.pack (at, stream, first, authority, count, seed, period, version, heads, sealed, probes) values "
_PACK_VALUES: Final = "(%s, %s::bigint, %s::bigint, %s::smallint, %s::int, %b, %s, %s::smallint, %b, %b, %s::bigint[])"
_SIGHTING_COLUMNS: Final = ("owner", "record", "register", "at_us", "bureau", "unit_kind", "purpose", "outcome", "stream", "number")
_SIGHTING: Final = (
    "insert into audit.sighting (owner, record, register, at, bureau, unit_kind, purpose, outcome, stream, number) select * from unnest("
    "%s::smallint[], %s::uuid[], %s::smallint[], %s::timestamptz[], %s::int[], %s::smallint[], %s::smallint[], %s::smallint[], "
    "%s::bigint[], %s::bigint[])"
)
_ROWS_AT_ONCE: Final = 1000  # a statement takes 65,535 parameters at most


async def next_stream(connection: AsyncConnection) -> int:
    """A stream number that no process had before."""
    row = await (await connection.execute("select nextval('audit.stream')")).fetchone()
    assert row is not None  # noqa: S101 - nextval gives a row
    return int(row[0])


async def ensure_partitions(connection: AsyncConnection, days: int = 14) -> int:
    """Makes the partitions of today and the days ahead; how many were missing. A pack of any other day lands in the default one."""
    row = await (await connection.execute("select audit.ensure_partitions(%s)", (days,))).fetchone()
    return int(row[0]) if row else 0


def pack_statement(packs: Sequence[Pack]) -> tuple[LiteralString, list[object]]:
    """One statement for all packs, and its parameters, for those who send it themselves."""
    parameters: list[object] = []
    for pack in packs:
        probes = "{" + ",".join(map(str, pack.probes)) + "}"
        parameters += (at_of(pack.at_us), pack.stream, pack.first, pack.authority, pack.count, pack.seed)
        parameters += (pack.period, pack.version, pack.heads, pack.sealed, probes)
    return _rows(_PACK, _PACK_VALUES, len(packs)), parameters


async def insert_packs(connection: AsyncConnection, packs: Sequence[Pack]) -> None:
    """Writes packs in one statement (one a thousand packs), in the caller's transaction or its own."""
    for start in range(0, len(packs), _ROWS_AT_ONCE):
        statement, parameters = pack_statement(packs[start : start + _ROWS_AT_ONCE])
        await connection.execute(statement, parameters)


async def insert_sightings(connection: AsyncConnection, sightings: Sequence[Sighting]) -> None:
    """Writes what owners may see of who looked, in the transaction of the entry itself.

    One statement whatever their number, none included, so that a commit with a silent hit costs what one without costs (HIT-11).
    """
    columns = [[getattr(one, name) for one in sightings] for name in _SIGHTING_COLUMNS]
    columns[_SIGHTING_COLUMNS.index("at_us")] = [at_of(one.at_us) for one in sightings]
    await connection.execute(_SIGHTING, columns)


@lru_cache(maxsize=256)
def _rows(insert: LiteralString, values: LiteralString, count: int) -> LiteralString:
    return insert + ", ".join([values] * count)
