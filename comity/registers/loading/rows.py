"""Batches of rows, from whatever the file is written in: CSV, JSON Lines, a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, Final, cast

import msgspec

from comity.kernel.errors import Fault, Invalid
from comity.registers.csv_files import HEADER_COLUMNS
from comity.registers.loading import lines, spreadsheet
from comity.registers.loading.encodings import Encoding, detected
from comity.registers.loading.layout import ACTION, DISCREET, Layout, of_line, of_titles
from comity.registers.loading.model import InvalidFile, Kind, Row
from comity.registers.model import Register
from comity.registers.paths import Json, flat

BATCH: Final = 5_000
MOST_LINES: Final = 100  # of one row in quotation marks; more: a mark is missing, and the row alone is refused
ERRORS: Final = "errors"  # what our own file of refused rows adds to a JSON row
_LISTS: Final = frozenset({"purposes", "handling", "warnings"})
_BAD_CSV: Final = Fault("row", "bad_csv", "This line is no CSV: a quotation mark is missing.", "Each quotation mark opened and closed.")
_BAD_BYTES: Final = Fault(
    "row", "bad_encoding", "This line holds bytes that are no letters in the encoding of the file.", "One encoding for the whole file."
)
_TOO_LONG: Final = Fault("row", "line_too_long", "This line is longer than 1 MB.", "Lines of at most 1 MB.")
_NUL: Final = Fault("row", "nul", "This line holds a NUL character.", "Text without NUL.")
_BAD_JSON: Final = Fault("row", "bad_json", "This line is no JSON object.", 'One object a line: {"number": ...}')


@dataclass(slots=True)
class Batch:
    """Rows that can be read, and those that cannot. Shapes: `numbers`, `cells` (and `typed`, for JSON) run side by side."""

    numbers: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    typed: list[dict[str, str]] = field(default_factory=list)
    refused: list[tuple[Row, tuple[Fault, ...]]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows it has, refused ones included: they count for where a load goes on."""
        return len(self.numbers) + len(self.refused)

    def refuse(self, number: int, cells: list[str], fault: Fault) -> None:
        """A row that cannot be read, with the one reason why."""
        self.refused.append((Row(number, cells, fault), (fault,)))


@dataclass(frozen=True, slots=True)
class Opened:
    """A file understood: what it is written in, its encoding, its columns (a JSON file's are one: the line), and its rows by batches."""

    kind: Kind
    encoding: Encoding
    layout: Layout
    batches: Iterator[Batch]
    file: BinaryIO

    def close(self) -> None:
        """The file is not read any more."""
        self.file.close()


def opened(register: Register, file: BinaryIO, kind: str = "", encoding: str = "", mapping: Mapping[str, str] | None = None) -> Opened:
    """Understands a file. `kind` empty: by its beginning. Raises: InvalidFile; its batches too, where a sheet is damaged further on."""
    found = Kind(kind) if kind else _kind(file)
    if found is Kind.XLSX:
        return _sheet(register, file, mapping)
    read = detected(file, encoding)
    text = lines.batches(file, read)
    if found is Kind.JSONL:
        layout = Layout(("line",), ("",), (0,), 1)
        return Opened(found, read, layout, _rebatched(_json(register, chunk, first) for first, chunk in _counted(text)), file)
    chunks = _counted(text)
    first, chunk = next(chunks, (1, [""]))
    layout = of_line(register, _readable(chunk[0]), mapping)
    return Opened(found, read, layout, _rebatched(_table(layout, _with_first(first + 1, chunk[1:], chunks))), file)


def _kind(file: BinaryIO) -> Kind:
    start = file.read(64)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    return Kind.JSONL if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else Kind.CSV


def _readable(line: str) -> str:
    if line[:1] in (lines.TOO_LONG, lines.BAD_BYTES) or "\0" in line:
        raise InvalidFile(
            Fault("file", "bad_first_line", "The first line cannot be read: it must name the columns.", "Text, or its encoding named.")
        )
    return line


def _counted(text: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 1
    for chunk in text:
        yield number, chunk
        number += len(chunk)


def _with_first(number: int, chunk: list[str], rest: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield number, chunk
    yield from rest


def _rebatched(small: Iterator[Batch]) -> Iterator[Batch]:
    """Batches of a few thousand rows, for one transaction each."""
    kept = Batch()
    for one in small:
        kept.numbers += one.numbers
        kept.cells += one.cells
        kept.typed += one.typed
        kept.refused += one.refused
        while kept.rows >= BATCH:
            yield _first_of(kept, BATCH)
    if kept.rows:
        yield kept


def _first_of(kept: Batch, most: int) -> Batch:
    refused, kept.refused = kept.refused[:most], kept.refused[most:]
    good = most - len(refused)
    out = Batch(kept.numbers[:good], kept.cells[:good], kept.typed[:good], refused)
    kept.numbers, kept.cells, kept.typed = kept.numbers[good:], kept.cells[good:], kept.typed[good:]
    return out


def _table(layout: Layout, chunks: Iterator[tuple[int, list[str]]]) -> Iterator[Batch]:
    """Rows of a CSV file. A line without quotation marks is split; the others go through the csv module, alone or joined."""
    delimiter, width, plain = layout.delimiter, layout.width, layout.plain
    pending: list[str] = []  # lines of a row whose quotation mark is not closed yet
    began = 0
    for first, chunk in chunks:
        batch = Batch()
        for number, line in enumerate(chunk, first):
            if pending or '"' in line:
                pending, began = _quoted(layout, batch, pending, began or number, line)
                continue
            cells = line.split(delimiter)
            if len(cells) == width and "\0" not in line and line[:1] not in _MARKED:
                batch.numbers.append(number)
                batch.cells.append(cells if plain else [cells[place] for place in layout.places])
            elif line.strip() and line.strip(delimiter + " "):
                _odd(layout, batch, number, cells, line)
        yield batch
    last = Batch()
    for place, line in enumerate(pending):
        _alone(layout, last, began + place, line)
    yield last


_MARKED: Final = (lines.TOO_LONG, lines.BAD_BYTES)


def _quoted(layout: Layout, batch: Batch, pending: list[str], began: int, line: str) -> tuple[list[str], int]:
    """A line with quotation marks, or within a row that has them. Gives what is pending after it, and where that began."""
    pending.append(line)
    if line[:1] not in _MARKED and _closed(pending):
        text = "\n".join(pending)
        _whole(layout, batch, began, text)
        return [], 0
    if len(pending) < MOST_LINES and line[:1] not in _MARKED and sum(map(len, pending)) < lines.LONGEST_LINE:
        return pending, began
    _alone(layout, batch, began, pending[0])  # the mark is missing in the first: it alone is refused, the others are read again
    again: list[str] = []
    start = 0
    for place, one in enumerate(pending[1:], began + 1):
        if again or '"' in one:
            again, start = _quoted(layout, batch, again, start or place, one)
        else:
            _alone(layout, batch, place, one)
    return again, start


def _closed(pending: list[str]) -> bool:
    return sum(line.count('"') for line in pending) % 2 == 0


def _whole(layout: Layout, batch: Batch, number: int, text: str) -> None:
    if "\0" in text:
        batch.refuse(number, _cells_of(layout, text.split(layout.delimiter)), _NUL)
        return
    try:
        cells = next(csv.reader([f"{line}\n" for line in text.split("\n")], delimiter=layout.delimiter, strict=True))
    except (csv.Error, StopIteration):
        batch.refuse(number, _cells_of(layout, text.split(layout.delimiter)), _BAD_CSV)
        return
    if len(cells) != layout.width:
        _odd(layout, batch, number, cells, text)
    else:
        batch.numbers.append(number)
        batch.cells.append([cells[place] for place in layout.places])


def _alone(layout: Layout, batch: Batch, number: int, line: str) -> None:
    """One line by itself."""
    if '"' in line and line[:1] not in _MARKED:
        batch.refuse(number, _cells_of(layout, line.split(layout.delimiter)), _BAD_CSV)
    elif line.strip():
        cells = line.split(layout.delimiter)
        if len(cells) == layout.width and line[:1] not in _MARKED and "\0" not in line:
            batch.numbers.append(number)
            batch.cells.append([cells[place] for place in layout.places])
        else:
            _odd(layout, batch, number, cells, line)


def _odd(layout: Layout, batch: Batch, number: int, cells: list[str], line: str) -> None:
    """A row that is no row: marked, of another width, or with NUL."""
    if line[:1] == lines.TOO_LONG:
        batch.refuse(number, _cells_of(layout, line[1:].split(layout.delimiter)), _TOO_LONG)
    elif line[:1] == lines.BAD_BYTES:
        batch.refuse(number, _cells_of(layout, line[1:].split(layout.delimiter)), _BAD_BYTES)
    elif "\0" in line:
        batch.refuse(number, _cells_of(layout, line.replace("\0", "\ufffd").split(layout.delimiter)), _NUL)
    else:
        sentence = f"This row has {len(cells)} cells, the first line has {layout.width}."
        batch.refuse(number, _cells_of(layout, cells), Fault("row", "wrong_width", sentence, f"{layout.width} cells."))


def _cells_of(layout: Layout, cells: list[str]) -> list[str]:
    return [cells[place].replace("\0", "\ufffd") if place < len(cells) else "" for place in layout.places]


def _json(register: Register, chunk: list[str], first: int) -> Batch:
    batch = Batch()
    for number, line in enumerate(chunk, first):
        if not line.strip():
            continue
        fault = {lines.TOO_LONG: _TOO_LONG, lines.BAD_BYTES: _BAD_BYTES}.get(line[0])
        if fault is not None:
            batch.refuse(number, [line[1:]], fault)
            continue
        try:
            typed = typed_of(register, line)
        except Invalid as wrong:
            batch.refused.append((Row(number, [line]), wrong.faults))
            continue
        batch.numbers.append(number)
        batch.cells.append([line])
        batch.typed.append(typed)
    return batch


def typed_of(register: Register, line: str) -> dict[str, str]:
    """A JSON row, path by path. Raises: Invalid."""
    try:
        given = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        raise Invalid(_BAD_JSON) from None
    if not isinstance(given, dict):
        raise Invalid(_BAD_JSON)
    given.pop(ERRORS, None)
    header = {name: _header_text(name, given.pop(name)) for name in (*HEADER_COLUMNS, ACTION, DISCREET) if name in given}
    typed = flat(register, cast("Mapping[str, Json]", given)) | {name: text for name, text in header.items() if text}
    if any("\0" in text for text in typed.values()):
        raise Invalid(_NUL)
    return typed


def _header_text(name: str, value: object) -> str:
    if isinstance(value, list) and name in _LISTS:
        return " ".join(str(one) for one in value)
    if value is None or isinstance(value, (list, dict)):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sheet(register: Register, file: BinaryIO, mapping: Mapping[str, str] | None) -> Opened:
    sheet = spreadsheet.rows(file)
    layout = of_titles(register, next(sheet, []), mapping)
    return Opened(Kind.XLSX, Encoding("utf-8"), layout, _rebatched(_of_sheet(layout, sheet)), file)


def _of_sheet(layout: Layout, sheet: Iterator[list[str]]) -> Iterator[Batch]:
    number = 2
    while chunk := list(islice(sheet, BATCH)):
        batch = Batch()
        for cells in chunk:
            if any(cells[layout.width :]):
                _odd(layout, batch, number, cells, "")
            elif any(cells):
                batch.numbers.append(number)
                batch.cells.append(_cells_of(layout, cells))
            number += 1
        yield batch
