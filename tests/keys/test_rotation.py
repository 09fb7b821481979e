"""Every key rotated while an application runs, and after a restart: what the old version made still serves, and what needs it is told."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from comity.access import credentials, totp
from comity.access.entries import Means
from comity.access.sign_in import PasswordAndCode, SignedIn
from comity.app import Comity, opened
from comity.audit import Act, Recorder
from comity.audit.reading import Period, open_question, who_asked
from comity.engines.clock import FixedClock, SystemClock
from comity.engines.keyring import KeyGone, KeyName, Keyring, KeyringUnusable
from comity.engines.store import NOBODY, Mode, Store
from comity.kernel.errors import Unavailable
from comity.kernel.results import Outcome
from comity.keys import InForce, KeyService, OtherFilterKey, StillNeeded, Unheard, service
from comity.registers.deciding import withdraw
from comity.search.model import Query
from tests.checking import DOCUMENTS, asked, check, document, entries, make_world, reader, registrar, rows, settings
from tests.flows import world as flows

pytestmark = pytest.mark.anyio

LATER = timedelta(minutes=6)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SystemClock().now())


@pytest.fixture
def home(database, tmp_path: Path) -> Path:
    make_world(database)
    return tmp_path


@asynccontextmanager
async def keys_of(database, keyring: Keyring, clock, access=None) -> AsyncIterator[KeyService]:
    """The service as the command line opens it."""
    store = await Store.open(database.work, size=2)
    try:
        async with store.transaction(NOBODY) as connection:
            recorder = await Recorder.start(connection, keyring)
        yield KeyService(Means(store, keyring, clock, recorder, access or flows.FAST))
    finally:
        await store.close()


@pytest.fixture
async def comity(database, home: Path, clock) -> AsyncIterator[Comity]:
    async with opened(settings(database, home), clock) as running:
        yield running


@pytest.fixture
async def keys(database, comity: Comity, clock) -> AsyncIterator[KeyService]:
    async with keys_of(database, comity.keyring, clock) as service:
        yield service


async def hit(comity: Comity, number: str = "C0118832") -> bool:
    return (await check(comity, reader(), asked(number))).outcome is Outcome.HIT


async def restarted_hits(database, home: Path, clock, *numbers: str) -> list[bool]:
    async with opened(settings(database, home), clock) as fresh:
        return [await hit(fresh, number) for number in numbers]


def versions(database) -> list[int]:
    return sorted(int(str(row[0])) for row in rows(database, "select get_byte(wrapped, 0) from registers.record_key"))


def details(database, comity: Comity) -> list[str]:
    found = entries(database, comity).values()
    return [one.head.detail for one in sorted(found, key=lambda one: one.at_us) if one.head.act == Act.KEY]


async def test_a_key_that_was_made_before_the_database_went_away_is_told_as_such(comity, keys, monkeypatch) -> None:
    async def away(*_: object) -> None:
        raise Unavailable("The database does not answer.")

    before = comity.keyring.key(KeyName.RECORD)
    monkeypatch.setattr(KeyService, "_note", away)
    with pytest.raises(Unheard, match="does not answer") as told:
        await keys.rotate(KeyName.RECORD)
    assert told.value.key.version == before.version + 1
    assert comity.keyring.key(KeyName.RECORD) == told.value.key


# -------------------------------------------------------------------------------------------------------------------------- records
async def test_records_open_under_every_version_and_move_to_the_newest(database, home, comity, keys, clock) -> None:
    await document(comity, number="A1")
    assert (await keys.rotate(KeyName.RECORD)).version == 2
    await document(comity, number="A2")
    assert versions(database) == [1, 2]
    assert await hit(comity, "A1")
    assert await hit(comity, "A2")
    assert await restarted_hits(database, home, clock, "A1", "A2") == [True, True]
    assert [step.done async for step in keys.rewrap()] == [1, 0, 0]
    assert versions(database) == [2, 2]
    assert await hit(comity, "A1")
    clock.advance(LATER)
    await keys.destroy(KeyName.RECORD, "", 1)
    assert await hit(comity, "A1")
    assert await restarted_hits(database, home, clock, "A1", "A2") == [True, True]


async def test_an_older_version_of_a_record_opens_after_sealing_anew(database, comity, keys) -> None:
    record = await document(comity, number="A3")
    before = rows(database, "select sealed from registers.travel_documents")
    await keys.rotate(KeyName.RECORD)
    assert [step async for step in keys.rewrap()]
    assert rows(database, "select sealed from registers.travel_documents") == before  # only the wrapping changed
    await withdraw(comity.records, registrar(), DOCUMENTS, record.id, "found again")
    assert not await hit(comity, "A3")


async def test_sealing_anew_goes_on_where_it_was_ended(database, comity, keys, monkeypatch) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    for number in range(7):
        await document(comity, number=f"B{number}")
    await keys.rotate(KeyName.RECORD)
    async for step in keys.rewrap():
        assert (step.done, step.total) == (2, 7)
        break
    assert versions(database).count(2) == 2
    assert [(step.what, step.done, step.total) async for step in keys.rewrap()][-3:] == [
        ("records", 5, 5),
        ("lost", 0, 0),
        ("officers", 0, 0),
    ]
    assert versions(database) == [2] * 7


async def test_a_killed_one_loses_nothing(database, home, comity, keys) -> None:
    for number in range(5):
        await document(comity, number=f"K{number}")
    await keys.rotate(KeyName.RECORD)
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", _KILLED, database.work, str(home / "keyring"))
    assert await killed.wait() == -signal.SIGKILL
    assert sorted(set(versions(database))) == [1, 2]
    assert all([await hit(comity, f"K{number}") for number in range(5)])
    assert [step async for step in keys.rewrap()]
    assert versions(database) == [2] * 5
    assert all([await hit(comity, f"K{number}") for number in range(5)])


_KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from comity.engines.clock import SystemClock
from comity.engines.keyring import Keyring
from comity.keys import open_keys, service

async def main():
    service.BATCH = 1
    count = 0
    async with open_keys(sys.argv[1], Keyring.open(Path(sys.argv[2])), SystemClock()) as keys:
        async for step in keys.rewrap():
            count += 1
            if count == 3:
                os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_two_at_once_and_a_record_erased_meanwhile(database, comity, keys, monkeypatch) -> None:
    monkeypatch.setattr(service, "BATCH", 1)
    records = [await document(comity, number=f"D{number}") for number in range(6)]
    await keys.rotate(KeyName.RECORD)

    async def anew() -> int:
        return max([step.done async for step in keys.rewrap() if step.what == "records"], default=0)

    one, other, _ = await asyncio.gather(anew(), anew(), withdraw(comity.records, registrar(), DOCUMENTS, records[5].id, "found again"))
    assert one + other <= 6
    assert versions(database) == [2] * 5
    assert await hit(comity, "D0")


async def test_what_is_still_under_a_version_keeps_it(database, comity, keys, clock) -> None:
    await document(comity, number="E1")
    with pytest.raises(InForce, match="in force"):
        await keys.destroy(KeyName.RECORD, "", 1, even_so=True)
    await keys.rotate(KeyName.RECORD)
    clock.advance(LATER)
    with pytest.raises(StillNeeded, match=r"1 records are under it.*comity keys rewrap"):
        await keys.destroy(KeyName.RECORD, "", 1)
    assert await hit(comity, "E1")
    await keys.destroy(KeyName.RECORD, "", 1, even_so=True)
    assert (await check(comity, reader(), asked("E1"))).outcome is Outcome.NO_ANSWER  # never a silent no hit
    with pytest.raises(KeyGone):
        await keys.destroy(KeyName.RECORD, "", 1, even_so=True)
    assert details(database, comity)[-1] == "destroyed version 1 of record, though needed: 1 records are under it"


async def test_what_a_destroyed_version_took_along_stops_nothing_else(database, comity, keys, clock) -> None:
    await document(comity, number="G1")
    await keys.rotate(KeyName.RECORD)
    await document(comity, number="G2")
    await keys.destroy(KeyName.RECORD, "", 1, even_so=True)
    await keys.rotate(KeyName.RECORD)
    assert [(step.what, step.done) async for step in keys.rewrap()] == [("records", 1), ("lost", 1), ("officers", 0)]
    assert versions(database) == [1, 3]
    assert await hit(comity, "G2")
    assert (await check(comity, reader(), asked("G1"))).outcome is Outcome.NO_ANSWER
    assert await hit(comity, "G2")  # a check that meets a lost record harms no later one


async def test_what_may_be_on_its_way_keeps_a_version_for_minutes(database, comity, keys, clock) -> None:
    comity.keyring.key(KeyName.RECORD)
    await keys.rotate(KeyName.RECORD)
    with pytest.raises(StillNeeded, match="on its way"):
        await keys.destroy(KeyName.RECORD, "", 1)
    clock.advance(LATER)
    await keys.destroy(KeyName.RECORD, "", 1)


# ---------------------------------------------------------------------------------------------------------------------------- audit
async def test_questions_of_a_month_open_and_are_found_under_every_version(database, home, comity, keys, clock) -> None:
    month = f"{clock.now():%Y-%m}"
    period = Period(clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1))
    probe = comity.checks.planner.plan(_query()).traces[0]

    async def found(app: Comity) -> int:
        async with app.store.transaction(reader().context(Mode.AUDIT)) as connection:
            entries = await who_asked(connection, app.keyring, probe, period)
        assert all(b"C0118832" in open_question(one, app.keyring) for one in entries)
        return len(entries)

    await hit(comity)
    for name in (KeyName.AUDIT_PROBE, KeyName.AUDIT_MONTH):
        await keys.rotate(name, month)
        await hit(comity)
    assert await found(comity) == 3
    async with opened(settings(database, home), clock) as fresh:
        assert await found(fresh) == 3
    clock.advance(LATER)
    with pytest.raises(StillNeeded, match=rf"the questions of \d+ entries of {month} open under it"):
        await keys.destroy(KeyName.AUDIT_MONTH, month, 1)
    with pytest.raises(StillNeeded, match="may be found"):
        await keys.destroy(KeyName.AUDIT_PROBE, month, 1)
    await keys.destroy(KeyName.AUDIT_PROBE, month, 1, even_so=True)
    assert await found(comity) == 2


def _query():
    return Query(reader(), (asked(),))


# --------------------------------------------------------------------------------------------------------------------------- filter
async def test_the_filter_key_stays_while_a_record_is_there(database, home, clock) -> None:
    async with opened(settings(database, home), clock) as comity:
        record = await document(comity)
    async with keys_of(database, Keyring.open(home / "keyring"), clock) as keys:
        for _ in range(2):
            with pytest.raises(StillNeeded, match="checks would miss them"):
                await keys.rotate(KeyName.FILTER)
        assert [one.version for one in keys.means.keyring.versions(KeyName.FILTER)] == [1]
        with pytest.raises(StillNeeded):
            await keys.destroy(KeyName.FILTER, "", 1, even_so=True)
    async with opened(settings(database, home), clock) as comity:
        assert await hit(comity)
        await withdraw(comity.records, registrar(), DOCUMENTS, record.id, "found again")
    async with keys_of(database, Keyring.open(home / "keyring"), clock) as keys:
        with pytest.raises(StillNeeded, match="checks would miss them"):  # the ledger of what was deleted is found by it too
            await keys.rotate(KeyName.FILTER)


async def test_the_filter_key_stays_while_a_process_serves(comity, keys) -> None:
    with pytest.raises(StillNeeded, match="Stop it first"):
        await keys.rotate(KeyName.FILTER)
    assert [one.version for one in comity.keyring.versions(KeyName.FILTER)] == [1]


async def test_a_writer_under_way_is_waited_for(database, home, clock, monkeypatch) -> None:
    """Somebody who writes while nobody seems to serve (a load past the application): its record is seen, and the key stays."""
    monkeypatch.setattr(service, "_SERVING", "select 0")
    async with opened(settings(database, home), clock) as comity, keys_of(database, comity.keyring, clock) as keys:
        async with comity.store.transaction(registrar().context(Mode.OWN)) as writing:
            await writing.execute("insert into registers.record_key (record, owner, wrapped) values (gen_random_uuid(), 2, '\\x0101')")
            rotating = asyncio.create_task(keys.rotate(KeyName.FILTER))
            await asyncio.sleep(0.3)
            assert not rotating.done()
        with pytest.raises(StillNeeded, match="checks would miss them"):
            await rotating
        assert len(comity.keyring.versions(KeyName.FILTER)) == 1


async def test_in_an_empty_database_it_is_rotated(database, home, clock) -> None:
    assert await restarted_hits(database, home, clock, "C0118832") == [False]
    async with keys_of(database, Keyring.open(home / "keyring"), clock) as keys:
        assert (await keys.rotate(KeyName.FILTER)).version == 2
        clock.advance(LATER)
        await keys.destroy(KeyName.FILTER, "", 1)
    async with opened(settings(database, home), clock) as comity:
        await document(comity)
        assert await hit(comity)
    assert await restarted_hits(database, home, clock, "C0118832") == [True]


async def test_who_ran_before_a_filter_key_was_replaced_is_told(database, home, comity, clock) -> None:
    assert not await hit(comity)
    comity.keyring.rotate(KeyName.FILTER)  # by hand, past the command
    for _ in range(2):
        with pytest.raises(Unavailable, match="Start it again"):
            await hit(comity)
        with pytest.raises(KeyringUnusable, match="Start it again"):
            await document(comity)
    async with opened(settings(database, home), clock) as fresh:
        await document(fresh)
        assert await hit(fresh)
    assert await restarted_hits(database, home, clock, "C0118832") == [True]


async def test_nobody_serves_under_a_filter_key_that_is_not_the_database_s(database, home, comity, clock, tmp_path) -> None:
    await document(comity)
    comity.keyring.rotate(KeyName.FILTER)  # by hand, past the command
    with pytest.raises(OtherFilterKey, match=r"version 1 of the filter key.*version 2"):
        await restarted_hits(database, home, clock)
    with pytest.raises(OtherFilterKey, match="another filter key"):
        await restarted_hits(database, tmp_path / "other", clock)


async def test_a_rotation_that_the_database_did_not_hear_of_is_made_up_for(database, home, clock) -> None:
    assert await restarted_hits(database, home, clock) == []
    Keyring.open(home / "keyring").rotate(KeyName.FILTER)  # killed before the transaction ended
    async with opened(settings(database, home), clock) as fresh:
        await document(fresh)
    assert await restarted_hits(database, home, clock, "C0118832") == [True]


async def test_a_lost_keyring_is_not_made_anew(database, home, clock) -> None:
    assert await restarted_hits(database, home, clock) == []
    shutil.rmtree(home / "keyring")
    with pytest.raises(KeyringUnusable, match="Restore it from its export"):
        await restarted_hits(database, home, clock)
    assert not (home / "keyring").exists()


# ------------------------------------------------------------------------------------------------------- sessions, tokens and codes
async def test_sessions_tokens_and_codes_go_on_after_rotation_and_end_cleanly(database, tmp_path: Path, clock) -> None:
    world = await flows.build(database, tmp_path, clock=clock)
    async with opened(world.settings, clock) as comity, keys_of(database, comity.keyring, clock) as keys:

        async def sign_in() -> SignedIn:
            clock.advance(timedelta(minutes=1))
            code = totp.code(world.seeds["b.officer"], totp.step_at(clock.now()))
            result = await comity.sign_in.sign_in(PasswordAndCode("b.officer", flows.PASSWORD, code), "192.0.2.7")
            assert isinstance(result, SignedIn)
            return result

        session = await sign_in()
        assert await comity.token_memo.find(world.token)
        for name in (KeyName.SESSION, KeyName.TOKEN, KeyName.TOTP):
            assert (await keys.rotate(name)).version == 2
        assert await comity.sessions.of(session.token)
        assert await comity.token_memo.find(world.token)
        fresh = await sign_in()  # the seed opens under its older version
        clock.advance(LATER)
        for name, what in ((KeyName.SESSION, "1 sessions"), (KeyName.TOKEN, "1 tokens"), (KeyName.TOTP, r"\d+ officers")):
            with pytest.raises(StillNeeded, match=what):
                await keys.destroy(name, "", 1)
        assert [step.done async for step in keys.rewrap()][-1] == len(world.seeds)
        await keys.destroy(KeyName.TOTP, "", 1)
        for name in (KeyName.SESSION, KeyName.TOKEN):
            await keys.destroy(name, "", 1, even_so=True)
        await comity.token_memo.refresh()
        assert comity.token_memo.get(world.token) is None
        assert await comity.token_memo.find(world.token) is None
        assert await comity.sessions.of(session.token) is None
        assert await comity.sessions.of(fresh.token)
        await sign_in()
    async with opened(world.settings, clock) as comity:
        assert await comity.sessions.of(fresh.token)
        assert await comity.sessions.of(session.token) is None
        assert await comity.token_memo.find(world.token) is None


async def test_a_seed_that_changed_meanwhile_is_left_alone(database, tmp_path: Path, clock) -> None:
    world = await flows.build(database, tmp_path, clock=clock)
    keyring = Keyring.open(world.settings.keyring)
    keyring.rotate(KeyName.TOTP)
    other = credentials.sealed_seed(keyring, "b.officer", secrets.token_bytes(totp.SEED_BYTES))
    with psycopg.connect(database.work) as work:
        number, was = work.execute("select number, totp from access.seeds_otherwise(2) where login = 'b.officer'").fetchone()
        assert work.execute("select access.reseal_seed(%s, %s, %s)", (number, was, other)).fetchone() == (True,)
        assert work.execute("select access.reseal_seed(%s, %s, %s)", (number, was, other)).fetchone() == (False,)


# ------------------------------------------------------------------------------------------------------------------------- and told
async def test_every_act_is_an_entry_of_the_secretariat(database, comity, keys, clock) -> None:
    await keys.rotate(KeyName.CHECKPOINT)
    await keys.exported()
    assert details(database, comity) == ["rotated checkpoint: version 1 is in force", "all keys exported"]
    assert {row[0] for row in rows(database, "select authority from audit.pack")} == {9}


async def test_uses_are_counted_by_version(database, comity, keys) -> None:
    await document(comity, number="F1")
    await keys.rotate(KeyName.RECORD)
    await document(comity, number="F2")
    found = {(use.name, use.version, use.what): use.count for use in await keys.uses()}
    assert found == {
        (KeyName.RECORD, 1, "records"): 1,
        (KeyName.RECORD, 2, "records"): 1,
        (KeyName.FILTER, 1, "records"): 2,
    }


async def test_a_version_that_never_was_is_not_destroyed(keys) -> None:
    with pytest.raises(KeyGone):
        await keys.destroy(KeyName.RECORD, "", 9)


def test_who_serves_may_not_touch_what_seals(database) -> None:
    for statement in ("select * from registers.wrapped_otherwise(1, gen_random_uuid(), 5)", "select * from access.seeds_otherwise(1)"):
        with psycopg.connect(database.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)
