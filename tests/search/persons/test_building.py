"""A building that fails says so once, and leaves nothing under way."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator

import pytest

from comity.search.persons.index import building
from comity.search.persons.index.filing import Filing

pytestmark = pytest.mark.anyio


async def test_a_fault_of_one_batch_ends_the_others_and_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(batch: object) -> object:
        raise BrokenPipeError("its process was killed")

    async def batches() -> AsyncIterator[list[object]]:
        for _ in range(20):
            yield []

    before = asyncio.all_tasks()
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    monkeypatch.setattr(building, "all_cards", broken)
    with pytest.raises(BrokenPipeError):
        await building._file(None, Filing(bytes(32)), batches(), set())
    gc.collect()
    await asyncio.sleep(0)
    assert told == []
    assert asyncio.all_tasks() == before
