"""Counts are exact for their owner, once and for all; what others may read tells nothing of a cell under five."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import numpy as np
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from comity.access.entries import Means
from comity.access.model import Permission, Reader, Role
from comity.access.rules import may
from comity.access.settings import AccessSettings
from comity.audit import Act, Entry
from comity.audit.entry import decode_heads, us_of
from comity.audit.model import LOOK_ALIKE, Sighting
from comity.audit.store import insert_sightings
from comity.engines.clock import SystemClock
from comity.engines.store import NOBODY
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Outcome
from comity.registers import deciding, entering
from comity.registers.declarations.travel_documents import TRAVEL_DOCUMENTS as DOCUMENTS
from comity.registers.record import Entered
from comity.statistics import adding
from comity.statistics.model import FEWEST, Cell, Measure
from comity.statistics.reading import Asked, Statistics, totals
from tests.registers.conftest import DOCUMENT, HEADER, NOW, XAR, XBM, World, reader

pytestmark = pytest.mark.anyio
AUGUST, MONTH = date(2026, 8, 1), date(2026, 11, 1)


def of(world: World) -> Statistics:
    desk = world.desk
    return Statistics(Means(desk.store, desk.keyring, desk.clock, desk.recorder, AccessSettings()))


async def counts(world: World, one: Reader, **wanted) -> dict[tuple[Measure, int], int]:
    """Of the month that it is for the world."""
    report, month = await of(world).read(one, Asked(**wanted)), world.clock.now().date().replace(day=1)
    return {(cell.measure, cell.purpose): cell.count for cell in report.cells if cell.month == month and cell.register != 0}


async def enter(world: World, many: int, header: Entered = HEADER, start: int = 0) -> list:
    made = []
    for number in range(start, start + many):
        typed = DOCUMENT | {"number": f"AC{number:07}"}
        made.append((await entering.create(world.desk, world.registrar, DOCUMENTS, typed, header))[0])
    return made


async def test_the_owner_counts_what_became_of_each_record(world: World, work) -> None:
    world.clock.jump(SystemClock().now())  # what goes is counted by the database's own day
    made = await enter(world, 4)
    discreet = replace(HEADER, discreet=True, purposes=("border", "wanted"))
    (waiting,) = await enter(world, 1, discreet, 10)
    await deciding.block(world.desk, world.registrar, DOCUMENTS, made[0].id)
    await deciding.unblock(world.desk, world.registrar, DOCUMENTS, made[0].id)
    await deciding.block(world.desk, world.registrar, DOCUMENTS, made[1].id)
    await deciding.withdraw(world.desk, world.registrar, DOCUMENTS, made[2].id, "Found again")
    await deciding.release(world.desk, world.supervisor, DOCUMENTS, waiting.id)
    assert await adding.add_records(work) > 0
    assert await adding.add_records(work) == 0
    got = await counts(world, world.registrar)
    border = Purpose.BORDER
    assert got == {
        (Measure.ENTERED, 0): 5, (Measure.ENTERED, border): 5, (Measure.ENTERED, Purpose.WANTED): 1,
        (Measure.RELEASED, 0): 5, (Measure.RELEASED, border): 5, (Measure.RELEASED, Purpose.WANTED): 1,
        (Measure.BLOCKED, 0): 2, (Measure.BLOCKED, border): 2,
        (Measure.WITHDRAWN, 0): 1, (Measure.WITHDRAWN, border): 1,
        (Measure.HELD, 0): 3, (Measure.HELD, border): 3, (Measure.HELD, Purpose.WANTED): 1,
    }  # fmt: skip


async def test_what_was_refused_or_rolled_back_is_not_counted(world: World, work) -> None:
    await enter(world, 1)
    with pytest.raises(Invalid):
        await enter(world, 1)
    await adding.add_records(work)
    assert (await counts(world, world.registrar))[Measure.ENTERED, 0] == 1


def check(at: datetime, outcome: int, *shown: bytes, registers: tuple[int, ...] = (3, 8), authority: int = XBM) -> Entry:
    return Entry(Act.CHECK, us_of(at), authority, 20, 200, 21, 0, int(Purpose.BORDER), registers, outcome, "PUR-03", shown)


async def record(world: World, *entries: Entry) -> None:
    async with world.desk.store.transaction(NOBODY) as connection:
        await world.desk.recorder.record(connection, *entries)


async def test_checks_are_added_once_whatever_is_killed_and_late_ones_on_their_own_day(world: World, work, database) -> None:
    (made,) = await enter(world, 1)
    await record(world, check(NOW, Outcome.NO_HIT), check(NOW, Outcome.HIT, made.id.bytes), check(NOW, LOOK_ALIKE, uuid4().bytes))
    first = await adding.add_checks(work)
    assert first > 0
    await record(world, check(NOW - timedelta(days=40), Outcome.NO_HIT), check(NOW, Outcome.NO_HIT, registers=(8,)))
    killed = await psycopg.AsyncConnection.connect(database.work, autocommit=True)
    async with killed.transaction(force_rollback=True):
        assert await adding.add_checks(killed) > 0
    await killed.close()
    while await adding.add_checks(work, most=1):
        pass
    report = await of(world).read(world.registrar, Asked())
    got = {(cell.month.month, cell.register, cell.measure): cell.count for cell in report.cells if cell.purpose == 0 and cell.measure >= 6}
    assert got == {
        (11, 0, Measure.CHECKS): 4, (11, 3, Measure.CHECKS): 3, (11, 8, Measure.CHECKS): 4, (10, 0, Measure.CHECKS): 1,
        (10, 3, Measure.CHECKS): 1, (10, 8, Measure.CHECKS): 1, (11, 0, Measure.HITS): 1, (11, 3, Measure.HITS): 1,
        (11, 0, Measure.LOOK_ALIKES): 1,
    }  # fmt: skip
    stranger = await of(world).read(reader(XAR, 12, Role.REGISTRAR), Asked())
    assert stranger.cells == ()


async def test_HIT_12_what_was_met_is_counted_from_sightings_alone_and_anew_each_time(world: World, work) -> None:
    (made,) = await enter(world, 1)
    sighted = Sighting(XBM, made.id, 3, us_of(NOW), 10, 1, int(Purpose.BORDER), 1, 1, 1)
    async with world.desk.store.transaction(NOBODY) as connection:
        await insert_sightings(connection, [sighted, changed(sighted, number=2), changed(sighted, number=3, outcome=2)])
    for _ in range(3):
        await adding.add_met(work, NOW.date())
    got = await counts(world, world.registrar)
    assert (got[Measure.MET, 0], got[Measure.MET_ALIKE, 0]) == (2, 1)
    for own in (True, False):
        assert (await of(world).read(reader(XAR, 12, Role.REGISTRAR), Asked(own=own))).cells == ()


def store_counts(database, rows: list[tuple[int, int, int, bool, int, date, int]]) -> None:
    """Rows of statistics.record: owner, register, purposes, telling, measure, day, count."""
    with psycopg.connect(database.superuser) as connection, connection.cursor() as cursor:
        cursor.execute("truncate statistics.record, statistics.published, statistics.month")
        cursor.executemany("insert into statistics.record values (%s, %s, %s, %s, %s, %s, %s)", rows)


async def others(world: World, one: Reader) -> dict[tuple[int, int, int, int], int]:
    report = await of(world).read(one, Asked(own=False, last=AUGUST, months=1))
    return {(cell.owner, cell.register, cell.purpose, int(cell.measure)): cell.count for cell in report.cells}


async def test_others_read_no_cell_under_five_nothing_discreet_and_no_month_that_runs(world: World, work, database) -> None:
    day, border, wanted = AUGUST + timedelta(days=9), Purpose.BORDER.bit, Purpose.WANTED.bit
    rows = [
        (XBM, 3, border, True, 2, day, 7), (XBM, 3, border, False, 2, day, 90), (XBM, 3, wanted, True, 2, day, 4),
        (XBM, 8, border, True, 2, day, 5), (XBM, 8, border, True, 0, day, 5), (XBM, 3, border, True, 4, day, 50),
        (XBM, 3, border, True, 3, day, 50), (XBM, 3, border, True, 1, day, 50), (XBM, 3, border, True, 2, date(2026, 9, 1), 80),
    ]  # fmt: skip
    store_counts(database, rows)
    with pytest.raises(psycopg.Error):
        await work.execute("select statistics.publish(%s, %s)", (AUGUST, datetime(2026, 9, 3, tzinfo=UTC)))
    assert await adding.publish(work, datetime(2026, 9, 3, 23, tzinfo=UTC) + timedelta(days=1)) == [AUGUST]
    stranger = reader(XAR, 12, Role.REGISTRAR)
    assert await others(world, stranger) == {(XBM, 3, 9, 2): 7, (XBM, 8, 9, 2): 5, (XBM, 8, 9, 0): 5}
    store_late = "update statistics.record set count = count + 100"
    with psycopg.connect(database.superuser) as connection:
        connection.execute(store_late)
    assert await adding.publish(work, datetime(2026, 9, 20, tzinfo=UTC)) == []
    assert (await others(world, stranger))[XBM, 3, 9, 2] == 7


async def test_OWN_03_an_owner_who_keeps_all_from_somebody_is_not_published(world: World, work, database) -> None:
    store_counts(database, [(XBM, 3, Purpose.BORDER.bit, True, 2, AUGUST, 70)])
    with psycopg.connect(database.owner) as connection:
        connection.execute("insert into access.audience (owner, is_default, denied_authorities) values (2, true, '{3}')")
    await adding.publish(work, datetime(2026, 9, 20, tzinfo=UTC))
    assert await others(world, reader(XAR, 12, Role.REGISTRAR)) == {}


CELLS = st.lists(st.integers(0, 12), min_size=18, max_size=18)


@settings(max_examples=300, deadline=None)
@given(true=CELLS)
def test_a_hidden_cell_is_not_computed_from_all_that_is_shown(true: list[int]) -> None:
    """Everything that any query gives is a row of a linear system over the true cells. No hidden cell is in the span of its rows."""
    cells = [
        Cell(AUGUST, owner, register, purpose, Measure.RELEASED, count)
        for (owner, register, purpose), count in zip(
            ((owner, register, purpose) for owner in (2, 3, 4) for register in (3, 8) for purpose in (1, 2, 9)), true, strict=True
        )
    ]
    shown = [cell for cell in cells if cell.count >= FEWEST]
    rows = []
    for register in (None, 3, 8):
        for owner in (None, 2, 3, 4):
            for purpose in (None, 1, 2, 9):
                fitting = [
                    cell for cell in shown
                    if register in (None, cell.register) and owner in (None, cell.owner) and purpose in (None, cell.purpose)
                ]  # fmt: skip
                for total in totals(fitting):
                    added = [cell for cell in fitting if cell.register == total.register]
                    assert total.count == sum(cell.count for cell in added)
                    rows.append([float(cell in added) for cell in cells])
                rows += [[float(cell is one) for one in cells] for cell in fitting]
    system = np.array(rows or [[0.0] * len(cells)])
    rank = np.linalg.matrix_rank(system)
    for place, cell in enumerate(cells):
        if cell.count < FEWEST:
            unit = np.zeros(len(cells))
            unit[place] = 1.0
            assert np.linalg.matrix_rank(np.vstack([system, unit])) == rank + 1, f"the cell of {cell.count} can be computed"


async def test_two_worlds_that_differ_in_a_hidden_cell_read_the_same(world: World, work, database) -> None:
    """Not only what is linear: whatever others do with what they read, a hidden cell may have been any number under five."""
    seen = []
    for hidden in range(FEWEST):
        rows = [(XBM, 3, Purpose.BORDER.bit, True, 2, AUGUST, 20), (XBM, 8, Purpose.BORDER.bit, True, 2, AUGUST, 9)]
        rows += [(XBM, 3, Purpose.WANTED.bit, True, 2, AUGUST, hidden), (XBM, 3, Purpose.WANTED.bit, True, 0, AUGUST, 30)]
        rows += [(XBM, 3, Purpose.WANTED.bit, True, measure, AUGUST, 30 + hidden) for measure in (1, 3, 4, 5)]
        store_counts(database, [row for row in rows if row[-1]])
        await adding.publish(work, datetime(2026, 9, 20, tzinfo=UTC))
        report = await of(world).read(reader(XAR, 12, Role.REGISTRAR), Asked(own=False, last=AUGUST))
        seen.append((report.cells, report.totals))
    assert len(seen[0][0]) == 3
    assert all(one == seen[0] for one in seen)


async def test_ACC_08_counts_ask_for_a_permission_and_are_in_the_audit(world: World, database) -> None:
    with pytest.raises(Refused):
        await of(world).read(world.stranger, Asked())
    for wrong in (Asked(register=18), Asked(purpose=77), Asked(months=0), Asked(months=37)):
        with pytest.raises(Invalid):
            await of(world).read(world.registrar, wrong)
    assert may(world.registrar, Permission.STATISTICS_COUNT_READ).allowed
    await of(world).read(world.registrar, Asked())
    with psycopg.connect(database.superuser) as connection:
        heads = [row[0] for row in connection.execute("select heads from audit.pack").fetchall()]
    assert Act.STATISTICS in {head.act for one in heads for head in decode_heads(one)}


async def test_what_ended_is_not_computed_from_two_months_and_what_was_released_between(world: World, work, database) -> None:
    """Forty owners that differ in what they held and in how many of it ended, which is hidden: it is never the only number that fits."""
    september, border = date(2026, 9, 1), Purpose.BORDER.bit
    owners = {100 + 5 * held + ended: (20 + held, ended) for held in range(8) for ended in range(FEWEST)}
    rows = [(owner, 3, border, True, 0, AUGUST, held) for owner, (held, _) in owners.items()]
    rows += [(owner, 3, border, True, 0, september, 7 - ended) for owner, (_, ended) in owners.items()]
    rows += [(owner, 3, border, True, 2, september, 7) for owner in owners]
    store_counts(database, rows)
    for month in (AUGUST, september):
        await work.execute("select statistics.publish(%s, %s)", (month, datetime(2026, 10, 20, tzinfo=UTC)))
    report = await of(world).read(reader(XAR, 12, Role.REGISTRAR), Asked(own=False, last=september, months=2))
    seen: dict[int, tuple] = {}
    for cell in report.cells:
        seen[cell.owner] = (*seen.get(cell.owner, ()), (cell.month, cell.measure, cell.count))
    fitting: dict[tuple, set[int]] = {}
    for owner, (_, ended) in owners.items():
        fitting.setdefault(seen[owner], set()).add(ended)
    assert all(len(numbers) > 1 for numbers in fitting.values() if numbers != {0})
    assert len(fitting) > 1


async def test_OWN_03_what_is_kept_from_somebody_discreet_or_above_official_use_is_never_counted_for_others(
    world: World, work, database
) -> None:
    await enter(world, 1)
    await enter(world, 1, replace(HEADER, level="restricted"), 10)
    await enter(world, 1, replace(HEADER, discreet=True), 20)
    ((kept),) = await enter(world, 1, start=30)
    await deciding.restrict(world.desk, world.registrar, DOCUMENTS, kept.id, [XAR])
    ((raised),) = await enter(world, 1, start=40)
    typed = DOCUMENT | {"number": "AC0000040"}
    await entering.correct(world.desk, world.registrar, DOCUMENTS, raised.id, typed, replace(HEADER, level="restricted"))
    await adding.add_records(work)
    with psycopg.connect(database.superuser) as connection:
        held = "select telling, sum(count)::int from statistics.record where measure = 0 group by 1 having sum(count) <> 0"
        counted = dict(connection.execute(held).fetchall())
    assert counted == {True: 1, False: 3}
