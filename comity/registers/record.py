"""A record: its header, the same in every register, and its values, as its register declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import TypeAlias
from uuid import UUID

from comity.kernel.codes import Coded
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState

Values: TypeAlias = Mapping[str, str]  # field name -> the one spelling that its kind gives; an empty field is not there


class Source(Coded):
    """Where the facts come from (REC-02, REC-15). Stored: never renumber."""

    AUTHORITY = 1
    HOLDER = 2


class BlockedBy(IntEnum):
    """Who has blocked a record; a higher rank lifts a block of a lower one, never the other way (BLK-02). Stored: never renumber."""

    OWNER = 1
    LEGAL_DESK = 2
    COMMISSION = 3


class HandlingCode(Coded):
    """What a reader may do with a record, as bits that combine. Stored: never renumber."""

    NOT_AS_EVIDENCE = 1
    ASK_OWNER_FIRST = 2
    RECEIVING_BUREAU_ONLY = 4
    NATIONAL_AGENCIES = 8
    NOT_TO_THE_PERSON = 16


@dataclass(frozen=True, slots=True)
class Entered:
    """The header of a record as typed: words, nothing checked. `ends_at` empty means as long as the register keeps."""

    purposes: tuple[str, ...] = ()
    law: str = ""
    source: str = ""
    level: str = "official"
    handling: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    discreet: bool = False
    ends_at: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an owner wants to record, checked: the values cleaned, the header understood. Made by `validate.draft` alone."""

    values: Values
    purposes: frozenset[Purpose]
    law: str
    source: Source
    level: Level
    handling_codes: int
    warnings: int
    discreet: bool
    ends_at: date


@dataclass(frozen=True, slots=True)
class Record:
    """One record as stored. Units: `handling_codes`, `warnings` masks; times aware UTC; `ends_at` the last day of its life.

    `author`, `changed_by` (of the content last) and `reviewer` are officer numbers, never shown to another authority.
    """

    register: int
    id: UUID
    owner: int
    bureau: int
    author: int
    changed_by: int
    reviewer: int | None
    audience: int
    state: RecordState
    blocked_by: BlockedBy | None
    purposes: frozenset[Purpose]
    level: Level
    discreet: bool
    handling_codes: int
    warnings: int
    law: str
    source: Source
    created_at: datetime
    changed_at: datetime
    confirmed_at: datetime
    ends_at: date
    version: int
    values: Values
