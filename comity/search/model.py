"""The values of a check: a query in, a result out.

Structs and not dataclasses: a frozen struct is made in a sixth of the time, and a check makes six of them.
"""

from __future__ import annotations

import msgspec

from comity.access.model import Reader
from comity.kernel.results import Answer, Outcome
from comity.search.person import PersonAsked, PersonResult

MOST_IDENTIFIERS = 8  # of one check; a list of things is a batch
MOST_CHECKS = 10_000  # of one batch


class Identifier(msgspec.Struct, frozen=True, gc=False):
    """One thing asked about, as typed. `kind`: a name of `reading.READERS`. `issuer`: a code, or empty for *under every code*."""

    kind: str
    value: str
    issuer: str = ""


class Query(msgspec.Struct, frozen=True, gc=False):
    """One check. `reader` carries the purpose, unit and officer (PUR-01, ACC-08); no register named means all that may be asked.

    `protected`: the owner learns nothing until the asking bureau's supervisor releases it (HIT-12).
    `reference`: the asker's own case number, kept in the sealed question. `person`: asked about beside the identifiers, or alone.
    `bodies`: whether the name may be an organisation's too, where nothing was said that only a person has.
    """

    reader: Reader
    identifiers: tuple[Identifier, ...]
    registers: tuple[int, ...] = ()
    protected: bool = False
    reference: str = ""
    person: PersonAsked | None = None
    bodies: bool = True


class Sought(msgspec.Struct, frozen=True, gc=False):
    """What a check asks of one register: what its search key stands for, so that a stored value can be compared with it.

    `vouched`: a valid check digit stands for the value, so a look-alike is another document and only *exact* counts.
    `codes`: where no country was named, the ends of the key for every country; it is then so many keys.
    """

    register: int
    kind: str
    value: str
    issuer: str
    key: bytes
    vouched: bool = False
    codes: tuple[bytes, ...] = ()

    @property
    def keys(self) -> list[bytes]:
        """The search keys before the keyed hash."""
        return [self.key + code for code in self.codes] if self.codes else [self.key]


class Result(msgspec.Struct, frozen=True, gc=False):
    """What the asker gets. `check` names the audit entry, durable before this value exists.

    `quiet`: the registers asked, where the local store alone was asked and none of them had anything; else empty.
    `person`: what it says of the person asked about.
    """

    check: str
    at_us: int
    answers: tuple[Answer, ...]
    notes: tuple[tuple[str, dict[str, str]], ...] = ()
    quiet: tuple[int, ...] = ()
    person: PersonResult | None = None

    @property
    def outcome(self) -> Outcome:
        """The worst first: a hit anywhere is a hit; else a source that did not answer leaves it open; else no hit."""
        outcomes = {answer.outcome for answer in self.answers}
        if Outcome.HIT in outcomes:
            return Outcome.HIT
        return Outcome.NO_ANSWER if Outcome.NO_ANSWER in outcomes or not outcomes else Outcome.NO_HIT


class Positive(msgspec.Struct, frozen=True, gc=False):
    """A positive result as the owner's side needs it: who is to be told, about which record, by which bureau.

    Never holds the officer (DOMAIN: the owner learns bureau, purpose, grade, time and how to answer).
    """

    record: bytes
    register: int
    owner: int
    owner_bureau: int
    asking_authority: int
    asking_bureau: int
    asking_unit_kind: int
    purpose: int
    grade: str
    at_us: int
    protected: bool
    discreet: bool
    stream: int
    number: int
