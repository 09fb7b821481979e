"""One line as an officer types it, *name, year, country*, as a person. Pure.

A country is taken where it stands apart: after a comma or a date, in brackets, or at the end behind two words of a name; there not one that
people are called by too (Jordan, Chad). A line without any of that is a name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from babel import Locale

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import DATE
from comity.kernel.titles import plain
from comity.search.persons.countries import LANGUAGES, Countries
from comity.search.persons.model import PersonAsked

_DATE: Final = re.compile(
    r"(?<![\w.])(?:\d{4}-(?:\d{2}|\?\?)(?:-(?:\d{2}|\?\?))?|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\.?\s+(?:de\s+)?[^\W\d]{3,12}\.?\s+(?:de\s+)?\d{4}"
    r"|(?:18[5-9]|19\d|20[0-4])\d)(?![\w])"
)
_IN_WORDS: Final = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]{3,12})\.?\s+(?:de\s+)?(\d{4})")
_DASHED: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_BORN: Final = re.compile(
    r"(?:^|(?<=[\s,(]))(?:born|b\.|dob|d\.o\.b\.|née?|nacid[oa]|مواليد|مولود)(?:\s+(?:on|in|en|el|le))?[:\s]*$", re.IGNORECASE
)
_PARTED: Final = re.compile(r"[,;|/()\n،؛]+")
_LONGEST: Final = 400
_WORDS: Final = 5  # of a country's name
_JOINING: Final = frozenset({"of", "for", "in", "du", "de", "del", "des", "et", "and"})
# Countries that people are called by.
_ALSO_NAMES: Final = frozenset(
    {
        *("CUB", "CYP", "FRA", "GEO", "GIN", "IND", "IRL", "ISR", "JOR", "KEN", "LBY", "MLI", "MLT", "MMR", "NER", "OMN", "PAN", "SYR"),
        *("TCD", "TGO"),
    }
)


def read_box(text: str, countries: Countries) -> PersonAsked | None:
    """The person that a line is about; None where it holds no name.

    Source: our own reading of how officers type; birth dates as `kernel.kinds.dates` understands them, months in four languages.
    """
    line = _digits(unicodedata.normalize("NFKC", text[:_LONGEST]))
    before, born, after = _dated(line)
    country = ""
    if after:
        after, country = _ending(after, countries, least=0)
    parts = [part.strip() for part in _PARTED.split(before)]
    parts = [part for part in parts if part]
    if not country and len(parts) > 1 and (len(parts) > 2 or len(parts[0].split()) > 1):
        country = countries.named(parts[-1])
        parts = parts[:-1] if country else parts
    if not country and parts:
        parts[-1], country = _ending(parts[-1], countries, least=2)
    name = ", ".join(filter(None, (*parts, after.strip(" ,;"))))
    if not any(character.isalpha() for character in name):
        return None
    return PersonAsked(name, born, country)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _dated(line: str) -> tuple[str, str, str]:
    """What stands before the first date, the date in its one spelling, and what stands behind; no date: all of it stands before."""
    for found in _DATE.finditer(line):
        born = _date(found[0])
        if born:
            return _BORN.sub("", line[: found.start()]).strip(" ,;*("), born, line[found.end() :].strip(" ,;)")
    return line.strip(), "", ""


def _date(written: str) -> str:
    if words := _IN_WORDS.fullmatch(written):
        month = _months().get(plain(words[2]), "")
        written = f"{words[1].zfill(2)}.{month}.{words[3]}" if month else ""
    elif dashed := _DASHED.fullmatch(written):
        written = "/".join(dashed.groups())
    try:
        return DATE.clean(written)
    except BadValue as bad:  # of a date that is day/month or month/day the year is sure
        return written[-4:] if bad.code == "ambiguous_date" else ""


@lru_cache(maxsize=1)
def _months() -> dict[str, str]:
    """Names of months, whole and short, in the platform's languages -> two digits. Source: Unicode CLDR, by babel."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                found[plain(str(name))] = f"{number:02}"
    return found


def _ending(text: str, countries: Countries, *, least: int) -> tuple[str, str]:
    """The text without a country at its end, and its code. `least`: words that must stand before it."""
    parts = text.replace("(", " ").replace(")", " ").strip(" ,;").split()
    for count in range(min(_WORDS, len(parts) - least), 0, -1):
        said = " ".join(parts[-count:]).strip(",;")
        code = countries.named(said)
        if code and (not least or _apart(said, code, parts)) and not _belongs(parts[:-count]):
            return " ".join(parts[:-count]).strip(" ,;"), code
    return " ".join(parts), ""


def _belongs(before: list[str]) -> bool:
    """Whether the word before it joins a country to a name: *Bank of Castara*."""
    return bool(before) and plain(before[-1]) in _JOINING


def _apart(said: str, code: str, parts: list[str]) -> bool:
    """Whether words at the end of a name are surely a country: no name of people, and a code only in capitals among small letters."""
    if len(said) == 3:
        return said.isupper() and not " ".join(parts).isupper()
    return code not in _ALSO_NAMES
