"""Foreign names in Han by their sounds: 特朗普 is Te-lang-pu to the eye and t-lan-pu to the ear."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from comity.names.model import Script, Word
from comity.names.scripts.characters import simplified, sounds
from comity.names.tables import rows

MOST_FORMS: Final = 8
_N_BEFORE_LIPS: Final = re.compile("n(?=[bp])")  # 朗普 is -lamp


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split()) for row in rows("han_foreign")}


def likely(piece: str) -> bool:
    """Whether every character is one that foreign names are usually written with."""
    table = _table()
    return all(sign in table for sign in simplified(piece))


@lru_cache(maxsize=8192)
def word(piece: str) -> Word:
    """A word of a foreign name: by its sounds, with r for l, with the second sound of each character; plain Pinyin."""
    heard = [_table().get(sign) or (sounds(sign).pinyin,) for sign in simplified(piece)]
    first = _N_BEFORE_LIPS.sub("m", "".join(each[0] for each in heard))
    second = _N_BEFORE_LIPS.sub("m", "".join(each[-1] for each in heard))
    pinyin = "".join(sounds(sign).pinyin for sign in piece).replace("v", "u")
    forms = (first, _with_r(first), second, pinyin, _with_r(second), _with_end(first))
    return Word(text=piece, forms=tuple(form for form in dict.fromkeys(forms) if form)[:MOST_FORMS], script=Script.HAN)


def _with_r(form: str) -> str:
    """The same with r: 拉 is la and ra. Only one of l and r may be right within a name; both names are asked."""
    return form.replace("l", "r")


def _with_end(form: str) -> str:
    """With r for l before a consonant or at the end, where 尔 and 勒 stand for either."""
    return "".join("r" if sign == "l" and form[place + 1 : place + 2] not in tuple("aeiou") else sign for place, sign in enumerate(form))
