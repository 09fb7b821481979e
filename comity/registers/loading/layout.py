"""What the columns of a file are to a register: by their names, their labels, or as the officer said."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from comity.kernel.errors import Fault
from comity.registers.csv_files import HEADER_COLUMNS, columns
from comity.registers.loading.model import InvalidFile
from comity.registers.model import Register
from comity.registers.paths import leaf

ERROR_COLUMNS: Final = ("error_field", "error_code", "error_sentence")
ACTION: Final = "action"
DISCREET: Final = "discreet"
_DELIMITERS: Final = (",", ";", "\t", "|")
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """`titles` as the user has them, `names` what each is to the register (empty: left out), `places` where they stand in a row.

    Columns of errors are left out: our own file, corrected, can be sent again as it is. `width`: cells of a whole row.
    """

    titles: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[int, ...]
    width: int
    delimiter: str = ","

    @property
    def plain(self) -> bool:
        """Every cell of a row is a column of ours, in order."""
        return self.places == tuple(range(self.width))


def delimiter_of(first: str) -> str:
    """What stands between the cells: whichever of the four the first line has most of, outside quotation marks."""
    bare = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def of_line(register: Register, first: str, mapping: Mapping[str, str] | None = None) -> Layout:
    """The layout of a CSV file by its first line. Raises: InvalidFile with all that is wrong with it."""
    delimiter = delimiter_of(first)
    try:
        titles = next(csv.reader([first], delimiter=delimiter, strict=True), [])
    except csv.Error:
        titles = []
    return of_titles(register, titles, mapping, delimiter)


def of_titles(register: Register, all_titles: Sequence[str], mapping: Mapping[str, str] | None = None, delimiter: str = ",") -> Layout:
    """The layout of a table. `mapping`: the user's title -> path, or empty to leave the column out; it goes before names and labels.

    Raises: InvalidFile with every column that is unknown, double or missing.
    """
    mapped = {title.strip().casefold(): path for title, path in (mapping or {}).items()}
    places = tuple(place for place, title in enumerate(all_titles) if title.strip() not in ERROR_COLUMNS)
    titles = tuple(all_titles[place] for place in places)
    names = tuple(_name(register, title, mapped) for title in titles)
    faults = _faults(register, titles, names)
    if faults:
        raise InvalidFile(*faults)
    return Layout(titles, tuple(name or "" for name in names), places, len(all_titles), delimiter)


def _name(register: Register, title: str, mapped: Mapping[str, str]) -> str | None:
    """The path that a column stands for; empty: left out; None: unknown."""
    word = title.strip().casefold()
    if word in mapped:
        path = mapped[word]
        return path if not path or is_name(register, path) else None
    by_label = next((field.name for field in register.fields if field.label.casefold() == word), "")
    for name in (title.strip(), word, by_label):
        if name and is_name(register, name):
            return name
    return None


def is_name(register: Register, name: str) -> bool:
    """Whether a column may stand for this: a path of the register, a header's column, or the row's action."""
    return name in HEADER_COLUMNS or name in (ACTION, DISCREET) or leaf(register, name) is not None


def _faults(register: Register, titles: Sequence[str], names: Sequence[str | None]) -> list[Fault]:
    accepted = ", ".join((*columns(register), ACTION))
    faults = [
        Fault(title[:_SHOWN] or "?", "unknown_column", "The register has no such column.", accepted)
        for title, name in zip(titles, names, strict=True)
        if name is None
    ]
    there = [name for name in names if name]
    faults += [Fault(name, "double_column", "This column is there twice.") for name in sorted({n for n in there if there.count(n) > 1})]
    tops = {name.partition(".")[0] for name in there}
    faults += [
        Fault(field.name, "missing_column", "This column is required.", accepted)
        for field in register.fields
        if field.required and field.name not in tops
    ]
    return faults
