"""The life of a record over the real database, with a clock that moves when told to: asked about, extended, ended, erased everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.access.model import Role
from comity.audit import Act, Recorder
from comity.audit.entry import decode_heads
from comity.kernel.errors import Invalid, Refused
from comity.registers import deciding, entering, life, life_acts, life_work, reading
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.desk import NoSuchRecord
from comity.registers.life import Answer, Outcome, Stage
from comity.registers.receipts import Gives, Holder
from comity.registers.validate import longest_end
from tests.registers.conftest import DOCUMENT, HEADER, VEHICLE, World, reader

pytestmark = pytest.mark.anyio
VEHICLES, DOCUMENTS = BY_NUMBER[8], BY_NUMBER[3]
REASON = "The theft is still before the court of first instance; the hearing is set for the coming spring."


@asynccontextmanager
async def worker(world: World, database: Any) -> AsyncIterator[tuple[psycopg.AsyncConnection, Recorder]]:
    """The worker's own connection, as the role comity_work."""
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as connection:
        yield connection, await Recorder.start(connection, world.desk.keyring)


async def lived(world: World, database: Any) -> int:
    """One round of the worker at the clock's time."""
    async with worker(world, database) as (connection, recorder):
        return await life_work.live(connection, recorder, DECLARED, world.clock.now, 2)


def to(world: World, day: str) -> None:
    world.clock.jump(datetime.fromisoformat(f"{day}T12:00:00+00:00"))


def rows(database: Any, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(sql).fetchall()


def traces_of(database: Any, record: UUID) -> dict[str, int]:
    """In how many rows of each table a record still stands."""
    tables = {"vehicles": "id", "search_key": "record", "record_key": "record", "version": "record", "question": "record"}
    with psycopg.connect(database.superuser) as connection:
        return {
            name: connection.execute(f"select count(*) from registers.{name} where {column} = %s", [record]).fetchone()[0]  # type: ignore[index]
            for name, column in tables.items()
        }


def acts(database: Any, act: int) -> list[tuple[str, str, int]]:
    """Rule, detail and number of ids of all entries of an act."""
    heads = [head for (packed,) in rows(database, "select heads from audit.pack") for head in decode_heads(packed)]
    return [(head.rule, head.detail, len(head.shown)) for head in heads if head.act == act]


async def vehicle(world: World, ends: str = "2027-07-01", **values: str) -> UUID:
    record, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE | values, replace(HEADER, ends_at=ends))
    return record.id


async def test_RET_02_the_owner_is_asked_six_months_before_the_end_and_reminded(world: World, database: Any) -> None:
    record = await vehicle(world)
    seen = []
    for day in ("2026-12-31", "2027-01-01", "2027-03-31", "2027-04-01", "2027-05-31", "2027-06-01", "2027-06-24"):
        to(world, day)
        await lived(world, database)
        found = await life_acts.tasks(world.desk, world.supervisor)
        seen.append([(one.question.record == record, one.question.stage) for one in found.asked])
    first, then, last = [(True, Stage.ASKED)], [(True, Stage.THREE_MONTHS)], [(True, Stage.ONE_MONTH)]
    assert seen == [[], first, first, then, then, last, [(True, Stage.ONE_WEEK)]]
    said = [detail for _, detail, _ in acts(database, Act.ASKED)]
    assert said == ["asked", "reminder: three_months", "reminder: one_month", "reminder: one_week"]


async def test_RET_02_a_short_life_is_asked_about_at_the_next_mark(world: World, database: Any) -> None:
    await vehicle(world, ends="2027-01-10")  # seven weeks
    await lived(world, database)
    assert (await life_acts.tasks(world.desk, world.supervisor)).asked == ()
    to(world, "2026-12-10")
    await lived(world, database)
    assert [one.question.stage for one in (await life_acts.tasks(world.desk, world.supervisor)).asked] == [Stage.ONE_MONTH]


async def test_RET_04_silence_deletes_everywhere_after_the_last_day(world: World, database: Any) -> None:
    record = await vehicle(world)
    await entering.correct(world.desk, world.registrar, VEHICLES, record, VEHICLE | {"colour": "red"}, HEADER)
    to(world, "2027-03-01")
    await lived(world, database)
    to(world, "2027-07-01")
    assert await lived(world, database) == 0
    assert all(traces_of(database, record).values())
    to(world, "2027-07-02")
    assert await lived(world, database) == 1
    assert traces_of(database, record) == dict.fromkeys(traces_of(database, record), 0)
    assert rows(database, "select reason, officer, identity <> 0, key_version from registers.deletion") == [("expired", 0, True, 1)]
    assert acts(database, Act.EXPIRE) == [("RET-04", "erased", 1)]
    with pytest.raises(NoSuchRecord):
        await reading.read(world.desk, world.registrar, VEHICLES, record)


async def test_CCF_13_what_another_has_blocked_expires_unseen_and_goes_when_the_case_is_over(world: World, database: Any) -> None:
    record = await vehicle(world)
    await deciding.order_block(world.desk, world.legal_desk, VEHICLES, record, "a case")
    to(world, "2027-07-02")
    assert await lived(world, database) == 1
    assert (await reading.read(world.desk, world.registrar, VEHICLES, record)).state == "expired"
    assert acts(database, Act.EXPIRE) == [("RET-04", "kept for a case", 1)]
    assert await lived(world, database) == 0
    await deciding.order_block(world.desk, world.legal_desk, VEHICLES, record, "the case is over", lift=True)
    assert await lived(world, database) == 1
    assert rows(database, "select reason from registers.deletion") == [("case_ended",)]


async def test_RET_10_a_blocked_record_is_neither_asked_about_nor_extended(world: World, database: Any) -> None:
    record, other = await vehicle(world), await vehicle(world, vin="", plate="ZZ 1")
    await deciding.order_block(world.desk, world.legal_desk, VEHICLES, record, "a case")
    to(world, "2027-02-01")
    await lived(world, database)
    assert [one.question.record for one in (await life_acts.tasks(world.desk, world.supervisor)).asked] == [other]
    await deciding.order_block(world.desk, world.legal_desk, VEHICLES, other, "a case")
    with pytest.raises(Refused) as refused:
        await life_acts.extend(world.desk, world.registrar, VEHICLES, other, typed())
    assert refused.value.rule == "RET-10"


def typed(until: str = "2028-07-01", **others: str) -> dict[str, str]:
    return {"until": until, "purpose": "border", "reason": REASON} | others


async def asked(world: World, database: Any) -> UUID:
    record = await vehicle(world)
    to(world, "2027-02-01")
    await lived(world, database)
    return record


async def test_RET_03_an_extension_needs_a_reason_tied_to_a_purpose_and_a_second_officer(world: World, database: Any) -> None:
    record = await asked(world, database)
    with pytest.raises(Invalid) as invalid:
        await life_acts.extend(world.desk, world.registrar, VEHICLES, record, typed("2040-01-01", purpose="wanted", reason="still wanted"))
    assert [(fault.field, fault.code) for fault in invalid.value.faults] == [
        ("until", "end"),
        ("purpose", "unknown_choice"),
        ("reason", "length"),
    ]
    await life_acts.extend(world.desk, world.registrar, VEHICLES, record, typed())
    both = replace(world.registrar, roles=frozenset({Role.REGISTRAR, Role.SUPERVISOR}))
    with pytest.raises(Refused) as refused:
        await life_acts.approve(world.desk, both, VEHICLES, record)
    assert refused.value.rule == "RET-03"
    (one,) = (await life_acts.tasks(world.desk, world.supervisor)).asked
    assert (one.question.answer, one.reason, one.question.until) == (Answer.EXTENSION_ASKED, REASON, date(2028, 7, 1))
    assert "hearing" not in str(rows(database, "select * from registers.question"))
    event = await life_acts.approve(world.desk, world.supervisor, VEHICLES, record)
    assert event.happened == "extended"
    shown = await reading.read(world.desk, world.registrar, VEHICLES, record)
    assert (shown.ends_at, shown.confirmed_at) == (date(2028, 7, 1), world.clock.now())
    to(world, "2027-07-02")
    assert await lived(world, database) == 0
    assert (await life_acts.tasks(world.desk, world.supervisor)).asked == ()
    to(world, "2028-01-01")
    await lived(world, database)
    assert len((await life_acts.tasks(world.desk, world.supervisor)).asked) == 1
    assert [detail for _, detail, _ in acts(database, Act.EXTEND)] == ["asked until 2028-07-01", "approved until 2028-07-01"]


async def test_RET_03_an_extension_passes_todays_rules_or_is_not_given(world: World, database: Any) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, replace(HEADER, ends_at="2027-07-01"))
    to(world, "2027-02-01")
    await lived(world, database)
    await life_acts.extend(world.desk, world.registrar, DOCUMENTS, record.id, typed())
    with psycopg.connect(database.superuser) as connection:
        connection.execute("delete from access.issuing_code where code = 'XBM'")  # it does not write for this code any more (REC-13)
    with pytest.raises(Invalid) as invalid:
        await life_acts.approve(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert [fault.field for fault in invalid.value.faults] == ["issuer"]
    to(world, "2027-07-02")
    assert await lived(world, database) == 1


async def test_RET_03_a_refused_extension_leaves_the_end_as_it_was(world: World, database: Any) -> None:
    record = await asked(world, database)
    await life_acts.extend(world.desk, world.registrar, VEHICLES, record, typed())
    refused = await life_acts.refuse(world.desk, world.supervisor, VEHICLES, record)
    assert refused.answer is Answer.EXTENSION_REFUSED
    to(world, "2027-07-02")
    assert await lived(world, database) == 1


async def test_RET_04_an_extension_that_nobody_approved_does_not_keep_a_record(world: World, database: Any) -> None:
    record = await asked(world, database)
    await life_acts.extend(world.desk, world.registrar, VEHICLES, record, typed())
    to(world, "2027-07-02")
    assert await lived(world, database) == 1


async def test_RET_02_who_says_that_it_is_not_needed_is_not_reminded(world: World, database: Any) -> None:
    record = await asked(world, database)
    await life_acts.let_go(world.desk, world.registrar, VEHICLES, record)
    to(world, "2027-06-25")
    await lived(world, database)
    assert [detail for _, detail, _ in acts(database, Act.ASKED)] == ["asked"]


async def test_RET_03_a_correction_lengthens_no_life(world: World) -> None:
    record = await vehicle(world)
    after, _ = await entering.correct(world.desk, world.registrar, VEHICLES, record, VEHICLE, HEADER)
    assert after.ends_at == date(2027, 7, 1)
    with pytest.raises(Invalid) as invalid:
        await entering.correct(world.desk, world.registrar, VEHICLES, record, VEHICLE, replace(HEADER, ends_at="2028-01-01"))
    assert [(fault.field, fault.code) for fault in invalid.value.faults] == [("ends_at", "extension")]
    shorter, _ = await entering.correct(world.desk, world.registrar, VEHICLES, record, VEHICLE, replace(HEADER, ends_at="2027-03-01"))
    assert shorter.ends_at == date(2027, 3, 1)


async def test_RET_01_a_life_ends_at_the_earliest_of_the_limits(world: World) -> None:
    latest = longest_end(VEHICLES, world.desk.today)
    whole, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    assert whole.ends_at == latest == date(2031, 11, 21)
    no_vin = {"vin": "", "plate": "ZZ 1"}
    beyond, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE | no_vin, replace(HEADER, ends_at="2034-01-01"))
    no_vin["plate"] = "ZZ 2"
    less, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE | no_vin, replace(HEADER, ends_at="2027-01-01"))
    assert (beyond.ends_at, less.ends_at) == (latest, date(2027, 1, 1))


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_RET_05_a_purpose_that_is_met_erases_at_once(world: World, database: Any, outcome: Outcome) -> None:
    record = await vehicle(world)
    await life_acts.close(world.desk, world.registrar, VEHICLES, record, outcome, "It was found.")
    assert not any(traces_of(database, record).values())
    assert rows(database, "select reason, outcome, officer from registers.deletion") == [("purpose_met", outcome, 21)]
    assert ("RET-05", f"purpose met: {outcome}", 1) in acts(database, Act.WITHDRAW)


async def test_RET_07_each_holder_owes_a_receipt_and_a_missing_one_is_shown(world: World, database: Any) -> None:
    record = await vehicle(world)
    await life_acts.close(world.desk, world.registrar, VEHICLES, record, Outcome.RECOVERED)
    found = await life_acts.deletions(world.desk, world.supervisor)
    (deletion,) = found.deletions
    assert {one.holder: one.received_at is not None for one in deletion.receipts} == {
        Holder.DATABASE: True, Holder.FILTERS: False, Holder.BLOBS: False, Holder.BACKUPS: False,
    }  # fmt: skip
    world.clock.advance(timedelta(days=8))
    assert (await life_acts.deletions(world.desk, world.supervisor)).missing == dict.fromkeys(
        (Holder.BACKUPS, Holder.BLOBS, Holder.FILTERS), (1, 1)
    )
    (xid, key_version), *_ = rows(database, "select xid::text::bigint, key_version from registers.deletion")
    async with worker(world, database) as (connection, _):
        for early, late in (
            (Gives(Holder.FILTERS, filter_position=xid), Gives(Holder.FILTERS, filter_position=xid + 1)),
            (Gives(Holder.BACKUPS, oldest_key=key_version), Gives(Holder.BACKUPS, oldest_key=key_version + 1)),
            (Gives(Holder.BLOBS, files_left=True), Gives(Holder.BLOBS)),
        ):
            assert await collected(connection, world, early) == 0
            assert await collected(connection, world, late) == 1
            assert await collected(connection, world, late) == 0
    assert (await life_acts.deletions(world.desk, world.supervisor, missing=True)).deletions == ()


async def collected(connection: psycopg.AsyncConnection, world: World, gives: Gives) -> int:
    async def known() -> Gives:
        return gives

    return await life_work.collect(connection, gives.holder, known, world.clock.now())


async def test_OWN_04_another_owner_sees_neither_questions_nor_deletions(world: World, database: Any) -> None:
    record = await asked(world, database)
    await life_acts.close(world.desk, world.registrar, VEHICLES, await vehicle(world, "2027-07-02", vin="", plate="ZZ 1"), Outcome.FOUND)
    other = replace(reader(1, 12, Role.REGISTRAR, Role.SUPERVISOR))
    assert (await life_acts.tasks(world.desk, other)).asked == ()
    found = await life_acts.deletions(world.desk, other)
    assert (found.deletions, found.missing) == ((), {})
    with pytest.raises(NoSuchRecord):
        await life_acts.extend(world.desk, other, VEHICLES, record, typed())


async def test_REC_16_an_owner_is_asked_to_confirm_after_a_year(world: World, database: Any) -> None:
    record = await vehicle(world, ends="")
    to(world, "2027-11-20")
    assert (await life_acts.tasks(world.desk, world.supervisor)).unconfirmed == ()
    to(world, "2027-11-22")
    assert [(number, one) for number, one, _ in (await life_acts.tasks(world.desk, world.supervisor)).unconfirmed] == [(8, record)]
    await deciding.confirm(world.desk, world.registrar, VEHICLES, record)
    assert (await life_acts.tasks(world.desk, world.supervisor)).unconfirmed == ()


def test_REC_16_readers_are_told_after_a_year_and_a_half() -> None:
    confirmed = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert life.stale_days(confirmed, datetime(2027, 7, 30, tzinfo=UTC)) == 0
    assert life.stale_days(confirmed, datetime(2027, 7, 31, tzinfo=UTC)) == 546


async def test_a_round_that_breaks_off_loses_nothing_and_repeats_nothing(world: World, database: Any) -> None:
    for number in range(5):
        await vehicle(world, vin="", plate=f"ZZ {number}")
    to(world, "2027-07-02")
    async with worker(world, database) as (connection, recorder):
        await life_work.end(connection, recorder, VEHICLES, world.clock.now(), 2)
        await connection.execute("begin")
        await connection.execute("select * from registers.end_due(8::smallint, 'vehicles', '2027-07-02', 2, now(), now())")
        await connection.close()  # as a killed worker does
    assert rows(database, "select count(*) from registers.deletion") == [(2,)]
    assert await lived(world, database) == 3
    assert sum(count for _, _, count in acts(database, Act.EXPIRE)) == 5
    assert rows(database, "select count(*) from registers.vehicles") == [(0,)]


async def test_the_database_marks_as_the_rule_does(database: Any) -> None:
    ends = date(2028, 8, 31)
    days = [ends - timedelta(days=one) for one in range(-2, 220)]
    with psycopg.connect(database.superuser) as connection:
        for end in (ends, date(2028, 2, 29), date(2027, 7, 1)):
            found = [connection.execute("select registers.stage(%s, %s)", [end, day]).fetchone() for day in days]
            assert found == [(-1 if (mark := life.stage(end, day)) is None else int(mark),) for day in days]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_months_before_stays_in_its_month(day: date, months: int) -> None:
    before = life.months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day <= day.day
