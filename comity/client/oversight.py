"""Who looked: for owners their data, for auditors the log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from comity.client.checks import Identifier


class SightingQuery(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to look for; empty narrows nothing. Times in ISO 8601 with a zone; a month back where left out."""

    register: str = ""
    purpose: str = ""
    bureau: str = ""
    since: str = ""
    until: str = ""
    after: str = ""


class Sighting(msgspec.Struct, frozen=True):
    """Somebody looked at one of your records. Never the officer."""

    at: datetime
    record: UUID
    register: str
    authority: str
    bureau: str
    place: str
    purpose: str
    outcome: str


class Sightings(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[Sighting, ...]
    next: str = ""


class AuditQuery(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to look for, and why: `basis` is kept, sealed, with the entry of the search."""

    basis: str
    since: str = ""
    until: str = ""
    officer: int | None = None
    act: str = ""
    register: str = ""
    after: str = ""


class AuditEntry(msgspec.Struct, frozen=True):
    """One entry. What was asked stays sealed until it is opened."""

    id: str
    at: datetime
    act: str
    bureau: str = ""
    unit: int = 0
    officer: int = 0
    system: int = 0
    purpose: str = ""
    registers: tuple[str, ...] = ()
    outcome: int = 0
    rule: str = ""
    shown: tuple[UUID, ...] = ()
    detail: str = ""


class AuditEntries(msgspec.Struct, frozen=True):
    """A page, newest first. It may be short, even empty, before the end: go on while `next` is there."""

    items: tuple[AuditEntry, ...]
    next: str = ""


class Opened(msgspec.Struct, frozen=True):
    """What an entry asked. A check has identifiers; another act has a text."""

    id: str
    at: datetime
    act: str
    identifiers: tuple[Identifier, ...] = ()
    reference: str = ""
    officer: str = ""
    protected: bool = False
    text: str = ""


class Checkpoint(msgspec.Struct, frozen=True):
    """What the tree was when it was last signed. `root` in hexadecimal."""

    size: int
    root: str
    at: datetime


class AuditStatus(msgspec.Struct, frozen=True):
    """How many entries the tree has, and the last signed checkpoint."""

    size: int
    last: Checkpoint | None = None
