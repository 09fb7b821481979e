"""Number plates. A plate is known by its characters and its country together.

Every value of 2 to 12 letters and digits is taken, since older, diplomatic, temporary and personal plates follow no common form. Where a
country's usual form is known (data/plates.tsv), `fits` says whether a value has it: a help for reading what was typed, never a refusal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from comity.kernel import countries
from comity.kernel.confusable import fold_confusable
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.numbers import cleaner

_ACCEPTED: Final = "2 to 12 letters and digits; spaces, hyphens and dots are ignored."


@dataclass(frozen=True, slots=True)
class PlateForm:
    """A country's usual form of plates: a pattern over cleaned values, one example, the rule that it comes from."""

    country: str
    pattern: re.Pattern[str]
    example: str
    source: str


FORMS: Final[dict[str, PlateForm]] = {
    country: PlateForm(country, re.compile(pattern), example, source) for country, pattern, example, source in countries.table("plates.tsv")
}


def fits(plate: str, country: str) -> bool | None:
    """Whether a cleaned plate has the usual form of a country; None where its form is not known."""
    form = FORMS.get(country)
    return None if form is None else form.pattern.fullmatch(plate) is not None


def countries_of(plate: str) -> tuple[str, ...]:
    """The countries whose usual form a cleaned plate has, in the order of their codes."""
    return tuple(country for country, form in sorted(FORMS.items()) if form.pattern.fullmatch(plate))


PLATE = Kind(
    "plate",
    "string",
    "text",
    "text",
    cleaner(2, 12, _ACCEPTED),
    as_is,
    fold_confusable,
    "As on the plate",
    _ACCEPTED,
    True,
    ("AB 123 CD",),
    12,
)
