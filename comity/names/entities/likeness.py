"""Two names of bodies to a number from 0 to 1: what they share against what they do not, each word by what it tells.

    shared / (shared + slips + alone on both sides + more on one side), less a little for other legal forms and another order

Symmetric, and 1 for a name with itself. Constants are our own, set on one half of public pairs and checked on the other.
"""

from __future__ import annotations

from typing import Final

from comity.names.entities.forms import form_cost
from comity.names.entities.model import Comparison, Entity, Kind, Match, Token
from comity.names.entities.pairing import pair

_SLIPS: Final = 1.0
_BOTH: Final = 3.3  # words alone on both sides: one stands where the other should
_MORE: Final = 1.2  # words on one side that the other does not have
_COMMON: Final = 0.7  # of that, where they are common words
_TELLING: Final = 0.5  # of what is shared: the least that a place or a number on one side alone weighs
_ORDER: Final = 0.02
GIVEN_SHORT: Final = 0.85  # letters that the other name itself gives in brackets
_INITIALS: Final = {3: 0.6, 4: 0.7}  # letters that are the first ones of the other's words, by how many; chance makes short ones
_MANY_INITIALS: Final = 0.8
_SERIES: Final = 0.2  # of what is shared: what two different numbers weigh
_TELLS: Final = frozenset({Kind.PLACE, Kind.NUMBER})
_NOTHING: Final = Comparison(0.0, ())


def _weight(words: tuple[Token, ...], places: tuple[int, ...]) -> float:
    return sum(words[at].weight for at in places)


def _alone(words: tuple[Token, ...], taken: set[int]) -> tuple[int, ...]:
    return tuple(at for at, word in enumerate(words) if at not in taken and word.weight > 0.0)


def _ordered(matches: list[Match]) -> bool:
    rights = [match.right[0] for match in sorted(matches, key=lambda match: match.left)]
    return rights == sorted(rights)


def _rest(words: tuple[Token, ...], places: tuple[int, ...], telling: float) -> float:
    """What the words alone on one side weigh. `telling`: the least of a place or a number."""
    return sum(_one(words[at], telling) for at in places)


def _one(word: Token, telling: float) -> float:
    if word.kind == Kind.COMMON:
        return word.weight * _COMMON
    return max(word.weight, telling) if word.kind in _TELLS else word.weight


def _without_series(
    one: tuple[Token, ...], left: tuple[int, ...], other: tuple[Token, ...], right: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """The words alone on either side without their numbers, where both have another one: two of one series."""
    plain_left = tuple(at for at in left if one[at].kind != Kind.NUMBER)
    plain_right = tuple(at for at in right if other[at].kind != Kind.NUMBER)
    series = len(plain_left) < len(left) and len(plain_right) < len(right)
    return (plain_left, plain_right, True) if series else (left, right, False)


def short_form(one: Entity, other: Entity) -> float:
    """How well the only word of one name is the other's short form."""
    if not one.alone or len(other.tokens) < 2:
        return 0.0
    if one.alone in other.short:
        return GIVEN_SHORT
    return _INITIALS.get(len(one.alone), _MANY_INITIALS) if one.alone in other.initials else 0.0


def _measured(left: Entity, right: Entity) -> Comparison:
    one, other = left.tokens, right.tokens
    short = max(short_form(left, right), short_form(right, left))
    matches = pair(left, right)
    if not matches:
        return Comparison(short, (), _alone(one, set()), _alone(other, set()))
    alone_left = _alone(one, {at for match in matches for at in match.left})
    alone_right = _alone(other, {at for match in matches for at in match.right})
    shared = slips = 0.0
    for match in matches:
        weight = (_weight(one, match.left) + _weight(other, match.right)) / 2
        shared += weight * match.score
        slips += weight * (1.0 - match.score)
    left_rest, right_rest, series = _without_series(one, alone_left, other, alone_right)
    telling = _TELLING * shared
    rests = sorted((_rest(one, left_rest, telling), _rest(other, right_rest, telling)))
    against = _SLIPS * slips + _BOTH * rests[0] + _MORE * (rests[1] - rests[0]) + _SERIES * shared * series
    score = shared / (shared + against) if shared else 0.0
    score -= form_cost(left.forms, right.forms) + (0.0 if _ordered(matches) else _ORDER)
    return Comparison(max(0.0, score, short), tuple(matches), alone_left, alone_right)


def _swapped(found: Comparison) -> Comparison:
    matches = tuple(Match(match.right, match.left, match.score, match.why) for match in found.matches)
    return Comparison(found.score, matches, found.right, found.left)


def compared(left: Entity, right: Entity) -> Comparison:
    """Two names beside each other, without sentences. They are always taken in one order, so that the answer is the same both ways."""
    if not left.tokens or not right.tokens:
        return _NOTHING
    return _measured(left, right) if left.key <= right.key else _swapped(_measured(right, left))


def entity_likeness(a: Entity, b: Entity) -> float:
    """How alike two names of bodies are, 0 to 1. Symmetric; a name with words is 1 like itself. Cost: some 50 microseconds."""
    return compared(a, b).score
