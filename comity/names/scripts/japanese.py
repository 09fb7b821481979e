"""Japanese names in kanji: whether a name is one, where its surname ends, and how its parts are read.

The tables are asked in simplified form, so that 渡邊, 渡辺 and what a Chinese newspaper writes, 渡边, are one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product, zip_longest
from typing import Final, NamedTuple

from comity.names.model import Role, Script, Word
from comity.names.scripts import kana
from comity.names.scripts.characters import simplified
from comity.names.tables import rows

MOST_FORMS: Final = 8
_LONGEST_SURNAME: Final = 3
_LONGEST_GIVEN: Final = 4


class Cut(NamedTuple):
    """A name cut in two. `sure`: 3, the given name is frequent; 2, it is listed; 1, its signs are those of names; 0, no such name."""

    family: str
    given: str
    sure: int


@cache
def _surnames() -> dict[str, tuple[int, tuple[str, ...]]]:
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for place, (name, readings) in enumerate(rows("japanese_surnames")):
        found.setdefault(simplified(name), (place, tuple(readings.split())))
    return found


@cache
def _given() -> dict[str, tuple[str, ...]]:
    tables = ("japanese_given", "japanese_usual")
    return {simplified(name): tuple(readings.split()) for table in tables for name, readings in rows(table)}


@cache
def _usual() -> frozenset[str]:
    return frozenset(simplified(row[0]) for row in rows("japanese_usual"))


@cache
def _signs() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {simplified(sign): (tuple(front.split()), tuple(end.split())) for sign, front, end in rows("japanese_signs")}


@lru_cache(maxsize=16384)
def rank(piece: str) -> int | None:
    """The place of a surname among all, 0 is the most frequent; nothing where it is none."""
    found = _surnames().get(simplified(piece))
    return found[0] if found else None


@lru_cache(maxsize=16384)
def sureness(given: str) -> int:
    """How surely a piece is a given name: see `Cut`."""
    name = simplified(given)
    if name in _usual():
        return 3
    if name in _given():
        return 2
    return 1 if _composed(name) else 0


def cut(name: str) -> Cut | None:
    """The best cut of an unspaced name after a surname of the table: the surest given name, then the longer surname."""
    cuts = [
        Cut(name[:length], name[length:], sureness(name[length:]))
        for length in range(1, min(_LONGEST_SURNAME, len(name) - 1) + 1)
        if rank(name[:length]) is not None and len(name) - length <= _LONGEST_GIVEN
    ]
    return max(cuts, key=lambda each: (min(each.sure, 2), len(each.family)), default=None)


def _composed(name: str) -> tuple[str, ...]:
    """Readings put together from those of the signs, where each has one: the first at the front, the others at the end."""
    known = _signs()
    if not 1 < len(name) <= _LONGEST_GIVEN or any(sign not in known for sign in name):
        return ()
    parts = [known[sign][1 if place else 0] or known[sign][0 if place else 1] for place, sign in enumerate(name)]
    return tuple("".join(each) for each in product(*(part[:2] for part in parts)))[:3] if all(parts) else ()


@lru_cache(maxsize=4096)
def family_forms(surname: str) -> tuple[str, ...]:
    """The Latin spellings of a surname; empty where the table has none."""
    found = _surnames().get(simplified(surname))
    return _spelt(found[1]) if found else ()


@lru_cache(maxsize=8192)
def given_forms(name: str) -> tuple[str, ...]:
    """The Latin spellings of a given name: by the table and by its signs in turn; empty where it has no Japanese reading."""
    name = simplified(name)
    listed = _given().get(name, ())
    if name in _usual():
        return _spelt(listed)
    turns = zip_longest(listed, _composed(name))
    return _spelt(tuple(dict.fromkeys(reading for turn in turns for reading in turn if reading)))


def _spelt(readings: tuple[str, ...]) -> tuple[str, ...]:
    """The spellings of all readings: the first of each, then the second of each."""
    each = [kana.spellings(reading) for reading in readings]
    longest = max(map(len, each), default=0)
    mixed = (spellings[place] for place in range(longest) for spellings in each if place < len(spellings))
    return tuple(dict.fromkeys(mixed))[:MOST_FORMS]


def family_word(surname: str, others: tuple[str, ...] = ()) -> Word:
    """A surname as a word; `others`: forms to add where its language cannot be told."""
    return Word(surname, _joined(family_forms(surname), others), Role.FAMILY, Script.HAN)


def given_word(name: str, others: tuple[str, ...] = ()) -> Word:
    """A given name as a word; `others` as in `family_word`."""
    return Word(name, _joined(given_forms(name), others), Role.GIVEN, Script.HAN)


def _joined(forms: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    kept = forms[: MOST_FORMS - min(len(others), 3)]
    return tuple(dict.fromkeys((*kept, *others)))[:MOST_FORMS]
