"""A list as it is kept: what was sent, how it is asked, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec

from comity.search.lists.answers import RowAnswer, Tally
from comity.search.lists.columns import Column
from comity.search.lists.rows import Asked
from comity.search.lists.table import Row

IN_REQUEST = 500  # rows of a list that an officer's request answers itself; a longer one is a job
SHOWN_ROWS = 5  # of a dry reading


class Upload(msgspec.Struct, frozen=True):
    """A file as it was sent."""

    title: str
    content: bytes
    at_us: int = 0


class How(msgspec.Struct, frozen=True):
    """How a list is asked. `chosen`: title -> what the column is, where the officer says otherwise than its title.

    `reference`: the asker's own case number, for every row; the protected flag is for the whole list (HIT-12).
    """

    chosen: dict[str, str] = {}
    registers: tuple[int, ...] = ()
    protected: bool = False
    reference: str = ""


class Begun(msgspec.Struct, frozen=True):
    """A list that is being asked, or was. `purpose`, `unit`: of whoever began it; what goes on later is asked for the same."""

    how: How
    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    total: int
    purpose: int
    unit: int
    at_us: int


class Step(msgspec.Struct, frozen=True):
    """Answers that were kept together. `over`: the list is done; `stopped`: somebody stopped it here."""

    rows: tuple[RowAnswer, ...]
    over: bool = False
    stopped: bool = False


class Settled(msgspec.Struct, frozen=True, array_like=True):
    """What a document said against a look-alike of one row: `record`, `asked` or `unreadable`."""

    line: int
    record: str
    says: str


class ListState(StrEnum):
    """How far a list is. UNFINISHED: begun and not over; whether it is being asked just now, its job says."""

    KEPT = "kept"
    UNFINISHED = "unfinished"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """A list as its officer finds it. `begun` is None while nothing was asked; `job`: which one asks it, where it is long."""

    name: str
    upload: Upload
    state: ListState
    tally: Tally
    begun: Begun | None = None
    job: UUID | None = None

    @property
    def total(self) -> int:
        """Rows of the whole list; 0 before its asking has begun."""
        return self.begun.total if self.begun else 0


@dataclass(frozen=True, slots=True)
class DryRow:
    """One of the first rows, and what it will ask."""

    row: Row
    asked: Asked


@dataclass(frozen=True, slots=True)
class Dry:
    """What a list would ask, before anything is asked. `unread`: (column, code, sentence) -> (cells, first line). `persons`: rows that ask
    about somebody.
    """

    columns: tuple[Column, ...]
    rows: int
    asking: int
    identifiers: int
    first: tuple[DryRow, ...]
    unread: tuple[UnreadCount, ...]
    encoding: str
    persons: int = 0


@dataclass(frozen=True, slots=True)
class UnreadCount:
    """Cells that cannot be read for one reason. `values` fill the places of the sentences, of the first of them."""

    column: str
    code: str
    sentence: str
    accepted: str
    values: dict[str, str]
    cells: int
    first_line: int
