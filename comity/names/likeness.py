"""How like two names are: a number, and which word stands for which.

1 is the same name, whatever its order of words; 0 nothing in common. It is symmetric. It says nothing of two people: a common name is
shared by chance, which `assessment` weighs.

The number is exp(-penalty). The penalty is a sum: each pair of words costs by how little alike it sounds (`scoring`), relative to what the
shorter name tells and as a count; words that only one name has cost less, and a single word against a longer name more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.names import scoring
from comity.names.model import Name, Role
from comity.names.packing import MOST_WORDS, pack

SAME: Final = "Written the same"
SOUNDS: Final = "Sounds the same"
NEAR: Final = "Nearly the same"
SHORT: Final = "A short form, or the same name in another language"
JOINED: Final = "Written as one word"
INITIAL: Final = "An initial"
OTHER: Final = "Another name"
_NEAR_FROM: Final = 0.78


class Pair(msgspec.Struct, frozen=True, gc=False):
    """Words of one name that stand for words of the other. `left`, `right`: their places; one of them empty: nothing stands for it.

    `score`: how alike they are, 0 to 1. `why`: a message id.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    why: str


class Likeness(msgspec.Struct, frozen=True, gc=False):
    """How like two names are, 0 to 1, and the pairs of words it comes from, in the order of the first name."""

    score: float
    pairs: tuple[Pair, ...]


def likeness(one: Name, other: Name) -> Likeness:
    """Two names, word by word. Cost: 40 us."""
    score, chosen = scoring.explained(pack(one), pack(other))
    places, their_places = range(min(len(one.words), MOST_WORDS)), range(min(len(other.words), MOST_WORDS))
    pairs = [_pair(one, other, _of(left, places), _of(right, their_places), alike) for left, right, alike in chosen]
    pairs += [Pair((place,), (), 0.0, "") for place in places if not any(place in pair.left for pair in pairs)]
    pairs += [Pair((), (place,), 0.0, "") for place in their_places if not any(place in pair.right for pair in pairs)]
    return Likeness(score, tuple(sorted(pairs, key=lambda pair: (not pair.left, pair.left, pair.right))))


def likenesses(query: Name, packed: Sequence[bytes]) -> NDArray[np.float32]:
    """The likeness of one name to each of many packed ones. Shape: (names,). Cost: some 10 us a name, without the interpreter's lock."""
    likest: NDArray[np.float32] = compared(query, packed)[0]
    return likest


def compared(query: Name, packed: Sequence[bytes]) -> NDArray[np.float32]:
    """As `likenesses`, and below them what orders a crowd: the likeness with how many and how rare the shared parts are. Shape: (2, names).

    Two names of one rare part may be less alike than two of three common ones, and yet tell more.
    """
    return scoring.scores(_packed(query), packed)


@lru_cache(maxsize=1024)
def _packed(name: Name) -> bytes:
    return pack(name)


def _of(mask: int, places: Sequence[int]) -> tuple[int, ...]:
    return tuple(place for bit, place in enumerate(places) if mask >> bit & 1)


def _pair(one: Name, other: Name, left: tuple[int, ...], right: tuple[int, ...], alike: float) -> Pair:
    return Pair(left, right, alike, _why(one, other, left, right, alike))


def _why(one: Name, other: Name, left: tuple[int, ...], right: tuple[int, ...], alike: float) -> str:
    mine, theirs = [one.words[place] for place in left], [other.words[place] for place in right]
    if [word.text for word in mine] == [word.text for word in theirs]:
        return SAME
    if len(mine) + len(theirs) > 2:
        return JOINED
    if any(word.role is Role.INITIAL for word in (*mine, *theirs)):
        return INITIAL if alike > 0 else OTHER
    if alike >= 0.999:
        return SOUNDS
    if abs(alike - scoring.NICKNAME) < 1e-6 or abs(alike - scoring.COGNATE) < 1e-6:
        return SHORT
    return NEAR if alike >= _NEAR_FROM else OTHER
