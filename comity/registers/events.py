"""What happened to a record, for those who act on it: inboxes, filters, notices of recall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Happened(StrEnum):
    """Past tense, alphabetical."""

    BLOCKED = "blocked"
    CLOSED = "closed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    CREATED = "created"
    EXTENDED = "extended"
    RELEASED = "released"
    RESTRICTED = "restricted"
    REVIEWED = "reviewed"
    UNBLOCKED = "unblocked"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """One record of one owner. `by_another`: not the owner but the secretariat did it, so that the owner is to be told."""

    happened: Happened
    register: int
    record: UUID
    owner: int
    bureau: int
    at: datetime
    by_another: bool = False
