"""Two birth dates, each as far as it is known: what their likeness says of two people being one.

Unknown parts are neutral. Day and month in each other's place, one digit wrong and a first of January written for *some time that year* are
errors of people; only dates that cannot be one count against.
Units: natural logarithm of how much likelier the pair is for one person than for two. The values are the project's own, from the tuning
half of the pairs that `comity bench names` prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from comity.names.facts import Birth

SAME_DAY: Final = 3.7
SAME_MONTH: Final = 3.0
SAME_YEAR: Final = 2.3
SWAPPED: Final = 2.6
ONE_DIGIT: Final = 2.0
FIRST_OF_JANUARY: Final = 1.2
CLOSE_YEARS: Final = 0.2  # one or two years apart, day and month the same or not known
SAME_YEAR_OTHER_DAY: Final = -0.3
APART: Final = -1.8  # up to ten years
FAR_APART: Final = -3.6
_CLOSE: Final = 2
_FAR: Final = 10


class Told(NamedTuple):
    """What two dates say. `sentence`: a message id; `years`: how far apart they are."""

    log_odds: float
    sentence: str
    asked: str
    held: str
    years: int = 0


class _Parts(NamedTuple):
    """A date in its parts; None where unknown."""

    year: int | None
    month: int | None
    day: int | None

    @property
    def whole(self) -> bool:
        return None not in self


def compare(asked: Sequence[Birth], held: Sequence[Birth]) -> Told | None:
    """The likest of the pairs of dates; None where one side knows none."""
    told = [_pair(one, other) for one in asked for other in held]
    known = [one for one in told if one is not None]
    return max(known, key=lambda one: one.log_odds) if known else None


def _pair(asked: Birth, held: Birth) -> Told | None:
    one, other = _parts(asked.date), _parts(held.date)
    if one.year is None or other.year is None:
        return _without_years(asked, held)
    if held.until or asked.until:
        return _between(asked, held)
    if one.year == other.year:
        return Told(*_in_one_year(one, other), asked.date, held.date)
    years = abs(one.year - other.year)
    log_odds, sentence = _years_apart(one, other, years, asked.about or held.about)
    return Told(log_odds, sentence, asked.date, held.date, years)


def _parts(written: str) -> _Parts:
    year, month, day = [int(part) if part.isdecimal() else None for part in [*written.split("-"), "", ""][:3]]
    return _Parts(year, month, day)


def _years_apart(one: _Parts, other: _Parts, years: int, about: bool) -> tuple[float, str]:
    if one.whole and one[1:] == other[1:] and _digits_apart(one.year, other.year) == 1:
        return ONE_DIGIT, "Birth date with one digit different"
    if years <= _CLOSE or (about and years <= 2 * _CLOSE):
        agree = not _differ(one.month, other.month) and not _differ(one.day, other.day)
        return (CLOSE_YEARS if agree else CLOSE_YEARS + 2 * SAME_YEAR_OTHER_DAY), "Birth years {years} apart"
    return (APART if years <= _FAR else FAR_APART), "Birth years {years} apart"


def _in_one_year(one: _Parts, other: _Parts) -> tuple[float, str]:
    if not _differ(one.month, other.month) and not _differ(one.day, other.day):
        if one.whole and other.whole:
            return SAME_DAY, "Birth date the same"
        if one.month is not None and other.month is not None:
            return SAME_MONTH, "Birth year and month the same; day not known"
        return SAME_YEAR, "Birth year the same; day and month not known"
    if one.whole and (one.month, one.day) == (other.day, other.month):
        return SWAPPED, "Birth date with day and month in each other's place"
    if (1, 1) in {one[1:], other[1:]}:
        return FIRST_OF_JANUARY, "Birth year the same; the first of January often stands for a day not known"
    if one.whole and other.whole and sum(map(_digits_apart, one, other)) == 1:
        return ONE_DIGIT, "Birth date with one digit different"
    return SAME_YEAR_OTHER_DAY, "Birth year the same; day or month different"


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _digits_apart(one: int | None, other: int | None) -> int:
    return sum(a != b for a, b in zip(f"{one or 0:04}", f"{other or 0:04}", strict=True))


def _without_years(asked: Birth, held: Birth) -> Told | None:
    """Only day or month are known on one side: they may agree, and say little."""
    one, other = _parts(asked.date), _parts(held.date)
    known = [(mine, theirs) for mine, theirs in zip(one[1:], other[1:], strict=True) if mine is not None and theirs is not None]
    if not known:
        return None
    if all(mine == theirs for mine, theirs in known):
        return Told(1.0, "Day or month of birth the same; year not known", asked.date, held.date)
    return Told(SAME_YEAR_OTHER_DAY, "Day or month of birth different; year not known", asked.date, held.date)


def _between(asked: Birth, held: Birth) -> Told:
    """One of them is a span of time: whether the spans meet."""
    one, other = (_span(asked), _span(held))
    if one[0] <= other[1] and other[0] <= one[1]:
        return Told(
            SAME_YEAR / 2,
            "Birth date within the time that is stated",
            asked.date,
            f"{held.date} - {held.until}" if held.until else held.date,
        )
    years = max(one[0] - other[1], other[0] - one[1])
    log_odds = CLOSE_YEARS if years <= _CLOSE else APART if years <= _FAR else FAR_APART
    return Told(log_odds, "Birth date outside the time that is stated", asked.date, held.date, years)


def _span(birth: Birth) -> tuple[int, int]:
    first, last = _parts(birth.date).year or 0, _parts(birth.until or birth.date).year or 9999
    return first, max(first, last)
