"""The held PDQ values near one that is asked: an index in memory, filled when a specialist first asks one in this process.

It gives spellings and nothing else. They join the plan as other spellings of a VIN do, so that whoever asks is answered by the search keys
and records that they may see, in the same statements whether a value near belongs to nobody, to a hidden record or to a discreet one.

Until it is filled, and while it cannot follow the database, a check is *no answer*, never *no hit*. It is read anew at each start, so that
nothing depends on how the last process ended; from then on the changes are read twice a second.
Memory: `HammingIndex` says how many bytes a value (1.1 GB for ten million), in each process where a specialist asked.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import psycopg
from msgspec import structs

from comity.engines.hamming import HammingIndex, of_hex, to_hex
from comity.engines.keyring import KeyringUnusable
from comity.engines.lasting import surviving
from comity.kernel.errors import Unavailable
from comity.registers import near_input
from comity.registers.near_input import NAME, Change, Held, key_of
from comity.search.commit import ended
from comity.search.model import Sought
from comity.search.planned import Plan
from comity.search.sources import DEADLINE_S

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.engines.keyring import Keyring
    from comity.engines.store import Store

LOOK_S: Final = 0.5  # between two looks for changes
STALE_S: Final = 3.0  # without a look that succeeded, what was added meanwhile may be missing
FORGOTTEN_S: Final = 1_800.0  # changes are kept for an hour (`keeping.OLDEST_S`); after half of that without a look all is read anew
MOST: Final = 1_000  # values near one that is asked, the nearest first: each costs a look into the filters
FILLING: Final = "Similar images cannot be asked yet: their index is being filled. Ask again in a minute."
BEHIND: Final = "Similar images cannot be asked now: their index does not follow the database. Ask again in a minute."
TOO_MANY: Final = "More values are near this one than can be compared; the nearest were."

T = TypeVar("T")
log = logging.getLogger(__name__)


class NearHashes:
    """The index of one process. Its thread alone reads and changes it."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring
        self._index = HammingIndex()
        self._thread = ThreadPoolExecutor(1, "near hashes")
        self._task: asyncio.Task[None] | None = None
        self._filled = asyncio.Event()
        self._begun = 0.0
        self._since = 0
        self._taken: set[int] = set()  # changes of the window that is read again while an older transaction is unfinished
        self._looked = 0.0

    async def beside(self, plan: Plan) -> Plan:
        """The plan with the held values near each PDQ that it asks; left open where they cannot be known in time."""
        asked = [one for one in plan.sought if one.kind == NAME]
        if not asked:
            return plan
        why = await self._ready()
        more: list[Sought] = []
        for one in asked if not why else ():
            try:
                found = await asyncio.wait_for(self._in_thread(partial(self._near, one.value)), DEADLINE_S)
            except TimeoutError:  # it is being built anew around many changes
                why = BEHIND
                break
            why = TOO_MANY if len(found) > MOST else why
            more += [structs.replace(one, key=key_of(value)) for value in found[:MOST] if value != one.value]
        if not why:
            return structs.replace(plan, sought=(*plan.sought, *more)) if more else plan
        left_open = tuple({one.register: why for one in asked}.items())
        return structs.replace(plan, sought=(*plan.sought, *more), notes=(*plan.notes, (why, {})), left_open=left_open)

    async def stop(self) -> None:
        """Ends following; a search under way ends first."""
        if self._task is not None:
            await ended(self._task)
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _ready(self) -> str:
        """Why the index cannot answer now; empty where it can. The first who asks begins the filling, and waits a moment for its end."""
        now = time.monotonic()
        if self._task is None or self._task.done():
            self._begun = now
            self._task = asyncio.create_task(self._run(), name="near hashes")
        if not self._filled.is_set():
            left = self._begun + DEADLINE_S - now
            try:
                await asyncio.wait_for(self._filled.wait(), max(left, 0.001))
            except TimeoutError:
                return FILLING
        return BEHIND if time.monotonic() - self._looked > STALE_S else ""

    def _near(self, value: str) -> list[str]:
        """Nearest first, one more than `MOST` at most."""
        index = self._index  # which may be another before this ends
        return [to_hex(index.hash_of(one.key)) for one in index.search(of_hex([value])[0])[: MOST + 1]]

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _run(self) -> None:
        """Fills, then follows, for the life of the process; whatever breaks is begun again."""
        while True:
            with surviving(log, "the index of similar images failed"):  # checks are *no answer* meanwhile
                await self._followed()
            await asyncio.sleep(LOOK_S)

    async def _followed(self) -> None:
        """Fills where that is due, then follows until the database goes."""
        try:
            async with await self._store.dedicated() as connection:
                if not self._filled.is_set() or time.monotonic() - self._looked > FORGOTTEN_S:
                    await self._fill(connection)
                await self._follow(connection)
        except (psycopg.Error, Unavailable, KeyringUnusable) as problem:
            log.warning("the index of similar images does not follow the database: %s", type(problem).__name__)

    async def _fill(self, connection: AsyncConnection) -> None:
        self._filled.clear()
        began = time.monotonic()
        await connection.execute(near_input.BEGIN)
        since = await near_input.mark(connection)
        parts = [part async for part in near_input.everything(connection, self._keyring)]
        await connection.execute("COMMIT")
        self._index = await self._in_thread(partial(_built, parts))
        self._since, self._taken, self._looked = since, set(), began
        log.info("similar images: %d values after %.1f s", len(self._index), time.monotonic() - began)

    async def _follow(self, connection: AsyncConnection) -> None:
        while time.monotonic() - self._looked <= FORGOTTEN_S:
            await self._look(connection)
            self._filled.set()
            await asyncio.sleep(LOOK_S)
        self._filled.clear()

    async def _look(self, connection: AsyncConnection) -> None:
        """Takes in what came or went since the last look."""
        began = time.monotonic()
        await connection.execute(near_input.BEGIN)
        mark = await near_input.mark(connection)
        seen: set[int] = set()
        async for some in near_input.changes(connection, self._since):
            seen.update(change.number for change in some if change.xid >= mark)
            if keys := _keys(some, self._taken):
                held = await near_input.behind(connection, self._keyring, keys)
                await self._in_thread(partial(self._take, keys, held))
        await connection.execute("COMMIT")
        self._since, self._taken, self._looked = mark, seen, began

    def _take(self, keys: list[int], held: Held) -> None:
        """The values behind these keys are there now; those of the keys without a record any more are gone."""
        there = dict(zip(held.keys.tolist(), held.hashes, strict=True))
        for key in keys:
            if key not in there:
                self._index.remove(key)
        for key, one in there.items():
            if key not in self._index:
                self._index.add(key, one)


def _keys(changes: list[Change], taken: set[int]) -> list[int]:
    return list({change.key: None for change in changes if change.number not in taken})


def _built(parts: list[Held]) -> HammingIndex:
    """The index of all parts; a value of several records once. Of none too, so that the loops are compiled before the first search."""
    keys, places = np.unique(np.concatenate([np.zeros(0, np.int64), *(part.keys for part in parts)]), return_index=True)
    hashes = np.concatenate([np.zeros((0, 4), np.uint64), *(part.hashes for part in parts)])
    return HammingIndex.build(hashes[places], keys)


__all__ = ["BEHIND", "FILLING", "MOST", "NearHashes"]
