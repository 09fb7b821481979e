"""Greek names in Latin letters: one form a way of writing (`tables/greek.tsv`).

Passports follow ELOT 743; newspapers write χ as h and what emigrants carry is what they heard (Μπακογιάννης: Mpakogiannis, Bakoyiannis).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import columns
from comity.names.scripts.plain import Reading, read_words, speller

# Polytonic letters keep their base alone; iota with diaeresis is a vowel of its own.
_ACCENTS: Final = str.maketrans("άέήίόύώΐΰς", "αεηιουωϊϋσ")
_APART: Final = re.compile("[άέό][ιυ]")  # an accent on the first of two vowels says that they are two sounds
_DIAERESIS: Final = {"ι": "ϊ", "υ": "ϋ"}
_UNVOICED: Final = re.compile("(?<=[αεη])υ(?=[θκξπσςτφχψ]|$)")
_POLYTONIC: Final = re.compile("[\u1f00-\u1fff]")


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    apart = _APART.sub(lambda pair: pair[0][0] + _DIAERESIS[pair[0][1]], word)
    monotonic = _POLYTONIC.sub(_base, apart).translate(_ACCENTS)
    return columns("greek").spell(_UNVOICED.sub("Υ", monotonic)), Role.UNKNOWN


def _base(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", letter[0])[0]


_WORD: Final = speller(Script.GREEK, _spell)
