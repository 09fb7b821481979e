"""What a thread opens for a task that may be ended meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Lock
from typing import Generic, Protocol, TypeVar

from comity.kernel.undo import on_failure


class Closes(Protocol):
    """A file, or what holds one."""

    def close(self) -> object:
        """It is not used any more."""


T = TypeVar("T", bound=Closes)


class _Handover(Generic[T]):
    """From a thread to its task. Whichever comes last, the thing made or the word that nobody takes it, closes it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: T | None = None
        self._left = False

    def make(self, make: Callable[[], T]) -> T:
        made = make()
        with self._lock:
            self._made = made
            if self._left:
                made.close()
        return made

    def leave(self) -> None:
        with self._lock:
            self._left = True
            if self._made is not None:
                self._made.close()


async def opened(make: Callable[[], T]) -> T:
    """What `make` opens, in a thread. A task that is cancelled meanwhile leaves nothing open: `asyncio.to_thread` alone would lose it.

    Raises: what `make` raises.
    """
    handover = _Handover[T]()
    with on_failure(handover.leave):
        return await asyncio.to_thread(handover.make, make)


__all__ = ["opened"]
