"""How probable it is that a record is the person asked about: a sum of what each comparison says, each with its sentence.

The table `COMPARISONS` is the whole of it: what is compared and by which function. Each gives what it says in natural logarithms of
odds, so that the contributions add up; what is not known on one side says nothing. The purpose's prior is the first term.

It is said of records, about the question as it was typed; it is no judgement of a person, and no machine acts on it: above the alarm
threshold the owner is told, and an officer compares.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from comity.names import births
from comity.names.facts import Birth, Facts
from comity.names.likeness import Likeness, Pair, likeness
from comity.names.model import Name, Role, Word
from comity.names.packing import MOST_WORDS, weights
from comity.names.reading import read_name

NEVER: Final = 12.0  # no sum of comparisons is more certain than this, either way


class Contribution(msgspec.Struct, frozen=True, gc=False):
    """What one comparison adds. `name`: of the comparison. `sentence`: a message id with `values`. Unit: natural logarithm of odds."""

    name: str
    log_odds: float
    sentence: str
    values: dict[str, str] = {}


class Assessment(msgspec.Struct, frozen=True, gc=False):
    """How like the names are (0 to 1), how probable it is that it is the person, and why.

    `contributions` add up to the odds of `probability`, the prior among them. `best`: which of the held names; `asked`: which of the asked.
    """

    likeness: float
    probability: float
    contributions: tuple[Contribution, ...]
    best: int
    asked: int
    matched: Likeness


# The values below are the project's own, fitted among the likest records of searches (`comity bench names`), on its tuning half.
# What two names that are wholly alike say, and how much less for each fall of their likeness (natural logarithms both).
ALIKE_SAYS: Final = 2.0
UNLIKE_COSTS: Final = 3.45
# What each shared part says beside: more, the rarer it is.
SHARED_SAYS: Final = 0.55
RARITY_SAYS: Final = 1.5
_ALIKE: Final = ((1.0, 1.0), (0.95, 0.9), (0.9, 0.75), (0.85, 0.55), (0.78, 0.25), (0.7, 0.0))
_RARE, _COMMON = 0.8, 0.5
_SENTENCES: Final = {
    ("same", "rare"): "{part}: the same, and rare",
    ("same", "known"): "{part}: the same",
    ("same", "common"): "{part}: the same, and common",
    ("near", "rare"): "{part} and {other}: close, and rare",
    ("near", "known"): "{part} and {other}: close",
    ("near", "common"): "{part} and {other}: close, and common",
}


def assess(asked: Facts, held: Facts, prior: float) -> Assessment:
    """One record against one question. `prior`: how often such a record is the person, before anything was compared, between 0 and 1.

    Raises: ValueError where one side has no name or the prior is none. Cost: 60 us a name of the record.
    """
    if not asked.names or not held.names or not 0 < prior < 1:
        raise ValueError("two names and a prior between 0 and 1")
    matched, one, best = _likest(asked.names, held.names)
    said = [_start(prior)]
    said += _of_names(asked.names[one], held.names[best], matched)
    said += [told for compare in COMPARISONS.values() if (told := compare(asked, held)) is not None]
    return Assessment(matched.score, probability(said), tuple(said), best, one, matched)


def probability(contributions: Sequence[Contribution]) -> float:
    """The probability of odds that add up. Never 0 or 1."""
    total = max(-NEVER, min(NEVER, sum(one.log_odds for one in contributions)))
    return 1 / (1 + math.exp(-total))


def _start(prior: float) -> Contribution:
    records = {"records": f"{round(1 / prior):,}"}
    return Contribution("prior", math.log(prior / (1 - prior)), "Starting point: one such record in {records} is the person", records)


def _likest(asked: Sequence[Name], held: Sequence[Name]) -> tuple[Likeness, int, int]:
    found = [(likeness(one, other), place, there) for place, one in enumerate(asked) for there, other in enumerate(held)]
    return max(found, key=lambda one: (one[0].score, -one[1], -one[2]))


def _of_names(asked: Name, held: Name, matched: Likeness) -> list[Contribution]:
    """The names as a whole; then what is shared, part by part, by how rare it is."""
    alike = ALIKE_SAYS + UNLIKE_COSTS * math.log(max(matched.score, 1e-4))
    whole = Contribution("likeness", alike, "The names as a whole: {likeness} alike", {"likeness": f"{matched.score:.2f}"})
    tell, they_tell = weights(asked.words[:MOST_WORDS]), weights(held.words[:MOST_WORDS])
    shared = [_shared(asked, held, pair, _rarity(pair, tell, they_tell)) for pair in matched.pairs if pair.left and pair.right]
    return [whole, *(one for one in shared if one is not None)]


def _rarity(pair: Pair, mine: Sequence[float], theirs: Sequence[float]) -> float:
    """How much the words of a pair tell, on both sides."""
    left, right = ([tell[place] for place in places] for tell, places in ((mine, pair.left), (theirs, pair.right)))
    return (sum(left) / len(left) + sum(right) / len(right)) / 2


def _shared(asked: Name, held: Name, pair: Pair, rarity: float) -> Contribution | None:
    mine, theirs = [asked.words[place] for place in pair.left], [held.words[place] for place in pair.right]
    says = _between(pair.score) * (SHARED_SAYS + RARITY_SAYS * rarity)
    if says <= 0 or any(word.role in {Role.PARTICLE, Role.TITLE} for word in (*mine, *theirs)):
        return None
    sentence = _SENTENCES[
        "same" if pair.score >= 0.999 else "near", "rare" if rarity >= _RARE else "common" if rarity <= _COMMON else "known"
    ]
    return Contribution("part", says, sentence, {"part": _written(mine), "other": _written(theirs)})


def _written(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _between(alike: float) -> float:
    """The share of a part's weight that an alikeness keeps; straight lines between the steps."""
    for (high, more), (low, less) in pairwise(_ALIKE):
        if alike >= low:
            return less + (more - less) * (min(alike, high) - low) / (high - low)
    return 0.0


def _birth(asked: Facts, held: Facts) -> Contribution | None:
    told = births.compare(asked.births, held.births)
    return told and Contribution("birth", told.log_odds, told.sentence, {"asked": told.asked, "held": told.held, "years": str(told.years)})


NATIONALITY_SAME: Final = 1.7
NATIONALITY_OTHER: Final = -1.0  # people have several, and records few
SEX_SAME: Final = 0.4
SEX_OTHER: Final = -2.5
PLACE_SAME: Final = 1.8
PLACE_OTHER: Final = -0.3
PLACE_LIKE: Final = 0.85  # of each word
DOCUMENT_SAME: Final = 10.0


def _nationality(asked: Facts, held: Facts) -> Contribution | None:
    if not asked.nationalities or not held.nationalities:
        return None
    if shared := asked.nationalities & held.nationalities:
        return Contribution("nationality", NATIONALITY_SAME, "Nationality the same", {"country": min(shared)})
    return Contribution("nationality", NATIONALITY_OTHER, "Nationality another; people may have several")


def _sex(asked: Facts, held: Facts) -> Contribution | None:
    known = {"male", "female"}
    if asked.sex not in known or held.sex not in known:
        return None
    same = asked.sex == held.sex
    return Contribution("sex", SEX_SAME if same else SEX_OTHER, "Sex the same" if same else "Sex another")


def _place(asked: Facts, held: Facts) -> Contribution | None:
    """The likest of the birth places, as names are compared."""
    if not asked.birth_places or not held.birth_places:
        return None
    same = any(_one_place(one, other) for one in asked.birth_places for other in held.birth_places)
    return Contribution(
        "place", PLACE_SAME if same else PLACE_OTHER, "Birth place the same" if same else "Birth place another, or written otherwise"
    )


def _one_place(one: str, other: str) -> bool:
    """Whether every word of the shorter stands in the longer: `Port Ander` in `Port Ander, Castara`."""
    places = read_name(one), read_name(other)
    shared = sum(1 for pair in likeness(*places).pairs if pair.left and pair.right and pair.score >= PLACE_LIKE)
    return shared > 0 and shared >= min(len(place.words) for place in places)


def _document(asked: Facts, held: Facts) -> Contribution | None:
    """A number of the same issuer, or of one that a side does not name. Another number says nothing: people have several documents."""
    for number, issuer in asked.documents:
        for other, by in held.documents:
            if number == other and (issuer == by or not issuer or not by):
                return Contribution("document", DOCUMENT_SAME, "Document the same")
    return None


Comparison = Callable[[Facts, Facts], Contribution | None]
COMPARISONS: Final[dict[str, Comparison]] = {
    "birth": _birth,
    "nationality": _nationality,
    "sex": _sex,
    "place": _place,
    "document": _document,
}

__all__ = ["COMPARISONS", "Assessment", "Birth", "Contribution", "Facts", "assess", "probability"]
