"""`comity record attach|files|fetch|detach`: photographs, documents and sealed files of a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, say, table

Protected = Annotated[bool, Parameter(help="After a protected check: the owner is not told.", negative="")]


def attach(
    register: str,
    record: str,
    file: Path,
    *,
    field: Annotated[str, Parameter(help="The field that it stands in; a path such as documents.2.scan for one of several.")],
    title: Annotated[str, Parameter(help="What it shows.")] = "",
    source: Annotated[str, Parameter(help="Who or what made it.")] = "",
    version: Annotated[str, Parameter(help="Of what made a template.")] = "",
    derived_from: Annotated[str, Parameter(help="The file that a template was made from.")] = "",
    json: AsJson = False,
) -> int:
    """Adds a file to a record of your authority. What it is, its bytes say, not its name; of an image only the pixels are kept."""
    content = _content(file)
    made = client().attach(register, record, content, field, title=title, source=source, version=version, derived_from=derived_from)
    if json:
        as_json(made)
    else:
        say(f"{made.media_type}, {made.size:,} bytes: {made.id}")
    return 0


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Stopped(f"{file} cannot be read: {problem.strerror}.") from None


def files(register: str, record: str, *, protected: Protected = False, json: AsJson = False) -> int:
    """Lists the files of a record that you may see."""
    found = client().attachments(register, record, protected=protected)
    if json:
        as_json(found)
        return 0
    rows = [(one.id, one.field, one.media_type, f"{one.size:,}", one.title, f"{one.added_at:%Y-%m-%d %H:%M}Z") for one in found]
    table(("file", "field", "type", "bytes", "title", "added"), rows, "The record has no files, or none that you may see.")
    return 0


def fetch(
    register: str,
    record: str,
    attachment: str,
    *,
    out: Annotated[Path, Parameter(help="Where it goes; a file that is there stays.")],
    preview: Annotated[bool, Parameter(help="A small image of it instead.", negative="")] = False,
    protected: Protected = False,
) -> int:
    """Fetches a file of a record."""
    content = client().attachment(register, record, attachment, preview=preview, protected=protected)
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Stopped(f"{out} is there already: name another place with --out.") from None
    except OSError as problem:
        raise Stopped(f"{out} cannot be written: {problem.strerror}.") from None
    say(f"It is in {out}.")
    return 0


def detach(register: str, record: str, attachment: str) -> int:
    """Takes a file of a record away for good, and the templates made from it."""
    client().detach(register, record, attachment)
    say("Taken away.")
    return 0
