"""Any text to an `Entity`."""

from __future__ import annotations

import re
from typing import Final

from msgspec import structs

from comity.names.entities.forms import peel
from comity.names.entities.latin import letters
from comity.names.entities.meaning import cut, straight, tokens
from comity.names.entities.model import Entity, Join, Kind, Token
from comity.names.entities.pairing import SHORTEST_JOINED
from comity.names.entities.tables import known_words
from comity.names.entities.writing import fold, unseen_out, words

_BRACKETED: Final = re.compile(r"[(\[（/]\s*([^\W\d_][\w.-]{1,11})\s*(?:[)\]）]|$)")  # one word in brackets, or after the last stroke
_REMARK: Final = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
_REMARK_FROM: Final = 4  # words in brackets that are no part of the name: where it lies, what it was
_REMARK_WEIGHT: Final = 0.3
_FEWEST_INITIALS: Final = 3
_MOST_JOINED: Final = 3
_SHORT_WEIGHT: Final = 0.1


def _initials(found: list[Token]) -> tuple[str, ...]:
    """First letters of the words, with the small ones (of, the) and without; of three or more."""
    all_words = "".join(token.forms[0][0] for token in found)
    own = "".join(token.forms[0][0] for token in found if token.kind != Kind.LINK)
    return tuple(sorted({one for one in (all_words, own) if len(one) >= _FEWEST_INITIALS}))


def _phrase_initials(plain: list[str]) -> tuple[str, ...]:
    return ("".join(word[0] for word in plain),) if len(plain) >= _FEWEST_INITIALS else ()


def _all_initials(found: list[Token], rest: list[str], plain: list[str]) -> tuple[str, ...]:
    """Of the words that were told, of the single words, and of all with the legal form."""
    return tuple(sorted({*_initials(found), *_phrase_initials(rest), *_phrase_initials(plain)}))


def _folded(text: str) -> list[str]:
    return [fold(word) for word in words(text)]


def _short(written: str, named: list[Token], initials: tuple[str, ...]) -> dict[str, list[str]]:
    """What stands in brackets and is the letters of the name, with its words: capitals that begin as a word does, or its very initials."""
    firsts = {token.forms[0][0] for token in named}
    found: dict[str, list[str]] = {}
    for said in _BRACKETED.findall(written):
        parts = _folded(said)
        joined = "".join(parts)
        capitals = said.isupper() and joined[:1] in firsts and known_words().isdisjoint(parts)
        if capitals or joined in initials:
            found[joined] = parts
    return found


def _remarks(written: str) -> set[str]:
    """The words of long remarks in brackets that the name outside them does not have."""
    long = [said for said in _REMARK.findall(written) if len(said.split()) >= _REMARK_FROM]
    return {word for said in long for word in _folded(said)} - set(_folded(_REMARK.sub(" ", written))) if long else set()


def _lighter(token: Token, short: set[str], remarks: set[str]) -> Token:
    if token.text in short and token.kind == Kind.WORD:
        return structs.replace(token, weight=_SHORT_WEIGHT)
    return structs.replace(token, weight=token.weight * _REMARK_WEIGHT) if remarks.issuperset(token.text.split()) else token


def _joins(words: tuple[Token, ...]) -> tuple[Join, ...]:
    """Two or three neighbours as one word, where that is long enough to tell something."""
    found: list[Join] = []
    for count in range(2, _MOST_JOINED + 1):
        for at in range(len(words) - count + 1):
            text = "".join(token.forms[0] for token in words[at : at + count])
            if len(text) >= SHORTEST_JOINED and any(token.kind != Kind.LINK for token in words[at : at + count]):
                found.append(Join(tuple(range(at, at + count)), text, letters(text)))
    return tuple(found)


def _alone(found: tuple[Token, ...]) -> str:
    """The only word that tells something, or single letters that stand for one."""
    own = [token.forms[0] for token in found if token.weight > 0.0]
    return "".join(own) if len(own) == 1 or all(len(word) == 1 for word in own) else ""


def _plain(text: str) -> list[str]:
    return [straight(part) for word in words(text) for part in cut(fold(word)) if part]


def _named(outside: str) -> tuple[list[Token], tuple[str, ...]]:
    """The words and initials of a name without what stands in brackets."""
    plain = _plain(outside)
    rest = peel(plain)[0]
    found = tokens(rest)
    return found, _all_initials(found, rest, plain)


def read_entity(text: str) -> Entity:
    """A name of an organisation or a vessel, read.

    Never raises, whatever the text holds. `tokens` is empty where there is nothing to read. Cost: some 200 microseconds.
    """
    plain = _plain(text)
    rest, kinds, form_text = peel(plain)
    found = tokens(rest)
    seen = unseen_out(text)
    outside = _BRACKETED.sub(" ", seen)
    named, initials = _named(outside) if outside != seen else (found, _all_initials(found, rest, plain))
    short = _short(seen, named or found, initials)
    parts = {part for one in short.values() for part in one} if len(found) > 1 else set()
    remarks = _remarks(seen) if len(found) > _REMARK_FROM else set()
    light = tuple(_lighter(token, parts, remarks) for token in found) if parts or remarks else tuple(found)
    classes = tuple(sorted(set(kinds)))
    key = "\n".join((" ".join(token.text for token in light), " ".join(classes), " ".join(form_text), text))
    return Entity(text, light, classes, tuple(form_text), initials, tuple(sorted(short)), _joins(light), _alone(light), key)
