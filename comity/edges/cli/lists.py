"""Lists that were checked as a whole: those of the last day, their rows, and one that broke off."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, note, say, table


def listed(*, json: AsJson = False) -> int:
    """Lists your lists of the last day."""
    found = client().checked_lists()
    if json:
        as_json(found)
        return 0
    rows = [
        (one.list, f"{one.at:%Y-%m-%d %H:%M}Z", one.title, one.state, f"{one.counts.rows} of {one.total}", one.counts.hit) for one in found
    ]
    table(("list", "time", "title", "state", "rows", "hits"), rows, "No list within the last day.")
    return 0


def rows(
    name: str,
    *,
    outcome: Annotated[str, Parameter(help="Only these: hit, look_alike, no_answer, partly_asked, not_asked, no_hit.")] = "",
    after: Annotated[int, Parameter(help="The line that the page before ended with.")] = 0,
    json: AsJson = False,
) -> int:
    """Shows rows of a list as they were answered, page by page."""
    page = client().list_rows(name, outcome, after)
    if json:
        as_json(page)
        return 0
    cells = [
        (
            one.line,
            one.outcome.replace("_", " "),
            ", ".join(asked.value for asked in one.asked),
            ", ".join(hit.record for answer in one.answers for hit in answer.hits),
            one.check,
        )
        for one in page.items
    ]
    table(("line", "outcome", "asked", "records", "check"), cells, "No such row.")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def result(name: str, out: Path) -> int:
    """Writes the rows of a list with their answers into a file once more."""
    if out.exists():
        raise Stopped(f"{out} is there already, and nothing is overwritten.", "Name another file.")
    server = client()
    server.checked_list(name)  # says that there is none, before a file is made
    with out.open("xb") as file:
        server.list_result(name, file)
    note(f"Written: {out}")
    return 0


def resume(
    name: str,
    *,
    purpose: Annotated[str, Parameter(help="The purpose; an officer's session has one already.")] = "",
    officer: Annotated[str, Parameter(help="With a system's token: who asks, by your own reference.")] = "",
    unit: Annotated[str, Parameter(help="With a system's token: at which unit.")] = "",
    json: AsJson = False,
) -> int:
    """Goes on with a list that broke off: rows that were answered are not asked again."""
    done = client().resume_list(name, purpose=purpose, officer=officer, unit=unit)
    if json:
        as_json(done)
        return 0
    say(f"{done.title}: {done.counts.rows} of {done.total} rows, {done.state}.")
    if done.job is not None and not done.over:
        note(f"It goes on as a job: comity jobs show {done.job} --wait")
    return 0


def remove(name: str) -> int:
    """Takes a list and its answers away before their day is over; what was asked stays in the log."""
    client().remove_list(name)
    say("Taken away.")
    return 0
