"""Where each field stands in the five machine readable zones.

Source: ICAO Doc 9303, eighth edition: part 4 (TD3), 4.2; part 5 (TD1), 4.2; part 6 (TD2), 4.2; part 7 (MRV-A, MRV-B), 4.2 and 5.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MrzFormat(StrEnum):
    """The five zones, by their names in Doc 9303."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (end left out, counted from 0) of a line (counted from 0)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One format: lines, characters in each, the fields, and which characters each check digit covers."""

    format: MrzFormat
    lines: int
    width: int
    fields: dict[str, Span]
    covers: dict[str, tuple[Span, ...]]  # check digit -> what it is computed over


_TWO_LINES: Final = {
    "code": Span(0, 0, 2),
    "issuer": Span(0, 2, 5),
    "number": Span(1, 0, 9),
    "number_digit": Span(1, 9, 10),
    "nationality": Span(1, 10, 13),
    "birth": Span(1, 13, 19),
    "birth_digit": Span(1, 19, 20),
    "sex": Span(1, 20, 21),
    "expiry": Span(1, 21, 27),
    "expiry_digit": Span(1, 27, 28),
}
_SINGLE: Final[dict[str, tuple[Span, ...]]] = {
    "number_digit": (Span(1, 0, 9),),
    "birth_digit": (Span(1, 13, 19),),
    "expiry_digit": (Span(1, 21, 27),),
}

LAYOUTS: Final[dict[MrzFormat, Layout]] = {
    MrzFormat.TD1: Layout(
        MrzFormat.TD1,
        3,
        30,
        {
            "code": Span(0, 0, 2),
            "issuer": Span(0, 2, 5),
            "number": Span(0, 5, 14),
            "number_digit": Span(0, 14, 15),
            "optional": Span(0, 15, 30),
            "birth": Span(1, 0, 6),
            "birth_digit": Span(1, 6, 7),
            "sex": Span(1, 7, 8),
            "expiry": Span(1, 8, 14),
            "expiry_digit": Span(1, 14, 15),
            "nationality": Span(1, 15, 18),
            "optional_2": Span(1, 18, 29),
            "composite_digit": Span(1, 29, 30),
            "names": Span(2, 0, 30),
        },
        {
            "number_digit": (Span(0, 5, 14),),
            "birth_digit": (Span(1, 0, 6),),
            "expiry_digit": (Span(1, 8, 14),),
            "composite_digit": (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
        },
    ),
    MrzFormat.TD2: Layout(
        MrzFormat.TD2,
        2,
        36,
        _TWO_LINES | {"names": Span(0, 5, 36), "optional": Span(1, 28, 35), "composite_digit": Span(1, 35, 36)},
        _SINGLE | {"composite_digit": (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35))},
    ),
    MrzFormat.TD3: Layout(
        MrzFormat.TD3,
        2,
        44,
        _TWO_LINES
        | {
            "names": Span(0, 5, 44),
            "optional": Span(1, 28, 42),
            "optional_digit": Span(1, 42, 43),
            "composite_digit": Span(1, 43, 44),
        },
        _SINGLE | {"optional_digit": (Span(1, 28, 42),), "composite_digit": (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43))},
    ),
    MrzFormat.MRV_A: Layout(MrzFormat.MRV_A, 2, 44, _TWO_LINES | {"names": Span(0, 5, 44), "optional": Span(1, 28, 44)}, _SINGLE),
    MrzFormat.MRV_B: Layout(MrzFormat.MRV_B, 2, 36, _TWO_LINES | {"names": Span(0, 5, 36), "optional": Span(1, 28, 36)}, _SINGLE),
}

DIGITS_ONLY: Final = ("number_digit", "birth", "birth_digit", "expiry", "expiry_digit", "optional_digit", "composite_digit")
LETTERS_ONLY: Final = ("issuer", "nationality", "names")
