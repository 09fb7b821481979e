"""The kind of a point on the earth: `12.34567,-45.67890`, latitude first, degrees of WGS 84 to five decimals (about a metre).

Source: ISO 6709 (latitude before longitude, north and east positive); degrees, minutes and seconds as charts and radio messages have them.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, TypeAlias

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.quantities import ascii_digits
from comity.kernel.text import prose

_LONGEST: Final = 80
_FINEST: Final = Decimal("0.00001")
_ACCEPTED: Final = "Latitude, then longitude: 12.34567, -45.6789 or 12°20'44\"N 45°40'44\"W."
_SIGNS: Final = str.maketrans(
    {"º": "°", "˚": "°", "’": "'", "′": "'", "ʹ": "'", "`": "'", "″": '"', "”": '"', "“": '"', "−": "-", "–": "-"}
)
_LETTERED: Final = (  # each angle begins with its letter, or each ends with it
    re.compile(r"([NS][^NSEW]+?)[\s,;/]*([EW][^NSEW]+)|([EW][^NSEW]+?)[\s,;/]*([NS][^NSEW]+)"),
    re.compile(r"([^NSEW]+[NS])[\s,;/]*([^NSEW]+[EW])|([^NSEW]+[EW])[\s,;/]*([^NSEW]+[NS])"),
)
_SPLIT: Final = re.compile(r"\s*[;/]\s*|,\s+")
_PLAIN: Final = re.compile(r"([-+]?\d+(?:\.\d+)?)(?:,\s*|\s+)([-+]?\d+(?:\.\d+)?)")
_ANGLE: Final = re.compile(
    r"""(?P<before>[NSEW]?)\s*(?P<sign>[-+]?)\s*(?P<d>\d{1,3}(?:[.,]\d{1,12})?)\s*°?\s*
        (?:(?P<m>\d{1,2}(?:[.,]\d{1,12})?)\s*'?\s*(?:(?P<s>\d{1,2}(?:[.,]\d{1,12})?)\s*(?:"|'')?\s*)?)?(?P<after>[NSEW]?)""",
    re.VERBOSE,
)

Angle: TypeAlias = tuple[Decimal, str]  # degrees with their sign, and N, S, E or W where it was written


def clean_coordinates(typed: str) -> str:
    """The one spelling. Raises: BadValue `bad_coordinates`, `impossible_coordinates`, and those of `prose`."""
    text = ascii_digits(prose(typed, _LONGEST).upper()).translate(_SIGNS).strip()
    first, second = _two(text)
    latitude, longitude = _ordered(first, second)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BadValue("impossible_coordinates", "Latitude ends at 90 degrees, longitude at 180.", _ACCEPTED)
    return f"{_spelled(latitude)},{_spelled(_one_antimeridian(longitude))}"


def _two(text: str) -> tuple[Angle, Angle]:
    if found := _PLAIN.fullmatch(text):
        return _angle(found[1]), _angle(found[2])
    found = next((match for pattern in _LETTERED if (match := pattern.fullmatch(text))), None)
    parts = [part for part in found.groups() if part] if found else _SPLIT.split(text)
    if len(parts) != 2:
        raise BadValue("bad_coordinates", "These are not a latitude and a longitude.", _ACCEPTED)
    return _angle(parts[0].strip()), _angle(parts[1].strip())


def _angle(text: str) -> Angle:
    found = _ANGLE.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        raise BadValue("bad_coordinates", "These are not a latitude and a longitude.", _ACCEPTED)
    letter = found["before"] or found["after"]
    degrees, minutes, seconds = (Decimal((found[part] or "0").replace(",", ".")) for part in "dms")
    whole = not (found["m"] and degrees % 1) and not (found["s"] and minutes % 1)
    if minutes >= 60 or seconds >= 60 or not whole or (found["sign"] and letter):
        raise BadValue("bad_coordinates", "These are not a latitude and a longitude.", _ACCEPTED)
    value = degrees + minutes / 60 + seconds / 3600
    return (-value if found["sign"] == "-" or letter in {"S", "W"} else value), letter


def _ordered(first: Angle, second: Angle) -> tuple[Decimal, Decimal]:
    """Latitude and longitude: by the letters where there are any, else as they stand."""
    letters = first[1] + second[1]
    if re.fullmatch("|[NS][EW]", letters):
        return first[0], second[0]
    if re.fullmatch("[EW][NS]", letters):
        return second[0], first[0]
    raise BadValue("bad_coordinates", "These are not a latitude and a longitude.", _ACCEPTED)


def _one_antimeridian(longitude: Decimal) -> Decimal:
    return -longitude if _rounded(longitude) == -180 else longitude  # 180 W and 180 E are one line


def _rounded(degrees: Decimal) -> Decimal:
    return degrees.quantize(_FINEST, ROUND_HALF_EVEN)


def _spelled(degrees: Decimal) -> str:
    return f"{_rounded(degrees) or abs(_rounded(degrees)):f}"  # never -0.00000


def _for_people(value: str) -> str:
    latitude, longitude = value.split(",")
    return f"{_sided(latitude, 'N', 'S')} {_sided(longitude, 'E', 'W')}"


def _sided(degrees: str, above: str, below: str) -> str:
    return f"{degrees.lstrip('-')}°{below if degrees.startswith('-') else above}"


COORDINATES = Kind(
    "coordinates",
    "string",
    "text",
    "text",
    clean_coordinates,
    _for_people,
    as_is,
    "Latitude, longitude",
    _ACCEPTED,
    False,
    ("12.34567,-45.67890", "1°15'30\"S 103°50'E", "10°12.5'N, 064°41.2'W"),
    _LONGEST,
)
