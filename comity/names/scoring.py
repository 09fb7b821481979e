"""From what the compiled comparison finds of two packed names to one number.

The coefficients are the project's own: fitted on the tuning half of the pairs that `comity bench names` prints, with costs that never fall
as words get less alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from comity.names import hearing, kernel
from comity.names.hearing import WORDS
from comity.names.kernel import BINS, FACTS, RUN_ON_FROM, compare

# As in `hearing`.
BUILT_ON = "f1cd9509c831"

NICKNAME: Final = float(hearing.NICKNAME)
COGNATE: Final = float(hearing.COGNATE)

F32 = NDArray[np.float32]
# What a pair of words costs at each step of `kernel.STEPS`: by its weight in the shorter name, and by the pair.
BY_WEIGHT: Final = np.array([0.0, 0.04, 0.08, 0.27, 0.65, 1.05, 1.45, 1.75], np.float32)
BY_COUNT: Final = np.array([0.0, 0.03, 0.04, 0.08, 0.18, 0.5, 0.58, 0.72], np.float32)
# What is kept at each step of what a shared part tells.
SHARED: Final = np.array([1.0, 0.9, 0.75, 0.55, 0.25, 0.0, 0.0, 0.0], np.float32)
LEFT_BY_WEIGHT: Final = 0.9
LEFT_BY_COUNT: Final = 0.02
# What of that is let off where every word of the shorter name, two or more, stands in the longer one.
WITHIN: Final = 0.2
WITHIN_STEPS: Final = 3  # of alikeness
# One word against a whole name: what it costs, and what more where the word is common.
ALONE: Final = 0.53
ALONE_COMMON: Final = 0.7
FIRST_LEFT: Final = 0.22
FATHERS: Final = 0.1
# All words run together: nothing up to `RUN_ON_FROM`, so much for the very same letters.
RUN_ON_MOST: Final = 0.95


@njit(cache=True, nogil=True)
def _within(facts: F32) -> float:
    """How surely every word of the shorter name stands in the longer one, 0 to 1; 0 for a single word."""
    missed = facts[kernel.SHORT_COUNT]
    if missed < 2.0:
        return 0.0
    for place in range(WITHIN_STEPS):
        missed -= facts[BINS + place]
    return float(min(1.0, max(0.0, 1.0 - missed)))


@njit(cache=True, nogil=True)
def _score(facts: F32) -> float:
    """The likeness of a pair from its facts."""
    if facts[kernel.SHORT_WEIGHT] <= 0.0:
        return 1.0 if facts[0] > 0.0 and facts[kernel.LEFT_WEIGHT] == 0.0 else 0.0
    penalty = 0.0
    for place in range(BINS):
        penalty += BY_WEIGHT[place] * facts[place] / facts[kernel.SHORT_WEIGHT] + BY_COUNT[place] * facts[BINS + place]
    left = LEFT_BY_WEIGHT * facts[kernel.LEFT_WEIGHT] / facts[kernel.LONG_WEIGHT] + LEFT_BY_COUNT * facts[kernel.LEFT_COUNT]
    penalty += left * (1.0 - WITHIN * _within(facts))
    if facts[kernel.SHORT_COUNT] <= 1.0 and facts[kernel.LEFT_COUNT] > 0.0:
        penalty += ALONE + ALONE_COMMON * max(0.0, 1.0 - facts[kernel.SHORT_WEIGHT])
    penalty += FIRST_LEFT * facts[kernel.FIRST_LEFT] + FATHERS * facts[kernel.FATHERS]
    run_on = (facts[kernel.RUN_ON] - RUN_ON_FROM) / (1.0 - RUN_ON_FROM) * RUN_ON_MOST
    return float(max(np.exp(-penalty), run_on))


@njit(cache=True, nogil=True)
def _telling(facts: F32, score: float) -> float:
    """What a pair tells, for the order of a crowd: how like the names are, and how many and how rare the parts that they share."""
    shared = 0.0
    for place in range(BINS):
        shared += SHARED[place] * (facts[place] + facts[BINS + place])
    return float(np.log(max(score, 1e-4)) + shared)


@njit(cache=True, nogil=True)
def _scores(query: NDArray[np.uint8], held: NDArray[np.uint8], starts: NDArray[np.int64], out: F32) -> None:
    facts, chosen = np.empty(FACTS, np.float32), np.empty((WORDS, 3), np.float32)
    for place in range(out.shape[1]):
        compare(query, 0, held, starts[place], facts, chosen)
        out[0, place] = _score(facts)
        out[1, place] = _telling(facts, out[0, place])


def _array(packed: bytes) -> NDArray[np.uint8]:
    """Packed names as the loops take them: all of one type, so that they are compiled once."""
    return np.frombuffer(bytearray(packed), np.uint8)


def explained(one: bytes, other: bytes) -> tuple[float, list[tuple[int, int, float]]]:
    """The likeness of two packed names, and (left mask, right mask, alike) of each pair of words."""
    facts, chosen = np.empty(FACTS, np.float32), np.empty((WORDS, 3), np.float32)
    taken = compare(_array(one), 0, _array(other), 0, facts, chosen)
    return _score(facts), [(int(left), int(right), float(alike)) for left, right, alike in chosen[:taken] if alike >= 0]


def facts_of(one: bytes, other: bytes) -> F32:
    """What the comparison finds of a pair, before it is one number: for fitting. Shape: (FACTS,)."""
    facts, chosen = np.empty(FACTS, np.float32), np.empty((WORDS, 3), np.float32)
    compare(_array(one), 0, _array(other), 0, facts, chosen)
    return facts


def scores(query: bytes, held: Sequence[bytes]) -> F32:
    """Of one packed name and each of many: the likeness, and what orders them (`_telling`). Shape: (2, held)."""
    out = np.zeros((2, len(held)), np.float32)
    starts = np.zeros(len(held), np.int64)
    np.cumsum([len(one) for one in held[:-1]], out=starts[1:])
    _scores(_array(query), _array(b"".join(held)), starts, out)
    return out
