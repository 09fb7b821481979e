"""Syllables of Chinese from one way of writing to another, by rule: Pinyin to Wade-Giles, Jyutping to the spellings of Hong Kong.

Source: tables of both systems as commonly printed; Hong Kong by the practice of its registration of persons (no rule is published).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_WADE_FIRST: Final = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"),
    ("c", "ts"), ("r", "j"),
)  # fmt: skip
_WADE_WHOLE: Final = {
    "zi": "tzu", "ci": "tzu", "si": "szu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "er": "erh", "yi": "i",
    "you": "yu", "yan": "yen", "ye": "yeh", "yue": "yueh", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "gui": "kuei", "kui": "kuei",
    "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "yong": "yung",
}  # fmt: skip
_HONG_KONG_FIRST: Final = (("gw", "kw"), ("ng", "ng"), ("z", "ch"), ("c", "ch"), ("j", "y"), ("g", "k"))
_HONG_KONG_LAST: Final = (
    ("yun", "uen"), ("yut", "uet"), ("yu", "yu"), ("oeng", "eung"), ("oek", "euk"), ("oe", "euh"), ("eoi", "ui"), ("eon", "un"),
    ("eot", "ut"), ("aai", "ai"), ("aau", "au"), ("aam", "am"), ("aan", "an"), ("aang", "ang"), ("aap", "ap"), ("aat", "at"),
    ("aak", "ak"), ("aa", "a"), ("ou", "o"),
)  # fmt: skip
_HONG_KONG_WHOLE: Final = {
    "zang": "tsang", "ze": "tse", "zeoi": "tsui", "zi": "chi", "si": "sze", "ji": "yee", "jyun": "yuen", "jyut": "yuet", "jyu": "yu",
    "jiu": "yiu", "fu": "foo", "ceoi": "chui", "hou": "ho", "leoi": "lui", "jing": "ying", "jin": "yin", "ng": "ng", "syu": "shu",
    "sing": "shing", "siu": "siu", "soeng": "sheung", "ngo": "ngo", "kyun": "kuen", "gyun": "kuen",
}  # fmt: skip


@lru_cache(maxsize=2048)
def wade_giles(syllable: str) -> str:
    """A Pinyin syllable (`xiao`, `lv`) in Wade-Giles without its signs (`hsiao`, `lu`)."""
    if whole := _WADE_WHOLE.get(syllable):
        return whole
    first, last = _parted(syllable, _WADE_FIRST)
    if last.endswith("ong"):
        last = f"{last[:-3]}ung"
    elif last.endswith("ian"):
        last = f"{last[:-3]}ien"
    elif last.endswith(("ie", "ue", "ve")):
        last += "h"
    elif last == "uo":
        last = "o"
    return first + last.replace("v", "u")


@lru_cache(maxsize=2048)
def hong_kong(syllable: str) -> str:
    """A Jyutping syllable without tone (`zoeng`) as people of Hong Kong are spelled (`cheung`)."""
    if whole := _HONG_KONG_WHOLE.get(syllable):
        return whole
    first, last = _parted(syllable, _HONG_KONG_FIRST)
    for heard, spelt in _HONG_KONG_LAST:
        if last.endswith(heard):
            return first + last.removesuffix(heard) + spelt
    return first + last


def _parted(syllable: str, firsts: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The first consonant as written, and the rest."""
    for heard, spelt in firsts:
        if syllable.startswith(heard):
            return spelt, syllable.removeprefix(heard)
    return "", syllable
