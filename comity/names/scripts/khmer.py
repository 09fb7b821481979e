"""Khmer names in Latin letters (`tables/khmer.tsv`). The vowel that no sign writes stands between two consonants alone."""

from __future__ import annotations

import re
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import columns
from comity.names.scripts.plain import Reading, read_words, speller

_UNWRITTEN: Final = re.compile("(?<=[ក-អ])(?=[ក-អ])")
_DROPPED: Final = str.maketrans("", "", "\u17d2\u17c9\u17ca\u17cb\u17cd\u17ce\u17cf\u17d1\u200b\u200c\u200d")
_KEPT: Final = re.compile("ប៉|ហ្វ|ប្រ")  # what these write together is lost when the sign that joins them goes
_MARKS: Final = {"ប៉": "P", "ហ្វ": "F", "ប្រ": "PR"}
_SILENT: Final = re.compile(".៍")
_SHORT_A: Final = "\u17d0"
_JOIN: Final = "\u17d2"


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    heard = _KEPT.sub(lambda match: _MARKS[match[0]], _SILENT.sub("", word)).replace(_SHORT_A, "A")
    return columns("khmer").spell(_UNWRITTEN.sub("A", heard).replace(_JOIN + "A", "").translate(_DROPPED)), Role.UNKNOWN


_WORD: Final = speller(Script.KHMER, _spell)
