"""A whole generation from one snapshot, beside the one in force: what is released now, under a new key.

The keys of names are made in processes of their own once there are many, since the looks at the database go on meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from comity.engines.index import Writer, create
from comity.registers import name_input
from comity.search.persons.index import generation
from comity.search.persons.index.filing import Card, Filing, cards, day, lane_of
from comity.search.persons.index.generation import State

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.engines.clock import Clock
    from comity.engines.keyring import Keyring
    from comity.registers.name_input import Held

MANY: Final = 20_000  # records after which other processes make the keys
_AHEAD: Final = 6  # batches under way at once: some 12,000 names in memory
_NICE: Final = 10

Connect: TypeAlias = "Callable[[], Awaitable[AsyncConnection]]"
Batches: TypeAlias = "AsyncIterator[list[Held]]"
log = logging.getLogger(__name__)


async def build(names: Path, number: int, keyring: Keyring, clock: Clock, database: int, connect: Connect) -> State:
    """Builds that generation; gives the state to put in force once it has caught up from its mark.

    Raises: IndexUnusable, Unavailable, psycopg's errors; what is in its folder is then of no use. Cost: 0.1 ms a name on two cores.
    """
    folder, key = generation.folder_of(names, number), generation.fresh_key()
    filing, now = Filing(key), clock.now()
    async with await connect() as connection:
        mark = await name_input.begin(connection)
        shut = await name_input.shut(connection)
        writer = create(folder)  # here, not in a thread: whoever ends this task would lose the writer that the thread made
        try:
            lanes = await _file(writer, filing, name_input.everything(connection, keyring), shut)
            await asyncio.to_thread(writer.commit)
        finally:
            await asyncio.to_thread(writer.close)
        await connection.execute("commit")
    wrapped = generation.wrap(keyring, number, key)
    return State(number, database, wrapped, mark, mark, day(now.date()), now.timestamp(), tuple(sorted(lanes)))


async def _file(writer: Writer, filing: Filing, batches: Batches, shut: set[int]) -> set[int]:
    """Files every batch, several under way; gives the lanes that they lie in."""
    lanes: set[int] = set()
    under_way: deque[tuple[list[Held], asyncio.Future[list[list[Card]]]]] = deque()
    with ExitStack() as ending:
        pool: ProcessPoolExecutor | None = None
        seen = 0

        async def settle() -> None:
            held, made = under_way.popleft()
            lanes.update(await asyncio.to_thread(file, writer, filing, held, await made, shut))

        try:
            async for batch in batches:
                seen += len(batch)
                if pool is None and seen > MANY:
                    pool = ending.enter_context(_pool())
                under_way.append((batch, asyncio.ensure_future(_made(pool, batch))))
                while len(under_way) >= _AHEAD:
                    await settle()
            while under_way:
                await settle()
        finally:  # after a fault nobody asks for the others
            for _, made in under_way:
                made.cancel()
            await asyncio.gather(*(made for _, made in under_way), return_exceptions=True)
    return lanes


def file(writer: Writer, filing: Filing, held: Sequence[Held], made: Sequence[Sequence[Card]], shut: set[int]) -> set[int]:
    """Adds the documents of some records; gives the lanes that they lie in."""
    placed = [(one, lane_of(one, shut), its) for one, its in zip(held, made, strict=True)]
    writer.add(filing.documents(placed))
    return {lane.number for _, lane, _ in placed}


async def _made(pool: ProcessPoolExecutor | None, batch: list[Held]) -> list[list[Card]]:
    if pool is None:
        return await asyncio.to_thread(all_cards, batch)
    return await asyncio.get_running_loop().run_in_executor(pool, all_cards, batch)


def all_cards(batch: Sequence[Held]) -> list[list[Card]]:
    """The cards of some records."""
    return [cards(held) for held in batch]


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(os.cpu_count() or 1, multiprocessing.get_context("spawn"), _modest)


def _modest() -> None:
    os.nice(_NICE)
