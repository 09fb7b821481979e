"""The values of the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comity.kernel.errors import Absent


class NoSuchMessage(Absent):
    """No such inbox entry for this reader."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of an owner's inbox: somebody's check met one of its records. The officer is not known here at all (HIT-02).

    `clearance`: the message is that a document was cleared of the record, and `grade` is *cleared*.
    """

    id: UUID
    record: UUID
    register: int
    asking_authority: int
    asking_bureau: int
    purpose: int
    grade: str
    at: datetime
    discreet: bool
    read_at: datetime | None
    clearance: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A protected positive result of one's own bureau that its owner has not been told (HIT-12)."""

    id: UUID
    owner: int
    register: int
    purpose: int
    grade: str
    at: datetime
