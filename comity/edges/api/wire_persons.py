"""What a person looks like on the wire: as asked about, as found, as answered."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from comity.kernel.results import PersonMatch
from comity.kernel.strip import Strip
from comity.search.persons.model import LONGEST_NAME, PersonAsked, PersonResult

Code = Annotated[str, msgspec.Meta(max_length=40)]


class PersonIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person as typed, in any script. What is left empty is not known, and speaks neither for nor against anybody.

    The name may be an organisation's: where neither birth date, sex, birth place nor document is given, organisations of that name are
    found too, and `nationality` is their country.
    `born`: as far as it is known, such as 1984, 1984-03, 1984-??-12 or 12.3.1984. `nationality`: a country by code or name.
    `document`: the number of one document, asked as an identifier too; `issuer`: who issued it.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
    born: Code = ""
    nationality: Annotated[str, msgspec.Meta(max_length=80)] = ""
    sex: Code = ""
    birth_place: Annotated[str, msgspec.Meta(max_length=120)] = ""
    document: Code = ""
    issuer: Code = ""


class PersonAnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the officer says of a candidate; of one `about` an organisation in the words for that. Only *this_person* and
    *this_organisation* tell the owner. A system names officer, unit and purpose as in a check.
    """

    says: Literal["this_person", "not_this_person", "this_organisation", "not_this_organisation"]
    purpose: Code = ""
    officer: Annotated[str, msgspec.Meta(max_length=80)] = ""
    unit: Code = ""


class EvidenceOut(msgspec.Struct, frozen=True):
    """What one comparison adds, as natural log odds; those of a person add up to its probability. The first is the prior."""

    name: str
    log_odds: float
    sentence: str


class SideOut(msgspec.Struct, frozen=True):
    """Words of the two names that belong together, as written; one side is empty where a word has no other. `score` 0 to 1."""

    asked: str
    held: str
    score: float
    why: str


class PersonMatchOut(msgspec.Struct, frozen=True):
    """How the record's person, or organisation, is like the name asked about. `rank` counts over the whole answer, the likeliest first.

    `about`: person, or organisation: then nothing of it is said of a person.
    `positive`: the owner is told; else a candidate, which only the asker sees: say at `/checks/{check}/persons/{mark}` who it is.
    `name`: the held name that is likest. `likeness` of the names and `probability` 0 to 1; `grade`: likely or possible.
    """

    rank: int
    grade: str
    positive: bool
    likeness: float
    probability: float
    name: str
    evidence: tuple[EvidenceOut, ...]
    sides: tuple[SideOut, ...]
    mark: str
    about: Literal["person", "organisation"]


class WordOut(msgspec.Struct, frozen=True):
    """A word of the name as it was understood: as written, in Latin letters, and what it is in the name (given, family, particle ...)."""

    text: str
    latin: str
    role: str


class PersonOut(msgspec.Struct, frozen=True):
    """What the check says of the person, beside the hits in `answers` that have a `person`.

    `outcome`: positive, candidates, no_hit, or no_answer with `why`. `more`: others were like it, beyond the twenty shown.
    `organisations`: those of that name were looked for too. False where something was given that only a person has.
    """

    outcome: str
    words: tuple[WordOut, ...]
    registers: tuple[str, ...]
    more: bool
    why: str
    organisations: bool


def filled(message: tuple[str, dict[str, str]]) -> str:
    """A message in English with its places filled."""
    sentence, values = message
    return sentence.format(**values) if values else sentence


def asked_of(given: PersonIn | None) -> PersonAsked | None:
    """A person as typed; what is wrong with it is said by the plan."""
    if given is None:
        return None
    return PersonAsked(given.name, given.born, given.nationality, given.sex, given.birth_place, given.document, given.issuer)


def given_of(asked: PersonAsked | None) -> PersonIn | None:
    """A person as it would be typed, of a list's row."""
    if asked is None:
        return None
    return PersonIn(asked.name, asked.born, asked.nationality, asked.sex, asked.birth_place, asked.document, asked.issuer)


def match_out(person: PersonMatch) -> PersonMatchOut:
    """How a record's person is like the one asked about."""
    return PersonMatchOut(
        rank=person.rank,
        grade=person.grade.value,
        positive=person.positive,
        likeness=round(person.likeness, 4),
        probability=round(person.probability, 4),
        name=person.name,
        evidence=tuple(EvidenceOut(one.name, round(one.log_odds, 3), filled(one.sentence)) for one in person.evidence),
        sides=tuple(SideOut(one.asked, one.held, round(one.score, 3), one.why) for one in person.sides),
        mark=person.mark,
        about="organisation" if person.organisation else "person",
    )


def person_out(result: PersonResult) -> PersonOut:
    """What a check says of the person."""
    words = tuple(WordOut(word.text, word.latin, word.role) for word in result.words)
    registers = tuple(Strip(number).code for number in result.registers)
    return PersonOut(result.outcome.value, words, registers, result.more, result.why, result.bodies)
