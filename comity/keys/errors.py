"""Why a key is not rotated or destroyed, or nobody heard of it.

ComityError
├── Refused
│   ├── InForce       the version makes new things: rotate first
│   └── StillNeeded   something opens or is found under it alone; the sentence says what
└── Unavailable
    └── Unheard       it was rotated, and the database went away before it was told
"""

from __future__ import annotations

from comity.engines.keyring import Key
from comity.kernel.errors import Refused, Unavailable


class InForce(Refused):
    """The newest version."""

    def __init__(self, sentence: str) -> None:
        super().__init__("", sentence)


class StillNeeded(Refused):
    """An older version that something still needs."""

    def __init__(self, sentence: str) -> None:
        super().__init__("", sentence)


class Unheard(Unavailable):
    """The key was made, and is in force; the database went away before it was told, so that the audit does not say so."""

    def __init__(self, key: Key, problem: Unavailable) -> None:
        super().__init__(problem.what, problem.still_works)
        self.key = key
