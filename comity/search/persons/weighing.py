"""Records weighed against a question: how like, how probable, and why. Pure, and slow enough to be called in a thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from comity.kernel.results import Evidence, Side
from comity.names.assessment import Assessment, assess
from comity.names.facts import Facts
from comity.names.likeness import likenesses
from comity.names.model import Name, Word
from comity.names.packing import pack
from comity.registers.lookup import Candidate
from comity.search.persons.facts import facts_of
from comity.search.persons.reading import named

MOST_NAMES: Final = 3  # of one record that are weighed: the likest; the others could only be less like


class Weighed(msgspec.Struct, frozen=True, gc=False):
    """A record beside the person asked about. `name`: the held name that is likest. Units: `likeness`, `probability` 0 to 1."""

    candidate: Candidate
    likeness: float
    probability: float
    name: str
    evidence: tuple[Evidence, ...]
    sides: tuple[Side, ...]


def weigh(asked: Facts, candidate: Candidate, prior: float) -> Weighed | None:
    """The record weighed; None where it is about no person. Cost: some 60 us a name, of `MOST_NAMES` at most."""
    held = facts_of(candidate.values)
    if held is None:
        return None
    held = msgspec.structs.replace(held, names=_likest(asked.names[0], held.names))
    return _told(candidate, asked, held, assess(asked, held, prior))


def warm() -> None:
    """Compiles what compares names, or loads it from the folder of compiled loops, so that the first question is as fast as the rest."""
    name = named("Ana Lys")
    likenesses(name, [pack(name)])
    assess(Facts((name,)), Facts((named("Анна Лис"),)), 0.5)


def _likest(asked: Name, names: tuple[Name, ...]) -> tuple[Name, ...]:
    if len(names) <= MOST_NAMES:
        return names
    scores = likenesses(asked, [pack(name) for name in names])
    return tuple(names[place] for place in sorted(range(len(names)), key=lambda place: (-scores[place], place))[:MOST_NAMES])


def _told(candidate: Candidate, asked: Facts, held: Facts, said: Assessment) -> Weighed:
    one, other = asked.names[said.asked], held.names[said.best]
    evidence = tuple(Evidence(told.name, told.log_odds, (told.sentence, dict(told.values))) for told in said.contributions)
    return Weighed(candidate, said.likeness, said.probability, other.written, evidence, tuple(_sides(one, other, said)))


def _sides(one: Name, other: Name, said: Assessment) -> Iterator[Side]:
    for pair in said.matched.pairs:
        yield Side(_written(one.words, pair.left), _written(other.words, pair.right), pair.score, pair.why)


def _written(words: Sequence[Word], places: Sequence[int]) -> str:
    return " ".join(words[place].text for place in places)
