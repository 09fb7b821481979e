"""`comity check-list`: a passenger, crew, vehicle or cargo list checked as a whole; its rows come back with columns added."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, note, say, table, under

if TYPE_CHECKING:
    from comity.client import Client
    from comity.client.lists import CheckedList, DryList, ListCounts, ListQuestion

_LARGEST: Final = 50 << 20
_LOOK_S: Final = 0.5
_NAMES: Final = (
    ("hit", "hits"), ("look_alike", "look-alikes or candidates"), ("no_answer", "without an answer"), ("partly_asked", "asked in part"),
    ("not_asked", "not asked"), ("no_hit", "no hits"),
)  # fmt: skip
_SETTLE: Final = (
    "Look-alikes and candidates are no hits yet: look again, then `comity settle` with the row's entry, time and record, or"
    " `comity persons answer` with the row's entry and mark."
)
_Many = list[str] | None


def check_list(
    file: Path,
    *,
    out: Annotated[Path | None, Parameter(help="Where the rows go with their answers; FILE.checked.csv otherwise.")] = None,
    dry: Annotated[bool, Parameter(help="Only say how the columns are understood; nothing is asked.")] = False,
    column: Annotated[_Many, Parameter(help="TITLE=CODE, where a column is something else than its title says.", negative="")] = None,
    register: Annotated[_Many, Parameter(help="Ask only this register; once for each.", negative="")] = None,
    protected: Annotated[bool, Parameter(help="The owners learn nothing until your supervisor releases it.")] = False,
    reference: Annotated[str, Parameter(help="Your own case number, kept with every row.")] = "",
    purpose: Annotated[str, Parameter(help="The purpose; an officer's session has one already.")] = "",
    officer: Annotated[str, Parameter(help="With a system's token: who asks, by your own reference.")] = "",
    unit: Annotated[str, Parameter(help="With a system's token: at which unit.")] = "",
    json: Annotated[bool, Parameter(help="The answer as JSON.")] = False,
) -> int:
    """Checks a list from a CSV file, each row one audited check. Exit code as of a check: the worst of any row.

    A row of which something could not be read is never a no-hit: it counts as without an answer (20).
    """
    from comity.client.lists import ListQuestion

    content = _content(file)
    where = out or file.with_name(f"{file.stem}.checked.csv")
    if not dry and where.exists():
        raise Stopped(f"{where} is there already, and nothing is overwritten.", "Name another file with --out.")
    how = ListQuestion(file.name, tuple(column or ()), tuple(register or ()), protected, reference, purpose, officer, unit)
    with client() as server:
        understood = server.dry_list(content, how)
        if dry:
            return _dry(understood, json=json)
        _told(understood)
        done = _checked(server, content, how)
        with where.open("xb") as result:
            server.list_result(done.list, result)
    if json:
        as_json(done)
    else:
        _show(done, where)
    return _code(done.counts, whole=done.state == "done")


def _content(file: Path) -> bytes:
    if file.stat().st_size > _LARGEST:
        raise Stopped(f"{file} is larger than {_LARGEST >> 20} MB.", "Part it, and keep the first line in each part.")
    return file.read_bytes()


def _dry(dry: DryList, *, json: bool) -> int:
    if json:
        as_json(dry)
        return 0
    table(("column", "read as"), [(one.title, _reading(one.read_as)) for one in dry.columns], "No columns.")
    asking = f"{dry.rows} rows, of which {dry.asking} ask about {dry.identifiers} things and {dry.persons} persons."
    say(f"{asking} Encoding: {dry.encoding}. Nothing was asked.")
    for cells in dry.unread:
        under(f"{cells.column}, from line {cells.first_line}, {cells.cells} times: {cells.sentence} {cells.accepted}".rstrip())
    return 0


def _reading(code: str) -> str:
    return {"": "left out: not understood", "carried": "carried through, not asked about"}.get(code, code)


def _told(dry: DryList) -> None:
    """How the columns are understood, on standard error: what is not asked is said."""
    asked = [f"{one.title} ({one.read_as})" for one in dry.columns if one.read_as not in ("", "carried")]
    rest = [one.title for one in dry.columns if one.read_as in ("", "carried")]
    note(f"Asked: {', '.join(asked)}." + (f" Not asked: {', '.join(rest)}." if rest else ""))


def _checked(server: Client, content: bytes, how: ListQuestion) -> CheckedList:
    """The list at its end; a long one is followed. Ctrl-C leaves it going, and says so."""
    done = server.check_list(content, how)
    said = -1
    try:
        while done.job is not None and not done.over:
            job = server.job(done.job)
            if job.done != said:
                left = f", {round(job.left_s)} s left" if job.left_s is not None else ""
                note(f"{job.done} of {job.total} rows{left}")
                said = job.done
            if job.over:
                return server.checked_list(done.list)
            time.sleep(_LOOK_S)
    except KeyboardInterrupt:
        note(f"It goes on without you. To stop it: comity jobs cancel {done.job}")
        raise
    return done


def _show(done: CheckedList, where: Path) -> None:
    counts = done.counts
    words = [f"{getattr(counts, name)} {word}" for name, word in _NAMES if getattr(counts, name)]
    say(f"{counts.rows} rows: {', '.join(words) or 'none'}.", "bold")
    if done.state != "done":
        say(f"Only {counts.rows} of {done.total} rows were asked; the list was {done.state}.", "yellow")
    if counts.unread:
        say(f"{counts.unread} cells could not be read; each is named in its row.")
    if counts.look_alike:
        say(_SETTLE)
    note(f"The rows with their answers are in {where}, and here for a day: list {done.list}.")


def _code(counts: ListCounts, *, whole: bool) -> Exit:
    if counts.hit:
        return Exit.HIT
    if counts.look_alike:
        return Exit.LOOK_ALIKE
    return Exit.NO_ANSWER if counts.no_answer or counts.partly_asked or counts.not_asked or not whole else Exit.OK
