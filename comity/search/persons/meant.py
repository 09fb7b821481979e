"""Whether the one box holds a person or a thing: names, numbers and plates are all typed as words and figures. Pure.

A thing is what says so by a label, a sign or a check digit, or has figures that are no date. What is left is a person where its words read
as a name. Either way the officer sees it and can say that it is the other.
"""

from __future__ import annotations

import re
from typing import Final

from comity.search.persons.box import read_box
from comity.search.persons.countries import Countries
from comity.search.persons.model import LONGEST_NAME, PersonAsked
from comity.search.recognise import LABELS
from comity.search.recognised import Recognised, What

_ANYTHING: Final = frozenset({What.DOCUMENT, What.PLATE, What.VIN, What.LAST8})  # what nearly every text could be
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_NAME: Final = frozenset("<«＜‹@")  # fillers of a machine readable zone; an address
_LONG_WORD: Final = 4  # letters of a Latin name that stands alone with a year: KAI 1984 is rather a plate
_SHORT_WORD: Final = 3
_WORD_OF_A_BODY: Final = 4


def person_meant(text: str, recognised: Recognised, countries: Countries) -> PersonAsked | None:
    """The person that a line is rather about; None where it is rather a thing, or nothing. `recognised`: the line as a thing."""
    person = person_possible(text, countries)
    if person is None or (recognised.reading is not None and recognised.reading.what not in _ANYTHING):
        return None
    words = _WORD.findall(text)
    if _figures(person) or (words and words[0].upper() in LABELS):
        return None
    return person if _reads_as_a_name(person, recognised) else None


def person_possible(text: str, countries: Countries) -> PersonAsked | None:
    """The person, or organisation, that a line could be about at all: words of letters, with no figures but a date; or several words with
    a figure, as bodies have it (*Quindar Brigade 55*). None where it could not.
    """
    if len(text) > LONGEST_NAME or _NO_NAME & set(text):
        return None
    person = read_box(text, countries)
    if person is None or any(sign in "?*" for sign in person.name) or (_figures(person) and not _words_enough(person)):
        return None
    return person if all(_WORD.search(part) for part in person.name.split(",")) else None


def _figures(person: PersonAsked) -> bool:
    return any(sign.isdigit() for sign in person.name)


def _words_enough(person: PersonAsked) -> bool:
    return sum(len(word) >= _WORD_OF_A_BODY for word in _WORD.findall(person.name)) > 1


def _reads_as_a_name(person: PersonAsked, recognised: Recognised) -> bool:
    words = _WORD.findall(person.name)
    if any(not word.isascii() and not _latin(word) for word in words):
        return True
    longest = max(map(len, words), default=0)
    if person.nationality or len(person.born) > len("1984"):
        return longest > 1
    if person.born:
        short_capitals = person.name.isupper() and longest <= _SHORT_WORD  # HH AB 1984 is rather a plate
        return longest >= _LONG_WORD or (len(words) > 1 and longest > 1 and not short_capitals)
    return longest > 1 and (len(words) > 1 or recognised.reading is None)


def _latin(word: str) -> bool:
    return all(ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 for sign in word)


__all__ = ["person_meant", "person_possible"]
