"""What a check asks and answers, as values that every slice and edge shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from comity.kernel.codes import Coded


class Outcome(Coded):
    """The answer of one register of one source. *No hit* and *no answer* are never the same (HIT-16)."""

    NO_HIT = 0
    HIT = 1
    NO_ANSWER = 2


class Grade(StrEnum):
    """How a stored value matched. *Confusable*: the same but for look-alike characters (O and 0, I and 1 ...).

    *Likely*, *possible*: how probable it is that a person is the one asked about.
    """

    EXACT = "exact"
    CONFUSABLE = "confusable"
    LIKELY = "likely"
    POSSIBLE = "possible"


Message: TypeAlias = "tuple[str, dict[str, str]]"  # the English text with `{name}` places, and the values for them


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one comparison adds to the probability. Units: `log_odds` natural logarithm; above nought it speaks for the same person."""

    name: str
    log_odds: float
    sentence: Message


@dataclass(frozen=True, slots=True)
class Side:
    """Words of the two names that belong together, as they are written; one of the two is empty where a word has no other.

    Units: `score` 0 to 1. `why`: a message id.
    """

    asked: str
    held: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """How a record's person is like the one asked about. `rank` counts from 1, the likeliest first, over all registers of the answer.

    `positive`: at or above the alarm threshold of the purpose, or found by an exact identifier too: its owner is told. Else a candidate,
    of which its owner learns nothing until the officer says *this person* (HIT-06).
    `organisation`: the record is about a body of that name, and no person.
    `name`: the held name that is likest, as it is written. `evidence` adds up, with the prior that is its first line, to the log odds of
    `probability`. `mark`: sealed; with it the officer answers.
    Units: `likeness` of the names and `probability` 0 to 1.
    """

    rank: int
    grade: Grade
    positive: bool
    likeness: float
    probability: float
    name: str
    evidence: tuple[Evidence, ...]
    sides: tuple[Side, ...]
    mark: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Cleared:
    """That two officers have said of the document asked about: its holder is not this record's person (HIT-10). The hit stays as it is.

    `bureau`: the code of the one that gave it, empty where this asker is not told. Between `since` and `until` it holds.
    """

    since: datetime
    until: datetime
    bureau: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One positive result, as far as this asker may see it.

    `sentence`, `first_step` and `confirm` are message ids with arguments, so that each edge speaks the officer's language:
    a tuple of the English text with `{name}` places, and the values for them.
    `stands_in`: the register of `record`, where that is not the one that answered: a document linked to a notice opens the notice.
    `person`: how its person is like the one asked about, where a person was asked about and is.
    `cleared`: that the document asked about was cleared of this record earlier.
    """

    record: str
    register: str
    grade: Grade
    sentence: tuple[str, dict[str, str]]
    owner: str
    level: int
    warnings: tuple[str, ...]
    first_step: tuple[str, ...]
    confirm: tuple[str, dict[str, str]]
    facts: dict[str, str] = field(default_factory=dict)
    stands_in: str = ""
    person: PersonMatch | None = None
    cleared: Cleared | None = None

    @property
    def opens(self) -> str:
        """The register in which the record is read."""
        return self.stands_in or self.register

    @property
    def positive(self) -> bool:
        """Whether it is a positive result already; else somebody has to look first (HIT-06)."""
        return self.grade is Grade.EXACT or (self.person is not None and self.person.positive)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one register of one source said. `why` is set where, and only where, it did not answer."""

    source: str
    register: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    why: str = ""
