"""Han: Chinese names, Japanese names in kanji, and foreign names written by their sounds.

A run may hold kana as well (山田はなこ) and middle dots (贝拉克·奥巴马); spaces keep the pieces that they part.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from comity.names.model import Script, Word

_CUT: Final = re.compile(r"[^\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffffぁ-ヺー]+")


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - every script is read by one signature
    """The words of a name in Han. `language`: `zh`, `ja`, `ko` or `vi` where it is known."""
    return tuple(_word(piece) for piece in _CUT.split(text) if piece)


@lru_cache(maxsize=8192)
def _word(piece: str) -> Word:
    form = "".join(each for each in anyascii(piece).lower() if "a" <= each <= "z")
    return Word(text=piece, forms=(form,) if form else (), script=Script.HAN)
