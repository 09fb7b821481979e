"""A look-alike is no positive result until who holds the document has read it again (HIT-06)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from comity.access.model import Role, UnitKind
from comity.audit import Act, EntryId
from comity.audit.model import LOOK_ALIKE
from comity.engines.clock import FixedClock
from comity.kernel.errors import Absent, Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Outcome
from comity.registers.deciding import block, release, restrict, withdraw
from comity.search.model import Query, Result
from comity.search.shift import Says, Shift
from tests.checking import (
    DOCUMENTS,
    VIN,
    XAR,
    XBM,
    XCS,
    Kept,
    asked,
    check,
    document,
    entries,
    reader,
    registrar,
    rows,
    supervisor,
    vehicle,
)

pytestmark = pytest.mark.anyio
LOOKS_ALIKE = "CO118832"
SYSTEM = replace(reader(), officer=0, officer_name="A-77", system=5)


def entry_of(result: Result) -> tuple[EntryId, datetime]:
    stream, number = result.check.split("-")
    return EntryId(int(stream), int(number)), datetime.fromtimestamp(result.at_us / 1e6, UTC)


async def settle(comity, who, result: Result, record: UUID, says: Says = Says.RECORD) -> None:
    await comity.shift.settle(who, *entry_of(result), record, says)


def told(database) -> list[tuple[object, ...]]:
    """Whoever was told: rows of the inbox and of *who looked*."""
    inbox = rows(database, "select owner, record, grade, discreet, protected, purpose, asking_bureau from hits.inbox order by owner")
    seen = rows(database, "select owner, record, outcome from audit.sighting order by owner")
    return [*inbox, *seen]


def newest(database, comity) -> Kept:
    """Of what is kept by now: one of these tests lives a day ahead."""
    now_us = comity.clock.now().timestamp() * 1e6
    return max((one for one in entries(database, comity).values() if one.at_us <= now_us), key=lambda one: one.at_us)


# ----------------------------------------------------------------------------------------------------------------------- before
async def test_HIT_06_a_look_alike_tells_nobody(comity, database) -> None:
    await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    assert result.outcome is Outcome.HIT
    assert told(database) == []


async def test_HIT_06_an_exact_match_still_tells_at_once(comity, database) -> None:
    record = await document(comity)
    await check(comity, reader())
    assert told(database) == [(XBM, record.id, "exact", False, False, Purpose.BORDER, XAR * 10), (XBM, record.id, 1)]


@pytest.mark.parametrize(
    ("numbers", "outcome"),
    [(["CO118832"], LOOK_ALIKE), (["C0118832"], Outcome.HIT), (["CO118832", "C0118832"], Outcome.HIT), (["Z9999999"], Outcome.NO_HIT)],
)
async def test_HIT_06_the_entry_knows_a_look_alike_from_a_hit(comity, database, numbers: list[str], outcome: int) -> None:
    await document(comity)
    result = await check(comity, reader(), *map(asked, numbers))
    assert entries(database, comity)[result.check].head.outcome == outcome


# ------------------------------------------------------------------------------------------------------------------------ after
async def test_HIT_06_the_owner_is_told_once_the_document_reads_as_the_record(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    await settle(comity, reader(), result, record.id)
    assert told(database) == [(XBM, record.id, "confusable", False, False, Purpose.BORDER, XAR * 10), (XBM, record.id, 2)]
    (message,) = await comity.inbox.listed(registrar())
    assert (message.record, message.grade, message.asking_bureau) == (record.id, "confusable", XAR * 10)
    assert message.at >= entry_of(result)[1]


async def test_HIT_02_the_officer_who_settled_is_nowhere_on_the_owners_side(comity, database) -> None:
    record = await document(comity)
    who = reader(officer=1_987_654_321)
    await settle(comity, who, await check(comity, who, asked(LOOKS_ALIKE)), record.id)
    kept = rows(database, "select i::text from hits.inbox i") + rows(database, "select s::text from audit.sighting s")
    assert len(kept) == 2
    assert "1987654321" not in str(kept)


async def test_HIT_06_said_twice_it_is_told_once(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    for _ in range(2):
        await settle(comity, reader(), result, record.id)
    await asyncio.gather(*(settle(comity, reader(), result, record.id) for _ in range(3)))
    assert len(told(database)) == 2
    again = await check(comity, reader(), asked(LOOKS_ALIKE))
    await settle(comity, reader(), again, record.id)
    assert len(told(database)) == 4


async def test_HIT_06_what_was_told_as_exact_is_not_told_again(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader())
    await settle(comity, reader(), result, record.id)
    assert [row[2] for row in told(database)] == ["exact", 1]


@pytest.mark.parametrize("says", [Says.ASKED, Says.UNREADABLE])
async def test_HIT_06_anything_else_tells_nobody_and_may_be_put_right(comity, database, says: Says) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    await settle(comity, reader(), result, record.id, says)
    assert told(database) == []
    await settle(comity, reader(), result, record.id)
    assert len(told(database)) == 2


async def test_HIT_06_what_was_said_is_an_entry(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    await settle(comity, reader(), result, record.id, Says.ASKED)
    one = newest(database, comity)
    assert (one.head.act, one.head.rule, one.head.shown, one.head.outcome) == (Act.READ, "HIT-06", (record.id.bytes,), 1)
    assert one.head.detail == f"look-alike of {result.check}: asked"


async def test_HIT_06_of_two_look_alikes_each_is_settled_for_itself(comity, database) -> None:
    one, other = await document(comity, XBM), await document(comity, XCS)
    result = await check(comity, reader(), asked(LOOKS_ALIKE, ""))
    await settle(comity, reader(), result, other.id)
    assert [row[1] for row in told(database)] == [other.id, other.id]
    await settle(comity, reader(), result, one.id)
    assert len(told(database)) == 4


async def test_HIT_06_a_vehicle_is_told_of_under_its_own_register(comity, database) -> None:
    record = await vehicle(comity)
    result = await check(comity, reader(), asked("A8 123 CD", "XBM", "plate"))
    await settle(comity, reader(), result, record.id)
    assert rows(database, "select register, grade from hits.inbox") == [(8, "confusable")]


async def test_HIT_06_the_purpose_told_is_the_checks(comity, database) -> None:
    record = await document(comity, purposes=("border",))
    result = await check(comity, reader(unit_kind=UnitKind.DESK), asked(LOOKS_ALIKE))
    await settle(comity, reader(unit_kind=UnitKind.DESK, purpose=Purpose.TRENDS), result, record.id)
    assert rows(database, "select purpose from hits.inbox") == [(Purpose.BORDER,)]


# ------------------------------------------------------------------------------------------------------------------ whose it is
@pytest.mark.parametrize(
    "who",
    [
        reader(officer=XAR * 1000 + 9),
        reader(XCS),
        reader(XBM),
        replace(reader(), bureau=XAR * 10 + 1),
        SYSTEM,
        replace(reader(), system=5),
    ],
    ids=["a colleague", "another country", "the owner", "another bureau", "a system", "an officer through a system"],
)
async def test_HIT_06_nobody_else_settles(comity, database, who) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    with pytest.raises(Absent):
        await settle(comity, who, result, record.id)
    assert told(database) == []
    one = newest(database, comity)
    assert (one.authority, one.head.rule, one.head.outcome, one.head.shown) == (who.authority, "HIT-06", 0, ())


async def test_HIT_06_a_system_settles_its_own_checks_and_names_its_officer(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, SYSTEM, asked(LOOKS_ALIKE))
    with pytest.raises(Absent):
        await settle(comity, replace(SYSTEM, system=6), result, record.id)
    with pytest.raises(Absent):
        await settle(comity, replace(SYSTEM, bureau=XAR * 10 + 1), result, record.id)
    with pytest.raises(Absent):
        await settle(comity, reader(), result, record.id)
    await settle(comity, SYSTEM, result, record.id)
    assert len(told(database)) == 2
    one = newest(database, comity)
    assert b"A-77" in one.question
    assert "A-77" not in one.head.detail


async def test_ACC_08_who_may_not_ask_may_not_settle(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    with pytest.raises(Refused):
        await settle(comity, reader(role=Role.SECURITY), result, record.id)
    assert newest(database, comity).head.act is Act.REFUSAL
    assert told(database) == []


async def test_HIT_06_only_what_that_check_showed_is_settled(comity, database) -> None:
    record, other = await document(comity), await vehicle(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    for says in Says:
        for unknown in (other.id, uuid4()):
            with pytest.raises(Absent):
                await settle(comity, reader(), result, unknown, says)
    (stream, number), at = entry_of(result)
    for check_id, when in (
        ((stream, number + 1_000_000), at),
        ((stream + 1_000_000, number), at),
        ((stream, number), at - timedelta(hours=2)),
    ):
        with pytest.raises(Absent):
            await comity.shift.settle(reader(), EntryId(*check_id), when, record.id, Says.RECORD)
    assert told(database) == []


async def test_HIT_06_an_entry_that_is_no_check_settles_nothing(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    await settle(comity, reader(), result, record.id, Says.ASKED)
    name, note = next(
        (name, one) for name, one in entries(database, comity).items() if one.head.detail == f"look-alike of {result.check}: asked"
    )
    assert record.id.bytes in note.head.shown
    at = datetime.fromtimestamp(note.at_us / 1e6, UTC)
    with pytest.raises(Absent):
        await comity.shift.settle(reader(), EntryId(*map(int, name.split("-"))), at, record.id, Says.RECORD)
    assert told(database) == []


async def test_HIT_06_after_a_day_it_is_too_late(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    check_id, at = entry_of(result)

    def on(later: timedelta) -> Shift:
        return replace(comity.shift, means=replace(comity.means, clock=FixedClock(at + later)))

    late = on(timedelta(hours=24, seconds=1))
    for stated in (at, at + timedelta(seconds=30)):  # a later time than the entry's finds it too, and does not make it younger
        with pytest.raises(Absent):
            await late.settle(reader(), check_id, stated, record.id, Says.RECORD)
    assert told(database) == []
    await on(timedelta(hours=23, minutes=59)).settle(reader(), check_id, at, record.id, Says.RECORD)
    assert len(told(database)) == 2


# --------------------------------------------------------------------------------------------------------------- who is not told
async def test_HIT_12_a_protected_look_alike_is_held_until_it_is_released(comity, database) -> None:
    record = await document(comity)
    result = await comity.checks.ask(Query(reader(), (asked(LOOKS_ALIKE),), protected=True))
    assert await comity.inbox.held(supervisor(XAR)) == []
    await settle(comity, reader(), result, record.id)
    await settle(comity, reader(), result, record.id)
    assert await comity.inbox.listed(registrar()) == []
    assert rows(database, "select from audit.sighting") == []
    (held,) = await comity.inbox.held(supervisor(XAR))
    assert (held.owner, held.grade) == (XBM, "confusable")
    await comity.inbox.release(supervisor(XAR), held.id, "The asylum case is closed.")
    (message,) = await comity.inbox.listed(registrar())
    assert (message.record, message.grade) == (record.id, "confusable")
    await settle(comity, reader(), result, record.id)
    assert len(await comity.inbox.listed(registrar())) == 1


async def test_HIT_06_ones_own_record_tells_nobody(comity, database) -> None:
    record = await document(comity, XAR)
    result = await check(comity, reader(), asked(LOOKS_ALIKE, "XAR"))
    await settle(comity, reader(), result, record.id)
    assert told(database) == []
    assert newest(database, comity).head.outcome == 1


async def test_HIT_11_a_discreet_look_alike_tells_its_owner_and_nobody_can_settle_it(comity, database) -> None:
    record = await document(comity, discreet=True)
    await release(comity.records, supervisor(), DOCUMENTS, record.id)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    assert result.outcome is Outcome.NO_HIT
    at_once = told(database)
    assert at_once == [(XBM, record.id, "confusable", True, False, Purpose.BORDER, XAR * 10), (XBM, record.id, 2)]
    assert entries(database, comity)[result.check].head.outcome == Outcome.NO_HIT
    for says in Says:
        with pytest.raises(Absent):
            await settle(comity, reader(), result, record.id, says)
    assert told(database) == at_once


async def _restricted(comity, record: UUID) -> None:
    await restrict(comity.records, registrar(), DOCUMENTS, record, [XAR])


async def _blocked(comity, record: UUID) -> None:
    await block(comity.records, registrar(), DOCUMENTS, record)


async def _withdrawn(comity, record: UUID) -> None:
    await withdraw(comity.records, registrar(), DOCUMENTS, record, "It was found.")


@pytest.mark.parametrize("hide", [_restricted, _blocked, _withdrawn])
async def test_OWN_04_a_record_hidden_meanwhile_is_absent_and_nobody_is_told(comity, database, hide) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(LOOKS_ALIKE))
    await hide(comity, record.id)
    with pytest.raises(Absent):
        await settle(comity, reader(), result, record.id)
    assert told(database) == []


async def test_HIT_06_a_number_met_exactly_and_by_look_alike_is_told_as_exact(comity, database) -> None:
    await vehicle(comity)
    await check(comity, reader(), asked(VIN, "", "vin"), asked("A8 123 CD", "XBM", "plate"))
    assert rows(database, "select grade from hits.inbox") == [("exact",)]
