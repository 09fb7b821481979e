"""Records, registers, loads and what an owner decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Act = Literal["block", "confirm", "release", "restrict", "unblock", "withdraw"]


class Header(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a record is kept, and for whom. `ends_at` empty: as long as the register keeps."""

    purposes: tuple[str, ...]
    law: str
    source: str
    level: str = "official"
    handling: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    discreet: bool = False
    ends_at: str = ""


class Record(msgspec.Struct, frozen=True):
    """A record as far as you may see it. What follows `ends_at` is filled for its owner alone."""

    id: UUID
    register: str
    owner: str
    own: bool
    values: dict[str, str | dict[str, str] | list[str | dict[str, str]]]
    left_out: tuple[str, ...]
    level: str
    purposes: tuple[str, ...]
    warnings: tuple[str, ...]
    handling: tuple[str, ...]
    first_step: tuple[str, ...]
    confirmed_at: datetime
    created_at: datetime
    ends_at: date
    state: str = ""
    blocked_by: str = ""
    law: str = ""
    source: str = ""
    discreet: bool = False
    version: int = 0

    @property
    def flat(self) -> dict[str, str]:
        """The values path by path, as `--set` and files name them: `documents.2.number`."""
        return {path: value for name, given in self.values.items() for path, value in _paths(name, given)}

    @property
    def header(self) -> Header:
        """The header as it would be sent again, for a correction."""
        ends_at = self.ends_at.isoformat()
        return Header(self.purposes, self.law, self.source, self.level, self.handling, self.warnings, self.discreet, ends_at)


class Like(msgspec.Struct, frozen=True):
    """A record that is like a description: the asked words it has, the dimensions that agree, its share of the question (0 to 1)."""

    record: Record
    words: tuple[str, ...]
    measures: tuple[str, ...]
    share: float


class Finding(msgspec.Struct, frozen=True):
    """What is like a description, the likest first. `common`: words that led to nothing alone; `more`: there is more like it."""

    items: tuple[Like, ...]
    asked: tuple[str, ...]
    common: tuple[str, ...] = ()
    more: bool = False


class PublicWork(msgspec.Struct, frozen=True):
    """A work of art as anybody sees it. `words`, `measures`: in what it agrees with the question."""

    id: UUID
    owner: str
    values: dict[str, str | dict[str, str] | list[str | dict[str, str]]]
    changed_at: datetime
    words: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


class PublicWorks(msgspec.Struct, frozen=True):
    """Works that are like a description, the likest first."""

    items: tuple[PublicWork, ...]


class Walked(msgspec.Struct, frozen=True):
    """A record of a walk, and how many links lie between it and the first."""

    distance: int
    record: Record


class Edge(msgspec.Struct, frozen=True):
    """A link: stated with a role and grades by the owner of `one`, or an identifier of the kind `shared` that both have."""

    one: UUID
    other: UUID
    role: str = ""
    shared: str = ""
    source_grade: str = ""
    fact_grade: str = ""


class Walk(msgspec.Struct, frozen=True):
    """What lies around a record. `more`: it was cut at its limit."""

    items: tuple[Walked, ...]
    edges: tuple[Edge, ...]
    more: bool = False


class Compared(msgspec.Struct, frozen=True):
    """Specimens and counterfeits of a kind of document; None for a side that is closed to you, with the reason in `closed`."""

    genuine: tuple[Record, ...] | None
    false: tuple[Record, ...] | None
    closed: str = ""
    more: bool = False


def _paths(path: str, given: str | dict[str, str] | list[str | dict[str, str]]) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        yield path, given
    elif isinstance(given, dict):
        yield from ((f"{path}.{part}", value) for part, value in given.items())
    else:
        for place, item in enumerate(given, 1):
            yield from _paths(f"{path}.{place}", item)


class Records(msgspec.Struct, frozen=True):
    """A page of one's own records; `next` goes on, `previous` back, empty at an end. `more`: more fit than the `total` that is counted."""

    items: tuple[Record, ...]
    next: str = ""
    previous: str = ""
    total: int = 0
    more: bool = False


class Decided(msgspec.Struct, frozen=True):
    """What happened to a record."""

    id: UUID
    register: str
    happened: str
    at: datetime


class Restriction(msgspec.Struct, frozen=True):
    """Who is kept out: codes of authorities, and kinds of authority (country, entity, secretariat)."""

    denied_authorities: tuple[str, ...] = ()
    denied_kinds: tuple[str, ...] = ()


class Loaded(msgspec.Struct, frozen=True):
    """rows = entered + unchanged + refused; `errors_csv` holds the refused rows with what is wrong."""

    rows: int
    entered: int
    unchanged: int
    refused: int
    waiting: int
    errors_csv: str = ""


class RegisterLine(msgspec.Struct, frozen=True):
    """One of the nineteen. `specialists`: only cleared specialists ask it; `derived`: the system alone enters its records."""

    number: int
    name: str
    title: str
    declared: bool
    short: str = ""
    about: str = ""
    persons: bool = False
    specialists: bool = False
    derived: bool = False


class Part(msgspec.Struct, frozen=True):
    """One part of a compound field. `level`: the clearance that sees it."""

    name: str
    label: str
    required: bool
    accepted: str = ""
    hint: str = ""
    choices: dict[str, str] = {}
    first_line: bool = True
    level: str = "official"


class Field(Part, frozen=True):
    """One field of a record. `many`: how often it may stand in a record, 0 for once; `parts`: of a compound field, else empty."""

    many: int = 0
    section: str = ""
    parts: tuple[Part, ...] = ()


class Register(msgspec.Struct, frozen=True):
    """A register's declaration. `values_schema`: JSON Schema (2020-12) of a record's values."""

    number: int
    name: str
    title: str
    fields: tuple[Field, ...]
    about: str = ""
    legal_source: str = ""
    retention_years: int = 0
    purposes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    listed_by: str = ""
    warnings: dict[str, str] = {}
    first_step: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    template: str = ""
    template_xlsx: str = ""
    values_schema: dict[str, Any] = {}
