"""The group commit without a database: who waits with whom, who is refused, and that nobody is answered early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import psycopg
import pytest

from comity.kernel.errors import Unavailable
from comity.search import commit
from comity.search.commit import BATCH_ALONE, BATCH_SHARE, BEAT_S, MOST_SINGLE, QUIET, GroupCommit

pytestmark = pytest.mark.anyio


class Connection:
    closed = False

    async def close(self) -> None:
        self.closed = True


@dataclass
class FakeStore:
    """Hands out connections, or none while it is away."""

    away: bool = False
    given: int = 0

    async def dedicated(self) -> Connection:
        if self.away:
            raise Unavailable("The database does not answer.")
        self.given += 1
        return Connection()


@dataclass
class FakeDesk:
    """Answers each plan with itself, when `gate` is open; fails with the errors it was given, one a commit."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    errors: list[Exception] = field(default_factory=list)
    commits: list[list[object]] = field(default_factory=list)
    durable: set[object] = field(default_factory=set)
    lost_count: int = 0
    began: asyncio.Event = field(default_factory=asyncio.Event)

    def before(self, plans: Sequence[object]) -> list[object]:
        return list(plans)

    async def within(self, connection: Connection, state: list[object]) -> list[object]:
        self.commits.append(state)
        self.began.set()
        await self.gate.wait()
        if self.errors:
            raise self.errors.pop(0)
        self.durable |= set(state)
        return state

    def lost(self) -> None:
        self.lost_count += 1


@dataclass
class Bench:
    store: FakeStore
    desk: FakeDesk
    commit: GroupCommit


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    store, desk = FakeStore(), FakeDesk()
    made = Bench(store, desk, GroupCommit(store, desk, most_waiting=5_000))  # type: ignore[arg-type]
    await made.commit.start()
    yield made
    desk.gate.set()
    await made.commit.stop()


async def busy(bench: Bench) -> asyncio.Future:
    """A commit under way, so that what is asked now waits for the next one."""
    first = bench.commit.ask(["first"])
    await bench.desk.began.wait()
    return first


async def test_an_answer_leaves_only_after_its_commit(bench: Bench) -> None:
    waiting = bench.commit.ask(["a"])
    await bench.desk.began.wait()
    assert not waiting.done()
    bench.desk.gate.set()
    assert await waiting == ["a"]
    assert "a" in bench.desk.durable


async def test_all_that_wait_share_the_next_commit(bench: Bench) -> None:
    first = await busy(bench)
    waiting = [bench.commit.ask([number]) for number in range(50)]
    bench.desk.gate.set()
    assert [await one for one in waiting] == [[number] for number in range(50)]
    assert await first == ["first"]
    assert bench.desk.commits == [["first"], list(range(50))]


async def test_many_checks_of_one_request_are_answered_in_their_order(bench: Bench) -> None:
    await busy(bench)
    waiting = [bench.commit.ask(list(range(start, start + 7))) for start in (0, 7, 14)]
    bench.desk.gate.set()
    assert [number for one in waiting for number in await one] == list(range(21))


async def test_a_client_that_leaves_disturbs_nobody(bench: Bench) -> None:
    first = await busy(bench)
    early, others = bench.commit.ask(["leaves"]), [bench.commit.ask([number]) for number in range(3)]
    early.cancel()
    first.cancel()  # its commit is under way: the entry will stand, the answer has nobody to go to
    bench.desk.gate.set()
    assert [await one for one in others] == [[0], [1], [2]]
    assert "first" in bench.desk.durable
    assert "leaves" not in bench.desk.durable


async def test_a_full_queue_refuses_at_once_and_says_what_still_works(bench: Bench) -> None:
    await busy(bench)
    for _ in range(50):
        bench.commit.ask(list(range(100)))
    with pytest.raises(Unavailable, match="Too many") as full:
        bench.commit.ask(["one more"])
    assert full.value.still_works
    bench.desk.gate.set()


async def test_room_is_given_back_by_answers_and_by_clients_that_left(bench: Bench) -> None:
    await busy(bench)
    gone = [bench.commit.ask(list(range(100))) for _ in range(50)]
    for one in gone:
        one.cancel()
    bench.desk.gate.set()
    while True:
        await asyncio.sleep(0)
        try:
            assert await bench.commit.ask(["next"]) == ["next"]
        except Unavailable:
            continue
        break


async def test_batches_ride_beside_single_checks_in_a_bounded_share(bench: Bench) -> None:
    await busy(bench)
    batch = [bench.commit.ask([f"b{chunk}"] * BATCH_SHARE, batch=True) for chunk in range(3)]
    single = bench.commit.ask(["single"])
    bench.desk.gate.set()
    await asyncio.gather(single, *batch)
    assert len(bench.desk.commits[1]) == 1 + BATCH_SHARE
    assert len(bench.desk.commits[2]) == 2 * BATCH_SHARE <= BATCH_ALONE


async def test_single_checks_of_one_commit_are_bounded(bench: Bench) -> None:
    await busy(bench)
    waiting = [bench.commit.ask([number]) for number in range(MOST_SINGLE + 10)]
    bench.desk.gate.set()
    await asyncio.gather(*waiting)
    assert [len(one) for one in bench.desk.commits] == [1, MOST_SINGLE, 10]


@pytest.mark.parametrize("error", [psycopg.OperationalError("gone"), Unavailable("away"), RuntimeError("a look-up failed")])
async def test_a_failing_commit_refuses_its_checks_and_the_next_one_works(bench: Bench, error: Exception) -> None:
    bench.desk.gate.set()
    bench.desk.errors.append(error)
    failed = bench.commit.ask(["a"])
    with pytest.raises(Unavailable) as refused:
        await failed
    assert refused.value.still_works
    assert await bench.commit.ask(["b"]) == ["b"]
    assert (bench.desk.lost_count, bench.store.given) == (1, 2)


async def test_a_full_disk_is_named(bench: Bench) -> None:
    bench.desk.gate.set()
    bench.desk.errors.append(psycopg.errors.DiskFull("could not extend file"))
    with pytest.raises(Unavailable, match="disk of the database is full"):
        await bench.commit.ask(["a"])


async def test_while_the_database_is_away_each_check_is_refused_and_then_answered(bench: Bench) -> None:
    bench.desk.gate.set()
    bench.store.away = True
    for _ in range(2):
        with pytest.raises(Unavailable):
            await bench.commit.ask(["a"])
    bench.store.away = False
    assert await bench.commit.ask(["b"]) == ["b"]


async def test_stopping_refuses_what_waits_and_what_is_under_way(bench: Bench) -> None:
    first = await busy(bench)
    waiting = [bench.commit.ask([1]), bench.commit.ask([2], batch=True)]
    await bench.commit.stop()
    for one in (first, *waiting):
        with pytest.raises(Unavailable, match="stopping"):
            await one


async def test_what_is_asked_after_the_stop_is_refused(bench: Bench) -> None:
    await bench.commit.stop()
    with pytest.raises(Unavailable, match="stopping"):
        await asyncio.wait_for(bench.commit.ask(["late"]), 1)


def leaving(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The times at which answers were told to leave."""
    loop = asyncio.get_running_loop()
    times: list[float] = []
    call_at = loop.call_at

    def heard(when: float, callback: object, *rest: object, **named: object) -> object:
        if callback == bench.commit._release:
            times.append(when)
        return call_at(when, callback, *rest, **named)

    monkeypatch.setattr(loop, "call_at", heard)
    return times


async def test_OWN_04_answers_of_a_quiet_commit_leave_on_a_beat_since_it_began(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    times = leaving(bench, monkeypatch)
    bench.desk.gate.set()
    began = asyncio.get_running_loop().time()
    await bench.commit.ask(("one",))
    (left,) = times
    assert left - began >= BEAT_S
    assert asyncio.get_running_loop().time() >= left


async def test_HIT_11_an_answer_that_was_searched_before_leaves_on_a_beat_since_the_search_began(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = leaving(bench, monkeypatch)
    bench.desk.gate.set()
    since = asyncio.get_running_loop().time() - 2.4 * BEAT_S
    both = bench.commit.ask(("searched",), since=since), bench.commit.ask(("at once",))
    await asyncio.gather(*both)
    assert sorted(round((left - since) / BEAT_S, 3) % 1 == 0 for left in times) == [False, True]
    assert round((min(times) - since) / BEAT_S, 3) >= 3


async def test_answers_of_a_loaded_commit_leave_at_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    times = leaving(bench, monkeypatch)
    bench.desk.gate.set()
    many = tuple(str(number) for number in range(QUIET + 1))
    assert await bench.commit.ask(many) == list(many)
    assert times == []


async def test_a_task_that_swallows_a_cancellation_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "CANCEL_AGAIN_S", 0.01)
    swallowed: list[int] = []

    async def stubborn() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                swallowed.append(1)
                if len(swallowed) > 2:
                    raise

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await commit.ended(task)
    assert task.done()
    assert len(swallowed) == 3
