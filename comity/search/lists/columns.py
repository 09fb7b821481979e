"""What each column of a list is, by its title. Pure.

A title is compared without case, accents and punctuation; a number at its end tells several documents of one row apart.
The titles, with their source, are in titles.tsv: English, French, Spanish and Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final

import msgspec

from comity.kernel.errors import Fault, Invalid
from comity.kernel.titles import plain
from comity.search.reading import ASKED

CARRIED: Final = "carried"  # understood, and not asked about
LEFT: Final = ""  # not understood, or left out by the officer
PERSON: Final = "person"  # who stands in the row: a whole name, or its parts; what else is known of the person are parts too
_NUMBER: Final = re.compile(r"^(?P<name>.*?)\s*(?P<item>[1-9])?$")


def _titles() -> dict[str, tuple[str, ...]]:
    """What a column may be -> its titles."""
    found: dict[str, list[str]] = {}
    for line in files("comity.search.lists").joinpath("titles.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, title = line.split("\t")
            found.setdefault(code, []).append(title)
    return {code: tuple(titles) for code, titles in found.items()}


TITLES: Final = _titles()
CODES: Final = frozenset(TITLES) | {one.kind for one in ASKED} | {f"{one.kind}.issuer" for one in ASKED if one.beside}
BESIDE: Final = frozenset({"kind", "value", "reference"})  # columns that say what another cell of the row is


class Column(msgspec.Struct, frozen=True, array_like=True):
    """One column. `kind`: what is asked, PERSON, CARRIED, one of BESIDE, or LEFT; `part`: `issuer`, `line`, or what of the person it says;
    `item` from 1: which of several.
    """

    title: str
    kind: str
    part: str = ""
    item: int = 1

    @property
    def code(self) -> str:
        """As an officer names it: `document`, `document.issuer`, `document.2`, `document.2.issuer`."""
        item = str(self.item) if self.item > 1 or self.part == "line" else ""
        return ".".join(word for word in (self.kind, item, self.part) if word)

    @property
    def asked(self) -> bool:
        """Whether its cells are asked about, by themselves or beside another."""
        return self.kind not in (CARRIED, LEFT)


_KNOWN: Final[dict[str, str]] = {plain(title): code for code, titles in TITLES.items() for title in (*titles, code)}


def understood(titles: Iterable[str], chosen: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of a first line. `chosen`: title -> code, where the officer says otherwise; an empty code leaves the column out.

    Raises: Invalid, with each code that there is not, each column that is there twice, and where nothing can be asked.
    """
    chosen = chosen or {}
    faults: list[Fault] = []
    columns: list[Column] = []
    for title in titles:
        try:
            columns.append(_chosen(title, chosen[title]) if title in chosen else _guessed(title, columns))
        except KeyError:
            faults.append(Fault(title[:80], "unknown_column", "A column cannot be read as this.", ", ".join(sorted(CODES))))
    faults += _doubles(columns)
    there = {column.title for column in columns} | {fault.field for fault in faults}
    faults += [Fault(title[:80], "absent_column", "The list has no such column.") for title in chosen if title[:80] not in there]
    if not faults and not asking(columns):
        accepted = "The first line names the columns: name, document number, MRZ, VIN, plate, IMO ..."
        faults.append(Fault("columns", "nothing_to_ask", "No column of the list says what to ask about.", accepted))
    if faults:
        raise Invalid(*faults)
    return tuple(columns) if of_persons(columns) else without_persons(columns)


def guessed(titles: Iterable[str], chosen: Mapping[str, str]) -> tuple[Column, ...]:
    """The same for a form that asks again: what is wrong stands there as it is, and nothing is raised."""
    columns: list[Column] = []
    for title in titles:
        try:
            columns.append(_chosen(title, chosen[title]) if title in chosen else _guessed(title, columns))
        except KeyError:
            columns.append(Column(title, LEFT))
    return tuple(columns) if of_persons(columns) else without_persons(columns)


def asking(columns: Iterable[Column]) -> bool:
    """Whether one of these columns is asked about by itself."""
    there = list(columns)
    kinds = {column.kind for column in there if column.asked and column.part != "issuer" and column.kind != PERSON}
    return bool(kinds - BESIDE) or kinds >= {"kind", "value"} or of_persons(there)


def of_persons(columns: Iterable[Column]) -> bool:
    """Whether persons are asked about: by a whole name, or a family name and given ones. A family name alone is nobody's."""
    parts = {column.part for column in columns if column.kind == PERSON}
    return "" in parts or parts >= {"family", "given"}


def without_persons(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns with what says who a person is carried through, not asked about."""
    return tuple(Column(column.title, CARRIED) if column.kind == PERSON else column for column in columns)


def _chosen(title: str, code: str) -> Column:
    """Raises: KeyError."""
    if not code:
        return Column(title, LEFT)
    words = code.split(".")
    items = [word for word in words[1:] if word.isdigit()]
    parts = [word for word in words[1:] if not word.isdigit()]
    if len(items) > 1 or len(parts) > 1 or ".".join((words[0], *parts)) not in CODES:
        raise KeyError(code)
    return Column(title, words[0], parts[0] if parts else "", max(1, int(items[0][:2])) if items else 1)


def _guessed(title: str, before: list[Column]) -> Column:
    name = plain(title)
    if code := _KNOWN.get(name):  # first, since `last 8` ends in a digit that is no number
        item = 1
    else:
        parts = _NUMBER.match(name)
        code = _KNOWN.get(parts["name"].strip(), "") if parts else ""
        item = int(parts["item"] or 1) if parts else 1
    kind, _, part = code.partition(".")
    if kind not in (LEFT, CARRIED, PERSON) and part == "" and item == 1:
        item += sum(column.kind == kind and column.part == "" for column in before)  # a visa after a passport is a second document
    return Column(title, kind, part, item)


def _doubles(columns: list[Column]) -> list[Fault]:
    codes = [column.code for column in columns if column.asked]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    return [Fault(code, "double_column", "Two columns are read as this; say which of the two it is.") for code in twice]
