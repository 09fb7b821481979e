"""Acts on many records: counted first, confirmed with the same count, signed above a bound, done once each whatever is killed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from comity.access.model import Role
from comity.engines.jobs import Cancelled
from comity.engines.spool import Spool
from comity.engines.store import NOBODY
from comity.kernel.errors import Invalid, Refused
from comity.kernel.records import RecordState
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS as DOCUMENTS
from comity.registers.lists import bulk, doing
from comity.registers.lists.bulk import Bulk, BulkAct, BulkState, Chosen, NoSuchBulk, Spec
from comity.registers.lists.filters import Filter
from comity.registers.lists.listing import Wanted, listed
from tests.registers.conftest import NOW, XAR, XBM, World, reader
from tests.registers.lists.conftest import records_of

pytestmark = pytest.mark.anyio
OURS = list(records_of(XBM, 120))
RELEASED = Chosen(Filter({"state": "released"}))
MANY = sum(one.state is RecordState.RELEASED for one in OURS)


class Killed(BaseException):
    """Stands for kill -9: nothing catches it."""


@dataclass
class Told:
    """What a job's process hears; it may be cancelled, or killed, after so many records."""

    cancel_at: int = 10**9
    kill_at: int = 10**9
    asked: int = 0
    last: tuple[int, int, Mapping[str, int]] = (0, 0, field(default_factory=dict))  # type: ignore[assignment]
    file: str = ""

    async def ask(self) -> None:
        self.asked += 1
        if self.asked > self.cancel_at:
            raise Cancelled
        if self.asked > self.kill_at:
            raise Killed

    async def tell(self, done: int, total: int = 0, counts: Mapping[str, int] | None = None) -> None:
        self.last = (done, total, counts or {})

    async def keep(self, connection: object, done: int, total: int, counts: Mapping[str, int], place: bytes) -> None:
        self.last = (done, total, counts)

    async def result(self, name: str, shown_as: str) -> None:
        self.file = name


@pytest.fixture
def spool(world: World, tmp_path) -> Spool:
    return Spool(tmp_path / "spool", world.desk.keyring)


async def ordered(world: World, act: BulkAct, chosen: Chosen = RELEASED, spec: Spec | None = None) -> Bulk:
    shown = await bulk.preview(world.desk, world.registrar, DOCUMENTS, act, chosen)
    return await bulk.order(world.desk, world.registrar, DOCUMENTS, act, chosen, spec or Spec("Found again"), shown.count)


def outcomes(world: World, spool: Spool, told: Told) -> dict[UUID, tuple[str, str]]:
    stream = spool.reading(told.file, world.clock.now())
    assert stream is not None
    with stream:
        rows = list(csv.reader(io.StringIO(stream.read().decode("utf-8-sig"))))
    assert rows[0] == ["record", "outcome", "reason"]
    return {UUID(record): (outcome, reason) for record, outcome, reason in rows[1:]}


async def left(world: World, words: dict[str, str]) -> int:
    return (await listed(world.desk, world.registrar, DOCUMENTS, Wanted(Filter(words)))).total


async def test_it_counts_and_samples_first_and_asks_for_the_same_count(listed_world: World, spool: Spool) -> None:
    shown = await bulk.preview(listed_world.desk, listed_world.registrar, DOCUMENTS, BulkAct.CONFIRM, RELEASED)
    assert (shown.count, len(shown.sample), shown.signed) == (MANY, 10, False)
    for wrong in (MANY - 1, MANY + 1, 0):
        with pytest.raises(Invalid) as problem:
            await bulk.order(listed_world.desk, listed_world.registrar, DOCUMENTS, BulkAct.CONFIRM, RELEASED, Spec(), wrong)
        assert problem.value.faults[0].code == "count_changed"
    for nothing in (Chosen(Filter({"state": "withdrawn"})), Chosen(Filter(), (next(iter(records_of(XAR, 1))).id,))):
        with pytest.raises(Invalid):
            await bulk.preview(listed_world.desk, listed_world.registrar, DOCUMENTS, BulkAct.CONFIRM, nothing)


async def test_each_record_has_its_outcome_and_refusals_their_rule(listed_world: World, spool: Spool) -> None:
    everything = Chosen(Filter())
    made = await ordered(listed_world, BulkAct.CONFIRM, everything)
    told = Told()
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, told)
    found = outcomes(listed_world, spool, told)
    expected = {one.id: ("refused", "BLK-01") if one.state is RecordState.BLOCKED else ("done", "") for one in OURS}
    assert found == expected
    assert told.last == (120, 120, {"done": 90, "refused": 30})
    assert await left(listed_world, {"confirmed_from": NOW.date().isoformat(), "state": "released"}) == MANY
    again = Told()
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, again)
    assert (again.asked, outcomes(listed_world, spool, again)) == (0, expected)


async def test_ticked_rows_are_acted_on_and_no_others(listed_world: World, spool: Spool) -> None:
    ticked = tuple(one.id for one in OURS[:3] if one.state is RecordState.RELEASED)
    made = await ordered(listed_world, BulkAct.WITHDRAW, Chosen(Filter(), ticked))
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, Told())
    assert await left(listed_world, {}) == 120 - len(ticked)


async def test_an_end_is_moved_forward_never_back(listed_world: World, spool: Spool) -> None:
    with pytest.raises(Invalid):
        await ordered(listed_world, BulkAct.SHORTEN, spec=Spec(ends_at="2020-01-01"))
    made = await ordered(listed_world, BulkAct.SHORTEN, spec=Spec(ends_at="2027-06-30"))
    told = Told()
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, told)
    found = outcomes(listed_world, spool, told)
    for one in OURS:
        if one.state is RecordState.RELEASED:
            late = one.ends_at.isoformat() < "2027-06-30"
            assert found[one.id] == (("refused", "later_than_before") if late else ("done", ""))


async def test_ACC_09_a_release_of_many_is_by_an_officer_who_entered_none_of_them(listed_world: World, spool: Spool) -> None:
    waiting = Chosen(Filter({"state": "waiting"}))
    author = replace(listed_world.registrar, roles=frozenset({Role.REGISTRAR, Role.SUPERVISOR}))
    world = replace(listed_world, registrar=author)
    made = await ordered(world, BulkAct.RELEASE, waiting)
    told = Told()
    await doing.do(world.desk, spool, author, made.id, told)
    assert set(outcomes(world, spool, told).values()) == {("refused", "ACC-09")}
    second = replace(author, officer=23)
    other = await ordered(replace(world, registrar=second), BulkAct.RELEASE, waiting)
    await doing.do(world.desk, spool, second, other.id, told := Told())
    assert set(outcomes(world, spool, told).values()) == {("done", "")}


async def test_REC_18_a_second_officer_signs_above_the_bound(
    listed_world: World, spool: Spool, monkeypatch: pytest.MonkeyPatch, database
) -> None:
    monkeypatch.setattr(bulk, "SIGNED_ABOVE", MANY - 1)
    made = await ordered(listed_world, BulkAct.WITHDRAW)
    assert made.state is BulkState.UNSIGNED
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, told := Told())
    assert (await left(listed_world, {"state": "released"}), told.asked) == (MANY, 0)
    with pytest.raises(Refused) as same:
        await bulk.sign(listed_world.desk, listed_world.registrar, made.id)
    assert same.value.rule == "REC-18"
    with pytest.raises(NoSuchBulk):
        await bulk.sign(listed_world.desk, reader(XAR, 12, Role.SUPERVISOR), made.id)
    assert [one.id for one in await bulk.waiting(listed_world.desk, listed_world.supervisor)] == [made.id]
    signed = await bulk.sign(listed_world.desk, listed_world.supervisor, made.id)
    assert (signed.state, signed.signed_by) == (BulkState.UNDER_WAY, 22)
    with pytest.raises(NoSuchBulk):
        await bulk.sign(listed_world.desk, listed_world.supervisor, made.id)
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, Told())
    assert await left(listed_world, {"state": "released"}) == 0
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("select officer, total, kind from jobs.job where id = %s", [made.id]).fetchone() == (21, MANY, "bulk")


async def test_REC_18_a_mass_is_one_in_parts_too(listed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who orders the same again and again, each time fewer than the bound, comes to the second officer all the same; a day later anew."""
    monkeypatch.setattr(bulk, "SIGNED_ABOVE", 5)
    ours = [one.id for one in OURS if one.state is RecordState.RELEASED]
    parts = [Chosen(Filter(), tuple(ours[start : start + 3])) for start in (0, 3, 6)]
    states = [(await ordered(listed_world, BulkAct.WITHDRAW, part)).state for part in parts[:2]]
    assert states == [BulkState.UNDER_WAY, BulkState.UNSIGNED]
    assert (await bulk.preview(listed_world.desk, listed_world.registrar, DOCUMENTS, BulkAct.WITHDRAW, parts[2])).signed
    assert (await ordered(listed_world, BulkAct.CONFIRM, parts[1])).state is BulkState.UNDER_WAY
    colleague = replace(listed_world, registrar=replace(listed_world.registrar, officer=24))
    assert (await ordered(colleague, BulkAct.WITHDRAW, parts[1])).state is BulkState.UNDER_WAY
    listed_world.clock.advance(timedelta(days=1, seconds=1))
    assert (await ordered(listed_world, BulkAct.WITHDRAW, parts[2])).state is BulkState.UNDER_WAY


async def test_one_that_is_refused_is_never_done(listed_world: World, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "SIGNED_ABOVE", 1)
    made = await ordered(listed_world, BulkAct.WITHDRAW)
    refused = await bulk.sign(listed_world.desk, listed_world.supervisor, made.id, refuse=True)
    await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, told := Told())
    assert (refused.state, told.asked) == (BulkState.REFUSED, 0)
    assert await left(listed_world, {"state": "released"}) == MANY


async def test_cancelled_it_stops_at_a_record_and_says_which_were_not_begun(listed_world: World, spool: Spool) -> None:
    made = await ordered(listed_world, BulkAct.WITHDRAW)
    told = Told(cancel_at=7)
    with pytest.raises(Cancelled):
        await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, told)
    found = outcomes(listed_world, spool, told)
    assert sorted(outcome for outcome, _ in found.values()) == ["done"] * 7 + ["not begun"] * (MANY - 7)
    assert await left(listed_world, {"state": "released"}) == MANY - 7
    assert (await bulk.fetch(listed_world.desk, listed_world.registrar, made.id))[0].state is BulkState.CANCELLED


@pytest.mark.parametrize("act", [BulkAct.WITHDRAW, BulkAct.CONFIRM])
async def test_killed_at_any_step_it_goes_on_and_does_each_once(
    listed_world: World, spool: Spool, monkeypatch: pytest.MonkeyPatch, act: BulkAct
) -> None:
    made = await ordered(listed_world, act)
    real, steps = doing._mark, 0

    async def dying(*args):
        nonlocal steps
        steps += 1
        if steps % 9 == 0:
            raise Killed  # between an act and the note of its outcome, or before it
        await real(*args)

    monkeypatch.setattr(doing, "_mark", dying)
    told = Told()
    for _ in range(60):
        try:
            await doing.do(listed_world.desk, spool, listed_world.registrar, made.id, told)
            break
        except Killed:
            continue
    found = outcomes(listed_world, spool, told)
    assert set(found.values()) == {("done", "")}
    assert len(found) == MANY
    assert told.last[2] == {"done": MANY}


async def test_ACC_08_who_may_not_do_it_to_one_does_not_do_it_to_many(listed_world: World) -> None:
    for act in (BulkAct.WITHDRAW, BulkAct.CONFIRM):
        with pytest.raises(Refused):
            await bulk.preview(listed_world.desk, listed_world.supervisor, DOCUMENTS, act, RELEASED)
    with pytest.raises(Refused):
        await bulk.preview(listed_world.desk, listed_world.stranger, DOCUMENTS, BulkAct.CONFIRM, RELEASED)
    assert timedelta(days=1)


async def test_RET_01_acts_on_many_and_loads_go_when_their_time_is_over(world: World, database) -> None:
    """As their tables say: an act on many 30 days after its end, a load a year after; what waits or runs stays."""
    bulk = (
        "insert into registers.bulk (id, owner, bureau, register, officer, act, state, total, spec, created_at, ended_at)"
        " values (gen_random_uuid(), 2, 20, 3, 21, 'confirm', %s, 1, '', now() - interval '3 years', now() - %s::interval) returning id"
    )
    load = (
        "insert into registers.load"
        " (id, owner, bureau, register, officer, mode, state, file, digest, bytes, encoding, started_at, ended_at)"
        " values (gen_random_uuid(), 2, 20, 3, 21, 1, %s, '', %s, 1, 'utf-8', now() - interval '3 years', now() - %s::interval)"
    )
    with psycopg.connect(database.superuser) as connection:
        for state, age in ((2, "31 days"), (2, "29 days"), (0, "400 days")):
            (made,) = connection.execute(bulk, [state, age]).fetchone()
            connection.execute("insert into registers.bulk_item values (%s, 1, 2, gen_random_uuid(), 'done', '')", [made])
        for state, age in ((1, "366 days"), (3, "364 days"), (2, "400 days")):
            connection.execute(load, [state, bytes(32), age])
    async with world.desk.store.transaction(NOBODY) as connection:
        await connection.execute("select jobs.sweep(now())")
    with psycopg.connect(database.superuser) as connection:
        assert [row[0] for row in connection.execute("select state from registers.bulk order by 1").fetchall()] == [0, 2]
        assert connection.execute("select count(*) from registers.bulk_item").fetchone() == (2,)
        assert [row[0] for row in connection.execute("select state from registers.load order by 1").fetchall()] == [2, 3]
