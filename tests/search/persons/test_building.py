"""A building that fails says so once, and leaves nothing under way."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, AsyncIterator

import pytest

from comity.registers.name_input import Held
from comity.search.persons.index import building
from comity.search.persons.index.filing import Filing

pytestmark = pytest.mark.anyio


async def test_a_fault_of_one_batch_ends_the_others_and_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(batch: object) -> object:
        raise BrokenPipeError("its process was killed")

    async def batches() -> AsyncGenerator[list[Held], None]:
        for _ in range(20):
            yield []

    before = asyncio.all_tasks()
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    monkeypatch.setattr(building, "all_cards", broken)
    given = batches()
    assert await failed(given) == "its process was killed"
    await given.aclose()
    await asyncio.sleep(0.3)  # threads under way end
    gc.collect()  # what was never asked for says so when it goes
    await asyncio.sleep(0)
    assert told == []
    assert asyncio.all_tasks() == before


async def failed(batches: AsyncIterator[list[Held]]) -> str:
    """Lets go of the exception, which holds whatever was under way."""
    try:
        await building._file(None, Filing(bytes(32)), batches, set())
    except BrokenPipeError as problem:
        return str(problem)
    return ""
