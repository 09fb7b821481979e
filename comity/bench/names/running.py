"""What `comity bench names` does, part by part."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from comity.bench.names import board, kept, misses, peers, scorers, sets, sources
from comity.bench.names.measures import Floats
from comity.bench.names.model import Half, PairSet
from comity.bench.names.pairs import TARGETS, Line, lines, rows, scored
from comity.bench.rows import OURS, WHOLE, Reported, Say, Sheet, Wanted
from comity.kernel.errors import Unavailable


def run(place: Path, quick: bool, size: int, say: Say, wanted: Wanted = WHOLE) -> tuple[str, Iterator[Reported]]:
    """The benchmark as the command runs it."""
    del quick, size
    half = Half.TUNE if wanted.only == "tune" else Half.REPORT
    if wanted.misses:
        misses.checked(wanted.misses)
    return f"pairs, half {half}", _pairs(place, half, wanted.misses, say)


def _pairs(place: Path, half: Half, file: Path | None, say: Say) -> Iterator[Reported]:
    sheet = Sheet("names", TARGETS)
    known: list[Line] = []
    ours: list[tuple[PairSet, Floats]] = []
    for one in scored(all_sets(place, say), [*scorers.available(), *peers.peers()], half, say):
        known += (made := lines(one))
        for line in made:
            yield from rows(sheet, line)
        if one.scorer == OURS:
            ours.append((one.chosen, one.scores))
    if file:
        say(f"{misses.write(file, ours):,} misses in {file}, which is yours to remove")
    print(board.text(f"Half {half}", known), file=sys.stderr)


def all_sets(place: Path, say: Say) -> list[PairSet]:
    """Real sets where there are any, then the invented."""
    try:
        source = sources.folder()
        real = kept.sets(place, kept.shape(source), lambda: sets.real(source))
    except Unavailable as problem:
        say(str(problem))
        real = []
    return [*real, sets.invented(sources.written())]
