"""Typing errors of one character and characters that were not read, as the spellings that they may stand for. Pure.

A search key is a hash and has no neighbours, so neighbours are spelled out and asked one by one. Units: characters; places count from 1.
Cost of one number: 16 or 17 characters with a check digit about 55 spellings, without one about 490; two characters not read 841.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.kinds.vin import LENGTH, plausible
from comity.kernel.text import LONGEST_TYPED, identifier, too_long

Message = tuple[str, dict[str, str]]

_OF_A_VIN: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"  # ISO 3779: without I, O and Q
_OF_A_PLATE: Final = tuple(sorted({fold_confusable(sign) for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}))
MOST_UNREAD: Final = 2  # characters of a plate: 29 * 29 spellings
LEAST_READ: Final = 4  # characters that were read: fewer would list a country's plates rather than look for one
_PARTIAL: Final = "At least 4 characters that were read; ? for one that was not, two at most; or one * for up to two."


def neighbours(number: str, alphabet: str) -> Iterator[str]:
    """The number with one character another or two neighbours swapped."""
    for place, was in enumerate(number):
        yield from (number[:place] + sign + number[place + 1 :] for sign in alphabet if sign != was)
    yield from (number[:place] + number[place + 1] + number[place] + number[place + 2 :] for place in range(len(number) - 1))


def longer(number: str, alphabet: str) -> Iterator[str]:
    """The number with one character more."""
    for place in range(len(number) + 1):
        yield from (number[:place] + sign + number[place:] for sign in alphabet)


def shorter(number: str) -> Iterator[str]:
    """The number with one character less."""
    yield from (number[:place] + number[place + 1 :] for place in range(len(number)))


def vins_meant(number: str, *, unsure: bool = False) -> tuple[str, ...]:
    """The folded spellings that a VIN with a typing error may stand for: those whose check digit, where their country has one, is right.

    A number of 17 characters is taken as it stands unless its check digit shows the error, or the asker is `unsure` of it: the numbers of
    one factory follow one another, so that a neighbour is most often another car.
    """
    if len(number) == LENGTH - 1:
        spelled = longer(number, _OF_A_VIN)
    elif len(number) == LENGTH + 1:
        spelled = shorter(number)
    elif len(number) == LENGTH and (unsure or not plausible(number)):
        spelled = neighbours(number, _OF_A_VIN)
    else:
        return ()
    folded = {fold_confusable(one): None for one in spelled if plausible(one)}
    folded.pop(fold_confusable(number), None)
    return tuple(folded)


def slip(asked: str, stored: str) -> Message | None:
    """The one typing error by which two numbers differ, as a sentence; None where it is none or more than one. Look-alikes count as one."""
    a, s = fold_confusable(asked), fold_confusable(stored)
    first = next((place for place, (one, other) in enumerate(zip(a, s, strict=False)) if one != other), min(len(a), len(s)))
    place = str(first + 1)
    if len(a) == len(s) and first < len(a):
        if a[first + 1 :] == s[first + 1 :]:
            values = {"place": place, "asked": asked[first], "stored": stored[first]}
            return "The record has {stored} at place {place}, where {asked} was asked: one character may have been misread.", values
        if a[first : first + 2] == s[first : first + 2][::-1] and a[first + 2 :] == s[first + 2 :]:
            return "The record has two neighbouring characters the other way round, at place {place}.", {"place": place}
    if len(a) + 1 == len(s) and a[first:] == s[first + 1 :]:
        return "The record has one character more, {stored} at place {place}.", {"place": place, "stored": stored[first]}
    if len(a) == len(s) + 1 and a[first + 1 :] == s[first:]:
        return "The record has one character less: {asked} at place {place} may be too much.", {"place": place, "asked": asked[first]}
    return None


def is_partial(typed: str) -> bool:
    """Whether a plate was typed with characters that were not read."""
    return "?" in typed or "*" in typed


def clean_partial(typed: str) -> str:
    """A plate with ? and * for what was not read. Raises: BadValue `too_much_unread`, `too_little_read`, those of `identifier`."""
    if len(typed) > LONGEST_TYPED:
        raise too_long(LONGEST_TYPED)
    parts = [part if part in "?*" else _read_part(part) for part in re.split(r"([?*])", typed)]
    value = "".join(parts)
    unread = value.count("?") + value.count("*") * MOST_UNREAD
    if unread > MOST_UNREAD:
        raise BadValue("too_much_unread", "Too many characters of the plate were not read.", _PARTIAL)
    if len(value.translate({63: None, 42: None})) < LEAST_READ:
        raise BadValue("too_little_read", "Too few characters of the plate were read.", _PARTIAL)
    if len(value) > 12:
        raise too_long(12)
    return value


def _read_part(part: str) -> str:
    return identifier(part) if part.strip(" -./\\<") else ""


def plates_meant(partial: str) -> tuple[str, ...]:
    """The folded spellings of a cleaned partial plate: at most 29 + 29 * 29 + 1."""
    counts = range(MOST_UNREAD + 1) if "*" in partial else (partial.count("?"),)
    pieces = re.split(r"[?]|[*]", fold_confusable(partial))
    spelled: dict[str, None] = {}
    for count in counts:
        for signs in product(_OF_A_PLATE, repeat=count):
            between = ["".join(signs)] if "*" in partial else list(signs)
            spelled["".join(piece + sign for piece, sign in zip(pieces, [*between, ""], strict=True))] = None
    return tuple(spelled)


def fits_partial(partial: str, plate: str) -> bool:
    """Whether a stored plate can be the one that was read in part."""
    pattern = "".join({"?": ".", "*": f".{{0,{MOST_UNREAD}}}"}.get(sign, sign) for sign in fold_confusable(partial))
    return re.fullmatch(pattern, fold_confusable(plate)) is not None
