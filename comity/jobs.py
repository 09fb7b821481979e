"""Jobs as officers see them, and the process that runs them.

ComityError
├── Absent        NoSuchJob: there is none of that name for this officer, or its result has ended
└── Refused       whoever started it may not any more when it runs; the refusal is the job's end, and an entry of the audit
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final
from uuid import UUID, uuid4

import psycopg

from comity.access.entries import Actor, Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.postings import reader_now, system_now
from comity.access.rules import granted, may
from comity.audit import Act
from comity.engines.jobs import Cancelled, Interrupted, Job, NewJob, State, store
from comity.engines.jobs.model import Fault
from comity.engines.lasting import surviving
from comity.engines.spool import Spool
from comity.engines.store import NOBODY, Context, Mode
from comity.kernel.errors import Absent, ComityError, Invalid, Refused, Unavailable
from comity.kernel.purposes import Purpose
from comity.kernel.undo import on_failure

if TYPE_CHECKING:
    from comity.engines.jobs import Progress

PAGE: Final = 50
_SLOTS: Final = 2  # jobs at once in one process: a short list does not wait behind a long load
_LOOK_S: Final = 0.5
_TELL_S: Final = 0.5
_AGAIN_S: Final = 1.0
_SWEEP_S: Final = 600.0
_LONGEST_WAIT_S: Final = 3600.0
_OWN: Final = Decision(True, "ACC-08", "The job is the officer's own.")

log = logging.getLogger(__name__)

Handler = Callable[[Reader, Job, "Progress"], Awaitable[None]]
Closer = Callable[[Job, str], Awaitable[None]]
Needs = Callable[[Job], tuple[Permission, ...]]


class NoSuchJob(Absent):
    """There is no such job for this officer."""

    def __init__(self) -> None:
        super().__init__("There is no such job.")


def may_fetch(reader: Reader, job: Job) -> bool:
    """Whether the result is this reader's: of whoever started it; a system's is for those of its authority who load that register too."""
    if job.officer == reader.hand:
        return True
    return job.officer < 0 and job.register > 0 and may(reader, Permission.REGISTER_RECORD_LOAD, job.register).allowed


def new_job(reader: Reader, kind: str, spec: bytes, *, register: int = 0, total: int = 0, counted: str = "rows") -> NewJob:
    """A job of this officer, at the unit and for the purpose of now."""
    return NewJob(
        kind, reader.authority, reader.bureau, reader.hand, reader.unit, int(reader.purpose), spec, register, total, counted
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Jobs:
    """What the edges do with jobs. `handlers`: kind -> what does it, filled in where all is plugged together.

    `closers`: kind -> what accounts for a job that was begun and will not go on, with the reason as a word. `needs`: kind -> what whoever
    fetches its result must still be allowed to, though it was allowed when it was asked for.
    """

    means: Means
    spool: Spool
    handlers: dict[str, Handler] = field(default_factory=dict)
    closers: dict[str, Closer] = field(default_factory=dict)
    needs: dict[str, Needs] = field(default_factory=dict)

    async def start(self, reader: Reader, new: NewJob, job: UUID | None = None) -> UUID:
        """Queues a job; it has begun a second later where a process runs jobs. The caller has asked whether the officer may."""
        job = job or uuid4()
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            await store.enqueue(connection, self.means.keyring, job, new, self.means.clock.now())
        return job

    async def listed(self, reader: Reader, before: int = 0) -> list[Job]:
        """The officer's own jobs, or all of the authority's for who may list them; newest first. `before`: number of the last one seen."""
        everyone = granted(reader.roles, Permission.JOB_QUEUE_LIST)
        officer = 0 if everyone.allowed else reader.hand
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            found = await store.listed(connection, self.means.keyring, officer, before, PAGE)
            decision = everyone if everyone.allowed else _OWN
            await self.means.recorder.record(
                connection, entry(Act.LIST, self.means.clock.now(), of_reader(reader), decision, f"{len(found)} jobs")
            )
        return found

    async def show(self, reader: Reader, job: UUID) -> Job:
        """One job as it stands. Asked again and again while it runs, hence no entry of its own: it shows counts. Raises: NoSuchJob."""
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            found = await store.fetch(connection, self.means.keyring, job)
        if found is None or (found.officer != reader.hand and not granted(reader.roles, Permission.JOB_QUEUE_LIST).allowed):
            raise NoSuchJob
        return found

    async def spec_of(self, reader: Reader, job: UUID) -> bytes:
        """What a job of one's authority was asked to do; empty where it is forgotten. For what goes on from it."""
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            found = await store.fetch(connection, self.means.keyring, job)
        return found.spec if found else b""

    async def cancel(self, reader: Reader, job: UUID) -> Job:
        """Asks a job to stop: it does so at its next safe place. One that is over stays as it is. Raises: NoSuchJob; Refused."""
        found = await self.show(reader, job)
        decision = _OWN if found.officer == reader.hand else granted(reader.roles, Permission.JOB_QUEUE_CANCEL)
        await enforce(self.means, of_reader(reader), decision, "cancel a job")
        at = self.means.clock.now()
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            if await store.cancel(connection, job, reader.hand, at):
                made = entry(Act.SETTING, at, of_reader(reader), decision, f"job {job} ({found.kind}) cancelled")
                await self.means.recorder.record(connection, made)
        return await self.show(reader, job)

    async def result(self, reader: Reader, job: UUID) -> tuple[str, BinaryIO]:
        """The name and the stream of a job's result, for whom `may_fetch` says, with the rights of now (ACC-04).

        Raises: NoSuchJob, also where it has ended; Refused.
        """
        found = await self.show(reader, job)
        for permission in self.needs[found.kind](found) if found.kind in self.needs and may_fetch(reader, found) else ():
            await enforce(self.means, of_reader(reader), may(reader, permission, found.register or None), "result of a job")
        stream = self.spool.reading(found.result, self.means.clock.now()) if may_fetch(reader, found) else None
        if stream is None:
            raise NoSuchJob
        now, registers = self.means.clock.now(), (found.register,) if found.register else ()
        made = entry(Act.EXPORT, now, of_reader(reader), _OWN, f"result of job {job} ({found.kind})", registers=registers)
        with on_failure(stream.close):
            async with self.means.store.transaction(NOBODY) as connection:
                await self.means.recorder.record(connection, made)
        return found.result_name or "result", stream

    async def wait(self, reader: Reader, job: UUID, seconds: float = _LONGEST_WAIT_S) -> Job:
        """Until it is over, or so long. Where no process runs jobs, it is done right here. Raises: NoSuchJob."""
        until = time.monotonic() + seconds
        while True:
            found = await self.show(reader, job)
            if found.state.over or time.monotonic() > until:
                return found
            async with self.means.store.transaction(NOBODY) as connection:
                awake = await store.somebody_awake(connection)
            if not awake:
                await self.run_here(job)
            await asyncio.sleep(0.02 if awake else 0)

    async def run_here(self, job: UUID) -> bool:
        """Takes this job, unless somebody has it, and does it in this process. What it was killed in is resumed by any other."""
        connection = await self.means.store.dedicated()
        async with connection:
            taken = await store.claim(connection, self.means.keyring, self.means.clock.now(), job)
            if taken is None:
                await asyncio.sleep(_TELL_S)
                return False
            await _Run(self, taken, asyncio.Event()).through()
        return True

    async def work_until(self, stop: asyncio.Event) -> None:
        """Runs jobs until told to stop; those under way go on in the next process."""
        await asyncio.gather(*(self._slot(stop) for _ in range(_SLOTS)), self._tidy(stop))

    async def _slot(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                connection = await self.means.store.dedicated()
                async with connection:
                    await store.awake(connection)
                    while not stop.is_set():
                        await self._next(connection, stop)
            except (psycopg.Error, Unavailable, OSError) as problem:
                log.warning("jobs stopped and begin again: %s: %s", type(problem).__name__, problem)
                await _rest(stop, _AGAIN_S)

    async def _next(self, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
        taken = await store.claim(connection, self.means.keyring, self.means.clock.now())
        if taken is None:
            await _rest(stop, _LOOK_S)
            return
        await _Run(self, taken, stop).through()
        await store.let_go(connection, taken)

    async def _tidy(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                now = self.means.clock.now()
                async with self.means.store.transaction(NOBODY) as connection:
                    await store.sweep(connection, now)
                self.spool.sweep(now)
            except (psycopg.Error, ComityError, OSError) as problem:
                log.warning("old jobs stay: %s: %s", type(problem).__name__, problem)
            await _rest(stop, _SWEEP_S)


@dataclass(slots=True)
class _Run:
    """One job being done: its officer's rights of now, its handler, its end; and the `Progress` that the handler talks to."""

    jobs: Jobs
    job: Job
    stop: asyncio.Event
    told_at: float = 0.0

    @property
    def _context(self) -> Context:
        return Context(self.job.owner, 0, 0, 0, Mode.OWN, self.job.bureau)

    async def through(self) -> None:
        """To its end, whichever; a database that is away leaves it to be taken again."""
        if self.job.state is State.FAILED:  # given up when it was claimed
            await self._account("gave_up")
            return
        try:
            broke = await self._broke()
        except Interrupted:
            return
        except Cancelled:
            await self._end(State.CANCELLED)
        except Refused as refused:
            await self._refused(refused)
        except Unavailable as problem:
            await _rest(self.stop, _AGAIN_S)
            log.warning("job %s waits: %s", self.job.id, problem)
        except Invalid as wrong:
            first = wrong.faults[0]
            await self._end(State.FAILED, Fault(first.code, f"{first.sentence} {first.accepted}".strip()))
        except ComityError as problem:
            await self._end(State.FAILED, Fault("failed", str(problem)))
        else:
            if broke:
                await self._end(State.FAILED, Fault("failed", "It failed by a fault of the program: an operator looks at its log."))

    async def _broke(self) -> bool:
        """Does the job; whether the program broke over it, which the log tells. Raises: ComityError, where it cannot or may not be done."""
        with surviving(log, "job %s (%s) failed", self.job.id, self.job.kind, besides=(ComityError, Cancelled, Interrupted)) as ended:
            await self._done()
        return ended.problem is not None

    async def _done(self) -> None:
        job = self.job
        handler = self.jobs.handlers.get(job.kind)
        if handler is None:
            raise Absent("This version does not know that kind of job.")
        await handler(await self._reader(), job, self)
        await self._end(State.DONE)

    async def _reader(self) -> Reader:
        """Who started it, with the rights of now. Raises: Refused."""
        job, means = self.job, self.jobs.means
        if job.officer < 0:
            at = means.clock.now()
            return await system_now(means.store, job.owner, job.bureau, -job.officer, job.unit, Purpose(job.purpose), at)
        return await reader_now(means.store, job.owner, job.bureau, job.officer, job.unit, Purpose(job.purpose))

    async def _end(self, state: State, fault: Fault | None = None) -> None:
        if state is State.FAILED:
            await self._account(fault.code if fault else "failed")
        async with self.jobs.means.store.transaction(self._context) as connection:
            await store.end(connection, self.job.id, state, self.jobs.means.clock.now(), fault)

    async def _refused(self, refused: Refused) -> None:
        job, means = self.job, self.jobs.means
        decision = Decision(False, refused.rule, refused.sentence)
        await self._account("refused")
        async with means.store.transaction(self._context) as connection:
            now = means.clock.now()
            await store.end(connection, job.id, State.FAILED, now, Fault("refused", refused.sentence, refused.rule))
            made = entry(Act.REFUSAL, now, of_job(job), decision, f"job {job.id} ({job.kind})")
            await means.recorder.record(connection, made)

    async def _account(self, why: str) -> None:
        """What it did until now is accounted for, by what its handler kept last."""
        closer = self.jobs.closers.get(self.job.kind)
        if closer is None:
            return
        async with self.jobs.means.store.transaction(self._context) as connection:
            now = await store.fetch(connection, self.jobs.means.keyring, self.job.id)
        if now is not None:
            await closer(now, why)

    async def ask(self) -> None:
        """Whether to go on. Raises: Cancelled; Interrupted."""
        if self.stop.is_set():
            raise Interrupted
        async with self.jobs.means.store.transaction(self._context) as connection:
            if await store.stop_asked(connection, self.job.id):
                raise Cancelled

    async def tell(self, done: int, total: int = 0, counts: Mapping[str, int] | None = None) -> None:
        """Says how far it is, twice a second at most. Raises: Cancelled; Interrupted."""
        if self.stop.is_set():
            raise Interrupted
        now = time.monotonic()
        if now - self.told_at < _TELL_S:
            return
        self.told_at = now
        means = self.jobs.means
        async with means.store.transaction(self._context) as connection:
            if await store.keep(connection, self.job.id, done, total, counts or {}, means.clock.now(), None):
                raise Cancelled

    async def keep(self, connection: psycopg.AsyncConnection, done: int, total: int, counts: Mapping[str, int], place: bytes) -> None:
        """How far it is, within the handler's own transaction, whose context is the owner's."""
        means = self.jobs.means
        kept = store.sealed(means.keyring, self.job.id, "place", place)
        await store.keep(connection, self.job.id, done, total, counts, means.clock.now(), kept)

    async def result(self, name: str, shown_as: str) -> None:
        """The spooled file that is the result."""
        async with self.jobs.means.store.transaction(self._context) as connection:
            await store.result(connection, self.job.id, name, shown_as)


def of_job(job: Job) -> Actor:
    """Who started it, as the audit names the actor."""
    return Actor(job.owner, job.bureau, job.unit, max(0, job.officer), max(0, -job.officer), job.purpose)


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
