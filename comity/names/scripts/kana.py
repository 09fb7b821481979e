"""Kana: Japanese names as passports spell them, foreign names in katakana to the sounds that they stand for.

Long vowels are written o, ou or oh by their bearers; passports leave them out. ん is m before b, m, p in passports, n elsewhere.
Source: Ministry of Foreign Affairs of Japan, spelling of names in passports (Hepburn, exceptions on request).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.tables import rows

MOST_FORMS: Final = 8
_FREQUENT: Final = 1000  # surnames: those after them sound like too many given names
_CUT: Final = re.compile(r"[^ぁ-ゖァ-ヺーゝゞヽヾ]+")
_KATAKANA: Final = re.compile(r"[ァ-ヺー]+")
_HEPBURN: Final = {row[0]: row[1] for row in rows("kana")}
_OTHER: Final = {row[0]: row[2] or row[1] for row in rows("kana")}
_LONG: Final = str.maketrans({"ゝ": None, "ゞ": None})
_REPEATED_VOWEL: Final = re.compile(r"([aiueo])\1+")
_FALLING_O: Final = re.compile(r"ou(?=[^aeiou]|$)")
_N_BEFORE_LIPS: Final = re.compile(r"n(?=[bmp])")
_CONSONANT: Final = "bcdfghjklmprstvz"
_END_VOWEL: Final = re.compile(rf"(?<=[{_CONSONANT}])u$|(?<=[td])o$")
_INNER_VOWEL: Final = re.compile(rf"(?<=[{_CONSONANT}])u(?=[{_CONSONANT}n])|(?<=[td])o(?=[rl])")
_DOUBLED: Final = re.compile(r"([a-z])\1")
_FOREIGN: Final = (("chi", "ti"), ("ji", "di"), ("shi", "si"), ("tsu", "t"), ("she", "se"))


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - every script is read by one signature
    """The words of a name in kana, one for each piece. A surname is told where the first or the last piece alone sounds like one."""
    pieces = [piece for piece in _CUT.split(text) if piece]
    ends = {place for place in (0, len(pieces) - 1) if len(pieces) > 1 and hiragana(pieces[place]) in _surnames()}
    family = min(ends, default=-1)
    given = Role.GIVEN if ends else Role.UNKNOWN
    return tuple(word(piece, Role.FAMILY if place == family else given) for place, piece in enumerate(pieces))


@cache
def _surnames() -> frozenset[str]:
    """How the frequent surnames of Japan sound."""
    return frozenset(reading for row in rows("japanese_surnames")[:_FREQUENT] for reading in row[1].split())


@lru_cache(maxsize=8192)
def word(piece: str, role: Role = Role.UNKNOWN) -> Word:
    """One word: in katakana also as a foreign name."""
    foreign = loaned(piece) if _KATAKANA.fullmatch(piece) else ()
    usual = spellings(piece)
    forms = dict.fromkeys((*foreign[:1], *usual[:1], *foreign[1:], *usual[1:]))
    return Word(piece, tuple(form for form in forms if form)[:MOST_FORMS], role, Script.KANA)


def hiragana(text: str) -> str:
    """Katakana as hiragana: the blocks lie 96 apart (Unicode, chapter 18.4)."""
    return "".join(chr(ord(sign) - 96) if "ァ" <= sign <= "ヶ" else sign for sign in text)


def spellings(text: str) -> tuple[str, ...]:
    """The Latin spellings of a Japanese word in kana, most usual first; a to z alone."""
    plain = romanised(text, _HEPBURN)
    short = shortened(plain)
    other = shortened(romanised(text, _OTHER))
    forms = (short, _N_BEFORE_LIPS.sub("m", short), plain, _FALLING_O.sub("oh", plain), other)
    return tuple(dict.fromkeys(form for form in forms if form))


def shortened(plain: str) -> str:
    """Without long vowels, but ii: tarou is taro, yuuko is yuko, oono is ono; keiichi stays."""
    return _FALLING_O.sub("o", _REPEATED_VOWEL.sub(lambda found: "ii" if found[1] == "i" else found[1], plain))


def romanised(text: str, table: dict[str, str]) -> str:
    """Kana to Latin by a table, long vowels written twice. Signs that are no kana fall out."""
    kana, written, place, doubled = hiragana(text).translate(_LONG), "", 0, False
    while place < len(kana):
        sign = kana[place]
        pair = kana[place : place + 2]
        if sign == "ー":
            written += written[-1:]
        elif sign == "っ":
            doubled = True
        else:
            sound = table.get(pair, "") if len(pair) == 2 else ""
            place += 1 if sound else 0
            sound = sound or table.get(sign, "")
            written += ("t" if sound.startswith("ch") else sound[:1]) + sound if doubled else sound
            doubled = False
        place += 1
    return written


def loaned(text: str) -> tuple[str, ...]:
    """A foreign name's sounds: without the vowels that Japanese puts between and after consonants; r is r, then l; b is b, then v."""
    plain = _DOUBLED.sub(r"\1", romanised(text, _HEPBURN).replace("ou", "o"))
    bare = _END_VOWEL.sub("", plain)
    tight = _N_BEFORE_LIPS.sub("m", _INNER_VOWEL.sub("", bare))
    western = tight
    for native, foreign in _FOREIGN:
        western = western.replace(native, foreign)
    forms = (tight, bare, tight.replace("r", "l"), western, tight.replace("b", "v"), western.replace("b", "v").replace("r", "l"))
    return tuple(dict.fromkeys(forms))
