"""What a record could at most come to, before its names are read: so that only those are read and weighed that may be shown. Pure.

A bound is never below what `names.assessment` says of the same record; a property test holds the two together.
"""

from __future__ import annotations

import math
from typing import Final

from comity.names.assessment import ALIKE_SAYS, COMPARISONS, PLACE_SAME, RARITY_SAYS, SHARED_SAYS, UNLIKE_COSTS
from comity.names.facts import Facts
from comity.names.model import Role
from comity.names.packing import weight_of
from comity.search.persons.model import PersonSetting

LEAST_LIKE: Final = 0.30  # names less alike are nobody's, whatever else is known of them
_WEIGHTLESS: Final = frozenset({Role.PARTICLE, Role.TITLE})
_SLACK: Final = 0.02  # a likeness of packed names and one of names as read differ by rounding
_DATES: Final = 5.0  # no birth date says more
_COUNTRY: Final = 2.0
_SEX: Final = 0.5
_NUMBER: Final = 10.0


def log_odds(probability: float) -> float:
    """The natural logarithm of the odds of a probability between 0 and 1."""
    return math.log(probability / (1 - probability))


def names_say(asked: Facts, likeness: float) -> float:
    """What names of that likeness say at most."""
    parts = sum(SHARED_SAYS + RARITY_SAYS * (weight_of(word) + 1) / 2 for word in asked.names[0].words if word.role not in _WEIGHTLESS)
    return ALIKE_SAYS + UNLIKE_COSTS * math.log(min(1.0, max(likeness, 1e-4) + _SLACK)) + parts


def least_like(asked: Facts, setting: PersonSetting) -> float:
    """The likeness below which no record can be shown, whatever else it says."""
    beside = sum(
        most
        for known, most in (
            (asked.births, _DATES), (asked.nationalities, _COUNTRY), (asked.sex, _SEX), (asked.birth_places, PLACE_SAME),
            (asked.documents, _NUMBER),
        )
        if known
    )  # fmt: skip
    missing = log_odds(setting.possible) - log_odds(setting.prior) - names_say(asked, 1.0) - beside
    return max(LEAST_LIKE, min(1.0, math.exp(missing / UNLIKE_COSTS)) - _SLACK)


def may_be_shown(asked: Facts, held: Facts, likeness: float, setting: PersonSetting) -> bool:
    """Whether a record may reach *possible*. `held` needs no names; its birth place is taken for the same."""
    total = log_odds(setting.prior) + names_say(asked, likeness)
    for name, compare in COMPARISONS.items():
        if name != "place":
            told = compare(asked, held)
            total += told.log_odds if told else 0.0
    if asked.birth_places and held.birth_places:
        total += PLACE_SAME
    return total >= log_odds(setting.possible)
