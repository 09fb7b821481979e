"""Jobs of one's own authority: list, one, stop, its file."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from comity.edges.marks import number_in, sealed_mark
from comity.edges.web import paths
from comity.edges.web.i18n import Message, mark
from comity.edges.web.pages import jobs
from comity.edges.web.pages.jobs import JobLine, JobsView, JobView
from comity.edges.web.routes.answers import Answer, go, page, streamed
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.engines.jobs import Job
from comity.jobs import PAGE, may_fetch
from comity.kernel.errors import Absent

_AGAIN_S: Final = 2
# Kinds of jobs whose subject has a page of its own: the address, and the words of the link.
ONWARD: Final[dict[str, tuple[str, str]]] = {"load": (paths.LOADED, mark("What became of it"))}


async def listed(visit: Visit) -> Answer:
    """Newest first."""
    after = visit.query.get("after", "")
    found = await visit.comity.jobs.listed(visit.reader, number_in(visit.comity.keyring, after))
    older = f"{paths.JOBS}?after={sealed_mark(visit.comity.keyring, found[-1].number)}" if len(found) == PAGE else ""
    return page(jobs.page(JobsView(visit.frame(), tuple(line(visit, one) for one in found), older), visit.t))


def line(visit: Visit, job: Job) -> JobLine:
    """A job as a page shows it."""
    return JobLine(
        job=str(job.id),
        at=job.created_at,
        kind=job.kind,
        register=job.register,
        state=job.state.code,
        done=job.done,
        total=job.total,
        per_second=job.per_second,
        left_s=job.left_s,
        counts=dict(job.counts),
        wrong=_wrong(job),
        rule=job.fault.rule if job.fault else "",
        result=bool(job.result) and may_fetch(visit.reader, job),
        ended=job.ended_at,
    )


def _wrong(job: Job) -> Message | None:
    return (job.fault.sentence, {}) if job.fault else None


def job_of(visit: Visit) -> UUID:
    """The job that the address names. Raises: Absent."""
    try:
        return UUID(visit.place("job"))
    except ValueError:
        raise Absent from None


async def shown(visit: Visit) -> Answer:
    """One job; while it runs the page comes again by itself, without a script."""
    job = await visit.comity.jobs.show(visit.reader, job_of(visit))
    onward, label = ONWARD.get(job.kind, ("", ""))
    view = JobView(visit.frame(), line(visit, job), paths.at(onward, load=str(job.id)) if onward else "", visit.t(label) if label else "")
    return page(jobs.job_page(view, visit.t), headers={} if job.state.over else {"refresh": str(_AGAIN_S)})


async def cancelled(visit: Visit) -> Answer:
    """Asks it to stop."""
    job = await visit.comity.jobs.cancel(visit.reader, job_of(visit))
    return go(paths.at(paths.JOB, job=str(job.id)))


async def result(visit: Visit) -> Answer:
    """Its file."""
    name, stream = await visit.comity.jobs.result(visit.reader, job_of(visit))
    return streamed(stream, name)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.JOBS, listed),
    Route("GET", paths.JOB, shown),
    Route("POST", paths.JOB_CANCEL, cancelled),
    Route("GET", paths.JOB_RESULT, result),
)
