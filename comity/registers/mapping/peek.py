"""The beginning of a file, before anybody says what its columns are: what it is written in, its titles, its first rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from comity.kernel.errors import Fault
from comity.registers.loading import lines, spreadsheet
from comity.registers.loading.encodings import detected
from comity.registers.loading.layout import ERROR_COLUMNS, delimiter_of
from comity.registers.loading.model import InvalidFile, Kind

ROWS: Final = 2_000  # that words of lists are looked for in
_START: Final = 64
_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Peek:
    """`certain`: whether the encoding is proved, or a guess. A JSON file has no titles: its names are paths already.

    `rows` are the first ones that can be read as such, as wide as the titles.
    """

    kind: Kind
    encoding: str
    certain: bool
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def peek(file: BinaryIO, kind: str = "", encoding: str = "") -> Peek:
    """Looks at the beginning of a file, and leaves it there. Raises: InvalidFile."""
    found = Kind(kind) if kind else kind_of(file)
    if found is Kind.XLSX:
        sheet = spreadsheet.rows(file)
        titles = tuple(next(sheet, []))
        read = Peek(found, "utf-8", True, titles, _rows(sheet, len(titles)))
    else:
        said = detected(file, encoding)
        text = (line for chunk in lines.batches(file, said) for line in chunk)
        read = Peek(found, said.name, said.certain, *(((), ()) if found is Kind.JSONL else _table(text)))
    file.seek(0)
    return _without_errors(read)


def kind_of(file: BinaryIO) -> Kind:
    """What a file is written in, by how it begins."""
    start = file.read(_START)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    return Kind.JSONL if start.removeprefix(_MARK).lstrip()[:1] == b"{" else Kind.CSV


def _table(text: Iterator[str]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    first = next(text, "")
    if first[:1] in (lines.TOO_LONG, lines.BAD_BYTES):
        raise InvalidFile(Fault("file", "bad_first_line", "The first line cannot be read: it must name the columns.", "Text."))
    delimiter = delimiter_of(first)
    titles = tuple(_cells(first, delimiter))
    return titles, _rows((_cells(line, delimiter) for line in text), len(titles))


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none where it is no row by itself."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _rows(found: Iterator[list[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cells[:width]) for cells in islice(found, ROWS) if len(cells) >= width and any(cells))


def _without_errors(whole: Peek) -> Peek:
    """Our own file of refused rows has three columns more, which are nobody's."""
    places = [place for place, title in enumerate(whole.titles) if title.strip() not in ERROR_COLUMNS]
    rows = tuple(tuple(row[place] for place in places) for row in whole.rows)
    return Peek(whole.kind, whole.encoding, whole.certain, tuple(whole.titles[place] for place in places), rows)
