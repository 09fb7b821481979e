"""The life of records: questions before their end, versions, deletions, reviews, measures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

AnswerAct = Literal["extend", "let-go", "approve", "refuse"]
ClosingOutcome = Literal["acquitted", "charge_dropped", "found", "identified", "recovered", "surrendered"]
ReviewOutcome = Literal["release", "ask", "refuse", "suspend"]


class LifeQuestion(msgspec.Struct, frozen=True):
    """A record that ends soon. Without an approved extension it is erased after `ends_at`."""

    record: UUID
    register: str
    ends_at: date
    asked_at: datetime
    stage: str
    answer: str
    reminded_at: datetime | None = None
    until: date | None = None
    purpose: str = ""
    reason: str = ""
    own_request: bool = False


class ToConfirm(msgspec.Struct, frozen=True):
    """A record that nobody has confirmed for a year."""

    record: UUID
    register: str
    confirmed_at: datetime


class LifeQuestions(msgspec.Struct, frozen=True):
    """A page, the nearest end first."""

    items: tuple[LifeQuestion, ...]
    to_confirm: tuple[ToConfirm, ...] = ()
    next: str = ""


class Answered(msgspec.Struct, frozen=True):
    """What was said about a record."""

    record: UUID
    register: str
    act: str
    at: datetime


class Change(msgspec.Struct, frozen=True):
    """One field that a version says otherwise than the one before."""

    field: str
    before: str
    after: str


class Version(msgspec.Struct, frozen=True):
    """One content of a record."""

    version: int
    officer: int
    since: datetime
    values: dict[str, str]
    changes: tuple[Change, ...]
    until: datetime | None = None


class Receipt(msgspec.Struct, frozen=True):
    """The receipt of one holder of copies."""

    holder: str
    due_at: datetime
    received_at: datetime | None = None
    overdue: bool = False


class Deletion(msgspec.Struct, frozen=True):
    """One deletion, with its receipts."""

    number: int
    record: UUID
    register: str
    reason: str
    outcome: str
    at: datetime
    receipts: tuple[Receipt, ...]


class Owed(msgspec.Struct, frozen=True):
    """Receipts that a holder owes."""

    holder: str
    missing: int
    overdue: int


class Deletions(msgspec.Struct, frozen=True):
    """A page, the newest first."""

    items: tuple[Deletion, ...]
    owed: tuple[Owed, ...] = ()
    next: str = ""


class ReviewFinding(msgspec.Struct, frozen=True):
    """A rule that makes a record wait, with figures of its sentence."""

    rule: str
    code: str
    figures: dict[str, int | str] = {}


class Signature(msgspec.Struct, frozen=True):
    """What a desk said."""

    desk: str
    outcome: str
    ground: str
    reason: str
    at: datetime


class Review(msgspec.Struct, frozen=True):
    """A record that waits, or was refused."""

    record: UUID
    register: str
    owner: str
    route: str
    state: str
    lane: bool
    at: datetime
    hours: int
    findings: tuple[ReviewFinding, ...]
    signed: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


class Earlier(msgspec.Struct, frozen=True):
    """What was decided before about the same."""

    register: str
    decision: str
    at: datetime


class OnLoan(msgspec.Struct, frozen=True):
    """A record with its reviewer."""

    waiting: Review
    values: dict[str, str]
    purposes: tuple[str, ...]
    law: str
    source: str
    earlier: tuple[Earlier, ...] = ()


class Signed(msgspec.Struct, frozen=True):
    """How far the review is."""

    record: UUID
    register: str
    state: str
    at: datetime


class Supervision(msgspec.Struct, frozen=True):
    """New records of an authority wait for review."""

    authority: str
    reason: str
    since: datetime
    second_officer: int | None = None


class Quota(msgspec.Struct, frozen=True):
    """Records a day that pass with one signature."""

    authority: str
    register: str
    per_day: int


class Measures(msgspec.Struct, frozen=True):
    """What is in force."""

    supervised: tuple[Supervision, ...]
    quotas: tuple[Quota, ...]
