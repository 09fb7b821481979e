"""Spelling by a table whose columns are ways of writing: one way of writing is kept through the whole word, as people keep it.

A table (`comity/names/tables/<name>.tsv`) has rows of: languages (a comma between them, `*` for all), letters, then one spelling a column,
`-` for silence. A row with a single spelling is written so in every column. Letters may begin with `^` (the word's beginning) or end with
`$` (its end); the longest that fit are taken, the same letters of a named language before those of `*`. Capital letters are marks that a
script's module sets, for a letter that reads otherwise beside others.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from comity.names.scripts.plain import plain
from comity.names.tables import rows

_EDGES: Final = frozenset("^$")


class Columns:
    """Ways of writing. `spelt`: letters to one spelling a way, in the order of the ways."""

    __slots__ = ("_cut", "_spelt", "_width")

    def __init__(self, spelt: dict[str, tuple[str, ...]]) -> None:
        self._width = max(len(row) for row in spelt.values())
        self._spelt = {letters: row * self._width if len(row) == 1 else row for letters, row in spelt.items()}
        self._spelt |= dict.fromkeys(_EDGES, ("",) * self._width)
        self._cut = re.compile("|".join(re.escape(letters) for letters in sorted(self._spelt, key=len, reverse=True)) + "|.", re.DOTALL)

    def spell(self, word: str) -> list[str]:
        """One spelling of `word` a way, in their order; some may be alike. Cost: 5 us."""
        return self.piece(f"^{word}$")

    def piece(self, letters: str) -> list[str]:
        """`spell` for a part of a word."""
        spelt = self._spelt
        pieces = [spelt.get(piece) or self._unknown(piece) for piece in self._cut.findall(letters)]
        return ["".join(column) for column in zip(*pieces, strict=True)]

    def letters(self) -> set[str]:
        """The letters, and groups of letters, that have a row."""
        return set(self._spelt)

    def _unknown(self, letter: str) -> tuple[str, ...]:
        return (plain(letter),) * self._width


@cache
def columns(table: str, language: str = "") -> Columns:
    """The columns of a table in one language, made once."""
    return Columns(_chosen(table, language))


@cache
def chosen_columns(*chosen: tuple[str, str, int]) -> Columns:
    """Some columns in the order given, each of a table, a language and a place: as if they stood in one table. Made once."""
    letters = set().union(*(columns(table, language).letters() for table, language, _ in chosen)) - _EDGES
    return Columns({piece: tuple(columns(table, language).piece(piece)[place] for table, language, place in chosen) for piece in letters})


def _chosen(table: str, language: str) -> dict[str, tuple[str, ...]]:
    common: dict[str, tuple[str, ...]] = {}
    own: dict[str, tuple[str, ...]] = {}
    for languages, letters, *spellings in rows(table):
        target = common if languages == "*" else own if language in languages.split(",") else None
        if target is not None:
            target[letters] = tuple("" if spelling == "-" else spelling for spelling in spellings)
    return common | own
