"""A trace and its legs.

Absent   -> NoSuchTrace
Invalid  -> WrongTrace (what is asked or answered lacks something)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comity.kernel.codes import Coded
from comity.kernel.errors import Absent, Invalid


class NoSuchTrace(Absent):
    """No such trace for this reader."""


class WrongTrace(Invalid):
    """A question or an answer that lacks something, or comes too late."""


class State(Coded):
    """Stored: never renumber."""

    OPEN = 1
    CLOSED = 2


class Why(Coded):
    """Why an authority is asked. Stored: never renumber."""

    MAKER = 1
    IMPORTER = 2
    EXPORTED = 3
    OTHER = 4


class Answer(Coded):
    """What an authority answered. Stored: never renumber."""

    SOLD = 1
    EXPORTED = 2
    NO_RECORD = 3
    REFUSED = 4


class Outcome(Coded):
    """What came of a trace. Stored: never renumber."""

    TRACED = 1
    NOT_TRACED = 2
    WITHDRAWN = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """The particulars of an answer: to whom it was sold, or where it was exported; the reason of a refusal in `words`."""

    dealer: str = ""
    country: str = ""
    date: str = ""
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One authority asked. `due_at` is a clock: passing it decides nothing."""

    place: int
    asked: int
    why: Why
    asked_at: datetime
    due_at: datetime
    answer: Answer | None = None
    answered_at: datetime | None = None
    reply: Reply | None = None

    def late(self, now: datetime) -> bool:
        """Whether an answer is overdue."""
        return self.answer is None and now > self.due_at


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the weapon in the fields of the register of firearms, and words beside it."""

    values: Mapping[str, str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace as its viewer sees it: the asker with every leg, who is asked with its own alone. `officer` never leaves the asker."""

    id: UUID
    asker: int
    bureau: int
    officer: int
    at: datetime
    state: State
    outcome: Outcome | None
    closed_at: datetime | None
    record: UUID | None
    question: Question
    legs: tuple[Leg, ...] = field(default=())
