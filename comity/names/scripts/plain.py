"""What every script's reading needs: a text cut into words, and a Latin form of any letters whatever, a to z alone.

Source: the last resort for a letter is anyascii (ISC licence), which has a spelling for nearly every character of Unicode.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, TypeAlias

from anyascii import anyascii

from comity.names.model import Role, Script, Word

MOST_FORMS: Final = 8
LONGEST_WORD: Final = 100  # letters; what is longer is no word of a name, and is read to here

Reading: TypeAlias = tuple[Iterable[str], Role]  # forms, the most usual first, and what the word is in its name


def plain(text: str) -> str:
    """`text` in Latin letters without marks, a to z alone. Only letters and their marks are read: anyascii gives words for pictures."""
    return only_letters(anyascii("".join(sign for sign in text if sign.isalpha() or unicodedata.category(sign)[0] == "M")).lower())


def only_letters(text: str) -> str:
    """The letters a to z of `text`."""
    return text if text.isascii() and text.isalpha() else "".join(letter for letter in text if "a" <= letter <= "z")


def speller(script: Script, spell: Callable[[str], Reading]) -> Callable[[str], Word]:
    """A word without case to a `Word` by `spell`; the last 65,536 are kept, since names share their words."""

    def spelt(written: str) -> Word:
        forms, role = spell(written[:LONGEST_WORD])
        return Word(written, distinct(forms), role, script)

    return lru_cache(maxsize=65536)(spelt)


def read_words(text: str, word: Callable[[str], Word]) -> tuple[Word, ...]:
    """The words of `text`, each as `word` (of `speller`) gives it."""
    return tuple([word(written) for written in text.lower().split()])


def distinct(forms: Iterable[str]) -> tuple[str, ...]:
    """The first 8 forms in their order, each once, a to z alone."""
    found: dict[str, None] = {}
    for form in forms:
        if letters := only_letters(form):
            found.setdefault(letters)
            if len(found) == MOST_FORMS:
                break
    return tuple(found)
