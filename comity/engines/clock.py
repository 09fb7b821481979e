"""The clock as a value that is handed in: cores never read the time themselves."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time of day and measures durations; the two are never mixed, since the time of day may jump."""

    def now(self) -> datetime:
        """The time of day, aware, UTC."""

    def monotonic(self) -> float:
        """Seconds since an unknown moment; never goes back."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The operating system's time of day; it jumps where somebody sets it."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since the machine started or so; comparable within one machine alone."""
        return time.monotonic()


class FixedClock:
    """A clock that moves only when told to, for tests and for synthetic worlds."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self._now = at.astimezone(UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The time of day it was set to."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that `advance` let elapse; `jump` leaves them as they are."""
        return self._elapsed

    def advance(self, by: timedelta) -> None:
        """Moves both forward. Raises ValueError for a negative duration: use `jump` to set the time of day back."""
        if by < timedelta(0):
            raise ValueError("time elapses forward only")
        self._now += by
        self._elapsed += by.total_seconds()

    def jump(self, to: datetime) -> None:
        """Sets the time of day, as a correction of the machine's clock does; `monotonic` stays."""
        self._now = to.astimezone(UTC)
