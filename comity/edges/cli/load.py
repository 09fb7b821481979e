"""Files of records, and what a register's file holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, out, say, table, under

_LARGEST: Final = 64 << 20


def load(
    register: str,
    file: Path,
    *,
    errors: Annotated[Path | None, Parameter(help="Where the refused rows go; FILE.errors.csv otherwise.")] = None,
    purpose: Annotated[
        list[str] | None, Parameter(help="A purpose of the records, where the file has no such column.", negative="")
    ] = None,
    law: Annotated[str, Parameter(help="The law they rest on, where the file has no such column.")] = "",
    source: Annotated[str, Parameter(help="authority or holder, where the file has no such column.")] = "",
    level: Annotated[str, Parameter(help="official, restricted or confidential.")] = "",
    json: AsJson = False,
) -> int:
    """Loads a CSV file into a register. Good rows go in; bad rows come back in a file of their own, with what is wrong.

    The same file again changes nothing. Ends with 1 where rows were refused.
    """
    if file.stat().st_size > _LARGEST:
        raise Stopped(f"{file} is larger than {_LARGEST >> 20} MB.", "Part it, and keep the first line in each part.")
    where = errors or file.with_name(f"{file.stem}.errors.csv")
    if where.exists():
        raise Stopped(f"{where} is there already, and nothing is overwritten.", "Name another file with --errors.")
    done = client().load(register, file.read_bytes(), purposes=purpose or (), law=law, source=source, level=level)
    if done.errors_csv:
        where.write_text(done.errors_csv, encoding="utf-8-sig", newline="")
    if json:
        as_json(done)
    else:
        say(f"{done.rows} rows: {done.entered} entered, {done.unchanged} there already, {done.refused} refused.")
        if done.waiting:
            say(f"{done.waiting} of those entered wait for a second officer.")
    if done.refused:
        note(f"The refused rows are in {where}: correct them there, and load that file.")
    return Exit.ERROR if done.refused else Exit.OK


def registers(
    name: str = "", *, template: Annotated[bool, Parameter(help="Write the empty CSV file.", negative="")] = False, json: AsJson = False
) -> int:
    """Lists the registers; with a name its fields; --template its empty CSV file."""
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
