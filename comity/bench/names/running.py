"""What `comity bench names` does, part by part."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from comity.bench.names import board, kept, scorers, sets, sources
from comity.bench.names.model import Half, PairSet
from comity.bench.names.pairs import TARGETS, Line, lines, rows
from comity.bench.rows import WHOLE, Reported, Say, Sheet, Wanted
from comity.kernel.errors import Unavailable


def run(place: Path, quick: bool, size: int, say: Say, wanted: Wanted = WHOLE) -> tuple[str, Iterator[Reported]]:
    """The benchmark as the command runs it."""
    del quick, size
    half = Half.TUNE if wanted.only == "tune" else Half.REPORT
    return f"pairs, half {half}", _pairs(place, half, say)


def _pairs(place: Path, half: Half, say: Say) -> Iterator[Reported]:
    sheet = Sheet("names", TARGETS)
    known: list[Line] = []
    for line in lines(all_sets(place, say), scorers.available(), half, say):
        known.append(line)
        yield from rows(sheet, line)
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
