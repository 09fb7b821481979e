"""What a check asks and answers, as values that every slice and edge shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Outcome(IntEnum):
    """The answer of one register of one source. *No hit* and *no answer* are never the same (HIT-16)."""

    NO_HIT = 0
    HIT = 1
    NO_ANSWER = 2

    @property
    def code(self) -> str:
        return self.name.lower()


class Grade(StrEnum):
    """How a stored value matched. *Confusable*: the same but for look-alike characters (O and 0, I and 1 ...)."""

    EXACT = "exact"
    CONFUSABLE = "confusable"


@dataclass(frozen=True, slots=True)
class Hit:
    """One positive result, as far as this asker may see it.

    `sentence`, `first_step` and `confirm` are message ids with arguments, so that each edge speaks the officer's language:
    a tuple of the English text with `{name}` places, and the values for them.
    `stands_in`: the register of `record`, where that is not the one that answered: a document linked to a notice opens the notice.
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

    @property
    def opens(self) -> str:
        """The register in which the record is read."""
        return self.stands_in or self.register


@dataclass(frozen=True, slots=True)
class Answer:
    """What one register of one source said. `why` is set where, and only where, it did not answer."""

    source: str
    register: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    why: str = ""
