"""The values of a clearance. Numbers are stored: never renumber.

A clearance says of one document and one record that the document's holder is not the record's person. It hides no hit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from comity.audit import EntryId
from comity.kernel.codes import Coded
from comity.kernel.errors import Absent, Invalid
from comity.kernel.purposes import Purpose


class NoSuchClearance(Absent):
    """No such clearance for this reader, or no such check of this officer, or no record that this reader meets."""


class WrongClearance(Invalid):
    """What was given is not enough for a clearance; every fault at once."""


class State(Coded):
    """Where a clearance stands. *Proposed* waits for the second officer and is shown to nobody else."""

    PROPOSED = 1
    IN_FORCE = 2
    ENDED = 3


class Ground(Coded):
    """By what the two persons were told apart."""

    BIRTH = 1
    FACE = 2
    FINGERPRINTS = 3
    DNA = 4
    BUILD = 5
    OWNER = 6
    OTHER = 7


class Ending(Coded):
    """Why it ended. *Expired*: its time was over. *Not confirmed*: the second officer said no, or nobody said anything in time."""

    RECORD_CHANGED = 1
    OBJECTED = 2
    BY_BUREAU = 3
    PERSON_WITHDREW = 4
    NOT_CONFIRMED = 5
    EXPIRED = 6


class Objection(Coded):
    """Why the record's owner objects."""

    SAME_PERSON = 1
    NOT_SHOWN = 2
    UNDER_INQUIRY = 3


class OneDocument(NamedTuple):
    """A document as it is read everywhere: its number in the one spelling that records have, and the code of its issuer."""

    number: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer proposes: `check` and `at` as the check's answer gave them, the record that it met.

    `agreed`: the person knows of it and wants it (HIT-10). `named`: other authorities may see which bureau gave it.
    """

    check: EntryId
    at: datetime
    record: UUID
    ground: Ground
    agreed: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class Clearance:
    """One clearance, as its bureau and the record's owner see it; `own_proposal`: this very reader proposed it.

    Never an officer's name or number: the two who signed stand in the audit of their own authority.
    """

    id: UUID
    record: UUID
    register: int
    owner: int
    authority: int
    bureau: int
    purpose: Purpose
    ground: Ground
    named: bool
    proposed_at: datetime
    state: State
    confirmed_at: datetime | None
    until: datetime
    ending: Ending | None
    ended_at: datetime | None
    objection: Objection | None
    own_proposal: bool

    def state_at(self, now: datetime) -> State:
        """Its time may be over before anybody wrote that down."""
        return State.ENDED if self.state is not State.ENDED and self.until <= now else self.state

    def ending_at(self, now: datetime) -> Ending | None:
        """Why it ended, where its time alone did it too."""
        if self.ending is not None or self.state_at(now) is not State.ENDED:
            return self.ending
        return Ending.NOT_CONFIRMED if self.state is State.PROPOSED else Ending.EXPIRED


@dataclass(frozen=True, slots=True)
class Facts:
    """What a new clearance takes from its record: who may see that decides who may see the clearance."""

    register: int
    owner: int
    bureau: int
    audience: int
    purposes: int
    level: int
    discreet: bool
    changed_at: datetime
