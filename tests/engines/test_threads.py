"""A thread opens for a task: it is taken, or closed by whoever comes last."""

from __future__ import annotations

import asyncio
import threading

import pytest

from comity.engines.threads import opened

pytestmark = pytest.mark.anyio


class Opening:
    """Opens when it is told to."""

    def __init__(self) -> None:
        self.begun, self.go, self.closed = threading.Event(), threading.Event(), threading.Event()

    def __call__(self) -> Opening:
        self.begun.set()
        assert self.go.wait(60)
        return self

    def close(self) -> None:
        self.closed.set()


async def test_what_is_opened_is_taken_open() -> None:
    opening = Opening()
    opening.go.set()
    assert await opened(opening) is opening
    assert not opening.closed.is_set()


async def test_a_task_that_is_cancelled_while_its_thread_opens_leaves_nothing_open() -> None:
    opening = Opening()
    task = asyncio.create_task(opened(opening))
    await asyncio.to_thread(opening.begun.wait, 60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not opening.closed.is_set()
    opening.go.set()
    assert await asyncio.to_thread(opening.closed.wait, 60)


async def test_a_task_that_is_cancelled_when_its_thread_has_opened_leaves_nothing_open() -> None:
    opening = Opening()
    task = asyncio.create_task(opened(opening))
    await asyncio.to_thread(opening.begun.wait, 60)
    opening.go.set()
    threading.Event().wait(0.1)  # the loop stands still meanwhile: the thread is done, and the task has not heard of it
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(opening.closed.wait, 60)


async def test_what_cannot_be_opened_is_told() -> None:
    def fails() -> Opening:
        raise FileNotFoundError("none")

    with pytest.raises(FileNotFoundError):
        await opened(fails)
