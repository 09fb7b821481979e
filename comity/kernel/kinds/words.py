"""Kinds of words in lines, and of years."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.dates import EARLIEST_YEAR, LATEST_YEAR
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import identifier, prose

ONE_LINE: Final = 200
MANY_LINES: Final = 4000


def _line(longest: int) -> Callable[[str], str]:
    return lambda typed: prose(typed, longest)


def _fold(value: str) -> str:
    return value.casefold()


def text(name: str, longest: int, hint: str, *, personal: bool = True, examples: tuple[str, ...] = ("Blue cover, torn",)) -> Kind:
    """A kind of one line with a limit."""
    accepted = "One line of text."
    return Kind(name, "string", "text", "text", _line(longest), as_is, _fold, hint, accepted, personal, examples, longest)


def _clean_lines(typed: str) -> str:
    return prose(typed, MANY_LINES, lines=True)


def _clean_year(typed: str) -> str:
    accepted = "Four digits, such as 2019."
    value = identifier(typed)
    if len(value) != 4 or not value.isdigit():
        raise BadValue("bad_year", "This is not a year.", accepted)
    if not EARLIEST_YEAR <= int(value) <= LATEST_YEAR:
        bounds = {"earliest": str(EARLIEST_YEAR), "latest": str(LATEST_YEAR)}
        raise BadValue("bad_year", "The year must lie between {earliest} and {latest}.", accepted, bounds)
    return value


TEXT = text("text", ONE_LINE, "One line")
LONG_TEXT = Kind(
    "long_text",
    "string",
    "text",
    "textarea",
    _clean_lines,
    as_is,
    _fold,
    "What others need to know",
    "Text of up to 4 000 characters.",
    True,
    ("Taken from a parked car.\nOther documents were taken with it.",),
    MANY_LINES,
)
YEAR = Kind("year", "string", "text", "text", _clean_year, as_is, as_is, "Four digits", "Four digits, such as 2019.", False, ("2019",), 4)
