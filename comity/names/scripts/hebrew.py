"""Words of Hebrew script to `Word`s: Hebrew, Yiddish, and the Arabic and foreign names that Hebrew writes.

A word of the tables has its usual spellings; any other is guessed. Hebrew writes vowels in part (vav, yod, alef, he); between other letters
the guess puts an a. Bet, kaf and pe have two sounds each, the hard one where a word begins.

Source: `tables/hebrew_letters.tsv`, `hebrew_names.tsv`, `hebrew_elements.tsv`, each of which says where it is from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.choices import Choice, cheapest, choice
from comity.names.tables import rows

_GERESH: Final = "׳"
_MARKS: Final = {ord(mark): _GERESH for mark in "'’‘`´"} | {ord(mark): "״" for mark in '"”“„'}
_ROLES: Final = {"particle": Role.PARTICLE, "title": Role.TITLE}

_NONE: Final[Choice] = (("", 0),)
_A: Final[Choice] = (("a", 0),)
_SHORT: Final[Choice] = (("a", 0), ("e", 0.9))
_SELDOM: Final[Choice] = (("a", 0), ("", 0.6), ("e", 0.9))
_OPEN: Final[Choice] = (("a", 0), ("e", 0.6), ("i", 1.2))
_LAST: Final[Choice] = (("e", 0), ("a", 0.3), ("", 0.9))
_MAYBE: Final[Choice] = (("", 0), ("a", 0.3))
_HE: Final[Choice] = (("a", 0), ("ah", 0.9), ("e", 0.6))
_VAV: Final[Choice] = (("o", 0), ("u", 0.3))
_YOD: Final[Choice] = (("i", 0), ("e", 1.2))
_TWO_YODS: Final[Choice] = (("ai", 0), ("ei", 0.2), ("ay", 1.2))
_TWO_VAVS: Final[Choice] = (("v", 0), ("w", 0.3))
_ENDING_YODS: Final[Choice] = (("ai", 0), ("y", 0.8))
_HARD: Final[dict[str, Choice]] = {"ב": (("b", 0), ("v", 2)), "כ": (("k", 0), ("ch", 2.2)), "פ": (("p", 0), ("f", 0.4))}
_SOFT: Final[Choice] = (("v", 0), ("b", 0.3))  # a bet that ends a word
_YIDDISH: Final[dict[str, Choice]] = {"ע": (("e", 0),), "א": (("o", 0), ("a", 0.1))}
_LONG_RUN: Final = 5  # consonants in a row, at the end of a word, that cannot be said without a vowel in each second place
_CLUSTERS: Final = frozenset(
    {"סט", "שט", "סמ", "סנ", "ספ", "שפ", "שמ", "שנ", "של", "סל", "קר", "קל", "גר", "גל", "בר", "בל", "פר", "פל", "טר", "דר"}
)


@lru_cache(maxsize=1)
def _letters() -> dict[str, Choice]:
    return {row[0]: choice(row[1]) for row in rows("hebrew_letters") if len(row) > 1 and row[1]}


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    return {name: tuple(spelled.split()) for name, spelled in rows("hebrew_names")}


@lru_cache(maxsize=1)
def _elements() -> dict[str, tuple[Role, tuple[str, ...]]]:
    return {word: (_ROLES[kind], tuple(spelled.split())) for word, kind, spelled in rows("hebrew_elements")}


def _bare(text: str) -> list[str]:
    """Words of letters, each with the geresh and gershayim within it or at its end."""
    letters = (c for c in unicodedata.normalize("NFKC", text).translate(_MARKS) if not unicodedata.combining(c))
    words = "".join(c if unicodedata.category(c)[0] == "L" or c in "׳״" else " " for c in letters).split()
    return [word for word in (word.lstrip("׳״") for word in words) if word]


class _Reading:
    """A guessed word: its letters, a geresh with the letter before it, and which of them are vowels."""

    def __init__(self, word: str, *, yiddish: bool) -> None:
        self.letters: list[str] = []
        for letter in word.replace("״", ""):
            if self.letters and (letter == _GERESH or (letter in "וי" and self.letters[-1] == letter)):
                self.letters[-1] += letter
            else:
                self.letters.append(letter)
        self.yiddish = yiddish
        self.table = _letters() | _YIDDISH if yiddish else _letters()
        self.vowels = [self._is_vowel(at) for at in range(len(self.letters))]

    def _is_vowel(self, at: int) -> bool:
        letter = self.letters[at]
        if at == 0:
            return False
        if letter == "ה":
            return at == len(self.letters) - 1
        if letter in {"יי", "א"} or (letter == "ע" and self.yiddish):
            return True
        following = "".join(self.letters[at + 1 : at + 2])
        if letter == "ו":
            return following not in {"א", "ה", "ו"} or (at == 1 and following != "ה")
        return letter == "י" and following not in {"א", "ה", "ו"}

    def choices(self) -> Iterator[Choice]:
        for at in range(len(self.letters)):
            yield self._sound(at)
            yield self._short(at)

    def _sound(self, at: int) -> Choice:
        letter, last = self.letters[at], at == len(self.letters) - 1
        if letter in {"וו", "יי"}:
            return _TWO_VAVS if letter == "וו" else (_ENDING_YODS if last else _TWO_YODS)
        if self.vowels[at]:
            return {"ו": _VAV, "י": _YOD, "ה": _HE}.get(letter) or self.table.get(letter, _A)
        if at == 0 and letter in "אע":
            return _NONE if len(self.letters) > 1 and self.vowels[1] else _OPEN
        if at == 0 and letter in _HARD:
            return _HARD[letter]
        return _SOFT if last and letter == "ב" else self.table.get(letter, _NONE)

    def _short(self, at: int) -> Choice:
        """The vowel after this consonant that is not written."""
        count = len(self.letters)
        if self.yiddish or at + 1 >= count or self.vowels[at] or self.vowels[at + 1] or (at == 0 and self.letters[0] in "אע"):
            return _NONE
        since = next((n for n in range(at, -1, -1) if self.vowels[n]), -1)
        until = next((n for n in range(at, count) if self.vowels[n]), count)
        if at == 0:
            return _SELDOM if until < count and "".join(self.letters[:2]) in _CLUSTERS else _SHORT
        place, run = at - since - 1, until - since - 1
        if until == count:
            return _LAST if at == count - 2 else (_A if run >= _LONG_RUN and place % 2 == 0 else _NONE)
        if since < 0:
            return _A if place == 1 and run >= _LONG_RUN - 1 else _NONE
        return _MAYBE if place == 1 and run >= _LONG_RUN - 2 else _NONE


@lru_cache(maxsize=65_536)
def _word(word: str, yiddish: bool) -> Word:
    if word in _elements():
        role, spelled = _elements()[word]
        return Word(word, spelled, role, Script.HEBREW)
    role = Role.INITIAL if len(word.rstrip("׳״")) == 1 else Role.UNKNOWN
    return Word(word, _names().get(word) or _joined(word) or cheapest(_Reading(word, yiddish=yiddish).choices()), role, Script.HEBREW)


def _joined(word: str) -> tuple[str, ...]:
    """A name with the article before it, or with the ending of families (-i, -ov, -vich, -son) after it."""
    names = _names()
    if word.startswith("ה") and len(word) > 3 and (found := names.get(word[1:])):
        return tuple("ha" + form for form in found)
    for ending, spelled in (("וביץ׳", "ovich"), ("וביץ", "ovich"), ("סון", "son"), ("שווילי", "shvili"), ("וב", "ov"), ("י", "i")):
        if word.endswith(ending) and len(word) - len(ending) > 2 and (found := names.get(word.removesuffix(ending))):
            return tuple(dict.fromkeys(form + spelled if ending != "י" else form.rstrip("aei") + spelled for form in found))
    return ()


def _titled(words: list[Word]) -> tuple[Word, ...]:
    """A word that may be a title is one only where it opens a name and a name follows."""
    opens = True
    for at, word in enumerate(words):
        opens = opens and word.role is Role.TITLE and at < len(words) - 1
        if word.role is Role.TITLE and not opens:
            words[at] = Word(word.text, word.forms, Role.UNKNOWN, word.script)
    return tuple(words)


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a run of Hebrew script, in order; a hyphen parts words.

    `language`: ISO 639-1 or empty; `yi` reads alef and ayin as Yiddish does. Cost: 2 us a word that was met before, else 50 us.
    """
    return _titled([_word(word, language == "yi") for word in _bare(text)])
