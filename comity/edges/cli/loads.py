"""Loads of your authority, and the second officer's decision about those that wait."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.client.loads import LoadLine, SampleRecord
from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.jobs import followed
from comity.edges.cli.terminal import as_json, facts, note, say, table

Reason = Annotated[str, Parameter(help="Why; kept sealed. A refusal needs at least 10 characters.")]
Wait = Annotated[bool, Parameter(help="Until it is carried out.", negative="")]


def listed(*, after: After = "", json: AsJson = False) -> int:
    """Lists loads of your authority, newest first."""
    page = client().loads(after)
    if json:
        as_json(page)
        return 0
    rows = [
        (one.id, f"{one.started_at:%Y-%m-%d %H:%M}Z", one.register.replace("_", " "), one.file, one.state, _counts(one))
        for one in page.items
    ]
    table(("load", "at", "register", "file", "state", "rows"), rows, "There are no loads.")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def _counts(load: LoadLine) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in load.counts.items())


def show(load: str, *, json: AsJson = False) -> int:
    """Shows a load; where it waits, some of its records, drawn at random."""
    found = client().show_load(load)
    if json:
        as_json(found)
        return 0
    one = found.load
    say(f"{one.file or one.id}, {one.state.replace('_', ' ')}", "bold")
    facts((("register", one.register), ("mode", one.mode), ("counts", _counts(one)), ("why", one.why), ("sha256", one.sha256)))
    _sample("Some of what would be visible:", found.new)
    _sample("Some of what would be withdrawn:", found.missing)
    return 0


def _sample(title: str, records: tuple[SampleRecord, ...]) -> None:
    if records:
        say(title, "bold")
    for record in records:
        say(", ".join(f"{name} {value}" for name, value in record.values.items()))


def release(load: str, *, reason: Reason = "", wait: Wait = False) -> int:
    """Releases a load that a colleague brought, as a whole."""
    return _carried_out(str(client().release_load(load, reason).job), wait)


def refuse(load: str, *, reason: Reason, wait: Wait = False) -> int:
    """Refuses a load as a whole: what it brought is erased, what it would have withdrawn stays."""
    return _carried_out(str(client().refuse_load(load, reason).job), wait)


def _carried_out(job: str, wait: bool) -> int:
    if not wait:
        say(f"Decided. It is carried out as the job {job}.")
        return 0
    done = followed(client(), job)
    say(f"Carried out: {done.state}.")
    return Exit.ERROR if done.state == "failed" else Exit.OK
