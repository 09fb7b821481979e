"""How much work something is, in work that this machine does: a slow or busy machine changes neither side of the comparison for long."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

AT_ONCE = 20.0  # units: a second of a slow machine; what grows with the square of its input takes hundreds


def unit_s() -> float:
    """The processor's seconds for a million turns of a loop, now: 0.04 on a machine of 2024."""
    began, total = time.thread_time(), 0
    for number in range(1_000_000):
        total += number & 3
    return time.thread_time() - began


@contextlib.contextmanager
def at_once(units: float = AT_ONCE) -> Iterator[None]:
    """Fails where the body is more work for this thread than that. Time in which the machine did something else does not count."""
    began = time.thread_time()
    yield
    took = time.thread_time() - began
    assert took < units * unit_s(), f"{took:.2f} s of work"
