"""The result file of a list: the user's own rows, with columns added. Every cell is harmless to a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from comity.kernel.results import Answer, Hit
from comity.registers.csv_files import csv_line
from comity.search.lists.answers import RowAnswer
from comity.search.lists.rows import Unread

ADDED: Final = (
    "check_outcome", "check_grade", "check_register", "check_owner", "check_warnings", "check_first_step", "check_sentence",
    "check_settled", "check_no_answer", "check_unread", "check_entry", "check_time", "check_record",
)  # fmt: skip
_BETWEEN: Final = " | "

Settled = Mapping[tuple[int, str], str]
NONE: Final[Settled] = {}
Say = Callable[[str, dict[str, str]], str]  # a message in the reader's language


def english(text: str, values: dict[str, str]) -> str:
    """A message as it is written, its places filled."""
    return text.format(**values) if values else text


def lines(titles: Sequence[str], rows: Iterable[RowAnswer], settled: Settled = NONE, say: Say = english) -> Iterator[str]:
    """The file line by line, the first line included. `settled`: (line, record) -> what the document said against a look-alike.

    Columns of an earlier result are not there: its rows were read without them.
    """
    yield csv_line([*titles, *ADDED])
    for row in rows:
        cells = (*row.cells, *[""] * (len(titles) - len(row.cells)))
        yield csv_line([*cells[: len(titles)], *added(row, settled, say)])


def added(row: RowAnswer, settled: Settled, say: Say) -> tuple[str, ...]:
    """The cells that are added to one row; several hits are parted by a stroke, in the same order in each cell."""
    hits = [hit for answer in row.answers for hit in answer.hits]
    silent = [f"{answer.register} ({answer.source}): {say(answer.why, {})}" for answer in row.answers if answer.why]
    at = datetime.fromtimestamp(row.at_us / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if row.at_us else ""
    return (
        row.outcome.value,
        _joined(hit.grade.value for hit in hits),
        _joined(hit.register for hit in hits),
        _joined(hit.owner for hit in hits),
        _joined(", ".join(hit.warnings) for hit in hits) if any(hit.warnings for hit in hits) else "",
        _joined(_first_step(hit, say) for hit in hits),
        _joined(say(*hit.sentence) for hit in hits),
        _joined(word for hit in hits if (word := settled.get((row.line, hit.record)))),
        _joined(silent),
        _joined(unread_sentence(cell, say) for cell in row.unread),
        row.check,
        at,
        _joined(_records(row.answers)),
    )


def unread_sentence(cell: Unread, say: Say) -> str:
    """What is wrong with a cell, by the title of its column; never the cell's own text."""
    accepted = say(cell.accepted, cell.values) if cell.accepted else ""
    return f"{cell.column}: {say(cell.sentence, cell.values)} {accepted}".strip()


def _first_step(hit: Hit, say: Say) -> str:
    """Until the owner confirms; for a look-alike, to read the document again."""
    return say(hit.first_step[0], {}) if hit.first_step else ""


def _records(answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        for hit in answer.hits:
            yield hit.record


def _joined(parts: Iterable[str]) -> str:
    return _BETWEEN.join(parts)
