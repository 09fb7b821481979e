"""A process that loads is killed again and again: nothing is lost, nothing doubled, one entry, every refused row comes back once."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.engines.jobs import State
from comity.registers.catalogue import register
from comity.registers.load import Options
from comity.registers.loading.model import Counts
from comity.registers.sample import sample_rows
from tests.conftest import Database
from tests.flows.world import World, build, reader_for, serving
from tests.registers.loading.conftest import DOCUMENT, HEADER, as_file

pytestmark = [pytest.mark.fault, pytest.mark.anyio]

ROWS = 4_000
BATCH = 300
KILLS = 3
SCRIPT = """
import sys
from pathlib import Path
from comity.app import Settings
from comity.edges import jobs
from comity.registers.loading import rows
rows.BATCH = int(sys.argv[3])
jobs.run(Settings(sys.argv[1], Path(sys.argv[2])), lambda: print("ready", flush=True))
"""


@contextlib.contextmanager
def process(world: World) -> Iterator[subprocess.Popen[str]]:
    """The real process that runs jobs."""
    words = [sys.executable, "-c", SCRIPT, world.database.app, str(world.settings.home), str(BATCH)]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running
    finally:
        running.kill()
        running.communicate()


def job_row(database: Database, job: UUID) -> tuple[int, int]:
    with psycopg.connect(database.superuser) as connection:
        found = connection.execute("select state, done from jobs.job where id = %s", (job,)).fetchone()
    return found or (0, 0)


def until_further(database: Database, job: UUID, done: int, seconds: float = 240) -> int:
    """Waits until the load has come further, or has ended; how far it is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state, now = job_row(database, job)
        if now > done or state > State.RUNNING:
            return now
        time.sleep(0.02)
    raise TimeoutError(f"the load stays at {done}")


async def test_a_load_whose_process_is_killed_several_times_loses_nothing_and_doubles_nothing(database: Database, tmp_path: Path) -> None:
    world = await build(database, tmp_path)
    documents = register("travel_documents")
    rows: list[dict[str, str]] = []
    for place, row in enumerate(sample_rows(documents, 1, ROWS, today=world.clock.now().date())):
        rows.append(row | {"theft_date": "2026-10-01", "issue_date": "", "expiry_date": ""})
        if place % 500 == 0:
            rows.append(DOCUMENT | {"number": f"-{place}", "reason": ""})  # refused
    async with serving(world) as site:
        registrar = reader_for(world, "b", Role.REGISTRAR)
        job = await site.comity.loads.start(registrar, documents, io.BytesIO(as_file(rows)), Options(defaults=HEADER))
        done = 0
        for _ in range(KILLS):
            with process(world) as running:
                done = until_further(database, job, done)
                running.send_signal(signal.SIGKILL)
        assert 0 < done < len(rows), "the load was over before its process was killed"
        with process(world):
            while job_row(database, job)[0] <= State.RUNNING:  # noqa: ASYNC110 - it happens in another process
                await asyncio.sleep(0.05)
        ended = await site.comity.jobs.show(registrar, job)
        assert ended.state is State.DONE
        counts = Counts(rows=ended.done, **ended.counts)
        assert counts == Counts(rows=len(rows), held=ROWS, refused=ROWS // 500)
        _, stream = await site.comity.jobs.result(registrar, job)
        with stream:
            refused = list(csv.DictReader(io.StringIO(stream.read().decode("utf-8-sig"))))
        assert [row["number"] for row in refused] == [f"'-{place}" for place in range(0, ROWS, 500)]
    with psycopg.connect(database.superuser) as connection:
        found = connection.execute("select count(*), count(distinct identity) from registers.travel_documents").fetchone()
        keys = connection.execute("select count(*), (select count(*) from registers.record_key) from registers.search_key").fetchone()
        waiting = connection.execute("select count(*) from registers.loaded").fetchone()
    assert (found, keys, waiting) == ((ROWS, ROWS), (ROWS, ROWS), (ROWS,))
    assert world.acts().count(Act.LOAD) == 1
