"""Records weighed against a question: how like, how probable, and why. Pure, and slow enough to be called in a thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from comity.kernel.results import Evidence, Side
from comity.names.assessment import Assessment, assess
from comity.names.facts import Facts
from comity.names.likeness import likenesses
from comity.names.model import Name, Word
from comity.names.packing import pack
from comity.registers.lookup import Candidate
from comity.search.persons.bounds import may_be_shown
from comity.search.persons.facts import is_person, nameless, names_of
from comity.search.persons.model import PersonSetting
from comity.search.persons.reading import named


class Weighed(msgspec.Struct, frozen=True, gc=False):
    """A record beside the person asked about. `name`: the held name that is likest. `body`: it is about an organisation.

    Units: `likeness`, `probability` 0 to 1.
    """

    candidate: Candidate
    likeness: float
    probability: float
    name: str
    evidence: tuple[Evidence, ...]
    sides: tuple[Side, ...]
    body: bool = False


def weigh(asked: Facts, candidate: Candidate, setting: PersonSetting, likeness: float = 1.0) -> Weighed | None:
    """The record weighed; None where it is about no person, or cannot be shown. `likeness`: of its likest name, as the index knows it.

    Cost: 10 us for one that cannot be shown; else 75 us to read each name not met before, and 100 us.
    """
    if not is_person(candidate.values):
        return None
    held = nameless(candidate.values)
    if not may_be_shown(asked, held, likeness, setting):
        return None
    held = msgspec.structs.replace(held, names=_likest(asked.names[0], names_of(candidate.values)))
    return _told(candidate, asked, held, assess(asked, held, setting.prior))


def warm() -> None:
    """Compiles what compares names, or loads it from the folder of compiled loops, so that the first question is as fast as the rest."""
    name = named("Ana Lys")
    likenesses(name, [pack(name)])
    assess(Facts((name,)), Facts((named("Анна Лис"),)), 0.5)


def _likest(asked: Name, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The one that is likest: no other could say more."""
    if len(names) < 2:
        return names
    scores = likenesses(asked, [pack(name) for name in names]).tolist()
    return (names[scores.index(max(scores))],)


def _told(candidate: Candidate, asked: Facts, held: Facts, said: Assessment) -> Weighed:
    one, other = asked.names[said.asked], held.names[said.best]
    evidence = tuple(Evidence(told.name, told.log_odds, (told.sentence, dict(told.values))) for told in said.contributions)
    return Weighed(candidate, said.likeness, said.probability, other.written, evidence, tuple(_sides(one, other, said)))


def _sides(one: Name, other: Name, said: Assessment) -> Iterator[Side]:
    for pair in said.matched.pairs:
        yield Side(_written(one.words, pair.left), _written(other.words, pair.right), pair.score, pair.why)


def _written(words: Sequence[Word], places: Sequence[int]) -> str:
    return " ".join(words[place].text for place in places)
