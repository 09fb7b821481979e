"""The one sequencer of a database: appends committed packs to the tree, in an order that is decided once.

It takes packs by (transaction, stream, number) among transactions that are surely over: every later commit has a higher transaction
number, so nothing is ever passed by. All that it knows is in audit.leaves; killed at any moment, another goes on from there.
A transaction that writes for long holds the tree back until it ends, and loses nothing.
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from comity.audit.entry import us_of
from comity.audit.leaf import leaves_of
from comity.audit.model import Pack
from comity.audit.tree import Frontier
from comity.kernel.errors import Unavailable

PACK_PLACE: Final = struct.Struct(">qqiq")
TICK_S: Final = 0.25
_LOCK: Final = (0x434F4D49, 1)  # 'COMI', sequencer
_PACKS_AT_ONCE: Final = 500
_ENTRIES_AT_ONCE: Final = 20_000  # keeps one row of leaves below a megabyte

_CURSOR: Final = "select first + count, xid::text as transaction, stream, last, frontier from audit.leaves order by first desc limit 1"
_WAITING: Final = (
    "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes, xid::text as transaction from audit.pack "
    "where (xid, stream, first) > (%s::xid8, %s, %s) and xid < pg_snapshot_xmin(pg_current_snapshot()) "
    "order by xid, stream, first limit %s"
)
_APPEND: Final = (
    "insert into audit.leaves (first, count, xid, stream, last, packs, frontier, hashes) values (%s, %s, %s::xid8, %s, %s, %b, %b, %b)"
)


class AnotherCluster(Unavailable):
    """The database was copied by its rows (dump and restore): its transaction numbers are below those of the tree."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the tree has come: its size, the last pack taken, its frontier."""

    size: int
    xid: int
    stream: int
    last: int
    frontier: bytes


class Sequencer:
    """Works on a connection of its own, as comity_work, in autocommit. The connection holds the lock; losing it ends the office."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._holds = False

    async def take_office(self) -> bool:
        """Whether this one is now the sequencer of the database. False while another is.

        Raises: AnotherCluster.
        """
        if not self._holds:
            row = await (await self._connection.execute("select pg_try_advisory_lock(%s, %s)", _LOCK)).fetchone()
            self._holds = bool(row and row[0])
            if self._holds:
                await self._check_cluster()
        return self._holds

    async def step(self) -> int:
        """Appends what is waiting, up to 20,000 entries or so; how many it appended. Nothing where another holds the office.

        What was appended is durable in one statement: killed before it, nothing happened; after it, all.
        """
        if not await self.take_office():
            return 0
        cursor = await read_cursor(self._connection)
        rows = await self._waiting(cursor)
        if not rows:
            return 0
        frontier = Frontier.from_bytes(cursor.size, cursor.frontier)
        places, hashes = bytearray(), bytearray()
        last = rows[-1]
        for row in rows:
            pack = pack_of(row)
            leaves = leaves_of(pack)
            frontier.extend(leaves)
            hashes += b"".join(leaves)
            places += PACK_PLACE.pack(pack.stream, pack.first, len(leaves), pack.at_us)
        appended = frontier.size - cursor.size
        place = (cursor.size, appended, last[11], last[1], last[2])
        await self._connection.execute(_APPEND, (*place, bytes(places), frontier.to_bytes(), bytes(hashes)))
        return appended

    async def run(self, stop: asyncio.Event) -> None:
        """Appends four times a second until told to stop; at once again while there is more."""
        while not stop.is_set():
            if not await self.step():
                try:
                    await asyncio.wait_for(stop.wait(), TICK_S)
                except TimeoutError:
                    continue

    async def _waiting(self, cursor: Cursor) -> list[TupleRow]:
        found = await self._connection.execute(_WAITING, (str(cursor.xid), cursor.stream, cursor.last, _PACKS_AT_ONCE))
        rows: list[TupleRow] = []
        entries = 0
        for row in await found.fetchall():
            if rows and entries + row[4] > _ENTRIES_AT_ONCE:
                break
            rows.append(row)
            entries += row[4]
        return rows

    async def _check_cluster(self) -> None:
        cursor = await read_cursor(self._connection)
        row = await (await self._connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text")).fetchone()
        if row is None or int(row[0]) <= cursor.xid:
            raise AnotherCluster(
                "The tree of the audit has transactions that this server never had: the database was restored from a dump. "
                "Restore it from a copy of its files, or raise the server's next transaction (pg_resetwal --next-transaction-id)."
            )


async def read_cursor(connection: AsyncConnection) -> Cursor:
    """How far the tree has come."""
    row = await (await connection.execute(_CURSOR)).fetchone()
    if row is None:
        return Cursor(0, 0, 0, 0, b"")
    return Cursor(row[0], int(row[1]), row[2], row[3], row[4])


def pack_of(row: TupleRow) -> Pack:
    """A pack from a row of its columns: at, stream, first, authority, count, seed, period, version, heads, sealed, probes."""
    at, stream, first, authority, count, seed, period, version, heads, sealed, probes = row[:11]
    return Pack(us_of(at), stream, first, authority, count, seed, period, version, heads, sealed, tuple(probes))
