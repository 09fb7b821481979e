"""A CSV file or a sheet as a first line and rows, whatever is wrong with one of them. Pure.

A quotation mark that is never closed spoils its own line, not the rest of the file.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from comity.kernel.errors import Fault, Invalid
from comity.registers.csv_files import as_typed
from comity.registers.loading import spreadsheet
from comity.search.lists.result import ADDED
from comity.search.lists.rows import Unread

MOST_ROWS: Final = 100_000
_DELIMITERS: Final = (",", ";", "\t", "|")
_MOST_LINES: Final = 20  # of one row: cells may hold lines, but not pages
_MOST_COLUMNS: Final = 200
_LONGEST_LINE: Final = 20_000  # characters
_XLSX: Final = b"PK\x03\x04"
_TOO_LONG: Final = Invalid(Fault("file", "too_long", "The list is too long.", f"At most {MOST_ROWS} rows."))
_BAD_CSV: Final = Unread("row", "bad_csv", "This line is no CSV: a quotation mark is missing, or a cell is too long.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the user has it. `line` counts from 1, the first line; `fault`: it cannot be read as a row."""

    line: int
    cells: tuple[str, ...]
    fault: Unread | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file. `encoding` as detected; columns that an earlier result added are left out."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read(content: bytes) -> Table:
    """A list as CSV, or the first sheet of an XLSX file. Raises: Invalid where it cannot be read as a whole, is empty, or is too long."""
    if content.startswith(_XLSX):
        return _sheet(content)
    text, encoding = _decoded(content)
    lines = text.splitlines()
    first = next((place for place, line in enumerate(lines) if line.strip()), -1)
    if first < 0:
        raise Invalid(Fault("file", "empty", "The file is empty.", "A first line that names the columns, then rows."))
    delimiter = max(_DELIMITERS, key=lines[first].count)
    titles = _titles(_cells([lines[first]], delimiter) or ())
    return _table(titles, _counted(_rows(lines, first + 1, delimiter, len(titles))), encoding, delimiter)


def _table(titles: tuple[str, ...], rows: Iterator[Row], encoding: str, delimiter: str) -> Table:
    places = tuple(place for place, title in enumerate(titles) if title not in ADDED)
    placed = tuple(_placed(row, places, len(titles)) for row in rows)
    if not placed:
        raise Invalid(Fault("file", "empty", "The file has a first line and no rows.", "A first line that names the columns, then rows."))
    return Table(tuple(titles[place] for place in places), placed, encoding, delimiter)


def _sheet(content: bytes) -> Table:
    """The first sheet. What a bomb or an entity could do is looked at before anything is unpacked."""
    sheet = spreadsheet.rows(io.BytesIO(content))
    titles = _titles(tuple(next(sheet, [])))
    rows = (_of_width(line, tuple(cells), len(titles)) for line, cells in enumerate(sheet, start=2) if any(cells))
    return _table(titles, _counted(rows), "xlsx", "")


def _counted(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise _TOO_LONG
        yield row


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8, UTF-16 with a mark, else what it is likeliest to be."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                break
    guess = from_bytes(content[:100_000]).best()
    encoding = guess.encoding if guess is not None else "cp1252"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise Invalid(Fault("file", "not_text", "The file is no text: its encoding cannot be told.", "CSV in UTF-8."))
    return text, encoding


def _titles(cells: tuple[str, ...]) -> tuple[str, ...]:
    titles = tuple(cell.strip() for cell in cells)
    if not titles:
        raise Invalid(Fault("file", "bad_first_line", "The first line cannot be read.", "A line that names each column once."))
    if len(titles) > _MOST_COLUMNS:
        raise Invalid(Fault("file", "too_wide", "The file has too many columns.", f"At most {_MOST_COLUMNS}."))
    twice = sorted({title for title in titles if title and titles.count(title) > 1})
    if twice:
        raise Invalid(*(Fault(title[:80], "double_column", "This column is there twice.") for title in twice))
    return titles


def _rows(lines: Sequence[str], start: int, delimiter: str, width: int) -> Iterator[Row]:
    place = start
    while place < len(lines):
        row, used = _row(lines, place, delimiter, width)
        place += used
        if row.fault or any(cell.strip() for cell in row.cells):
            yield row


def _row(lines: Sequence[str], place: int, delimiter: str, width: int) -> tuple[Row, int]:
    """The row that begins on this line, and how many lines it takes."""
    if len(lines[place]) > _LONGEST_LINE:
        return Row(place + 1, (), _BAD_CSV), 1
    for used in range(1, _MOST_LINES + 1 if '"' in lines[place] else 2):
        cells = _cells(lines[place : place + used], delimiter)
        if cells is not None and (used == 1 or len(cells) == width):
            return _of_width(place + 1, cells, width), used
    return Row(place + 1, (lines[place][:1000],), _BAD_CSV), 1


def _of_width(line: int, cells: tuple[str, ...], width: int) -> Row:
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > width:
        sentence = "This row has {cells} cells, the first line has {width}."
        return Row(line, cells[:width], Unread("row", "wrong_width", sentence, values={"cells": str(len(cells)), "width": str(width)}))
    return Row(line, cells)


def _cells(lines: Sequence[str], delimiter: str) -> tuple[str, ...] | None:
    """The cells of one row; None where it is not whole."""
    try:
        rows = list(csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(map(as_typed, rows[0])) if len(rows) == 1 else None if rows else ()


def _placed(row: Row, places: Sequence[int], width: int) -> Row:
    if len(places) == width:
        return row
    return Row(row.line, tuple(row.cells[place] for place in places if place < len(row.cells)), row.fault)
