"""What a job is, how far it came, and what its process may tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from comity.kernel.codes import Coded

if TYPE_CHECKING:
    from psycopg import AsyncConnection


class State(Coded):
    """Stored: never renumber."""

    WAITING = 0
    RUNNING = 1
    DONE = 2
    CANCELLED = 3
    FAILED = 4

    @property
    def over(self) -> bool:
        """Whether nothing more becomes of it: done, failed or cancelled."""
        return self > State.RUNNING


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a job failed. Nothing of a record is in it: it lies open."""

    code: str
    sentence: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is asked for, by whom. `spec`: what the kind's handler understands; it is sealed before it is stored."""

    kind: str
    owner: int
    bureau: int
    officer: int
    unit: int
    purpose: int
    spec: bytes = field(default=b"", repr=False)
    register: int = 0
    total: int = 0
    counted: str = "rows"


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands. `place`: what its handler kept last, opened; empty at its beginning. `result`: a file of the spool, or empty.

    Units: `done`, `total` count what `counted` says; `total` 0 is not known. `began_with`: done when its present process took it.
    """

    id: UUID
    number: int
    kind: str
    owner: int
    bureau: int
    officer: int
    unit: int
    purpose: int
    register: int
    state: State
    done: int
    total: int
    counted: str
    counts: Mapping[str, int]
    spec: bytes = field(repr=False)
    place: bytes = field(repr=False)
    result: str = field(repr=False)
    result_name: str
    fault: Fault | None
    cancelled_by: int
    attempts: int
    created_at: datetime
    begun_at: datetime | None
    began_with: int
    changed_at: datetime
    ended_at: datetime | None
    ends_at: datetime

    @property
    def per_second(self) -> float:
        """The rate since its process took it; 0 while there is none to tell."""
        if self.begun_at is None:
            return 0.0
        seconds = (self.changed_at - self.begun_at).total_seconds()
        return max(0, self.done - self.began_with) / seconds if seconds > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds to go at that rate; None where that cannot be told."""
        if self.state is not State.RUNNING or not self.total or not self.per_second:
            return None
        return max(0, self.total - self.done) / self.per_second


class Cancelled(Exception):
    """An officer asked to stop this job: its handler ends what it has begun, says so, and lets this through."""


class Interrupted(Exception):
    """This process is told to stop: the handler lets go; the job goes on in the next process, from its place."""


class Progress(Protocol):
    """What a handler says of how far it is. `tell` may be called as often as one likes: it writes twice a second."""

    async def tell(self, done: int, total: int = 0, counts: Mapping[str, int] | None = None) -> None:
        """Says how far it is. Raises: Cancelled; Interrupted."""

    async def keep(self, connection: AsyncConnection, done: int, total: int, counts: Mapping[str, int], place: bytes) -> None:
        """How far it is, within the handler's own transaction: with what was done, or not at all."""

    async def ask(self) -> None:
        """Whether to go on. Raises: Cancelled; Interrupted."""

    async def result(self, name: str, shown_as: str) -> None:
        """The spooled file that is the job's result, and the name under which it is handed out."""
