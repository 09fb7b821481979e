"""Single Han characters: the simplified twin, and how they sound in Mandarin, Cantonese and Korean."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

from anyascii import anyascii

from comity.names.scripts import jamo, sinitic
from comity.names.tables import rows


class Sounds(NamedTuple):
    """How a character sounds; empty where that is not known.

    `pinyin`: without tone, `v` for the rounded u. `cantonese`: as Hong Kong spells. `hangul`: one syllable.
    """

    pinyin: str
    cantonese: str
    hangul: str


_OWN: Final = "."


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows("han_readings")}


@cache
def _folds() -> dict[int, str]:
    """Each traditional or Japanese form to the simplified one."""
    found = {ord(sign): simple for sign, (simple, *_) in _table().items() if simple}
    for kanji, simple, older in rows("kanji_forms"):
        twin = kanji if simple == _OWN else simple
        found |= {ord(form): found.get(ord(twin), twin) for form in (kanji, older) if form not in (_OWN, twin)}
    return found


@lru_cache(maxsize=32768)
def simplified(text: str) -> str:
    """A text with each character in its simplified Chinese form: 陳 and 陈 are one, so are 渡邊, 渡辺 and 渡边."""
    return text.translate(_folds())


def one_form(text: str) -> str:
    """A word of Han or Hangul in the one form in which two are compared: simplified characters; 리 and 이, 룡 and 용, 로 and 노 are one."""
    return jamo.softened(simplified(text))


@lru_cache(maxsize=16384)
def sounds(sign: str) -> Sounds:
    """The sounds of one character. One that the table lacks sounds as anyascii has it, in Mandarin alone; unknown ones are empty."""
    row = _table().get(sign)
    if row is None:
        guess = "".join(letter for letter in anyascii(sign).lower() if "a" <= letter <= "z")
        return Sounds(guess, "", "")
    twin = _table().get(row[0], ("", "", "", "")) if row[0] else ("", "", "", "")
    _, pinyin, jyutping, hangul = row
    return Sounds(twin[1] or pinyin, sinitic.hong_kong(jyutping or twin[2]), hangul)
