"""Checking a list: read it dry, begin, ask it in steps, keep each step's answers; go on where it broke off.

Each row is one audited check of its officer, under the same rules as a single one; the list has an entry of its own at its beginning and
its end. Nothing of it is in the database: file and answers lie sealed for a day (`keeping`).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

import msgspec

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may, may_ask
from comity.audit import Act
from comity.engines.store import NOBODY
from comity.kernel.errors import Absent, Fault, Invalid
from comity.search.lists.answers import RowAnswer, Tally, answered, unreadable
from comity.search.lists.columns import PERSON, Column, of_persons, understood, without_persons
from comity.search.lists.columns import asking as asking_at_all
from comity.search.lists.keeping import ListFiles
from comity.search.lists.model import SHOWN_ROWS, Begun, Dry, DryRow, How, ListState, Settled, Standing, Step, UnreadCount, Upload
from comity.search.lists.rows import Asked, Open, Unread, asked
from comity.search.lists.table import Row, Table, read
from comity.search.model import Query, Result
from comity.search.persons.facts import registers_with_persons
from comity.search.persons.rules import DEFAULTS, may_search_list
from comity.search.plan import places
from comity.search.service import Checks

STEP: Final = 500  # rows between two frames: two chunks of a batch
STEP_OF_PERSONS: Final = 50  # the same where persons are searched, each some milliseconds
MOST_PERSONS_AT_ONCE: Final = 50  # rows with persons that an officer's request answers itself
MOST_SHOWN: Final = 20  # lists of one officer
_TOGETHER: Final = 8  # checks that other sources answer too, under way at once
_GIVE_WAY: Final = 200  # rows read before somebody else may work
_LONGEST_REFERENCE: Final = 80
_ENCODER: Final = msgspec.msgpack.Encoder()
_UPLOAD: Final = msgspec.msgpack.Decoder(Upload)
_BEGUN: Final = msgspec.msgpack.Decoder(Begun)
_SETTLED: Final = msgspec.msgpack.Decoder(Settled)
_STEP: Final = msgspec.msgpack.Decoder(Step)

_NO_NAMES: Final = Decision(False, "ACC-01", "None of the registers named has names of persons.", "you, by leaving the registers out")

Tell = Callable[[Tally, int], Awaitable[None]]  # how far it is, of how many rows


@dataclass(frozen=True, slots=True)
class Queue:
    """How a long list becomes a job: `start` gives its id for reader, list and rows; `over` says whether a job is not going any more."""

    start: Callable[[Reader, str, int], Awaitable[UUID]]
    over: Callable[[Reader, UUID], Awaitable[bool]]


async def _silent(tally: Tally, total: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class ListChecks:
    """What the edges call. A list is found by whoever sent it alone: for anybody else it is absent."""

    means: Means
    checks: Checks
    files: ListFiles
    queue: Queue

    # Before anything is asked

    async def keep(self, reader: Reader, title: str, content: bytes) -> str:
        """Keeps a file, readable as a table; gives the list's name. Raises: Refused (audited), Invalid, NoRoom."""
        await enforce(self.means, of_reader(reader), may(reader, Permission.CHECK_BATCH_ASK), "list")
        await asyncio.to_thread(read, content)
        upload = Upload(title[:_LONGEST_REFERENCE], content, _us(self.means.clock.now()))
        return await asyncio.to_thread(self.files.make, whose(reader), _ENCODER.encode(upload))

    async def dry(self, reader: Reader, name: str, how: How) -> Dry:
        """What a list that was kept would ask. Nothing is asked, and nothing recorded. Raises: Absent; Invalid, for bad columns."""
        return await self.dry_of(reader, self._upload(whose(reader), name).content, how)

    async def dry_of(self, reader: Reader, content: bytes, how: How) -> Dry:
        """The same of a file. Raises: Refused (audited); Invalid."""
        await enforce(self.means, of_reader(reader), may(reader, Permission.CHECK_BATCH_ASK), "list")
        table = await asyncio.to_thread(read, content)
        columns = await self._understood(reader, table.titles, how)
        is_open = _open_to(reader, how.registers)
        countries = self.checks.planner.countries
        rows: list[DryRow] = []
        for place, row in enumerate(table.rows):
            rows.append(DryRow(row, Asked(unread=(row.fault,)) if row.fault else asked(columns, row.cells, is_open, countries)))
            if place % _GIVE_WAY == _GIVE_WAY - 1:
                await asyncio.sleep(0)
        identifiers = sum(len(one.asked.identifiers) for one in rows)
        asking = sum(one.asked.anything for one in rows)
        persons = sum(one.asked.person is not None for one in rows)
        return Dry(columns, len(rows), asking, identifiers, tuple(rows[:SHOWN_ROWS]), _counted(rows), table.encoding, persons)

    async def _understood(self, reader: Reader, titles: Sequence[str], how: How) -> tuple[Column, ...]:
        """The columns. Names are carried through where no register with names is open, or the purpose searches no whole lists of persons; a
        list that asks about nothing else, or whose officer asks for them in so many words, is refused.

        Raises: Invalid; Refused (audited); Unavailable.
        """
        columns = understood(titles, how.chosen)
        if not of_persons(columns):
            return columns
        decision = await self._may_search(reader, how)
        rest = without_persons(columns)
        if decision.allowed or not asking_at_all(rest) or any(code.split(".")[0] == PERSON for code in how.chosen.values()):
            await enforce(self.means, of_reader(reader), decision, "list of persons")
            return columns
        return rest

    async def _may_search(self, reader: Reader, how: How) -> Decision:
        """Whether this reader may search a list for persons in these registers. Raises: Unavailable."""
        decisions = [may_ask(reader, number) for number in registers_with_persons() if not how.registers or number in how.registers]
        if not any(decision.allowed for decision in decisions):
            return decisions[0] if decisions else _NO_NAMES
        setting = DEFAULTS[reader.purpose] if self.checks.people is None else await self.checks.people.setting(reader.purpose)
        return may_search_list(reader.purpose, setting, how.reference)

    async def table(self, owner: str, name: str) -> Table:
        """The file of a list as a table. Raises: Absent."""
        return await asyncio.to_thread(read, self._upload(owner, name).content)

    # Asking

    async def begin(self, reader: Reader, name: str, how: How) -> Begun:
        """Fixes how the list is asked, with its entry in the audit. A list that was begun goes on as it began.

        Raises: Absent; Refused (audited); Invalid.
        """
        await enforce(self.means, of_reader(reader), may(reader, Permission.CHECK_BATCH_ASK), "list")
        if (begun := self._begun(whose(reader), name)) is not None:
            _same_purpose(begun, reader)
            return begun
        upload = self._upload(whose(reader), name)
        table = read(upload.content)
        now = self.means.clock.now()
        columns = await self._understood(reader, table.titles, how)
        begun = Begun(how, columns, table.titles, len(table.rows), int(reader.purpose), reader.unit, _us(now))
        codes = ", ".join(column.code for column in columns if column.asked)
        digest = hashlib.sha256(upload.content).hexdigest()  # sealed: of a short list, names could be tried against it
        await self._note(reader, now, f"list of {begun.total} rows begun, columns {codes}", f"{how.reference}\nsha256 {digest}")
        self.files.append(whose(reader), name, "answers", _ENCODER.encode(begun))
        return begun

    async def start(self, reader: Reader, name: str, how: How, at_once: int) -> Standing:
        """Begins a list, or goes on with one that broke off: right here up to `at_once` rows, else as a job.

        Raises: as `begin` and `ask`.
        """
        begun = await self.begin(reader, name, how)
        standing = self.standing(whose(reader), name)
        if standing.state is not ListState.UNFINISHED:
            return standing
        if begun.total <= (min(at_once, MOST_PERSONS_AT_ONCE) if of_persons(begun.columns) else at_once):
            await self.ask(reader, name)
        elif standing.job is None or await self.queue.over(reader, standing.job):
            self.given_to(whose(reader), name, await self.queue.start(reader, name, begun.total))
        return self.standing(whose(reader), name)

    async def ask(self, reader: Reader, name: str, tell: Tell = _silent) -> Tally:
        """Asks what is left of a list that was begun, step by step. What was answered stays, whatever happens to the rest.

        A step whose answers could not be kept any more (its process was killed) is asked again. `tell` may raise, to let go of it here.
        Raises: Absent; Unavailable; Refused (audited); Invalid, where it is being asked already.
        """
        with self.files.held(name) as ours:
            if not ours:
                raise Invalid(Fault("list", "under_way", "This list is being asked already.", "Wait until it is done."))
            return await self._ask(reader, name, tell)

    async def _ask(self, reader: Reader, name: str, tell: Tell) -> Tally:
        begun, steps = self._begun(whose(reader), name), list(self._steps(whose(reader), name))
        if begun is None:
            raise Absent
        tally = Tally().plus(row for step in steps for row in step.rows)
        if steps and (steps[-1].over or steps[-1].stopped):
            return tally
        table = read(self._upload(whose(reader), name).content)
        rest = islice(table.rows, tally.rows, None)
        step_of = STEP_OF_PERSONS if of_persons(begun.columns) else STEP
        while rows := list(islice(rest, step_of)):
            await tell(tally, begun.total)
            step = Step(tuple(await self._step(reader, begun, rows)))
            self.files.append(whose(reader), name, "answers", _ENCODER.encode(step))
            tally = tally.plus(step.rows)
        await self._end(reader, name, tally, stopped=False)
        return tally

    async def stop(self, reader: Reader, name: str) -> None:
        """Ends a list where it stands: what was answered stays, the rest is not asked. Raises: Absent."""
        standing = self.standing(whose(reader), name)
        if standing.state is ListState.UNFINISHED:
            await self._end(reader, name, standing.tally, stopped=True)

    async def _end(self, reader: Reader, name: str, tally: Tally, *, stopped: bool) -> None:
        counts = ", ".join(f"{count} {word}" for word, count in msgspec.structs.asdict(tally).items() if count and word != "rows")
        detail = f"list {'stopped' if stopped else 'ended'}: {tally.rows} rows: {counts}"
        await self._note(reader, self.means.clock.now(), detail, "")
        self.files.append(whose(reader), name, "answers", _ENCODER.encode(Step((), over=not stopped, stopped=stopped)))

    async def _step(self, reader: Reader, begun: Begun, rows: Sequence[Row]) -> list[RowAnswer]:
        is_open = _open_to(reader, begun.how.registers)
        countries = self.checks.planner.countries
        wanted = [Asked(unread=(row.fault,)) if row.fault else asked(begun.columns, row.cells, is_open, countries) for row in rows]
        queries = {
            place: _query(reader, begun.how, row, one) for place, (row, one) in enumerate(zip(rows, wanted, strict=True)) if one.anything
        }
        results = await self._results(reader, queries)
        return [
            unreadable(row.line, row.cells, row.fault) if row.fault else answered(row.line, row.cells, one, results.get(place))
            for place, (row, one) in enumerate(zip(rows, wanted, strict=True))
        ]

    async def _results(self, reader: Reader, queries: dict[int, Query]) -> dict[int, Result]:
        """By place. What another source is asked about too is asked one by one, as a single check is; the rest in batches."""
        results: dict[int, Result] = {}
        local = [place for place, query in queries.items() if not self.checks.covered(query)]
        if local:
            answers = self.checks.ask_batch(reader, [queries[place] for place in local])
            async with aclosing(answers):  # type: ignore[type-var]
                found = [result async for part in answers for result in part]
            results.update(zip(local, found, strict=True))
        elsewhere = iter([place for place in queries if place not in results])
        while together := list(islice(elsewhere, _TOGETHER)):
            results.update(zip(together, await asyncio.gather(*[self.checks.ask(queries[place]) for place in together]), strict=True))
        return results

    # What stands

    def standing(self, owner: str, name: str) -> Standing:
        """How far a list is. Raises: Absent."""
        upload = self._upload(owner, name)
        begun = self._begun(owner, name)
        if begun is None:
            return Standing(name, upload, ListState.KEPT, Tally())
        given = list(self.files.frames(owner, name, "job"))
        tally, state = Tally(), ListState.UNFINISHED
        for step in self._steps(owner, name):
            tally = tally.plus(step.rows)
            state = ListState.DONE if step.over else ListState.STOPPED if step.stopped else state
        return Standing(name, upload, state, tally, begun, UUID(bytes=given[-1]) if given else None)

    def mine(self, owner: str) -> list[Standing]:
        """The asker's own lists of the last day, newest first."""
        found = [self.standing(owner, name) for name in self.files.names() if self.files.first(owner, name, "file") is not None]
        return found[:MOST_SHOWN]

    def rows(self, owner: str, name: str) -> Iterator[RowAnswer]:
        """The rows answered so far, in their order; none of a list that is another's."""
        for step in self._steps(owner, name):
            yield from step.rows

    def settled(self, owner: str, name: str) -> dict[tuple[int, str], str]:
        """What was said of look-alikes from the list's page: (line, record) -> what the document says. The last word counts."""
        found = map(_SETTLED.decode, self.files.frames(owner, name, "settled"))
        return {(one.line, one.record): one.says for one in found}

    def note_settled(self, owner: str, name: str, settled: Settled) -> None:
        """Notes it beside the list; what follows from it is `search.shift`'s. Raises: Absent, NoRoom."""
        self._upload(owner, name)
        self.files.append(owner, name, "settled", _ENCODER.encode(settled))

    def given_to(self, owner: str, name: str, job: UUID) -> None:
        """Notes which job asks the list. Raises: NoRoom."""
        self.files.append(owner, name, "job", job.bytes)

    def remove(self, owner: str, name: str) -> None:
        """Takes a list away with its answers. Raises: Absent."""
        self._upload(owner, name)
        self.files.remove(name)

    def _upload(self, owner: str, name: str) -> Upload:
        if (content := self.files.first(owner, name, "file")) is None:
            raise Absent
        return _UPLOAD.decode(content)

    def _begun(self, owner: str, name: str) -> Begun | None:
        content = self.files.first(owner, name, "answers")
        return _BEGUN.decode(content) if content is not None else None

    def _steps(self, owner: str, name: str) -> Iterator[Step]:
        yield from map(_STEP.decode, islice(self.files.frames(owner, name, "answers"), 1, None))

    async def _note(self, reader: Reader, at: datetime, detail: str, reference: str) -> None:
        decision = Decision(True, "PUR-01", "A list is asked for one purpose, row by row.")
        noted = entry(Act.LIST_CHECK, at, of_reader(reader), decision, detail, question=reference.encode())
        async with self.means.store.transaction(NOBODY) as connection:
            await self.means.recorder.record(connection, noted)


def whose(reader: Reader) -> str:
    """Whose a list is: an officer's, or a system's."""
    return owner_of(reader.officer, reader.system)


def owner_of(officer: int, system: int) -> str:
    """The same by number; one of the two is 0."""
    return f"officer:{officer}" if officer else f"system:{system}"


def _open_to(reader: Reader, registers: tuple[int, ...]) -> Open:
    """Whether a register that this reader may ask, among those named, holds such keys."""
    known: dict[str, bool] = {}

    def is_open(key: str) -> bool:
        if key not in known:
            numbers = {place.number for place in places(key)}
            known[key] = any((not registers or number in registers) and may_ask(reader, number).allowed for number in numbers)
        return known[key]

    return is_open


def _query(reader: Reader, how: How, row: Row, wanted: Asked) -> Query:
    own = " · ".join(part for part in (how.reference, wanted.reference, f"row {row.line}") if part)
    named = _named(reader, how.registers)
    return Query(reader, wanted.identifiers, named, how.protected, own[:_LONGEST_REFERENCE], wanted.person, bodies=False)


def _named(reader: Reader, registers: tuple[int, ...]) -> tuple[int, ...]:
    """The registers named that are open: a closed one among them is said in the dry reading, and refuses no row that others answer."""
    return tuple(number for number in registers if may_ask(reader, number).allowed)


def _same_purpose(begun: Begun, reader: Reader) -> None:
    if begun.purpose != int(reader.purpose):
        sentence = "This list was begun for another purpose; what is left of it is asked for the same."
        raise Invalid(Fault("purpose", "other_purpose", sentence, "The purpose that it was begun for."))


def _counted(rows: Sequence[DryRow]) -> tuple[UnreadCount, ...]:
    found: dict[tuple[str, str], tuple[Unread, int, int]] = {}
    for one in rows:
        for cell in one.asked.unread:
            first, cells, line = found.get((cell.column, cell.code), (cell, 0, one.row.line))
            found[cell.column, cell.code] = (first, cells + 1, line)
    return tuple(
        UnreadCount(cell.column, cell.code, cell.sentence, cell.accepted, cell.values, cells, line)
        for cell, cells, line in sorted(found.values(), key=lambda one: -one[1])
    )


def _us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


__all__ = ["STEP", "ListChecks", "Queue", "owner_of", "whose"]
