"""Loading files: received into the spool, done as a job, one entry of the audit with the digest of all rows; sampled and released.

A load has one row of its own and, when it ends, one entry, whichever way it ends: done, stopped, or closed because whoever started it
may not any more. What its batches entered until then is recorded, belongs to the load by its row's counts, and is named by that entry.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final
from uuid import UUID

import msgspec

from comity.access.entries import Actor, entry
from comity.access.model import Decision, Permission, Reader
from comity.audit import Act
from comity.engines import threads
from comity.engines.jobs import Cancelled, Job, NewJob, Progress
from comity.engines.spool import Spool
from comity.engines.spool.spool import LIFE
from comity.engines.store import Context
from comity.engines.store import Mode as Acting
from comity.kernel.errors import Fault
from comity.kernel.undo import on_failure
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import Desk, permitted
from comity.registers.loading import judging, missing, refused, releasing, statements
from comity.registers.loading.model import InvalidFile, LoadState, Mode, Place, Spec
from comity.registers.loading.rows import Opened, opened
from comity.registers.loading.run import Pass, changes, shown
from comity.registers.model import Register
from comity.registers.record import Entered
from comity.registers.rules import may_enter

KIND: Final = "load"
RELEASE: Final = "load_release"
LARGEST: Final = 8 << 30  # bytes of one file
_PIECE: Final = 1 << 20
_LONGEST_NAME: Final = 200


NOTHING: Final = Entered()


@dataclass(frozen=True, slots=True)
class Options:
    """What an officer says of a file. `mapping`: the user's column -> path, empty to leave it out. `encoding` empty: as found.

    `words`: path of a list -> comparable word of the file -> value.

    `defaults`: the header of rows that do not state it. `name`: the file's, for the list of loads. `kind`: csv, jsonl, xlsx or as found.
    """

    mode: Mode = Mode.DELTA
    defaults: Entered = NOTHING
    mapping: Mapping[str, str] | None = None
    words: Mapping[str, Mapping[str, str]] | None = None
    encoding: str = ""
    kind: str = ""
    dry: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file is, before anything is loaded: its kind, its encoding and whether that is certain, its columns and their meaning."""

    kind: str
    encoding: str
    certain: bool
    columns: tuple[tuple[str, str], ...]
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Loads:
    """What a load works with. `hold`: amounts wait for a second officer (REC-18); a benchmark alone does without."""

    desk: Desk
    spool: Spool
    hold: bool = True

    async def receive(self, reader: Reader, register: Register, file: BinaryIO, options: Options) -> tuple[Spec, NewJob]:
        """Takes a file into the spool and understands it. Raises: Refused; InvalidFile, where nothing of it could be loaded; NoRoom."""
        await permitted(self.desk, reader, register, Permission.REGISTER_RECORD_LOAD)
        may_enter(reader, register).enforce()
        name, digest, size = await asyncio.to_thread(self._spooled, file)
        spec = Spec(
            spooled=name, file=" ".join(options.name.split())[:_LONGEST_NAME], register=register.number, mode=int(options.mode),
            digest=digest, size=size, kind=options.kind, encoding=options.encoding, mapping=dict(options.mapping or {}),
            defaults=options.defaults,
            words={path: dict(said) for path, said in (options.words or {}).items()},
            dry=options.dry,
        )  # fmt: skip
        with on_failure(partial(self.spool.drop, name)):
            (await self._opened(register, spec)).close()
        job = NewJob(
            KIND, reader.authority, reader.bureau, reader.hand, reader.unit, int(reader.purpose), msgspec.msgpack.encode(spec),
            register.number,
        )  # fmt: skip
        return spec, job

    def _spooled(self, file: BinaryIO) -> tuple[str, bytes, int]:
        digest, size = hashlib.sha256(), 0
        with self.spool.writing(self.desk.clock.now() + LIFE) as (name, out):
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise InvalidFile(Fault("file", "too_large", "This file is too large.", f"At most {LARGEST >> 30} GB."))
                digest.update(piece)
                out.write(piece)
        return name, digest.digest(), size

    async def _opened(self, register: Register, spec: Spec) -> Opened:
        return await threads.opened(partial(self._file, register, spec))

    def _file(self, register: Register, spec: Spec) -> Opened:
        stream = self.spool.reading(spec.spooled, self.desk.clock.now())
        if stream is None:
            raise InvalidFile(Fault("file", "gone", "The file is no longer kept.", "Load it again."))
        with on_failure(stream.close):
            return opened(register, stream, spec.kind, spec.encoding, spec.mapping)

    def look(self, register: Register, file: BinaryIO, options: Options, rows: int = 5) -> Understood:
        """What a file would be taken for, and its first rows. Raises: InvalidFile."""
        found = opened(register, file, options.kind, options.encoding, options.mapping)
        batch = next(found.batches, None)
        sample = tuple(tuple(cells) for cells in (batch.cells[:rows] if batch else []))
        columns = tuple(zip(found.layout.titles, found.layout.names, strict=True))
        return Understood(found.kind.value, found.encoding.name, found.encoding.certain, columns, sample)

    async def run(self, reader: Reader, job: Job, progress: Progress) -> None:
        """The job's handler. Raises: Cancelled, once what was loaded is accounted for; Interrupted; Refused; InvalidFile."""
        spec = msgspec.msgpack.decode(job.spec, type=Spec)
        register = BY_NUMBER[spec.register]
        await permitted(self.desk, reader, register, Permission.REGISTER_RECORD_LOAD)
        may_enter(reader, register).enforce()
        place = msgspec.msgpack.decode(job.place, type=Place) if job.place else Place()
        at = job.created_at if spec.dry else self.desk.clock.now()
        going = Pass(
            self.desk, self.spool, reader, register, job.id, spec, await self._opened(register, spec), progress, place, at,
            dry=spec.dry,
        )  # fmt: skip
        try:
            await self._through(going, job)
        finally:
            going.file.close()

    async def _through(self, going: Pass, job: Job) -> None:
        spec = going.spec
        await going.begin()
        going.total = await asyncio.to_thread(self._rows, spec)
        if not spec.dry:
            await self._begun(going, job)
        try:
            place = await going.through()
            if spec.mode == Mode.FULL and not spec.dry:
                place = await self._missing(going)
        except Cancelled:
            await self._closed(job.id, of_job(job), spec, going.place, LoadState.BROKEN, "cancelled")
            raise
        errors = await asyncio.to_thread(refused.whole, self.spool, going.file, place.errors, self.desk.clock.now())
        if errors:
            await going.progress.result(errors, refused.file_name(going.file.kind))
        if spec.dry:
            await self._counted(going)
            return
        waits = place.held or place.counts.missing or place.counts.held
        await self._closed(job.id, of_job(job), spec, place, LoadState.HELD if waits else LoadState.DONE, place.why, errors)

    async def _missing(self, going: Pass) -> Place:
        again = await self._opened(going.register, going.spec)
        try:
            return await missing.proposed(going, again)
        finally:
            again.close()

    async def _counted(self, going: Pass) -> None:
        """The end of a dry run: its counts, and nothing else."""
        async with self.desk.store.transaction(going.reader.context(Acting.OWN)) as connection:
            await going.progress.keep(connection, going.place.rows, going.total, shown(going.place.counts), b"")
        refused.drop(self.spool, going.place.errors)
        self.spool.drop(going.spec.spooled)

    def _rows(self, spec: Spec) -> int:
        """How many rows there are, about: lines but the first. Of a spreadsheet it is not known."""
        stream = self.spool.reading(spec.spooled, self.desk.clock.now())
        if stream is None:
            return 0
        with stream:
            if stream.read(2) == b"PK":
                return 0
            count, last = 0, b""
            while piece := stream.read(_PIECE):
                count += max(piece.count(b"\n"), piece.count(b"\r"))
                last = piece[-1:]
        return max(0, count - (last == b"\n") + (spec.kind == "jsonl"))

    async def _begun(self, going: Pass, job: Job) -> None:
        """The load's row, and whether all of it waits for a second officer (REC-18): by its changes, not by rows that say nothing new."""
        mapping = dict(zip(going.file.layout.titles, going.file.layout.names, strict=True))
        async with self.desk.store.transaction(going.reader.context(Acting.OWN)) as connection:
            await statements.begin(
                connection, self.desk.keyring, going.reader, job.id, going.spec, going.file.encoding.name, mapping, going.at
            )
        if not job.place and self.hold:
            coming = await self._changes(going)
            why = judging.of_amount(going.standing, coming)
            going.place = msgspec.structs.replace(going.place, held=bool(why), why=f"REC-18: {why}" if why else "")
            async with self.desk.store.transaction(going.reader.context(Acting.OWN)) as connection:
                await going.progress.keep(connection, 0, going.total, {}, msgspec.msgpack.encode(going.place))
        going.held = going.place.held

    async def _changes(self, going: Pass) -> int:
        """How many records it would touch, as far as that matters."""
        least = judging.least_held(going.standing)
        if going.total and going.total < least:
            return going.total
        file = await self._opened(going.register, going.spec)
        look = Pass(
            self.desk, self.spool, going.reader, going.register, going.load, going.spec, file, going.progress, Place(), going.at, dry=True,
            most_changes=least,
        )  # fmt: skip
        try:
            await look.begin()
            return changes((await look.through()).counts)
        finally:
            look.file.close()

    async def release(self, reader: Reader, job: Job, progress: Progress) -> None:
        """Carries out a second officer's decision: new records, withdrawals, then the corrections that the file held for it."""
        async with self.desk.store.transaction(reader.context(Acting.OWN)) as connection:
            load = await statements.fetch(connection, self.desk.keyring, UUID(bytes=job.spec[:16]))
        if load is None:
            raise releasing.NoSuchLoad
        await permitted(self.desk, reader, BY_NUMBER[load.register], Permission.REGISTER_RECORD_RELEASE)
        await releasing.carry_out(self.desk, reader, progress, load)
        spec = msgspec.msgpack.decode(job.spec[16:], type=Spec)
        if load.state is LoadState.RELEASED and load.held:
            await self._corrections(reader, job, progress, spec)
        self.spool.drop(spec.spooled)

    async def _corrections(self, reader: Reader, job: Job, progress: Progress, spec: Spec) -> None:
        """What the file says of records that were there before it, now that it is released; a file that is no longer kept has none left."""
        register = BY_NUMBER[spec.register]
        try:
            file = await self._opened(register, spec)
        except InvalidFile:
            return
        place = msgspec.msgpack.decode(job.place, type=Place) if job.place else Place()
        going = Pass(self.desk, self.spool, reader, register, job.id, spec, file, progress, place, self.desk.clock.now(), releasing=True)
        try:
            await going.begin()
            refused.drop(self.spool, (await going.through()).errors)
        finally:
            file.close()

    async def abandoned(self, job: Job, why: str) -> None:
        """A load whose job will not go on: what it entered is accounted for, with its entry (the job's closer)."""
        spec = msgspec.msgpack.decode(job.spec, type=Spec)
        place = msgspec.msgpack.decode(job.place, type=Place) if job.place else Place()
        if not spec.dry:
            await self._closed(job.id, of_job(job), spec, place, LoadState.BROKEN, why)

    async def _closed(self, load: UUID, actor: Actor, spec: Spec, place: Place, state: LoadState, why: str, errors: str = "") -> None:
        now, counts = self.desk.clock.now(), place.counts
        said = ", ".join(f"{value} {name}" for name, value in shown(counts).items())
        detail = f"load {state.code}: {counts.rows} rows: {said or 'none'}; {Mode(spec.mode).code}; sha256 {spec.digest.hex()}"
        rule = "REC-18" if state is LoadState.HELD else "REC-01"
        held = place.held or bool(counts.held or counts.missing)
        async with self.desk.store.transaction(Context(actor.authority, 0, 0, 0, Acting.OWN, actor.bureau)) as connection:
            if await statements.close(connection, load, state, counts, held, why, errors, now):
                made = entry(Act.LOAD, now, actor, Decision(True, rule, ""), detail, registers=(spec.register,))
                await self.desk.recorder.record(connection, made)
        await asyncio.to_thread(refused.drop, self.spool, place.errors)
        if state is not LoadState.HELD:
            self.spool.drop(spec.spooled)


def of_job(job: Job) -> Actor:
    """Who started it, as the audit names the actor."""
    return Actor(job.owner, job.bureau, job.unit, max(0, job.officer), max(0, -job.officer), job.purpose)
