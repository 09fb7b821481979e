"""Work that outlives a command: how far it is, to stop it, its result."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table
from comity.kernel.undo import on_failure

if TYPE_CHECKING:
    from comity.client import Client
    from comity.client.jobs import Job

_LOOK_S: Final = 0.5
_HOUR_S: Final = 3600


def listed(*, after: After = "", json: AsJson = False) -> int:
    """Lists jobs, newest first: your own, or all of your authority for registrars and supervisors."""
    page = client().jobs(after)
    if json:
        as_json(page)
        return 0
    rows = [
        (one.id, f"{one.created_at:%Y-%m-%d %H:%M}Z", one.kind, one.register.replace("_", " "), one.state, how_far(one))
        for one in page.items
    ]
    table(("job", "at", "kind", "register", "state", ""), rows, "There are no jobs.")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def show(job: str, *, wait: Annotated[bool, Parameter(help="Until it is over.", negative="")] = False, json: AsJson = False) -> int:
    """Shows a job; --wait follows it to its end. Ends with 1 where it failed."""
    found = followed(client(), job) if wait else client().job(job)
    if json:
        as_json(found)
    else:
        _show(found)
    return Exit.ERROR if found.state == "failed" else Exit.OK


def _show(job: Job) -> None:
    say(f"{job.kind.replace('_', ' ')}, {job.state}", "bold")
    counts = ", ".join(f"{count:,} {name}" for name, count in job.counts.items())
    wrong = f"{job.fault.sentence} ({job.fault.rule or job.fault.code})" if job.fault else ""
    result = f"comity jobs result {job.id}" if job.result else ""
    facts((("how far", how_far(job)), ("counts", counts), ("wrong", wrong), ("result", result)))


def cancel(job: str) -> int:
    """Asks a job to stop at its next safe place; what it did until then stays."""
    found = client().cancel_job(job)
    say("It stops at its next safe place." if not found.over else f"It is over: {found.state}.")
    return 0


def result(job: str, *, out: Annotated[Path | None, Parameter(help="Where it goes; under its own name otherwise.")] = None) -> int:
    """Fetches the file that a job of yours made."""
    server = client()
    where = out or Path(Path(server.job(job).result or "result").name)
    fetched(server, job, where)
    say(f"It is in {where}.")
    return 0


def fetched(server: Client, job: str, where: Path) -> None:
    """Writes a job's result. Raises: Stopped where the file is there already."""
    try:
        file = where.open("xb")
    except FileExistsError:
        raise Stopped(f"{where} is there already, and nothing is overwritten.", "Name another file.") from None
    with on_failure(partial(where.unlink, missing_ok=True)), file:
        server.job_result(job, file)


def followed(server: Client, job: str) -> Job:
    """A job at its end; says how far it is meanwhile, on standard error. Ctrl-C leaves it running, and says how to stop it."""
    said = ""
    try:
        while True:
            found = server.job(job)
            if found.over:
                return found
            if (now := how_far(found)) != said:
                note(now)
                said = now
            time.sleep(_LOOK_S)
    except KeyboardInterrupt:
        note(f"It goes on without you. To stop it: comity jobs cancel {job}")
        raise


def how_far(job: Job) -> str:
    """How far a job is: a share where the total is known, its rate and the time left."""
    if job.state != "running":
        return f"{job.done:,} {job.counted}" if job.done else ""
    parts = [f"{job.done:,} of {job.total:,} {job.counted}" if job.total else f"{job.done:,} {job.counted}"]
    if job.per_second:
        parts.append(f"{job.per_second:,.0f} a second")
    if job.left_s is not None:
        parts.append(f"{_duration(job.left_s)} left")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    hours, rest = divmod(whole, _HOUR_S)
    return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s" if rest >= 60 else f"{rest} s"
