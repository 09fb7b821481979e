"""What is done with a list of one's own records: saved lists, files, acts on many."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from comity.client.records import Record

ManyAct = Literal["confirm", "release", "restrict", "shorten", "withdraw"]


class View(msgspec.Struct, frozen=True):
    """A saved list. `own`: yours, which you alone drop; else shared by another of the unit."""

    id: UUID
    register: str
    name: str
    where: dict[str, str] = {}
    sort: str = ""
    shared: bool = False
    own: bool = True


class Started(msgspec.Struct, frozen=True):
    """The job that writes a file."""

    job: UUID


class Preview(msgspec.Struct, frozen=True):
    """How many it would be done to, ten of them, and whether a second officer must sign."""

    count: int
    sample: tuple[Record, ...]
    signed: bool = False


class Particulars(msgspec.Struct, frozen=True, omit_defaults=True):
    """`reason` to withdraw, `ends_at` to shorten, codes and kinds to restrict."""

    reason: str = ""
    ends_at: str = ""
    denied_authorities: tuple[str, ...] = ()
    denied_kinds: tuple[str, ...] = ()


class Many(msgspec.Struct, frozen=True):
    """An act on many as it stands: unsigned, under_way, done, cancelled, refused. Under way, its job has the same id."""

    id: UUID
    register: str
    act: str
    state: str
    total: int
    created_at: datetime
    own: bool = True
