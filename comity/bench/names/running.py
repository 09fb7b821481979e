"""What `comity bench names` does, part by part."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from comity.bench.names import board, kept, misses, peers, persons, retrieval, scorers, sets, sources
from comity.bench.names.measures import Floats
from comity.bench.names.model import Half, PairSet
from comity.bench.names.pairs import TARGETS, Line, lines, rows, scored
from comity.bench.rows import OURS, WHOLE, Reported, Say, Sheet, Wanted
from comity.kernel.errors import Fault, Invalid, Unavailable

_LOAD_S: Final = 15.0
_PARTS: Final = ("pairs", "tune", "retrieval", "persons")


def run(place: Path, quick: bool, size: int, say: Say, wanted: Wanted = WHOLE) -> tuple[str, Iterator[Reported]]:
    """The benchmark as the command runs it. Raises: Invalid, where a part is asked for that there is not."""
    if wanted.only not in ("", *_PARTS):
        raise Invalid(Fault("only", "unknown", f"There is no part {wanted.only!r}.", ", ".join(_PARTS)))
    if wanted.misses:
        misses.checked(wanted.misses)
    chosen = size or (retrieval.QUICK if quick else retrieval.SIZE)
    half = Half.TUNE if wanted.only == "tune" else Half.REPORT
    return f"half {half}, {chosen:,} names", _measured(place, chosen, half, wanted, say)


def _measured(place: Path, size: int, half: Half, wanted: Wanted, say: Say) -> Iterator[Reported]:
    place.mkdir(mode=0o711, parents=True, exist_ok=True)
    if wanted.only in ("", "pairs", "tune"):
        yield from _pairs(place, half, wanted.misses, say)
    if wanted.only in ("", "retrieval"):
        yield from retrieval.measured(place, sources.folder(), size, say)
    if wanted.only in ("", "persons"):
        yield from persons.measured(place, sources.folder(), size, _LOAD_S, say)


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
