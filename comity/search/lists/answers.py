"""What became of each row of a list, and of the list. Pure.

*No hit* is said only of a row that was asked whole and answered whole (HIT-16): what could not be read, or did not answer, has a word of
its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from comity.kernel.results import Answer, Outcome
from comity.search.lists.rows import Asked, Unread
from comity.search.model import Identifier, Result
from comity.search.persons.model import PersonAsked


class RowOutcome(StrEnum):
    """The worst first: what an officer must see before the rest."""

    HIT = "hit"
    LOOK_ALIKE = "look_alike"
    NO_ANSWER = "no_answer"
    PARTLY = "partly_asked"
    NOT_ASKED = "not_asked"
    NO_HIT = "no_hit"


class RowAnswer(msgspec.Struct, frozen=True):
    """One row answered. `line`: where it stands in the file, from 1. `check`: the audit entry, empty where nothing was asked.

    `answers`: those registers alone that had something, or did not answer. Privacy: cells and identifiers are personal; kept sealed only.
    """

    line: int
    cells: tuple[str, ...]
    outcome: RowOutcome
    identifiers: tuple[Identifier, ...] = ()
    check: str = ""
    at_us: int = 0
    answers: tuple[Answer, ...] = ()
    unread: tuple[Unread, ...] = ()
    person: PersonAsked | None = None


class Tally(msgspec.Struct, frozen=True):
    """How many rows came to what. They add up to `rows`, those answered so far; `unread` counts cells."""

    rows: int = 0
    hit: int = 0
    look_alike: int = 0
    no_answer: int = 0
    partly_asked: int = 0
    not_asked: int = 0
    no_hit: int = 0
    unread: int = 0

    def plus(self, rows: Iterable[RowAnswer]) -> Tally:
        """The tally with these rows too."""
        counts = msgspec.structs.asdict(self)
        for row in rows:
            counts["rows"] += 1
            counts[row.outcome.value] += 1
            counts["unread"] += len(row.unread)
        return Tally(**counts)

    @property
    def worst(self) -> RowOutcome:
        """The worst outcome of any row."""
        return next((outcome for outcome in RowOutcome if getattr(self, outcome.value)), RowOutcome.NO_HIT)


def answered(line: int, cells: Sequence[str], asked: Asked, result: Result | None) -> RowAnswer:
    """A row with what its check said; None where nothing of it could be asked."""
    if result is None:
        return RowAnswer(line, tuple(cells), RowOutcome.NOT_ASKED, unread=asked.unread)
    told = tuple(answer for answer in result.answers if answer.outcome is not Outcome.NO_HIT)
    outcome = _outcome(result, told, lost=any(cell.lost for cell in asked.unread))
    return RowAnswer(line, tuple(cells), outcome, asked.identifiers, result.check, result.at_us, told, asked.unread, asked.person)


def unreadable(line: int, cells: Sequence[str], unread: Unread) -> RowAnswer:
    """A row that is no row of the list: too wide, or no CSV."""
    return RowAnswer(line, tuple(cells), RowOutcome.NOT_ASKED, unread=(unread,))


def _outcome(result: Result, told: Sequence[Answer], *, lost: bool) -> RowOutcome:
    hits = [hit for answer in told for hit in answer.hits]
    if any(hit.positive for hit in hits):
        return RowOutcome.HIT
    if hits:
        return RowOutcome.LOOK_ALIKE
    if result.outcome is Outcome.NO_ANSWER:
        return RowOutcome.NO_ANSWER
    return RowOutcome.PARTLY if lost else RowOutcome.NO_HIT
