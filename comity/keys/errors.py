"""Why a key is not rotated or destroyed.

ComityError
└── Refused
    ├── InForce       the version makes new things: rotate first
    └── StillNeeded   something opens or is found under it alone; the sentence says what
"""

from __future__ import annotations

from comity.kernel.errors import Refused


class InForce(Refused):
    """The newest version."""

    def __init__(self, sentence: str) -> None:
        super().__init__("", sentence)


class StillNeeded(Refused):
    """An older version that something still needs."""

    def __init__(self, sentence: str) -> None:
        super().__init__("", sentence)
