"""A database that is killed, full, or stands still: checks are refused with what still works, and come back by themselves."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from comity.app import Comity
from comity.engines.store.launcher import Server
from comity.kernel.errors import Unavailable
from comity.kernel.results import Outcome
from comity.search import commit
from tests.checking import application, asked, check, document, entry_names, make_world, reader
from tests.flows.world import build, serving

pytestmark = [pytest.mark.fault, pytest.mark.anyio]
SPACE = 260 << 20


async def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for is counted by other tasks
            await asyncio.sleep(0.02)


async def asking(comity: Comity, answered: list[str], refused: list[Unavailable]) -> None:
    """One client for ever."""
    while True:
        try:
            answered.append((await check(comity, reader())).check)
        except Unavailable as problem:
            refused.append(problem)
            await asyncio.sleep(0.02)


async def test_a_killed_database_refuses_and_comes_back_and_no_answer_lacks_its_entry(doomed, tmp_path: Path) -> None:
    server, database = doomed()
    world = await build(database, tmp_path)
    answered: list[str] = []
    refused: list[Unavailable] = []
    async with serving(world) as site:
        await document(site.comity)
        clients = [asyncio.create_task(asking(site.comity, answered, refused)) for _ in range(8)]
        await until(lambda: len(answered) > 100)
        server.kill()
        await until(lambda: len(refused) > 20)
        reply = await (await site.system()).post("/api/v1/checks", json=site.system_document())
        before = len(answered)
        await asyncio.to_thread(Server.start, server.folder)
        await until(lambda: len(answered) > before + 50)
        for client_task in clients:
            client_task.cancel()
            with suppress(asyncio.CancelledError):
                await client_task
        assert (await check(site.comity, reader())).outcome is Outcome.HIT
    assert reply.status_code == 503
    assert reply.json()["still_works"]
    assert all(problem.still_works for problem in refused)
    assert len(answered) == len(set(answered))
    assert set(answered) <= entry_names(database)


async def ask_until_refused(comity: Comity, answered: list[str]) -> None:
    for number in range(3_000):
        results = await asyncio.gather(*(check(comity, reader(), asked(f"N{number}")) for _ in range(50)))
        answered += [result.check for result in results]


@pytest.fixture
def small_disk(open_folder: Path) -> Iterator[Path]:
    place = open_folder / "full-disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SPACE},mode=0755", "tmpfs", place], capture_output=True, check=False
    ).returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


async def test_a_full_disk_refuses_by_name_and_room_is_enough_to_go_on(small_disk: Path, doomed, tmp_path: Path) -> None:
    server, database = doomed(small_disk)
    make_world(database)
    answered: list[str] = []
    async with application(database, tmp_path) as comity:
        await document(comity)
        answered.append((await check(comity, reader())).check)
        rest = small_disk / "rest"
        rest.write_bytes(bytes(shutil.disk_usage(small_disk).free))
        with pytest.raises(Unavailable) as full:
            await ask_until_refused(comity, answered)
        assert "disk" in full.value.what
        assert full.value.still_works
        rest.unlink()
        assert server.alive()
        again = await check(comity, reader())
        assert again.outcome is Outcome.HIT
        answered.append(again.check)
    assert set(answered) <= entry_names(database)


async def test_a_database_that_stands_still_is_left_after_a_while(doomed, tmp_path: Path, monkeypatch) -> None:
    """Neither an answer nor an end: a disk that hangs, a network without a word."""
    _, database = doomed()
    make_world(database)
    async with application(database, tmp_path) as comity:
        await document(comity)
        first = await check(comity, reader())
        connection = comity.checks.commit._connection
        assert connection is not None
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        try:
            async with asyncio.timeout(60):
                with monkeypatch.context() as hurried:
                    hurried.setattr(commit, "LONGEST_S", 0.3)
                    with pytest.raises(Unavailable) as still:
                        await check(comity, reader())
                again = await check(comity, reader())
        finally:
            os.kill(backend, signal.SIGCONT)
        assert still.value.still_works
        assert again.outcome is Outcome.HIT
        assert {first.check, again.check} <= entry_names(database)
