"""A worker that is killed in the middle of its work: another takes over, and nothing is lost or done twice."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import psycopg
import pytest

from comity.app import opened
from comity.audit.verify import verify
from comity.engines import crypto
from comity.engines.keyring import KeyName
from comity.kernel.results import Outcome
from tests.checking import asked, check, document, packs, put_in_force, reader, rows
from tests.faults.processes import until, worker
from tests.flows.world import build

pytestmark = pytest.mark.fault


async def prepared(database, home: Path):
    world = await build(database, home)
    async with opened(world.settings) as comity:
        await document(comity)
        for _ in range(20):
            await asyncio.gather(*(check(comity, reader()) for _ in range(10)))
    return world


async def compared(world, database) -> None:
    """The audit is whole and sound; a check under the built filter is right."""
    async with opened(world.settings) as comity:
        public = crypto.public_key(comity.keyring.key(KeyName.CHECKPOINT).secret)
        async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
            origin = str(comity.directory.organisation)
            report = await verify(work, comity.settings.checkpoints, public, origin=origin, now=comity.clock.now())
        assert report.sound, report.findings
        assert report.size + report.waiting == sum(pack.count for pack in packs(database))
        assert put_in_force(comity) is not None
        outcomes = [(await check(comity, reader(), asked(number))).outcome for number in ("C0118832", "C0118833")]
        assert outcomes == [Outcome.HIT, Outcome.NO_HIT]


def test_another_worker_takes_over_from_a_killed_one(database, tmp_path: Path) -> None:
    world = asyncio.run(prepared(database, tmp_path))
    folder = world.settings.filters
    with worker(world, "sequencing") as first, worker(world, "building") as second:
        assert first.wait(240) == second.wait(240) == -signal.SIGKILL
    assert not list(folder.glob("[0-9]*.filters"))
    with worker(world) as third:
        until(lambda: list(folder.glob("[0-9]*.filters")))
        until(lambda: sum(int(str(row[0])) for row in rows(database, "select count from audit.leaves")) >= 200)
        until(lambda: list(world.settings.checkpoints.glob("*")))
        third.terminate()
        assert third.wait(120) == 0
    assert not list(folder.glob(".*.part"))
    asyncio.run(compared(world, database))
