"""What a name is found by: keys that the same name shares with itself in another script, order or spelling, each with a fixed weight.

    w   a word as it is spelled, doubled letters once
    s   the coarse consonants of a word, or of two neighbours written as one
    d   those with one of them left out: a slip of the fingers, a sound that a script drops
    c   all words written as one
    p   the consonants of two words together: what finds a name of common words
    i   an initial and another word
    y   a year of birth and a word
    n   a nationality and two words

A weight is the logarithm of how rare such a key is among people, from a formula and a fixed table: never from what an index holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from math import log2
from typing import Final, NamedTuple

from comity.names.model import Name, Role
from comity.names.rarity import CLASSES, weight
from comity.names.sounds import skeleton
from comity.names.tables import rows

MOST_WORDS: Final = 8
MOST_FORMS: Final = 5
LAID: Final = 3  # spellings of a word under which it lies; the first is the same however a compound was written
MOST_KEYS: Final = 160  # of one question
PAIRED: Final = 6  # words of a name that are paired with each other
MOST_COMPLETE: Final = 4  # spellings of a complete name
JOINED_PAIRED: Final = 4  # names of at most so many words pair two neighbours written as one with each other word

# Shares of coarse consonants among those of names, and of how many a word has: round figures, of which only the logarithm is used.
_SIGNS: Final = {"N": 0.16, "R": 0.14, "S": 0.17, "M": 0.10, "L": 0.12, "K": 0.13, "T": 0.11, "B": 0.08, "F": 0.05}
_LENGTHS: Final = (0.02, 0.07, 0.26, 0.32, 0.19, 0.09, 0.04)
_LONGER: Final = 0.01
_OF_A_MILLION: Final = 20.0  # bits of a name that one in a million bears, which `rarity` weighs 1
_LEAST_SPELLED, _MOST_SPELLED = 1.5, 8.0  # bits that the spelling of a word adds to its consonants
_COMPLETE: Final = 1.5  # times the bits of consonants that are all of a name
_BORN: Final = 3.0  # bits of a year of birth, beside each word
_OF_COUNTRY: Final = 2.0
_ONE_AWAY: Final = 1 / 3  # of the bits of consonants, for others that differ in one
_MOST_BITS: Final = 18.0
_WORDS: Final = 2.5  # of a name
_MOST_SHARE: Final = 0.2
_OF_CULTURE: Final = 0.3  # of those recorded, where a name is common in their culture
MOST_LED: Final = 0.02  # of all people, to whom the keys of one question lead: what it costs grows with them
LEAST_KEYS: Final = 3


class Key(NamedTuple):
    """What is asked. `weight`: bits; `share`: how many of all people have it, from 0 to 1."""

    text: str
    weight: float
    share: float


class _Part(NamedTuple):
    """A word, or two neighbours as one. `words`: places; `first`: its first letters; `joined`: written as one here alone."""

    words: tuple[int, ...]
    forms: tuple[str, ...]
    bones: tuple[str, ...]
    joined: bool


@lru_cache(maxsize=65536)
def share(bones: str) -> float:
    """How many of all people have a word of these consonants, at least."""
    found = (_LENGTHS[len(bones)] if len(bones) < len(_LENGTHS) else _LONGER) * _WORDS
    for sign in bones:
        found *= _SIGNS.get(sign, 0.02)
    return min(found + _common().get(bones, 0.0), _MOST_SHARE)


@lru_cache(maxsize=1)
def _common() -> dict[str, float]:
    """How many have a common name of these consonants. Cost: 0.1 s, once."""
    found: dict[str, float] = {}
    for number, _culture, forms in rows("common_names"):
        for form in forms.split():
            bones = _bones(form)
            found[bones] = found.get(bones, 0.0) + _OF_CULTURE * 2 ** (-_OF_A_MILLION * CLASSES[number])
    return found


def bits(bones: str) -> float:
    """What consonants tell. Units: bits, 1 to `_MOST_BITS`."""
    return min(max(-log2(share(bones)), 1.0), _MOST_BITS)


@lru_cache(maxsize=65536)
def _telling(form: str) -> float:
    """What the spelling of a word tells beside its consonants. Units: bits."""
    return min(max(_OF_A_MILLION * weight(form) - bits(_bones(form)), _LEAST_SPELLED), _MOST_SPELLED)


@lru_cache(maxsize=65536)
def _borne(form: str) -> float:
    """How many of all people have a word of this spelling."""
    return min(share(_bones(form)) / 4, _OF_CULTURE * 2 ** (-_OF_A_MILLION * weight(form)) * 2)


@lru_cache(maxsize=65536)
def _spelled(form: str) -> str:
    once = [sign for place, sign in enumerate(form) if place == 0 or form[place - 1] != sign]
    return "".join(once)


@lru_cache(maxsize=65536)
def _bones(form: str) -> str:
    return skeleton(form, True)


@lru_cache(maxsize=65536)
def _without_one(bones: str) -> tuple[str, ...]:
    """Each consonant left out in turn, where at least three stay."""
    if len(bones) < 4:
        return ()
    return tuple(dict.fromkeys(bones[:place] + bones[place + 1 :] for place in range(len(bones))))


_SILENT: Final = frozenset({Role.PARTICLE, Role.TITLE, Role.GENERATION})
_SERVANT: Final = "BT"  # abd, which some leave out of a name and others write


def _parts(name: Name) -> list[_Part]:
    """The words that tell, then each two neighbours as one: with a particle (Alsheikh), or with what stood between left out."""
    told = [word for word in name.words if word.forms and word.role not in {Role.TITLE, Role.GENERATION}][: MOST_WORDS + 4]
    if not told:
        told = [word for word in name.words if word.forms][:MOST_WORDS]
    alone = ([place for place, word in enumerate(told) if word.role not in _SILENT] or list(range(len(told))))[:MOST_WORDS]
    bones = [tuple(dict.fromkeys([_bones(form) for form in word.forms[:MOST_FORMS]])) for word in told]
    parts = [_Part((place,), told[place].forms[:MOST_FORMS], bones[place], joined=False) for place in alone]
    for left, right in sorted({(place, place + 1) for place in range(min(len(told), MOST_WORDS) - 1)} | set(pairwise(alone))):
        glued = dict.fromkeys([one + _glued(one, other) for one in bones[left][:2] for other in bones[right][:2]])
        parts.append(_Part((left, right), (), tuple(glued), joined=True))
    for place in alone:
        if bones[place][0].startswith(_SERVANT) and len(bones[place][0]) > len(_SERVANT) + 1 and told[place].forms[0].startswith("abd"):
            parts.append(_Part((place,), (), (bones[place][0][len(_SERVANT) :],), joined=True))
    return parts


def _pairs(parts: Sequence[_Part]) -> Iterable[tuple[str, str]]:
    """The consonants of each two parts that share no word, in alphabetical order."""
    alone = [part for part in parts if not part.joined][:PAIRED]
    for one, other in combinations(alone, 2):
        yield from _crossed(one, other)
    if len(alone) <= JOINED_PAIRED:
        for joined in [part for part in parts if part.joined]:
            for other in alone:
                if other.words[0] not in joined.words:
                    yield from _crossed(joined, other)


def _crossed(one: _Part, other: _Part) -> Iterable[tuple[str, str]]:
    for left in one.bones[:3]:
        for right in other.bones[:3]:
            yield (left, right) if left <= right else (right, left)


def _complete(parts: Sequence[_Part]) -> Iterable[str]:
    """The consonants of the complete name, written as one word: WALIJAN is WALI JAN."""
    alone = [part for part in parts if not part.joined][:PAIRED]
    found = [""]
    for part in alone:
        found = [before + _glued(before, bones) for before in found[:MOST_COMPLETE] for bones in part.bones[:2]]
    return dict.fromkeys([bones for bones in found[:MOST_COMPLETE] if bones])


def _glued(before: str, bones: str) -> str:
    """What is added to consonants by more of them: a sound that is written twice is one, vowels that stand for a whole word are none."""
    told = "" if bones.islower() else bones
    return told[1:] if before and told[:1] == before[-1] else told


def _initials(parts: Sequence[_Part]) -> Iterable[tuple[str, str]]:
    """The first letter of each word beside the consonants of each other one."""
    alone = parts[:JOINED_PAIRED]
    for one in alone:
        for other in alone:
            if one is not other and len(other.bones[0]) > 1:
                yield one.forms[0][0], other.bones[0]


def held(name: Name, years: Iterable[int] = (), nationalities: Iterable[str] = ()) -> tuple[bytes, ...]:
    """The keys under which a name lies. Cost: 100 us; some 25 keys."""
    parts = _parts(name)
    alone = [part for part in parts if not part.joined]
    pairs = list(dict.fromkeys(_pairs(parts)))
    telling = list(dict.fromkeys(part.bones[0] for part in alone))
    texts = ["w" + _spelled(form) for part in alone for form in part.forms[:LAID]]
    texts += ["s" + bones for part in parts for bones in part.bones]
    texts += ["d" + fewer for part in alone for bones in part.bones for fewer in _without_one(bones)]
    texts += [f"p{left} {right}" for left, right in pairs]
    texts += ["c" + bones for bones in _complete(parts)]
    texts += [f"i{letter} {bones}" for letter, bones in _initials(alone)]
    texts += [f"y{year} {bones}" for year in years for bones in telling]
    texts += [f"n{nationality} {left} {right}" for nationality in nationalities for left, right in pairs]
    return tuple([text.encode() for text in dict.fromkeys(texts)])


def asked(name: Name, years: Iterable[int] = (), nationalities: Iterable[str] = ()) -> tuple[Key, ...]:
    """The keys that a name is asked by, the rarest first; a very common one only where nothing else says more. Cost: 300 us."""
    parts = _parts(name)
    alone = [part for part in parts if not part.joined]
    pairs = list(dict.fromkeys(_pairs(parts)))
    keys = [Key("w" + _spelled(form), _telling(form), _borne(form)) for part in alone for form in part.forms]
    keys += [key for part in parts for bones in part.bones for key in _of_bones(bones, joined=part.joined)]
    keys += [Key(f"p{left} {right}", (bits(left) + bits(right)) / 2, share(left) * share(right)) for left, right in pairs]
    keys += [Key("c" + bones, bits(bones) * _COMPLETE, share(bones) / 3) for bones in _complete(parts)]
    keys += _of_initials(alone)
    telling = [bones for part in alone for bones in part.bones]
    keys += [Key(f"y{year} {bones}", _BORN, share(bones) / 60) for year in years for bones in telling]
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


def _of_bones(bones: str, *, joined: bool) -> Iterable[Key]:
    """Consonants themselves, then what is one away from them."""
    own = bits(bones)
    yield Key("s" + bones, own, share(bones))
    for less in _without_one(bones):
        yield Key("s" + less, own * _ONE_AWAY, share(less))
        if not joined:
            yield Key("d" + less, own * _ONE_AWAY, _near(less))
    if len(bones) >= 3:
        yield Key("d" + bones, own * _ONE_AWAY, _near(bones))


def _near(bones: str) -> float:
    """How many people have a word with one consonant more than these."""
    return share(bones) * (len(bones) + 1) / 4


def _of_initials(alone: Sequence[_Part]) -> Iterable[Key]:
    for one in alone:
        for other in alone:
            if one is not other and len(one.forms[0]) == 1:
                bones = other.bones[0]
                yield Key(f"i{one.forms[0]} {bones}", 3.0 + bits(bones) / 2, share(bones) / 10)
