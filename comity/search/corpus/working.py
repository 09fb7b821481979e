"""Work shared among processes, in its order: a list that a generator gives bit by bit, of which only a few bits are held at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final, TypeVar

_AHEAD: Final = 3  # chunks for each process that wait, so that none stands idle

Asked = TypeVar("Asked")
Given = TypeVar("Given")


def shared(
    work: Callable[[Asked], Given], chunks: Iterable[Asked], workers: int, first: Callable[[], None] | None = None
) -> Iterator[Given]:
    """What the work gives of each chunk, in their order. `first`: what each process does once before. One worker: this process."""
    if workers < 2:
        if first is not None:
            first()
        yield from map(work, chunks)
        return
    # A fresh interpreter each: this one may hold threads of a compiled library, which a fork would not carry over.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=first) as pool:
        waiting: deque[Future[Given]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk))
            if len(waiting) >= _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
