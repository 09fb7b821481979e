"""What auditors and owners read. Who may is decided above; row-level security shows each authority its own all the same.

All take a connection in a transaction whose context says who looks (mode AUDIT; for sightings OWN as well).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from comity.audit.entry import Act, Entry, EntryId, Head, at_of, us_of
from comity.audit.leaf import heads_of
from comity.audit.model import SIGHTED_CANDIDATE, Pack, Sighting
from comity.audit.pack import Recorder, open_questions, probe
from comity.audit.sequencer import pack_of
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.errors import Absent, Unavailable

_NOT_NOW: Final = (
    psycopg.errors.InvalidParameterValue,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.ObjectNotInPrerequisiteState,
)
_PACKS_AT_ONCE: Final = 100
_PACKS_A_CALL: Final = 5000  # a call that finds little still ends, and says where to go on
_SPAN: Final = timedelta(minutes=1)  # entries of one commit lie closer together than this

_FIND: Final = (
    "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes from audit.pack "
    "where authority = %s and at >= %s and at < %s and (at, stream, first) < (%s, %s, %s) "
    "order by at desc, stream desc, first desc limit %s"
)
_ASKED: Final = (
    "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes from audit.pack "
    "where at >= %s and at < %s and probes && %s::bigint[] order by at desc, stream desc, first desc limit %s"
)
_ONE: Final = (
    "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes from audit.pack "
    "where at >= %s and at < %s and stream = %s and first <= %s and first + count > %s"
)
_SIGHTINGS: Final = (
    "select owner, record, register, at, bureau, unit_kind, purpose, outcome, stream, number from audit.sighting "
    "where owner = %(owner)s and at >= %(since)s and at < %(until)s and (%(record)s::uuid is null or record = %(record)s) "
    "and (%(register)s::int is null or register = %(register)s) and (%(purpose)s::int is null or purpose = %(purpose)s) "
    "and (%(bureau)s::int is null or bureau = %(bureau)s) and (at, stream, number) < (%(at)s, %(stream)s, %(number)s) "
    "and (outcome <> %(candidate)s or at < date_trunc('day', now(), 'UTC')) "  # else its hour would be that of the next look
    "order by at desc, stream desc, number desc limit %(limit)s"
)


class EntryAbsent(Absent):
    """There is no such entry for this viewer."""


class NotSequenced(Unavailable):
    """A day cannot be erased now: it is not over, not wholly in the tree yet, or somebody reads it. Nothing was erased."""


class Period(NamedTuple):
    """From `since`, included, to `until`, excluded; aware."""

    since: datetime
    until: datetime

    def has(self, at: datetime) -> bool:
        """Whether a moment is in it: its beginning is, its end is not."""
        return self.since <= at < self.until


class Cursor(NamedTuple):
    """The last thing shown: the next page begins after it. For a page of entries `number` is that of the pack's first entry."""

    at: datetime
    stream: int
    number: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What an auditor narrows a search by; none narrows nothing."""

    officer: int | None = None
    act: Act | None = None
    outcome: int | None = None
    register: int | None = None

    def fit(self, head: Head) -> bool:
        """Whether an entry is one of those looked for; a filter that is None asks nothing. The open part is enough for it."""
        return (
            (self.officer is None or head.officer == self.officer)
            and (self.act is None or head.act == self.act)
            and (self.outcome is None or head.outcome == self.outcome)
            and (self.register is None or self.register in head.registers)
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """What an owner narrows sightings by; none narrows nothing. `bureau`: the one that looked."""

    record: UUID | None = None
    register: int | None = None
    purpose: int | None = None
    bureau: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry as an auditor sees it. What was asked stays sealed until `open_question`."""

    id: EntryId
    at: datetime
    authority: int
    head: Head
    probes: tuple[int, ...]
    pack: Pack
    asked_at: int  # where its question begins within the pack's


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, and where the next page begins; none at the end. A page may be short before the end."""

    entries: tuple[Recorded, ...]
    following: Cursor | None


def entries_of(pack: Pack) -> Iterator[Recorded]:
    """The entries of a pack, newest first.

    Raises: Misshapen.
    """
    heads, _ = heads_of(pack)
    asked = probed = 0
    entries = []
    for index, head in enumerate(heads):
        probes = pack.probes[probed : probed + head.probed]
        at = at_of(pack.at_us + head.after_us)
        entries.append(Recorded(EntryId(pack.stream, pack.first + index), at, pack.authority, head, probes, pack, asked))
        asked, probed = asked + head.asked, probed + head.probed
    return reversed(entries)


_ANY: Final = Filters()
_ANYBODY: Final = Looked()


async def find(
    connection: AsyncConnection, period: Period, authority: int, filters: Filters = _ANY, cursor: Cursor | None = None, limit: int = 50
) -> Page:
    """The entries of an authority's officers and systems, newest first. Pages end between packs, so one may exceed `limit`."""
    place = cursor or Cursor(period.until + _SPAN, 0, 0)
    found: list[Recorded] = []
    for _ in range(0, _PACKS_A_CALL, _PACKS_AT_ONCE):
        bounds = (authority, period.since - _SPAN, period.until + _SPAN, *place, _PACKS_AT_ONCE)
        rows = await (await connection.execute(_FIND, bounds)).fetchall()
        for row in rows:
            pack = pack_of(row)
            place = Cursor(row[0], pack.stream, pack.first)
            found += [one for one in entries_of(pack) if period.has(one.at) and filters.fit(one.head)]
            if len(found) >= limit:
                return Page(tuple(found), place)
        if len(rows) < _PACKS_AT_ONCE:
            return Page(tuple(found), None)
    return Page(tuple(found), place)


async def one(connection: AsyncConnection, entry: EntryId, at: datetime) -> Recorded:
    """One entry by its id and its time.

    Raises: EntryAbsent, the same where it is another authority's.
    """
    parameters = (at - _SPAN, at + _SPAN, entry.stream, entry.number, entry.number)
    row = await (await connection.execute(_ONE, parameters)).fetchone()
    if row is not None:
        for recorded in entries_of(pack_of(row)):
            if recorded.id == entry:
                return recorded
    raise EntryAbsent(f"There is no entry {entry.stream}-{entry.number} at that time.")


async def who_asked(connection: AsyncConnection, keyring: Keyring, identifier: bytes, period: Period, limit: int = 500) -> list[Recorded]:
    """The entries that asked about an identifier, newest first, found by its keyed hashes: nothing is opened.

    Raises: nothing for a month whose probe key was destroyed: its entries are not found any more, as was meant.
    """
    wanted = probes_of(keyring, identifier, period)
    if not wanted:
        return []
    parameters = (period.since - _SPAN, period.until + _SPAN, list(wanted), limit)
    rows = await (await connection.execute(_ASKED, parameters)).fetchall()
    entries = (one for row in rows for one in entries_of(pack_of(row)))
    return [one for one in entries if period.has(one.at) and not wanted.isdisjoint(one.probes)][:limit]


def probes_of(keyring: Keyring, identifier: bytes, period: Period) -> frozenset[int]:
    """All probes that an identifier had in a period: one for each month and version of its key."""
    keys = (key for month in _months(period) for key in keyring.versions(KeyName.AUDIT_PROBE, month))
    return frozenset(probe(key.secret, identifier) for key in keys)


def open_question(entry: Recorded, keyring: Keyring) -> bytes:
    """What was asked. Opening is an act of its own: whoever calls this records it (AUDIT_OPEN) before showing it.

    Raises: KeyGone, where the month's key was destroyed; Tampered, where the pack was changed.
    """
    month = keyring.version(KeyName.AUDIT_MONTH, entry.pack.version, entry.pack.period)
    return open_questions(entry.pack, month)[entry.asked_at : entry.asked_at + entry.head.asked]


async def sightings(
    connection: AsyncConnection,
    owner: int,
    period: Period,
    record: UUID | None = None,
    cursor: Cursor | None = None,
    limit: int = 50,
    *,
    looked: Looked = _ANYBODY,
) -> tuple[list[Sighting], Cursor | None]:
    """Who looked at an owner's records (or at one of them), newest first: bureau, kind of place, purpose; never the officer."""
    place = cursor or Cursor(period.until, 0, 0)
    parameters = {"owner": owner, "since": period.since, "until": period.until, "limit": limit, **asdict(looked), **place._asdict()}
    parameters |= {"record": record or looked.record, "candidate": SIGHTED_CANDIDATE}
    rows = await (await connection.execute(_SIGHTINGS, parameters)).fetchall()
    found = [_sighting(row) for row in rows]
    following = Cursor(rows[-1][3], found[-1].stream, found[-1].number) if len(found) == limit else None
    return found, following


async def erase(connection: AsyncConnection, day: date, recorder: Recorder, entry: Entry) -> int:
    """Drops a day of the audit at the end of its time; how many entries went. Runs as comity_owner, never in a serving process.

    The erasure is recorded beside the tree, and `entry` (act ERASURE) in it. The leaves stay, so the rest stays provable.
    Raises: NotSequenced.
    """
    async with connection.transaction():
        try:
            row = await (await connection.execute("select audit.erase(%s)", (day,))).fetchone()
        except _NOT_NOW as error:
            raise NotSequenced(error.diag.message_primary or "The day cannot be erased yet.") from error
        await recorder.record(connection, entry)
    return int(row[0]) if row else 0


def _sighting(row: TupleRow) -> Sighting:
    owner, record, register, at, bureau, unit_kind, purpose, outcome, stream, number = row
    return Sighting(owner, record, register, us_of(at), bureau, unit_kind, purpose, outcome, stream, number)


def _months(period: Period) -> Iterator[str]:
    """The months that a period touches, as the keyring names them; a day more at each end, since clocks differ."""
    day = (period.since.astimezone(UTC) - timedelta(days=1)).replace(day=1)
    while day < period.until.astimezone(UTC) + timedelta(days=1):
        yield f"{day:%Y-%m}"
        day = (day + timedelta(days=32)).replace(day=1)
