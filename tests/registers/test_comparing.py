"""A document in hand beside specimens and counterfeits of its kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.access.model import Reader, UnitKind
from comity.engines.store import Context, Mode
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.registers import deciding, entering
from comity.registers.catalogue import register
from comity.registers.record import Entered, Record
from comity.search.comparing import DocumentKind, SideBySide, compare
from tests.registers.conftest import XAR, XBM, World

pytestmark = pytest.mark.anyio
SPECIMENS, COUNTERFEITS = register("specimens"), register("counterfeits")
HEADER = Entered(purposes=("border",), law="Passport Act, article 2", source="authority")
SPECIMEN = {"country": "XBM", "type": "passport", "series": "2024"}
FALSE = {
    "reference": "F-1", "country": "XBM", "type": "passport", "forgery": "counterfeit", "series": "2024",
    "alert": "The cranes lack their tails.",
    "features.1.feature": "photo_covered", "features.1.where": "Data page",
}  # fmt: skip


def scoped(one: Reader) -> Reader:
    return replace(one, registers=frozenset({6, 7}), purpose=Purpose.BORDER, unit_kind=UnitKind.DESK)


async def specimen(world: World, **more: str) -> Record:
    record, _ = await entering.create(world.desk, scoped(world.registrar), SPECIMENS, SPECIMEN | more, HEADER)
    return record


async def counterfeit(world: World, *, passed: bool = True, **more: str) -> Record:
    record, _ = await entering.create(world.desk, scoped(world.registrar), COUNTERFEITS, FALSE | more, HEADER)
    if passed:
        await deciding.release(world.desk, scoped(world.supervisor), COUNTERFEITS, record.id)
    return record


async def beside(world: World, series: str = "", *, by: Reader | None = None, kind: str = "passport") -> SideBySide:
    return await compare(world.desk, scoped(by or world.stranger), DocumentKind("XBM", kind, series))


async def test_genuine_and_false_stand_side_by_side_the_series_first(world: World) -> None:
    old = await specimen(world, series="2014")
    new = await specimen(world)
    false = await counterfeit(world)
    found = await beside(world, "2014")
    assert found.genuine is not None
    assert found.false is not None
    assert [one.id for one in found.genuine] == [old.id, new.id]
    assert [one.id for one in found.false] == [false.id]
    other = await beside(world, kind="visa")
    assert (other.genuine, other.false) == ((), ())


async def test_QUA_01_an_alert_is_not_seen_before_quality_control(world: World) -> None:
    false = await counterfeit(world, passed=False)
    assert (await beside(world)).false == ()
    with pytest.raises(Refused):
        await deciding.release(world.desk, scoped(replace(world.supervisor, officer=world.registrar.officer)), COUNTERFEITS, false.id)
    await deciding.release(world.desk, scoped(world.supervisor), COUNTERFEITS, false.id)
    found = await beside(world)
    assert found.false
    assert found.false[0].values["alert"] == FALSE["alert"]


async def test_OWN_04_restricted_ones_are_not_there(world: World) -> None:
    kept = await specimen(world)
    await deciding.restrict(world.desk, scoped(world.registrar), SPECIMENS, kept.id, [XAR])
    assert (await beside(world)).genuine == ()


async def test_what_is_wrong_is_said_at_once(world: World) -> None:
    with pytest.raises(Invalid) as raised:
        await compare(world.desk, scoped(world.stranger), DocumentKind("Nowhere", "sword"))
    assert {fault.field for fault in raised.value.faults} == {"country", "type"}


async def test_a_side_that_is_closed_is_said_to_be(world: World) -> None:
    await specimen(world)
    only = replace(scoped(world.stranger), registers=frozenset({6}))
    found = await compare(world.desk, only, DocumentKind("XBM", "passport"))
    assert found.genuine
    assert found.false is None
    assert found.closed
    with pytest.raises(Refused):
        await compare(world.desk, replace(only, registers=frozenset({3})), DocumentKind("XBM", "passport"))


async def test_OWN_07_owners_learn_whose_documents_were_looked_at(world: World) -> None:
    one = await specimen(world)
    other = await counterfeit(world, specimen=str(one.id))
    await beside(world)
    await beside(world, by=world.registrar)
    async with world.desk.store.transaction(Context(XBM, 1, 2, 0, Mode.AUDIT)) as connection:
        rows = await (await connection.execute("select record from audit.sighting where owner = %s", (XBM,))).fetchall()
    assert {row[0] for row in rows} == {one.id, other.id}
    assert len(rows) == 2


async def test_OWN_06_a_counterfeit_does_not_tell_of_a_specimen_that_is_kept_from_the_asker(world: World) -> None:
    one = await specimen(world)
    await counterfeit(world, specimen=str(one.id))
    await deciding.restrict(world.desk, scoped(world.registrar), SPECIMENS, one.id, [XAR])
    (false,) = (await beside(world)).false or ()
    assert "specimen" not in false.values
