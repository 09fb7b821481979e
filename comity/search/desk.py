"""What one group commit does for its checks: hash, probe, catch up, look up, verify, write, tell.

Before the transaction: keyed hashes of all search keys at once, then the filters. Within it, three round trips whatever is asked and
however many registers: changes since the last commit and, for each kind of viewer, where its keys lead (a random key where there is no
*maybe*); then the records that they lead to (a random one where they lead nowhere); then entries, sightings and inbox with COMMIT.
"""

from __future__ import annotations

import logging
import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

import numpy as np

from comity.audit.entry import Entry, EntryId, at_of
from comity.audit.pack import Recorder, entry_ids
from comity.audit.store import insert_packs, insert_sightings, next_stream
from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyGone, Keyring
from comity.engines.store import Context, Mode, set_local
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.filter_input import changes_since
from comity.registers.lookup import Candidate, Met, fetch_sql, meet_sql, met, open_row, prepare_sql
from comity.search.audiences import ALL_AUDIENCES, Audiences
from comity.search.clearances.showing import shown_sql, wanted, with_clearances
from comity.search.clearances.showing import told as cleared
from comity.search.model import Positive, Result
from comity.search.outcome import answers_of, entry_of, met_by, no_hits, shown, told, told_in_silence
from comity.search.persons.joining import joined, result, silent
from comity.search.persons.marks import marker
from comity.search.planned import Plan
from comity.search.rows import next_rows
from comity.search.telling import Tell, sighting
from comity.search.verify import Found

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from psycopg import AsyncConnection
    from psycopg.rows import TupleRow

    from comity.access.model import Reader
    from comity.audit.model import Sighting
    from comity.engines.clock import Clock
    from comity.engines.filters.files import FilterFile
    from comity.engines.filters.filterset import Filters
    from comity.engines.filters.hashing import KeyHasher
    from comity.kernel.results import Cleared

NOTHING_MISSED: Final = 1 << 62  # before any filter all is a maybe, so no change needs to be read again
ALWAYS_ASKED: Final = 4  # kinds of viewer in one commit whose look-ups are made whether or not a check of theirs met a maybe

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Round:
    """The state of one commit. Shapes: `keys` (n,) of all plans one after another; plan i has those from `starts[i]` to `starts[i + 1]`."""

    plans: Sequence[Plan]
    keys: NDArray[np.uint64]
    starts: list[int]
    maybes: dict[int, list[int]]  # plan -> places in `keys`
    found: dict[int, list[Found]] = field(default_factory=dict)
    silent: dict[int, list[Found]] = field(default_factory=dict)
    closed: dict[int, set[int]] = field(default_factory=dict)  # plan -> registers with a record that does not open
    more: set[int] = field(default_factory=set)  # plans with more persons than are shown
    cleared: dict[int, dict[str, Cleared]] = field(default_factory=dict)  # plan -> record -> that its document was cleared of it


class CheckDesk:
    """The desk of one process. `tell` gives the statement that tells owners; `codes` an authority's code for its number."""

    def __init__(
        self,
        filters: Filters,
        hasher: KeyHasher,
        keyring: Keyring,
        clock: Clock,
        tell: Tell,
        codes: dict[int, str],
        *,
        since: int = NOTHING_MISSED,
    ) -> None:
        self.filters = filters
        self.audiences = Audiences()
        self.since = since
        self._hasher = hasher
        self._keyring = keyring
        self._clock = clock
        self._tell = tell
        self._codes = codes
        self._recorder: Recorder | None = None
        self._prepared: AsyncConnection | None = None  # the connection that knows the look-ups' plans
        self._loaded = False
        self._taken: set[int] = set()  # changes of the window that is read again and again while an older transaction is unfinished

    def take(self, file: FilterFile) -> None:
        """Puts a filter file in force. The next commit reads every change from the file's position on, before its checks are decided.

        Changes that were pruned are all in the file; so may be the news of an audience, hence audiences are read anew too.
        """
        self.audiences.keep(section.class_id for section in file.sections)
        self.filters.swap(file)
        self.since = min(self.since, file.facts.position)
        self._loaded = False
        self._taken.clear()

    # Before the transaction

    def before(self, plans: Sequence[Plan]) -> Round:
        """All keys hashed in one call, then probed viewer by viewer."""
        starts, total = [0], 0
        for plan in plans:
            total += plan.count
            starts.append(total)
        keys = self._hasher.many([key for plan in plans for sought in plan.sought for key in sought.keys])
        return Round(plans, keys, starts, self._probe(plans, keys, starts))

    def _probe(self, plans: Sequence[Plan], keys: NDArray[np.uint64], starts: list[int]) -> dict[int, list[int]]:
        """The places that the filters call *maybe*, plan by plan."""
        maybes: dict[int, list[int]] = {}
        for classes, places in self._by_classes(plans, starts):
            for place in places[self.filters.probe(keys[places], classes)].tolist():
                maybes.setdefault(_plan_at(starts, place), []).append(place)
        return maybes

    def _by_classes(self, plans: Sequence[Plan], starts: list[int]) -> Iterator[tuple[tuple[int, ...], NDArray[np.int64]]]:
        groups: dict[tuple[int, ...], list[int]] = {}
        for index, plan in enumerate(plans):
            reader = plan.query.reader
            groups.setdefault(self.audiences.of(reader.authority, reader.kind), []).append(index)
        if len(groups) == 1:
            yield next(iter(groups)), np.arange(starts[-1])
            return
        for classes, members in groups.items():
            yield classes, np.concatenate([np.arange(starts[index], starts[index + 1]) for index in members])

    # Within it

    async def within(self, connection: AsyncConnection, round_: Round) -> list[Result]:
        """Three round trips, then the answers. The transaction is committed when this returns."""
        if self._recorder is None:
            self._recorder = Recorder(self._keyring, await next_stream(connection))
        if connection is not self._prepared:
            await connection.execute(prepare_sql(DECLARED).encode(), prepare=False)
            self._prepared = connection
        known = self._loaded
        if not known:
            await self._reload(connection)
        late = await self._look_up(connection, round_, self._contexts(round_, round_.maybes), first=True)
        if not (known and self._loaded):  # a restriction changed: viewers may probe other classes than in `before`
            await self._reload(connection)
            for index, places in self._probe(round_.plans, round_.keys, round_.starts).items():
                late[index] = sorted({*places, *late.get(index, ())})
        if late:
            await self._look_up(connection, round_, self._contexts(round_, late), first=False)
        self._join(round_)
        at_us = int(self._clock.now().timestamp() * 1_000_000)
        entries = self._entries(round_, at_us)
        packs = self._recorder.packs(entries)
        ids = entry_ids(packs, entries)
        positives = list(self._positives(round_, ids, at_us))
        clearances = wanted(round_.plans, round_.found, self._keyring)
        async with connection.pipeline():
            await insert_packs(connection, packs)
            await insert_sightings(
                connection, [*map(sighting, [one for one in positives if not one.protected]), *self._shown(round_, ids, at_us)]
            )
            await connection.execute(*self._tell(positives))
            cursor = await connection.execute(*shown_sql(clearances, at_of(at_us)))
            await connection.execute("COMMIT")
        round_.cleared = cleared(clearances, await cursor.fetchall(), round_.plans)
        return self._results(round_, ids, at_us)

    def lost(self) -> None:
        """A commit may stand or not: its numbers are left behind with its stream, and changes are read again from where they were sure."""
        self._recorder = None

    def _contexts(self, round_: Round, maybes: dict[int, list[int]]) -> dict[Context, list[int]]:
        """Who looks up which keys. The first viewers of a commit are there without any key too."""
        contexts: dict[Context, list[int]] = {}
        for plan in round_.plans:
            if len(contexts) >= ALWAYS_ASKED:
                break
            contexts.setdefault(_viewer(plan.query.reader), [])
        for index, places in maybes.items():
            contexts.setdefault(_viewer(round_.plans[index].query.reader), []).extend([int(round_.keys[place]) for place in places])
        return contexts

    async def _look_up(
        self, connection: AsyncConnection, round_: Round, contexts: dict[Context, list[int]], *, first: bool
    ) -> dict[int, list[int]]:
        """Two texts of statements; gives the places whose keys appeared since the filters were brought up to date."""
        since = self.since
        text, viewers = _meetings(contexts, since if first else None)
        cursor = await connection.execute(text.encode(), prepare=False)
        late: dict[int, list[int]] = {}
        if first:
            late = self._catch_up(round_, await next_rows(cursor), since)
        led = [(viewer, [met(row) for row in await next_rows(cursor)]) for viewer in viewers]
        text, readings = _fetches(led)
        if text:
            cursor = await connection.execute(text.encode(), prepare=False)
            for context, register, keys in readings:
                rows = await next_rows(cursor)
                if rows:
                    self._meet(round_, context, list(self._opened(round_, context, register, rows, keys)))
        return late

    def _opened(
        self, round_: Round, context: Context, register: int, rows: list[TupleRow], keys: dict[UUID, list[int]]
    ) -> Iterator[Candidate]:
        """The rows as candidates. A record that does not open (its key destroyed, its bytes changed) is *no answer* to whoever asked its
        key, and disturbs nobody else's check; a discreet one, which nobody may notice, is in the log alone.
        """
        for row in rows:
            try:
                yield from open_row(BY_NUMBER[register], row, self._keyring, keys[row[0]])
            except (Tampered, KeyGone) as problem:
                log.error("the record %s does not open: %s", row[0], type(problem).__name__)
                if context.mode is Mode.CHECK:
                    for index, place in self._askers(round_, context):
                        if int(round_.keys[place]) in keys[row[0]]:
                            round_.closed.setdefault(index, set()).add(register)

    @staticmethod
    def _askers(round_: Round, context: Context) -> Iterator[tuple[int, int]]:
        """Each plan of this viewer, with each of its places."""
        check = Context(context.authority, context.kind, context.clearance, context.sees, Mode.CHECK, context.bureau)
        for index, plan in enumerate(round_.plans):
            if _viewer(plan.query.reader) == check:
                for place in range(round_.starts[index], round_.starts[index + 1]):
                    yield index, place

    def _catch_up(self, round_: Round, rows: list[TupleRow], since: int) -> dict[int, list[int]]:
        """Takes the changes since the last commit into the delta, and finds the checks of this one that they concern."""
        if self.since == since:  # else a file was taken while these rows were on their way: its changes are still to be read
            self.since = rows[0][0]
        changes = [(row[1], row[3], row[4]) for row in rows if row[1] is not None and row[5] not in self._taken]
        self._taken = {row[5] for row in rows if row[1] is not None}
        if not changes:
            return {}
        if any(key is None for _, _, key in changes):
            self._loaded = False
        fresh: set[int] = set()
        for xid, audience, key in changes:
            if key is not None:
                unsigned = key & 0xFFFF_FFFF_FFFF_FFFF
                fresh.add(unsigned)
                self.filters.add(self.audiences.class_of(audience), np.array([unsigned], np.uint64), xid)
        late: dict[int, list[int]] = {}
        for place, key in enumerate(round_.keys.tolist()):
            if key in fresh:
                index = _plan_at(round_.starts, place)
                if place not in round_.maybes.get(index, ()):  # else it was looked up already
                    late.setdefault(index, []).append(place)
        return late

    async def _reload(self, connection: AsyncConnection) -> None:
        self.audiences.load(await (await connection.execute(ALL_AUDIENCES)).fetchall())
        self._loaded = True

    def _meet(self, round_: Round, context: Context, candidates: list[Candidate]) -> None:
        """Compares candidates with the checks of their viewer that asked their key."""
        into = round_.silent if context.mode is Mode.DISCREET else round_.found
        keys = {candidate.key for candidate in candidates}
        for index, place in self._askers(round_, context):
            if int(round_.keys[place]) in keys:
                sought = round_.plans[index].at(place - round_.starts[index])
                into.setdefault(index, []).extend(met_by(sought, candidates, int(round_.keys[place])))

    def _join(self, round_: Round) -> None:
        """The persons found before the commit beside what was met by number."""
        for index, plan in enumerate(round_.plans):
            if plan.looked is not None:
                round_.found[index], more = joined(round_.found.get(index, ()), plan.looked)
                round_.silent[index] = silent(round_.silent.get(index, ()), plan.looked)
                if more:
                    round_.more.add(index)

    # What is kept, and answered

    def _entries(self, round_: Round, at_us: int) -> list[Entry]:
        recorder = self._recorder
        assert recorder is not None  # noqa: S101 - made at the start of `within`
        secret, found, closed = recorder.probe_key(at_us), round_.found, round_.closed
        return [entry_of(plan, at_us, found.get(i, ()), secret, closed=i in closed) for i, plan in enumerate(round_.plans)]

    def _positives(self, round_: Round, ids: list[EntryId], at_us: int) -> Iterator[Positive]:
        for index, pairs in round_.found.items():
            yield from told(round_.plans[index], pairs, ids[index], at_us)
        for index, pairs in round_.silent.items():
            yield from told_in_silence(round_.plans[index], pairs, ids[index], at_us)

    def _shown(self, round_: Round, ids: list[EntryId], at_us: int) -> Iterator[Sighting]:
        for index, plan in enumerate(round_.plans):
            if plan.looked is not None:
                yield from shown(plan, round_.found[index], ids[index], at_us)

    def _results(self, round_: Round, ids: list[EntryId], at_us: int) -> list[Result]:
        results = []
        for index, (plan, entry) in enumerate(zip(round_.plans, ids, strict=True)):
            pairs, closed = round_.found.get(index, []), round_.closed.get(index, set())
            met = bool(pairs or closed or plan.left_open)
            mark = marker(self._keyring, entry, at_us)
            answers = answers_of(plan, pairs, closed, self._codes, at_of(at_us), mark) if met else no_hits(plan.asked)
            if index in round_.cleared:
                answers = with_clearances(answers, round_.cleared[index])
            person = result(plan.looked, pairs, more=index in round_.more) if plan.looked else None
            quiet = () if met or person else plan.asked
            results.append(Result(f"{entry.stream}-{entry.number}", at_us, answers, plan.notes, quiet, person))
        return results


_MODES: Final = (Mode.CHECK, Mode.DISCREET)


def _meetings(contexts: dict[Context, list[int]], since: int | None) -> tuple[str, list[Context]]:
    """The text that asks where keys lead, and for each result with rows (after the changes) whose it is. Integers alone stand in it."""
    parts = [] if since is None else ["BEGIN", changes_since(since)]
    viewers: list[Context] = []
    for context, keys in contexts.items():
        for mode in _MODES:
            viewer = Context(context.authority, context.kind, context.clearance, context.sees, mode, context.bureau)
            parts += [set_local(viewer), meet_sql(keys or [int.from_bytes(os.urandom(8), "big")])]
            viewers.append(viewer)
    return "; ".join(parts), viewers


def _fetches(led: list[tuple[Context, list[Met]]]) -> tuple[str, list[tuple[Context, int, dict[UUID, list[int]]]]]:
    """The text that fetches the records, and for each result with rows whose it is, its register, and the keys that led to each record.

    A viewer who was led nowhere fetches one random id, so that its text is as long as that of a viewer who was led to one record.
    """
    parts: list[str] = []
    readings: list[tuple[Context, int, dict[UUID, list[int]]]] = []
    for place, (context, found) in enumerate(led):
        by_register: dict[int, dict[UUID, list[int]]] = {}
        for key, register, record in found:
            by_register.setdefault(register, {}).setdefault(record, []).append(key)
        if place % len(_MODES) == 0 and not any(found for _, found in led[place : place + len(_MODES)]):
            by_register = {DECLARED[os.urandom(1)[0] % len(DECLARED)].number: {UUID(bytes=os.urandom(16)): []}}
        if by_register:
            parts.append(set_local(context))
        for register, keys in by_register.items():
            parts.append(fetch_sql(register, keys))
            readings.append((context, register, keys))
    return "; ".join(parts), readings


@lru_cache(maxsize=4096)
def _viewer(reader: Reader) -> Context:
    """The context of a reader's checks, remembered: every check of a commit asks for it."""
    return reader.context(Mode.CHECK)


def _plan_at(starts: list[int], place: int) -> int:
    return bisect_right(starts, place) - 1
