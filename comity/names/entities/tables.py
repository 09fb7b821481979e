"""The facts about names of bodies, read once from `comity/names/tables/`: legal forms, common words, places, numbers.

All are found by phrase: folded words with one space between them. Sources stand in the head of each file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from comity.names.entities.model import Kind
from comity.names.entities.writing import fold, words

PLACE_WEIGHT: Final = 0.5
NUMBER_WEIGHT: Final = 0.45
_SHORTEST_FORM: Final = 7  # letters of a legal form of one word that is recognised with one slip
_SHORTEST_COMMON: Final = 9  # the same of any other known word: shorter ones are near too many names


class Meaning(msgspec.Struct, frozen=True, gc=False):
    """What a phrase means: `bank`, `place:ESP`, `number:2`. `weight`: 0 to 1."""

    name: str
    weight: float
    kind: Kind


def _rows(table: str) -> list[list[str]]:
    lines = files("comity.names").joinpath("tables", table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def phrase(spelling: str) -> str:
    """A spelling as names are read, so that both sides of a look-up fold alike."""
    return " ".join(fold(word) for word in words(spelling))


@cache
def legal_forms() -> dict[str, str]:
    """Phrase to class: `gesellschaft mit beschrankter haftung` is `llc`."""
    found: dict[str, str] = {}
    for kind, _, spellings in _rows("legal_forms.tsv"):
        for spelling in spellings.split(" | "):
            found.setdefault(phrase(spelling), kind)
    return {spelled: kind for spelled, kind in found.items() if spelled}


def _places() -> list[tuple[str, Meaning]]:
    rows = _rows("org_places.tsv")
    return [(spelling, Meaning(f"place:{code}", PLACE_WEIGHT, Kind.PLACE)) for _, code, said in rows for spelling in said.split(" | ")]


def _numbers() -> list[tuple[str, Meaning]]:
    rows = _rows("org_numbers.tsv")
    return [(spelling, Meaning(f"number:{value}", NUMBER_WEIGHT, Kind.NUMBER)) for value, said in rows for spelling in said.split(" | ")]


def _common() -> list[tuple[str, Meaning]]:
    found: list[tuple[str, Meaning]] = []
    for name, weight, said in _rows("org_words.tsv"):
        meaning = Meaning(name, float(weight), Kind.COMMON if float(weight) else Kind.LINK)
        found += [(spelling, meaning) for spelling in (name, *said.split(" | "))]
    return found


@cache
def meanings() -> dict[str, tuple[Meaning, ...]]:
    """Phrase to what it may mean. A place may have several names of one spelling (Korea, Congo); else the first table counts."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for spelling, meaning in (*_common(), *_numbers(), *_places()):
        spelled = phrase(spelling)
        held = found.get(spelled, ())
        if spelled and meaning not in held and all(one.kind == meaning.kind == Kind.PLACE for one in held):
            found[spelled] = (*held, meaning)
    return found


@cache
def longest() -> int:
    """Words of the longest phrase in any table."""
    return max(spelled.count(" ") + 1 for spelled in (*legal_forms(), *meanings()))


def together(sign: str) -> bool:
    """Whether words of this sign's script stand without spaces: Thai, Lao, Khmer, Han, kana, Hangul."""
    return "\u0e00" <= sign <= "\u0eff" or "\u1780" <= sign <= "\u17ff" or "\u2e80" <= sign <= "\ud7ff" or sign >= "\uf900"


@cache
def unspaced() -> frozenset[str]:
    """Phrases of two or more signs in scripts that are written without spaces."""
    return frozenset(one for one in (*legal_forms(), *meanings()) if " " not in one and len(one) > 1 and together(one[0]))


def dropped(word: str) -> set[str]:
    """The word with each one of its letters left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


@cache
def slips() -> dict[str, str]:
    """Long words of legal forms and common words, whole and with one letter left out, to the word; what two of them share is left out.

    Places are not among them: a name near a place is most often a name of its own.
    """
    forms = {spelled for spelled in legal_forms() if len(spelled) >= _SHORTEST_FORM}
    forms |= {word for spelled in legal_forms() for word in spelled.split() if len(word) >= _SHORTEST_COMMON}
    common = {spelled for spelled, senses in meanings().items() if senses[0].kind == Kind.COMMON and len(spelled) >= _SHORTEST_COMMON}
    found: dict[str, str] = {}
    shared: set[str] = set()
    for word in sorted(one for one in forms | common if one.isascii() and one.isalpha()):
        for less in (word, *dropped(word)):
            if found.setdefault(less, word) != word:
                shared.add(less)
    return {less: word for less, word in found.items() if less not in shared}


@cache
def known_words() -> frozenset[str]:
    """Every word of every phrase."""
    return frozenset(word for spelled in (*legal_forms(), *meanings()) for word in spelled.split())
