"""The process of the background work: starts the jobs of `comity.work`, and stops them when told to."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from comity.engines.clock import SystemClock
from comity.engines.keyring import Keyring
from comity.engines.store import Store
from comity.keys import prove
from comity.registers import ledger_work
from comity.search.keeping import Place, life_of
from comity.work import Work, work_until


async def _run(dsn: str, place_folder: Path, checkpoints: Path, keyring: Keyring, ready: Callable[[], None]) -> None:
    store = await Store.open(dsn, migrated=True, size=1)
    connection = await store.dedicated()
    async with connection:
        row = await (await connection.execute("select id from comity.organisation")).fetchone()
        database = await life_of(connection)
        await prove(connection, keyring)
        await ledger_work.prove(connection, checkpoints, keyring)
    organisation = row[0] if row else UUID(int=0)
    clock = SystemClock()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready()
    place = Place(place_folder, organisation, keyring, database)
    await work_until(Work(store.dedicated, organisation, place, checkpoints, keyring, clock), stop)
    await store.close()


def run(dsn: str, filters: Path, checkpoints: Path, keyring: Keyring, ready: Callable[[], None] = lambda: None) -> None:
    """Works until SIGINT or SIGTERM. Raises Unavailable where it cannot start."""
    asyncio.run(_run(dsn, filters, checkpoints, keyring, ready))
