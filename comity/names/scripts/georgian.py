"""Georgian names in Latin letters: one form a way of writing (`tables/georgian.tsv`). The script has no capitals and one letter a sound."""

from __future__ import annotations

from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import columns
from comity.names.scripts.plain import Reading, read_words, speller

# Names from elsewhere take -ი after a consonant (ფრანკი is Frank); families of the country end so for good.
_NATIVE: Final = ("შვილი", "ძი", "ელი", "იანი", "უნი", "ავი", "ური", "ული", "გი")
_SHORTEST: Final = 5


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    spellings = columns("georgian").spell(word)
    if word.endswith("ი") and len(word) > _SHORTEST and not word.endswith(_NATIVE):
        spellings.append(spellings[-1][:-1])
    return spellings, Role.UNKNOWN


_WORD: Final = speller(Script.GEORGIAN, _spell)
