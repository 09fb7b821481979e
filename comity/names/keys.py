"""What a name is found by: keys that the same name shares with itself in another script, order or spelling, each with a fixed weight.

    w   a word as it is spelled, doubled letters once; two neighbours written as one; what a compound is beside Abd al- or al-Din
    s   the coarse consonants of each of these
    d   those with one of them left out: a slip of the fingers, a sound that a script drops
    f   the first sounds of a word, l its last: a name cut short, an end that is spelled otherwise
    c   all words written as one
    p   the consonants of two words together: what finds a name of common words
    i   an initial and another word
    y   a year of birth and a word
    n   a nationality and two words

A weight is the logarithm of how rare such a key is among people (`shares`), less where another key says the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from math import prod
from typing import Final, NamedTuple

from comity.names.compounds import bared
from comity.names.model import Name, Role, Word
from comity.names.shares import bits, bits_of, bones, borne, neighbours, share, telling
from comity.names.sounds import letter_by_letter

MOST_WORDS: Final = 8
MOST_FORMS: Final = 5
LAID: Final = 3  # spellings of a word under which it lies; the first is the same however a compound was written
MOST_KEYS: Final = 160  # of one question
PAIRED: Final = 6  # words of a name that are paired with each other
MOST_COMPLETE: Final = 4  # spellings of a complete name
JOINED_PAIRED: Final = 4  # names of at most so many words pair two neighbours written as one with each other word
ENDS: Final = 4  # sounds of a beginning or an end; a word of no more has no end of its own

_COMPLETE: Final = 0.5  # of the bits of consonants: the words say them too
_JOINED: Final = 0.75
_JOINED_SPELLED: Final = 6.0  # bits
_PAIRED_BITS: Final = 0.4
_BARED: Final = 0.7  # of the bits of a word: Jabbar and Abduljabbar may be two names
_BORN: Final = 3.0  # bits of a year of birth, beside each word
_OF_COUNTRY: Final = 2.0
_ONE_AWAY: Final = 0.25  # of the bits of consonants, for others that differ in one
_LEAST_OWN: Final = 0.3  # of the bits of consonants: the same ones are one away from themselves too
_ENDS_BITS: Final = 6.0
_OF_TWO: Final = 1 / 30  # of those who have a word of two consonants: how many have them at this end, between the same vowels
MOST_LED: Final = 0.02  # of all people, to whom the keys of one question lead: what it costs grows with them
LEAST_KEYS: Final = 3


_TWICE: Final = re.compile(r"(.)\1+")


class Key(NamedTuple):
    """What is asked. `weight`: bits; `share`: how many of all people have it, from 0 to 1."""

    text: str
    weight: float
    share: float


class _Part(NamedTuple):
    """A word, or what else may stand in its place. `words`: places; `forms`, `bones`: spellings and their coarse consonants.

    `tells`: how much of what a word of these bones tells; 1 for a word itself. `share`: how many people have it at least.
    """

    words: tuple[int, ...]
    forms: tuple[str, ...]
    bones: tuple[str, ...]
    tells: float = 1.0
    share: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether it is a word as it stands."""
        return self.tells == 1


@lru_cache(maxsize=65536)
def _spelled(form: str) -> str:
    return _TWICE.sub(r"\1", form)


@lru_cache(maxsize=65536)
def _ends(form: str) -> tuple[tuple[str, float], ...]:
    """The keys of the first and the last sounds of a word, and how many people have each."""
    heard, signs = letter_by_letter(form), bones(form)
    first, last = (f"f{heard[:ENDS].hex()}", share(signs[:2]) * _OF_TWO), (f"l{heard[-ENDS:].hex()}", share(signs[-2:]) * _OF_TWO)
    return (first, last)[: max(0, len(heard) - ENDS + 1)]


@lru_cache(maxsize=65536)
def _without_one(consonants: str) -> tuple[str, ...]:
    """Each consonant left out in turn, where at least three stay."""
    if len(consonants) < 4:
        return ()
    return tuple(dict.fromkeys(consonants[:place] + consonants[place + 1 :] for place in range(len(consonants))))


_SILENT: Final = frozenset({Role.PARTICLE, Role.TITLE, Role.GENERATION})


def _parts(name: Name) -> list[_Part]:
    """The words that tell, then each two neighbours as one (with a particle, or what stood between left out), then what compounds hold."""
    told = [word for word in name.words if word.forms and word.role not in {Role.TITLE, Role.GENERATION}][: MOST_WORDS + 4]
    if not told:
        told = [word for word in name.words if word.forms][:MOST_WORDS]
    alone = ([place for place, word in enumerate(told) if word.role not in _SILENT] or list(range(len(told))))[:MOST_WORDS]
    every = [_Part((place,), word.forms[:MOST_FORMS], _boned(word.forms[:MOST_FORMS])) for place, word in enumerate(told)]
    parts = [every[place] for place in alone]
    for left, right in sorted({(place, place + 1) for place in range(min(len(told), MOST_WORDS) - 1)} | set(pairwise(alone))):
        parts.append(_joined(every[left], every[right]))
    return parts + [part for place in alone if (part := _bare(told[place], place)) is not None]


def _boned(forms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([bones(form) for form in forms]))


def _joined(left: _Part, right: _Part) -> _Part:
    """Two neighbours as one word."""
    glued = dict.fromkeys([one + _glued(one, other) for one in left.bones[:2] for other in right.bones[:2]])
    common = neighbours(share(left.bones[0]), share(right.bones[0]))
    return _Part((*left.words, *right.words), (left.forms[0] + right.forms[0],), tuple(glued), _JOINED, common)


def _bare(word: Word, place: int) -> _Part | None:
    """What is a person's own in a compound: Jabbar of Abdul Jabbar."""
    rest = bared(word.forms[0], " " in word.text)
    return _Part((place,), (rest,), (bones(rest),), _BARED) if rest else None


def _pairs(parts: Sequence[_Part]) -> Iterable[tuple[str, str]]:
    """The consonants of each two parts that share no word, in alphabetical order."""
    alone = [part for part in parts if part.whole][:PAIRED]
    for one, other in combinations(alone, 2):
        yield from _crossed(one, other)
    if len(alone) <= JOINED_PAIRED:
        for joined in [part for part in parts if not part.whole]:
            for other in alone:
                if other.words[0] not in joined.words:
                    yield from _crossed(joined, other)


def _crossed(one: _Part, other: _Part) -> Iterable[tuple[str, str]]:
    for left in one.bones[:3]:
        for right in other.bones[:3]:
            yield (left, right) if left <= right else (right, left)


def _complete(alone: Sequence[_Part]) -> Iterable[str]:
    """The consonants of the complete name, written as one word: WALIJAN is WALI JAN."""
    found = [""]
    for part in alone[:PAIRED]:
        found = [before + _glued(before, signs) for before in found[:MOST_COMPLETE] for signs in part.bones[:2]]
    return dict.fromkeys([signs for signs in found[:MOST_COMPLETE] if signs])


def _glued(before: str, signs: str) -> str:
    """What is added to consonants by more of them: a sound that is written twice is one, vowels that stand for a whole word are none."""
    told = "" if signs.islower() else signs
    return told[1:] if before and told[:1] == before[-1] else told


def _initials(parts: Sequence[_Part]) -> Iterable[tuple[str, str]]:
    """The first letter of each word beside the consonants of each other one."""
    alone = parts[:JOINED_PAIRED]
    for one in alone:
        for other in alone:
            if one is not other and len(other.bones[0]) > 1:
                yield one.forms[0][0], other.bones[0]


def held(name: Name, years: Iterable[int] = (), nationalities: Iterable[str] = ()) -> tuple[bytes, ...]:
    """The keys under which a name lies. Cost: 100 us; some 30 keys."""
    parts = _parts(name)
    alone = [part for part in parts if part.whole]
    pairs = list(dict.fromkeys(_pairs(parts)))
    first = list(dict.fromkeys(part.bones[0] for part in alone))
    texts = ["w" + _spelled(form) for part in parts for form in part.forms[:LAID]]
    texts += ["s" + signs for part in parts for signs in part.bones]
    texts += ["d" + fewer for part in alone for signs in part.bones for fewer in _without_one(signs)]
    texts += [end for part in alone for end, _ in _ends(part.forms[0])]
    texts += [f"p{left} {right}" for left, right in pairs]
    texts += ["c" + signs for signs in _complete(alone)]
    texts += [f"i{letter} {signs}" for letter, signs in _initials(alone)]
    texts += [f"y{year} {signs}" for year in years for signs in first]
    texts += [f"n{nationality} {left} {right}" for nationality in nationalities for left, right in pairs]
    return tuple([text.encode() for text in dict.fromkeys(texts)])


def asked(name: Name, years: Iterable[int] = (), nationalities: Iterable[str] = ()) -> tuple[Key, ...]:
    """The keys that a name is asked by, the rarest first; a very common one only where nothing else says more. Cost: 300 us."""
    parts = _parts(name)
    alone = [part for part in parts if part.whole]
    pairs = list(dict.fromkeys(_pairs(parts)))
    keys = [key for part in parts for key in _of_part(part)]
    keys += [Key(end, _ENDS_BITS, common) for part in alone for end, common in _ends(part.forms[0])]
    keys += [Key(f"p{left} {right}", (bits(left) + bits(right)) * _PAIRED_BITS, share(left) * share(right)) for left, right in pairs]
    keys += _of_complete(alone)
    keys += _of_initials(alone)
    every = [signs for part in alone for signs in part.bones]
    keys += [Key(f"y{year} {signs}", _BORN, share(signs) / 60) for year in years for signs in every]
    for nationality in nationalities:
        keys += [Key(f"n{nationality} {left} {right}", _OF_COUNTRY, share(left) * share(right) / 10) for left, right in pairs]
    once = {key.text: key for key in reversed(keys)}  # of two of one text the first
    return tuple(_affordable(sorted(once.values(), key=lambda key: (key.share, key.text))[:MOST_KEYS]))


def _affordable(rarest: Sequence[Key]) -> Iterable[Key]:
    """The rarest keys, until they lead to `MOST_LED` of all people together; one that says the most of a name that has no rarer."""
    led = 0.0
    for place, key in enumerate(rarest):
        led += key.share
        if led > MOST_LED and place >= LEAST_KEYS:
            return
        yield key


def _of_part(part: _Part) -> Iterable[Key]:
    """Its spellings, its consonants, and what is one away from them."""
    for form in part.forms:
        if len(part.words) == 1:
            yield Key("w" + _spelled(form), telling(form) * part.tells, borne(form))
        else:  # met once: not worth a look into tables
            yield Key("w" + _spelled(form), _JOINED_SPELLED, part.share / 4)
    for signs in part.bones:
        common = max(share(signs), part.share)
        own, away = bits_of(common) * part.tells, bits_of(common) * part.tells * _ONE_AWAY
        fewer = _without_one(signs)
        yield Key("s" + signs, max(own - len(fewer) * away, own * _LEAST_OWN) if part.whole else own, common)
        for less in fewer:
            yield Key("s" + less, away, max(share(less), part.share))
            if part.whole:
                yield Key("d" + less, away, _near(less))
        if len(signs) >= 3:
            yield Key("d" + signs, away, max(_near(signs), part.share))


def _near(signs: str) -> float:
    """How many people have a word with one consonant more than these."""
    return share(signs) * (len(signs) + 1) / 4


def _of_complete(alone: Sequence[_Part]) -> Iterable[Key]:
    """The complete name as one word, which is as common as its words together."""
    chance = 2 * prod(min(map(share, part.bones)) for part in alone[:PAIRED])
    for signs in _complete(alone):
        common = max(share(signs) / 3, chance if len(alone) > 1 else 0.0)
        yield Key("c" + signs, bits_of(common) * _COMPLETE, common)


def _of_initials(alone: Sequence[_Part]) -> Iterable[Key]:
    for one in alone:
        for other in alone:
            if one is not other and len(one.forms[0]) == 1:
                signs = other.bones[0]
                yield Key(f"i{one.forms[0]} {signs}", 3.0 + bits(signs) / 2, share(signs) / 10)


__all__ = ["Key", "asked", "bits", "held", "share"]
