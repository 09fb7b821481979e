"""Chinese surnames: which there are, how their bearers spell them, and where a name is cut after one."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from comity.names.scripts import sinitic
from comity.names.scripts.characters import simplified, sounds
from comity.names.tables import rows

MOST_FORMS: Final = 8
# Surnames that Koreans bear as well, in simplified form: their given names are read in Korean too.
KOREAN: Final = frozenset("金朴崔郑姜尹权李赵韩申安洪文白许南沈玄太池张林吴徐黄宋柳全高孙裴卢曹车俞")


@cache
def _table() -> dict[str, tuple[int, str, tuple[str, ...]]]:
    return {row[0]: (rank, row[1], tuple((row[2] if len(row) > 2 else "").split())) for rank, row in enumerate(rows("han_surnames"))}


@lru_cache(maxsize=16384)
def rank(piece: str) -> int | None:
    """The place of a surname among all, 0 is the most frequent; nothing where it is none. Any form of its characters will do."""
    found = _table().get(simplified(piece))
    return found[0] if found else None


@lru_cache(maxsize=2048)
def spellings(surname: str) -> tuple[str, ...]:
    """The Latin spellings of a surname of the table: Pinyin, the first other, Wade-Giles, the rest. Raises: KeyError, where it is none."""
    _, pinyin, others = _table()[simplified(surname)]
    first = others[:1] or ("".join(sounds(sign).cantonese for sign in surname),)
    wade = sinitic.wade_giles(pinyin) if len(surname) == 1 else ""
    typed = f"{pinyin[0]}yu" if pinyin in {"lu", "nu"} and sounds(surname[0]).pinyin.endswith("v") else ""
    return tuple(form for form in dict.fromkeys((pinyin, *first, wade, typed, *others)) if form)[:MOST_FORMS]


def cut(name: str) -> int:
    """How many characters of an unspaced name are its surname: 2, 1, or 0 where it begins with none."""
    if len(name) > 2 and rank(name[:2]) is not None:
        return 2
    return 1 if rank(name[:1]) is not None else 0
