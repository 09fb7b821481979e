"""Kinds of what is said of a person: a name in any script, the sex."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.choices import choice
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import prose

_LONGEST: Final = 300
_ACCEPTED: Final = "One name in one line, 1 to 300 characters, as it is written in its own script."
# Characters that nobody sees. Joiners stay within a word, where Persian, Hindi and others need them (Unicode 17, chapter 23.2).
_UNSEEN: Final = frozenset("\u00ad\u180e\u200b\u2060\ufeff")
_JOINERS: Final = frozenset("\u200c\u200d")


def clean_person_name(typed: str) -> str:
    """A name as written, in Unicode's composed form. Raises: BadValue `no_letter`, and those of `prose`."""
    name = prose(_seen(prose(typed, _LONGEST)), _LONGEST)
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise BadValue("no_letter", "A name has letters.", _ACCEPTED)
    return name


def _seen(name: str) -> str:
    shown = "".join(character for character in name if character not in _UNSEEN)
    kept = [
        character
        for before, character, after in zip(" " + shown, shown, shown[1:] + " ", strict=False)
        if character not in _JOINERS or (_within(before) and _within(after))
    ]
    return "".join(kept)


def _within(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _sex(known: Callable[[str], str]) -> Callable[[str], str]:
    """The letters of a machine readable zone too: X and < say that the document does not specify it (ICAO 9303-4, 4.1.1.1)."""
    letters = {"M": "male", "F": "female", "X": "unknown", "<": "unknown"}
    return lambda typed: letters.get(typed.strip().upper()) or known(typed)


PERSON_NAME = Kind(
    "person_name",
    "string",
    "text",
    "text",
    clean_person_name,
    as_is,
    str.casefold,
    "As it is written, in any script",
    _ACCEPTED,
    True,
    ("Ana María OSTROVAR", "أمينة الطويل", "O'NEILL, Séan"),
    _LONGEST,
)
_SEX: Final = choice("sex", (("male", "Male"), ("female", "Female"), ("other", "Other"), ("unknown", "Unknown")), personal=True)
SEX = replace(_SEX, clean=_sex(_SEX.clean))
