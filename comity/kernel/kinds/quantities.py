"""A number as people write it: decimal point or comma, thousands in groups, digits of any script."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from comity.kernel.badvalue import BadValue

_LONGEST: Final = 15  # digits before the point: more is a typing error, and a Decimal of them stays exact
_PLAIN: Final = re.compile(r"(\d{1,15})(?:[.,](\d{1,9}))?")
_GROUPED: Final = re.compile(r"(\d{1,3})(?:([ ,.'])\d{3})(?:\2\d{3})*(?:([.,])(\d{1,9}))?")
_AMBIGUOUS: Final = re.compile(r"[1-9]\d{0,2},\d{3}")
_MARKS: Final = str.maketrans({"\u066b": ".", "\u066c": ",", "\u2019": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})


def ascii_digits(text: str) -> str:
    """Digits of every script as 0-9, marks of decimals and thousands as the Latin ones."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return plain.translate(_MARKS)


def number(text: str, accepted: str) -> Decimal:
    """A number that is not negative, from text that `ascii_digits` has seen.

    `1,200` has two readings and is refused; `1.200` is one and two tenths, since the one spelling of every kind has a point.
    Raises: BadValue `bad_number`, `ambiguous_number`.
    """
    if _AMBIGUOUS.fullmatch(text):
        one, other = text.replace(",", ""), text.replace(",", ".")
        raise BadValue("ambiguous_number", "This can be {one} or {other}.", accepted, {"one": one, "other": other})
    if found := _PLAIN.fullmatch(text):
        return Decimal(f"{found[1]}.{found[2] or '0'}")
    found = _GROUPED.fullmatch(text)
    if found is None or found[2] == found[3]:
        raise BadValue("bad_number", "This is not a number.", accepted)
    whole = re.sub(r"\D", "", text[: -len(found[4]) - 1] if found[4] else text)
    if len(whole) > _LONGEST:
        raise BadValue("bad_number", "This is not a number.", accepted)
    return Decimal(f"{whole}.{found[4] or '0'}")


def spelled(value: Decimal) -> str:
    """A number without an exponent and without noughts at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
