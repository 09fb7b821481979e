"""Other names in Latin letters."""

from __future__ import annotations

from typing import Final

from comity.names.model import Script, Word
from comity.names.scripts.plain import read_words, spell_plainly, speller

_WORD: Final = speller(Script.OTHER, spell_plainly)


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)
