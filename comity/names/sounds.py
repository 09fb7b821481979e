"""A Latin form to the sounds that scripts and languages share, and to its consonant skeleton.

A sound is a small number. What a letter stands for differs between languages (`j` in Jan, Juan, James; `c` in Cem, Cyril, Celso), so a
letter gets one code, and the costs in `costs` say which others it may stand for. Letters that are written twice are one sound.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SOUNDS: Final = (
    "-", "a", "e", "i", "o", "u", "y", "w", "h", "b", "p", "f", "v", "t", "d", "th", "dh", "k", "g", "kh", "gh", "s", "z", "c", "ts", "sh",
    "ch", "zh", "j", "x", "l", "r", "m", "n", "abd", "lah", "din", "vich", "dottir", "shvili", "zade",
)  # fmt: skip
CODE: Final = {sound: code for code, sound in enumerate(SOUNDS)}
VOWELS: Final = frozenset("aeiou")
LONGEST: Final = 24  # sounds of one word; what comes after is not compared

# Letters to sounds, the longest first. Upper-case marks what depends on its neighbours (`_one`).
_SPELT: Final = {
    "tsch": ("ch",), "shch": ("sh",), "dsch": ("j",), "sch": ("sh",), "tch": ("ch",), "dzh": ("j",), "dsh": ("j",), "dj": ("j",),
    "sh": ("sh",), "ch": ("ch",), "kh": ("kh",), "gh": ("gh",), "zh": ("zh",), "th": ("th",), "dh": ("dh",), "ph": ("f",), "tz": ("ts",),
    "ts": ("ts",), "cz": ("ch",), "sz": ("sh",), "ck": ("k",), "qu": ("k",), "rh": ("r",), "ou": ("u",), "oo": ("u",), "ee": ("i",),
    "wh": ("w",), "b": ("b",), "d": ("d",), "f": ("f",), "g": ("g",), "h": ("h",), "j": ("j",), "k": ("k",), "l": ("l",), "m": ("m",),
    "n": ("n",), "p": ("p",), "q": ("k",), "r": ("r",), "s": ("s",), "t": ("t",), "v": ("v",), "w": ("w",), "z": ("z",), "a": ("a",),
    "e": ("e",), "i": ("i",), "o": ("o",), "u": ("u",),
}  # fmt: skip
_MOST_LETTERS: Final = 4
# Beginnings and ends that thousands of names share: one sound each, so that what is the person's own decides (Abdulhamid and Abdulmajid,
# Nuruddin and Sirajuddin are other names). The article after abd takes the sound of the letter that follows it.
_ABD: Final = re.compile(r"abd(?:[aeiou](?:l(?=[a-z]{3})|(?=[^aeiou][a-z]{2}))|(?=[^aeiouhl][a-z]{2}))")
_ENDS: Final = (
    (re.compile(r"(?<=[a-z]{2})[aeou]ll?ah?$"), "lah"),
    (re.compile(r"(?<=[a-z]{2})[aeiou](?:ld|dd?)(?:i|ee|ie)ne?$"), "din"),
    (re.compile(r"(?<=[a-z]{2})[eo](?:v|w)(?:ich|itch|itsch|ic|yc|ych)$"), "vich"),
    (re.compile(r"(?<=[a-z]{2})s?d[ou]tt?ir$"), "dottir"),
    (re.compile(r"(?<=[a-z]{2})i?sc?h?[vw]ili$"), "shvili"),
    (re.compile(r"(?<=[a-z]{2})z[ao]i?d[ae]h?$"), "zade"),
)


@lru_cache(maxsize=65536)
def sounds(form: str) -> bytes:
    """The sound codes of a form (a to z), one byte each, at most `LONGEST`; a sound never follows itself. Cost: 5 us, then a look-up."""
    begins, form, ends = _cut(form)
    return bytes([CODE[sound] for sound in (*begins, *_heard(form)[: LONGEST - 2], *ends)])


@lru_cache(maxsize=65536)
def letter_by_letter(form: str) -> bytes:
    """As `sounds`, with no beginning or end taken as one."""
    return bytes([CODE[sound] for sound in _heard(form)[:LONGEST]])


def _heard(form: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(form):
        taken, length = _next(form, at)
        found += [sound for place, sound in enumerate(taken) if (found or [""])[-1] != sound or place]
        at += length
    return found


def _cut(form: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """What many names begin and end with, and what is between."""
    begins: tuple[str, ...] = ()
    if (found := _ABD.match(form)) is not None:
        begins, form = ("abd",), form[found.end() :]
    for end, sound in _ENDS:
        if (found := end.search(form)) is not None:
            return begins, form[: found.start()], (sound,)
    return begins, form, ()


def _next(form: str, at: int) -> tuple[tuple[str, ...], int]:
    if at and form[at:] == "h" and form[at - 1] in VOWELS:  # Fatimah, Noh
        return (), 1
    for length in range(_MOST_LETTERS, 0, -1):
        if (taken := _SPELT.get(form[at : at + length])) and at + length <= len(form):
            return taken, length
    return _one(form, at), 1


def _one(form: str, at: int) -> tuple[str, ...]:
    """The sound of `c`, `x` and `y`, which depends on what is beside it."""
    before, letter, after = form[at - 1 : at], form[at], form[at + 1 : at + 2]
    if letter == "c":
        return ("c",) if after in {"e", "i", "y"} else ("k",)
    if letter == "x":
        return ("k", "s") if at else ("x",)
    if letter == "y":
        return ("y",) if after in VOWELS and after and (not before or before in VOWELS) else ("i",)
    return ()


# Sounds that scripts and dialects mix are one consonant. Vowels, h, and w and y within a word are left out: many scripts do not write them.
_FINE: Final = {
    "b": "B", "p": "P", "f": "F", "v": "F", "t": "T", "d": "D", "th": "T", "dh": "D", "k": "K", "g": "G", "kh": "K", "gh": "G", "s": "S",
    "z": "S", "c": "S", "ts": "S", "sh": "C", "ch": "C", "zh": "J", "j": "J", "x": "S", "l": "L", "r": "R", "m": "M", "n": "N",
    "abd": "BD", "lah": "L", "din": "DN", "vich": "FC", "dottir": "DTR", "shvili": "CFL", "zade": "SD",
}  # fmt: skip
_COARSE: Final = {
    "B": "B",
    "P": "B",
    "F": "F",
    "T": "T",
    "D": "T",
    "K": "K",
    "G": "K",
    "S": "S",
    "C": "S",
    "J": "S",
    "L": "L",
    "R": "R",
    "M": "M",
    "N": "N",
}
_SIGNS: Final = {CODE[sound]: sign for sound, sign in _FINE.items()}


@lru_cache(maxsize=65536)
def skeleton(form: str, coarse: bool = False) -> str:
    """The consonants of a form as signs, none twice in a row: `mohammed`, `muhamad` and `mhmd` are `MD`. `coarse`: voiced is as voiceless.

    A form without a consonant gives its first vowel in lower case, so that it is not empty.
    """
    heard = sounds(form)
    signs = "".join([_SIGNS[code] for code in heard if code in _SIGNS])
    if coarse:
        signs = "".join([_COARSE[sign] for sign in signs])
    once = [sign for place, sign in enumerate(signs) if place == 0 or signs[place - 1] != sign]
    return "".join(once) or (SOUNDS[heard[0]] if heard else "")
