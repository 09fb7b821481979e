"""Whose candidates of organisations: found by keys of their own, so that no person is crowded out; never what an asker may not meet."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from comity.access.model import Reader
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.names.entities import read_entity
from comity.names.entities.packing import unpack
from comity.registers.catalogue import register
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.search.persons import candidates
from comity.search.persons.candidates import Candidate, WantedBody
from tests.checking import XAR, XBM, XCS
from tests.search.persons.indexed import WIPED, World, change, clerk, officer, person, world_of

pytestmark = pytest.mark.anyio
NOTICES = register("notices")
WHO = "Orvalis Relief Foundation"
_CASE = itertools.count()


@pytest.fixture
async def world(comity, database) -> AsyncIterator[World]:
    change(database, WIPED)
    shutil.rmtree(comity.settings.home / "names", ignore_errors=True)
    async with world_of(comity, database) as made:
        yield made


async def waiting(
    world: World, *names: str, subject: str = "entity", level: str = "official", discreet: bool = False, purposes=("warning",), owner=XBM
) -> UUID:
    typed = {f"names.{place}.full": name for place, name in enumerate(names, 1)}
    typed |= {"colour": "purple", "subject": subject, "reference": f"P{next(_CASE)}", "method": "Collects money at doors."}
    typed |= {"status": "suspect", "request": "collect_facts"} if subject == "person" else {}
    header = Entered(purposes=purposes, law="Act 1", source="authority", level=level, discreet=discreet)
    record, _ = await create(world.comity.records, clerk(owner), NOTICES, typed, header)
    return record.id


def let_go(world: World, *records: UUID) -> None:
    change(world.database, "delete from registers.hold where record = any (%s)", list(records))
    change(
        world.database, "update registers.notices set state = 1, reviewer = -1, version = version + 1 where id = any (%s)", list(records)
    )


async def body(world: World, *names: str, **facts) -> UUID:
    record = await waiting(world, *names, **facts)
    let_go(world, record)
    return record


def found(world: World, name: str, who: Reader | None = None) -> list[Candidate]:
    return world.index.find_bodies(WantedBody((read_entity(name),), (2,)), who or officer(purpose=Purpose.WARNING))


def ids(world: World, name: str, who: Reader | None = None) -> list[UUID]:
    return [one.record for one in found(world, name, who)]


async def test_a_body_is_found_in_another_spelling_and_by_its_letters_within_one_look(world: World) -> None:
    record = await body(world, WHO, "مؤسسة أورفاليس")
    await world.look()
    for typed in ("orvallis relief", "Фонд Орвалис", "ORF", "Relief Foundation", "أورفاليس"):
        assert ids(world, typed) == [record], typed
    assert unpack(found(world, WHO)[0].names[0]).written == WHO
    assert ids(world, "Tamirex Trading") == []
    change(world.database, "update registers.notices set state = 2, blocked_by = 1, version = version + 1")
    await world.look()
    assert ids(world, WHO) == []


async def test_bodies_change_no_candidate_of_a_person(world: World) -> None:
    """The same persons, their order and scores, before and after many bodies of the same words; and no body among them, nor the reverse."""
    for name in ("Orvalis Relief", "Orvalis Reliev", "Adan Orvalis"):
        await person(world.comity, world.database, name, purposes=("warning", "whereabouts"))
    await world.look()
    who = officer(purpose=Purpose.WARNING)
    before = world.found("Orvalis Relief", who, 1988, most=3)
    assert len(before) == 3
    assert ids(world, "Orvalis Relief") == []
    bodies = [await body(world, "Orvalis Relief", "Adan Orvalis") for _ in range(8)]
    await world.look()
    assert world.found("Orvalis Relief", who, 1988, most=3) == before
    assert sorted(ids(world, "Orvalis Relief")) == sorted(bodies)


async def test_things_and_events_are_found_by_no_name(world: World) -> None:
    for subject in ("object", "event", "process"):
        await body(world, WHO, subject=subject)
    await world.look()
    assert ids(world, WHO) == []
    assert world.find(WHO, officer(purpose=Purpose.WARNING)) == []


async def test_a_notice_that_turns_out_to_be_of_a_body_moves(world: World) -> None:
    record = await body(world, WHO, subject="person")
    await world.look()
    who = officer(purpose=Purpose.WARNING)
    assert (world.find(WHO, who), ids(world, WHO)) == ([record], [])
    # As a correction does it, which seals all fields anew: the outbox sees that.
    change(world.database, "update registers.notices set subject = 'entity', purposes = purposes | 1, version = version + 1")
    await world.look()
    assert (world.find(WHO, who), ids(world, WHO)) == ([], [record])


async def test_PUR_02_CLS_01_OWN_04_what_an_asker_may_not_meet_is_no_candidate_and_crowds_nobody_out(world: World, monkeypatch) -> None:
    record = await body(world, WHO)
    await world.look()
    before = found(world, WHO, officer(purpose=Purpose.BORDER))
    assert [one.record for one in before] == [record]
    monkeypatch.setattr(candidates, "MOST_BODIES", 4)  # fewer than are hidden; of six of one score at least two are kept for others
    confidential = await body(world, WHO, level="confidential")
    kept_for_others = [await body(world, WHO, purposes=("intelligence",)) for _ in range(4)]
    await waiting(world, WHO)
    await world.look()
    assert found(world, WHO, officer(XAR, Purpose.BORDER)) == before
    assert confidential in ids(world, WHO, officer(purpose=Purpose.BORDER, clearance=Level.CONFIDENTIAL))
    assert set(kept_for_others) & set(ids(world, WHO, officer(purpose=Purpose.INTELLIGENCE)))
    assert set(kept_for_others) & set(ids(world, WHO, officer(XBM, Purpose.BORDER)))  # its owner's own


async def test_HIT_11_discreet_bodies_are_told_apart(world: World) -> None:
    hidden = await body(world, WHO, discreet=True)
    record = await body(world, WHO)
    await world.look()
    told = {one.record: one.discreet for one in found(world, WHO, officer(XCS, Purpose.WARNING))}
    assert told == {hidden: True, record: False}
