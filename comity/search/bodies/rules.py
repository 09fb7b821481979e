"""Whether a name may be that of an organisation, and which registers hold any. Pure.

Most names that are asked about are travellers'. A body is looked for where nothing was said that only a person has; so whoever asks by
birth date or document pays nothing for it, and the answer says that none was looked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.registers.catalogue import DECLARED
from comity.search.model import Identifier
from comity.search.person import PersonAsked

# Where a register holds records about others than persons, the field that says so and its word for a body.
ABOUT: Final = {"notices": ("subject", "entity")}
_OF_A_PERSON: Final = ("born", "sex", "birth_place", "document")
_OF_A_TRAVELLER: Final = frozenset({"document", "document_number", "mrz"})
_NO_COUNTRY: Final = frozenset({"XXA", "XXB", "XXC"})  # nationalities of stateless persons and refugees (ICAO Doc 9303-3, 5)


def may_be_body(person: PersonAsked, beside: Iterable[Identifier], nationalities: Iterable[str] = ()) -> bool:
    """Whether the name may be an organisation's. `beside`: what is asked with it; `nationalities`: as they were read."""
    if any(getattr(person, field).strip() for field in _OF_A_PERSON):
        return False
    return _NO_COUNTRY.isdisjoint(nationalities) and _OF_A_TRAVELLER.isdisjoint(one.kind for one in beside)


def with_bodies(registers: Iterable[int]) -> tuple[int, ...]:
    """Those of these registers whose records may be about a body."""
    there = {register.number for register in DECLARED if register.name in ABOUT}
    return tuple(number for number in registers if number in there)
