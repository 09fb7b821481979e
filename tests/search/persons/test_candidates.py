"""Whose candidates: what an asker may not meet neither crowds out, nor reorders, nor is given; birth dates raise and never filter."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest

from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.names.reading import read_name
from comity.search.persons.candidates import Wanted
from tests.checking import XAR, XBM, XCS
from tests.search.persons.indexed import WIPED, World, change, entered, let_go, officer, person, world_of

pytestmark = pytest.mark.anyio
WHO = "Selka Marrec"


@pytest.fixture
async def world(comity, database) -> AsyncIterator[World]:
    change(database, WIPED)
    shutil.rmtree(comity.settings.home / "names", ignore_errors=True)
    async with world_of(comity, database) as made:
        yield made


async def test_CLS_01_a_level_above_the_clearance_is_no_candidate(world: World) -> None:
    record = await person(world.comity, world.database, WHO, level="confidential")
    await world.look()
    assert world.find(WHO) == []
    assert world.find(WHO, officer(clearance=Level.CONFIDENTIAL)) == [record]


async def test_PUR_02_a_record_kept_for_another_purpose_is_no_candidate(world: World) -> None:
    record = await person(world.comity, world.database, WHO, purposes=("intelligence",))
    await world.look()
    assert world.find(WHO, officer(purpose=Purpose.BORDER)) == []
    assert world.find(WHO, officer(purpose=Purpose.INTELLIGENCE)) == [record]


async def test_an_owner_meets_all_of_its_own(world: World) -> None:
    records = [
        await person(world.comity, world.database, WHO, owner=XBM, purposes=("intelligence",)),
        await person(world.comity, world.database, WHO, owner=XBM, level="confidential"),
        await person(world.comity, world.database, WHO, owner=XBM, discreet=True),
    ]
    await world.look()
    assert sorted(world.find(WHO, officer(XBM, Purpose.BORDER))) == sorted(records)
    assert all(one.discreet for one in world.found(WHO, officer(XCS, Purpose.BORDER)))


async def test_HIT_11_discreet_records_are_told_apart_and_crowd_nobody_out(world: World) -> None:
    discreet = [await person(world.comity, world.database, WHO, discreet=True) for _ in range(4)]
    record = await person(world.comity, world.database, WHO)
    await world.look()
    found = world.found(WHO, most=1, most_discreet=2)
    assert [one.record for one in found if not one.discreet] == [record]
    assert len([one for one in found if one.discreet]) == 2
    assert {one.record for one in found if one.discreet} <= set(discreet)


async def test_OWN_04_what_is_hidden_waits_or_is_blocked_changes_no_candidate(world: World) -> None:
    """The same list, its order and scores, before and after five times as many records that the asker may not meet."""
    for place in range(12):
        await person(world.comity, world.database, WHO, f"Selka Marec{'abc'[place % 3]}", born=str(1960 + place))
    await world.look()
    before = world.found(WHO, None, 1965, most=8)
    for place in range(20):
        await person(world.comity, world.database, WHO, level="confidential", born=str(1960 + place))
        await person(world.comity, world.database, WHO, purposes=("intelligence",), born=str(1960 + place))
        await entered(world.comity, WHO, born=str(1960 + place))
    blocked = [await person(world.comity, world.database, WHO, born="1965") for _ in range(10)]
    await world.look()
    change(world.database, "update registers.persons set state = 2, blocked_by = 1, version = version + 1 where id = any (%s)", blocked)
    await world.look()
    who = officer(purpose=Purpose.MISSING)
    assert len(world.found(WHO, officer(clearance=Level.CONFIDENTIAL), 1965)) > len(before)
    assert world.found(WHO, who, 1965, most=8) == before
    assert len(before) >= 4


async def test_a_year_of_birth_raises_and_never_filters(world: World) -> None:
    records = {year: await person(world.comity, world.database, WHO, born=str(year)) for year in (1970, 1980, 1990)}
    await world.look()
    for year, record in records.items():
        found = world.find(WHO, None, year)
        assert found[0] == record
        assert sorted(found) == sorted(records.values())


async def test_a_record_of_many_names_is_one_candidate_with_those_that_were_met(world: World) -> None:
    record = await person(world.comity, world.database, WHO, "Selka Marreck", "Ondo Vassily")
    await world.look()
    (found,) = world.found(WHO)
    assert found.record == record
    assert len(found.names) == 2


async def test_only_registers_that_are_asked(world: World) -> None:
    await person(world.comity, world.database, WHO)
    await world.look()

    assert world.index.find(Wanted((read_name(WHO),), (2, 19)), officer()) == []


async def test_a_name_of_which_nothing_can_be_read_finds_nobody(world: World) -> None:
    await person(world.comity, world.database, WHO)
    await world.look()
    for nothing in ("", "...", "\u200f", "123"):
        assert world.find(nothing) == []
    assert world.find(WHO, officer(XAR))


async def test_a_person_who_waits_is_not_even_the_owners_candidate(world: World) -> None:
    record = await entered(world.comity, WHO)
    await world.look()
    assert world.find(WHO, officer(XBM)) == []
    let_go(world.database, record)
    await world.look()
    assert world.find(WHO, officer(XBM)) == [record]
