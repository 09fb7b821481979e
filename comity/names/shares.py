"""How many people bear a word of a name, by its consonants and by its spelling, and what it tells where two names share it. Pure.

From a formula and a fixed table of common names, never from what an index holds: what is hidden must not change what is found.
Units: shares of all people, 0 to 1; bits, the logarithm of how rare.
"""

from __future__ import annotations

from functools import lru_cache
from math import log2
from typing import Final

from comity.names.rarity import CLASSES, spelled
from comity.names.sounds import skeleton
from comity.names.tables import rows

# Shares of coarse consonants among those of names, and of how many a word has: round figures, of which only the logarithm is used.
_SIGNS: Final = {"N": 0.16, "R": 0.14, "S": 0.17, "M": 0.10, "L": 0.12, "K": 0.13, "T": 0.11, "B": 0.08, "F": 0.05}
_LENGTHS: Final = (0.02, 0.07, 0.26, 0.32, 0.19, 0.09, 0.04)
_LONGER: Final = 0.01
_WORDS: Final = 2.5  # of a name
_MOST_SHARE: Final = 0.2
_OF_CULTURE: Final = 0.3  # of those recorded, where a name is common in their culture
_OF_A_MILLION: Final = 20.0  # bits of a name that one in a million bears, which `rarity` weighs 1
_MOST_BITS: Final = 18.0
_LEAST_SPELLED, _MOST_SPELLED = 3.0, 12.0  # bits that the spelling of a word adds to its consonants
_BESIDE: Final = 4.0  # times what chance gives: first and last words of one culture go together


@lru_cache(maxsize=65536)
def bones(form: str) -> str:
    """The coarse consonants of a form."""
    return skeleton(form, True)


@lru_cache(maxsize=65536)
def share(consonants: str) -> float:
    """How many of all people have a word of these consonants, at least."""
    found = (_LENGTHS[len(consonants)] if len(consonants) < len(_LENGTHS) else _LONGER) * _WORDS
    for sign in consonants:
        found *= _SIGNS.get(sign, 0.02)
    return min(found + _common().get(consonants, 0.0), _MOST_SHARE)


@lru_cache(maxsize=1)
def _common() -> dict[str, float]:
    """How many have a common name of these consonants. Cost: 0.1 s, once."""
    found: dict[str, float] = {}
    for number, _culture, forms in rows("common_names"):
        for form in forms.split():
            consonants = bones(form)
            found[consonants] = found.get(consonants, 0.0) + _OF_CULTURE * 2 ** (-_OF_A_MILLION * CLASSES[number])
    return found


def neighbours(one: float, other: float) -> float:
    """How many have two words of these shares beside each other, at least: two common words are common as one too."""
    return _BESIDE * one * other


def bits(consonants: str) -> float:
    """What consonants tell. Units: bits, 1 to `_MOST_BITS`."""
    return bits_of(share(consonants))


def bits_of(part: float) -> float:
    """What a share of all people tells. Units: bits, 1 to `_MOST_BITS`."""
    return min(max(-log2(part), 1.0), _MOST_BITS)


@lru_cache(maxsize=65536)
def telling(form: str) -> float:
    """What the spelling of a word tells beside its consonants. Units: bits."""
    return min(max(_OF_A_MILLION * spelled(form) - bits(bones(form)), _LEAST_SPELLED), _MOST_SPELLED)


@lru_cache(maxsize=65536)
def borne(form: str) -> float:
    """How many of all people have a word of this spelling."""
    return min(share(bones(form)) / 4, _OF_CULTURE * 2 ** (-_OF_A_MILLION * spelled(form)) * 2)
