"""Hangul: a Korean name to its surname and given name, in the spellings of South, North and older books; foreign names to their sounds.

Sources: Revised Romanisation (Ministry of Culture, 2000-8), McCune-Reischauer (1939) without its signs, the rules of the DPRK (1992), and
usage in passports, which follows none of them (Lee, Park, Young, Soo, Woo).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts import jamo
from comity.names.tables import rows

MOST_FORMS: Final = 8
_CUT: Final = re.compile(r"[^가-힣]+")
_LONGEST_GIVEN: Final = 3  # syllables: three are rare, four are a foreign name
_SURNAMES: Final = {surname: tuple(spellings.split()) for surname, spellings in rows("hangul_surnames")}
_PLACES: Final = {surname: place for place, surname in enumerate(_SURNAMES)}


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - every script is read by one signature
    """The words of a Korean name: surname and given name where they can be told. `language` changes nothing here."""
    pieces = [piece for piece in _CUT.split(text) if piece]
    if len(pieces) == 1:
        return _split(pieces[0])
    family = min((piece for piece in pieces if piece in _SURNAMES), key=_rank, default="")
    return tuple(_piece(piece, family) for piece in pieces)


def _rank(surname: str) -> tuple[bool, int]:
    """A surname of two syllables is no given name; of others the more frequent is the likelier."""
    return len(surname) == 1, _PLACES[surname]


def _split(name: str) -> tuple[Word, ...]:
    """A name without spaces: the longest surname at its front, what is left is given."""
    for length in (2, 1):
        family, given = name[:length], name[length:]
        if family in _SURNAMES and len(given) <= _LONGEST_GIVEN - (length == 1 and len(given) > 2):
            return (family_word(family), given_word(given)) if given else (family_word(family),)
    return (foreign_word(name),)


def _piece(piece: str, family: str) -> Word:
    """One piece of a name that has spaces: order tells nothing, a surname that stands alone does."""
    if piece == family:
        return family_word(piece)
    if piece in _SURNAMES:
        return Word(piece, tuple(dict.fromkeys((*_SURNAMES[piece][:4], *spellings(piece))))[:MOST_FORMS], script=Script.HANGUL)
    return given_word(piece) if family and len(piece) <= _LONGEST_GIVEN else foreign_word(piece)


@lru_cache(maxsize=1024)
def family_word(surname: str) -> Word:
    """A surname of the table in its usual spellings."""
    return Word(text=surname, forms=_SURNAMES[surname][:MOST_FORMS], role=Role.FAMILY, script=Script.HANGUL)


@lru_cache(maxsize=8192)
def given_word(name: str) -> Word:
    """A given name: each way of writing carried through the whole name, not syllable by syllable."""
    return Word(text=name, forms=spellings(name), role=Role.GIVEN, script=Script.HANGUL)


@lru_cache(maxsize=8192)
def foreign_word(name: str) -> Word:
    """A word that is no Korean name by its shape: as it sounds abroad, then as Koreans write it."""
    forms = dict.fromkeys((*jamo.loaned(name), *spellings(name)))
    return Word(text=name, forms=tuple(forms)[:MOST_FORMS], script=Script.HANGUL)


def spellings(name: str) -> tuple[str, ...]:
    """The Latin spellings of a Korean given name, most usual first; a to z alone."""
    ways = (jamo.popular, jamo.revised, jamo.northern, jamo.reischauer, jamo.popular_open)
    forms = dict.fromkeys(way(name) for way in ways)
    if name[0] in jamo.SOFTENED:
        forms |= dict.fromkeys(way(jamo.SOFTENED[name[0]] + name[1:]) for way in ways[:3])
    return tuple(form for form in forms if form)[:MOST_FORMS]
