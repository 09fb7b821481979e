"""The index of names after kill -9 in a commit, in its note, in a building: the next worker goes on, nothing lost or doubled."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from comity.app import opened
from comity.search.persons.index import generation
from tests.faults.processes import running
from tests.flows.world import build
from tests.search.persons.indexed import World as Names
from tests.search.persons.indexed import person

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = pytest.mark.fault

# A worker of this one job. It kills itself at the named moment of its n-th time.
WORK = """
import os, signal, sys
from pathlib import Path
from comity import work
from comity.edges import worker
from comity.engines.index.tantivy_engine import TantivyWriter
from comity.engines.keyring import Keyring
from comity.search.persons.index import building, generation, indexing
home, moment, left = Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])

def dying(real, after=False):
    def instead(*given, **named):
        global left
        left -= 1
        if left < 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        told = real(*given, **named)
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return told
    return instead

if moment == "before the commit":
    TantivyWriter.commit = dying(TantivyWriter.commit)
if moment == "after the commit":
    TantivyWriter.commit = dying(TantivyWriter.commit, after=True)
if moment == "after the note":
    generation.save = dying(generation.save, after=True)
if moment == "within the note":
    os.fsync = dying(os.fsync)
if moment == "filing":
    TantivyWriter.add = dying(TantivyWriter.add, after=True)
work.JOBS = (work.index_names,)
print("began", flush=True)
worker.run(sys.argv[1], home / "filters", home / "checkpoints", Keyring.open(home / "keyring"))
"""
MOMENTS = ["before the commit", "after the commit", "after the note", "within the note", "filing"]
WHO = "Selka Marrec"


async def enter(world, database: Database, *names: str) -> None:
    async with opened(world.settings) as comity:
        for name in names:
            await person(comity, database, name)


async def compared(world, database: Database) -> list[str]:
    """Every released person is found by its name, once, and nobody else. Gives the folders of generations."""
    async with opened(world.settings) as comity:
        names = Names(comity, database)
        try:
            await names.settled()
            with psycopg.connect(database.superuser) as connection:
                there = {row[0] for row in connection.execute("select id from registers.persons where state = 1").fetchall()}
            assert set(names.find(WHO)) == there
            assert names.index._in_force is not None
            assert len(names.index._in_force.names) == len(there)
        finally:
            await names.indexer.stop()
    return sorted(path.name for path in world.settings.names.glob("[0-9]*"))


def killed(world, database: Database, moment: str, times: int) -> None:
    with running(WORK, database.work, world.settings.home, moment, times) as process:
        assert process.wait(240) == -signal.SIGKILL


def wait_for(true, seconds: float = 240.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_that_dies_while_it_builds_leaves_the_next_a_clean_start(database, tmp_path: Path, moment: str) -> None:
    world = asyncio.run(build(database, tmp_path))
    asyncio.run(enter(world, database, *[WHO] * 3))
    killed(world, database, moment, 0)
    asyncio.run(compared(world, database))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_that_dies_while_it_follows_loses_and_doubles_nothing(database, tmp_path: Path, moment: str) -> None:
    world = asyncio.run(build(database, tmp_path))
    asyncio.run(enter(world, database, WHO))
    with running(WORK, database.work, world.settings.home, "", 0) as process:
        wait_for(lambda: generation.load(world.settings.names) is not None)
        process.send_signal(signal.SIGKILL)
    before = generation.load(world.settings.names)
    asyncio.run(enter(world, database, *[WHO] * 3))
    killed(world, database, moment, 0)
    folders = asyncio.run(compared(world, database))
    assert before is not None
    assert f"{before.generation:08d}" in folders, "nothing had to be built anew"


def test_a_worker_is_killed_again_and_again(database, tmp_path: Path) -> None:
    world = asyncio.run(build(database, tmp_path))
    for turn in range(6):
        asyncio.run(enter(world, database, WHO))
        killed(world, database, MOMENTS[turn % len(MOMENTS)], 0)
    asyncio.run(compared(world, database))
