"""Arabic letters: folded to one writing, and a word of them guessed into Latin.

Arabic writes no short vowel, and one consonant is spelled in Latin by the habit of the country: qaf is q, k, g or gh. `guess` gives the
spellings that cost least, each odd choice adding its cost. Consonants are varied before vowels, since vowels are what readers disagree on.

Source: `tables/arabic_letters.tsv`, which says where it is from. The rules of vowels are the common shapes of Arabic nouns (karim, khalid,
mansur, salman), read off their written letters.
"""

from __future__ import annotations

import unicodedata
from typing import Final, TypeAlias

from comity.names.tables import rows

MOST: Final = 8  # spellings of a word: what `Word.forms` may hold

Choice: TypeAlias = tuple[tuple[str, float], ...]


def _choice(sounds: str) -> Choice:
    parted = (sound.partition(":") for sound in sounds.split(","))
    return tuple((sound, float(cost or 0)) for sound, _, cost in parted)


_ROWS: Final = tuple((*row, "", "")[:4] for row in rows("arabic_letters"))
_FOLDED: Final[dict[int, str]] = {ord(letter): folded for letter, folded, _, _ in _ROWS} | {ord("ء"): ""}
_ARABIC: Final[dict[str, Choice]] = {letter: _choice(sounds) for letter, _, sounds, _ in _ROWS if sounds}
_PERSIAN: Final[dict[str, Choice]] = _ARABIC | {letter: _choice(sounds) for letter, _, _, sounds in _ROWS if sounds}

_ALEFS: Final = frozenset("اأإآٱ")
_FULL: Final = frozenset("ەۆێۇۈې")  # letters of Kurdish and Uyghur, which write every vowel
_EASTERN: Final = frozenset("یکپچژگےہھٹڈڑںټډړښڼېۍەۆێ")
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
_WAW: Final[Choice] = (("w", 0), ("v", 1.2), ("ou", 1.4))
_VAV: Final[Choice] = (("v", 0), ("w", 0.8))
_LONG_U: Final[Choice] = (("u", 0), ("o", 0.9), ("aw", 1.6), ("ou", 1.8))
_LONG_I: Final[Choice] = (("i", 0), ("ay", 1.5), ("ee", 1.7), ("e", 1.8))
_FINAL_I: Final[Choice] = (("i", 0), ("y", 2.0))
_FINAL_Y: Final[Choice] = (("i", 0), ("y", 1.0), ("ei", 1.6))
_ONSET_Y: Final[Choice] = (("y", 0), ("i", 0.9))
_NONE: Final[Choice] = (("", 0),)
_A: Final[Choice] = (("a", 0),)
_H: Final[Choice] = (("h", 0),)
_HAT: Final[Choice] = (("t", 0), ("h", 0.5))
_EH: Final[Choice] = (("eh", 0), ("a", 0.3), ("e", 1.2))
_AH: Final[Choice] = (("a", 0), ("ah", 1.2), ("eh", 1.5))


def bare(text: str) -> str:
    """The text without vowel marks, tatweel and digits: words of letters, one space between them."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", text) if not unicodedata.combining(c) and c != "ـ")
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

    def _is_vowel(self, at: int) -> bool:
        letter = self.word[at]
        if letter == "ە" or (letter in _ALWAYS and at > 0):
            return True
        if letter not in _SEMI or at == 0 or self.word[at - 1] in _ALEFS:
            return False
        following = self.word[at + 1 : at + 2]
        if following and following in _SEMI and at + 2 < len(self.word):
            return False
        return following not in _ALWAYS or not following

    def sound(self, at: int) -> Choice:
        letter, last = self.word[at], at == len(self.word) - 1
        if last and at > 0 and letter in "هہةۃۀ":
            return self._ending(at)
        if letter in self.consonants:
            return self.consonants[letter]
        if letter in _VOWELS:
            return _VOWELS[letter]
        if letter in "وؤ":
            return _LONG_U if self.vowels[at] else (_VAV if self.persian else _WAW)
        if letter in _SEMI:
            if last:
                return _FINAL_I if self.vowels[at] else _FINAL_Y
            return _LONG_I if self.vowels[at] else _ONSET_Y
        return _A if letter == "آ" or (letter in _ALEFS and at > 0) else _NONE

    def _ending(self, at: int) -> Choice:
        if self.word[at - 1] in _ALEFS:
            return _HAT if self.word[at] == "ة" else _H
        return _EH if self.persian else _AH

    def short(self, at: int) -> str:
        """The vowel after this consonant that is not written; empty where none is likely."""
        word = self.word
        if self.full or at + 1 >= len(word) or self.vowels[at] or self.vowels[at + 1] or word[at] == "آ":
            return ""
        if word[at + 1] in "هہةۃۀ" and at + 2 == len(word) and at > 0:
            return ""
        since = next((n for n in range(at, -1, -1) if self.vowels[n]), -1)
        until = next((n for n in range(at, len(word)) if self.vowels[n]), len(word))
        if since < 0:
            return self._opening(at, until)
        place, length = at - since - 1, until - since - 1
        if length == 2 and place == 0:
            return "i" if word[since] in _ALEFS else ("a" if until == len(word) else "")
        return "a" if place == (length - 2 if until == len(word) else 1) else ""

    def _opening(self, at: int, until: int) -> str:
        """In the consonants that open a word, up to its first vowel."""
        if at == 0:
            return self._first(until)
        if until == len(self.word):
            return "a" if at == until - 2 else ""
        return "a" if until >= 4 and at == 1 else ""

    def _first(self, until: int) -> str:
        if self.word[0] == "م" and until == len(self.word):
            return "u"
        written = self.word[0] == "إ" or (self.word[0] == "ا" and until >= 3 and self.word[until : until + 1] == "ا")
        return "i" if written else "a"


def guess(word: str, *, persian: bool = False, most: int = MOST) -> tuple[str, ...]:
    """Latin spellings of one word of Arabic letters (as `bare` gives it), cheapest first, at most `most`; empty for letters unknown."""
    reading = _Reading(word, persian=persian)
    found: list[tuple[float, str]] = [(0.0, "")]
    for at in range(len(word)):
        after = reading.short(at)
        choices = reading.sound(at)
        if len(choices) == 1:
            tail = choices[0][0] + after
            found = [(cost, spelled + tail) for cost, spelled in found]
        else:
            found = sorted((cost + more, spelled + sound + after) for cost, spelled in found for sound, more in choices)[: 2 * most]
    return tuple(dict.fromkeys(spelled for _, spelled in found if spelled))[:most]
