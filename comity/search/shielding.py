"""Checks that are protected whether or not the asker says so: of a refugee, whose country must not learn where the person is (HIT-12).

Source of the codes: ICAO Doc 9303-3, section 5, part D. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.mrz import parse
from comity.search.model import Identifier
from comity.search.person import PersonAsked
from comity.search.persons.countries import Countries

REFUGEES: Final = frozenset({"XXB", "XXC"})  # by the Convention of 1951, and any other
SHIELDED: Final = "A refugee: this check is protected. No owner is told before your supervisor releases it."


def of_refugee(identifiers: Iterable[Identifier], person: PersonAsked | None, countries: Countries) -> bool:
    """Whether the nationality that was typed, or that stands in the document's zone, is a refugee's."""
    if person is not None and countries.code(person.nationality) in REFUGEES:
        return True
    return any(one.kind == "mrz" and _zone_of_refugee(one.value) for one in identifiers)


def _zone_of_refugee(text: str) -> bool:
    if not any(code in text.upper() for code in REFUGEES):
        return False
    try:
        return parse(text).nationality in REFUGEES
    except BadValue:
        return False
