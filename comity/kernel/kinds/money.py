"""The kind of an amount of money: `1234.50 EUR`, with all digits of the currency's minor unit (ISO 4217)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.coded import CURRENCY, DIGITS
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.quantities import ascii_digits, number
from comity.kernel.text import prose

_LONGEST: Final = 60
_ACCEPTED: Final = "A number and the currency's code of three letters, such as 1234.50 EUR."
_CODE_LAST: Final = re.compile(r"([\d .,']*\d) ?([^\d .,']+)")
_CODE_FIRST: Final = re.compile(r"([^\d .,']+) ?(\d[\d .,']*)")
# Signs that several currencies share: which one is meant, only the code says.
_SHARED: Final = frozenset("$£¥₨")


def clean_amount(typed: str) -> str:
    """The one spelling. Raises: BadValue `bad_amount`, `no_currency`, `ambiguous_currency`, `too_fine`, and those of `number`."""
    text = ascii_digits(prose(typed, _LONGEST))
    if found := _CODE_LAST.fullmatch(text):
        return _amount(found[1], found[2])
    if found := _CODE_FIRST.fullmatch(text):
        return _amount(found[2].strip(), found[1])
    raise BadValue("bad_amount", "This is not an amount with its currency.", _ACCEPTED)


def _amount(figures: str, sign: str) -> str:
    if _SHARED & set(sign):
        raise BadValue("ambiguous_currency", "{sign} stands for several currencies.", _ACCEPTED, {"sign": sign})
    code, value = CURRENCY.clean(sign), number(figures, _ACCEPTED)
    digits = DIGITS[code]
    unit = Decimal(1).scaleb(-digits)
    if value % unit:
        values = {"code": code, "digits": str(digits)}
        raise BadValue("too_fine", "{code} has {digits} digits after the point.", _ACCEPTED, values)
    return f"{value.quantize(unit):f} {code}"


def _for_people(value: str) -> str:
    figures, code = value.split(" ")
    return f"{Decimal(figures):,f}".replace(",", "\u202f") + f"\u00a0{code}"  # thin spaces between thousands: no mark that has two readings


AMOUNT = Kind(
    "amount",
    "string",
    "text",
    "text",
    clean_amount,
    _for_people,
    as_is,
    "With its currency, such as 1234.50 EUR",
    _ACCEPTED,
    False,
    ("1234.50 EUR", "XOF 250 000", "€ 12,50"),
    _LONGEST,
)
