"""Kinds that point at something else: another record, a coded profile; and counts within bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.kinds.numbers import cleaner
from comity.kernel.kinds.quantities import ascii_digits
from comity.kernel.text import prose

_RECORD: Final = "The id of a record: 32 hexadecimal characters, hyphens between them or not."
_CODE: Final = "4 to 40 letters and digits, one digit at least: a code, never a name."
_RECORD_LENGTH: Final = 36


def clean_record_id(typed: str) -> str:
    """The id as a UUID is written, in lower case with hyphens. Raises: BadValue `bad_record`, and those of `prose`."""
    text = prose(typed, 4 * _RECORD_LENGTH).replace(" ", "")
    try:
        return str(UUID(text))
    except ValueError:
        raise BadValue("bad_record", "This is not the id of a record.", _RECORD) from None


def clean_code(typed: str) -> str:
    """A code of a laboratory. What has no digit is refused: it would be a name, which stands nowhere beside a profile (REC-20).

    Raises: BadValue `no_digit`, and those of `cleaner`.
    """
    value = _CLEAN_CODE(typed)
    if not any(character.isdigit() for character in value):
        raise BadValue("no_digit", "A code has a digit: a name has no place here (REC-20).", _CODE)
    return value


_CLEAN_CODE: Final = cleaner(4, 40, _CODE)


def whole(name: str, least: int, most: int, hint: str, *, personal: bool = False) -> Kind:
    """A kind of whole numbers from `least` to `most`, spelled without leading noughts."""
    accepted = f"A whole number from {least} to {most}."
    examples = (str(least), str(most))
    return Kind(name, "string", "text", "text", _counter(least, most, accepted), as_is, as_is, hint, accepted, personal, examples, 12)


def _counter(least: int, most: int, accepted: str) -> Callable[[str], str]:
    def clean(typed: str) -> str:
        value = ascii_digits(prose(typed, 12))  # not `identifier`, which would read 2.5 as 25
        if not (value.isascii() and value.isdigit()):
            raise BadValue("bad_number", "This is not a whole number.", accepted)
        if not least <= int(value) <= most:
            raise BadValue(
                "out_of_bounds", "The number lies outside {least} to {most}.", accepted, {"least": str(least), "most": str(most)}
            )
        return str(int(value))

    return clean


RECORD_ID = Kind(
    "record_id", "string", "text", "text", clean_record_id, as_is, as_is, "The id of the other record", _RECORD, True,
    ("0198a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b",), _RECORD_LENGTH,
)  # fmt: skip
PROFILE_CODE = Kind(
    "profile_code", "string", "text", "text", clean_code, as_is, as_is, "The laboratory's code, never a name", _CODE, True,
    ("XBM-24-004711", "LAB7-000123"), 40,
)  # fmt: skip
MONTHS = whole("months", 0, 1200, "Months")
PERCENT = whole("percent", 0, 100, "0 to 100")
COUNT = whole("count", 0, 1_000_000, "A number")
