"""Mappings: what the columns and words of your unit's files are to a register."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.exits import Exit
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table, under

if TYPE_CHECKING:
    from comity.client.mappings import LookedFile, Mapping

_START: Final = 32 << 20  # bytes of a file that are looked at
_WHY: Final = {
    "said": "as you said", "name": "its name", "label": "its label", "title": "a title in use", "content": "what stands in it",
    "nothing": "left out: not understood",
}  # fmt: skip
_Many = list[str] | None


def listed(register: str, *, json: AsJson = False) -> int:
    """Lists the mappings of your unit for a register."""
    with client() as server:
        found = server.mappings(register)
    if json:
        as_json(found)
        return 0
    rows = [(one.name, len([path for path in one.columns.values() if path]), one.encoding or "as found") for one in found]
    table(("name", "columns", "encoding"), rows, "There is none yet: comity mapping look REGISTER FILE --keep NAME")
    return 0


def show(register: str, name: str, *, json: AsJson = False) -> int:
    """Shows a mapping."""
    with client() as server:
        found = server.mapping(register, name)
    if json:
        as_json(found)
    else:
        _show(found)
    return 0


def _show(found: Mapping) -> None:
    say(f"{found.name}, for {found.register.replace('_', ' ')}", "bold")
    table(("column", "stands for"), [(title, path or "left out") for title, path in found.columns.items()], "No columns.")
    facts((f"{path}: {word}", value) for path, words in found.words.items() for word, value in words.items())


def remove(register: str, name: str) -> int:
    """Takes a mapping away; what was loaded by it stays."""
    with client() as server:
        server.remove_mapping(register, name)
    say("Taken away.")
    return 0


def look(
    register: str,
    file: Path,
    *,
    mapping: Annotated[str, Parameter(help="A mapping of your unit to begin with.")] = "",
    column: Annotated[
        _Many, Parameter(help="TITLE=PATH, where a column stands for something else; TITLE= leaves it out.", negative="")
    ] = None,
    word: Annotated[_Many, Parameter(help="PATH:WORD=VALUE, what a word of the file is in a register's list.", negative="")] = None,
    encoding: Annotated[str, Parameter(help="Where it is not as found.")] = "",
    keep: Annotated[str, Parameter(help="Keep what is shown under this name, once you have confirmed it.")] = "",
    yes: Annotated[bool, Parameter(help="Confirm without being asked.", negative="")] = False,
    json: AsJson = False,
) -> int:
    """Shows how a file would be understood: columns, words of lists, its first rows. --keep keeps that as a mapping. Nothing is loaded."""
    from comity.client.mappings import Mapping

    with client() as server, file.open("rb") as opened:
        content = opened.read(_START)
        began = server.mapping(register, mapping) if mapping else Mapping("", register, {})
        found = server.look_at_file(register, content, mapping=mapping, encoding=encoding)
        columns = {one.title: one.path for one in found.columns} | _pairs(column or ())
        words = _words(found, began) | {}
        for path, said in _said_words(word or ()):
            words.setdefault(path, {})[said[0]] = said[1]
        if json:
            as_json(found)
        else:
            _tell(found, columns, words)
        if not keep:
            return Exit.ERROR if found.faults else Exit.OK
        if not yes and not _confirmed():
            say("Nothing was kept.")
            return Exit.ERROR
        kept = server.keep_mapping(Mapping(keep, register, columns, words, encoding))
    note(f"Kept as {kept.name!r}: comity load {register} {file} --mapping {kept.name!r}")
    return Exit.OK


def _pairs(said: list[str] | tuple[str, ...]) -> dict[str, str]:
    pairs = [one.rpartition("=") for one in said]
    if wrong := [whole for whole, (title, sign, _) in zip(said, pairs, strict=True) if not (title and sign)]:
        raise Stopped(f"{wrong[0]!r} does not say what a column is.", "TITLE=PATH")
    return {title: path.strip() for title, _, path in pairs}


def _said_words(said: list[str] | tuple[str, ...]) -> list[tuple[str, tuple[str, str]]]:
    found = []
    for one in said:
        path, colon, rest = one.partition(":")
        word, sign, value = rest.rpartition("=")
        if not (path and colon and word and sign):
            raise Stopped(f"{one!r} does not say what a word is.", "PATH:WORD=VALUE")
        found.append((path, (word, value.strip())))
    return found


def _words(found: LookedFile, began: Mapping) -> dict[str, dict[str, str]]:
    """The words that are not taken as they stand, with what they may be."""
    made = {path: dict(words) for path, words in began.words.items()}
    for path, words in found.words.items():
        for one in words:
            if not one.sure:
                made.setdefault(path, {})[one.word] = one.value
    return made


def _tell(found: LookedFile, columns: dict[str, str], words: dict[str, dict[str, str]]) -> None:
    sure = "" if found.encoding_certain else " (a guess: name it with --encoding if letters look wrong)"
    say(f"{found.kind.upper()}, {found.encoding}{sure}", "bold")
    why = {one.title: one.why if one.path == columns[one.title] else "said" for one in found.columns}
    table(("column", "stands for", "by"), [(title, path or "left out", _WHY[why[title]]) for title, path in columns.items()], "No columns.")
    for path, said in words.items():
        for word, value in said.items():
            under(
                f"{path}: {word} is taken as {value}"
                if value
                else f"{path}: nobody has said what {word!r} is: --word '{path}:{word}=VALUE'"
            )
    for number, row in enumerate(found.rows, start=1):
        shown = "; ".join(f"{path} {value}" for path, value in row.values.items())
        under(f"row {number}: {shown or '; '.join(f'{one.field}: {one.sentence}' for one in row.faults)}", style="" if shown else "yellow")
    for fault in found.faults:
        note(f"{fault.field}: {fault.sentence}")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise Stopped("Nobody is there to confirm it.", "Add --yes once you have looked at it.")
    note("Keep it so? [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
