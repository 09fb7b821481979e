"""A proposal, its items, and what a second officer decides.

Invalid      -> StaleProposal (the register changed meanwhile), NoReason
Absent       -> NoSuchProposal
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comity.imports.compare import Change, Counts, Kind
from comity.kernel.codes import Coded
from comity.kernel.errors import Absent, Invalid


class NoSuchProposal(Absent):
    """There is no such proposal of this authority."""


class StaleProposal(Invalid):
    """Records that the proposal compares with were changed since: it is refused, and proposed anew."""


class NoReason(Invalid):
    """A decision that needs its reason has none."""


class State(Coded):
    """Stored: never renumber."""

    PROPOSED = 1
    APPROVED = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the list, or one record that the list no longer has.

    `number`, `reference`, `name` as the list has them. `values` as the record would be (added, changed). `record`, `version`: what it was
    compared with. `code`, `sentence`: why it is refused, at `line` of the file.
    """

    kind: Kind
    number: str
    reference: str
    name: str
    person: bool
    line: int = 0
    record: UUID | None = None
    version: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    faults: tuple[tuple[str, str, str], ...] = ()  # field, code, sentence


@dataclass(frozen=True, slots=True)
class Header:
    """What the proposing officer states for every record of the list."""

    purposes: tuple[str, ...]
    law: str
    level: str = "official"
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One import. `generated`: when the list says that it was made. `digest`: SHA-256 of the file. `reasons`: refusals by code.

    `unread`: elements that nothing of a record came from, by name, with how often they stood. `basis`: digest of the records and versions
    that it was compared with. `stale`: they have changed since. `officer`, `decided_by` are numbers, never shown to another authority.
    """

    id: UUID
    owner: int
    bureau: int
    officer: int
    at: datetime
    state: State
    generated: str
    digest: str
    header: Header
    counts: Counts
    reasons: Mapping[str, int]
    unread: Mapping[str, int]
    basis: str
    decided_by: int = 0
    decided_at: datetime | None = None
    stale: bool = False
