"""Pairs: every scorer over every set, by script, on one half."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bench.names.measures import Figures, Floats, Judged, bootstrap, figures, interval
from comity.bench.names.model import Half, Pair, PairSet, Scorer
from comity.bench.rows import Bound, Reported, Say, Sheet, Target

METRICS: Final = ("f1", "recall_at_0.1pc", "recall_at_1pc", "recall_at_5pc")
FEWEST: Final = 5  # positives of a script, below which its figures say nothing
TARGETS: Final = {
    ("name_bench persons", "f1"): Target(0.85, Bound.MIN),
    ("UN original script: Arab", "recall_at_1pc"): Target(0.80, Bound.MIN),
    ("invented scripts: Cyrl", "f1"): Target(0.98, Bound.MIN),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One scorer over one set or one script of it. `low`, `high`: the middle 95 % of the bootstrap, in the order of METRICS."""

    case: str
    scorer: str
    positives: int
    negatives: int
    figures: Figures
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """What one scorer says of each pair of a set, and how many pairs it took a second on one core."""

    chosen: PairSet
    scorer: str
    scores: Floats
    per_second: float


def scored(sets: Sequence[PairSet], scorers: Sequence[Scorer], half: Half, say: Say) -> Iterator[Scored]:
    """Every set by every scorer that is there, set by set."""
    for one in sets:
        chosen = one.of(half)
        for scorer in scorers:
            if not scorer.missing:
                say(f"{one.name}: {len(chosen.pairs):,} pairs by {scorer.name}")
                yield _scored(scorer, chosen)


def _scored(scorer: Scorer, chosen: PairSet) -> Scored:
    begun = time.perf_counter()
    scores = np.array([scorer.score(chosen.kind, pair.a, pair.b) for pair in chosen.pairs], np.float64)
    return Scored(chosen, scorer.name, scores, len(chosen.pairs) / max(time.perf_counter() - begun, 1e-9))


def lines(one: Scored) -> list[Line]:
    """The whole set, and its scripts."""
    return [_line(case, one.scorer, one.chosen.pairs, one.scores, within) for case, within in parts(one.chosen)]


def parts(chosen: PairSet) -> Iterator[tuple[str, list[int]]]:
    """The whole set, then each script of it that has positives enough, where it has not all of them."""
    yield chosen.name, list(range(len(chosen.pairs)))
    counted = Counter(pair.script for pair in chosen.pairs if pair.match)
    for script in sorted(counted):
        if FEWEST <= counted[script] < counted.total():
            within = [place for place, pair in enumerate(chosen.pairs) if pair.script is script]
            yield f"{chosen.name}: {script}", within


def _line(case: str, scorer: str, pairs: Sequence[Pair], scores: Floats, within: Sequence[int]) -> Line:
    chosen = [pairs[place] for place in within]
    numbers = {case: number for number, case in enumerate(dict.fromkeys(pair.case for pair in chosen))}
    match = np.array([pair.match for pair in chosen])
    judged = Judged(scores[list(within)], match, np.array([numbers[pair.case] for pair in chosen]))
    spread = [interval(column) for column in bootstrap(judged).T]
    low, high = (tuple(ends[side] for ends in spread) for side in (0, 1))
    return Line(case, scorer, int(match.sum()), int((~match).sum()), figures(judged), low, high)


def rows(sheet: Sheet, line: Line) -> Iterator[Reported]:
    """The figures of a line, each with its interval beside it."""
    for place, metric in enumerate(METRICS):
        note = f"{line.positives:,} pairs of one bearer, {line.negatives:,} of two" if place == 0 else ""
        yield sheet.row(line.case, metric, line.figures.all()[place], "", subject=line.scorer, note=note)
        yield sheet.row(line.case, f"{metric}_low", line.low[place], "", subject=line.scorer)
        yield sheet.row(line.case, f"{metric}_high", line.high[place], "", subject=line.scorer)
