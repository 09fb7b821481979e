"""A name made ready to be compared: its words as sounds, in a few dozen bytes that the compiled loops read as they stand.

Layout (version 1, little endian): `version, words`, then of each word
`weight, role, writing, hash of the text (4), groups (1 + 2 each), cognates (1 + 2 each), signs (1 + 2 each), forms (1 + each 1 + sounds)`.
Two forms that sound the same are one. Privacy: whoever holds these bytes can read roughly the name; they are kept sealed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from struct import pack as struct_pack
from typing import Final

from comity.names.model import Name, Role, Script, Word
from comity.names.parts import cognates, nicknames
from comity.names.rarity import weight
from comity.names.sounds import sounds

VERSION: Final = 1
MOST_WORDS: Final = 12
MOST_FORMS: Final = 5
MOST_GROUPS: Final = 4
MOST_SIGNS: Final = 8

# How a script writes: what two words can be compared by. The order is known to `kernel`.
LATIN, ALPHABET, ABJAD, SIGNS, SYLLABLES = range(5)
_WRITING: Final = {
    Script.LATIN: LATIN, Script.ARABIC: ABJAD, Script.HEBREW: ABJAD, Script.HAN: SIGNS, Script.HANGUL: SYLLABLES,
}  # fmt: skip
# What a word that is no name of the person weighs beside one that is.
_LIGHT: Final = {Role.TITLE: 0.0, Role.PARTICLE: 0.04, Role.GENERATION: 0.12, Role.INITIAL: 0.25}


def weight_of(word: Word) -> float:
    """How much a word tells, 0 to 1: by its role, else by how rare it is."""
    light = _LIGHT.get(word.role)
    if light is not None:
        return light
    return weight(word.forms[0], word.script) if word.forms else 1.0


def pack(name: Name) -> bytes:
    """The name's words, at most `MOST_WORDS` of them. Cost: 10 us."""
    words = [word for word in name.words if word.role is not Role.TITLE or all(other.role is Role.TITLE for other in name.words)]
    return bytes([VERSION, len(words[:MOST_WORDS])]) + b"".join(map(_word, words[:MOST_WORDS]))


def _word(word: Word) -> bytes:
    heard = dict.fromkeys(sounds(form) for form in word.forms)
    forms = [form for form in heard if form][:MOST_FORMS]
    signs = [ord(sign) & 0xFFFF for sign in word.text][:MOST_SIGNS] if word.script in {Script.HAN, Script.HANGUL} else []
    head = struct_pack(
        "<BBBI", round(255 * weight_of(word)), word.role, _WRITING.get(word.script, ALPHABET), zlib.crc32(word.text.encode())
    )
    return b"".join(
        (
            head,
            _numbers(_groups(word, nicknames)),
            _numbers(_groups(word, cognates)),
            _numbers(signs),
            bytes([len(forms)]),
            *(bytes([len(form)]) + form for form in forms),
        )
    )


def _groups(word: Word, of: Callable[[str], frozenset[int]]) -> list[int]:
    found: dict[int, None] = {}
    for form in word.forms[:2]:
        found |= dict.fromkeys(sorted(of(form)))
    return list(found)[:MOST_GROUPS]


def _numbers(numbers: Iterable[int]) -> bytes:
    given = list(numbers)
    return struct_pack(f"<B{len(given)}H", len(given), *given)
