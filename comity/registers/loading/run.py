"""One pass through a file: batch by batch, each batch one transaction with how far it came, the next one made ready meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec
import psycopg

from comity.access.model import Permission, Reader
from comity.access.rules import may
from comity.engines.jobs import Progress
from comity.engines.spool import Spool
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Refused
from comity.kernel.records import RecordState
from comity.registers import audiences, holding, store
from comity.registers.desk import AlreadyThere, Desk, translated
from comity.registers.holds import Hold, Standing
from comity.registers.loading import changing, following, judging, refused, statements
from comity.registers.loading.checking import Checked, Checker
from comity.registers.loading.model import Action, Counts, Place, Row, Spec
from comity.registers.loading.model import Mode as FileMode
from comity.registers.loading.rows import Batch, Opened
from comity.registers.loading.writing import Writer, head_of, unsigned
from comity.registers.model import Register
from comity.registers.record import Record

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_AGAIN: Final = 3  # attempts at a batch that others enter the same things beside
_OTHER: Final = Fault(
    "row", "already_there", "Your authority has recorded this already, with other content.",
    "Correct the record that is there, or say so in a column `action`.",
)  # fmt: skip
_NOT_THERE: Final = Fault("row", "not_there", "There is nothing of yours to correct.", "Leave the action out to enter it.")
_TWICE: Final = Fault("row", "twice", "Another row of this file says something else of the same thing.", "One row for each.")
_LATER: Final = "held"


@dataclass(slots=True)
class Ready:
    """A batch looked at, before it is written. `new`: places of rows that are not there yet; `holds`: why some of these wait."""

    batch: Batch
    checked: Checked
    identities: list[int]
    new: list[int] = field(default_factory=list)
    holds: list[Hold | None] = field(default_factory=list)
    rows: statements.NewRows | None = None


@dataclass(slots=True)
class Pass:
    """A load on its way. `held`: what is new waits for a second officer; `dry`: nothing is written, rows are counted alone.

    `releasing`: a second officer let it go, and what was left for then is done; nothing new is entered.
    `most_changes`: of a look that only wants to know whether there are more.
    """

    desk: Desk
    spool: Spool
    reader: Reader
    register: Register
    load: UUID
    spec: Spec
    file: Opened
    progress: Progress
    place: Place
    at: datetime
    total: int = 0
    held: bool = False
    dry: bool = False
    releasing: bool = False
    most_changes: int = 0
    audience: int = 0
    guarded: bool = False
    standing: Standing = field(default_factory=Standing)
    checker: Checker = field(init=False)
    writer: Writer = field(init=False)
    judge: judging.Judge = field(init=False)

    async def begin(self) -> None:
        """What is the same for all batches: the owner's codes, audience, and what is known of it."""
        async with self.desk.store.transaction(self.reader.context(Mode.OWN)) as connection:
            codes = await audiences.writes_for(connection)
            self.audience = await audiences.default(connection, self.reader.authority)
            self.standing = await holding.standing(connection, self.register, self.at.date())
            self.guarded = await holding.any_decided(connection)
        today = self.at.date()
        self.checker = Checker(self.register, self.file.layout.names, self.spec.defaults, today, codes, self.spec.words)
        self.writer = Writer(self.desk.keyring, self.register, self.reader)
        self.judge = judging.Judge(self.register, self.standing, today)

    async def through(self) -> Place:
        """Every batch that is not durable yet. Raises: Cancelled, Interrupted between two batches; InvalidFile; Refused."""
        batches = self._left()
        coming = await self._ready(batches)
        while coming is not None:
            await self.progress.ask()
            following = asyncio.create_task(self._ready(batches))
            try:
                await self._written(coming)
            finally:
                await asyncio.gather(following, return_exceptions=True)  # else a thread goes on reading a file that is closed
            coming = await following
            if self.most_changes and changes(self.place.counts) > self.most_changes:
                return self.place
        return self.place

    def _left(self) -> Iterator[Batch]:
        """The batches after those that are durable. A batch has the same rows at every attempt."""
        done = self.place.rows
        for batch in self.file.batches:
            if done >= batch.rows:
                done -= batch.rows
                continue
            yield batch

    async def _ready(self, batches: Iterator[Batch]) -> Ready | None:
        found = await asyncio.to_thread(self._looked_at, batches)
        if found is None:
            return None
        await self._sorted_out(found)
        return found

    def _looked_at(self, batches: Iterator[Batch]) -> Ready | None:
        batch = next(batches, None)
        if batch is None:
            return None
        checked = self.checker.batch(batch)
        return Ready(batch, checked, self.writer.identities(checked.values))

    async def _sorted_out(self, ready: Ready) -> None:
        """What is new of it, and why some of that waits."""
        ready.new.clear()
        async with self.desk.store.transaction(self.reader.context(Mode.OWN)) as connection:
            seen = await statements.there(connection, self.register, ready.identities)
            for place, (identity, action) in enumerate(zip(ready.identities, ready.checked.actions, strict=True)):
                if identity not in seen and action in ("", Action.ENTER):
                    seen.add(identity)
                    ready.new.append(place)
            if self.guarded and not self.dry:
                chosen = [(ready.checked.values[place], ready.checked.headers[place]) for place in ready.new]
                values, headers = [one for one, _ in chosen], [one for _, one in chosen]
                ready.holds = await judging.guarded(connection, self.desk.keyring, self.register, values, headers, self.at)
        if not self.dry and not self.releasing:
            await asyncio.to_thread(self._made, ready)

    def _made(self, ready: Ready) -> None:
        """The lines of what is new."""
        checked = ready.checked
        if not self.guarded:
            judged = self.judge.hold
            ready.holds = [judged(checked.values[place], checked.headers[place]) for place in ready.new]
        heads: dict[tuple[object, ...], int] = {}
        holds: dict[int, int] = {}
        kept: list[Hold] = []
        numbers, held_by = [], []
        memo: dict[tuple[int, bool], int] = {}
        for place, hold in zip(ready.new, ready.holds, strict=True):
            header = checked.headers[place]
            waits = self.held or hold is not None
            number = memo.get((id(header), waits))
            if number is None:
                number = memo[id(header), waits] = heads.setdefault(head_of(header, held=waits), len(heads))
            numbers.append(number)
            if hold is None:
                held_by.append(-1)
            else:
                if id(hold) not in holds:
                    holds[id(hold)] = len(kept)
                    kept.append(hold)
                held_by.append(holds[id(hold)])
        values = [checked.values[place] for place in ready.new]
        lines = self.writer.lines(values, [ready.identities[place] for place in ready.new], numbers, held_by, self.at)
        ready.rows = statements.NewRows(lines, list(heads), kept)

    async def _written(self, ready: Ready) -> None:
        for attempt in range(_AGAIN):
            try:
                return await self._transaction(ready)
            except AlreadyThere:  # somebody, or the batch before, entered one of them since we looked: look again
                if attempt == _AGAIN - 1:
                    raise
                await self._sorted_out(ready)
        raise AssertionError("the last attempt ends in an answer or an error")

    async def _transaction(self, ready: Ready) -> None:
        async with self.desk.store.transaction(self.reader.context(Mode.OWN)) as connection:
            try:
                counts, wrong = await self._batch(connection, ready)
            except psycopg.errors.UniqueViolation as problem:
                raise translated(problem) from problem
            place = msgspec.structs.replace(self.place, rows=self.place.rows + ready.batch.rows, counts=self.place.counts.plus(counts))
            if wrong and not self.most_changes:
                wrong.sort(key=lambda one: one[0].line)
                place = msgspec.structs.replace(place, errors=(*place.errors, refused.keep(self.spool, self.file, wrong, self.at)))
            if not self.dry and not self.releasing:
                await self.progress.keep(connection, place.rows, self.total, shown(place.counts), msgspec.msgpack.encode(place))
        self.place = place
        if not self.most_changes and not self.releasing:
            await self.progress.tell(place.rows, self.total, shown(place.counts))

    async def _batch(self, connection: AsyncConnection, ready: Ready) -> tuple[Counts, list[tuple[Row, tuple[Fault, ...]]]]:
        checked, new = ready.checked, set(ready.new)
        wrong = list(checked.refused)
        rest = [place for place in range(len(checked.numbers)) if place not in new]
        asked = [unsigned(ready.identities[place]) for place in rest]
        before = await store.by_identity(connection, self.register, self.desk.keyring, asked) if asked else {}
        first = {ready.identities[place]: place for place in ready.new} if rest else {}
        tally = await self._entered(connection, ready)
        for place in rest:
            identity = ready.identities[place]
            said: str | Fault
            if identity in first:  # twice in one batch: the first is entered; the second says the same, or is refused
                said = "unchanged" if checked.values[place] == checked.values[first[identity]] else _TWICE
            else:
                said = await self._there(connection, checked, place, before.get(unsigned(identity)))
            if isinstance(said, Fault):
                wrong.append((Row(checked.numbers[place], checked.cells[place]), (said,)))
            else:
                tally[said] = tally.get(said, 0) + 1
        return Counts(rows=ready.batch.rows, refused=len(wrong), **tally), wrong

    async def _entered(self, connection: AsyncConnection, ready: Ready) -> dict[str, int]:
        """Writes what is new; how it counts."""
        if not ready.new:
            return {}
        if self.rows_of(ready) is None:
            return {"entered": len(ready.new)}
        assert ready.rows is not None  # noqa: S101 - made with the batch
        held = self.load if self.held else None
        await statements.write(connection, self.register, self.reader, self.audience, self.at, ready.rows, held)
        await following.follow(connection, self.desk.keyring, self.register)
        await holding.counted(connection, self.reader, self.register, self.at.date(), len(ready.new))
        if self.held:
            return {"held": len(ready.new)}
        waiting = sum(
            hold is not None or ready.checked.headers[place].state is RecordState.WAITING
            for place, hold in zip(ready.new, ready.holds, strict=True)
        )
        return {"entered": len(ready.new), "waiting": waiting}

    def rows_of(self, ready: Ready) -> statements.NewRows | None:
        """What is to be written; nothing of a look, or at a release."""
        return None if self.dry or self.releasing else ready.rows

    async def _there(self, connection: AsyncConnection, checked: Checked, place: int, record: Record | None) -> str | Fault:
        """What becomes of a row about something that is there, or that asks for more than to be entered."""
        action, values, header = checked.actions[place], checked.values[place], checked.headers[place]
        if action == Action.WITHDRAW:
            return await self._withdrawn(connection, record)
        if record is None:
            return _NOT_THERE
        draft = replace(header.draft, values=values)
        correcting = action == Action.CORRECT or (self.spec.mode == FileMode.FULL and action == "")
        if changing.says_the_same(record, draft) or (not correcting and dict(record.values) == values):
            return "unchanged"
        if not correcting:
            return _OTHER
        if wrong := self._not_allowed(Permission.REGISTER_RECORD_CORRECT):
            return wrong
        if self.held or self.dry:
            return "corrected" if self.dry else _LATER
        try:
            await changing.correct(self.desk, connection, self.reader, self.register, record, draft, self.at)
        except Refused as problem:
            return changing.refusal(problem)
        return "corrected"

    async def _withdrawn(self, connection: AsyncConnection, record: Record | None) -> str | Fault:
        if record is None:
            return "unchanged"  # withdrawn before, or never there: the row asks for nothing
        if wrong := self._not_allowed(Permission.REGISTER_RECORD_WITHDRAW):
            return wrong
        if self.dry:
            return "withdrawn"
        if self.held:
            await statements.propose(connection, self.load, self.reader.authority, [record.id])
            return _LATER
        try:
            done = await changing.withdraw(self.desk, connection, self.reader, self.register, record, self.at)
        except Refused as problem:
            return changing.refusal(problem)
        return "withdrawn" if done else "unchanged"

    def _not_allowed(self, permission: Permission) -> Fault | None:
        """What is wrong with a row that asks for more than its officer may. Who releases a load was asked for that."""
        decision = may(self.reader, permission, self.register.number)
        if decision.allowed or self.releasing:
            return None
        return changing.refusal(Refused(decision.rule, decision.sentence, decision.granted_by))


def changes(counts: Counts) -> int:
    """How many records a load would touch."""
    return counts.entered + counts.corrected + counts.withdrawn + counts.held


def shown(counts: Counts) -> dict[str, int]:
    """The counts that say anything, by name."""
    return {name: value for name, value in msgspec.structs.asdict(counts).items() if value and name != "rows"}
