"""What a row of a file says of a person, as far as it can be read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import DATE
from comity.names.facts import Birth, Facts
from comity.names.reading import read_name
from comity.search.corpus.model import Person
from comity.search.persons.countries import Countries

_KEPT: Final = 65_536
_SHORT: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")  # 1969-7-16: no bureau writes it, files of others do


@lru_cache(maxsize=_KEPT)
def person_of(name: str, born: str = "", nationality: str = "") -> Person:
    """The person of a row. Nothing is refused: what cannot be read is named in `unread`."""
    date, country = birth_date(born), country_of(nationality)
    typed = {"dob": (born, date), "nationality": (nationality, country)}
    facts = Facts((read_name(name),), (Birth(date),) if date else (), frozenset((country,)) if country else frozenset())
    return Person(facts, tuple(field for field, (written, read) in typed.items() if written.strip() and not read))


@lru_cache(maxsize=_KEPT)
def birth_date(typed: str) -> str:
    """The date in its one spelling; empty where it is none."""
    text = typed.strip()
    if short := _SHORT.fullmatch(text):
        text = "-".join(part.zfill(2) for part in short.groups() if part)
    try:
        return DATE.clean(text) if text else ""
    except BadValue:
        return ""


@lru_cache(maxsize=4096)
def country_of(typed: str) -> str:
    """The code of three letters; empty where there is no such country."""
    return _countries().code(typed) if typed.strip() else ""


@lru_cache(maxsize=1)
def _countries() -> Countries:
    return Countries()
