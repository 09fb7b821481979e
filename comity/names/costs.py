"""What it costs to hear one sound for another: the one table by which words are compared.

Units: 0 is the same sound, 1 is another. A pair that is not listed costs 1 between consonants and between a consonant and a vowel.
The values are our own: chosen by what languages and transliterations mix, and set by the tuning half of the pairs that `comity bench names`
prints; none is taken from elsewhere.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from comity.names.sounds import CODE, SOUNDS

# One line a cost: pairs of sounds.
_MIXED: Final = {
    0.10: "i-y u-w o-w t-th d-dh s-c c-ts",
    0.15: "v-w o-u x-sh x-s a-e e-i zh-j kh-h ts-z i-u",
    0.20: "k-kh gh-g sh-ch s-z z-dh gh-r ts-s ts-ch s-th x-z z-th",
    0.25: "b-v y-j a-o f-v sh-zh sh-s k-g j-z j-h zh-z c-ch",
    0.30: "j-g p-f e-o j-dh kh-gh c-k x-kh sh-j ch-k ch-kh k-h a-i c-sh o-i e-u",
    0.35: "ch-j t-d b-p d-z ts-t f-th ts-c e-y z-zh a-u",
    0.45: "l-r m-n g-h k-gh dh-th s-t f-w b-w",
    0.60: "n-l g-j g-y b-f v-f p-v",
}
VOWEL: Final = 0.45  # a vowel that is there or not
VOWEL_FOR_VOWEL: Final = 0.35  # any two vowels that are not listed
H: Final = 0.35
GLIDE: Final = 0.5  # w, y
CONSONANT: Final = 1.0
AFFIX: Final = 0.7  # a beginning or an end that thousands of names share
SWAPPED: Final = 0.5  # two neighbours in the wrong order: a slip of the fingers


def _there_or_not() -> NDArray[np.float32]:
    cost = np.full(len(SOUNDS), CONSONANT, np.float32)
    for sound in "aeiou":
        cost[CODE[sound]] = VOWEL
    cost[CODE["h"]] = H
    cost[CODE["w"]] = cost[CODE["y"]] = GLIDE
    cost[CODE["abd"] :] = AFFIX
    return cost


def _one_for_another() -> NDArray[np.float32]:
    cost = np.ones((len(SOUNDS), len(SOUNDS)), np.float32)
    vowels = [CODE[sound] for sound in "aeiou"]
    cost[np.ix_(vowels, vowels)] = VOWEL_FOR_VOWEL
    for price, pairs in _MIXED.items():
        for pair in pairs.split():
            one, other = (CODE[sound] for sound in pair.split("-"))
            cost[one, other] = cost[other, one] = price
    np.fill_diagonal(cost, 0.0)
    return cost


THERE_OR_NOT: Final = _there_or_not()  # (sounds,) float32
ONE_FOR_ANOTHER: Final = _one_for_another()  # (sounds, sounds) float32, symmetric, 0 on the diagonal
