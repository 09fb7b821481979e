"""What a body's name is found by: keys that it shares with itself in another script, order, spelling or as a letter word.

    bw   a word of its own as it is spelled, doubled letters once
    bs   the coarse consonants of such a word, or of two neighbours written as one
    bd   those with one of them left out
    bm   a known word by what it means, whatever the language: bank, Spain, 7; asked where a name has nothing else
    bp   two words together, by meaning or consonants: what finds a name of common words
    bi   a letter word, and the first letters of a longer name

All begin with b, as no key of a person's name does, so that neither is found by the other's. Weights are bits, from a formula and fixed
tables: never from what an index holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import Final

from comity.names.entities.model import Entity, Kind, Token
from comity.names.keys import bits
from comity.names.sounds import skeleton

MOST_WORDS: Final = 8
PAIRED: Final = 5  # words of a name that are paired with each other
FORMS: Final = 3  # spellings of a word
MOST_KEYS: Final = 48  # of one question
OWN: Final = (b"bs", b"bp", b"bi")  # by which an owner finds its own, whatever they are kept for
_SPELLED: Final = 3.0  # bits that the spelling of a word adds to its consonants
_ONE_AWAY: Final = 1 / 3
_MEANT: Final = 8.0  # bits of a known word that weighs 1
_LEAST_LEFT: Final = 3  # consonants
_LETTER: Final = 2.0  # bits of each letter of a letter word
_LONGEST_LETTERS: Final = 7
_MOST: Final = 18.0


def held(name: Entity) -> tuple[bytes, ...]:
    """The keys under which a name lies. Cost: 50 us; some 25 keys."""
    texts = [*_of_words(name), *("bm" + meant for token in _telling(name) for meant in token.meanings)]
    texts += [f"bp{left} {right}" for left, right, _ in _pairs(name)]
    texts += ["bi" + letters for letters in _letters(name)]
    return tuple(text.encode() for text in dict.fromkeys(texts))


def asked(name: Entity) -> tuple[tuple[str, float], ...]:
    """The keys that a name is asked by with their bits, the most telling first. Cost: 50 us."""
    found = _weighed_words(name)
    found |= {f"bp{left} {right}": bits for left, right, bits in _pairs(name)}
    found |= {"bi" + letters: _LETTER * len(letters) for letters in _letters(name)}
    if not found:
        found = {"bm" + meant: max(1.0, _MEANT * token.weight) for token in _telling(name) for meant in token.meanings}
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST_KEYS])


def _telling(name: Entity) -> list[Token]:
    return [token for token in name.tokens if token.weight > 0.0][:MOST_WORDS]


def _own(name: Entity) -> list[Token]:
    return [token for token in _telling(name) if token.kind is Kind.WORD]


@lru_cache(maxsize=16384)
def _bones(form: str) -> str:
    return skeleton(form, True)


@lru_cache(maxsize=16384)
def _spelled(form: str) -> str:
    return "".join(sign for place, sign in enumerate(form) if place == 0 or form[place - 1] != sign)


def _without_one(bones: str) -> tuple[str, ...]:
    """Each consonant left out in turn, where at least three stay."""
    if len(bones) < _LEAST_LEFT + 1:
        return ()
    return tuple(dict.fromkeys(bones[:place] + bones[place + 1 :] for place in range(len(bones))))


def _skeletons(token: Token) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_bones(form) for form in token.forms[:FORMS]))


def _joined(name: Entity) -> Iterable[str]:
    """Two neighbours as one word, one of them at least its own: Al Arwen is Alarwen."""
    for join in name.joins:
        if len(join.places) == 2 and any(name.tokens[place].kind is Kind.WORD for place in join.places):
            yield _bones(join.text)


def _of_words(name: Entity) -> Iterable[str]:
    own = _own(name)
    yield from ("bw" + _spelled(form) for token in own for form in token.forms[:FORMS])
    yield from ("bs" + bones for token in own for bones in _skeletons(token))
    yield from ("bs" + bones for bones in _joined(name))
    yield from ("bd" + less for token in own for bones in _skeletons(token) for less in _without_one(bones))


def _weighed_words(name: Entity) -> dict[str, float]:
    found: dict[str, float] = {}
    own = _own(name)
    for token in own:
        for bones in _skeletons(token):
            told = bits(bones)
            found |= {"bs" + bones: told, "bd" + bones: told * _ONE_AWAY}
            for less in _without_one(bones):
                found.setdefault("bs" + less, told * _ONE_AWAY)
                found["bd" + less] = told * _ONE_AWAY
    found |= {"bs" + bones: bits(bones) for bones in _joined(name)}
    for token in own:
        found |= {"bw" + _spelled(form): min(_MOST, bits(_bones(form)) + _SPELLED) for form in token.forms[:FORMS]}
    return found


def _pairs(name: Entity) -> Iterable[tuple[str, str, float]]:
    """Each two words in alphabetical order, with the bits of both together, halved."""
    for one, other in combinations(_telling(name)[:PAIRED], 2):
        for left, mine in _called(one):
            for right, yours in _called(other):
                yield min(left, right), max(left, right), (mine + yours) / 2


def _called(token: Token) -> Iterable[tuple[str, float]]:
    """What a word is called in a pair, with its bits: its meaning, else its consonants."""
    if token.meanings:
        return [(meant, _MEANT * token.weight) for meant in token.meanings[:2]]
    return [(bones, bits(bones)) for bones in _skeletons(token)[:2]]


def _letters(name: Entity) -> Iterable[str]:
    """Letters that stand for the name: those that it gives, the first ones of its words, or the only word that it is."""
    alone = (name.alone,) if 1 < len(name.alone) <= _LONGEST_LETTERS else ()
    return dict.fromkeys(one for one in (*name.short, *name.initials, *alone) if len(one) <= _LONGEST_LETTERS)
