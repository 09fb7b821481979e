"""A mapping as it is kept: for one unit and one register, under a name of the officers' own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from comity.kernel.badvalue import BadValue
from comity.kernel.errors import Fault, Invalid
from comity.kernel.text import prose
from comity.registers.mapping.guess import HEADER, paths
from comity.registers.model import Register
from comity.registers.paths import leaf

LONGEST_NAME: Final = 60
MOST_COLUMNS: Final = 400
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: the user's title -> path, empty to leave it out. `words`: path -> the user's word -> value of the list.

    `encoding`: of such files, empty as found. Privacy: titles and words of lists, nothing about a person.
    """

    name: str
    register: int
    columns: dict[str, str]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    encoding: str = ""
    id: UUID | None = None
    changed_by: int = 0
    changed_at: datetime | None = None


def valid(register: Register, mapping: Mapping) -> Mapping:
    """The mapping with its name in one spelling. Raises: Invalid with all that is wrong."""
    faults = [*_name(mapping.name), *_columns(register, mapping.columns), *_words(register, mapping.words)]
    if faults:
        raise Invalid(*faults)
    return mapping


def _name(name: str) -> list[Fault]:
    try:
        if prose(name, LONGEST_NAME) == name:
            return []
    except BadValue as bad:
        return [Fault("name", bad.code, bad.text, f"At most {LONGEST_NAME} characters.")]
    return [Fault("name", "not_plain", "This name has spaces too many.", prose(name, LONGEST_NAME))]


def _columns(register: Register, columns: dict[str, str]) -> list[Fault]:
    faults = []
    if not columns or len(columns) > MOST_COLUMNS or any(len(title) > LONGEST_TITLE or "\0" in title for title in columns):
        faults.append(Fault("columns", "wrong_size", "A mapping names columns of a file.", f"1 to {MOST_COLUMNS} columns."))
    accepted = ", ".join(paths(register))
    for title, path in columns.items():
        if path and path not in HEADER and leaf(register, path) is None:
            faults.append(Fault(f"columns.{title}"[:LONGEST_TITLE], "unknown_column", "The register has no such column.", accepted))
    named = [path for path in columns.values() if path]
    twice = sorted({path for path in named if named.count(path) > 1})
    return faults + [Fault(path, "double_column", "Two columns stand for this.") for path in twice]


def _words(register: Register, words: dict[str, dict[str, str]]) -> list[Fault]:
    faults = []
    for path, said in words.items():
        found = leaf(register, path)
        if found is None or not found.kind.choices:
            faults.append(Fault(f"words.{path}", "no_list", "This column has no list to choose from.", ""))
            continue
        codes = {code for code, _ in found.kind.choices}
        wrong = sorted({value for value in said.values() if value and value not in codes})
        faults += [Fault(f"words.{path}", "unknown_choice", f"{value[:60]} is not in the list.", ", ".join(codes)) for value in wrong]
    return faults
