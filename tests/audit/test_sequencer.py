"""The sequencer: every committed entry once, in one order, whoever holds the office and whenever it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import psycopg
import pytest

from comity.audit import store
from comity.audit.leaf import leaves_of
from comity.audit.pack import Recorder
from comity.audit.sequencer import AnotherCluster, Sequencer, read_cursor
from comity.audit.tree import Frontier, root_of
from tests.audit.conftest import ARVENIA, BELMORA, entry

pytestmark = pytest.mark.anyio


async def hashes(connection: psycopg.AsyncConnection) -> list[bytes]:
    rows = await (await connection.execute("select hashes from audit.leaves order by first")).fetchall()
    whole = b"".join(row[0] for row in rows)
    return [whole[i : i + 32] for i in range(0, len(whole), 32)]


async def test_committed_packs_become_leaves(app, work, recorder: Recorder) -> None:
    packs = recorder.packs([entry(0), entry(1), entry(2, ARVENIA)])
    await store.insert_packs(app, packs)
    sequencer = Sequencer(work)
    assert await sequencer.step() == 3
    assert await sequencer.step() == 0
    assert await hashes(work) == [leaf for pack in packs for leaf in leaves_of(pack)]
    cursor = await read_cursor(work)
    assert Frontier.from_bytes(cursor.size, cursor.frontier).root() == root_of(await hashes(work))


async def test_it_goes_on_where_it_was(app, work, recorder: Recorder) -> None:
    for i in range(7):
        await recorder.record(app, entry(i))
        assert await Sequencer(work).step() == 1
    cursor = await read_cursor(work)
    assert cursor.size == 7
    assert Frontier.from_bytes(7, cursor.frontier).root() == root_of(await hashes(work))


async def test_an_open_transaction_is_waited_for_and_what_rolls_back_is_never_a_leaf(app, work, database, connect, recorder) -> None:
    slow = await connect(database.app)
    async with slow.transaction(force_rollback=True):
        await recorder.record(slow, entry(0))
        await recorder.record(app, entry(1))
        assert await Sequencer(work).step() == 0
    assert await Sequencer(work).step() == 1


async def test_the_later_number_may_come_first_but_none_is_passed_by(app, work, database, connect, recorder) -> None:
    slow = await connect(database.app)
    sequencer = Sequencer(work)
    async with slow.transaction():
        await recorder.record(slow, entry(0))
        await recorder.record(app, entry(1))
        await sequencer.step()
    await recorder.record(app, entry(2))
    await sequencer.step()
    assert len(await hashes(work)) == 3


async def test_two_never_double(app, work, database, connect, recorder: Recorder) -> None:
    one, other = Sequencer(work), Sequencer(await connect(database.work))
    assert await one.take_office()
    assert not await other.take_office()
    for i in range(20):
        await recorder.record(app, entry(i))
        await asyncio.gather(one.step(), other.step())
    await one.step()
    assert len(await hashes(work)) == 20


async def test_another_takes_over_when_the_connection_falls(app, work, database, connect, recorder: Recorder) -> None:
    first = await connect(database.work)
    assert await Sequencer(first).take_office()
    await recorder.record(app, entry())
    await first.close()
    sequencer = Sequencer(work)
    for _ in range(100):
        if await sequencer.step():
            break
        await asyncio.sleep(0.02)
    assert len(await hashes(work)) == 1


KILLED = """
import asyncio, sys, psycopg
from comity.audit.sequencer import Sequencer
async def main():
    connection = await psycopg.AsyncConnection.connect(sys.argv[1], autocommit=True)
    print("on", flush=True)
    await Sequencer(connection).run(asyncio.Event())
asyncio.run(main())
"""


async def test_killed_at_any_moment_nothing_is_lost_or_doubled(app, work, database, recorder: Recorder) -> None:
    written = 0
    for _ in range(3):
        process = subprocess.Popen(  # noqa: ASYNC220 - a test may block
            [sys.executable, "-c", KILLED, database.work], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        with process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(40):
                await store.insert_packs(app, recorder.packs([entry(written + i) for i in range(50)]))
                written += 50
            process.send_signal(signal.SIGKILL)
    sequencer = Sequencer(work)
    while (await read_cursor(work)).size < written:
        await sequencer.step()
        await asyncio.sleep(0.01)
    assert await sequencer.step() == 0
    found = await hashes(work)
    assert len(found) == len(set(found)) == written


async def test_it_appends_by_itself_until_it_is_stopped(app, work, recorder: Recorder) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(Sequencer(work).run(stop))
    await asyncio.sleep(0.1)
    await recorder.record(app, entry())
    async with asyncio.timeout(120):  # a quarter of a second on a free machine
        while not await hashes(app):  # noqa: ASYNC110 - the leaf is written by the database
            await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(running, 120)
    assert len(await hashes(app)) == 1


async def test_a_misshapen_pack_does_not_stop_it(app, work, dba, recorder: Recorder) -> None:
    await recorder.record(app, entry(0), entry(1))
    await dba.execute("update audit.pack set heads = '\\x01'")
    await recorder.record(app, entry(2))
    assert await Sequencer(work).step() == 2
    assert len(await hashes(work)) == 2


async def test_transactions_are_ordered_as_numbers_not_as_words(app, work, dba, recorder: Recorder) -> None:
    """Transaction 1000 comes after 999, though the word sorts before it."""
    await recorder.record(app, entry(0))
    await recorder.record(app, entry(1))
    await dba.execute("update audit.pack set xid = case first when 1 then '99' else '100' end::xid8")
    sequencer = Sequencer(work)
    assert await sequencer.step() == 2
    assert (await read_cursor(work)).xid == 100
    assert await sequencer.step() == 0


async def test_many_entries_are_taken_in_steps(app, work, recorder: Recorder) -> None:
    for start in range(0, 25_000, 5000):
        await store.insert_packs(app, recorder.packs([entry(start + i) for i in range(5000)]))
    sequencer = Sequencer(work)
    assert [await sequencer.step() for _ in range(3)] == [20_000, 5000, 0]


async def test_a_database_from_a_dump_is_told(app, work, dba, recorder: Recorder) -> None:
    await recorder.record(app, entry(0))
    assert await Sequencer(work).step() == 1
    await dba.execute("update audit.leaves set xid = '99999999999'")
    await work.execute("select pg_advisory_unlock_all()")
    with pytest.raises(AnotherCluster, match="restored from a dump"):
        await Sequencer(work).step()


async def test_entries_are_there_if_and_only_if_their_transaction_commits(app, dba, recorder: Recorder) -> None:
    async with app.transaction(force_rollback=True):
        await recorder.record(app, entry(0))
    async with app.transaction():
        ids = await recorder.record(app, entry(1), entry(2, ARVENIA), entry(3))
    rows = await (await dba.execute("select stream, first, count, authority from audit.pack order by first")).fetchall()
    assert rows == [(recorder.stream, 2, 2, BELMORA), (recorder.stream, 4, 1, ARVENIA)]
    assert [one.number for one in ids] == [2, 4, 3]


async def test_each_process_has_a_stream_of_its_own(app, work, keyring) -> None:
    streams = {(await Recorder.start(connection, keyring)).stream for connection in (app, work, app)}
    assert len(streams) == 3
