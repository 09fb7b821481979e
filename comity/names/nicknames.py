"""Which given names stand for each other: short forms and nicknames of one language, and one name in several languages.

Two forms are related where they share a number. Forms are compared by their sounds, so that Aleksandr is found as Alexandr.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from comity.names.sounds import sounds
from comity.names.tables import rows

_NONE: Final[frozenset[int]] = frozenset()


def nicknames(form: str) -> frozenset[int]:
    """The numbers of the groups of short forms that a form belongs to; mostly none."""
    return _groups("nicknames").get(sounds(form), _NONE)


def cognates(form: str) -> frozenset[int]:
    """The numbers of the names that a form is a language's spelling of; mostly none."""
    return _groups("cognates").get(sounds(form), _NONE)


@lru_cache(maxsize=2)
def _groups(table: str) -> dict[bytes, frozenset[int]]:
    found: dict[bytes, set[int]] = {}
    for number, (group,) in enumerate(rows(table), start=1):
        for form in group.split():
            found.setdefault(sounds(form), set()).add(number)
    return {heard: frozenset(numbers) for heard, numbers in found.items()}
