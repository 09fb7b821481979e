"""Questions to an index of rows: narrowed by keys, ordered by likeness, and by probability where more than a name is known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from comity.engines.index import Question, open_index
from comity.names import keys
from comity.names.assessment import assess
from comity.names.likeness import compared
from comity.search.corpus.building import LANE, Held, hasher
from comity.search.corpus.facts import person_of
from comity.search.corpus.model import MOST_RANKS, Answer, Person, Row
from comity.search.corpus.working import shared
from comity.search.persons.candidates import MOST

CHUNK: Final = 50  # questions that a process takes at once
_DECODE: Final = msgspec.msgpack.Decoder(Held).decode
_PLACES: Final = 4  # digits of a score
_KEYED: Final = 0.08  # of a bit of the keys that lead to a row: they hear spellings that the sounds of words do not part
_HALF: Final = 3.0  # what one rare part, the same on both sides, tells with its keys: it scores a half


class Asker:
    """One process's view of the index. `prior`: how probable a row is the person before anything is compared."""

    def __init__(self, folder: Path, prior: float) -> None:
        """Raises: IndexUnusable."""
        self._index = open_index(folder)
        self._prior = prior

    def ask(self, row: Row, most: int = MOST_RANKS) -> list[Answer]:
        """The likest rows, the best first. A name of which nothing can be read finds nothing."""
        person = person_of(row.name, row.born, row.nationality)
        found = self._candidates(person)
        best = _ordered(person, found)[:most]
        told = [(_score(telling), held.row.id) for telling, held in best] if person.bare else _by_probability(self._weighed(person, best))
        return [Answer(rank, name, round(score, _PLACES)) for rank, (score, name) in enumerate(told, 1)]

    def weighed(self, row: Row, most: int) -> list[tuple[float, str]]:
        """The likest rows with their probability, in the order of what their names tell: what a check would say of each."""
        person = person_of(row.name, row.born, row.nationality)
        found = self._candidates(person)
        return self._weighed(person, _ordered(person, found)[:most])

    def _candidates(self, person: Person) -> list[tuple[float, Held]]:
        """With what their keys weigh."""
        asked = keys.asked(person.name, person.years, sorted(person.facts.nationalities))
        if not asked:
            return []
        terms = hasher().many([key.text.encode() for key in asked]).tolist()
        weighed = tuple(zip(terms, (key.weight for key in asked), strict=True))
        return [(found.score, _DECODE(found.held)) for found in self._index.search(Question(weighed, (LANE,), MOST))]

    def _weighed(self, person: Person, best: Sequence[tuple[float, Held]]) -> list[tuple[float, str]]:
        found = []
        for _, held in best:
            other = person_of(held.row.name, held.row.born, held.row.nationality)
            found.append((assess(person.facts, other.facts, self._prior).probability, held.row.id))
        return found


def _ordered(person: Person, found: Sequence[tuple[float, Held]]) -> list[tuple[float, Held]]:
    """The rows by what their names and keys tell; equal ones in the order of the keys' weight, which is the order they came in."""
    telling = compared(person.name, [held.packed for _, held in found])[1].tolist() if found else []
    told = [(names + _KEYED * keyed, held) for names, (keyed, held) in zip(telling, found, strict=True)]
    return sorted(told, key=lambda one: -one[0])


def _score(telling: float) -> float:
    """What orders the rows as a number between 0 and 1; it is neither the likeness nor a probability."""
    return 1 / (1 + math.exp(_HALF - telling))


def _by_probability(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    return sorted(found, key=lambda one: -one[0])


_asker: list[Asker] = []  # of this process; made once, by `_open`


def answers(rows: Iterable[Row], folder: Path, prior: float, workers: int, most: int = MOST_RANKS) -> Iterator[tuple[Row, list[Answer]]]:
    """Every question with its answers, in the order asked."""
    try:
        for chunk in shared(_ask, _chunks(rows, most), workers, partial(_open, folder, prior)):
            yield from chunk
    finally:
        _asker.clear()  # its files go with the folder


def _open(folder: Path, prior: float) -> None:
    _asker[:] = [Asker(folder, prior)]


def _ask(chunk: tuple[list[Row], int]) -> list[tuple[Row, list[Answer]]]:
    rows, most = chunk
    return [(row, _asker[0].ask(row, most)) for row in rows]


def _chunks(rows: Iterable[Row], most: int) -> Iterator[tuple[list[Row], int]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk, most
