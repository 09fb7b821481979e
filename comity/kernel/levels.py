"""Handling levels of data, which are the clearances of officers (CLS-01)."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """Three levels, lowest first. The lowest is the default where the owner says nothing."""

    OFFICIAL = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
