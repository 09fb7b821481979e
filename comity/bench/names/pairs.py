"""Pairs: every scorer over every set, by script, on one half."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from comity.bench.names.measures import Figures, Floats, Judged, bootstrap, figures, interval
from comity.bench.names.model import Half, Pair, PairSet, Scorer
from comity.bench.rows import OURS, Bound, Reported, Say, Sheet, Target

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


def lines(sets: Sequence[PairSet], scorers: Sequence[Scorer], half: Half, say: Say) -> Iterator[Line]:
    """All of them, set by set, each as soon as it is known."""
    for one in sets:
        chosen = one.of(half)
        for scorer in scorers:
            if scorer.missing:
                continue
            say(f"{one.name}: {len(chosen.pairs):,} pairs by {scorer.name}")
            scores = scored(scorer, chosen)
            for case, within in parts(chosen):
                yield _line(case, scorer.name, chosen.pairs, scores, within)


def scored(scorer: Scorer, chosen: PairSet) -> Floats:
    """What a scorer says of each pair."""
    return np.array([scorer.score(chosen.kind, pair.a, pair.b) for pair in chosen.pairs], np.float64)


def parts(chosen: PairSet) -> Iterator[tuple[str, list[int]]]:
    """The whole set, then each script of it that has positives enough, where there is more than one."""
    yield chosen.name, list(range(len(chosen.pairs)))
    scripts = sorted({pair.script for pair in chosen.pairs})
    for script in scripts if len(scripts) > 1 else ():
        within = [place for place, pair in enumerate(chosen.pairs) if pair.script is script]
        if sum(chosen.pairs[place].match for place in within) >= FEWEST:
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
    subject = OURS if line.scorer == OURS else line.scorer
    for place, metric in enumerate(METRICS):
        note = f"{line.positives:,} pairs of one bearer, {line.negatives:,} of two" if place == 0 else ""
        yield sheet.row(line.case, metric, line.figures.all()[place], "", subject=subject, note=note)
        yield sheet.row(line.case, f"{metric}_low", line.low[place], "", subject=subject)
        yield sheet.row(line.case, f"{metric}_high", line.high[place], "", subject=subject)
