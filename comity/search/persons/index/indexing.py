"""Keeps the index of names in step with the store: one process of the installation, a few looks a second.

Every change of a released record, and every change of who may see it, is a row of `registers.name_change`, written by a trigger in the same
transaction. A look reads those at or after its mark, reads the records as they are now, replaces their documents and commits. Only then
does the state in the folder say so. What is read twice changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import structs

from comity.engines.index import IndexUnusable, Writer, open_writer
from comity.registers import name_input
from comity.search.persons.index import generation
from comity.search.persons.index.building import all_cards, build, file
from comity.search.persons.index.filing import Filing, day, number_of
from comity.search.persons.index.generation import Beat, State

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.engines.clock import Clock
    from comity.engines.keyring import Keyring
    from comity.registers.name_input import Change, Held
    from comity.search.persons.index.building import Connect

AT_ONCE: Final = 1_000  # records filed in one commit
FOLLOWED_MOST: Final = 50_000  # changes beyond which building anew is sooner done than following them
FAR_BEHIND_S: Final = 60.0  # told to readers until then
GONE_MOST: Final = 10_000  # documents taken out after which the index is built anew, so that their bytes leave its files
GONE_S: Final = 3_600.0  # and in any case an hour after the last time, where any was taken out
KEPT_S: Final = 600.0  # changes stay so long after they were filed, for a folder that was put back from a copy
TIDY_S: Final = 60.0

log = logging.getLogger(__name__)


class Indexer:
    """The one that writes. `look` is one turn: it raises what the database or the disk raises, and may be called again.

    `connect`: a further connection, for building beside the looks. `database`: its life (`keeping.life_of`).
    """

    def __init__(
        self, names: Path, keyring: Keyring, clock: Clock, database: int, connect: Connect, report: Callable[[str], None] = log.info
    ) -> None:
        self._names = names
        self._keyring = keyring
        self._clock = clock
        self._database = database
        self._connect = connect
        self._report = report
        self._state: State | None = None
        self._filing = Filing(bytes(32))
        self._writer: Writer | None = None
        self._taken: set[int] = set()  # changes of the window that is read again while an older transaction is unfinished
        self._building: asyncio.Task[State] | None = None
        self._coming = 0  # the generation that is being built
        self._beats = time.time_ns()  # each process begins elsewhere, so that readers hear the first one
        self._saved: deque[tuple[float, int]] = deque()  # marks that were made durable, and when
        self._tidied = 0.0
        self._far_behind = False

    async def look(self, connection: AsyncConnection) -> None:
        """One turn: what changed is filed, what ended is taken out, a generation that is due is begun, one that is ready put in force."""
        self._names.mkdir(mode=0o700, parents=True, exist_ok=True)
        began = time.monotonic()
        if self._state is None:
            await self._open(connection)
        self._begin_building()
        fresh = await self._built()
        if self._state is not None and not self._far_behind:
            try:
                await self._follow(connection, began, fresh=fresh)
            except IndexUnusable as problem:
                await connection.rollback()
                self._spoilt(str(problem))
        if self._state is not None and began - self._tidied > TIDY_S:
            await self._tidy(connection, began)
        followed = self._state is not None and not self._far_behind
        self._beat(0.0 if followed else FAR_BEHIND_S)  # what lies in the folder meanwhile may be old: nobody reads *no hit* from it

    async def stop(self) -> None:
        """Ends a building under way and lets the folder go."""
        if self._building is not None:
            self._building.cancel()
            await asyncio.gather(self._building, return_exceptions=True)
        await asyncio.to_thread(self._close)

    # Which generation

    async def _open(self, connection: AsyncConnection) -> None:
        """Goes on with the generation in force, where it is of use."""
        state = generation.load(self._names)
        if state is None or state.database != self._database or not generation.opens(self._keyring, state):
            return
        if await name_input.forgotten(connection) > state.mark:
            self._report("names: the index is older than the changes that are kept")
            return
        try:
            self._take(state, open_writer(generation.folder_of(self._names, state.generation)))
        except IndexUnusable as problem:
            self._spoilt(str(problem))

    def _take(self, state: State, writer: Writer) -> None:
        self._close()
        self._state, self._writer = state, writer
        self._filing = Filing(generation.unwrap(self._keyring, state))
        self._taken = set()
        self._far_behind = False

    def _close(self) -> None:
        if self._writer is not None:
            writer, self._writer, self._state = self._writer, None, None
            try:
                writer.close()
            except IndexUnusable as problem:
                log.warning("the index of names was not closed well: %s", problem)

    def _spoilt(self, why: str) -> None:
        """The generation in force is of no use any more: readers hear it at once, and the next turn builds another."""
        self._report(f"names: the index is built anew: {why}")
        (self._names / generation.STATE).unlink(missing_ok=True)
        self._close()
        self._state = None

    def _begin_building(self) -> None:
        if self._building is None and (self._state is None or self._due(self._state)):
            self._coming = generation.next_number(self._names)
            made = build(self._names, self._coming, self._keyring, self._clock, self._database, self._connect)
            self._building = asyncio.create_task(made, name="index of names")

    def _due(self, state: State) -> bool:
        old = self._clock.now().timestamp() - state.built_at > GONE_S
        return self._far_behind or state.gone >= GONE_MOST or (state.gone > 0 and old) or not generation.opens(self._keyring, state)

    async def _built(self) -> bool:
        """Goes on with the generation that is ready; it is in force once it has caught up. Raises what its building raised."""
        if self._building is None or not self._building.done():
            return False
        building, self._building = self._building, None
        state = await building
        self._take(state, open_writer(generation.folder_of(self._names, state.generation)))
        self._tidied = time.monotonic()  # readers open it before the one before is removed
        self._report(f"names: generation {state.generation} is built")
        return True

    # Following

    async def _follow(self, connection: AsyncConnection, began: float, *, fresh: bool) -> None:
        state = self._state
        assert state is not None  # noqa: S101 - asked before
        mark = await name_input.begin(connection)
        changes = await name_input.changes(connection, state.mark)
        new = [change for change in changes if change.number not in self._taken]
        if len(new) > FOLLOWED_MOST and not fresh:
            self._far_behind = True
            await connection.execute("commit")
            return
        lanes = await self._file_changed(connection, new, began)
        await connection.execute("commit")
        today = day(self._clock.now().date())
        changed = bool(new) or state.day < today
        if changed:
            await asyncio.to_thread(self._commit, range(state.day, today))
        gone = sum(not change.came for change in new) + (state.day < today)
        everywhere = tuple(sorted({*state.lanes, *lanes}))
        commits, gone = state.commits + changed, state.gone + gone
        state = structs.replace(state, mark=mark, day=max(state.day, today), lanes=everywhere, commits=commits, gone=gone)
        self._taken = {change.number for change in changes if change.xid >= mark}
        if changed or fresh:
            await asyncio.to_thread(self._save, state)
        self._state = state

    async def _file_changed(self, connection: AsyncConnection, new: Sequence[Change], began: float) -> set[int]:
        """Replaces the documents of every record concerned, some at a time; gives the lanes that they lie in now."""
        if not new:
            return set()
        records = await self._concerned(connection, new)
        shut = await name_input.shut(connection)
        lanes: set[int] = set()
        for start in range(0, len(records), AT_ONCE):
            some = records[start : start + AT_ONCE]
            held = await name_input.behind(connection, self._keyring, some)
            lanes |= await asyncio.to_thread(self._replace, some, held, shut)
            self._beat(time.monotonic() - began)
        return lanes

    @staticmethod
    async def _concerned(connection: AsyncConnection, new: Iterable[Change]) -> list[UUID]:
        found: dict[UUID, None] = {}
        for change in new:
            if change.record is not None:
                found[change.record] = None
            elif change.audience is not None:
                found |= dict.fromkeys(await name_input.of_audience(connection, change.audience))
        return list(found)

    def _replace(self, records: Sequence[UUID], held: Sequence[Held], shut: set[int]) -> set[int]:
        assert self._writer is not None  # noqa: S101 - there is a state
        for record in records:
            self._writer.remove(number_of(record))
        return file(self._writer, self._filing, held, all_cards(held), shut)

    def _commit(self, ended: Iterable[int]) -> None:
        assert self._writer is not None  # noqa: S101 - there is a state
        for one in ended:
            self._writer.remove_ended(one)
        self._writer.commit()

    def _save(self, state: State) -> None:
        generation.save(self._names, state)
        self._saved.append((time.monotonic(), state.mark))

    async def _tidy(self, connection: AsyncConnection, now: float) -> None:
        """Makes the mark durable, forgets what every kept index has read, removes folders that nothing needs."""
        state = self._state
        assert state is not None  # noqa: S101 - asked before
        self._tidied = now
        await asyncio.to_thread(self._save, state)
        before = 0
        while self._saved and now - self._saved[0][0] > KEPT_S:
            before = self._saved.popleft()[1]
        if before and self._building is None:
            await name_input.forget(connection, before)
        generation.sweep(self._names, state.generation, self._coming)

    def _beat(self, lag_s: float) -> None:
        self._beats += 1
        generation.beat(self._names, Beat(self._beats, lag_s, building=self._building is not None))
