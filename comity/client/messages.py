"""The owner's inbox, and protected results that wait for a supervisor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec


class Told(msgspec.Struct, frozen=True):
    """Somebody's check met one of your records. Never the officer."""

    id: UUID
    record: UUID
    register: str
    authority: str
    bureau: str
    purpose: str
    grade: str
    at: datetime
    discreet: bool = False
    read_at: datetime | None = None
    clearance: UUID | None = None


class InboxPage(msgspec.Struct, frozen=True):
    """A page, newest first; `unread` counts all that nobody has opened."""

    items: tuple[Told, ...]
    next: str = ""
    unread: int = 0


class Held(msgspec.Struct, frozen=True):
    """A protected result of your bureau that its owner has not been told."""

    id: UUID
    owner: str
    register: str
    purpose: str
    grade: str
    at: datetime
