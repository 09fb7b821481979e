"""Letters to letters: what it takes to make one word of another by slips of the fingers and of the ear.

Weighted distance of Damerau (optimal string alignment): a letter more, less, other, or two swapped. Units: 1 is one plain letter.
Weights are our own: vowels and doubled letters are what people mistake, and signs that look alike are what machines do.
Importing this module compiles its loop, or loads it compiled (in the folder that `NUMBA_CACHE_DIR` names when numba is first imported).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

_SIGNS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_CODE: Final = {sign: code for code, sign in enumerate(_SIGNS)}
_VOWELS: Final = "aeiouy"
_VOWEL_FOR_VOWEL: Final = 0.5
_SOUNDS_ALIKE: Final = 0.5
_ALIKE: Final = "ck cs sz cq kq kx gj jy iy vw fv bp dt gk uw sx zj 0o 1l 1i 5s 8b mn xh hk"
_DOUBLED: Final = 0.3
_SWAPPED: Final = 0.7
FAR: Final = 99.0


def _there_or_not() -> NDArray[np.float64]:
    cost = np.ones(len(_SIGNS))
    cost[[_CODE[vowel] for vowel in _VOWELS]] = 0.6
    cost[_CODE["h"]] = 0.5
    return cost


def _one_for_another() -> NDArray[np.float64]:
    cost = np.ones((len(_SIGNS), len(_SIGNS)))
    vowels = [_CODE[vowel] for vowel in _VOWELS]
    cost[np.ix_(vowels, vowels)] = _VOWEL_FOR_VOWEL
    for pair in _ALIKE.split():
        one, other = (_CODE[sign] for sign in pair)
        cost[one, other] = cost[other, one] = _SOUNDS_ALIKE
    np.fill_diagonal(cost, 0.0)
    return cost


_MORE: Final = _there_or_not()  # (signs,) float64
_OTHER: Final = _one_for_another()  # (signs, signs) float64, symmetric


@njit(cache=True, nogil=True)
def _more(word: U8, at: int) -> float:
    """What it costs that a letter is there or not; the second of two equals costs less."""
    letter = word[at]
    return _DOUBLED if at > 0 and word[at - 1] == letter else _MORE[letter]


@njit(cache=True, nogil=True)
def _distance(one: U8, other: U8, most: float) -> float:
    rows = np.zeros((3, other.size + 1))
    for j in range(other.size):
        rows[0, j + 1] = rows[0, j] + _more(other, j)
    nearest = 0.0
    for i in range(one.size):
        here, above, two_above = (i + 1) % 3, i % 3, (i + 2) % 3
        less = _more(one, i)
        rows[here, 0] = rows[above, 0] + less
        least = rows[here, 0]
        for j in range(other.size):
            cost = min(rows[above, j] + _OTHER[one[i], other[j]], rows[above, j + 1] + less, rows[here, j] + _more(other, j))
            if i > 0 and j > 0 and one[i] == other[j - 1] and other[j] == one[i - 1] and one[i] != other[j]:
                cost = min(cost, rows[two_above, j - 1] + _SWAPPED)
            rows[here, j + 1] = cost
            least = min(least, cost)
        if least > most and nearest > most:  # a swap goes on from the row before
            return FAR
        nearest = least
    cost = rows[one.size % 3, other.size]
    return cost if cost <= most else FAR


@lru_cache(maxsize=1 << 15)
def _codes(word: str) -> U8:
    return np.array([_CODE[letter] for letter in word], np.uint8)


def distance(one: str, other: str, most: float) -> float:
    """The least cost from one word to the other, the same both ways; `FAR` where it is above `most`. Words of a to z and 0 to 9."""
    cost: float = _distance(_codes(one), _codes(other), most)
    return cost


def spelled(word: str) -> bool:
    """Whether a word has letters and digits alone that can be compared."""
    return word.isascii() and word.isalnum()
