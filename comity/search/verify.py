"""A candidate graded on its stored value, and the sentence that says why. Pure.

The search key brought the candidate; it folds look-alike characters together and may come from a filter's false positive or a hash
that two values share. What counts is the stored value, character by character.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from comity.kernel.confusable import grade
from comity.kernel.results import Grade
from comity.registers.catalogue import BY_NUMBER
from comity.registers.model import Key
from comity.registers.paths import each
from comity.search.model import Sought

Message = tuple[str, dict[str, str]]

_SAME: Final[dict[str, str]] = {
    "document_number": "The number and the issuing country are the same as the record's.",
    "vin": "The vehicle number is the same as the record's.",
    "last8": "The last eight characters of the vehicle number are the same as the record's. Compare the whole number.",
    "plate": "The plate and its country are the same as the record's.",
    "engine_number": "The engine number is the same as the record's.",
}
_SAME_ANYWHERE: Final = "The number is the same as the record's. You named no country; the record's is {country}."
_LOOKS_ALIKE: Final = "The record differs in look-alike characters, asked / stored (place): {differences}. Look at what stands there."


@dataclass(frozen=True, slots=True)
class Match:
    """How one stored value met what was asked."""

    grade: Grade
    sentence: Message


def match(sought: Sought, values: Mapping[str, str]) -> Match | None:
    """The match of a record's values with what was sought; None where the stored value is another one."""
    key = _key(sought)
    matches = [_compared(sought, stored[-key.last :], country) for stored, country in each(values, key.field, key.country) if stored]
    found = [one for one in matches if one is not None]
    return best(found) if found else None


def _compared(sought: Sought, stored: str, country: str) -> Match | None:
    if sought.issuer and country != sought.issuer:
        return None
    graded = grade(sought.value, stored, vouched=sought.vouched)
    if graded is None:
        return None
    if graded.grade is Grade.CONFUSABLE:
        return Match(Grade.CONFUSABLE, (_LOOKS_ALIKE, graded.sentence[1]))
    if country and not sought.issuer:
        return Match(Grade.EXACT, (_SAME_ANYWHERE, {"country": country}))
    return Match(Grade.EXACT, (_SAME[sought.kind], {}))


def _key(sought: Sought) -> Key:
    return next(key for key in BY_NUMBER[sought.register].keys if key.name == sought.kind)


def best(matches: list[Match]) -> Match:
    """One record met several ways: the exact match speaks, whatever came first."""
    return min(matches, key=lambda match: match.grade is not Grade.EXACT)
