"""Words of Arabic script to `Word`s: Arabic, Persian, Dari, Pashto, Urdu, Kurdish.

A word of the table (`arabic_words`) has its usual spellings; any other is guessed letter by letter (`arabic_letters`). The article that is
joined to its noun becomes a word of its own, a particle, so that *al-Harbi* and *Harbi* differ in a particle alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts import arabic_letters

_EASTERN: Final = frozenset({"fa", "prs", "ps", "ur", "ku", "ckb", "pnb", "sd", "ug"})
_PARTICLES: Final = {
    "ال": ("al", "el"),
    "بن": ("bin", "ben"),
    "ابن": ("ibn", "bin", "ben"),
    "بنت": ("bint", "bent"),
    "ولد": ("ould", "weld", "wuld", "walad"),
    "ابو": ("abu", "abou", "abo"),
    "ام": ("um", "umm", "oum", "om"),
}


@lru_cache(maxsize=65_536)
def _word(word: str, persian: bool) -> tuple[Word, ...]:
    folded = arabic_letters.fold(word)
    if folded in _PARTICLES:
        return (Word(folded, _PARTICLES[folded], Role.PARTICLE, Script.ARABIC),)
    if folded.startswith("ال") and len(folded) > 4:
        article = Word("ال", _PARTICLES["ال"], Role.PARTICLE, Script.ARABIC)
        return (article, *_word(word[2:], persian))
    return (Word(folded, arabic_letters.guess(word, persian=persian), Role.UNKNOWN, Script.ARABIC),)


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of a run of Arabic script, in order. `language`: ISO 639-1 or empty; it only orders the spellings."""
    words = arabic_letters.bare(text).split()
    persian = language in _EASTERN or (language != "ar" and any(map(arabic_letters.eastern, words)))
    return tuple(part for word in words for part in _word(word, persian))
