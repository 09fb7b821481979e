"""Korean syllables taken apart into letters, and the letters written in Latin by each way of writing.

Unicode, chapter 3.12: a syllable is 0xAC00 + (initial * 21 + medial) * 28 + final.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_FIRST: Final = 0xAC00
_REVISED: Final = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
]  # fmt: skip
_NORTHERN: Final = [
    "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h",
]  # fmt: skip
_REISCHAUER: Final = [
    "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch", "k", "t", "p", "h",
]  # fmt: skip
_VOICED: Final = {"k": "g", "t": "d", "p": "b", "ch": "j"}  # between vowels and after n, m, ng, l: of the plain letters alone
_PLAIN: Final = frozenset((0, 3, 7, 12))
_MEDIALS: Final = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i",
]  # fmt: skip
_SHORT_MEDIALS: Final = [
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i",
]  # fmt: skip
_FINALS: Final = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "p", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t",
    "p", "t",
]  # fmt: skip
_EO, _YEO, _U, _YU, _EU, _UI, _I, _SILENT, _NG, _N, _L, _G = 4, 6, 13, 17, 18, 19, 20, 11, 21, 4, 8, 0
# Initial ㄹ and ㄴ of the North are dropped or softened in the South: 리 is 이, 룡 is 용, 련 is 연.
_GLIDES: Final = frozenset((2, 3, 6, 7, 12, 17, 20))  # ya, yae, yeo, ye, yo, yu, i
SOFTENED: Final = {
    chr(_FIRST + (5 * 21 + medial) * 28 + final): chr(_FIRST + ((_SILENT if medial in _GLIDES else 2) * 21 + medial) * 28 + final)
    for medial in range(21)
    for final in range(28)
}


def letters(name: str) -> Iterator[tuple[int, int, int]]:
    """Initial, medial and final of each syllable, as places in Unicode's lists."""
    for sign in name:
        place = ord(sign) - _FIRST
        yield place // 588, place % 588 // 28, place % 28


def softened(name: str) -> str:
    """A word whose first syllable has the South's initial: 리 as 이, 로 as 노; the North keeps ㄹ."""
    return SOFTENED.get(name[:1], name[:1]) + name[1:]


def revised(name: str) -> str:
    """Revised Romanisation as names are written: syllable by syllable, without assimilation."""
    return "".join(_REVISED[i] + _MEDIALS[m] + _FINALS[f] for i, m, f in letters(name))


def northern(name: str) -> str:
    """As the DPRK writes its people: Jong Un, Yong Chol, Ryong Hae."""
    return "".join(_NORTHERN[i].rstrip("h" if i in (15, 16, 17) else "") + _SHORT_MEDIALS[m] + _FINALS[f] for i, m, f in letters(name))


def reischauer(name: str) -> str:
    """McCune-Reischauer without breves and apostrophes: plain consonants are voiced within the name."""
    written, sounding = "", False
    for initial, medial, final in letters(name):
        first = _REISCHAUER[initial]
        if sounding and initial in _PLAIN:
            first = _VOICED[first]
        written += first + _SHORT_MEDIALS[medial] + _FINALS[final]
        sounding = final in (0, _N, _L, 16, _NG)
    return written


def popular(name: str) -> str:
    """As South Koreans write themselves: Young, Hyun, Soo, Kyung, Jung, Hee."""
    return "".join(_popular(*each) for each in letters(name))


def popular_open(name: str) -> str:
    """The other half of what they write: Joon for Jun, Sook for Suk, Yeon for Yun, Seok for Suk."""
    return "".join(_popular_open(*each) for each in letters(name))


def _popular(initial: int, medial: int, final: int) -> str:
    first = "k" if initial == _G else "sh" if initial == 9 and medial == _I and final == _N else _REVISED[initial]
    last = _FINALS[final]
    if medial == _EO and final:
        return f"{first}u{last}"
    if medial == _YEO and final == _NG:
        return "young" if initial == _SILENT else f"{first}yung"
    if medial == _YEO and final:
        return f"yeo{last}" if initial == _SILENT else f"{first}yu{last}"
    if medial == _U:
        return _oo(initial, first, final)
    if medial == _UI:
        return f"{first}ee{last}" if first else f"eui{last}"
    return first + _MEDIALS[medial] + last


def _oo(initial: int, first: str, final: int) -> str:
    """우 woo, 수 soo, 훈 hoon; but 준 jun."""
    long = initial != 12 or not final
    return ("w" if not first and not final else "") + first + ("oo" if long else "u") + _FINALS[final]


def _popular_open(initial: int, medial: int, final: int) -> str:
    first = "k" if initial == _G else _REVISED[initial]
    if medial == _U:
        return first + ("oo" if initial == 12 and final else "u") + _FINALS[final]
    if medial == _YU:
        return f"{first}yoo{_FINALS[final]}"
    if medial == _I and not final and initial in (0, 18):
        return f"{first}ee"
    return first + _MEDIALS[medial] + _FINALS[final]


def loaned(name: str) -> tuple[str, ...]:
    """A foreign name's sounds: 스 is s, 트 is t; ㄹ is l, then r; ㅂ is b, then v; ㅍ is p, then f."""
    plain = "".join(
        _REVISED[i] + ("" if m == _EU and not f and _REVISED[i] else _MEDIALS[m].replace("eo", "o")) + _FINALS[f]
        for i, m, f in letters(name)
    )
    return plain, plain.replace("lr", "l").replace("r", "l"), plain.replace("p", "f").replace("b", "v")
