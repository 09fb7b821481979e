"""Names in scripts that have no module of their own: the Indic scripts by `indic`, all others as anyascii spells them.

What anyascii gives is one spelling a sign, so tones, length and silent letters of Lao, Myanmar and Tibetan are approximate.
"""

from __future__ import annotations

from bisect import bisect
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.indic import spell
from comity.names.scripts.plain import Reading, plain, read_words, speller

# Where a block begins, and the language whose spelling it takes; what lies between has none. Source: Blocks.txt, Unicode 15.
_BLOCKS: Final = (
    (0x0A00, "pa"),
    (0x0A80, "gu"),
    (0x0B00, "or"),
    (0x0B80, "ta"),
    (0x0C00, "te"),
    (0x0C80, "kn"),
    (0x0D00, "ml"),
    (0x0D80, ""),
)
_STARTS: Final = [start for start, _ in _BLOCKS]


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    indic = _indic_language(word[0])
    return spell(word, indic) if indic else (plain(word),), Role.UNKNOWN


def _indic_language(letter: str) -> str:
    place = bisect(_STARTS, ord(letter)) - 1
    return _BLOCKS[place][1] if place >= 0 else ""


_WORD: Final = speller(Script.OTHER, _spell)
