"""Spellings of a word whose letters may be spelled in several ways: the cheapest of all combinations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

MOST: Final = 8  # spellings of a word: what `Word.forms` may hold

Choice: TypeAlias = tuple[tuple[str, float], ...]  # spellings of one letter, each with its cost; about 1 is a usual other one, 2 a rare one


def choice(written: str) -> Choice:
    """The choice that a table writes as `gh,g:.5,r:2`: spellings with their costs, 0 where none is said."""
    parted = (sound.partition(":") for sound in written.split(","))
    return tuple((sound, float(cost or 0)) for sound, _, cost in parted)


def cheapest(letters: Iterable[Choice], most: int = MOST) -> tuple[str, ...]:
    """Spellings of the whole, cheapest first, at most `most`, each once. Those dear half-way are given up (beam of `most` and two)."""
    found: list[tuple[float, str]] = [(0.0, "")]
    for choices in letters:
        if len(choices) == 1:
            found = [(cost + choices[0][1], spelled + choices[0][0]) for cost, spelled in found]
        else:
            found = sorted((cost + more, spelled + sound) for cost, spelled in found for sound, more in choices)[: most + 2]
    return tuple(dict.fromkeys(spelled for _, spelled in found if spelled))[:most]
