"""The words of one name paired with those of another: single words first come by how alike they are, then words joined or split."""

from __future__ import annotations

from typing import Final

from comity.names.entities import closeness
from comity.names.entities.model import Entity, Join, Kind, Match, Token

WORD: Final = "The same word"
MEANING: Final = "The same word in another form or language"
SLIP: Final = "Nearly the same word"
JOINED: Final = "The same words, joined or split"
_JOINED_LEAST: Final = 0.8
_JOINED_LOSS: Final = 0.97
SHORTEST_JOINED: Final = 4
_OTHER_LETTERS: Final = 6  # that only one of two words has: beyond, no slip makes one of the other, however long they are


def _why(one: Token, other: Token, score: float) -> str:
    if one.text == other.text:
        return WORD
    return MEANING if set(one.meanings) & set(other.meanings) or score >= 1.0 else SLIP


def _single(left: tuple[Token, ...], right: tuple[Token, ...]) -> list[Match]:
    """Every pair that is alike at all, the best first; of equals, the words nearest in place."""
    found: list[tuple[float, float, int, Match]] = []
    lefts = [(i, one) for i, one in enumerate(left) if one.weight]
    rights = [(j, other) for j, other in enumerate(right) if other.weight]
    for i, one in lefts:
        letters, known = one.letters, bool(one.meanings) or not one.text.isascii()
        for j, other in rights:
            if not known and (letters ^ other.letters).bit_count() > _OTHER_LETTERS and other.text.isascii():
                continue
            score = closeness.words(one, other)
            if score > 0.0:
                match = Match((i,), (j,), score, _why(one, other, score))
                found.append((-score, -(one.weight + other.weight), abs(i - j), match))
    found.sort(key=lambda row: (*row[:3], row[3].left, row[3].right))
    return [row[3] for row in found]


def _joined(joins: tuple[Join, ...], other: tuple[Token, ...], free: set[int]) -> list[tuple[float, tuple[int, ...], int]]:
    found: list[tuple[float, tuple[int, ...], int]] = []
    for j in free:
        word = other[j]
        size = len(word.forms[0])
        letters = word.letters
        for join in joins:
            if (letters ^ join.letters).bit_count() <= _OTHER_LETTERS and abs(len(join.text) - size) <= 2:
                score = max([closeness.spelling(join.text, form) for form in word.forms])
                if score >= _JOINED_LEAST:
                    found.append((score * _JOINED_LOSS, join.places, j))
    return found


def _worth(left: tuple[Token, ...], right: tuple[Token, ...], match: Match) -> float:
    weights = sum(left[i].weight for i in match.left) + sum(right[j].weight for j in match.right)
    return match.score * weights


def _weak(words: tuple[Token, ...], taken: dict[int, float]) -> set[int]:
    """Long words of a name's own that stand alone, or beside what is not quite theirs."""
    return {
        at
        for at, word in enumerate(words)
        if word.kind is Kind.WORD and len(word.forms[0]) >= SHORTEST_JOINED and taken.get(at, 0.0) < _JOINED_LEAST
    }


def _chosen(found: list[Match]) -> list[Match]:
    lefts: set[int] = set()
    rights: set[int] = set()
    kept: list[Match] = []
    for match in found:
        if lefts.isdisjoint(match.left) and rights.isdisjoint(match.right):
            kept.append(match)
            lefts.update(match.left)
            rights.update(match.right)
    return kept


def pair(one: Entity, other: Entity) -> list[Match]:
    """Which words stand for which, each in one match at most."""
    left, right = one.tokens, other.tokens
    singles = _single(left, right)
    kept = _chosen(singles)
    joined: list[Match] = []
    if one.joins and (free := _weak(right, {match.right[0]: match.score for match in kept})):
        joined += [Match(places, (j,), score, JOINED) for score, places, j in _joined(one.joins, right, free)]
    if other.joins and (free := _weak(left, {match.left[0]: match.score for match in kept})):
        joined += [Match((i,), places, score, JOINED) for score, places, i in _joined(other.joins, left, free)]
    if not joined:
        return kept
    everything = [*joined, *singles]
    everything.sort(key=lambda match: (-_worth(left, right, match), match.left, match.right))
    return _chosen(everything)
