"""The last line of what must live on: a loop, a thread, a process, the one writer of checks.

It is the only place that takes every exception outside the edges' own last lines. What is expected is caught by name, beside it.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Ended:
    """How the body ended. `problem`: what it was survived from, or None."""

    problem: BaseException | None = None


@contextlib.contextmanager
def surviving(
    log: logging.Logger, sentence: str, *words: object, of: type[BaseException] = Exception, besides: tuple[type[BaseException], ...] = ()
) -> Iterator[Ended]:
    """Writes what breaks the body to the log, with its stack, and lets the caller live on.

    `sentence`, `words`: as the log takes them. `of`: what is survived; a cancellation and Ctrl-C are not, unless named. `besides`: what
    the caller expects and catches by name, which goes on as it came.
    """
    ended = Ended()
    try:
        yield ended
    except besides:
        raise
    except of as problem:
        log.exception(sentence, *words)
        ended.problem = problem
