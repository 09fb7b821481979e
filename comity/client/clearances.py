"""Clearances: that a document is not that of a record's person. Fields that a newer server adds are ignored."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

ClearanceSide = Literal["given", "against"]
Ground = Literal["birth", "face", "fingerprints", "dna", "build", "owner", "other"]
ObjectionWhy = Literal["same_person", "not_shown", "under_inquiry"]
EndWhy = Literal["by_bureau", "person_withdrew"]


class Cleared(msgspec.Struct, frozen=True):
    """That the document asked about was cleared of a hit's record; `bureau` is empty where you are not told which one gave it."""

    since: datetime
    until: datetime
    bureau: str = ""


class ClearanceProposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """*Not this person*: `check` and `at` as the check's answer gave them. `agreed`: the person knows of it and wants it."""

    check: str
    at: str
    record: UUID | str
    ground: Ground
    agreed: bool
    named: bool = False


class Clearance(msgspec.Struct, frozen=True):
    """One clearance; never an officer, never the document. `state`: proposed, in_force, ended."""

    id: UUID
    record: UUID
    register: str
    owner: str
    authority: str
    bureau: str
    purpose: str
    ground: str
    state: str
    proposed_at: datetime
    until: datetime
    named: bool = False
    confirmed_at: datetime | None = None
    ending: str = ""
    ended_at: datetime | None = None
    objection: str = ""
    own_proposal: bool = False


class ClearancesPage(msgspec.Struct, frozen=True):
    """A page, newest first; `waiting` counts those that wait for your signature."""

    items: tuple[Clearance, ...]
    next: str = ""
    waiting: int = 0
