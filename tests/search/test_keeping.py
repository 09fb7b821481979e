"""Filter files built, taken and followed: an unusable one is passed over, and the follower never ends of it."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from comity.engines.clock import FixedClock, SystemClock
from comity.engines.keyring import KeyName
from comity.kernel.results import Outcome
from comity.search import keeping
from comity.search.keeping import Builder, Follower
from tests.checking import XCS, application, asked, build_filters, check, document, put_in_force, reader, rows

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def no_files(comity) -> None:
    shutil.rmtree(comity.settings.filters, ignore_errors=True)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LOOK_S", 0.01)


async def until(true, seconds: float = 120.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for is a file that another task sees
            await asyncio.sleep(0.01)


async def following(follower: Follower) -> asyncio.Task[None]:
    task = asyncio.create_task(follower.run())
    await asyncio.sleep(0.03)
    return task


async def test_a_new_file_is_in_force_by_itself(comity, database, quick) -> None:
    task = await following(Follower(comity.place, comity.desk))
    path = await build_filters(database, comity)
    await until(lambda: comity.desk.filters.stats().path == path)
    task.cancel()


async def test_a_torn_file_is_passed_over_and_the_next_good_one_taken(comity, database, quick) -> None:
    await build_filters(database, comity)
    good = put_in_force(comity)
    follower = Follower(comity.place, comity.desk)
    task = await following(follower)
    torn = good.path.with_name("9" * 20 + good.path.name[20:])
    torn.write_bytes(good.path.read_bytes()[:-100])
    await asyncio.sleep(0.1)
    assert not task.done()
    assert comity.desk.filters.stats().path == good.path
    torn.unlink()
    await document(comity, XCS, "T1")
    newer = await build_filters(database, comity)
    await until(lambda: comity.desk.filters.stats().path == newer)
    task.cancel()


async def test_an_older_file_never_takes_the_place_of_the_one_in_force(comity, database, quick) -> None:
    """The file in force is gone (somebody tidied up), an older good one is there."""
    older = await build_filters(database, comity)
    await document(comity, XCS, "T2")
    newer = await build_filters(database, comity)
    assert newer > older
    put_in_force(comity)
    task = await following(Follower(comity.place, comity.desk))
    newer.unlink()
    await asyncio.sleep(0.1)
    assert not task.done()
    assert (await check(comity, reader(), asked("T2", "XCS"))).outcome is Outcome.HIT
    third = await build_filters(database, comity)
    await until(lambda: comity.desk.filters.stats().path == third)
    task.cancel()


async def test_a_folder_that_vanishes_changes_no_answer(comity, database, quick) -> None:
    await document(comity)
    await build_filters(database, comity)
    put_in_force(comity)
    task = await following(Follower(comity.place, comity.desk))
    shutil.rmtree(comity.settings.filters)
    await asyncio.sleep(0.05)
    assert not task.done()
    await document(comity, number="T3")
    assert [(await check(comity, reader(), asked(number))).outcome for number in ("C0118832", "T3", "T4")] == [
        Outcome.HIT,
        Outcome.HIT,
        Outcome.NO_HIT,
    ]
    task.cancel()


async def test_the_builder_builds_once_and_again_when_the_file_is_old(comity, database) -> None:
    clock = FixedClock(SystemClock().now())
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        builder = Builder(work, comity.place, clock)
        first = await builder.step()
        assert first is not None
        assert await builder.step() is None
        await document(comity, number="T5")
        assert await builder.step() is None
        clock.advance(timedelta(seconds=keeping.OLDEST_S + 1))
        second = await builder.step()
        assert second is not None
        assert second.name > first.name


async def test_pruned_changes_are_in_the_file_that_replaced_them(comity, database) -> None:
    clock = FixedClock(SystemClock().now())
    await document(comity, number="T6")
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        builder = Builder(work, comity.place, clock)
        await builder.step()
        put_in_force(comity)
        clock.advance(timedelta(seconds=keeping.OLDEST_S + 1))
        assert await builder.step() is None
    assert rows(database, "select from registers.change where xid < (select max(xid) from registers.change)") in ([], [()])
    assert (await check(comity, reader(), asked("T6"))).outcome is Outcome.HIT


async def test_a_full_disk_leaves_the_file_in_force_and_the_checks_right(comity, database, monkeypatch) -> None:
    await build_filters(database, comity)
    good = put_in_force(comity)
    await document(comity, number="T7")
    real = Path.rename

    def full(self: Path, target: Path) -> Path:
        if str(target).endswith(".filters"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(Exception, match="disk is full"):
        await build_filters(database, comity)
    assert comity.desk.filters.stats().path == good.path
    assert (await check(comity, reader(), asked("T7"))).outcome is Outcome.HIT
    assert not list(comity.settings.filters.glob(".*.part"))


# ------------------------------------------------------------------------------------------------------------------------ rotation
async def test_a_rotated_signing_key_builds_at_once_and_running_followers_go_on(comity, database, quick) -> None:
    await document(comity, XCS, "R1")
    task = await following(Follower(comity.place, comity.desk))
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        builder = Builder(work, comity.place, comity.clock)
        first = await builder.step()
        await until(lambda: comity.desk.filters.stats().path == first)
        assert await builder.step() is None
        older = comity.keyring.rotate(KeyName.FILTER_SIGNING).version - 1
        assert comity.place.newest().path == first  # not destroyed yet: a process that starts now has a filter
        second = await builder.step()
        assert second is not None
        assert comity.place.is_signed_anew(second)
        assert not comity.place.is_signed_anew(first)
        await until(lambda: comity.desk.filters.stats().path == second)
        assert await builder.step() is None
    comity.keyring.destroy(KeyName.FILTER_SIGNING, "", older)
    assert comity.place.newest().path == second
    assert (await check(comity, reader(), asked("R1", "XCS"))).outcome is Outcome.HIT
    assert not task.done()
    task.cancel()


async def test_a_file_of_a_destroyed_signing_key_is_not_trusted(comity, database) -> None:
    await document(comity, XCS, "R2")
    await build_filters(database, comity)
    older = comity.keyring.rotate(KeyName.FILTER_SIGNING).version - 1
    comity.keyring.destroy(KeyName.FILTER_SIGNING, "", older)
    assert comity.place.newest() is None
    assert (await check(comity, reader(), asked("R2", "XCS"))).outcome is Outcome.HIT
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        assert await Builder(work, comity.place, comity.clock).step() == comity.place.newest().path


@pytest.mark.parametrize("older", [True, False], ids=["an older one stands in", "none is left"])
async def test_a_torn_file_at_the_start_is_passed_over_and_checks_are_right(comity, database, older: bool) -> None:
    await document(comity)
    first = await build_filters(database, comity)
    await document(comity, number="T8")
    torn = await build_filters(database, comity)
    torn.write_bytes(torn.read_bytes()[:-8])
    if not older:
        first.unlink()
    async with application(database, comity.settings.home) as started:
        assert started.desk.filters.stats().path == (first if older else None)
        assert [await found(started, number) for number in ("C0118832", "T8", "T9")] == [True, True, False]
        await document(comity, number="T9")
        assert [await found(started, number) for number in ("C0118832", "T8", "T9")] == [True, True, True]


async def found(comity, number: str) -> bool:
    return (await check(comity, reader(), asked(number))).outcome is Outcome.HIT
