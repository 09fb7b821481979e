"""Finds and names what was changed, lost, added or rewritten in the audit, by whomever: entry by entry, against tree and checkpoints.

Streams: memory stays flat however long the log is. Reads one snapshot of the database, so it runs beside everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from comity.audit.checkpoint import read
from comity.audit.entry import EntryId, at_of
from comity.audit.findings import Finding, Kind, Report, Tally
from comity.audit.leaf import Misshapen, heads_of, leaves_of
from comity.audit.model import Pack
from comity.audit.sequencer import PACK_PLACE, pack_of
from comity.audit.tree import HASH_BYTES, Frontier
from comity.audit.witness import Witness
from comity.engines.keyring import Signer

KEPT_DAYS: Final = 3 * 365  # DOMAIN: audit is kept for three years; a setting

_LEAVES: Final = (
    "select first, count, at, xid::text as transaction, stream, last, packs, frontier, hashes from audit.leaves "
    "where first > %s order by first limit 1"
)
_PACKS: Final = (
    "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes, xid::text as transaction from audit.pack "
    "where (xid, stream, first) > (%s::xid8, %s, %s) and (xid, stream, first) <= (%s::xid8, %s, %s) order by xid, stream, first"
)
_WAITING: Final = "select coalesce(sum(count), 0) from audit.pack where (xid, stream, first) > (%s::xid8, %s, %s)"


async def verify(
    connection: AsyncConnection, checkpoints: Path, by: bytes | Sequence[Signer], *, origin: str, now: datetime, kept_days: int = KEPT_DAYS
) -> Report:
    """Recomputes the whole tree and compares it with what the database holds and with what was signed outside it.

    Shapes: `connection` as comity_work in autocommit; `by` the 32-byte checkpoint key, or all its versions; `origin` the organisation's id.
    Cost: about 6 us an entry.
    """
    async with connection.transaction():
        await connection.execute("set transaction isolation level repeatable read, read only")
        verification = _Verification(connection, Witness(read(checkpoints, by), origin))
        return await verification.report(now, kept_days)


class _Verification:
    """One run: what it has seen so far."""

    def __init__(self, connection: AsyncConnection, witness: Witness) -> None:
        self._connection = connection
        self._witness = witness
        self._tally = Tally()
        self._frontier = Frontier()
        self._cursor: tuple[str, int, int] = ("0", 0, 0)
        self._erased: frozenset[date] = frozenset()
        self._frontier_differs = False

    async def report(self, now: datetime, kept_days: int) -> Report:
        await self._erasures(now, kept_days)
        self._note(self._witness.compare(self._frontier))
        first = -1
        while (row := await self._one(_LEAVES, (first,))) is not None:
            first = row[0]
            await self._leaves(row)
        self._note(self._witness.finish(self._frontier.size))
        waiting = await self._one(_WAITING, self._cursor)
        return self._tally.report(
            size=self._frontier.size,
            root=self._frontier.root(),
            waiting=int(waiting[0]) if waiting else 0,
            checkpoints=self._witness.good,
            last_checkpoint=self._witness.last,
        )

    async def _erasures(self, now: datetime, kept_days: int) -> None:
        days = await (await self._connection.execute("select day from audit.erasure order by day")).fetchall()
        self._erased = frozenset(day for (day,) in days)
        for day in sorted(self._erased):
            if day + timedelta(days=kept_days) > now.date():
                self._note([Finding(Kind.EARLY_ERASURE, f"{day} was erased before the end of its {kept_days} days.", _start_of(day))])

    async def _leaves(self, row: TupleRow) -> None:
        first, count, at, xid, stream, last, packs, frontier, hashes = row
        if first != self._frontier.size:
            sentence = f"The tree goes on with leaf {first} after {self._frontier.size} leaves: rows of leaves are missing or doubled."
            self._note([Finding(Kind.BROKEN_TREE, sentence, at, leaf=self._frontier.size)])
        leaves = [hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES)]
        until = (xid, stream, last)
        await self._packs(until, packs, leaves, first)
        self._cursor = until
        for leaf in leaves:
            self._frontier.append(leaf)
            if self._frontier.size == self._witness.next_size:
                self._note(self._witness.compare(self._frontier))
        if self._frontier.to_bytes() != frontier and not self._frontier_differs:
            self._frontier_differs = True
            sentence = f"The leaves up to {first + count} do not give the frontier stored with them: leaves were changed."
            self._note([Finding(Kind.BROKEN_TREE, sentence, at, leaf=first)])

    async def _packs(self, until: tuple[str, int, int], places: bytes, leaves: list[bytes], first_leaf: int) -> None:
        """Compares the packs of one row of leaves, in the order that the row has them."""
        rows = await (await self._connection.execute(_PACKS, (*self._cursor, *until))).fetchall()
        there = {(row[1], row[2]): row for row in rows}
        at = 0
        for stream, first, count, at_us in PACK_PLACE.iter_unpack(places[: len(places) - len(places) % PACK_PLACE.size]):
            row = there.pop((stream, first), None)
            if row is None:
                self._absent(EntryId(stream, first), count, at_us, first_leaf + at)
            else:
                self._note(_changes(pack_of(row), leaves[at : at + count], first_leaf + at))
                self._tally.checked += count
            at += count
        for row in there.values():
            pack = pack_of(row)
            sentence = f"A pack of {pack.count} entries stands where the tree has none: it was put in, or moved, afterwards."
            self._note([Finding(Kind.ADDED_PACK, sentence, at_of(pack.at_us), EntryId(pack.stream, pack.first))])

    def _absent(self, entry: EntryId, count: int, at_us: int, leaf: int) -> None:
        at = at_of(at_us)
        if at.date() in self._erased:
            self._tally.erased += count
            return
        self._note([Finding(Kind.MISSING_PACK, f"A pack of {count} entries is gone, and its day was not erased.", at, entry, leaf)])

    def _note(self, findings: list[Finding]) -> None:
        self._tally.note(findings)

    async def _one(self, statement: str, parameters: tuple[object, ...]) -> TupleRow | None:
        return await (await self._connection.execute(statement.encode(), parameters)).fetchone()


def _changes(pack: Pack, written: list[bytes], leaf: int) -> list[Finding]:
    """The entries of a pack whose leaves differ from those in the tree."""
    at = at_of(pack.at_us)
    try:
        heads, _ = heads_of(pack)
    except Misshapen as error:
        return [Finding(Kind.CHANGED_PACK, f"The pack is misshapen: {error}.", at, EntryId(pack.stream, pack.first), leaf)]
    found = leaves_of(pack)
    if found == written:
        return []
    wrong = [i for i, (one, other) in enumerate(zip(found, written, strict=False)) if one != other]
    if len(found) != len(written) or (len(wrong) == len(found) and len(found) > 1):
        sentence = "The pack was changed: its authority, time, number, salt or key is not as written."
        return [Finding(Kind.CHANGED_PACK, sentence, at, EntryId(pack.stream, pack.first), leaf)]
    return [
        Finding(
            Kind.CHANGED_ENTRY,
            "The entry was changed after it was written.",
            at_of(pack.at_us + heads[i].after_us),
            EntryId(pack.stream, pack.first + i),
            leaf + i,
        )
        for i in wrong
    ]


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
