"""Two rows of a file beside each other: persons, or organisations where a legal form says so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache, partial
from itertools import islice
from typing import Final, NamedTuple

from comity.names.assessment import NEVER, Assessment, assess
from comity.names.entities import Entity, entity_likeness, read_entity
from comity.search.corpus.facts import person_of
from comity.search.corpus.model import Row
from comity.search.corpus.working import shared

CHUNK: Final = 1_000  # pairs that a process takes at once
_KEPT: Final = 65_536
# What the likeness of two organisations' names says, in natural logarithms of odds: a line through the tuning half of the pairs of
# organisations that `comity bench names` prints. Of persons the same is said part by part, by how rare each is.
_SAYS_NOTHING: Final = 0.75
_STEEP: Final = 14.5


class What(StrEnum):
    """Whose names they are. `GUESS`: organisations where either has a legal form (Ltd, GmbH, ООО), else persons."""

    GUESS = "guess"
    ORGANISATION = "organisation"
    PERSON = "person"


class Two(NamedTuple):
    """Two rows."""

    a: Row
    b: Row


class Scored(NamedTuple):
    """How like the names are, and how probable it is that it is one bearer, 0 to 1. `unread`: fields of either side without meaning."""

    likeness: float
    probability: float
    unread: tuple[str, ...]


def are_organisations(a: str, b: str, what: What) -> bool:
    """Whether they are compared as names of organisations."""
    if what is not What.GUESS:
        return what is What.ORGANISATION
    return bool(entity(a).forms or entity(b).forms)


@lru_cache(maxsize=_KEPT)
def entity(name: str) -> Entity:
    """A name as that of an organisation."""
    return read_entity(name)


def score(two: Two, prior: float, what: What) -> Scored:
    """One pair. Cost: 300 us."""
    if are_organisations(two.a.name, two.b.name, what):
        alike = entity_likeness(entity(two.a.name), entity(two.b.name))
        return Scored(alike, of_organisations(alike, prior), ())
    said, unread = assessed(two, prior)
    return Scored(said.likeness, said.probability, unread)


def assessed(two: Two, prior: float) -> tuple[Assessment, tuple[str, ...]]:
    """Two persons, with reasons; and the fields that could not be read."""
    a, b = (person_of(row.name, row.born, row.nationality) for row in two)
    return assess(a.facts, b.facts, prior), a.unread + b.unread


def of_organisations(alike: float, prior: float) -> float:
    """The probability that two organisations of so like names are one."""
    odds = math.log(prior / (1 - prior)) + _STEEP * (alike - _SAYS_NOTHING)
    return 1 / (1 + math.exp(-max(-NEVER, min(NEVER, odds))))


def scores(many: Iterable[Two], prior: float, what: What, workers: int) -> Iterator[Scored]:
    """Every pair, in its order."""
    for chunk in shared(partial(_score_all, prior=prior, what=what), _chunks(many), workers):
        yield from chunk


def _score_all(many: list[Two], prior: float, what: What) -> list[Scored]:
    return [score(two, prior, what) for two in many]


def _chunks(many: Iterable[Two]) -> Iterator[list[Two]]:
    waiting = iter(many)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
