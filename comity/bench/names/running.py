"""What `comity bench names` does, part by part."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from comity import VERSION
from comity.bench.names import (
    board,
    kept,
    misses,
    peers,
    persons,
    reliability,
    retrieval,
    scorecard,
    scorers,
    searches,
    sets,
    sources,
    speed,
)
from comity.bench.names.ceiling import ceiling
from comity.bench.names.measures import Floats
from comity.bench.names.model import Half, Kind, PairSet
from comity.bench.names.pairs import TARGETS, Line, Scored, lines, rows, scored
from comity.bench.names.scorecard import Card, Example
from comity.bench.rows import OURS, WHOLE, Bound, Reported, Say, Sheet, Target, Wanted
from comity.kernel.errors import Fault, Invalid, Unavailable

_LOAD_S: Final = 15.0
_PARTS: Final = ("pairs", "tune", "searches", "retrieval", "persons")
_SEARCHES: Final = {
    ("searches", "calibration_error"): Target(0.05, Bound.MAX),
    ("searches", "calibration_error_shown"): Target(0.05, Bound.MAX),
    ("searches", "culture_factor"): Target(3, Bound.MAX),
    ("searches", "script_factor"): Target(3, Bound.MAX),
}


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
    """Each part that is wanted. A scorecard alone needs the pairs and the searches, and no more."""
    place.mkdir(mode=0o711, parents=True, exist_ok=True)
    only = {wanted.only} if wanted.only else {"pairs", "searches"} if wanted.scorecard else {"pairs", "searches", "retrieval", "persons"}
    known: list[Line] = []
    ceilings: dict[str, float] = {}
    if only & {"pairs", "tune"}:
        yield from _pairs(place, half, wanted.misses, known, ceilings, say)
        yield speed.measured([name for one in sources.written() for name in (one.original, *one.latin)])
    if "searches" in only:
        yield from _searches(place, wanted.scorecard, known, ceilings, say)
    if "retrieval" in only:
        yield from retrieval.measured(place, sources.folder(), size, say)
    if "persons" in only:
        yield from persons.measured(place, sources.folder(), size, _LOAD_S, say)


def _pairs(place: Path, half: Half, file: Path | None, known: list[Line], ceilings: dict[str, float], say: Say) -> Iterator[Reported]:
    sheet = Sheet("names", TARGETS)
    ours: list[tuple[PairSet, Floats]] = []
    for one in scored(all_sets(place, say), [*scorers.available(), *peers.peers()], half, say):
        known += (made := lines(one))
        for line in made:
            yield from rows(sheet, line)
        yield sheet.row(
            one.chosen.name, "pairs_per_s", one.per_second, "1/s", subject=one.scorer, note="one core, names read once included"
        )
        if one.scorer == OURS:
            ours.append((one.chosen, one.scores))
            yield from _ceiling(sheet, one, ceilings)
    if file:
        say(f"{misses.write(file, ours):,} misses in {file}, which is yours to remove")
    print(board.text(f"Half {half}", known), file=sys.stderr)


def _ceiling(sheet: Sheet, one: Scored, ceilings: dict[str, float]) -> Iterator[Reported]:
    if one.chosen.kind is Kind.PERSON:
        ceilings[one.chosen.name] = share = ceiling(one.chosen)
        note = "of the pairs of one bearer, those with any word in common in sound: about the highest recall that a name alone allows"
        yield sheet.row(one.chosen.name, "ceiling", share, "", subject="any", note=note)


def _searches(place: Path, folder: Path | None, known: list[Line], ceilings: dict[str, float], say: Say) -> Iterator[Reported]:
    """What searches say of the probability; and the scorecard, where a folder for it is given."""
    sheet = Sheet("names", _SEARCHES)
    found = searches.made(place, sources.folder(), say)
    true, rates, told = reliability.reliability(found), reliability.false_hits(found), reliability.notifications(found)
    cultures, scripts = scorecard.factors(rates)
    note = f"the {searches.LIKEST} likest records of {len(found):,} searches, {true.share:.2%} of them the person"
    yield sheet.row("searches", "calibration_error", true.error, "", note=note)
    note = "of those records alone that would be shown: most of the others are plainly nobody, and are said to be"
    yield sheet.row("searches", "calibration_error_shown", true.shown_error, "", note=note)
    yield sheet.row("searches", "culture_factor", cultures, "x", note="strangers shown at the default threshold: highest rate by lowest")
    yield sheet.row("searches", "script_factor", scripts, "x")
    for one in rates:
        yield sheet.row(
            f"searches, {one.group}", "false_hit_rate", one.rate, "", note="of searches by a bare name of people who are not there"
        )
    told_of = f"{reliability.CHECKS:,} checks with facts over {reliability.HELD:,} records"
    note = f"in {told_of}, one in 5,000 about somebody recorded; default thresholds"
    yield sheet.row("owners told", "rightly", told.right, "", note=note)
    yield sheet.row("owners told", "wrongly", told.wrong, "")
    if folder:
        cases = tuple(map(scorecard.case_of, known))
        card = Card(VERSION, cases, ceilings, true, tuple(rates), cultures, scripts, told, tuple(_examples()))
        page, figures = scorecard.write(card, folder)
        say(f"{page} and {figures.name}")


def _examples() -> Iterator[Example]:
    score = scorers.ours().score
    for one in scorecard.chosen(sources.written()):
        yield Example(one.script, one.original, one.latin[0], round(score(Kind.PERSON, one.original, one.latin[0]), 4))


def all_sets(place: Path, say: Say) -> list[PairSet]:
    """Real sets where there are any, then the invented."""
    try:
        source = sources.folder()
        real = kept.sets(place, kept.shape(source), lambda: sets.real(source))
    except Unavailable as problem:
        say(str(problem))
        real = []
    return [*real, sets.invented(sources.written())]
