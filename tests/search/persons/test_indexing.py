"""The index of names follows the store: what is released is found within a look, what is gone is found no more."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest
from msgspec import structs

from comity.access.model import Role
from comity.engines.clock import FixedClock
from comity.kernel.errors import Unavailable
from comity.kernel.kinds import PERSON_NAME
from comity.kernel.levels import Level
from comity.registers import name_input
from comity.registers.catalogue import DECLARED
from comity.registers.deciding import block, restrict, unblock, withdraw
from comity.search.copies import Copies
from comity.search.persons import candidates
from comity.search.persons.candidates import BEHIND, BUILDING, NameIndex
from comity.search.persons.index import building, generation, indexing
from tests.checking import XAR, XBM, XCS
from tests.search.persons.indexed import PERSONS, WIPED, World, change, clerk, entered, let_go, officer, person, world_of

pytestmark = pytest.mark.anyio
WHO = "Selka Marrec"


@pytest.fixture
async def world(comity, database) -> AsyncIterator[World]:
    change(database, WIPED)
    shutil.rmtree(comity.settings.home / "names", ignore_errors=True)
    async with world_of(comity, database) as made:
        yield made


async def test_a_released_person_is_found_at_the_next_look(world: World) -> None:
    record = await entered(world.comity, WHO)
    await world.look()
    assert world.find(WHO) == [], "it waits for its second officer"
    let_go(world.database, record)
    await world.look()
    assert world.find(WHO) == [record]
    assert world.find("MARREC, Selka") == [record]


async def test_every_name_of_a_record_finds_it_in_every_script(world: World) -> None:
    record = await person(world.comity, world.database, "Vladimir Sorokin", "Владимир Сорокин", "Volodya Kremen")
    await world.look()
    for name in ("Vladimir Sorokin", "Владимир Сорокин", "Wladimir Sorokine", "Kremen Volodya"):
        assert world.find(name) == [record], name


async def test_what_is_corrected_is_found_by_its_new_name_alone(world: World) -> None:
    record = await person(world.comity, world.database, WHO)
    other = await person(world.comity, world.database, "Osric Tolvan")
    await world.look()
    with psycopg.connect(world.database.superuser) as connection:
        sealed = connection.execute("select sealed from registers.persons where id = %s", [record]).fetchone()
    assert sealed is not None
    change(world.database, "update registers.persons set state = 2, blocked_by = 1, version = version + 1 where id = %s", record)
    await world.look()
    assert world.find(WHO) == []
    assert world.find("Osric Tolvan") == [other]


async def test_BLK_01_a_blocked_record_is_no_candidate_until_it_is_open_again(world: World) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    await block(world.comity.records, clerk(XBM, Role.SUPERVISOR), PERSONS, record, "It is looked into.")
    await world.look()
    assert world.find(WHO) == []
    await unblock(world.comity.records, clerk(XBM, Role.SUPERVISOR), PERSONS, record)
    await world.look()
    assert world.find(WHO) == [record]


async def test_RET_07_what_is_withdrawn_leaves_the_index(world: World) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    await withdraw(world.comity.records, clerk(), PERSONS, record, "It was somebody else.")
    await world.look()
    assert world.find(WHO) == []
    assert world.indexer._state.gone == 1


async def test_RET_07_bytes_that_were_taken_out_go_with_their_generation_and_its_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    record = await person(world.comity, world.database, WHO)
    other = await person(world.comity, world.database, "Osric Tolvan")
    await world.look()
    before = generation.load(world.names)
    folder = generation.folder_of(world.names, before.generation)
    assert any(record.bytes in path.read_bytes() for path in folder.iterdir())
    await withdraw(world.comity.records, clerk(), PERSONS, record, "It was somebody else.")
    monkeypatch.setattr(indexing, "GONE_MOST", 1)
    monkeypatch.setattr(indexing, "TIDY_S", 0.0)
    await world.look()
    await world.settled()
    after = generation.load(world.names)
    assert after.generation > before.generation
    assert after.wrapped != before.wrapped
    assert after.gone == 0
    assert not folder.exists()
    everything = [path.read_bytes() for path in generation.folder_of(world.names, after.generation).iterdir()]
    assert not any(record.bytes in one for one in everything)
    assert any(other.bytes in one for one in everything)
    assert world.find("Osric Tolvan") == [other]


async def test_RET_07_the_index_gives_its_receipt_once_it_was_built_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    await withdraw(world.comity.records, clerk(), PERSONS, record, "It was somebody else.")

    async def owed() -> list[str]:
        async with await psycopg.AsyncConnection.connect(world.database.work, autocommit=True) as work:
            await Copies(world.comity.place, world.comity.keyring).collect(work, world.comity.clock.now() + timedelta(minutes=2))
        statement = "select holder from registers.receipt where record = %s and received_at is null"
        with psycopg.connect(world.database.superuser) as connection:
            return [row[0] for row in connection.execute(statement, [record]).fetchall()]

    assert "names" in await owed()
    monkeypatch.setattr(indexing, "GONE_MOST", 1)
    monkeypatch.setattr(indexing, "TIDY_S", 0.0)
    await world.look()
    await world.settled()
    assert "names" not in await owed()


async def test_what_ended_yesterday_is_gone_today(world: World) -> None:
    record = await person(world.comity, world.database, WHO)
    change(world.database, "update registers.persons set ends_at = current_date, version = version + 1 where id = %s", record)
    await world.look()
    assert world.find(WHO) == [record]
    change(world.database, "alter table registers.persons disable trigger names_changed")
    change(world.database, "update registers.persons set ends_at = current_date - 1, version = version + 1 where id = %s", record)
    change(world.database, "alter table registers.persons enable trigger names_changed")
    tomorrow = world.another()
    tomorrow._clock = FixedClock(world.comity.clock.now() + timedelta(days=1))
    await world.indexer.stop()
    world.indexer = tomorrow
    await world.look()
    assert world.find(WHO) == []


async def test_OWN_03_whoever_is_shut_out_later_has_the_record_in_another_lane(world: World) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    assert world.find(WHO) == world.find(WHO, officer(XCS)) == [record]
    await restrict(world.comity.records, clerk(XBM, Role.SUPERVISOR), PERSONS, record, frozenset({XAR}))
    await world.look()
    assert world.find(WHO) == []
    assert world.find(WHO, officer(XCS)) == [record]


async def test_OWN_03_an_owner_that_shuts_somebody_out_of_everything_moves_all_its_records(world: World) -> None:
    records = [await person(world.comity, world.database, WHO) for _ in range(3)]
    await world.look()
    change(world.database, "update access.audience set denied_authorities = '{1}' where owner = %s and is_default", XBM)
    await world.look()
    assert world.find(WHO) == []
    assert sorted(world.find(WHO, officer(XCS))) == sorted(records)
    change(world.database, "update access.audience set denied_authorities = '{}' where owner = %s and is_default", XBM)
    await world.look()
    assert sorted(world.find(WHO)) == sorted(records)


# ------------------------------------------------------------------------------------------------------------ freshness, faults
async def test_HIT_16_a_file_of_names_that_is_cut_off_is_no_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await person(world.comity, world.database, WHO)
    await world.look()
    monkeypatch.setattr(world.index._in_force.names, "_held", b"")
    with pytest.raises(Unavailable):
        world.find(WHO)


async def test_HIT_16_before_it_is_built_there_is_no_answer(comity, database) -> None:
    shutil.rmtree(comity.settings.home / "names", ignore_errors=True)
    world = World(comity, database)
    world.read()
    assert world.index.fresh() == BUILDING
    await world.settled()
    assert world.index.fresh() == ""
    await world.indexer.stop()


async def test_HIT_16_an_index_that_nobody_keeps_in_step_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "STALE_S", 0.0)
    world.read()
    assert world.index.fresh() == BEHIND


async def test_HIT_16_a_beat_that_is_found_may_be_old(world: World) -> None:
    found = NameIndex(world.names, world.comity.keyring, world.audiences)
    found.look()
    assert found.fresh() == BEHIND
    await world.look()
    found.look()
    assert found.fresh() == ""


async def test_HIT_16_changes_that_wait_long_are_told(world: World) -> None:
    generation.beat(world.names, generation.Beat(1, lag_s=candidates.STALE_S + 1))
    world.read()
    assert world.index.fresh() == BEHIND


async def test_a_worker_that_is_started_again_goes_on_from_its_mark(world: World) -> None:
    first = await person(world.comity, world.database, WHO)
    await world.look()
    before = generation.load(world.names)
    await world.indexer.stop()
    second = await person(world.comity, world.database, WHO)
    world.indexer = world.another()
    await world.look()
    assert sorted(world.find(WHO)) == sorted([first, second])
    assert generation.load(world.names).generation == before.generation


async def test_more_changes_than_can_be_followed_are_built_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = generation.load(world.names)
    monkeypatch.setattr(indexing, "FOLLOWED_MOST", 2)
    records = [await person(world.comity, world.database, WHO) for _ in range(4)]
    await world.look()
    assert world.index.fresh() == BEHIND
    assert world.find(WHO) == []
    await world.settled()
    assert sorted(world.find(WHO)) == sorted(records)
    assert generation.load(world.names).generation > before.generation


async def test_a_load_is_built_by_processes_of_their_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MANY", 1)
    monkeypatch.setattr(name_input, "BATCH", 2)
    records = [await person(world.comity, world.database, WHO) for _ in range(7)]
    await world.indexer.stop()
    (world.names / generation.STATE).unlink()
    world.indexer = world.another()
    await world.settled()
    assert sorted(world.find(WHO)) == sorted(records)


async def test_what_was_filed_and_not_noted_is_filed_again_without_harm(world: World) -> None:
    before = (world.names / generation.STATE).read_bytes()
    record = await person(world.comity, world.database, WHO)
    await world.look()
    await world.indexer.stop()
    (world.names / generation.STATE).write_bytes(before)  # as a crash between the two leaves it
    world.indexer = world.another()
    await world.look()
    assert world.find(WHO) == [record]
    assert len(world.index._in_force.names) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"generation": 1}'])
async def test_a_torn_state_is_none_and_the_index_is_built_anew(world: World, content: bytes) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    await world.indexer.stop()
    (world.names / generation.STATE).write_bytes(content)
    world.read()
    assert world.index.fresh() == BUILDING
    world.indexer = world.another()
    await world.settled()
    assert world.find(WHO) == [record]


@pytest.mark.parametrize("torn", ["meta.json", "held.bin", "*.term", "all"])
async def test_an_index_with_lost_files_is_built_anew(world: World, torn: str) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    await world.indexer.stop()
    folder = generation.folder_of(world.names, generation.load(world.names).generation)
    for path in folder.glob("*" if torn == "all" else torn):
        path.unlink()
    world.indexer = world.another()
    await world.settled()
    assert world.find(WHO) == [record]


async def test_an_index_whose_folder_is_deleted_under_the_worker_is_built_anew(world: World) -> None:
    record = await person(world.comity, world.database, WHO)
    await world.look()
    shutil.rmtree(world.names)
    other = await person(world.comity, world.database, WHO)
    await world.look()
    await world.settled()
    assert sorted(world.find(WHO)) == sorted([record, other])


async def test_changes_that_are_forgotten_make_an_older_index_useless(world: World) -> None:
    await world.indexer.stop()
    before = generation.load(world.names)
    record = await person(world.comity, world.database, WHO)
    change(world.database, "insert into registers.name_forgotten (xid) values (pg_current_xact_id())")
    change(world.database, "delete from registers.name_change")
    world.indexer = world.another()
    await world.settled()
    assert world.find(WHO) == [record]
    assert generation.load(world.names).generation > before.generation


async def test_the_index_of_another_life_of_the_database_is_not_used(world: World) -> None:
    await world.indexer.stop()
    before = generation.load(world.names)
    generation.save(world.names, structs.replace(before, database=before.database + 1))
    world.indexer = world.another()
    await world.settled()
    assert generation.load(world.names).generation > before.generation


@pytest.mark.parametrize("why", ["another life of the database", "older than the changes kept", "under an older key"])
async def test_HIT_16_a_folder_that_nobody_follows_while_another_is_built_is_behind(
    world: World, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.indexer.stop()
    held = generation.load(world.names)
    if why.startswith("another"):
        generation.save(world.names, structs.replace(held, database=held.database + 1))
    elif why.startswith("older"):
        await person(world.comity, world.database, WHO)
        change(world.database, "insert into registers.name_forgotten (xid) values (pg_current_xact_id())")
    else:
        monkeypatch.setattr(generation, "opens", lambda *_: False)
    monkeypatch.setattr(indexing, "build", lambda *_: asyncio.Event().wait())
    world.indexer = world.another()
    await world.look()
    await world.look()
    assert world.index.fresh() == BEHIND


async def test_a_transaction_that_ends_late_is_not_missed(world: World) -> None:
    """Its change has an older number than what was read meanwhile."""
    early = await entered(world.comity, WHO)
    with psycopg.connect(world.database.superuser) as slow:
        slow.execute("delete from registers.hold where record = %s", [early])
        slow.execute("update registers.persons set state = 1, reviewer = -1, version = version + 1 where id = %s", [early])
        late = await person(world.comity, world.database, WHO)
        await world.look()
        assert world.find(WHO) == [late]
    for _ in range(2):
        await world.look()
    assert sorted(world.find(WHO)) == sorted([early, late])


async def test_no_name_lies_readable_in_the_folder(world: World) -> None:
    await person(world.comity, world.database, "Quenbarrow Zilfasset", "Квенбар Зильфасет")
    await world.look()
    content = b"".join(path.read_bytes() for path in world.names.rglob("*") if path.is_file())
    for piece in ("quenbar", "zilfas", "квенбар", "зильфас"):
        assert piece.encode() not in content.lower()
        assert piece.encode("utf-16-le") not in content


async def test_a_record_that_does_not_open_is_passed_over(world: World, caplog: pytest.LogCaptureFixture) -> None:
    broken = await person(world.comity, world.database, WHO)
    change(world.database, "update registers.persons set sealed = 'nothing of it', version = version + 1 where id = %s", broken)
    record = await person(world.comity, world.database, WHO)
    await world.look()
    assert world.find(WHO) == [record]
    assert str(broken) in caplog.text
    assert "Selka" not in caplog.text


def test_every_register_with_names_at_first_sight_is_read() -> None:
    """A name of somebody that a first look shows is found by; names of parents, which need a clearance, are not."""
    shown = {
        register.number
        for register in DECLARED
        for field in register.fields
        for part in field.parts or (field,)
        if part.kind is PERSON_NAME and all(one.first_line and one.level is Level.OFFICIAL and not one.roles for one in (field, part))
    }
    assert shown == {register.number for register in name_input.NAMED}
