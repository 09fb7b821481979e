"""Vehicle identification numbers.

Source: ISO 3779:2009 (17 characters, no I, O, Q; sections), ISO 3780:2009 (makers and countries), 49 CFR 565.15 (check digit in
position 9, weights and values, required in the United States; CMVSS 115 and NOM-001-SSP-2008 take it over for Canada and Mexico),
GB 16735-2019 (the same digit required in China). Elsewhere the maker may put any character there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import mul
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.numbers import cleaner
from comity.kernel.text import identifier, too_long

LENGTH: Final = 17
_ORDER: Final = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890"  # ISO 3780: the order of characters within a range
_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)  # 49 CFR 565.15(c)(2), table IV
# 49 CFR 565.15(c)(1), table III
_VALUES: Final = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", map(int, "123456781234579234567890123456789"), strict=True))
_CHECKED_IN: Final = frozenset({"USA", "CAN", "MEX", "CHN"})
_NEVER: Final = str.maketrans("IOQ", "100")
_ACCEPTED: Final = "17 letters and digits, without the letters I, O and Q."


class CheckDigit(StrEnum):
    """What position 9 says."""

    VALID = "valid"
    NOT_USED = "not_used"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Vin:
    """A cleaned number and what can be read from it.

    `country`: alpha-3 of the maker, empty where unassigned; never the country of the plate.
    """

    number: str
    maker: str  # world manufacturer identifier: three characters; with 9 in the third place three more from position 12
    country: str
    check: CheckDigit

    @property
    def last8(self) -> str:
        """The vehicle indicator section: what is read through the windscreen and printed on papers."""
        return self.number[-8:]

    @property
    def sentence(self) -> tuple[str, dict[str, str]]:
        """What the check digit says, as message id and values."""
        match self.check:
            case CheckDigit.VALID:
                return "The check digit of the VIN is right.", {}
            case CheckDigit.NOT_USED:
                return "Makers in this country need not use a check digit; this VIN does not show a typing error by itself.", {}
            case CheckDigit.WRONG:
                values = {"found": self.number[8], "expected": check_digit(self.number)}
                return "The check digit (position 9) is {found} and should be {expected}: look at the VIN again.", values


def _countries_by_start() -> dict[str, str]:
    table: dict[str, str] = {}
    for first, last, code in countries.table("wmi.tsv"):
        for character in _ORDER[_ORDER.index(first[1]) : _ORDER.index(last[1]) + 1]:
            table[first[0] + character] = code
    return table


_COUNTRIES: Final = _countries_by_start()


def never_in_vins(value: str) -> str:
    """The letters I, O and Q, which no VIN has, as the digits that they look like."""
    return value.translate(_NEVER)


def clean_vin(typed: str) -> str:
    """The 17 characters. I, O and Q, which no VIN has, are read as 1, 0 and 0. Raises: BadValue `bad_length`, and those of `identifier`."""
    value = never_in_vins(identifier(typed))
    if len(value) != LENGTH:
        raise BadValue("bad_length", "A VIN has 17 characters; this has {count}.", _ACCEPTED, {"count": str(len(value))})
    return value


def check_digit(number: str) -> str:
    """The character that belongs into position 9 of a cleaned VIN: 0 to 9, or X for ten."""
    rest = sum(map(mul, _WEIGHTS, [_VALUES[character] for character in number])) % 11
    return "X" if rest == 10 else str(rest)


def plausible(number: str) -> bool:
    """Whether the check digit of a cleaned VIN is right, or not used where it comes from. Cost: 1.5 us."""
    return _COUNTRIES.get(number[:2]) not in _CHECKED_IN or check_digit(number) == number[8]


def read_vin(number: str) -> Vin:
    """What a cleaned VIN says of itself."""
    country = _COUNTRIES.get(number[:2], "")
    maker = number[:3] + (number[11:14] if number[2] == "9" else "")  # ISO 3780, 4.3: makers of fewer than 1 000 vehicles a year
    if country not in _CHECKED_IN:
        check = CheckDigit.NOT_USED
    else:
        check = CheckDigit.VALID if check_digit(number) == number[8] else CheckDigit.WRONG
    return Vin(number, maker, country, check)


def clean_last8(typed: str) -> str:
    """The last eight characters; of a whole VIN its last eight. Raises: BadValue `bad_length`."""
    value = never_in_vins(identifier(typed))
    if len(value) == LENGTH:
        return value[-8:]
    if len(value) > LENGTH:
        raise too_long(LENGTH)
    if len(value) != 8:
        raise BadValue(
            "bad_length", "These are {count} characters instead of 8.", "The last 8 characters of the VIN.", {"count": str(len(value))}
        )
    return value


def _odd(number: str) -> tuple[tuple[str, dict[str, str]], ...]:
    vin = read_vin(number)
    return (vin.sentence,) if vin.check is CheckDigit.WRONG else ()


VIN = Kind(
    "vin",
    "string",
    "text",
    "text",
    clean_vin,
    as_is,
    fold_confusable,
    "17 characters, from the windscreen or the papers",
    _ACCEPTED,
    False,
    ("1M8GDM9AXKP042788",),
    LENGTH,
    check=_odd,
)
LAST8 = Kind(
    "last8",
    "string",
    "text",
    "text",
    clean_last8,
    as_is,
    fold_confusable,
    "Last 8 characters of the VIN",
    "8 letters and digits.",
    False,
    ("KP042788",),
    8,
)
PART_NUMBER = Kind(
    "part_number",
    "string",
    "text",
    "text",
    cleaner(3, 30, "3 to 30 letters and digits."),
    as_is,
    fold_confusable,
    "As stamped on the part",
    "3 to 30 letters and digits. Spaces and hyphens are ignored.",
    False,
    ("GS6-37BZ-0815",),
    30,
)
