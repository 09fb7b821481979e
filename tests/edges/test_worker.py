"""The worker's jobs in this process: each goes on by itself after a fault, and one job's fault is no other's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from comity import work as jobs
from comity.audit import checkpoint
from comity.engines.clock import SystemClock
from comity.engines.store import Store
from comity.work import Work, work_until
from tests.checking import application, check, document, make_world, packs, reader, rows

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHECKPOINT_S", "FILTERS_S", "AGAIN_S"):
        monkeypatch.setattr(jobs, name, 0.05)


async def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for is a row or a file that another task writes
            await asyncio.sleep(0.05)


@asynccontextmanager
async def working(comity, database) -> AsyncIterator[asyncio.Event]:
    store = await Store.open(database.work, size=1)
    stop = asyncio.Event()
    facts = (store.dedicated, comity.directory.organisation, comity.place, comity.settings.checkpoints, comity.keyring, SystemClock())
    task = asyncio.create_task(work_until(Work(*facts), stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 120)
        await store.close()


def sequenced(database) -> int:
    return sum(int(str(row[0])) for row in rows(database, "select count from audit.leaves"))


def all_entries(database) -> int:
    return sum(pack.count for pack in packs(database))


async def test_all_jobs_do_their_work_and_end_when_told(database, tmp_path: Path) -> None:
    make_world(database)
    async with application(database, tmp_path) as comity:
        await document(comity)
        await check(comity, reader())
        async with working(comity, database):
            await until(lambda: sequenced(database) == all_entries(database))
            await until(lambda: list(comity.settings.checkpoints.glob("*")))
            await until(lambda: comity.place.newest() is not None)


@pytest.mark.fault
async def test_a_full_disk_for_checkpoints_and_a_lost_connection_stop_no_job(database, tmp_path: Path, monkeypatch) -> None:
    make_world(database)
    tries = 0
    real = checkpoint.keep

    def full(*words: object) -> object:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise OSError(28, "No space left on device")
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpoint, "keep", full)
    async with application(database, tmp_path) as comity, working(comity, database):
        await check(comity, reader())
        await until(lambda: sequenced(database) == all_entries(database))
        with psycopg.connect(database.superuser) as connection:
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'comity_work'")
        await check(comity, reader())
        await until(lambda: sequenced(database) == all_entries(database) and tries >= 4)
        await until(lambda: list(comity.settings.checkpoints.glob("*")))
