"""Imports of whole lists: what a file would do, and what a second officer decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Which = Literal["", "added", "changed", "withdrawn", "refused"]


class ImportCounts(msgspec.Struct, frozen=True):
    """entries = persons + entities = added + changed + unchanged + refused; of `before` records, `withdrawn` would go."""

    entries: int
    persons: int
    entities: int
    added: int
    changed: int
    unchanged: int
    refused: int
    withdrawn: int
    before: int


class Import(msgspec.Struct, frozen=True):
    """One import. `state`: proposed, approved or refused. `own`: you proposed it, so that another officer approves. `stale`: the records
    that it compares with have changed since.
    """

    id: UUID
    at: datetime
    state: str
    own: bool
    generated: str
    sha256: str
    counts: ImportCounts
    purposes: tuple[str, ...] = ()
    law: str = ""
    level: str = ""
    behalf: str = ""
    reasons: dict[str, int] = {}
    unread: dict[str, int] = {}
    decided_at: datetime | None = None
    stale: bool = False


class Imports(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[Import, ...]
    next: str = ""


class Change(msgspec.Struct, frozen=True):
    """A field, or one item of a repeated field, as one line each."""

    field: str
    before: str
    after: str


class Refusal(msgspec.Struct, frozen=True):
    """One thing that is wrong with an entry."""

    field: str
    code: str
    sentence: str


class Difference(msgspec.Struct, frozen=True):
    """One entry of the list, or one record that it no longer has."""

    kind: str
    number: str
    reference: str
    name: str
    subject: str
    line: int = 0
    record: UUID | None = None
    values: dict[str, Any] = {}
    changes: tuple[Change, ...] = ()
    faults: tuple[Refusal, ...] = ()


class Differences(msgspec.Struct, frozen=True):
    """An import with a page of its differences; `next` is 0 at the end."""

    proposal: Import
    items: tuple[Difference, ...]
    next: int = 0
