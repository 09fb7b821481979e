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

_BRACKETED: Final = re.compile(r"[(\[（]\s*([^\W\d_][\w./-]{1,11})\s*[)\]）]")
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


def _short(written: str, initials: tuple[str, ...]) -> dict[str, list[str]]:
    """What stands in brackets and is the letters of the name, with its words: capitals that begin as a word does, or its very initials."""
    firsts = {one[0] for one in initials}
    found: dict[str, list[str]] = {}
    for said in _BRACKETED.findall(written):
        parts = [fold(word) for word in words(said)]
        joined = "".join(parts)
        capitals = said.isupper() and joined[:1] in firsts and known_words().isdisjoint(parts)
        if capitals or joined in initials:
            found[joined] = parts
    return found


def _lighter(token: Token, parts: set[str], alone: bool) -> Token:
    if alone or token.text not in parts or token.kind != Kind.WORD:
        return token
    return structs.replace(token, weight=_SHORT_WEIGHT)


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


def read_entity(text: str) -> Entity:
    """A name of an organisation or a vessel, read.

    Never raises, whatever the text holds. `tokens` is empty where there is nothing to read. Cost: some 200 microseconds.
    """
    plain = [straight(part) for word in words(text) for part in cut(fold(word)) if part]
    rest, kinds, form_text = peel(plain)
    found = tokens(rest)
    seen = unseen_out(text)
    outside = _BRACKETED.sub(" ", seen)
    initials = tuple(sorted({*_initials(found), *_phrase_initials(rest), *_phrase_initials(plain)}))
    if outside != seen and (bare := read_entity(outside)).tokens:
        initials = bare.initials
    short = _short(seen, initials)
    parts = {part for one in short.values() for part in one}
    light = tuple(_lighter(token, parts, len(found) == 1) for token in found)
    key = "\n".join((" ".join(token.text for token in light), " ".join(sorted(kinds)), " ".join(form_text), text))
    classes = tuple(sorted(set(kinds)))
    return Entity(text, light, classes, tuple(form_text), initials, tuple(sorted(short)), _joins(light), _alone(light), key)
