"""Armenian names in Latin letters: one form a way of writing (`tables/armenian.tsv`).

Eastern and western Armenians read one letter as two sounds (Պետրոս: Petros, Bedros), so the forms of both stand; `language` tells no more.
"""

from __future__ import annotations

from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.columns import columns
from comity.names.scripts.plain import Reading, read_words, speller


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - all scripts are asked alike
    """The words of `text` with their Latin forms."""
    return read_words(text, _WORD)


def _spell(word: str) -> Reading:
    return columns("armenian").spell(word), Role.UNKNOWN


_WORD: Final = speller(Script.ARMENIAN, _spell)
