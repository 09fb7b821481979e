"""Check digits that several kinds share."""

from __future__ import annotations

from typing import Final

_WEIGHTS: Final = (7, 3, 1)
_VALUES: Final = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


def zone_digit(characters: str) -> str:
    """The check digit of a machine readable zone over A-Z, 0-9 and `<`: weights 7, 3, 1, modulus 10.

    It never tells G from 6 (their values differ by ten), and two misread characters can cancel. Source: ICAO Doc 9303-3, 4.9.
    """
    return str(sum(_VALUES[character] * _WEIGHTS[place % 3] for place, character in enumerate(characters)) % 10)
