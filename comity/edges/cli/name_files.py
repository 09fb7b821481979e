"""CSV files of names: pairs, a corpus, questions. Wrong files stop with a sentence that names the column or the line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from comity.edges.cli.sentences import Stopped

if TYPE_CHECKING:
    from comity.search.corpus import Row

LONGEST: Final = 10_000  # characters of a name; more is no name but a damaged file
_FACTS: Final = ("dob", "nationality")


class PairRow(NamedTuple):
    """A row of a file of pairs: as it stood, and its two sides."""

    cells: dict[str, str]
    a: Row
    b: Row


def pairs(path: Path) -> Iterator[PairRow]:
    """The pairs of a file. Raises: Stopped."""
    from comity.search.corpus import Row

    for line, cells in _rows(path, ("a", "b")):
        sides = [Row(str(line), cells[side], *(cells.get(f"{fact}_{side}", "") for fact in _FACTS)) for side in ("a", "b")]
        yield PairRow(cells, *sides)


def people(path: Path, name_of_id: str) -> Iterator[Row]:
    """The rows of a corpus (`id`) or of questions (`qid`), whose names must not repeat. Raises: Stopped."""
    from comity.search.corpus import Row

    seen: set[str] = set()
    for line, cells in _rows(path, (name_of_id, "name")):
        known = cells[name_of_id]
        if not known:
            raise Stopped(f"{path}, line {line}: {name_of_id} is empty.")
        if known in seen:
            raise Stopped(f"{path}, line {line}: {name_of_id} {known!r} stands there twice.")
        seen.add(known)
        yield Row(known, cells["name"], *(cells.get(fact, "") for fact in _FACTS))


def columns(path: Path, needed: Sequence[str]) -> list[str]:
    """The headings of a file, in small letters. Raises: Stopped, where one that is needed is missing."""
    with _opened(path) as file:
        return _headings(path, csv.reader(file, strict=True), needed)


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of every row that is not empty."""
    csv.field_size_limit(16 * LONGEST)
    found = 0
    with _opened(path) as file:
        reader = csv.reader(file, strict=True)
        try:
            headings = _headings(path, reader, needed)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    found += 1
                    yield reader.line_num, _cells(path, reader.line_num, headings, cells)
        except csv.Error as problem:
            raise Stopped(f"{path}, line {reader.line_num}: {problem}.") from None
        except UnicodeDecodeError:
            raise Stopped(f"{path} is not UTF-8: line {reader.line_num + 1} or near it.", "Save it as CSV in UTF-8.") from None
    if not found:
        raise Stopped(f"{path} has no rows below its headings.")


def _opened(path: Path) -> TextIO:
    if path.is_dir():
        raise Stopped(f"{path} is a folder, not a file.")
    return path.open(encoding="utf-8-sig", newline="")


def _headings(path: Path, reader: Iterator[list[str]], needed: Sequence[str]) -> list[str]:
    try:
        headings = [cell.strip().lower() for cell in next(reader, [])]
    except UnicodeDecodeError:
        raise Stopped(f"{path} is not UTF-8.", "Save it as CSV in UTF-8.") from None
    if not any(headings):
        raise Stopped(f"{path} is empty.", f"Its first line names the columns: {','.join(needed)}.")
    missing = [name for name in needed if name not in headings]
    if missing:
        raise Stopped(f"{path} has no column {missing[0]!r}.", f"It has: {', '.join(filter(None, headings))}.")
    twice = [name for name in headings if name and headings.count(name) > 1]
    if twice:
        raise Stopped(f"{path} has two columns {twice[0]!r}.")
    return headings


def _cells(path: Path, line: int, headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) > len(headings):
        raise Stopped(f"{path}, line {line}: {len(cells)} cells under {len(headings)} headings.", "A name with a comma needs quotes.")
    row = dict(zip(headings, [*cells, *[""] * (len(headings) - len(cells))], strict=True))
    long = [name for name, cell in row.items() if len(cell) > LONGEST]
    if long:
        raise Stopped(f"{path}, line {line}: {long[0]} has more than {LONGEST:,} characters.")
    return row


def unread(counted: Mapping[str, int]) -> Iterator[str]:
    """What to say of cells that could not be read: they speak neither for nor against."""
    said = {
        "dob": "birth dates could not be read and were left out (YYYY, YYYY-MM or YYYY-MM-DD)",
        "nationality": "nationalities could not be read and were left out (a code such as FRA, or the country's name)",
    }
    for field, count in counted.items():
        if count:
            yield f"{count:,} {said[field]}."
