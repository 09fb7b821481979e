"""How probable it is that a record is the organisation asked about: a sum of what each comparison says, each with its sentence.

Natural logarithms of odds, as `names.assessment` gives them of persons; the purpose's prior is the first term here too. What is not known
on one side says nothing. A body has no birth date: its name tells more than a person's, and its country little, since bodies work in many.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from comity.names.assessment import Contribution, probability
from comity.names.entities.likeness import compared
from comity.names.entities.model import Comparison, Entity, Kind, Match, Token
from comity.names.rarity import weight

# Our own values, fitted among the records that keys led to: other names, other scripts, legal forms and slips of listed bodies against the
# other bodies found with them, and persons' names; each half of the bodies by the other, rounded to the side that finds more.
ALIKE_SAYS: Final = 3.8
UNLIKE_COSTS: Final = 5.0
SHARED_SAYS: Final = 0.3
RARITY_SAYS: Final = 0.9
COUNTRY_SAME: Final = 1.0
COUNTRY_OTHER: Final = -0.5  # a body works in several countries, and records name few
_LEAST: Final = 0.7  # how alike two words are at least to be shared
_RARE, _COMMON = 0.8, 0.5
_COUNTRY: Final = "place:"
_SENTENCES: Final = {
    (True, "rare"): "{part}: the same, and rare",
    (True, "known"): "{part}: the same",
    (True, "common"): "{part}: the same, and common",
    (False, "rare"): "{part} and {other}: close, and rare",
    (False, "known"): "{part} and {other}: close",
    (False, "common"): "{part} and {other}: close, and common",
}


class BodyFacts(msgspec.Struct, frozen=True, gc=False):
    """An organisation as asked about or as recorded. `names`: at least one; `countries`: codes of three letters, empty where not known."""

    names: tuple[Entity, ...]
    countries: frozenset[str] = frozenset()


class BodyAssessment(msgspec.Struct, frozen=True, gc=False):
    """How like the names are (0 to 1), how probable it is that it is the organisation, and why.

    `contributions` add up to the odds of `probability`, the prior among them. `asked`, `best`: which of the names on either side;
    `matched`: their words beside each other.
    """

    likeness: float
    probability: float
    contributions: tuple[Contribution, ...]
    asked: int
    best: int
    matched: Comparison


def assess_body(asked: BodyFacts, held: BodyFacts, prior: float) -> BodyAssessment:
    """One record against one question. `prior`: as of persons, between 0 and 1.

    Raises: ValueError where one side has no name or the prior is none. Cost: 50 us a pair of names.
    """
    if not asked.names or not held.names or not 0 < prior < 1:
        raise ValueError("two names and a prior between 0 and 1")
    matched, one, best, of_names = _most_telling(asked.names, held.names)
    said = [_start(prior), *of_names]
    if country := _country(asked, held, held.names[best]):
        said.append(country)
    return BodyAssessment(matched.score, probability(said), tuple(said), one, best, matched)


def names_say(asked: Entity, likeness: float) -> float:
    """What names of that likeness say at most: never below what `assess_body` says of them."""
    return _alike(min(1.0, likeness)) + sum(SHARED_SAYS + RARITY_SAYS * tells(token) for token in asked.tokens if token.weight > 0.0)


def tells(token: Token) -> float:
    """How much a word tells, 0 to 1: a known word as its table says; another by how rare it is as a name: bodies bear people's names."""
    return token.weight * weight(token.forms[0]) if token.kind is Kind.WORD else token.weight


def countries_in(name: Entity) -> frozenset[str]:
    """The countries that a name itself says, by code."""
    return frozenset(
        code
        for token in name.tokens
        if token.kind is Kind.PLACE
        for meant in token.meanings
        if len(code := meant.removeprefix(_COUNTRY)) == 3 and code.isupper()
    )


def _start(prior: float) -> Contribution:
    records = {"records": f"{round(1 / prior):,}"}
    return Contribution("prior", math.log(prior / (1 - prior)), "Starting point: one such record in {records} is the organisation", records)


def _most_telling(asked: Sequence[Entity], held: Sequence[Entity]) -> tuple[Comparison, int, int, list[Contribution]]:
    """The pair of names that says the most, the likest or that of the rarer words; of equal ones the first."""
    found = []
    for place, one in enumerate(asked):
        for there, other in enumerate(held):
            matched = compared(one, other)
            said = [_whole(matched.score), *_parts(one, other, matched.matches)]
            found.append((sum(each.log_odds for each in said), -place, -there, matched, said))
    _, place, there, matched, said = max(found, key=lambda one: one[:3])
    return matched, -place, -there, said


def _alike(score: float) -> float:
    return ALIKE_SAYS + UNLIKE_COSTS * math.log(max(score, 1e-4))


def _whole(score: float) -> Contribution:
    return Contribution("likeness", _alike(score), "The names as a whole: {likeness} alike", {"likeness": f"{score:.2f}"})


def _parts(asked: Entity, held: Entity, matches: Sequence[Match]) -> Iterator[Contribution]:
    """What is shared, part by part, by how rare it is."""
    for match in sorted(matches, key=lambda one: one.left):
        mine, theirs = [asked.tokens[at] for at in match.left], [held.tokens[at] for at in match.right]
        if match.score >= _LEAST:
            rarity = min(max(map(tells, mine)), max(map(tells, theirs)))
            says = (match.score - _LEAST) / (1 - _LEAST) * (SHARED_SAYS + RARITY_SAYS * rarity)
            told = "rare" if rarity >= _RARE else "common" if rarity <= _COMMON else "known"
            sentence = _SENTENCES[match.score >= 1.0, told]
            yield Contribution("part", says, sentence, {"part": _written(mine), "other": _written(theirs)})


def _written(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _country(asked: BodyFacts, held: BodyFacts, name: Entity) -> Contribution | None:
    there = held.countries | countries_in(name)
    if not asked.countries or not there:
        return None
    if shared := asked.countries & there:
        return Contribution("nationality", COUNTRY_SAME, "Country the same", {"country": min(shared)})
    return Contribution("nationality", COUNTRY_OTHER, "Country another; organisations work in several")
