"""Can an asker tell two kinds of answer apart by time and size? Pure: a few classifiers, trained on one half, judged on the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_BINS: Final = 32
_SURE: Final = 3.0  # standard errors


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one kind, in the order they came; answer i of either kind belongs to pair i. Shapes: (n,). Units: ns, bytes."""

    times: Ints
    sizes: Ints

    def part(self, start: int, end: int) -> Answers:
        """Those of some pairs."""
        return Answers(self.times[start:end], self.sizes[start:end])


@dataclass(frozen=True, slots=True)
class Advantage:
    """The best classifier's share of true alarms less its share of false ones: 0 is a guess, 1 is certainty."""

    value: float
    classifier: str
    pairs: int

    def tells(self, bound: float) -> bool:
        """Whether so many pairs can tell the bound from nought: else the figure is mostly chance."""
        return _SURE * math.sqrt(1 / max(1, self.pairs // 2)) <= bound


def advantage(one: Answers, other: Answers) -> Advantage:
    """The best of all classifiers on the second half of the pairs, after training on the first."""
    half, pairs = one.times.size // 2, one.times.size
    if half == 0:
        return Advantage(0.0, "none", pairs)
    train = one.part(0, half), other.part(0, half)
    judge = one.part(half, pairs), other.part(half, pairs)
    found = {name: classify(*train, *judge) for name, classify in CLASSIFIERS.items()}
    best = max(found, key=lambda name: found[name])
    return Advantage(max(0.0, found[best]), best, pairs)


def _threshold(one: Answers, other: Answers, judged: Answers, against: Answers) -> float:
    """Slower than a limit means one kind (or the other, as training says)."""
    limits = np.unique(np.quantile(np.concatenate([one.times, other.times]), np.linspace(0, 1, 512)))
    gains = _share_above(one.times, limits) - _share_above(other.times, limits)
    place = int(np.argmax(np.abs(gains)))
    limit, sign = limits[place], np.sign(gains[place])
    return float(sign * (np.mean(judged.times > limit) - np.mean(against.times > limit)))


def _share_above(times: Ints, limits: Floats) -> Floats:
    return 1.0 - np.searchsorted(np.sort(times), limits, side="right") / times.size


def _by_bin(of: Callable[[Answers, Floats], Ints]) -> Callable[[Answers, Answers, Answers, Answers], float]:
    def classify(one: Answers, other: Answers, judged: Answers, against: Answers) -> float:
        edges = np.unique(np.quantile(np.concatenate([one.times, other.times]), np.linspace(0, 1, _BINS + 1)[1:-1]))
        bins = [of(answers, edges) for answers in (one, other, judged, against)]
        count = int(max(part.max(initial=0) for part in bins)) + 1
        shares = [np.bincount(part, minlength=count) / max(1, part.size) for part in bins]
        alarm = shares[0] > shares[1]
        return float(shares[2][alarm].sum() - shares[3][alarm].sum())

    return classify


def _time_bin(answers: Answers, edges: Floats) -> Ints:
    return np.searchsorted(edges, answers.times).astype(np.int64)


def _size_bin(answers: Answers, edges: Floats) -> Ints:
    del edges
    return answers.sizes


def _both_bins(answers: Answers, edges: Floats) -> Ints:
    return answers.sizes * _BINS + _time_bin(answers, edges)


def _slower_of_pair(one: Answers, other: Answers, judged: Answers, against: Answers) -> float:
    """Of two answers that came one after the other, the slower is of one kind: drift of the server does not hide the difference."""
    sign = np.sign(np.mean(np.sign(one.times - other.times)))
    return float(sign * np.mean(np.sign(judged.times - against.times)))


CLASSIFIERS: Final[dict[str, Callable[[Answers, Answers, Answers, Answers], float]]] = {
    "a limit on time": _threshold,
    "a histogram of times": _by_bin(_time_bin),
    "size": _by_bin(_size_bin),
    "time and size": _by_bin(_both_bins),
    "the slower of a pair": _slower_of_pair,
}
