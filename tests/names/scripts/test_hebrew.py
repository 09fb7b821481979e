"""Hebrew script read into words: spellings of Latin letters alone."""

from __future__ import annotations

from comity.names.model import Script
from comity.names.scripts import hebrew


def test_each_word_has_its_spelling() -> None:
    words = hebrew.read("דנה כרמלי")
    assert [word.script for word in words] == [Script.HEBREW, Script.HEBREW]
    assert all(word.forms for word in words)
