"""Work that outlives a request: how far it is, to stop it, its result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath
from litestar.response import Stream

from comity.access.model import Reader
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import After, GivenComity, GivenStarter
from comity.edges.marks import number_in, sealed_mark
from comity.engines.jobs import Job
from comity.jobs import PAGE, may_fetch
from comity.kernel.strip import Strip

_PIECE = 1 << 20


class JobFault(msgspec.Struct, frozen=True):
    """Why it failed: a stable code, a sentence, and the rule where one forbade it."""

    code: str
    sentence: str
    rule: str = ""


class JobOut(msgspec.Struct, frozen=True):
    """One job. `counted`: what `done` and `total` count; `total` 0 and `left_s` null are not known yet. `result`: its file can be fetched.

    `state`: waiting, running, done, cancelled, failed. `ends_at`: when it is forgotten.
    """

    id: UUID
    kind: str
    register: str
    state: str
    done: int
    total: int
    counted: str
    counts: dict[str, int]
    per_second: float
    left_s: float | None
    fault: JobFault | None
    result: str
    own: bool
    created_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    ends_at: datetime


class JobsOut(msgspec.Struct, frozen=True):
    """A page, newest first: one's own, or all of the authority's for registrars and supervisors; a system's are its own."""

    items: tuple[JobOut, ...]
    next: str = ""


def job_out(job: Job, reader: Reader) -> JobOut:
    """A job as the API says it."""
    own = job.officer == reader.hand
    return JobOut(
        id=job.id,
        kind=job.kind,
        register=Strip(job.register).code if job.register else "",
        state=job.state.code,
        done=job.done,
        total=job.total,
        counted=job.counted,
        counts=dict(job.counts),
        per_second=round(job.per_second, 1),
        left_s=None if job.left_s is None else round(job.left_s, 1),
        fault=JobFault(job.fault.code, job.fault.sentence, job.fault.rule) if job.fault else None,
        result=job.result_name if job.result and may_fetch(reader, job) else "",
        own=own,
        created_at=job.created_at,
        changed_at=job.changed_at,
        ended_at=job.ended_at,
        ends_at=job.ends_at,
    )


@get("/jobs", responses=reading())
async def jobs(comity: GivenComity, starter: GivenStarter, after: After = "") -> JobsOut:
    """Jobs, newest first."""
    found = await comity.jobs.listed(starter, number_in(comity.keyring, after))
    following = sealed_mark(comity.keyring, found[-1].number) if len(found) == PAGE else ""
    return JobsOut(tuple(job_out(one, starter) for one in found), following)


@get("/jobs/{job:uuid}", responses=reading(404))
async def job(comity: GivenComity, starter: GivenStarter, job: FromPath[UUID]) -> JobOut:
    """One job as it stands."""
    return job_out(await comity.jobs.show(starter, job), starter)


@post("/jobs/{job:uuid}/cancel", status_code=200, responses=writing(404))
async def cancelled(comity: GivenComity, starter: GivenStarter, job: FromPath[UUID]) -> JobOut:
    """Asks a job to stop at its next safe place; what it did until then stays. One that is over stays as it is."""
    return job_out(await comity.jobs.cancel(starter, job), starter)


@get("/jobs/{job:uuid}/result", media_type="application/octet-stream", responses=reading(404))
async def result(comity: GivenComity, starter: GivenStarter, job: FromPath[UUID]) -> Stream:
    """The file that it made, for whoever started it, until it ends; a system's also for officers who may load that register."""
    name, stream = await comity.jobs.result(starter, job)
    return Stream(pieces(stream), media_type="application/octet-stream", headers=attached(name))


def attached(name: str) -> dict[str, str]:
    """A file to keep. Names are our own words or cleaned ones."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    return {"content-disposition": f'attachment; filename="{plain}"', "x-content-type-options": "nosniff"}


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """A stream by pieces, closed at its end."""
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


ROUTES = Router("/", route_handlers=[jobs, job, cancelled, result], tags=["Jobs"])
