"""A clearance is over with whatever changes its record, and hides as its record does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from comity.access.model import Role
from comity.access.restrictions import restrict_all
from comity.engines.keyring import KeyName
from comity.engines.store import Mode
from comity.kernel.errors import Refused
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers import reading
from comity.registers.catalogue import BY_NUMBER
from comity.registers.deciding import block, confirm, restrict, unblock, withdraw
from comity.registers.entering import correct
from comity.search import desk as check_desk
from comity.search.clearances import rules, store
from comity.search.clearances.model import Ending, NoSuchClearance, State
from comity.search.persons.facts import registers_with_persons
from tests.checking import XAR, XCS, rows
from tests.search.clearances.cleared import ISSUER, NUMBER, ask, given, owner, proposal, proposed, say, second, shown
from tests.search.linked import EVERY
from tests.search.persons.people import HEADER, PERSONS, YUSUF, asking, person

pytestmark = pytest.mark.anyio


def states(database) -> list[tuple[object, ...]]:
    return rows(database, "select state, ending from clearances.clearance order by proposed_at")


@pytest.mark.parametrize("how", ["corrected", "restricted", "all restricted", "blocked"])
async def test_HIT_10_it_ends_with_the_records_change(comity, database, how: str) -> None:
    record = await person(comity)
    await given(comity, record)
    desk, mine = comity.records, owner()
    match how:
        case "corrected":
            held = await reading.read(desk, mine, PERSONS, record)
            await correct(desk, mine, PERSONS, record, {**YUSUF, "births.1.date": "1984-03-13"}, HEADER, version=held.version)
        case "restricted":
            await restrict(desk, mine, PERSONS, record, (XCS,))
        case "all restricted":
            async with comity.store.transaction(mine.context(Mode.OWN)) as connection:
                await restrict_all(comity.means, connection, mine, [XCS], [])
        case "blocked":
            await block(desk, mine, PERSONS, record, "Its facts are in doubt.")
            await unblock(desk, mine, PERSONS, record, "They are not.")
    assert states(database) == [(int(State.ENDED), int(Ending.RECORD_CHANGED))]
    assert await shown(comity) in ([None], [])


async def test_a_proposal_ends_with_the_records_change_too(comity, database) -> None:
    record = await person(comity)
    one = await proposed(comity, record)
    await restrict(comity.records, owner(), PERSONS, record, (XCS,))
    assert states(database) == [(int(State.ENDED), int(Ending.RECORD_CHANGED))]
    with pytest.raises(Refused):
        await comity.clearances.confirm(second(), one.id, NUMBER, ISSUER)


async def test_HIT_10_what_the_owner_confirms_has_not_changed(comity, database) -> None:
    record = await person(comity)
    await given(comity, record)
    await confirm(comity.records, owner(), PERSONS, record)
    assert states(database) == [(int(State.IN_FORCE), None)]
    assert [bool(one) for one in await shown(comity)] == [True]


async def test_RET_07_with_the_record_every_clearance_against_it_is_erased(comity, database) -> None:
    record = await person(comity)
    await given(comity, record)
    await withdraw(comity.records, owner(), PERSONS, record, "Found and returned.")
    assert states(database) == []


async def test_a_record_that_changed_since_the_check_is_checked_again(comity) -> None:
    record = await person(comity)
    result = await ask(comity)
    await say(comity, result)
    await confirm(comity.records, owner(), PERSONS, record)
    with pytest.raises(Refused) as refused:
        await comity.clearances.propose(asking(), proposal(result, record))
    assert refused.value.rule == "HIT-10"


async def test_a_change_at_the_moment_of_the_signature_is_waited_for(comity, database) -> None:
    record = await person(comity)
    one = await proposed(comity, record)
    async with comity.store.transaction(owner().context(Mode.OWN)) as connection:
        await connection.execute("update registers.persons set warnings = 1, version = version + 1 where id = %s", (record,))
        signing = asyncio.create_task(comity.clearances.confirm(second(), one.id, NUMBER, ISSUER))
        await asyncio.sleep(0.3)
    with pytest.raises((Refused, NoSuchClearance)):
        await signing
    assert [state for state, _ in states(database)] == [int(State.ENDED)]


async def test_HIT_10_its_time_ends_it_by_the_clock_and_ninety_days_later_it_is_erased(comity, database) -> None:
    one = await given(comity)
    assert one.until - one.confirmed_at == rules.LIFE
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        assert await store.tidy(work, one.until - timedelta(seconds=1), one.until - rules.KEPT) == 0
        assert states(database) == [(int(State.IN_FORCE), None)]
        assert await store.tidy(work, one.until, one.until - rules.KEPT) == 0
        assert states(database) == [(int(State.ENDED), int(Ending.EXPIRED))]
        later = one.until + rules.KEPT
        assert await store.tidy(work, later, later - rules.KEPT) == 0
        assert await store.tidy(work, later + timedelta(seconds=1), one.until + timedelta(seconds=1)) == 1
    assert states(database) == []


async def test_HIT_10_after_its_time_it_is_shown_to_nobody_though_no_worker_ran(comity, database) -> None:
    one = await given(comity)
    with psycopg.connect(database.superuser) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("update clearances.clearance set until = now() - interval '1 second'")
    assert await shown(comity) == [None]
    (listed,) = await comity.clearances.given(second())
    now = comity.clock.now()
    assert (listed.state_at(now), listed.ending_at(now)) == (State.ENDED, Ending.EXPIRED)
    assert (await given(comity, one.record)).state is State.IN_FORCE  # it stands in the way of no new one


async def test_a_proposal_lapses_where_nobody_signs(comity, database) -> None:
    one = await proposed(comity, await person(comity))
    assert one.until - one.proposed_at == rules.WAITS
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        await store.tidy(work, one.until, one.until - rules.KEPT)
    assert states(database) == [(int(State.ENDED), int(Ending.NOT_CONFIRMED))]


@pytest.mark.parametrize("how", ["restricted", "all restricted", "blocked", "level", "purpose"])
async def test_OWN_04_a_list_hides_what_the_record_hides(comity, database, how: str) -> None:
    header = replace(HEADER, level="restricted") if how == "level" else HEADER
    record = await person(comity, header=header)
    cleared_for = {"clearance": Level.RESTRICTED} if how == "level" else {}
    first, other = asking(**cleared_for), replace(second(), **cleared_for)
    result = await ask(comity, first)
    one = await comity.clearances.propose(first, proposal(result, record))
    reader = other
    match how:
        case "restricted":
            await restrict(comity.records, owner(), PERSONS, record, (XAR,))
        case "all restricted":
            async with comity.store.transaction(owner().context(Mode.OWN)) as connection:
                await restrict_all(comity.means, connection, owner(), [XAR], [])
        case "blocked":
            await block(comity.records, owner(), PERSONS, record, "Its facts are in doubt.")
        case "level":
            reader = replace(other, clearance=Level.OFFICIAL)
        case "purpose":
            reader = replace(other, purpose=Purpose.MISSING)
    assert await comity.clearances.given(reader) == []
    assert await comity.clearances.waiting(reader) == 0
    for attempt in (comity.clearances.confirm(reader, one.id, NUMBER, ISSUER), comity.clearances.end(reader, one.id)):
        with pytest.raises(NoSuchClearance):
            await attempt


async def test_HIT_11_a_discreet_record_is_cleared_by_nobody_who_does_not_see_it(comity, database) -> None:
    record = await person(comity, header=replace(HEADER, discreet=True))
    result = await ask(comity)
    with pytest.raises(NoSuchClearance):
        await comity.clearances.propose(asking(), proposal(result, record))
    mine = replace(owner(), roles=frozenset({Role.SUPERVISOR, Role.REGISTRAR}), registers=EVERY, purpose=Purpose.WANTED)
    result = await ask(comity, mine)
    one = await comity.clearances.propose(mine, proposal(result, record))
    await comity.clearances.confirm(replace(mine, officer=2777), one.id, NUMBER, ISSUER)
    none = await ask(comity)
    assert [hit for answer in none.answers for hit in answer.hits] == []
    assert await shown(comity, mine) != []


async def test_HIT_11_the_look_up_is_made_whether_or_not_something_was_met(comity, monkeypatch) -> None:
    asked = []
    real = check_desk.shown_sql

    def counted(wanted, at):
        statement = real(wanted, at)
        asked.append((len(wanted), len(statement[1][0]), len(statement[1][1])))
        return statement

    monkeypatch.setattr(check_desk, "shown_sql", counted)
    await ask(comity)
    await person(comity, header=replace(HEADER, discreet=True))
    await ask(comity)
    assert asked == [(0, 1, 1), (0, 1, 1)]


async def test_a_key_that_is_rotated_keeps_what_was_given_and_one_destroyed_ends_it(comity) -> None:
    record = await person(comity)
    await given(comity, record)
    keyring = comity.keyring
    first = keyring.key(KeyName.CLEARANCE).version
    keyring.rotate(KeyName.CLEARANCE)
    assert [bool(one) for one in await shown(comity)] == [True]
    keyring.destroy(KeyName.CLEARANCE, "", first)
    assert await shown(comity) == [None]


def test_every_register_with_persons_ends_its_clearances(database) -> None:
    found = rows(
        database,
        "select distinct c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_attribute a on a.attrelid = c.oid"
        " where t.tgname in ('clearances_over', 'clearances_gone') and a.attname = 'ends_at'",
    )
    assert {name for (name,) in found} == {BY_NUMBER[number].name for number in registers_with_persons()}
