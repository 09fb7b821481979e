"""The values of a load."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from comity.kernel.codes import Coded
from comity.kernel.errors import Fault, Invalid
from comity.registers.record import Entered


class InvalidFile(Invalid):
    """The file as a whole cannot be read: its encoding, its kind, or its first line."""


class Mode(Coded):
    """What the file is. Stored: never renumber."""

    FULL = 1  # all that the owner has: what it no longer has is proposed for withdrawal
    DELTA = 2  # what is new or changed


class Action(StrEnum):
    """What a row of a delta asks for, in a column `action`; nothing there: enter."""

    ENTER = "enter"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class LoadState(Coded):
    """Stored: never renumber."""

    RUNNING = 0
    DONE = 1
    HELD = 2
    RELEASED = 3
    REFUSED = 4
    BROKEN = 5

    @property
    def code(self) -> str:
        """The word outside. Two states are told by other words than the code has for them: `waiting`, `broken_off`."""
        return {2: "waiting", 5: "broken_off"}.get(int(self), self.name.lower())


class Kind(StrEnum):
    """What a file is written in."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `cells` are the user's own, by the columns of the layout (for JSON: the line itself); `fault`: it cannot be read at all.

    `typed`: path -> text, for what is not a table (JSON); a table's rows are checked by columns and have none.
    """

    line: int
    cells: tuple[str, ...] | list[str]
    fault: Fault | None = None
    typed: dict[str, str] | None = None


class Counts(msgspec.Struct, frozen=True):
    """What became of the rows. rows = entered + corrected + unchanged + withdrawn + refused + held.

    `held`: new, changed or to be withdrawn, but for a second officer to release. `waiting`: of those entered, each waits for its own
    review. `missing`: records that a full file no longer has, proposed for withdrawal; they are no rows.
    """

    rows: int = 0
    entered: int = 0
    corrected: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0
    held: int = 0
    waiting: int = 0
    missing: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every row became exactly one thing: a load whose counts do not is a fault of the program."""
        return self.rows == self.entered + self.corrected + self.unchanged + self.withdrawn + self.refused + self.held

    def plus(self, more: Counts) -> Counts:
        """Both together."""
        return Counts(*(getattr(self, name) + getattr(more, name) for name in Counts.__struct_fields__))


class Spec(msgspec.Struct, frozen=True):
    """What a load is asked to do; sealed with its job. `spooled`: the file in the spool. `mapping`: the user's column -> path.

    `encoding` empty: as found. `dry`: nothing is written. `size`: bytes of the file.
    """

    spooled: str
    file: str
    register: int
    mode: int
    digest: bytes
    size: int
    kind: str = ""
    encoding: str = ""
    mapping: dict[str, str] = {}
    defaults: Entered = Entered()
    words: dict[str, dict[str, str]] = {}
    dry: bool = False


class Place(msgspec.Struct, frozen=True):
    """How far a load came: rows that are durable, the end of the written errors, and whether it is held."""

    rows: int = 0
    counts: Counts = Counts()
    held: bool = False
    why: str = ""
    stage: str = "rows"
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """One load as its authority sees it. Units: `size` bytes of the file; times aware UTC."""

    id: UUID
    owner: int
    bureau: int
    register: int
    officer: int
    mode: Mode
    state: LoadState
    file: str
    digest: bytes
    size: int
    encoding: str
    mapping: dict[str, str]
    counts: Counts
    held: bool
    why: str
    errors: str = field(repr=False)
    started_at: datetime
    ended_at: datetime | None
    decided_by: int
    decided_at: datetime | None
    reason: str = field(repr=False)
    released: int
