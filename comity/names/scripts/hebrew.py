"""Words of Hebrew script to `Word`s."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from comity.names.model import Role, Script, Word

_SOUNDS: Final = dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", (*"abgdhozhtikklmmnnsapf", "ts", "ts", "k", "r", "sh", "t"), strict=True))


@lru_cache(maxsize=65_536)
def _word(word: str) -> Word:
    sounds = "".join(_SOUNDS.get(letter, "") for letter in word)
    return Word(word, (sounds,) if sounds else (), Role.UNKNOWN, Script.HEBREW)


def read(text: str, language: str = "") -> tuple[Word, ...]:  # noqa: ARG001 - every script is read by one signature
    """The words of a run of Hebrew script, in order."""
    return tuple(_word(word) for word in text.replace("-", " ").split())
