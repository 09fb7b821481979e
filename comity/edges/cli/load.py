"""Files of records, and what a register's file holds."""

from __future__ import annotations

import contextlib
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.jobs import fetched, followed
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, out, say, table, under
from comity.edges.watching.folder import DONE, REFUSED, Folder, Gone, Later, Taken
from comity.edges.watching.loading import Loader, shown, summary

if TYPE_CHECKING:
    from comity.client import Client
    from comity.client.jobs import Job
    from comity.client.loads import LoadQuestion

_LOOK_S: Final = 2.0
Purposes = Annotated[list[str] | None, Parameter(help="A purpose of the records, where the file has no such column.", negative="")]


def load(
    register: str,
    file: Path | None = None,
    *,
    mapping: Annotated[str, Parameter(help="A mapping of your unit: what the columns and words of the file are.")] = "",
    dry_run: Annotated[bool, Parameter(help="Only say what would become of the rows; nothing is written.", negative="")] = False,
    full: Annotated[bool, Parameter(help="The file is all you have: what is missing is proposed for withdrawal.", negative="")] = False,
    encoding: Annotated[str, Parameter(help="Where it is not as found: utf-8, cp1252 ...")] = "",
    watch: Annotated[Path | None, Parameter(help="Load whatever appears in this folder, until Ctrl-C.")] = None,
    errors: Annotated[Path | None, Parameter(help="Where the refused rows go; FILE.errors.csv otherwise.")] = None,
    purpose: Purposes = None,
    law: Annotated[str, Parameter(help="The law they rest on, where the file has no such column.")] = "",
    source: Annotated[str, Parameter(help="authority or holder, where the file has no such column.")] = "",
    level: Annotated[str, Parameter(help="official, restricted or confidential.")] = "",
    json: AsJson = False,
) -> int:
    """Loads a file (CSV, JSON Lines, XLSX) into a register. Good rows go in; bad rows come back in a file of their own, with what is wrong.

    The same file again changes nothing. Ends with 1 where rows were refused. Ctrl-C leaves a load going, and says how to stop it.
    """
    from comity.client.loads import LoadQuestion

    mode = "full" if full else "delta"
    how = LoadQuestion(mode, mapping, encoding, "", dry_run, "", tuple(purpose or ()), law, source, level or "official")
    if watch is not None:
        if file is not None:
            raise Stopped("A watched folder has its own files.", "Leave the file out.")
        return _watch(register, watch, how)
    if file is None:
        raise Stopped("Say which file: comity load REGISTER FILE, or --watch FOLDER.")
    where = _where(file, errors)
    with client() as server:
        done = _done(server, register, file, how)
        _told(done)
        if done.result:
            fetched(server, str(done.id), where)
    _said(done, json=json, dry_run=dry_run)
    if done.result:
        again = "" if dry_run else f" Or: comity retry-load {done.id}"
        note(f"The refused rows are in {where}: correct them there, and load that file.{again}")
    return Exit.ERROR if done.counts.get("refused") else Exit.OK


def retry(load: str, *, mapping: Annotated[str, Parameter(help="By another mapping of your unit.")] = "", json: AsJson = False) -> int:
    """Tries the refused rows of your load again, alone, as it was asked. Ends with 1 where rows were refused again."""
    with client() as server:
        done = followed(server, server.retry_load(load, mapping))
    _told(done)
    _said(done, json=json)
    return Exit.ERROR if done.counts.get("refused") else Exit.OK


def _where(file: Path, errors: Path | None) -> Path:
    """Where refused rows go: nothing is overwritten, so after a dry run or an earlier load the name is numbered. Raises: Stopped."""
    if errors is not None and errors.exists():
        raise Stopped(f"{errors} is there already, and nothing is overwritten.", "Name another file with --errors.")
    names = (f"{file.stem}.errors{f'-{number}' if number > 1 else ''}{_ending(file)}" for number in count(1))
    return errors or next(path for path in map(file.with_name, names) if not path.exists())


def _ending(file: Path) -> str:
    return ".jsonl" if file.suffix.lower() in (".jsonl", ".ndjson") else ".csv"


def _done(server: Client, register: str, file: Path, how: LoadQuestion) -> Job:
    """The load at its end; how far it is, meanwhile, on standard error."""
    with file.open("rb") as content:
        load = server.start_load(register, content, msgspec.structs.replace(how, name=file.name))
    return followed(server, load)


def _told(done: Job) -> None:
    """Raises: Stopped, where it failed as a whole."""
    if done.fault is not None:
        raise Stopped(done.fault.sentence, f"Job {done.id}, {done.fault.rule or done.fault.code}.")


def _said(done: Job, *, json: bool, dry_run: bool = False) -> None:
    if json:
        as_json(done)
    else:
        _show(done, dry_run=dry_run)


def _show(done: Job, *, dry_run: bool = False) -> None:
    say(summary(done))
    if dry_run:
        say("It was a dry run: nothing was written.", "bold")
    if waiting := done.counts.get("waiting"):
        say(f"{waiting} of those entered wait for a second officer.")
    if missing := done.counts.get("missing"):
        say(f"{missing} records are no longer in the file: their withdrawal waits for a second officer.")
    if done.counts.get("held"):
        say("What is held waits for a second officer to release the load as a whole.")


def _watch(register: str, folder: Path, how: LoadQuestion) -> int:
    """Until Ctrl-C, or until the session ends."""
    with client() as server:
        server.me()
        if how.mapping:
            server.mapping(register, how.mapping)  # else every file would wait for it
    watched = Folder(folder, Loader(client, register, how), time.monotonic)
    try:
        with watched.ours():
            note(f"Watching {folder}. What is taken goes to {folder / DONE}, what is not to {folder / REFUSED}. Ctrl-C ends it.")
            while True:
                _look(watched)
                time.sleep(_LOOK_S)
    except Taken:
        raise Stopped(f"Another process watches {folder}.") from None
    except Gone as problem:
        raise Stopped(f"{folder} cannot be watched: {problem}.") from None


def _look(watched: Folder) -> None:
    try:
        for name, outcome in watched.look():
            note(f"{shown(name)}: {outcome.said}")
    except Later as away:
        note(f"{away} It is tried again.")
        _still_signed_in()


def _still_signed_in() -> None:
    """Raises: SignInFirst, which ends the watch."""
    from comity.client.errors import Unavailable, Unreachable

    with contextlib.suppress(Unavailable, Unreachable), client() as server:
        server.me()


def registers(
    name: str = "",
    *,
    template: Annotated[bool, Parameter(help="Write the empty CSV file.", negative="")] = False,
    spreadsheet: Annotated[Path | None, Parameter(help="Write the empty file as a spreadsheet (XLSX) here.")] = None,
    json: AsJson = False,
) -> int:
    """Lists the registers; with a name its fields; --template its empty CSV file, --spreadsheet the same as XLSX."""
    if spreadsheet is not None:
        return _spreadsheet(name, spreadsheet)
    if template:
        if not name:
            raise Stopped("Say of which register: comity registers NAME --template.")
        out().file.write(client().register_template(name))
        return 0
    if name:
        return _one(name, json=json)
    found = client().registers()
    if json:
        as_json(found)
        return 0
    table(("number", "name", "title", "what it is for"), [(r.number, r.name, r.title, r.about) for r in found], "None.")
    return 0


def _spreadsheet(name: str, where: Path) -> int:
    if not name or where.exists():
        raise Stopped("Say of which register, and into which new file: comity registers NAME --spreadsheet FILE.")
    content = client().register_spreadsheet(name)
    with where.open("xb") as file:
        file.write(content)
    return 0


def _one(name: str, *, json: bool) -> int:
    found = client().register(name)
    if json:
        as_json(found)
        return 0
    say(f"{found.title} ({found.name})", "bold")
    say(found.about)
    facts((("why", found.legal_source), ("kept for", f"{found.retention_years} years"), ("purposes", ", ".join(found.purposes))))
    for field in found.fields:
        say(f"{field.name}: {field.label}{', required' if field.required else ''}")
        choices = ", ".join(f"{code} ({label})" for code, label in field.choices.items())
        if text := choices or field.accepted:
            under(text, style="dim")
        for part in field.parts:
            under(f"{field.name}{'.1' if field.many else ''}.{part.name}: {part.label}", style="dim")
    return 0
