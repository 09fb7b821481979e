"""Names of Hindi, Nepali, Marathi and others in Devanagari (`indic` reads them)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word
from comity.names.scripts.indic import spell
from comity.names.scripts.plain import Reading, read_words, speller

_LANGUAGES: Final = {"hi", "mr", "ne"}


def read(text: str, language: str = "") -> tuple[Word, ...]:
    """The words of `text` with their Latin forms. `language`: `hi`, `mr` or `ne`; any other is read as Hindi."""
    return read_words(text, _words(language if language in _LANGUAGES else "hi"))


@lru_cache(maxsize=len(_LANGUAGES))
def _words(language: str) -> Callable[[str], Word]:
    def reading(word: str) -> Reading:
        return spell(word, language), Role.UNKNOWN

    return speller(Script.DEVANAGARI, reading)
