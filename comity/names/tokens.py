"""A clean name cut into tokens of one script, each with what its writing tells: capitals, hyphens, commas. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from comity.names.model import Script
from comity.names.writing import pieces

MOST_WORDS: Final = 20


# What the writing of a token tells, beyond its letters. Plain bits: an enum of flags costs a microsecond a sum.
HYPHEN: Final = 1  # a hyphen joins it to the token before
COMMA: Final = 2  # a comma follows
CAPITALS: Final = 4  # all capitals, two or more, in a name that has small letters too
SMALL: Final = 8  # begins with a small letter, in a name that has capitals too


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word as written, in one script. `marks`: a sum of HYPHEN, COMMA, CAPITALS, SMALL."""

    text: str
    script: Script
    marks: int = 0


class _Spacing(dict[int, str]):
    """A character to what stands for it where words are cut: letters, marks and digits stay, everything else lies between words."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = found = character if unicodedata.category(character)[0] in "LMN" else " "
        return found


# Straight and curly apostrophes, prime, okina and half rings are part of the word. Geresh and gershayim stay what they are in Hebrew.
_APOSTROPHES: Final = "'`\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u055a\ua78c"
_HYPHENS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212\u05be\u30a0"
_COMMAS: Final = ",\u060c\u3001;"
_SPACING: Final = _Spacing(
    {ord(one): "'" for one in _APOSTROPHES}
    | {ord(one): " - " for one in _HYPHENS}
    | {ord(one): " , " for one in _COMMAS}
    | {ord(one): one for one in "\u05f3\u05f4"}
)
# Titles that are written with stops between their letters; other stops end a word.
_STOPPED: Final = re.compile(r"\b(?:ph\.? ?d|m\.d|b\.?sc|m\.?sc|b\.a|ll\.?[bm]|s\.e|h\.e|h\.r\.h|s\.a\.r)\b\.?", re.IGNORECASE)
# Beginnings after which a capital is usual within one word.
_BEGINNINGS: Final = frozenset(
    {"mc", "mac", "de", "di", "da", "do", "du", "la", "le", "lo", "del", "della", "des", "dos", "van", "von", "fitz", "st", "ap"}
)
_VOWELS: Final = frozenset("AEIOUY")
_NO_INITIALS: Final = frozenset(
    {"BS", "DR", "JNR", "JR", "KC", "LLB", "LLM", "MC", "MD", "MHD", "MR", "MRS", "MS", "NG", "PHD", "QC", "SNR", "SR", "ST"}
)


def tokens(text: str) -> list[Token]:
    """The tokens of a clean name, at most `MOST_WORDS`."""
    if "." in text:
        text = _STOPPED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", text)
    found: list[Token] = []
    mixed = not text.isupper() and text != text.lower()
    hyphen = False
    for word in text.translate(_SPACING).split():
        if word == "-":
            hyphen = True
        elif word == ",":
            if found:
                found[-1] = Token(found[-1].text, found[-1].script, found[-1].marks | COMMA)
        else:
            of_word = _of_word(word, mixed)
            if hyphen and found and of_word:
                of_word = (Token(of_word[0].text, of_word[0].script, of_word[0].marks | HYPHEN), *of_word[1:])
            found += of_word
            hyphen = False
            if len(found) >= MOST_WORDS:
                break
    return found[:MOST_WORDS]


@lru_cache(maxsize=65_536)
def _of_word(word: str, mixed: bool) -> tuple[Token, ...]:
    """The tokens of what stands between two spaces. `mixed`: whether the name has small letters and capitals."""
    found: list[Token] = []
    for script, piece in pieces(word):
        parts = [letter for part in _parts(piece) for letter in _letters(part)] if script is Script.LATIN and mixed else [piece]
        found += [Token(part, script, _case(part) if mixed else 0) for part in parts]
    return tuple(found)


def _letters(word: str) -> Sequence[str]:
    """JC as J and C: capitals without a vowel, in a name that has small letters."""
    initials = 1 < len(word) < 4 and word.isupper() and word not in _NO_INITIALS and _VOWELS.isdisjoint(word)
    return word if initials else (word,)


def _case(word: str) -> int:
    if word.isupper() and len(word) > 1:
        return CAPITALS
    return SMALL if word[0].islower() else 0


def _parts(word: str) -> list[str]:
    """A word cut before capitals that follow a small letter (RamiMakhlouf), but for McDonald and DeSouza."""
    if word[1:].islower() or word.isupper() or len(word) < 4:
        return [word]
    cuts = [at for at in range(1, len(word)) if word[at].isupper() and word[at - 1].islower()]
    found = [word[start:end] for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True)]
    return _joined(found) if len(cuts) < MOST_WORDS else [word]


def _joined(parts: list[str]) -> list[str]:
    whole = [parts[0]]
    for part in parts[1:]:
        if whole[-1].lower() in _BEGINNINGS or len(whole[-1]) == 1:
            whole[-1] += part
        else:
            whole.append(part)
    return whole
