"""Words of Latin script to `Word`s: letters with marks by national practice, with what else passports and newspapers write.

Source: ICAO Doc 9303 part 3, section 6 (what stands in a passport for a letter with marks), national practice: tables/latin_letters.tsv.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final

import anyascii

from comity.names.model import Word
from comity.names.tables import rows

MOST_FORMS: Final = 8
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
# Letters whose other spelling is the first one in a language: Müller is Mueller in German, Muller elsewhere.
_TURNED: Final = {
    "de": frozenset("äöü"),
    "da": frozenset("åæø"),
    "no": frozenset("åæø"),
}


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a run, in order."""
    return tuple(found for token in text.split() if (found := word(token, language)) is not None)


@lru_cache(maxsize=65_536)
def word(token: str, language: str = "") -> Word | None:
    """One word; nothing where no letter of it can be spelled from a to z."""
    text = token.lower()
    forms = (text,) if text.isascii() and text.isalpha() else _forms(text, language)
    return Word(text, forms) if forms else None


def _forms(text: str, language: str) -> tuple[str, ...]:
    """Its spellings: every mark left out, every one spelled out, then mixtures of the two."""
    letters = [_spellings(letter, language) for letter in unicodedata.normalize("NFC", text)]
    plain = "".join(letter[0] for letter in letters)
    if not plain:
        return ()
    spelled = "".join(letter[-1] if len(letter) == 2 else letter[min(1, len(letter) - 1)] for letter in letters)
    open_places = [place for place, letter in enumerate(letters) if len(letter) > 1][:3]
    found = {plain: None, spelled: None}
    for choice in product(*(letters[place] for place in open_places)):
        chosen = dict(zip(open_places, choice, strict=True))
        found["".join(chosen.get(place, letter[0]) for place, letter in enumerate(letters))] = None
    return tuple(found)[:MOST_FORMS]


def language_of(text: str) -> str:
    """The language that the letters tell, where they tell one alone; else empty."""
    if text.isascii():
        return ""
    told = {language for letter in text.lower() if (language := _telling().get(letter)) is not None}
    return told.pop() if len(told) == 1 else ""


@lru_cache(maxsize=1)
def _telling() -> dict[str, str]:
    return {letter: language for language, letters in rows("latin_languages") for letter in letters}


@lru_cache(maxsize=4096)
def _spellings(letter: str, language: str) -> tuple[str, ...]:
    """What may stand for one letter, the most usual first; one empty spelling for signs that are left out."""
    if letter in _PLAIN:
        return (letter,)
    if (known := _letters().get(letter)) is not None:
        return known[1:] + known[:1] if letter in _TURNED.get(language, ()) else known
    base = "".join(one for one in unicodedata.normalize("NFD", letter) if one in _PLAIN)
    if base or not letter.isalpha():
        return (base,)
    return ("".join(one for one in anyascii.anyascii(letter).lower() if one in _PLAIN),)


@lru_cache(maxsize=1)
def _letters() -> dict[str, tuple[str, ...]]:
    return {letter: tuple("" if one == "-" else one for one in spellings.split()) for letter, spellings in rows("latin_letters")}
