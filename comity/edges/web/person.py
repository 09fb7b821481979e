"""A person that a check found, as its card shows it: values alone. `person_card` and `person_evidence` draw them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.edges.web.elements import Fact
from comity.edges.web.i18n import Message
from comity.kernel.results import Grade


@dataclass(frozen=True, slots=True)
class Written:
    """A name, or words of one, as somebody wrote it. `lang`: a code of the language or script where it can be told."""

    text: str
    lang: str = ""
    latin: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Words of both names that belong together; None: nothing stands for it. Units: `score` 0 to 1. `why` is a message id."""

    asked: Written | None
    held: Written | None
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison adds. Units: natural logarithm of odds; those of a person add up, the prior's first."""

    sentence: Message
    log_odds: float


class Like(StrEnum):
    """How a particular of the traveller is like the record's."""

    SAME = "same"
    CLOSE = "close"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    """One particular on both sides. `label` is a message id; `typed` is empty where nothing was typed: the officer looks."""

    label: str
    typed: tuple[Fact, ...]
    held: tuple[Fact, ...]
    like: Like


@dataclass(frozen=True, slots=True)
class PersonView:
    """How a record's person is like the one asked about. `standing`: whether it is a positive result or a candidate, and who is told.

    `says`: what each of the two answers does, for a candidate that waits for one; empty for a positive result.
    `names`: the main one first, then another in its own script. `script`: the writing of the record's matched name, in words.
    `own`: the record is of the asker's own authority. `organisation`: it is about one, and no word of it speaks of a person.
    """

    rank: int
    grade: Grade
    positive: bool
    probability: float
    likeness: float
    standing: Message
    names: tuple[Written, ...]
    about: tuple[Fact, ...]
    beside: tuple[Beside, ...] = ()
    weights: tuple[Weight, ...] = ()
    compared: tuple[Compared, ...] = ()
    script: str = ""
    mark: str = ""
    own: bool = False
    says: tuple[Message, Message] | None = None
    noted: Message | None = None
    organisation: bool = False

    @property
    def shown_probability(self) -> str:
        """Two places; never more certain than ninety-nine in a hundred, nor less than one."""
        return f"{min(0.99, max(0.01, self.probability)):.2f}"
