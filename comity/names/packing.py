"""A name made ready to be compared: its words as sounds, in a few dozen bytes that the compiled loops read as they stand.

Layout (version 1, little endian): `version, words`, then of each word
`weight, role, writing, hash of the text (4), groups (1 + 2 each), cognates (1 + 2 each), signs (1 + 2 each), forms (1 + each 1 + sounds)`.
Two forms that sound the same are one. Privacy: whoever holds these bytes can read roughly the name; they are kept sealed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from struct import pack as struct_pack
from typing import Final

from comity.names.model import Name, Role, Script, Word
from comity.names.parts import cognates, nicknames
from comity.names.rarity import weight
from comity.names.scripts.characters import one_form
from comity.names.sounds import letter_by_letter, sounds
from comity.names.syllables import keys

VERSION: Final = 1
MOST_WORDS: Final = 12
MOST_FORMS: Final = 5
MOST_GROUPS: Final = 4
MOST_SIGNS: Final = 8
PLAIN: Final = 0x80  # on a length: these sounds are compared with a word that was not cut; known to `kernel`

# How a script writes: what two words can be compared by. The order is known to `kernel`.
LATIN, ALPHABET, ABJAD, SIGNS, SYLLABLES = range(5)
_WRITING: Final = {
    Script.LATIN: LATIN, Script.ARABIC: ABJAD, Script.HEBREW: ABJAD, Script.HAN: SIGNS, Script.HANGUL: SYLLABLES,
}  # fmt: skip
_SIGNED: Final = {Script.HAN, Script.HANGUL}
# What a word that is no name of the person weighs beside one that is.
_LIGHT: Final = {Role.TITLE: 0.03, Role.PARTICLE: 0.04, Role.GENERATION: 0.12, Role.INITIAL: 0.25}


def weight_of(word: Word, syllables: int = 0) -> float:
    """How much a word tells, 0 to 1: by its role, else by how rare it is. `syllables`: of a Chinese or Korean word."""
    light = _LIGHT.get(word.role)
    if light is not None:
        return light
    return weight(word.forms[0], word.script, syllables) if word.forms else 1.0


def weights(words: Sequence[Word]) -> list[float]:
    """How much each word of a name tells; no more than `MOST_WORDS`."""
    return [weight_of(word, len(signs)) for word, signs in zip(words, _every_sign(words), strict=False)]


def pack(name: Name) -> bytes:
    """The name's words, at most `MOST_WORDS` of them. Cost: 10 us."""
    words = name.words[:MOST_WORDS]
    return bytes([VERSION, len(words)]) + b"".join(map(_word, words, _every_sign(words)))


def _every_sign(words: Sequence[Word]) -> list[tuple[int, ...]]:
    """What each word is written of, `_signs`: of Latin words only where all of the name are syllables."""
    syllabic = _syllabic(words)
    return [_signs(word) if syllabic or word.script in _SIGNED else () for word in words]


def _syllabic(words: Sequence[Word]) -> bool:
    """Whether a Latin name is written in Chinese or Korean syllables throughout: then another syllable is another name."""
    told = [word for word in words if word.role not in _LIGHT]
    return len(told) > 1 and all(word.script is Script.LATIN and word.forms and keys(word.forms[0]) for word in told)


def _signs(word: Word) -> tuple[int, ...]:
    """What a word is written of: characters of Han and Hangul; syllables of a Latin word, as all their spellings share them."""
    if word.script in _SIGNED:
        return tuple([ord(sign) & 0xFFFF for sign in one_form(word.text)][:MOST_SIGNS])
    return tuple([zlib.crc32(key.encode()) & 0xFFFF for form in word.forms[:1] for key in keys(form)][:MOST_SIGNS])


@lru_cache(maxsize=65536)  # words come again and again: names are made of few
def _word(word: Word, signs: tuple[int, ...]) -> bytes:
    forms = _forms(word)
    head = struct_pack(
        "<BBBI", round(255 * weight_of(word, len(signs))), word.role, _WRITING.get(word.script, ALPHABET), zlib.crc32(word.text.encode())
    )
    return b"".join(
        (
            head,
            _numbers(_groups(word, nicknames)),
            _numbers(_groups(word, cognates)),
            _numbers(signs),
            bytes([len(forms)]),
            *forms,
        )
    )


def _forms(word: Word) -> list[bytes]:
    """The sounds of a word's forms, each after its length; then, with `PLAIN`, those of forms that were cut, letter by letter."""
    heard = [one for one in dict.fromkeys(sounds(form) for form in word.forms) if one][:MOST_FORMS]
    plain = [one for one in dict.fromkeys(letter_by_letter(form) for form in word.forms[:2]) if one and one not in heard]
    return [bytes([len(one)]) + one for one in heard] + [bytes([len(one) | PLAIN]) + one for one in plain]


def _groups(word: Word, of: Callable[[str], frozenset[int]]) -> list[int]:
    found: dict[int, None] = {}
    for form in word.forms[:2]:
        found |= dict.fromkeys(sorted(of(form)))
    return list(found)[:MOST_GROUPS]


def _numbers(numbers: Iterable[int]) -> bytes:
    given = list(numbers)
    return struct_pack(f"<B{len(given)}H", len(given), *given)
