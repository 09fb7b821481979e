"""Maritime mobile service identities: nine digits, with the country in three of them.

Source: Recommendation ITU-R M.585-9, annexes 1 and 2 (forms); Radio Regulations, article 19, section VI (the three digits MID begin
with 2 to 7, by region); the ITU's table of them (data/mids.tsv).
"""

from __future__ import annotations

import re
from typing import Final

from comity.kernel import countries
from comity.kernel.kinds.digits import digits
from comity.kernel.kinds.rows import Message, line_kind

_ACCEPTED: Final = "Nine digits."
# The form of a number: a pattern in which the group is the MID, and what carries such a number.
_FORMS: Final = (
    (re.compile(r"([2-7]\d\d)\d{6}"), "ship"),
    (re.compile(r"00([2-7]\d\d)\d{4}"), "coast station"),
    (re.compile(r"0([2-7]\d\d)\d{5}"), "group of ships"),
    (re.compile(r"111([2-7]\d\d)\d{3}"), "search and rescue aircraft"),
    (re.compile(r"8([2-7]\d\d)\d{5}"), "handheld radio"),
    (re.compile(r"98([2-7]\d\d)\d{4}"), "craft of a parent ship"),
    (re.compile(r"99([2-7]\d\d)\d{4}"), "aid to navigation"),
    (re.compile(r"97[0249]()\d{6}"), "distress beacon"),
)


_COUNTRIES: Final[dict[str, str]] = {mid: code for code, mids in countries.table("mids.tsv") for mid in mids.split()}


def clean_mmsi(typed: str) -> str:
    """The nine digits. Raises: BadValue `not_digits`, `bad_length`, and those of `identifier`."""
    return digits(typed, (9,), _ACCEPTED)


def read_mmsi(number: str) -> tuple[str, str] | None:
    """The MID (empty for a beacon, which has none) and what carries such a number; None where no form fits."""
    for pattern, bearer in _FORMS:
        if found := pattern.fullmatch(number):
            return found[1], bearer
    return None


def country_of(number: str) -> str:
    """The alpha-3 code of the administration that gave the number out; empty for beacons and for digits that nobody has."""
    read = read_mmsi(number)
    return _COUNTRIES.get(read[0], "") if read else ""


def _odd(number: str) -> tuple[Message, ...]:
    read = read_mmsi(number)
    if read is None:
        return (("No ship, station or device has an MMSI of this form: look at the number again.", {}),)
    if read[0] and read[0] not in _COUNTRIES:
        return (("The digits {digits} of this MMSI were given to no country: look at the number again.", {"digits": read[0]}),)
    return ()


MMSI = line_kind(
    "mmsi",
    clean_mmsi,
    hint="Nine digits, as the ship's transponder sends them",
    accepted=_ACCEPTED,
    personal=False,
    examples=("366123456", "247320162"),
    longest=9,
    check=_odd,
)
