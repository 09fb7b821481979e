"""Reading a file for a load: its first line understood, its rows one at a time, whatever is wrong with one. Pure but for the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from comity.kernel.errors import Fault, Invalid
from comity.registers.csv_files import HEADER_COLUMNS, as_typed, columns
from comity.registers.model import Register
from comity.registers.record import Entered

ERROR_COLUMNS: Final = ("error_field", "error_code", "error_sentence")
LONGEST_LINE: Final = 100_000
_DELIMITERS: Final = (",", ";", "\t")
_MANY: Final = frozenset({"purposes", "handling", "warnings"})


class InvalidFile(Invalid):
    """The file as a whole cannot be read: its encoding, or its first line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file. `cells` are the user's own, `typed` those with a place in the register. `fault`: it cannot be read at all."""

    line: int
    cells: tuple[str, ...]
    typed: dict[str, str]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The first line: `titles` as the user has them, `names` what each column is to the register, `places` where they stand.

    Columns of errors are left out: our own file, corrected, can be sent again as it is. `width`: cells of a whole row.
    """

    titles: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[int, ...]
    width: int
    delimiter: str


def opened(register: Register, file: BinaryIO) -> tuple[Layout, Iterator[Row]]:
    """The layout of a file and its rows, read as they are asked for. UTF-8, with or without a byte order mark.

    Raises: InvalidFile, with all that is wrong with the first line; later, from the rows, where the file is not UTF-8.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline(LONGEST_LINE)
    except UnicodeDecodeError:
        raise _not_utf_8() from None
    layout = _layout(register, first)
    return layout, _rows(layout, text)


def _layout(register: Register, first: str) -> Layout:
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        titles = tuple(next(csv.reader([first], delimiter=delimiter, strict=True), []))
    except csv.Error:
        titles = ()
    width = len(titles)
    places = tuple(place for place, title in enumerate(titles) if title not in ERROR_COLUMNS)
    titles = tuple(titles[place] for place in places)
    known = {field.label.casefold(): field.name for field in register.fields} | {name: name for name in columns(register)}
    names = tuple(known.get(title.strip().casefold(), "") for title in titles)
    accepted = ", ".join(columns(register))
    faults = [
        Fault(title[:40] or "?", "unknown_column", "The register has no such column.", accepted)
        for title, name in zip(titles, names, strict=True)
        if not name
    ]
    faults += [
        Fault(name, "double_column", "This column is there twice.") for name in sorted({n for n in names if n and names.count(n) > 1})
    ]
    faults += [
        Fault(field.name, "missing_column", "This column is required.", accepted)
        for field in register.fields
        if field.required and field.name not in names
    ]
    if faults:
        raise InvalidFile(*faults)
    return Layout(titles, names, places, width, delimiter)


def _rows(layout: Layout, text: io.TextIOWrapper) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=layout.delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            raise _not_utf_8() from None
        except csv.Error:
            yield Row(line + 1, (), {}, Fault("row", "bad_csv", "This line is no CSV: a quotation mark is missing, or a cell is too long."))
            cells = []
        line = 1 + reader.line_num
        if any(cell.strip() for cell in cells):
            yield _row(layout, line, cells)


def _row(layout: Layout, line: int, cells: list[str]) -> Row:
    own = tuple(cells[place] if place < len(cells) else "" for place in layout.places)
    if len(cells) != layout.width:
        sentence = f"This row has {len(cells)} cells, the first line has {layout.width}."
        return Row(line, own, {}, Fault("row", "wrong_width", sentence, f"{layout.width} cells."))
    return Row(line, own, {name: as_typed(cell) for name, cell in zip(layout.names, own, strict=True) if cell.strip()})


def _not_utf_8() -> InvalidFile:
    return InvalidFile(Fault("file", "not_utf_8", "The file is not in UTF-8.", "Save it as *CSV UTF-8*."))


def header_of(typed: dict[str, str], defaults: Entered) -> Entered:
    """The header of one row: its own columns, else what the officer stated for the whole file. Takes them out of `typed`."""
    own: dict[str, str | tuple[str, ...]] = {}
    for name in HEADER_COLUMNS:
        if cell := typed.pop(name, ""):
            own[name] = tuple(cell.replace(";", " ").replace("|", " ").replace(",", " ").split()) if name in _MANY else cell.strip()
    return replace(defaults, **own)  # type: ignore[arg-type]
