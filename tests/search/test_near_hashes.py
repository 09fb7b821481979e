"""Similar images: a PDQ finds what is near it, for whoever may see that, as soon as it is there and no longer than it is."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import psycopg
import pytest

from comity.access.model import Reader, Role, UnitKind
from comity.audit import Act, EntryId
from comity.audit.model import LOOK_ALIKE
from comity.kernel.errors import Refused
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade, Outcome
from comity.registers import near_input
from comity.registers.catalogue import register
from comity.registers.deciding import block, release, restrict, unblock, withdraw
from comity.registers.entering import correct, create
from comity.registers.record import Entered, Record
from comity.search import near_hashes
from comity.search.model import Identifier, Query, Result
from comity.search.near_hashes import BEHIND, FILLING, TOO_MANY, NearHashes
from comity.search.shift import Says
from tests.checking import XAR, XBM, application, entries, reader, rows

pytestmark = pytest.mark.anyio
HASHES = register("hash_lists")
_DRAW = np.random.default_rng(20261122)
_COUNT = itertools.count()
WITHIN_S = 240.0  # two looks a second, on a machine that does other things as well


@pytest.fixture
async def comity(comity, database):
    with psycopg.connect(database.superuser) as connection:
        connection.execute("truncate registers.hash_lists")
    return comity


def some() -> str:
    return _DRAW.bytes(32).hex()


def away(value: str, bits: int) -> str:
    """A value that differs in so many bits."""
    return f"{int(value, 16) ^ sum(1 << int(bit) for bit in _DRAW.choice(256, bits, replace=False)):064x}"


def specialist(authority: int = XAR, role: Role = Role.OFFICER, officer: int = 0, **facts: object) -> Reader:
    one = reader(authority, role, officer=officer or authority * 1000 + 8, purpose=Purpose.INTELLIGENCE, unit_kind=UnitKind.DESK, **facts)
    return replace(one, roles=frozenset({role, Role.SPECIALIST}), registers=frozenset({18}))


async def held(comity, value: str, owner: int = XBM, *, discreet: bool = False, level: str = "official", **more: str) -> Record:
    typed = {"list": f"Baseline {next(_COUNT)}", "category": "baseline", "medium": "image", "pdq": value} | more
    header = Entered(purposes=("intelligence",), law="Penal code, article 7", source="authority", discreet=discreet, level=level)
    record, _ = await create(comity.records, specialist(owner, Role.REGISTRAR), HASHES, typed, header)
    return record


async def check(comity, value: str, who: Reader | None = None) -> Result:
    return await comity.checks.ask(Query(who or specialist(), (Identifier("pdq", value),)))


async def until(comity, value: str, outcome: Outcome) -> Result:
    """The answer once it is that; what changed reaches the index within a second."""
    end = asyncio.get_running_loop().time() + WITHIN_S
    while (result := await check(comity, value)).outcome is not outcome and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - nothing tells a test
        await asyncio.sleep(0.1)
    assert result.outcome is outcome, result
    return result


async def reached(comity, key: int, *, there: bool) -> None:
    """Waits until the index itself holds a value, or no longer does."""
    end = asyncio.get_running_loop().time() + WITHIN_S
    while (key in comity.checks.near._index) is not there and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - nothing tells a test
        await asyncio.sleep(0.1)
    assert (key in comity.checks.near._index) is there


def keyed(comity, value: str) -> int:
    key = near_input.hasher(comity.keyring).one(near_input.key_of(value))
    return key - (1 << 64) if key >> 63 else key


@pytest.mark.parametrize("bits", [1, 16, 31])
async def test_a_value_near_one_that_is_held_is_a_look_alike(comity, database, bits: int) -> None:
    value = some()
    record = await held(comity, value)
    result = await until(comity, away(value, bits), Outcome.HIT)
    (answer,) = result.answers
    (hit,) = answer.hits
    assert (hit.record, hit.grade) == (str(record.id), Grade.CONFUSABLE)
    assert hit.sentence[1] == {"bits": str(bits), "most": "31"}
    assert "differ in {bits} of 256 bits" in hit.sentence[0]
    assert entries(database, comity)[result.check].head.outcome == LOOK_ALIKE


async def test_beyond_31_bits_there_is_nothing(comity) -> None:
    value = some()
    await held(comity, value)
    await until(comity, away(value, 31), Outcome.HIT)
    assert (await check(comity, away(value, 32))).outcome is Outcome.NO_HIT


async def test_the_same_value_is_exact_and_tells_its_owner(comity, database) -> None:
    value = some()
    record = await held(comity, value)
    result = await check(comity, value)
    assert [hit.grade for answer in result.answers for hit in answer.hits] == [Grade.EXACT]
    assert [str(row[0]) for row in rows(database, "select record from hits.inbox")] == [str(record.id)]


async def test_HIT_06_a_value_near_is_settled_before_its_owner_is_told(comity, database) -> None:
    value = some()
    record = await held(comity, value)
    result = await until(comity, away(value, 3), Outcome.HIT)
    assert rows(database, "select record from hits.inbox") == []
    stream, number = result.check.split("-")
    at = datetime.fromtimestamp(result.at_us / 1e6, UTC)
    await comity.shift.settle(specialist(), EntryId(int(stream), int(number)), at, record.id, Says.RECORD)
    assert rows(database, "select record, grade from hits.inbox") == [(record.id, "confusable")]


async def test_ACC_08_nobody_but_a_cleared_specialist_asks(comity, database) -> None:
    value = some()
    await held(comity, value)
    officer = replace(specialist(), roles=frozenset({Role.OFFICER}))
    with pytest.raises(Refused) as refused:
        await check(comity, value, officer)
    assert refused.value.rule == "ACC-08"
    assert Act.REFUSAL in [one.head.act for one in entries(database, comity).values()]


async def test_the_question_is_sealed_in_the_audit(comity, database) -> None:
    value = some()
    result = await check(comity, value)
    assert value.encode() in entries(database, comity)[result.check].question
    packs = rows(database, "select sealed from audit.pack")
    assert packs
    assert not any(value.encode() in bytes(sealed) for (sealed,) in packs)


# ------------------------------------------------------------------------------------------------------------------ who may see
async def test_OWN_04_a_hidden_record_no_record_and_a_discreet_one_are_one_answer(comity, database) -> None:
    none, hidden, discreet, shown = some(), some(), some(), some()
    closed = await held(comity, hidden, level="confidential")
    silent = await held(comity, discreet, discreet=True)
    await release(comity.records, specialist(XBM, Role.SUPERVISOR, officer=2003), HASHES, silent.id)
    await held(comity, shown)
    await until(comity, away(shown, 2), Outcome.HIT)
    for record, value in ((closed, hidden), (silent, discreet)):
        await reached(comity, keyed(comity, value), there=True)
        assert record.id
    answers = [(await check(comity, away(value, 2))).answers for value in (none, hidden, discreet)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0].outcome is Outcome.NO_HIT
    told = rows(database, "select record, discreet from hits.inbox")
    assert told == [(silent.id, True)], "the owner of the discreet one alone learns of it (HIT-11)"


async def test_OWN_03_who_is_shut_out_finds_nothing_near(comity) -> None:
    value = some()
    record = await held(comity, value)
    await until(comity, away(value, 2), Outcome.HIT)
    await restrict(comity.records, specialist(XBM, Role.SUPERVISOR), HASHES, record.id, frozenset({XAR}))
    assert (await check(comity, away(value, 2))).outcome is Outcome.NO_HIT
    assert (await check(comity, away(value, 2), specialist(3))).outcome is Outcome.HIT


async def test_CLS_01_a_clearance_opens_what_another_does_not_see(comity) -> None:
    value = some()
    await held(comity, value, level="confidential")
    await reached_when_asked(comity, value)
    assert (await check(comity, away(value, 4), specialist(clearance=Level.CONFIDENTIAL))).outcome is Outcome.HIT
    assert (await check(comity, away(value, 4))).outcome is Outcome.NO_HIT


async def reached_when_asked(comity, value: str) -> None:
    await check(comity, some())  # whoever asks first begins the filling
    await reached(comity, keyed(comity, value), there=True)


# --------------------------------------------------------------------------------------------------------- how changes reach it
async def test_a_record_that_is_withdrawn_leaves_the_memory_within_a_second(comity) -> None:
    value = some()
    record = await held(comity, value)
    await reached_when_asked(comity, value)
    await withdraw(comity.records, specialist(XBM, Role.REGISTRAR), HASHES, record.id, "The image is lawful.")
    assert (await check(comity, away(value, 2))).outcome is Outcome.NO_HIT, "at once: its search key is gone"
    await reached(comity, keyed(comity, value), there=False)


async def test_a_blocked_record_is_out_and_a_lifted_one_back(comity) -> None:
    value = some()
    record = await held(comity, value)
    await reached_when_asked(comity, value)
    await block(comity.records, specialist(XBM, Role.SUPERVISOR), HASHES, record.id)
    await reached(comity, keyed(comity, value), there=False)
    await unblock(comity.records, specialist(XBM, Role.SUPERVISOR), HASHES, record.id)
    await until(comity, away(value, 2), Outcome.HIT)


async def test_a_corrected_value_takes_the_place_of_the_wrong_one(comity) -> None:
    wrong, right = some(), some()
    record = await held(comity, wrong)
    await reached_when_asked(comity, wrong)
    typed = dict(record.values) | {"pdq": right}
    header = Entered(purposes=("intelligence",), law="Penal code, article 7", source="authority")
    await correct(comity.records, specialist(XBM, Role.REGISTRAR), HASHES, record.id, typed, header)
    await until(comity, away(right, 2), Outcome.HIT)
    assert (await check(comity, away(wrong, 2))).outcome is Outcome.NO_HIT
    await reached(comity, keyed(comity, wrong), there=False)


async def test_a_value_of_two_records_stays_while_one_of_them_does(comity) -> None:
    value = some()
    first = await held(comity, value)
    await held(comity, value, owner=3)
    await reached_when_asked(comity, value)
    await withdraw(comity.records, specialist(XBM, Role.REGISTRAR), HASHES, first.id, "The image is lawful.")
    await asyncio.sleep(1.2)  # two looks
    (hit,) = (await check(comity, away(value, 2))).answers[0].hits
    assert hit.record != str(first.id)


async def test_RET_01_a_record_that_ended_is_not_met(comity, database) -> None:
    value = some()
    record = await held(comity, value)
    await until(comity, away(value, 2), Outcome.HIT)
    with psycopg.connect(database.superuser) as connection:
        connection.execute("set session_replication_role = replica")
        ended = comity.clock.now().date() - timedelta(days=1)
        connection.execute("update registers.hash_lists set ends_at = %s where id = %s", (ended, record.id))
    assert (await check(comity, away(value, 2))).outcome is Outcome.NO_HIT


async def test_another_process_knows_it_too_and_a_fresh_one_from_its_start(comity, database, home) -> None:
    value = some()
    await held(comity, value)
    async with application(database, home) as other:
        assert (await check(other, away(value, 9))).outcome is Outcome.HIT


# ------------------------------------------------------------------------------------------------------- what is never a no hit
async def test_HIT_16_until_it_is_filled_there_is_no_answer(comity, database, monkeypatch) -> None:
    value = some()
    await held(comity, value)
    go = asyncio.Event()

    class Slow(NearHashes):
        async def _fill(self, connection) -> None:
            await go.wait()
            await super()._fill(connection)

    monkeypatch.setattr(near_hashes, "DEADLINE_S", 0.05)
    slow = Slow(comity.store, comity.keyring)
    filling = replace(comity, checks=replace(comity.checks, near=slow))
    try:
        result = await check(filling, away(value, 2))
        assert [(one.outcome, one.why) for one in result.answers] == [(Outcome.NO_ANSWER, FILLING)]
        assert entries(database, comity)[result.check].head.outcome == Outcome.NO_ANSWER
        assert (await check(filling, value)).outcome is Outcome.HIT, "its very value is found by its key"
        go.set()
        await until(filling, away(value, 2), Outcome.HIT)
    finally:
        await slow.stop()


async def test_HIT_16_an_index_that_does_not_follow_gives_no_answer(comity, monkeypatch) -> None:
    await check(comity, some())
    monkeypatch.setattr(near_hashes, "STALE_S", -1.0)
    (answer,) = (await check(comity, some())).answers
    assert (answer.outcome, answer.why) == (Outcome.NO_ANSWER, BEHIND)


async def test_HIT_16_more_values_than_are_compared_leave_it_open(comity, monkeypatch) -> None:
    value = some()
    for bits in (1, 2, 3):
        await held(comity, away(value, bits), level="confidential")
    last = await held(comity, away(value, 9), level="confidential")
    await reached_when_asked(comity, last.values["pdq"])
    monkeypatch.setattr(near_hashes, "MOST", 2)
    (answer,) = (await check(comity, value)).answers
    assert (answer.outcome, answer.why) == (Outcome.NO_ANSWER, TOO_MANY)


async def test_after_long_without_a_look_all_is_read_anew(comity, monkeypatch) -> None:
    value = some()
    await held(comity, value)
    fills: list[int] = []

    class Told(NearHashes):
        async def _fill(self, connection) -> None:
            await super()._fill(connection)
            fills.append(1)

    near = Told(comity.store, comity.keyring)
    anew = replace(comity, checks=replace(comity.checks, near=near))
    try:
        await until(anew, away(value, 2), Outcome.HIT)
        await near._in_thread(lambda: near._index.remove(keyed(comity, value)))  # as if its change had been pruned unseen
        assert (await check(anew, away(value, 2))).outcome is Outcome.NO_HIT
        monkeypatch.setattr(near_hashes, "FORGOTTEN_S", 0.0)
        before = len(fills)
        while len(fills) == before:  # noqa: ASYNC110 - another task fills
            await asyncio.sleep(0.05)
        monkeypatch.setattr(near_hashes, "FORGOTTEN_S", 1_800.0)
        await until(anew, away(value, 2), Outcome.HIT)
    finally:
        await near.stop()


async def test_a_batch_asks_what_is_near_as_single_checks_do(comity) -> None:
    values = [some() for _ in range(3)]
    for value in values[:2]:
        await held(comity, value)
    await until(comity, away(values[1], 2), Outcome.HIT)
    queries = [Query(specialist(), (Identifier("pdq", away(value, 5)),)) for value in values]
    who = replace(specialist(), roles=frozenset({Role.ANALYST, Role.SPECIALIST}))
    queries = [Query(who, query.identifiers) for query in queries]
    found = [result.outcome async for chunk in comity.checks.ask_batch(who, queries) for result in chunk]
    assert found == [Outcome.HIT, Outcome.HIT, Outcome.NO_HIT]
