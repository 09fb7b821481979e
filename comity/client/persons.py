"""Persons: as asked about, as found, as answered; the settings of purposes. Fields that a newer server adds are ignored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

PersonSays = Literal["this_person", "not_this_person", "this_organisation", "not_this_organisation"]


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person as typed, in any script; what is empty is not known. `born`: 1984, 1984-03, 1984-??-12, 12.3.1984."""

    name: str
    born: str = ""
    nationality: str = ""
    sex: str = ""
    birth_place: str = ""
    document: str = ""
    issuer: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """What one comparison adds, in natural log odds; the first is the prior, and they add up to the probability."""

    name: str
    log_odds: float
    sentence: str


class Side(msgspec.Struct, frozen=True):
    """Words of the two names that belong together; one side is empty where a word has no other."""

    asked: str
    held: str
    score: float
    why: str = ""


class PersonMatch(msgspec.Struct, frozen=True):
    """How a hit's person is like the one asked about. `positive`: its owner is told; else answer with `mark`. `about`: person or
    organisation.
    """

    rank: int
    grade: str
    positive: bool
    likeness: float
    probability: float
    name: str = ""
    evidence: tuple[Evidence, ...] = ()
    sides: tuple[Side, ...] = ()
    mark: str = ""
    about: str = "person"


class Word(msgspec.Struct, frozen=True):
    """A word of the name as it was understood."""

    text: str
    latin: str = ""
    role: str = ""


class PersonResult(msgspec.Struct, frozen=True):
    """What a check says of the person: positive, candidates, no_hit, or no_answer with `why`. `organisations`: of that name, were looked
    for too.
    """

    outcome: str
    words: tuple[Word, ...] = ()
    registers: tuple[str, ...] = ()
    more: bool = False
    why: str = ""
    organisations: bool = False


class PersonAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the officer says of a candidate. `check` and `mark` as the check's answer gave them.

    A system names officer, unit and purpose, as in a check.
    """

    check: str
    mark: str
    says: PersonSays
    purpose: str = ""
    officer: str = ""
    unit: str = ""


class PersonSetting(msgspec.Struct, frozen=True):
    """What a purpose asks of a search. Units: probabilities. `reason`: why it was changed; empty for the defaults."""

    prior: float
    possible: float
    likely: float
    alarm: float
    lists: bool
    reason: str = ""
    purpose: str = ""
    at: datetime | None = None


class BareSearches(msgspec.Struct, frozen=True):
    """Searches by nothing but a name, of an officer or a system at a unit on a day."""

    day: date
    unit: int
    officer: int
    system: int
    count: int
