"""Names in scripts without a module of their own: the Indic scripts by `indic`, Myanmar by its table, others as anyascii spells them.

What anyascii gives is one spelling a sign, so tones and length in Lao and silent letters in Tibetan are approximate.
"""

from __future__ import annotations

import re
from bisect import bisect
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import columns
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
_SINHALA: Final = range(0x0D80, 0x0E00)
_MYANMAR: Final = range(0x1000, 0x10A0)
# Sinhala's block has an order of its own. Source: its letters' names in Unicode. Vowels before ඃ, then consonants, then signs.
_AS_DEVANAGARI: Final = (
    dict(zip(map(ord, "අආඇඈඉඊඋඌඍඑඒඓඔඕඖංඃ"), "अआअआइईउऊऋएएऐओओऔंः", strict=True))
    | dict(zip(map(ord, "කඛගඝඞචඡජඣඤටඨඩඪණතථදධනපඵබභමයරලවශෂසහළෆ"), "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळF", strict=True))
    | dict(zip(map(ord, "්ාැෑිීුූෘෙේෛොෝෞ"), "्ाााीीुूृेेैोोौ", strict=True))
    | {ord(joined): f"{first}्{second}" for joined, first, second in zip("ඟඦඬඳඹඥ", "ननननमज", "गजडदबञ", strict=True)}
    | {0x200D: "", 0x200C: ""}
)
_UNWRITTEN: Final = re.compile("(?<=[က-အ])(?=[က-အ](?!်)|$)")
_SHORT_TONE: Final = "့"
_LAO_BEFORE: Final = re.compile("([ເແໂໃໄ])([ກ-ຮ])")


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    first = ord(word[0])
    if first in _SINHALA:
        return spell(word.translate(_AS_DEVANAGARI), "si"), Role.UNKNOWN
    if first in _MYANMAR:
        return columns("myanmar").spell(_UNWRITTEN.sub("A", word.replace(_SHORT_TONE, ""))), Role.UNKNOWN
    if language := _indic_language(first):
        return spell(word, language), Role.UNKNOWN
    return (plain(_LAO_BEFORE.sub(r"\2\1", word)),), Role.UNKNOWN


def _indic_language(point: int) -> str:
    place = bisect(_STARTS, point) - 1
    return _BLOCKS[place][1] if place >= 0 else ""


_WORD: Final = speller(Script.OTHER, _spell)
