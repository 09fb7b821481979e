"""Kinds of plain identifiers: letters and digits within a length."""

from __future__ import annotations

from collections.abc import Callable

from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import identifier, too_long


def cleaner(shortest: int, longest: int, accepted: str) -> Callable[[str], str]:
    """A `clean` that takes `shortest` to `longest` letters and digits, counted after folding."""

    def clean(typed: str) -> str:
        value = identifier(typed)
        if len(value) > longest:
            raise too_long(longest)
        if len(value) < shortest:
            raise BadValue("too_short", "This has fewer than {shortest} letters and digits.", accepted, {"shortest": str(shortest)})
        return value

    return clean


def _number(name: str, longest: int, hint: str, accepted: str, personal: bool, examples: tuple[str, ...], shortest: int = 1) -> Kind:
    return Kind(
        name,
        "string",
        "text",
        "text",
        cleaner(shortest, longest, accepted),
        as_is,
        fold_confusable,
        hint,
        accepted,
        personal,
        examples,
        longest,
    )


DOCUMENT_NUMBER = _number(
    "document_number",
    20,  # ICAO 9303-3, 4.2.4 lets numbers run on into optional data; 20 holds TD1's 9 + 11 and every overflow of TD2
    "As printed, or the machine readable zone",
    "1 to 20 letters and digits, as on the document. Spaces and hyphens are ignored.",
    True,
    ("L898902C3", "D23145890"),
)
NATIONAL_REFERENCE = _number(
    "national_reference",
    40,
    "Your own case or file number",
    "1 to 40 letters and digits. Spaces, hyphens, dots and slashes are ignored.",
    False,
    ("2026-004711",),
)
ENGINE_NUMBER = _number(
    "engine_number",
    30,
    "As stamped on the engine",
    "3 to 30 letters and digits. Spaces and hyphens are ignored.",
    False,
    ("M54B30-4711081",),
    shortest=3,
)
