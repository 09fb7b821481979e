"""Lists checked as a whole. Fields that a newer server adds are ignored."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from comity.client.checks import Answer, Identifier
from comity.client.persons import Person


class ListQuestion(msgspec.Struct, frozen=True):
    """How a list is asked. `columns`: `TITLE=CODE`, where a column is something else than its title says; `TITLE=` leaves it out.

    A system names officer, unit and purpose; an officer's session has them already.
    """

    title: str = ""
    columns: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    protected: bool = False
    reference: str = ""
    purpose: str = ""
    officer: str = ""
    unit: str = ""


class ListColumn(msgspec.Struct, frozen=True):
    """One column as it is understood: `document`, `document.issuer`, ...; `carried`: not asked about; empty: not understood."""

    title: str
    read_as: str


class UnreadCells(msgspec.Struct, frozen=True):
    """Cells that cannot be read for one reason, and the line of the first of them."""

    column: str
    code: str
    sentence: str
    accepted: str
    cells: int
    first_line: int


class DryRow(msgspec.Struct, frozen=True):
    """One of the first rows, and what it would ask."""

    line: int
    asks: tuple[Identifier, ...]
    unread: tuple[str, ...] = ()
    person: Person | None = None


class DryList(msgspec.Struct, frozen=True):
    """What a list would ask. `asking`: rows that ask something; `persons`: those about somebody."""

    columns: tuple[ListColumn, ...]
    rows: int
    asking: int
    identifiers: int
    encoding: str = ""
    unread: tuple[UnreadCells, ...] = ()
    first: tuple[DryRow, ...] = ()
    persons: int = 0


class ListCounts(msgspec.Struct, frozen=True):
    """Rows answered so far, by the worst that became of each; they add up to `rows`. `unread` counts cells."""

    rows: int = 0
    hit: int = 0
    look_alike: int = 0
    no_answer: int = 0
    partly_asked: int = 0
    not_asked: int = 0
    no_hit: int = 0
    unread: int = 0


class CheckedList(msgspec.Struct, frozen=True):
    """One list. `state`: kept, unfinished, stopped, done. `job`: asks it, where it is long."""

    list: str
    title: str
    state: str
    total: int
    counts: ListCounts
    at: datetime
    columns: tuple[ListColumn, ...] = ()
    job: UUID | None = None
    protected: bool = False
    reference: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing happens any more."""
        return self.state in ("done", "stopped")


class ListRow(msgspec.Struct, frozen=True):
    """One row answered; `check` and `at` settle its look-alikes."""

    line: int
    outcome: str
    check: str = ""
    at: str = ""
    asked: tuple[Identifier, ...] = ()
    answers: tuple[Answer, ...] = ()
    unread: tuple[str, ...] = ()
    person: Person | None = None


class ListRows(msgspec.Struct, frozen=True):
    """A page of rows; `next` 0 at the end."""

    items: tuple[ListRow, ...]
    next: int = 0
