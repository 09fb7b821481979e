"""Names of Bengali and Assamese (`indic` reads them)."""

from __future__ import annotations

from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.indic import spell
from comity.names.scripts.plain import Reading, read_words, speller

# Written short: the name Mohammad before the given name.
_SHORT: Final = {
    "মোঃ": ("mohammad", "md", "mohammed"),
    "মো": ("mohammad", "md", "mo"),
    "মুঃ": ("muhammad", "md"),
    "মোছাঃ": ("mosammat", "most", "mst"),
}


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    return _SHORT.get(word) or spell(word, "bn"), Role.UNKNOWN


_WORD: Final = speller(Script.BENGALI, _spell)
