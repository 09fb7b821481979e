"""The number of a document within the words that a list writes around it. Pure."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 20  # letters and digits of a document number (ICAO 9303)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_LETTERS: Final = re.compile(r"[A-Z]{1,4}")
_LONG: Final = re.compile(r"\d{5}")  # more digits than a year has
_MARKS: Final = ".,:;"
_ATTACHED: Final = re.compile(r"^(?:no|nr|number)[.:]+(?=\d)", re.IGNORECASE)
# Short words in capitals that introduce a number and are no part of it.
_WORDS: Final = frozenset({"NO", "NR", "NUM", "ID", "CAR", "DRC", "UK", "USA", "US", "UN", "EU", "DPRK", "UAE"})


def number_of(text: str) -> str:
    """`Castaran passport No. SE 012820 (expired)` gives `SE 012820`; empty where there is no digit, or no one number of usual length.

    Taken: the last words that have digits, and one short word of capitals right before them. Never guessed beyond that: the words stay
    in the record's note.
    """
    before_comma, _, after = _BRACKETS.sub(" ", text).replace("N°", " ").replace("№", " ").partition(",")
    if _LONG.search(after):
        return ""  # a second number
    words = before_comma.split()
    cleaned = [_ATTACHED.sub("", word.strip(_MARKS)) for word in words]
    places = [place for place, word in enumerate(cleaned) if any(letter.isdecimal() for letter in word)]
    if not places or places != list(range(places[0], places[-1] + 1)):
        return ""  # nothing, or several numbers with words between them
    first = places[0]
    before = cleaned[first - 1] if first else ""
    if _LETTERS.fullmatch(before) and before not in _WORDS and words[first - 1] == before:
        first -= 1
    number = " ".join(cleaned[first : places[-1] + 1])
    return number if 0 < sum(letter.isalnum() for letter in number) <= LONGEST else ""
