"""Numbers of digits alone: how they are read, and the check digit that cards and telephones share."""

from __future__ import annotations

from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.text import identifier


def digits(typed: str, lengths: tuple[int, ...], accepted: str) -> str:
    """The digits of a number that has no letters: O, I, S and the other look-alikes are read as the digits that they look like.

    Raises: BadValue `not_digits`, `bad_length`, and those of `identifier`.
    """
    value = fold_confusable(identifier(typed))
    if not value.isdigit():
        raise BadValue("not_digits", "This number has digits only.", accepted)
    if len(value) not in lengths:
        raise BadValue("bad_length", "This has {count} digits.", accepted, {"count": str(len(value))})
    return value


def luhn_digit(number: str) -> str:
    """The digit that belongs behind these digits. It finds every wrong digit, and every swap of neighbours but 09 and 90.

    Source: ISO/IEC 7812-1:2017, annex B.
    """
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[::-2])
    return str(-(sum(doubled) + sum(int(digit) for digit in number[-2::-2])) % 10)
