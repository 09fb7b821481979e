"""Loads of files. Fields that a newer server adds are ignored."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec


class LoadQuestion(msgspec.Struct, frozen=True):
    """How a file is loaded. `mode`: delta or full. `mapping`: one of your unit's. `kind`: csv, jsonl, xlsx; empty: as found.

    `purposes`, `law`, `source`, `level`: the header of rows that do not state it. `unit`: of a system alone, whose mapping it is.
    """

    mode: str = "delta"
    mapping: str = ""
    encoding: str = ""
    kind: str = ""
    dry_run: bool = False
    name: str = ""
    purposes: tuple[str, ...] = ()
    law: str = ""
    source: str = ""
    level: str = "official"
    unit: str = ""


class LoadStarted(msgspec.Struct, frozen=True):
    """The number of a load, which is its job's too."""

    load: str


class LoadLine(msgspec.Struct, frozen=True):
    """One load. rows = entered + corrected + unchanged + withdrawn + refused + held; `missing`: a full file no longer has them."""

    id: UUID
    register: str
    mode: str
    state: str
    started_at: datetime
    file: str = ""
    sha256: str = ""
    encoding: str = ""
    counts: dict[str, int] = {}
    why: str = ""
    own: bool = False
    ended_at: datetime | None = None
    decided_at: datetime | None = None
    released: int = 0


class Loads(msgspec.Struct, frozen=True):
    """A page, newest first."""

    items: tuple[LoadLine, ...]
    next: str = ""


class SampleRecord(msgspec.Struct, frozen=True):
    """One record of a sample."""

    id: UUID
    values: dict[str, str | dict[str, str] | list[str | dict[str, str]]]


class LoadSample(msgspec.Struct, frozen=True):
    """A load, and some of what it would make visible and withdraw."""

    load: LoadLine
    new: tuple[SampleRecord, ...] = ()
    missing: tuple[SampleRecord, ...] = ()


class LoadDecided(msgspec.Struct, frozen=True):
    """The job that carries a decision out."""

    job: UUID
