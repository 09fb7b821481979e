"""Values of a search in a file: a row as it stands there, what it says, and what is found."""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec

from comity.names.facts import Facts
from comity.names.model import Name

MOST_RANKS: Final = 50  # of one question


class Row(NamedTuple):
    """A row as written. Empty where the file says nothing."""

    id: str
    name: str
    born: str = ""
    nationality: str = ""


class Person(msgspec.Struct, frozen=True, gc=False):
    """What a row says. `unread`: `dob` or `nationality` where it is written and cannot be read; it then speaks neither for nor against."""

    facts: Facts
    unread: tuple[str, ...] = ()

    @property
    def name(self) -> Name:
        """The one name."""
        return self.facts.names[0]

    @property
    def years(self) -> tuple[int, ...]:
        """The year of birth, as far as it is known."""
        return tuple(int(birth.date[:4]) for birth in self.facts.births if birth.date[:4].isdecimal())

    @property
    def bare(self) -> bool:
        """Whether it is nothing but a name."""
        return not self.facts.births and not self.facts.nationalities


class Answer(NamedTuple):
    """One row found. `score`: what the names tell where the question was a bare name, else the probability, 0 to 1."""

    rank: int
    id: str
    score: float
