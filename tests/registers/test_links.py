"""Records of an analysis file, walked along what links them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from comity.access.model import Reader, Role, UnitKind
from comity.engines.store import Context, Mode
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.registers import deciding, entering, reading
from comity.registers.catalogue import register
from comity.registers.desk import NoSuchRecord
from comity.registers.record import Entered
from comity.search.links import MOST_RECORDS, Walk, walk
from tests.registers.conftest import XAR, XBM, World

pytestmark = pytest.mark.anyio
PIRACY = register("piracy")
HEADER = Entered(purposes=("intelligence",), law="Maritime Act, article 3", source="authority")
GRADES = {"source_grade": "b", "fact_grade": "2"}


def analyst(one: Reader) -> Reader:
    return replace(one, purpose=Purpose.INTELLIGENCE, unit_kind=UnitKind.DESK, registers=frozenset({19}), roles=one.roles | {Role.ANALYST})


async def enter(world: World, reference: str, *linked: UUID, by: Reader | None = None, **values: str) -> UUID:
    stated = {"role": "used by", **GRADES}
    links = {f"links.{n}.{part}": value for n, to in enumerate(linked, 1) for part, value in {"record": str(to), **stated}.items()}
    incident = {"kind_of_entry": "incident", "incident": "boarding", "event_date": "2026-05-01"}
    given = incident | {"reference": reference, **GRADES} | links | values
    record, _ = await entering.create(world.desk, analyst(by or world.registrar), PIRACY, given, HEADER)
    return record.id


async def around(world: World, start: UUID, steps: int = 2) -> Walk:
    return await walk(world.desk, analyst(world.stranger), PIRACY, start, steps)


def ids(walked: Walk) -> dict[UUID, int]:
    return {shown.id: distance for distance, shown in walked.records}


async def test_links_are_walked_both_ways_with_their_words(world: World) -> None:
    phone = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    boat = await enter(world, "V1", phone, kind_of_entry="vessel", vessel_name="Silver Heron")
    attack = await enter(world, "I1", boat)
    far = await enter(world, "I2", attack)
    found = await around(world, phone, 2)
    assert ids(found) == {phone: 0, boat: 1, attack: 2}
    assert {(edge.one, edge.other, edge.role, edge.source_grade) for edge in found.edges} == {
        (boat, phone, "used by", "b"),
        (attack, boat, "used by", "b"),
    }
    assert ids(await around(world, phone, 3))[far] == 3
    assert ids(await around(world, far, 1)) == {far: 0, attack: 1}


async def test_a_shared_identifier_is_a_link(world: World) -> None:
    one = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    other = await enter(world, "P2", kind_of_entry="phone", phone="+44 7700 900123")
    await enter(world, "P3", kind_of_entry="phone", phone="+44 7700 900124")
    found = await around(world, one)
    assert set(ids(found)) == {one, other}
    assert [(edge.shared, edge.role) for edge in found.edges] == [("phone", "")]


async def test_OWN_04_what_is_kept_from_the_asker_is_not_on_the_walk(world: World) -> None:
    phone = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    hidden = await enter(world, "V1", phone, kind_of_entry="vessel", vessel_name="Silver Heron")
    behind = await enter(world, "I1", hidden)
    await deciding.restrict(world.desk, analyst(world.registrar), PIRACY, hidden, [XAR])
    found = await around(world, phone, 4)
    assert set(ids(found)) == {phone}
    assert not found.edges
    assert set(ids(await around(world, behind, 4))) == {behind}
    with pytest.raises(NoSuchRecord):
        await around(world, hidden)


async def test_OWN_07_each_owner_learns_of_what_was_shown(world: World) -> None:
    phone = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    await enter(world, "V1", phone, kind_of_entry="vessel", vessel_name="Silver Heron")
    await around(world, phone)
    async with world.desk.store.transaction(Context(XBM, 1, 2, 0, Mode.AUDIT)) as connection:
        assert await (await connection.execute("select count(*) from audit.sighting where owner = %s", (XBM,))).fetchone() == (2,)


async def test_PUR_06_the_first_line_walks_no_links(world: World) -> None:
    phone = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    first = replace(analyst(world.stranger), unit_kind=UnitKind.BORDER_POST)
    with pytest.raises(Refused):
        await walk(world.desk, first, PIRACY, phone)


async def test_a_walk_has_bounds(world: World) -> None:
    phone = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    for steps in (0, 5):
        with pytest.raises(Invalid):
            await around(world, phone, steps)
    with pytest.raises(Invalid):
        await walk(world.desk, replace(analyst(world.stranger), registers=frozenset({8})), register("vehicles"), phone)
    for number in range(MOST_RECORDS + 2):
        await enter(world, f"X{number}", phone)
    found = await around(world, phone, 1)
    assert len(found.records) <= MOST_RECORDS


async def test_OWN_06_a_record_does_not_tell_of_another_that_is_kept_from_the_reader(world: World) -> None:
    """An id tells that there is a record and, by its first digits, whose."""
    hidden = await enter(world, "P1", kind_of_entry="phone", phone="+44 7700 900123")
    open_one = await enter(world, "P2", kind_of_entry="phone", phone="+44 7700 900124")
    boat = await enter(world, "V1", hidden, open_one, kind_of_entry="vessel", vessel_name="Silver Heron")
    await deciding.restrict(world.desk, analyst(world.registrar), PIRACY, hidden, [XAR])
    read = await reading.read(world.desk, analyst(world.stranger), PIRACY, boat)
    assert {path: value for path, value in read.values.items() if path.endswith("record")} == {"links.1.record": str(open_one)}
    assert not any(path.startswith("links.2") for path in read.values)
    ((_, walked),) = [one for one in (await around(world, boat)).records if one[1].id == boat]
    assert str(hidden) not in walked.values.values()
    own = await reading.read(world.desk, analyst(world.registrar), PIRACY, boat)
    assert own.values["links.1.record"] == str(hidden)
    await deciding.withdraw(world.desk, analyst(world.registrar), PIRACY, open_one, "Found to be another")
    assert not any(path.startswith("links") for path in (await reading.read(world.desk, analyst(world.stranger), PIRACY, boat)).values)
