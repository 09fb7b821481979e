"""Values of names of organisations and vessels."""

from __future__ import annotations

from enum import IntEnum

import msgspec


class Kind(IntEnum):
    """What a word says in the name of a body."""

    WORD = 0  # its own: what tells one body from another
    COMMON = 1  # company, group, trading: many have it
    PLACE = 2
    NUMBER = 3
    LINK = 4  # and, of, the: says nothing


class Token(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One word of a name.

    `text`: as written, without case and marks. `forms`: a to z and 0 to 9 alone, the most usual first, at least one. `meanings`: what it
    means whatever the language (`bank`, `place:ESP`, `number:2`); empty for a word of its own. `weight`: 0 to 1, how much it tells.
    `letters`: which letters the first form has, a bit each; words whose letters differ much are no slip of each other.
    """

    text: str
    forms: tuple[str, ...]
    meanings: tuple[str, ...] = ()
    weight: float = 1.0
    kind: Kind = Kind.WORD
    letters: int = 0


class Join(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Neighbouring words written as one: their places, the spelling, its letters as in `Token`."""

    places: tuple[int, ...]
    text: str
    letters: int


class Entity(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name as it was read. `written`: what was typed.

    `tokens`: its words in their order, without the legal form; empty where nothing can be read, and then it is like no other name.
    `forms`: classes of legal forms (`llc`, `jsc`, ...), each once, sorted. `form_text`: the words that were read as legal forms.
    `initials`: the first letters of its words, of three or more. `short`: such letters where the name itself gives them (in brackets).
    `joins`: neighbours as one word. `alone`: the only word that tells something, which may be the letters of another name; else empty.
    `key`: the words and forms as one text, by which two names are put in one order.
    """

    written: str
    tokens: tuple[Token, ...]
    forms: tuple[str, ...] = ()
    form_text: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    alone: str = ""
    key: str = ""


class Match(msgspec.Struct, frozen=True, gc=False):
    """Words of one name that stand for words of the other: positions in `Entity.tokens`, 0 to 1, and the id of the sentence why."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float
    why: str


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A message id and its values."""

    text: str
    values: dict[str, str] = {}


class Comparison(msgspec.Struct, frozen=True, gc=False):
    """Two names beside each other. `left`, `right`: positions of words that stand alone. `sentences`: what tells most comes first."""

    score: float
    matches: tuple[Match, ...]
    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    sentences: tuple[Sentence, ...] = ()
