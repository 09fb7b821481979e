"""Arabic letters: folded to one writing, and a word of them guessed into Latin.

Arabic writes no short vowel, and one consonant is spelled in Latin by the habit of the country: qaf is q, k, g or gh. `guess` gives the
spellings that cost least, each odd choice adding its cost. Consonants are varied before vowels, since vowels are what readers disagree on.

Source: `tables/arabic_letters.tsv`, which says where it is from. The rules of vowels are the common shapes of Arabic nouns (karim, khalid,
mansur, salman), read off their written letters.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Final

from comity.names.scripts.choices import MOST, Choice, cheapest, choice
from comity.names.tables import rows

_ROWS: Final = tuple((*row, "", "")[:4] for row in rows("arabic_letters"))
_FOLDED: Final[dict[int, str]] = {ord(letter): folded for letter, folded, _, _ in _ROWS} | {ord("ء"): ""}
_ARABIC: Final[dict[str, Choice]] = {letter: choice(sounds) for letter, _, sounds, _ in _ROWS if sounds}
_PERSIAN: Final[dict[str, Choice]] = _ARABIC | {letter: choice(sounds) for letter, _, _, sounds in _ROWS if sounds}

_TATWEEL: Final = "ـ"
_ALEFS: Final = frozenset("اأإآٱ")
_FULL: Final = frozenset("ەۆێۇۈې")  # letters of Kurdish and Uyghur, which write every vowel
_EASTERN: Final = frozenset("یکپچژگےہھٹڈڑںټډړښڼېۍەۆێ")
_OPENERS: Final = frozenset("اأإآٱع")
_SEMI: Final = frozenset("ويیؤئۍ")
_ALWAYS: Final = frozenset("اآىۆۇۈېێے")
_VOWELS: Final[dict[str, Choice]] = {
    "ۆ": (("o", 0),),
    "ۇ": (("u", 0),),
    "ۈ": (("u", 0),),
    "ې": (("e", 0),),
    "ێ": (("e", 0),),
    "ے": (("e", 0), ("ay", 1.5)),
    "ى": (("a", 0), ("i", 0.5)),
    "ە": (("e", 0), ("a", 0.8)),
}
_WAW: Final[Choice] = (("w", 0), ("v", 0.8))
_VAV: Final[Choice] = (("v", 0), ("w", 0.8))
_LONG_U: Final[Choice] = (("u", 0), ("o", 0.9), ("aw", 1.2))
_LONG_I: Final[Choice] = (("i", 0), ("ay", 0.9), ("e", 1.2))
_DIPHTHONG_U: Final[Choice] = (("aw", 0), ("u", 0.3), ("o", 0.6))  # kawthar, jawhar
_DIPHTHONG_I: Final[Choice] = (("ay", 0), ("i", 0.3), ("e", 0.8))  # faysal, zaynab
_FINAL_U: Final[Choice] = (("u", 0), ("o", 0.5))
_FINAL_I: Final[Choice] = (("i", 0), ("y", 2.0))
_FINAL_Y: Final[Choice] = (("i", 0), ("y", 1.0), ("ei", 1.6))
_ONSET_Y: Final[Choice] = (("y", 0), ("i", 0.9))
_NONE: Final[Choice] = (("", 0),)
_A: Final[Choice] = (("a", 0),)
_I: Final[Choice] = (("i", 0),)
_U: Final[Choice] = (("u", 0),)
_H: Final[Choice] = (("h", 0),)
_HAT: Final[Choice] = (("t", 0), ("h", 0.5))
_EH: Final[Choice] = (("eh", 0), ("a", 0.3), ("e", 1.2))
_AH: Final[Choice] = (("a", 0), ("ah", 1.2), ("eh", 1.5))
_OPEN_A: Final[Choice] = (("a", 0), ("o", 0.8), ("i", 1.2))  # abbas, omar, imran
_OPEN_I: Final[Choice] = (("i", 0), ("a", 0.8))  # ihsan, anwar
_OPEN_U: Final[Choice] = (("o", 0), ("u", 0.2), ("aw", 0.6))  # oliver, usama, awab
_OPEN_Y: Final[Choice] = (("i", 0), ("ay", 0.3), ("e", 0.6))  # iman, ayman, erik
_HAMZA_BELOW: Final[Choice] = (("i", 0), ("e", 0.8))
_MAYBE_A: Final[Choice] = (("a", 0), ("", 0.5))  # fahad, fahd
_MAYBE_I: Final[Choice] = (("i", 0), ("", 0.6))  # khalid; bernard
_ANY: Final[Choice] = (("a", 0), ("u", 1.1), ("i", 1.2))
_SELDOM: Final[Choice] = (("a", 0), ("", 0.7))  # karim; clara, scott
_LIQUID: Final = frozenset("رلنس")
_STOPS: Final = frozenset("بپكکتفجغگدش")


def bare(text: str) -> str:
    """The text without vowel marks, tatweel and digits: words of letters, one space between them."""
    if text.replace(" ", "").isalpha() and _TATWEEL not in text and unicodedata.is_normalized("NFKC", text):
        return text
    letters = "".join(c for c in unicodedata.normalize("NFKC", text) if not unicodedata.combining(c) and c != _TATWEEL)
    return " ".join("".join(c if unicodedata.category(c)[0] == "L" else " " for c in letters).split())


def fold(word: str) -> str:
    """One writing for what keyboards and countries write in several: alef, hamza, ya, kaf, ha, letters of Pashto, Urdu, Kurdish."""
    return word.translate(_FOLDED)


def eastern(word: str) -> bool:
    """Whether letters of Iran and its neighbours stand in the word."""
    return not _EASTERN.isdisjoint(word)


class _Reading:
    """One word, letter by letter: what each may sound like, and the short vowel that follows it unwritten."""

    def __init__(self, word: str, *, persian: bool) -> None:
        self.word = word
        self.persian = persian
        self.consonants = _PERSIAN if persian else _ARABIC
        self.full = not _FULL.isdisjoint(word)
        self.vowels = [self._is_vowel(at) for at in range(len(word))]
        self.ends = self._runs()

    def _is_vowel(self, at: int) -> bool:
        letter = self.word[at]
        if letter == "ە" or (letter in _ALWAYS and at > 0):
            return True
        if letter not in _SEMI or at == 0 or (self.word[at - 1] in _ALEFS and (at > 1 or self.word[0] == "آ")):
            return False
        following = self.word[at + 1 : at + 2]
        if following and following in _SEMI and at + 2 < len(self.word):
            return False
        return following not in _ALWAYS or not following

    def sound(self, at: int) -> Choice:
        letter, last = self.word[at], at == len(self.word) - 1
        if at == 0 and letter in _OPENERS:
            return self._opener(letter)
        if last and at > 0 and letter in "هہةۃۀ":
            return self._ending(at)
        if letter in self.consonants:
            return self.consonants[letter]
        if letter in _VOWELS:
            return _VOWELS[letter]
        if letter in "وؤ":
            return self._long(at, _LONG_U, _DIPHTHONG_U, _FINAL_U) if self.vowels[at] else (_VAV if self.persian else _WAW)
        if letter in _SEMI:
            if self.vowels[at]:
                return self._long(at, _LONG_I, _DIPHTHONG_I, _FINAL_I)
            return _FINAL_Y if last else _ONSET_Y
        return _A if letter == "آ" or (letter in _ALEFS and at > 0) else _NONE

    def _long(self, at: int, plain: Choice, diphthong: Choice, final: Choice) -> Choice:
        """A long vowel; in a word of four letters it is a diphthong where it stands second and no other is written."""
        if at == len(self.word) - 1:
            return final
        if at == 1 and self.word[0] in _ALEFS:
            return _OPEN_U if plain is _LONG_U else _OPEN_Y
        alone = at == 1 and len(self.word) == 4 and self.vowels.count(True) == 1
        return diphthong if alone and not self.persian else plain

    def _opener(self, letter: str) -> Choice:
        """The vowel of a word that begins with a letter that has no sound of its own."""
        if letter == "آ":
            return _A
        if len(self.word) > 1 and self.vowels[1]:
            return _NONE
        if letter == "إ" or self.word[1:2] in {"ي", "ی"}:
            return _HAMZA_BELOW
        until = self.ends[0][1]
        return _OPEN_I if letter == "ا" and until >= 3 and self.word[until : until + 1] == "ا" else _OPEN_A

    def _ending(self, at: int) -> Choice:
        if self.word[at - 1] in _ALEFS:
            return _HAT if self.word[at] == "ة" else _H
        return _EH if self.persian else _AH

    def _runs(self) -> list[tuple[int, int]]:
        """For each letter the vowels about its run of consonants: before it (-1: none) and after it (the word's length: none)."""
        written = [at for at, vowel in enumerate(self.vowels) if vowel]
        return [(before, after) for before, after in pairwise([-1, *written, len(self.word)]) for _ in range(max(before, 0), after)]

    def short(self, at: int) -> Choice:
        """The vowel after this consonant that is not written."""
        word = self.word
        if self.full or at + 1 >= len(word) or self.vowels[at] or self.vowels[at + 1] or (at == 0 and word[0] in _OPENERS):
            return _NONE
        if word[at + 1] in "هہةۃۀ" and at + 2 == len(word) and at > 0:
            return _NONE
        since, until = self.ends[at]
        if since < 0:
            return self._opening(at, until)
        place, length = at - since - 1, until - since - 1
        if length == 2 and place == 0:
            return self._closing(since, until)
        return _A if place == (length - 2 if until == len(word) else 1) else _NONE

    def _closing(self, since: int, until: int) -> Choice:
        """Between two consonants after a long vowel: khalid, hashimi; at the end of a foreign word often none (bernard)."""
        final = until == len(self.word)
        if self.word[since] in _ALEFS:
            return _MAYBE_I if final and self.word[since + 1] in _LIQUID else _I
        if not final:
            return _NONE
        return _MAYBE_A if self.word[since + 1] in _LIQUID else _A

    def _opening(self, at: int, until: int) -> Choice:
        """In the consonants that open a word, up to its first vowel."""
        final = until == len(self.word)
        if at == 0:
            return self._first(until)
        if final and until == 3:
            return _MAYBE_A if at == 1 else _NONE
        if final:
            return _A if at == until - 2 or (at == 1 and until >= 5) else _NONE
        return _A if until >= 4 and at == (1 if until >= 5 else 2) else _NONE

    def _first(self, until: int) -> Choice:
        word = self.word
        if word[0] == "م" and until >= 3:
            if until == 3 and until < len(word):
                return {"و": _A, "ا": _I}.get(word[until], _ANY)
            return _U
        if until == 2 and not self.persian and ((word[0] in _STOPS and word[1] in "رل") or (word[0] == "س" and word[1] in "تكبمنف")):
            return _SELDOM
        return _ANY if until == len(word) == 3 else _A


def guess(word: str, *, persian: bool = False, most: int = MOST) -> tuple[str, ...]:
    """Latin spellings of one word of Arabic letters (as `bare` gives it), cheapest first, at most `most`; empty for letters unknown."""
    reading = _Reading(word.replace("تش", "چ"), persian=persian)
    letters = (one for at in range(len(reading.word)) for one in (reading.sound(at), reading.short(at)) if one is not _NONE)
    return cheapest(letters, most)
