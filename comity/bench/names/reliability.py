"""What the searches say of the probability: whether it is true, how often a stranger is shown, and how many owners are told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import numpy as np

from comity.bench.names.measures import Bin, calibration
from comity.bench.names.searches import PRIOR, RECORDS, Made
from comity.search.persons.rules import DEFAULTS

CHECKS: Final = 100_000
THERE: Final = 2e-4  # of checks are about somebody who is recorded (DOMAIN: 0.02 % of searches)
HELD: Final = 100_000  # records of an installation that the figures are told for
SETTING: Final = next(iter(DEFAULTS.values()))
_LEAST: Final = 30  # searches of a group, below which a rate says nothing


class Reliability(msgspec.Struct, frozen=True):
    """`error`: expected calibration error; `shown_error`: the same of records at `possible` or above, since most of the others are plainly
    nobody; `share`: of the likest records that are the person; `bins`: (count, said, true).
    """

    error: float
    shown_error: float
    pairs: int
    share: float
    bins: tuple[tuple[int, float, float], ...]


class FalseHits(msgspec.Struct, frozen=True):
    """Searches of people who are not there, and how many of them show somebody (`possible`), or would tell an owner (`alarm`)."""

    group: str
    searches: int
    shown: int
    told: int

    @property
    def rate(self) -> float:
        """Of searches that show somebody. Half a search is added to both ends, so that none is not never."""
        return (self.shown + 0.5) / (self.searches + 1)


class Notifications(msgspec.Struct, frozen=True):
    """Owners told in CHECKS checks with birth date or nationality, at the defaults, with HELD records: rightly, and wrongly."""

    right: float
    wrong: float


def reliability(searches: Iterable[Made]) -> Reliability:
    """Of the likest records of all searches. The prior is the share of them that are the person, as `assess` asks for it."""
    said, match = [], []
    for one in searches:
        for probability, same in one.found:
            said.append(probability)
            match.append(same)
    share = sum(match) / max(1, len(match))
    moved = np.array([_at(probability, share) for probability in said])
    true = np.array(match, bool)
    error, bins = calibration(moved, true)
    shown = moved >= SETTING.possible
    shown_error = calibration(moved[shown], true[shown])[0] if shown.any() else 0.0
    return Reliability(error, shown_error, len(said), share, tuple(_told(one) for one in bins))


def _told(one: Bin) -> tuple[int, float, float]:
    return one.count, round(one.said, 4), round(one.true, 4)


def _at(probability: float, prior: float) -> float:
    """The same evidence at another prior."""
    odds = math.log(probability / (1 - probability)) - math.log(PRIOR / (1 - PRIOR)) + math.log(prior / (1 - prior))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def false_hits(searches: Sequence[Made]) -> list[FalseHits]:
    """By script and culture, names alone, the highest rate first."""
    groups: dict[str, list[Made]] = {}
    for one in searches:
        if not one.search.wanted and not one.search.whole:
            groups.setdefault(one.search.group, []).append(one)
    told = [FalseHits(group, len(some), _count(some, SETTING.possible), _count(some, SETTING.alarm)) for group, some in groups.items()]
    return sorted((one for one in told if one.searches >= _LEAST), key=lambda one: (-one.rate, one.group))


def factor(rates: Sequence[FalseHits], begin: str) -> float:
    """The highest rate of the groups that begin so, by the lowest of them."""
    found = [one.rate for one in rates if one.group.startswith(begin)]
    return max(found) / min(found) if found else 0.0


def notifications(searches: Sequence[Made]) -> Notifications:
    """Expected, from searches with facts. Wrong ones grow with the number of records."""
    strangers = [one for one in searches if one.search.whole and not one.search.wanted]
    known = [one for one in searches if one.search.whole and one.search.wanted]
    wrong = sum(sum(probability >= SETTING.alarm for probability, _ in one.found) for one in strangers) / max(1, len(strangers))
    right = sum(any(same and probability >= SETTING.alarm for probability, same in one.found) for one in known) / max(1, len(known))
    return Notifications(CHECKS * THERE * right, CHECKS * (1 - THERE) * wrong * HELD / RECORDS)


def _count(searches: Iterable[Made], threshold: float) -> int:
    return sum(any(probability >= threshold for probability, _ in one.found) for one in searches)
