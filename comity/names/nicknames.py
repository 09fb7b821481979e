"""Which given names stand for each other: short forms and nicknames of one language, and one name in several languages.

Two forms are related where they share a number. Letters that spell one sound are one, so that Aleksandr is found as Alexandr.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from comity.names.tables import rows

_NONE: Final[frozenset[int]] = frozenset()
_TWICE: Final = re.compile(r"(.)\1")
_LETTERS: Final = str.maketrans("ywcq", "ivkk")


def nicknames(form: str) -> frozenset[int]:
    """The numbers of the groups of short forms that a form belongs to; mostly none."""
    return _groups("nicknames").get(_heard(form), _NONE)


def cognates(form: str) -> frozenset[int]:
    """The numbers of the names that a form is a language's spelling of; mostly none."""
    return _groups("cognates").get(_heard(form), _NONE)


@lru_cache(maxsize=65_536)
def _heard(form: str) -> str:
    return _TWICE.sub(r"\1", form.replace("ks", "x").replace("ph", "f").replace("th", "t")).translate(_LETTERS)


@lru_cache(maxsize=2)
def _groups(table: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, (group,) in enumerate(rows(table), start=1):
        for form in group.split():
            found.setdefault(_heard(form), set()).add(number)
    return {heard: frozenset(numbers) for heard, numbers in found.items()}
