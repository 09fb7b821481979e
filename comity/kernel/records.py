"""The states of a record, shared by every register."""

from __future__ import annotations

from enum import IntEnum


class RecordState(IntEnum):
    """Only a released record is ever visible to others than its owner. The numbers are stored: never renumber."""

    WAITING = 0
    RELEASED = 1
    BLOCKED = 2
    WITHDRAWN = 3
    EXPIRED = 4
