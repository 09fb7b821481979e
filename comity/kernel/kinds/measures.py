"""Kinds of lengths and weights. Metric and inch-pound units in; one spelling out: centimetres or kilograms, to a thousandth.

Source: Système international d'unités (BIPM brochure, 9th edition); the international yard and pound of 1959 (1 in = 2.54 cm and
1 lb = 0.45359237 kg exactly); 1 oz = 1/16 lb, 1 st = 14 lb, 1 ft = 12 in, 1 yd = 3 ft, 1 nautical mile = 1852 m.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.quantities import ascii_digits, number, spelled
from comity.kernel.text import prose

_LONGEST: Final = 60
_THOUSANDTH: Final = Decimal("0.001")
_GREATEST: Final = Decimal(1_000_000_000)  # 10 000 km and a million tonnes: no thing that is recorded is larger
_ACCEPTED: Final = "A number and its unit: mm, cm, m, km, in, ft, yd; g, kg, t, oz, lb, st. Such as 120.5 cm, 5 ft 11 in, 82 kg."

_INCH, _POUND = Decimal("2.54"), Decimal("0.45359237")
_TO_CM: Final = {
    "mm": Decimal("0.1"),
    "cm": Decimal(1),
    "m": Decimal(100),
    "km": Decimal(100_000),
    "in": _INCH,
    "ft": 12 * _INCH,
    "yd": 36 * _INCH,
    "nmi": Decimal(185_200),
}
_TO_KG: Final = {
    "mg": Decimal("0.000001"),
    "g": Decimal("0.001"),
    "kg": Decimal(1),
    "t": Decimal(1000),
    "oz": _POUND / 16,
    "lb": _POUND,
    "st": 14 * _POUND,
}
_WORDS: Final = {
    "″": "in", '"': "in", "”": "in", "''": "in", "inch": "in", "inches": "in", "′": "ft", "'": "ft", "’": "ft", "foot": "ft", "feet": "ft",
    "yard": "yd", "yards": "yd", "metre": "m", "metres": "m", "meter": "m", "meters": "m", "lbs": "lb", "pound": "lb", "pounds": "lb",
    "ounce": "oz", "ounces": "oz", "stone": "st", "gram": "g", "grams": "g", "gr": "g", "kilo": "kg", "kilos": "kg", "kgs": "kg",
    "tonne": "t", "tonnes": "t",
}  # fmt: skip
_SPOKEN: Final = re.compile(r"^\s*(\d) ?(m|'|’|′) ?(\d\d?)\s*$", re.ASCII)
_TERM: Final = re.compile(r"(\d[\d .,]*?) ?(''|[^\d\s.,]+)\.?(?: |$|(?=\d))")


def clean_measurement(typed: str) -> str:
    """`120.5 cm` or `82 kg`. Raises: BadValue `bad_measurement`, `unknown_unit`, `mixed_units`, `too_great`, and those of `number`."""
    return _clean(typed, "", _ACCEPTED)


def _clean(typed: str, unit: str, accepted: str) -> str:
    """`unit`: what a number alone is taken as; empty: a number alone is refused."""
    text = ascii_digits(prose(typed, _LONGEST)).strip()
    if unit and re.fullmatch(r"[\d.,]+", text):
        text = f"{text} {unit}"
    terms = _terms(text, accepted)
    scale, name = (_TO_CM, "cm") if terms[0][1] in _TO_CM else (_TO_KG, "kg")
    if any(word not in scale for _, word in terms):
        raise BadValue("mixed_units", "These units do not go together.", accepted)
    total = sum((value * scale[word] for value, word in terms), Decimal(0)).quantize(_THOUSANDTH, ROUND_HALF_EVEN)
    if total > _GREATEST:
        raise BadValue("too_great", "This is greater than anything that is measured here.", accepted)
    return f"{spelled(total)} {name}"


def _terms(text: str, accepted: str) -> list[tuple[Decimal, str]]:
    """`5 ft 11 in` as [(5, ft), (11, in)]."""
    terms, at = [], 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None:
            raise BadValue("bad_measurement", "This is not a number with its unit.", accepted)
        terms.append((number(found[1].strip(), accepted), _unit(found[2], accepted)))
        at = found.end()
    return terms


def _unit(word: str, accepted: str) -> str:
    folded = word.casefold()
    unit = _WORDS.get(folded, folded)
    if unit not in _TO_CM and unit not in _TO_KG:
        raise BadValue("unknown_unit", "{unit} is not a unit that is known here.", accepted, {"unit": word})
    return unit


def _for_people(value: str) -> str:
    """Large lengths in metres and small ones in millimetres, weights in tonnes and grams: always the same value."""
    figures, unit = value.split(" ")
    amount = Decimal(figures)
    if unit == "cm" and amount >= 1000:
        return f"{spelled(amount / 100)} m"
    if unit == "cm" and 0 < amount < 1:
        return f"{spelled(amount * 10)} mm"
    if unit == "kg" and amount >= 10_000:
        return f"{spelled(amount / 1000)} t"
    if unit == "kg" and 0 < amount < 1:
        return f"{spelled(amount * 1000)} g"
    return value


def _both_units(found: re.Match[str]) -> str:
    """`1m78` and `5'10`, as people say a height, with the unit that they leave out."""
    first, mark, second = found.groups()
    return f"{first} m {second.ljust(2, '0')} cm" if mark == "m" else f"{first} ft {second} in"


def _of_a_person(unit: str, least: int, greatest: int, accepted: str) -> Callable[[str], str]:
    def clean(typed: str) -> str:
        value = _clean(_SPOKEN.sub(_both_units, typed), unit, accepted)
        if not value.endswith(unit) or not least <= Decimal(value.split(" ")[0]) <= greatest:
            raise BadValue("out_of_range", "A person's lies between {least} and {greatest}.", accepted,
                           {"least": f"{least} {unit}", "greatest": f"{greatest} {unit}"})  # fmt: skip
        return value

    return clean


def _measure(name: str, clean: Callable[[str], str], hint: str, accepted: str, personal: bool, examples: tuple[str, ...]) -> Kind:
    return Kind(name, "string", "text", "text", clean, _for_people, as_is, hint, accepted, personal, examples, _LONGEST)


_HEIGHTS: Final = "30 to 260 cm, such as 178 or 5 ft 10 in."
_WEIGHTS: Final = "1 to 500 kg, such as 82 or 180 lb."

MEASUREMENT = _measure(
    "measurement", clean_measurement, "With its unit, such as 120.5 cm", _ACCEPTED, False, ("120.5 cm", "24 in", "3.2 kg")
)
HEIGHT = _measure("height", _of_a_person("cm", 30, 260, _HEIGHTS), "In centimetres", _HEIGHTS, True, ("178 cm", "5'10\""))
WEIGHT = _measure("weight", _of_a_person("kg", 1, 500, _WEIGHTS), "In kilograms", _WEIGHTS, True, ("82 kg", "180 lb"))
