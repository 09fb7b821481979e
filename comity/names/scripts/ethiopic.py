"""Ethiopic names (Amharic, Tigrinya) in Latin letters: a sign is a syllable, spelled as anyascii gives it, then as newspapers simplify it.

What newspapers write for the sixth vowel (Mengistu for mengstu), or leave out, differs from name to name, so it is left out.
"""

from __future__ import annotations

from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.plain import Reading, plain, read_words, speller


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    spelt = plain(word)
    open_first = "a" + spelt[1:] if spelt.startswith("e") and word[0] in "አዐ" else spelt
    usual = open_first.replace("he", "ha") if word[0] in "ሀሐኀ" else open_first
    simple = usual.replace("ay", "ai")
    exact = "".join(plain(sign).replace("k", "q") if "ቀ" <= sign <= "ቝ" else plain(sign) for sign in word)
    return (
        usual,
        simple,
        simple.replace("ts", "s").replace("gn", "ny"),
        simple.replace("ie", "e").replace("ai", "ay"),
        exact,
    ), Role.UNKNOWN


_WORD: Final = speller(Script.ETHIOPIC, _spell)
