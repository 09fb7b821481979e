"""Dates as far as they are known: `1974`, `1974-08`, `1974-08-12`, `1974-??-12`.

Gregorian calendar, as travel documents have it (ICAO 9303-3, 4.8). The one spelling is ISO 8601 with `??` for an unknown part that a
known one follows; unknown parts at the end are left away.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import prose

EARLIEST_YEAR: Final = 1800  # before any living person and any vehicle; a year of another calendar (1403, 1446) is below it
LATEST_YEAR: Final = 2199  # an expiry date beyond is a typing error; the Buddhist 2517 and later are above it

_ACCEPTED: Final = "YYYY, YYYY-MM or YYYY-MM-DD of the Gregorian calendar; ?? for a part that is not known. DD.MM.YYYY is understood too."
_ISO: Final = re.compile(r"(\d{4}|\?{4})(?:-?(\d{2}|\?\?)(?:-?(\d{2}|\?\?))?)?")
_DOTTED: Final = re.compile(r"(\d{1,2}|\?\?)\.(\d{1,2}|\?\?)\.(\d{4}|\?{4})")
_SLASHED: Final = re.compile(r"(\d{1,2}|\?\?)/(\d{1,2}|\?\?)/(\d{4}|\?{4})")
_DASHES: Final = str.maketrans("‐‑‒–—−؟？", "------??")


def clean_date(typed: str) -> str:
    """The one spelling of a date. Raises: BadValue `bad_date`, `ambiguous_date`, `impossible_date`, `bad_year`."""
    text = _ascii_digits(prose(typed, 40).replace(" ", "").translate(_DASHES))
    year, month, day = _parts(text)
    if (year, month, day) == ("????", "??", "??"):
        raise BadValue("bad_date", "Nothing of this date is known: leave it empty.", _ACCEPTED)
    _refuse_impossible(year, month, day)
    if day != "??":
        return f"{year}-{month}-{day}"
    return f"{year}-{month}" if month != "??" else year


def clean_day(typed: str) -> str:
    """A date with all three parts. Raises: as `clean_date`, and BadValue `unknown_part`."""
    value = clean_date(typed)
    if len(value) != 10 or "?" in value:
        raise BadValue("unknown_part", "Year, month and day must all be known here.", "YYYY-MM-DD.")
    return value


def refuse_future(value: str, today: date) -> None:
    """Raises: BadValue `future_date` where a cleaned date certainly lies after `today`. What is not known is taken as the earliest."""
    year, month, day = [*value.split("-"), "??", "??"][:3]
    if year == "????":
        return
    known = [int(year)] + ([int(month)] + ([int(day)] if day != "??" else []) if month != "??" else [])
    if known > [today.year, today.month, today.day][: len(known)]:
        raise BadValue("future_date", "This date lies in the future.", "A date up to {today}.", {"today": today.isoformat()})


def _ascii_digits(text: str) -> str:
    return "".join(str(int(character)) if character.isdecimal() else character for character in text)


def _parts(text: str) -> tuple[str, str, str]:
    """Year, month, day; `??` where unknown."""
    if found := _ISO.fullmatch(text):
        return found[1], found[2] or "??", found[3] or "??"
    if found := _DOTTED.fullmatch(text):
        return found[3], found[2].zfill(2), found[1].zfill(2)
    if found := _SLASHED.fullmatch(text):
        return _slashed(found[1].zfill(2), found[2].zfill(2), found[3])
    raise BadValue("bad_date", "This is not a date.", _ACCEPTED)


def _slashed(first: str, second: str, year: str) -> tuple[str, str, str]:
    """Dates with strokes: day first in most countries, month first in some. Taken only where there is one reading."""
    if first == second or (second != "??" and "12" < second <= "31"):
        return year, first, second
    if first != "??" and "12" < first <= "31":
        return year, second, first
    raise BadValue(
        "ambiguous_date",
        "This can be day/month or month/day: {one} or {other}.",
        _ACCEPTED,
        {"one": f"{year}-{second}-{first}", "other": f"{year}-{first}-{second}"},
    )


def _refuse_impossible(year: str, month: str, day: str) -> None:
    if year != "????" and not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        bounds = {"earliest": str(EARLIEST_YEAR), "latest": str(LATEST_YEAR)}
        raise BadValue("bad_year", "The year must lie between {earliest} and {latest}.", _ACCEPTED, bounds)
    try:  # what is not known takes a value that allows the most: a leap year, a month of 31 days
        date(2000 if year == "????" else int(year), 1 if month == "??" else int(month), 1 if day == "??" else int(day))
    except ValueError:
        raise BadValue("impossible_date", "There is no such day in the calendar.", _ACCEPTED) from None


def _date(name: str, hint: str, *, day: bool = False, past: bool = False) -> Kind:
    clean = clean_day if day else clean_date
    accepted = "YYYY-MM-DD." if day else _ACCEPTED
    examples = ("2031-04-15",) if day else ("1974-08-12", "1974-08", "1974", "1974-??-12")
    widget = "date" if day else "text"
    return Kind(name, "string", "text", widget, clean, as_is, as_is, hint, accepted, not day, examples, 10, not_future=past)  # type: ignore[arg-type]


DATE = _date("date", "As 2026-11-21, 2026-11 or 2026")
PAST_DATE = _date("past_date", "As 2026-11-21, 2026-11 or 2026; not in the future", past=True)
DAY = _date("day", "As 2026-11-21", day=True)
PAST_DAY = _date("past_day", "As 2026-11-21; not in the future", day=True, past=True)
