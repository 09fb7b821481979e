"""Loads as the edges see them: a file is received and queued as a job; a second officer's decision is a job too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

import msgspec

from comity.access.model import Reader
from comity.engines.jobs import Job, store
from comity.jobs import Jobs, new_job
from comity.kernel.errors import Fault, Invalid, Unavailable
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import acting
from comity.registers.load import RELEASE, Loads, Options, Understood
from comity.registers.loading import releasing
from comity.registers.loading.model import Counts, Load, Spec
from comity.registers.loading.releasing import Sample
from comity.registers.model import Register


def counts_of(job: Job) -> Counts:
    """The counts of a job that loads."""
    return Counts(rows=job.done, **{name: count for name, count in job.counts.items() if name in Counts.__struct_fields__})


@dataclass(frozen=True, slots=True)
class LoadDesk:
    """What pages, API and command line do with loads."""

    loads: Loads
    jobs: Jobs

    async def start(self, reader: Reader, register: Register, file: BinaryIO, options: Options) -> UUID:
        """Receives a file and queues its load; the load has the job's id. Raises: Refused; InvalidFile; NoRoom."""
        _, new = await self.loads.receive(reader, register, file, options)
        return await self.jobs.start(reader, new)

    async def done(self, reader: Reader, register: Register, file: BinaryIO, options: Options) -> Job:
        """As `start`, and waits for its end."""
        return await self.jobs.wait(reader, await self.start(reader, register, file, options))

    async def outcome(self, job: Job) -> tuple[Counts, str]:
        """What became of a load that is over, and its refused rows as text. Raises: Invalid, Unavailable where it failed."""
        if job.fault is not None:
            raise Invalid(Fault("file", job.fault.code, job.fault.sentence))
        if not job.state.over:
            raise Unavailable("The load is not done yet.", f"It goes on as the job {job.id}.")
        stream = self.loads.spool.reading(job.result, self.loads.desk.clock.now()) if job.result else None
        if stream is None:
            return counts_of(job), ""
        with stream:
            return counts_of(job), stream.read().decode("utf-8-sig")

    def look(self, register: Register, file: BinaryIO, options: Options) -> Understood:
        """What a file would be taken for. Raises: InvalidFile."""
        return self.loads.look(register, file, options)

    async def listed(self, reader: Reader, before: tuple[datetime, UUID] | None = None) -> list[Load]:
        """Loads of one's authority, newest first."""
        return await releasing.listed(self.loads.desk, reader, before)

    async def shown(self, reader: Reader, load: UUID) -> Sample:
        """One load, with a sample where it waits. Raises: NoSuchLoad; Refused."""
        return await releasing.shown(self.loads.desk, reader, load)

    async def decide(self, reader: Reader, load: UUID, *, release: bool, reason: str = "") -> UUID:
        """Releases or refuses a load as a whole; gives the job that carries it out. Raises: NoSuchLoad; Refused; Invalid."""
        desk = self.loads.desk
        found = await releasing.may_decide(desk, reader, load)
        started = await self.jobs.spec_of(reader, load)
        spec = load.bytes + (started or msgspec.msgpack.encode(Spec("", "", found.register, int(found.mode), found.digest, found.size)))
        job = uuid4()
        new = new_job(reader, RELEASE, spec, register=found.register, total=found.counts.held + found.counts.missing, counted="records")
        async with acting(desk, reader, BY_NUMBER[found.register], "decision on a load") as connection:
            await releasing.decide(desk, connection, reader, load, release=release, reason=reason)
            await store.enqueue(connection, desk.keyring, job, new, desk.clock.now())
        return job
