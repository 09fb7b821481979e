"""What a description is found by: its words, folded, and its measures, in steps. Pure.

A record of an object is not found by a number but by what people write about it, each in their own way.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

MOST_WORDS: Final = 60  # of one text: a description is not a book
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 2
_STEP: Final = math.log(1.1)  # two measures within a tenth of each other lie in one step or in neighbouring ones
# Words that tell nothing about an object, in the four languages of the pages.
_ENGLISH: Final = "a an and at by for from in into is it its of on or the to with without"
_FRENCH: Final = "au aux avec de des du en et la le les ou par pour sans sur un une"
_SPANISH: Final = "al con del el en las los o para por sin su sus un una y"
_ARABIC: Final = "في من على عن إلى مع أو"
_EMPTY: Final = frozenset(f"{_ENGLISH} {_FRENCH} {_SPANISH} {_ARABIC}".split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, each once, those that tell nothing left out: without case, accents and a plural's s."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()) if not unicodedata.combining(each)
    )
    found = dict.fromkeys(_stem(word) for word in _WORD.findall(plain) if word not in _EMPTY)
    return tuple(word for word in found if len(word) >= _SHORTEST or not word.isascii())[:MOST_WORDS]


def _stem(word: str) -> str:
    """`paintings` is `painting`; `glass` stays."""
    return word[:-1] if len(word) > 3 and word.isascii() and word.endswith("s") and not word.endswith("ss") else word


def size(measure: str) -> float:
    """A cleaned measure (`120.5 cm`, `3.2 kg`) as a number of its unit. Units: centimetres or kilograms."""
    return float(measure.partition(" ")[0])


def steps(measure: str) -> tuple[str, ...]:
    """The step that a cleaned measure lies in: `cm:50`. A step is a tenth wide."""
    amount, unit = size(measure), measure.partition(" ")[2]
    return (f"{unit}:{round(math.log(max(amount, 1e-6)) / _STEP)}",)


def near_steps(measure: str) -> tuple[str, ...]:
    """The steps in which a measure may lie that is within a tenth of this one."""
    unit, _, place = steps(measure)[0].partition(":")
    return tuple(f"{unit}:{int(place) + by}" for by in (-1, 0, 1))


def near(one: str, other: str) -> bool:
    """Whether two cleaned measures are of one unit and within a tenth of each other."""
    if one.partition(" ")[2] != other.partition(" ")[2]:
        return False
    least, most = sorted((size(one), size(other)))
    return most <= least * 1.1 + 1e-9
