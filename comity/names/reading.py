"""Any text to a `Name`: cleaned, cut into words, each spelled in Latin letters by the module of its script, then given its role.

cleaning   what is seen of the text
tokens     words of one script
scripts/   Latin forms of each run of words
parts      roles, compounds
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Protocol

from comity.names.cleaning import LONGEST_TAKEN, cleaned
from comity.names.model import Name, Script, Word
from comity.names.parts import arranged
from comity.names.scripts import (
    arabic,
    armenian,
    bengali,
    cyrillic,
    devanagari,
    ethiopic,
    georgian,
    greek,
    han,
    hangul,
    hebrew,
    kana,
    khmer,
    latin,
    other,
    thai,
)
from comity.names.tokens import COMMA, MOST_WORDS, Token, tokens


class Reader(Protocol):
    """What a module of `scripts/` gives."""

    def __call__(self, text: str, language: str = "") -> tuple[Word, ...]: ...


_READERS: Final[dict[Script, Reader]] = {
    Script.ARABIC: arabic.read,
    Script.ARMENIAN: armenian.read,
    Script.BENGALI: bengali.read,
    Script.CYRILLIC: cyrillic.read,
    Script.DEVANAGARI: devanagari.read,
    Script.ETHIOPIC: ethiopic.read,
    Script.GEORGIAN: georgian.read,
    Script.GREEK: greek.read,
    Script.HAN: han.read,
    Script.HANGUL: hangul.read,
    Script.HEBREW: hebrew.read,
    Script.KANA: kana.read,
    Script.KHMER: khmer.read,
    Script.LATIN: latin.read,
    Script.OTHER: other.read,
    Script.THAI: thai.read,
}
# Languages that a script writes alone.
_ONLY: Final = {
    Script.ARMENIAN: "hy",
    Script.BENGALI: "bn",
    Script.GEORGIAN: "ka",
    Script.GREEK: "el",
    Script.HANGUL: "ko",
    Script.HEBREW: "he",
    Script.KANA: "ja",
    Script.KHMER: "km",
    Script.THAI: "th",
}


def read_name(text: str, language: str = "") -> Name:
    """The name that a text holds, in any script. `language`: ISO 639-1, where it is known; it only orders spellings.

    Never raises. Cost: below 40 us for a Latin name of three words that were met before.
    """
    clean = cleaned(text)
    found = tokens(clean)
    language = language or _language(clean, found)
    words: list[Word] = []
    marks: list[int] = []
    for run in _runs(found):
        read = _READERS[run[0].script](" ".join(token.text for token in run), language)
        words += read
        marks += [token.marks for token in run] if len(read) == len(run) else _spread(run, len(read))
    return Name(text[:LONGEST_TAKEN], arranged(words[:MOST_WORDS], marks), _main(found), language)


def _main(found: Sequence[Token]) -> Script:
    """The script of most words; of two with as many, the first."""
    if len(scripts := {token.script for token in found}) == 1:
        return scripts.pop()
    counts = Counter(token.script for token in found)
    return max(counts, key=counts.__getitem__, default=Script.LATIN)


def _language(text: str, found: Sequence[Token]) -> str:
    """What the scripts tell (characters beside kana are Japanese, beside Hangul Korean), or letters that one language writes."""
    told = {token.script for token in found} & _ONLY.keys()
    if told:
        return _ONLY[told.pop()] if len(told) == 1 else ""
    return latin.language_of(text)


def _runs(found: Sequence[Token]) -> list[list[Token]]:
    """Tokens of one script beside each other; a comma ends a run."""
    runs: list[list[Token]] = []
    for token in found:
        if runs and runs[-1][-1].script is token.script and not runs[-1][-1].marks & COMMA:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _spread(run: Sequence[Token], count: int) -> list[int]:
    """Marks of a run whose words are not one for each token: only the comma after its end is sure."""
    return [0] * (count - 1) + [run[-1].marks & COMMA] if count else []
