"""Requests to trace a firearm."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Side = Literal["own", "asked"]


class Asked(msgspec.Struct, frozen=True):
    """An authority by its code, and why it is asked: maker, importer, exported, other."""

    authority: str
    why: str = "other"


class TraceAnswer(msgspec.Struct, frozen=True):
    """One's own answer: sold (names the dealer), exported (the country), no_record, refused (the reason in `words`)."""

    answer: str
    dealer: str = ""
    country: str = ""
    date: str = ""
    reference: str = ""
    words: str = ""


class TraceLeg(msgspec.Struct, frozen=True):
    """One authority asked, and its answer; `late`: one is overdue."""

    place: int
    authority: str
    why: str
    asked_at: datetime
    due_at: datetime
    late: bool = False
    answer: str = ""
    answered_at: datetime | None = None
    dealer: str = ""
    country: str = ""
    date: str = ""
    reference: str = ""
    words: str = ""


class Trace(msgspec.Struct, frozen=True):
    """A trace as you may see it: the asker with every leg, who is asked with its own. `next`: authorities that an answer leads to."""

    id: UUID
    asker: str
    own: bool
    at: datetime
    state: str
    bureau: str = ""
    outcome: str = ""
    closed_at: datetime | None = None
    record: UUID | None = None
    values: dict[str, Any] = {}
    words: str = ""
    legs: tuple[TraceLeg, ...] = ()
    next: tuple[str, ...] = ()


class Traces(msgspec.Struct, frozen=True):
    """A page, newest first; `waiting` counts the questions that wait for your answer."""

    items: tuple[Trace, ...]
    next: str = ""
    waiting: int = 0
