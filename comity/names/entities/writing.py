"""Any text to plain words: one form of each letter, points of initials gone, signs as words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

LONGEST: Final = 400  # characters of a name that are read
MOST_WORDS: Final = 40
_MARKED: Final = 0x0700  # below: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, whose marks may be left out in writing
_APOSTROPHES: Final = re.compile("['’‘`´ʼʻʿʾ′ʹ\"“”„«»״׳]")
_INITIALS: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\. ?)+[^\W\d_](?!\w)\.?")
_SLASHED: Final = re.compile(r"(?<!\w)([^\W\d_])/([^\W\d_])(?!\w)")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th|er|re|eme|ste|te|ter|й|я|ое|го)")
_RUNS: Final = re.compile(r"\d+|\D+")
_ARABIC: Final = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ۀ": "ه", "ھ": "ه", "ے": "ي", "ٱ": "ا", "ـ": None})


@lru_cache(maxsize=4096)
def _sort(character: str) -> str:
    return unicodedata.category(character)[0]


def unseen_out(text: str) -> str:
    """The text composed (NFKC), without control and format characters, at most `LONGEST` long."""
    composed = unicodedata.normalize("NFKC", text[: 2 * LONGEST])
    return "".join(one if _sort(one) != "C" else " " if one.isspace() else "" for one in composed)[:LONGEST]


def fold(word: str) -> str:
    """A word as the tables have it: no case, no marks; Latin letters beyond a to z as those; one form of each Arabic letter."""
    plain = word.casefold()
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", plain)
    bare = "".join(one for one in parts if ord(one) >= _MARKED or _sort(one) != "M")
    kept = unicodedata.normalize("NFC", bare).translate(_ARABIC)
    return "".join(anyascii(one).lower() if "\x7f" < one < "ʰ" else one for one in kept)


def _joined(found: re.Match[str]) -> str:
    return f" {found.group(0).replace('.', '').replace(' ', '')} "


def _signs(text: str) -> str:
    spelled = re.sub(r"%(?=\w)", " percent", text).replace("%", " percent ").replace("#", " no ").replace("+", "&")
    return spelled.replace("&", " and ")


def _split(word: str) -> list[str]:
    """A word with digits: the ordinal's number, or its runs of digits and letters."""
    ordinal = _ORDINAL.fullmatch(word)
    return [ordinal.group(1)] if ordinal else _RUNS.findall(word)


def words(text: str) -> list[str]:
    """The words of a name, without case: letters, marks and numbers; `&` is `and`. At most `MOST_WORDS`."""
    plain = _signs(_APOSTROPHES.sub("", unseen_out(text).casefold().replace("№", " no ")))
    joined = _SLASHED.sub(r"\1\2", _INITIALS.sub(_joined, plain))
    spaced = "".join(one if _sort(one) in "LMN" else " " for one in joined)
    return [part for word in spaced.split() for part in (_split(word) if any(map(str.isdigit, word)) else [word])][:MOST_WORDS]
