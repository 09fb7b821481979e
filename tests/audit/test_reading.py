"""What auditors and owners read, and what is left after the end of its time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from comity.audit import reading, store
from comity.audit.entry import Act, Entry, EntryId, us_of
from comity.audit.model import Sighting
from comity.audit.pack import Recorder
from comity.audit.reading import EntryAbsent, Filters, NotSequenced, Period
from comity.audit.sequencer import Sequencer
from comity.engines.keyring import KeyName
from comity.engines.store import Context, Mode
from comity.engines.store.context import set_local
from tests.audit.conftest import ARVENIA, BELMORA, NOON_US, entry

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = Period(NOON, NOON + timedelta(hours=1))
DAY_US = 86_400_000_000


@asynccontextmanager
async def looking(connection: psycopg.AsyncConnection, authority: int = BELMORA, mode: Mode = Mode.AUDIT) -> AsyncIterator[None]:
    async with connection.transaction():
        await connection.execute(set_local(Context(authority, 1, 0, 0, mode)))
        yield


async def write(connection, recorder: Recorder, entries: list[Entry], together: int = 4) -> None:
    for start in range(0, len(entries), together):
        await store.insert_packs(connection, recorder.packs(entries[start : start + together]))


async def test_pages_go_from_new_to_old_and_show_each_entry_once(app, recorder: Recorder) -> None:
    await write(app, recorder, [entry(i, (BELMORA, ARVENIA)[i % 2]) for i in range(40)])
    shown: list[int] = []
    cursor, pages = None, 0
    async with looking(app):
        while True:
            page = await reading.find(app, HOUR, BELMORA, cursor=cursor, limit=3)
            shown += [us_of(one.at) for one in page.entries]
            cursor, pages = page.following, pages + 1
            if cursor is None:
                break
    assert shown == [NOON_US + i * 1000 for i in range(38, -1, -2)]
    assert pages > 5


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 10),
        (Filters(officer=4001), 3),
        (Filters(act=Act.READ), 1),
        (Filters(outcome=1), 2),
        (Filters(register=10), 1),
        (Filters(officer=4001, outcome=1), 1),
        (Filters(officer=1), 0),
    ],
)
async def test_filters_narrow(app, recorder: Recorder, filters: Filters, count: int) -> None:
    entries = [entry(i) for i in range(7)] + [entry(7, act=Act.READ, outcome=1), entry(8, registers=(10,)), entry(11, outcome=1)]
    await write(app, recorder, entries)
    async with looking(app):
        page = await reading.find(app, HOUR, BELMORA, filters)
    assert len(page.entries) == count
    assert all(filters.fit(one.head) for one in page.entries)


async def test_a_period_is_exact_though_packs_are_not(app, recorder: Recorder) -> None:
    await write(app, recorder, [entry(i) for i in range(8)], together=8)
    async with looking(app):
        page = await reading.find(app, Period(NOON + timedelta(milliseconds=3), NOON + timedelta(milliseconds=6)), BELMORA)
    assert [one.id.number for one in page.entries] == [6, 5, 4]


async def test_a_search_that_finds_little_ends_and_goes_on(app, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PACKS_AT_ONCE", 2)
    monkeypatch.setattr(reading, "_PACKS_A_CALL", 4)
    await write(app, recorder, [entry(0, outcome=1), *(entry(i) for i in range(1, 12))], together=1)
    found: list[EntryId] = []
    async with looking(app):
        page = await reading.find(app, HOUR, BELMORA, Filters(outcome=1))
        assert page.entries == ()
        while page.following:
            page = await reading.find(app, HOUR, BELMORA, Filters(outcome=1), page.following)
            found += [one.id for one in page.entries]
    assert found == [(recorder.stream, 1)]


async def test_another_authority_finds_nothing(app, recorder: Recorder) -> None:
    await write(app, recorder, [entry(0)])
    for authority, mode in ((ARVENIA, Mode.AUDIT), (BELMORA, Mode.CHECK)):
        async with looking(app, authority, mode):
            assert (await reading.find(app, HOUR, BELMORA)).entries == ()
            with pytest.raises(EntryAbsent):
                await reading.one(app, EntryId(recorder.stream, 1), NOON)


async def test_who_asked_about_this(app, recorder: Recorder, keyring) -> None:
    identifier = b"3|number|C01X00T47|XAR"
    keyring.rotate(KeyName.AUDIT_PROBE, "2026-11")
    entries = [entry(i, probes=(recorder.probe(b"another", NOON_US), 5)) for i in range(6)]
    entries[2] = entry(2, probes=(7, recorder.probe(identifier, NOON_US)))
    await write(app, recorder, entries)
    keyring.rotate(KeyName.AUDIT_PROBE, "2026-11")
    late = NOON_US + 20 * DAY_US
    await write(app, recorder, [entry(at_us=late, probes=(recorder.probe(identifier, late),))])
    async with looking(app):
        found = await reading.who_asked(app, keyring, identifier, Period(NOON, NOON + timedelta(days=30)))
        assert [one.id.number for one in found] == [7, 3]
        assert len(await reading.who_asked(app, keyring, identifier, HOUR)) == 1
        assert await reading.who_asked(app, keyring, b"3|number|NEVER|", HOUR) == []
    async with looking(app, ARVENIA):
        assert await reading.who_asked(app, keyring, identifier, HOUR) == []


async def test_who_asked_makes_no_keys(app, keyring) -> None:
    async with looking(app):
        assert await reading.who_asked(app, keyring, b"x", Period(NOON, NOON + timedelta(days=900))) == []
    assert keyring.list() == ()


async def test_one_entry_opens_alone(app, recorder: Recorder, keyring) -> None:
    await write(app, recorder, [entry(i) for i in range(5)])
    async with looking(app):
        found = await reading.one(app, EntryId(recorder.stream, 3), NOON)
    assert reading.open_question(found, keyring) == entry(2).question
    assert found.head.officer == 4002


async def test_sightings_by_page_and_record(app) -> None:
    seen = [Sighting(ARVENIA if i % 4 else BELMORA, UUID(int=i % 3), 3, NOON_US + i * 1000, 34, 1, 9, 1, 1, i + 1) for i in range(12)]
    await store.insert_sightings(app, seen)
    async with looking(app, ARVENIA, Mode.OWN):
        first, cursor = await reading.sightings(app, ARVENIA, HOUR, limit=5)
        assert cursor is not None
        second, end = await reading.sightings(app, ARVENIA, HOUR, cursor=cursor, limit=5)
        of_one, _ = await reading.sightings(app, ARVENIA, HOUR, record=UUID(int=1))
        assert await reading.sightings(app, BELMORA, HOUR) == ([], None)
    assert end is None
    assert first + second == [one for one in reversed(seen) if one.owner == ARVENIA]
    assert {one.record for one in of_one} == {UUID(int=1)}


async def partitions(connection: psycopg.AsyncConnection, table: str = "pack") -> list[str]:
    rows = await (
        await connection.execute(f"select relid::text from pg_partition_tree('audit.{table}') where isleaf order by 1")
    ).fetchall()
    return [row[0].removeprefix("audit.") for row in rows]


async def test_partitions_are_made_ahead_by_running_roles(app, work) -> None:
    before = len(await partitions(app))
    made = await store.ensure_partitions(work, 30)
    assert made == 2 * (len(await partitions(app)) - before) > 0
    assert await store.ensure_partitions(app, 30) == 0
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        await store.ensure_partitions(app, 401)


async def test_a_clock_that_jumped_stops_no_check_and_no_partition(app, work, dba, recorder: Recorder) -> None:
    row = await (await dba.execute("select (now() at time zone 'UTC')::date")).fetchone()
    today = row[0]
    ahead = us_of(datetime(today.year, today.month, today.day, 5, tzinfo=UTC) + timedelta(days=20))
    for at_us in (ahead, 0, NOON_US + 365 * 50 * DAY_US):
        await recorder.record(app, entry(at_us=at_us))
    found = await (await dba.execute("select count(*) from audit.pack_default")).fetchone()
    assert found == (3,)
    assert await store.ensure_partitions(work, 25) > 0
    part = f"pack_{today + timedelta(days=20):%Y%m%d}"
    assert part not in await partitions(app)
    assert f"pack_{today + timedelta(days=21):%Y%m%d}" in await partitions(app)
    assert await Sequencer(work).step() == 3


async def an_old_day(dba, owner, day: date) -> None:
    """A partition as it stands there after years: made ahead then, past now."""
    await owner.execute("select audit.ensure_partition('pack', %s), audit.ensure_partition('sighting', %s)", (day, day))


@pytest.mark.parametrize("has_partition", [True, False])
async def test_a_day_is_erased_at_the_end_of_its_time(app, work, dba, owner, recorder: Recorder, keyring, has_partition: bool) -> None:
    day, start = date(2023, 5, 4), datetime(2023, 5, 4, tzinfo=UTC)
    if has_partition:
        await an_old_day(dba, owner, day)
    old = us_of(start + timedelta(hours=3))
    await write(app, recorder, [entry(at_us=old + i) for i in range(5)] + [entry(0)])
    await store.insert_sightings(app, [Sighting(ARVENIA, UUID(int=1), 3, old, 34, 1, 9, 1, 1, 1)])
    by = entry(1, act=Act.ERASURE, detail="2023-05-04")
    with pytest.raises(NotSequenced, match="not in the tree yet"):
        await reading.erase(owner, day, recorder, by)
    await Sequencer(work).step()
    gone = await (await dba.execute("select sum(count) from audit.pack where at < '2023-05-05'")).fetchone()
    assert await reading.erase(owner, day, recorder, by) == gone[0]
    left = await (await dba.execute("select count(*) from audit.pack where at < '2024-01-01'")).fetchone()
    assert left == (0,)
    ledger = await (await dba.execute("select day, entries, sightings from audit.erasure")).fetchall()
    assert ledger == [(day, gone[0], 1)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="written once"):
        await owner.execute("delete from audit.pack")
    async with looking(app):
        page = await reading.find(app, HOUR, BELMORA, Filters(act=Act.ERASURE))
    assert [one.head.detail for one in page.entries] == ["2023-05-04"]


async def test_a_day_that_is_not_over_is_not_erased(app, work, owner, dba, recorder: Recorder) -> None:
    row = await (await dba.execute("select (now() at time zone 'UTC')::date")).fetchone()
    with pytest.raises(NotSequenced, match="not over"):
        await reading.erase(owner, row[0], recorder, entry())
    assert await (await dba.execute("select count(*) from audit.erasure")).fetchone() == (0,)
