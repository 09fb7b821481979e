"""The values of a check of a person: who is asked about, how the question was read, what the purpose asks for, what came of it.

What was found is a `kernel.results.Hit` with a `PersonMatch`, in the answer of its register: one record is one hit, however it was met.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from comity.kernel.results import Grade

MOST_SHOWN = 20  # hits of persons in one answer; `more` says that others were like it
LONGEST_NAME = 300  # characters, as a record's
PARTS = ("name", "born", "nationality", "sex", "birth_place", "document", "issuer")


class PersonAsked(msgspec.Struct, frozen=True, gc=False):
    """A person as typed. Only the name must be there; an empty field is not known, and speaks neither for nor against anybody.

    `born`: a date as far as it is known (`1984`, `1984-03`, `1984-??-12`, `12.3.1984`). `nationality`: a country by code or name.
    `sex`: male, female, other, or a letter of a machine readable zone. `document`: the number of one, `issuer` who issued it.
    """

    name: str
    born: str = ""
    nationality: str = ""
    sex: str = ""
    birth_place: str = ""
    document: str = ""
    issuer: str = ""

    @property
    def bare(self) -> bool:
        """Whether it is nothing but a name: such searches are counted, and shown to the bureau's supervisor.

        A sex, or a space in a field, is no more than a name: either would be typed to be left out of the count.
        """
        return not any(known.strip() for known in (self.born, self.nationality, self.birth_place, self.document))

    def parts(self) -> Iterator[tuple[str, str]]:
        """What is known, by name of the field."""
        for name in PARTS:
            if value := getattr(self, name):
                yield name, value


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of the name as it was understood: as written, in Latin letters (empty where nothing is known), and what it is in the name."""

    text: str
    latin: str
    role: str


class PersonOutcome(StrEnum):
    """What a check says of the person. *No answer* is never *no hit* (HIT-16)."""

    POSITIVE = "positive"
    CANDIDATES = "candidates"
    NO_HIT = "no_hit"
    NO_ANSWER = "no_answer"


class PersonResult(msgspec.Struct, frozen=True, gc=False):
    """What a check says of the person beside the hits in its answers. `why`: why persons could not be asked, empty where they were.

    `more`: others were like it, beyond `MOST_SHOWN`. `registers`: numbers of those asked for the person. `bodies`: organisations of that
    name were looked for too.
    """

    outcome: PersonOutcome
    words: tuple[Word, ...]
    registers: tuple[int, ...]
    more: bool = False
    why: str = ""
    bodies: bool = False


class PersonSetting(msgspec.Struct, frozen=True, gc=False):
    """What one purpose asks of a search for persons. `lists`: whether whole lists may be searched.

    Units: probabilities, 0 to 1. `prior`: that a record to which a name leads is the person, before anything is compared.
    `possible` <= `likely` <= `alarm`: from these on a record is shown, is *likely*, and is a positive result that tells its owner.
    """

    prior: float
    possible: float
    likely: float
    alarm: float
    lists: bool

    def grade(self, probability: float) -> Grade | None:
        """None: not shown."""
        if probability < self.possible:
            return None
        return Grade.LIKELY if probability >= self.likely else Grade.POSSIBLE


class Says(StrEnum):
    """What an officer says of a candidate, a person or an organisation."""

    THIS_PERSON = "this_person"
    NOT_THIS_PERSON = "not_this_person"
    THIS_ORGANISATION = "this_organisation"
    NOT_THIS_ORGANISATION = "not_this_organisation"

    @property
    def tells(self) -> bool:
        """Whether the owner is told."""
        return self in (Says.THIS_PERSON, Says.THIS_ORGANISATION)

    @property
    def of_body(self) -> bool:
        """Whether it is said of an organisation."""
        return self in (Says.THIS_ORGANISATION, Says.NOT_THIS_ORGANISATION)
