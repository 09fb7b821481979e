"""One word of a name to another: the same, the same in another language, or a slip away."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from comity.names.entities.edits import FAR, distance, spelled
from comity.names.entities.forms import GLUED
from comity.names.entities.model import Kind, Token
from comity.names.sounds import skeleton

SAME_MEANING: Final = 0.97
OTHER_WORD: Final = 0.88  # trading, commerce
GLUED_FORM: Final = 0.95
_SLOPE: Final = 1.4  # what a slip takes off, as a share of the word
_MOST: Final = 0.28  # of the longer word's letters: beyond, another word
_SHORT: Final = 4  # letters: a word of so few is another word by one letter
_SHORT_MOST: Final = 0.5
LEAST: Final = 0.45


def may_slip(one: int, other: int, size: int) -> bool:
    """Whether words of these letters may be slips of each other. `size`: letters of the longer."""
    return (one ^ other).bit_count() <= 2 + size // 4


@lru_cache(maxsize=1 << 15)
def spelling(one: str, other: str) -> float:
    """Two Latin spellings to 0 to 1, the same both ways; 0 where they are two words."""
    if one == other:
        return 1.0
    size = max(len(one), len(other))
    if abs(len(one) - len(other)) > 3 or not (spelled(one) and spelled(other)):
        return 0.0
    most = _SHORT_MOST if size <= _SHORT else _MOST * size
    if one > other:
        one, other = other, one
    cost = distance(one, other, most)
    score = 0.0 if cost >= FAR else 1.0 - _SLOPE * cost / size
    return score if score >= LEAST else 0.0


_SAME_BONES: Final = {2: 0.75, 3: 0.88}  # by the consonants of a skeleton; more are as good as three
_bones = lru_cache(maxsize=1 << 14)(skeleton)


@lru_cache(maxsize=1 << 14)
def heard(mine: tuple[str, ...], yours: tuple[str, ...]) -> float:
    """Words of two scripts by their consonants, since vowels are often not written: 0 to 1."""
    shared = {_bones(form) for form in mine} & {_bones(form) for form in yours}
    return max((_SAME_BONES.get(min(len(bones), 3), 0.0) for bones in shared), default=0.0)


def _glued(longer: str, shorter: str) -> bool:
    return len(shorter) > _SHORT and longer.startswith(shorter) and longer[len(shorter) :] in GLUED


def _slip(one: Token, other: Token) -> float:
    first, second = one.forms[0], other.forms[0]
    if one.text.isascii() and other.text.isascii():
        if not may_slip(one.letters, other.letters, max(len(first), len(second))):
            return 0.0
        best = max([spelling(mine, yours) for mine in one.forms for yours in other.forms])
    else:
        best = max(heard(one.forms, other.forms), *[spelling(mine, yours) for mine in one.forms for yours in other.forms])
    if best < GLUED_FORM and (_glued(first, second) or _glued(second, first)):
        return GLUED_FORM
    return best


def _meant(one: Token, other: Token) -> float:
    """One word in two spellings, scripts or abbreviated; or another word for the same thing."""
    first, second = one.forms[0], other.forms[0]
    abbreviated = first[0] == second[0] and (one.letters & other.letters) in (one.letters, other.letters)
    same = abbreviated or one.kind is not Kind.COMMON or not (one.text.isascii() and other.text.isascii()) or spelling(first, second) > 0.0
    return SAME_MEANING if same else OTHER_WORD


def words(one: Token, other: Token) -> float:
    """Two words to 0 to 1. Two known words of other meaning are never one, however near they are spelled; numbers count by value."""
    if one.text == other.text:
        return 1.0
    if one.meanings and other.meanings:
        return 0.0 if set(one.meanings).isdisjoint(other.meanings) else _meant(one, other)
    if one.kind is Kind.NUMBER or other.kind is Kind.NUMBER:
        return float(one.forms[0] == other.forms[0])
    return _slip(one, other)
