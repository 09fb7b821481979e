"""Figures of labelled scores: best F1, recall at a share of false positives, calibration, intervals by paired bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SHARES: Final = (0.001, 0.01, 0.05)  # false positives of all negatives
ROUNDS: Final = 400  # of the bootstrap
_SEED: Final = 20_261_122
_BINS: Final = 10
_BLOCK: Final = 1_000_000  # weights at once, so that memory stays small


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores of one scorer over one set. `cases`: a number for what each pair was made from."""

    scores: Floats
    match: Bools
    cases: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """`f1`: the best over all thresholds; `recalls`: at SHARES of false positives."""

    f1: float
    recalls: tuple[float, ...]

    def all(self) -> tuple[float, ...]:
        """F1 first, then the recalls."""
        return (self.f1, *self.recalls)


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores of one tenth: how many, what they say on average, and what is true of them."""

    count: int
    said: float
    true: float


def figures(judged: Judged) -> Figures:
    """The figures of a set."""
    return _figures(judged, np.ones((1, len(judged.scores))))[0]


def bootstrap(judged: Judged, rounds: int = ROUNDS) -> NDArray[np.float64]:
    """Figures of as many draws of cases with replacement. Shape (rounds, 4).

    The draws depend on the cases alone: two scorers over the same set get the same, so that their difference has an interval too.
    """
    draw = np.random.default_rng(_SEED)
    names, place = np.unique(judged.cases, return_inverse=True)
    drawn = draw.multinomial(len(names), np.full(len(names), 1 / len(names)), size=rounds)
    blocks = np.array_split(drawn, max(1, rounds * len(place) // _BLOCK))
    return np.array([one.all() for block in blocks for one in _figures(judged, block[:, place].astype(np.float64))])


def interval(values: Floats) -> tuple[float, float]:
    """The middle 95 %."""
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def calibration(said: Floats, match: Bools, weights: Floats | None = None) -> tuple[float, tuple[Bin, ...]]:
    """Expected calibration error over tenths of the probability said, and the tenths that hold anything.

    Source: M. P. Naeini and others, Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015.
    """
    heavy = np.ones(len(said)) if weights is None else weights
    places = np.minimum((said * _BINS).astype(int), _BINS - 1)
    bins: list[Bin] = []
    error = 0.0
    for place in np.unique(places):
        within = places == place
        mass = heavy[within].sum()
        mean, true = float((said[within] * heavy[within]).sum() / mass), float((match[within] * heavy[within]).sum() / mass)
        error += float(mass) * abs(mean - true)
        bins.append(Bin(int(within.sum()), mean, true))
    return error / float(heavy.sum()), tuple(bins)


def threshold_at(scores: Floats, share: float) -> float:
    """The lowest score that at most this share of the negatives reach. `scores`: of negatives."""
    ordered = np.sort(scores)[::-1]
    allowed = int(share * len(ordered))
    return float(np.nextafter(ordered[allowed], np.inf)) if allowed < len(ordered) else 0.0


def _figures(judged: Judged, weights: Floats) -> Sequence[Figures]:
    """One for each row of weights. Scores that are equal are taken together: a threshold cannot part them."""
    order = np.argsort(-judged.scores, kind="stable")
    scores, match, heavy = judged.scores[order], judged.match[order], weights[:, order]
    ends = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    right = np.cumsum(heavy * match, axis=1)[:, ends]
    wrong = np.cumsum(heavy * ~match, axis=1)[:, ends]
    made = []
    for hits, false in zip(right, wrong, strict=True):
        positives, negatives = hits[-1], false[-1]
        f1 = (2 * hits / np.maximum(hits + false + positives, 1e-12)).max()
        recalls = (hits[false <= share * negatives].max(initial=0) / max(positives, 1e-12) for share in SHARES)
        made.append(Figures(float(f1), tuple(map(float, recalls))))
    return made
