"""Works of art found by words and measures, by officers and by anybody; private inventories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from comity.access.model import AuthorityKind, Reader, UnitKind
from comity.engines.store import Context, Mode
from comity.inventory import model
from comity.inventory.model import BoxChanged, Content, InvalidItem, NoSuchBox, WrongPassphrase
from comity.inventory.service import Inventories
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.registers import deciding, entering
from comity.registers.catalogue import register
from comity.registers.desk import NoSuchRecord
from comity.registers.record import Entered, Record
from comity.search import objects, public_art
from comity.search.objects import Described, Finding
from tests.registers.conftest import XAR, XBM, World

pytestmark = pytest.mark.anyio
ART = register("art")
HEADER = Entered(purposes=("wanted",), law="Heritage Act, article 4", source="holder")
VASE = {
    "type": "ceramics",
    "title": "Blue vase with cranes",
    "maker": "Workshop of Arvport",
    "materials.1": "Porcelain",
    "measures.1.dimension": "height",
    "measures.1.value": "41 cm",
    "theft_date": "2026-03-01",
    "theft_country": "XBM",
    "theft_place": "A house at Lys",
    "national_reference": "A-1",
    "public": "yes",
}


def asker(one: Reader) -> Reader:
    return replace(one, purpose=Purpose.WANTED, unit_kind=UnitKind.DESK, registers=frozenset({10}))


async def enter(world: World, values: Mapping[str, str] = VASE, header: Entered = HEADER, **more: str) -> Record:
    record, _ = await entering.create(world.desk, asker(world.registrar), ART, {**values, **more}, header)
    return record


async def found(world: World, words: str = "", *measures: tuple[str, str], by: Reader | None = None) -> Finding:
    return await objects.find(world.desk, asker(by or world.stranger), ART, Described(words, measures))


async def test_a_work_is_found_by_words_in_any_order_and_says_why(world: World) -> None:
    vase = await enter(world)
    await enter(world, title="Clay lamp", national_reference="A-2", maker="Unknown", **{"materials.1": "Clay", "measures.1.value": "9 cm"})
    result = await found(world, "VASES crane porcelain silver")
    assert [one.shown.id for one in result.found] == [vase.id]
    assert result.found[0].words == ("vase", "crane", "porcelain")
    assert result.found[0].share == 0.75
    assert not (await found(world, "tapestry")).found


async def test_measures_find_within_a_tenth(world: World) -> None:
    vase = await enter(world)
    for near in ("41 cm", "44 cm", "38 cm", "16 in"):
        result = await found(world, "", ("height", near))
        assert [(one.shown.id, one.measures) for one in result.found] == [(vase.id, ("height",))], near
    for far in (("height", "50 cm"), ("width", "41 cm"), ("height", "41 kg")):
        assert not (await found(world, "", far)).found, far


async def test_the_likest_comes_first(world: World) -> None:
    less = await enter(world, title="Vase", national_reference="A-3", **{"measures.1.value": "90 cm"})
    more = await enter(world)
    result = await found(world, "blue vase", ("height", "40 cm"))
    assert [one.shown.id for one in result.found] == [more.id, less.id]


async def test_what_is_wrong_with_a_question_is_said_at_once(world: World) -> None:
    with pytest.raises(Invalid) as raised:
        await found(world, "", ("height", "tall"), ("colour", "blue"))
    assert [fault.field for fault in raised.value.faults] == ["measures.1.value", "measures.2.dimension"]
    with pytest.raises(Invalid):
        await found(world, "of the")


async def test_OWN_04_a_restricted_waiting_or_higher_record_is_not_found(world: World) -> None:
    kept = await enter(world)
    await deciding.restrict(world.desk, asker(world.registrar), ART, kept.id, [XAR])
    await enter(world, VASE | {"national_reference": "A-5"}, replace(HEADER, level="confidential"))
    await enter(world, VASE | {"national_reference": "A-6"}, replace(HEADER, discreet=True))
    assert not (await found(world, "vase")).found


async def test_a_search_is_an_entry_with_its_question_sealed(world: World, database: object) -> None:
    await enter(world)
    await found(world, "vase")
    with psycopg.connect(database.superuser) as connection:  # type: ignore[attr-defined]
        packs = connection.execute("select heads from audit.pack where authority = 1").fetchall()
    assert len(packs) == 1
    assert b"by description" in bytes(packs[0][0])
    assert b"vase" not in bytes(packs[0][0])


async def test_who_may_not_ask_the_register_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        await objects.find(world.desk, replace(asker(world.stranger), registers=frozenset({3})), ART, Described("vase"))


async def test_anybody_finds_what_is_public_and_learns_nothing_of_the_case(world: World) -> None:
    vase = await enter(world)
    await enter(world, national_reference="A-7", public="no")
    (work,) = await public_art.find(world.desk, Described("blue vase", (("height", "40 cm"),)))
    assert work.id == vase.id
    assert not {"theft_place", "national_reference", "inventory", "public"} & set(work.values)
    assert (await public_art.one(world.desk, vase.id)).values == work.values


async def public_ids(world: World) -> list[object]:
    return [work.id for work in await public_art.find(world.desk, Described("vase"))]


async def test_a_block_a_restriction_and_a_withdrawal_take_a_work_from_the_public_at_once(world: World) -> None:
    vase, owner = await enter(world), asker(world.registrar)
    assert await public_ids(world) == [vase.id]
    await deciding.block(world.desk, asker(world.supervisor), ART, vase.id)
    assert await public_ids(world) == []
    with pytest.raises(NoSuchRecord):
        await public_art.one(world.desk, vase.id)
    await deciding.unblock(world.desk, asker(world.supervisor), ART, vase.id)
    assert await public_ids(world) == [vase.id]
    await deciding.restrict(world.desk, owner, ART, vase.id, [XAR])
    assert await public_ids(world) == []
    await deciding.restrict(world.desk, owner, ART, vase.id, [])
    assert await public_ids(world) == [vase.id]
    await deciding.withdraw(world.desk, owner, ART, vase.id, "Found again")
    assert await public_ids(world) == []


async def test_RET_01_an_ended_work_is_public_no_longer(world: World) -> None:
    vase = await enter(world)
    world.clock.advance(timedelta(days=11 * 366))
    assert await public_ids(world) == []
    with pytest.raises(NoSuchRecord):
        await public_art.one(world.desk, vase.id)


async def test_a_private_inventory_opens_for_who_has_code_and_passphrase_alone(world: World, database: object) -> None:
    boxes = Inventories(world.desk)
    code, opened = await boxes.begin("four words do it")
    item = model.item(
        ART, {"type": "ceramics", "title": "My heron", "measures.1.dimension": "height", "measures.1.value": "1 m"}, 1, world.desk.today
    )
    await boxes.keep(opened, model.with_item(opened.content, item))
    again = await boxes.open(model.spaced(code).lower(), "four words do it")
    assert again.content == Content((item,), 1)
    for wrong in ((code, "four words do not"), ("A" * 16, "four words do it"), ("", "")):
        with pytest.raises(NoSuchBox):
            await boxes.open(*wrong)
    with psycopg.connect(database.superuser) as connection:  # type: ignore[attr-defined]
        row = connection.execute("select name, sealed from inventory.box").fetchone()
    assert row
    assert b"heron" not in bytes(row[1])
    assert code.encode() not in bytes(row[0])


async def test_two_windows_do_not_undo_each_other(world: World) -> None:
    boxes = Inventories(world.desk)
    _, opened = await boxes.begin("four words do it")
    await boxes.keep(opened, Content((), 3))
    with pytest.raises(BoxChanged):
        await boxes.keep(opened, Content((), 4))
    await boxes.remove(opened)
    with pytest.raises(NoSuchBox):
        await boxes.again(opened.name, opened.key)


async def test_officers_see_no_inventory(world: World) -> None:
    await Inventories(world.desk).begin("four words do it")
    for mode in (Mode.NONE, Mode.CHECK, Mode.OWN, Mode.DISCREET, Mode.AUDIT):
        async with world.desk.store.transaction(Context(XBM, 3, 2, 511, mode)) as connection:
            assert await (await connection.execute("select count(*) from inventory.box")).fetchone() == (0,)


async def test_inventories_refuse_what_is_no_description_and_no_passphrase(world: World) -> None:
    with pytest.raises(WrongPassphrase):
        await Inventories(world.desk).begin("short")
    with pytest.raises(InvalidItem) as raised:
        model.item(ART, {"type": "nonsense", "measures.1.value": "1 m", "theft_place": "Lys"}, 1, world.desk.today)
    assert {fault.field for fault in raised.value.faults} == {"type", "measures.1.dimension", "theft_place"}
    full = Content(tuple(model.Item(number, {}) for number in range(1, model.MOST_ITEMS + 1)), model.MOST_ITEMS)
    with pytest.raises(InvalidItem):
        model.with_item(full, model.Item(model.MOST_ITEMS + 1, {}))


async def test_public_acts_are_entries_of_nobody(world: World, database: object) -> None:
    vase = await enter(world)
    await public_art.one(world.desk, vase.id)
    await Inventories(world.desk).begin("four words do it")
    with psycopg.connect(database.superuser) as connection:  # type: ignore[attr-defined]
        kept = connection.execute("select heads from audit.pack where authority = 0").fetchall()
    assert len(kept) == 2
    assert vase.id.bytes in bytes(kept[0][0])


async def test_OWN_07_owners_learn_whose_works_a_search_by_words_showed(world: World) -> None:
    vase = await enter(world)
    await found(world, "blue vase")
    await found(world, "blue vase", by=world.registrar)
    async with world.desk.store.transaction(Context(XBM, 1, 2, 0, Mode.AUDIT)) as connection:
        rows = await (await connection.execute("select record from audit.sighting where owner = %s", (XBM,))).fetchall()
    assert [row[0] for row in rows] == [vase.id]


@pytest.mark.parametrize("how", ["kind", "level", "discreet"])
async def test_OWN_04_the_public_sees_no_work_that_is_kept_from_anybody_or_above_official_use(world: World, how: str) -> None:
    shown = await enter(world)
    header = replace(HEADER, level="restricted") if how == "level" else replace(HEADER, discreet=True) if how == "discreet" else HEADER
    hidden = await enter(world, header=header, title="Red vase", national_reference="A-9")
    if how == "discreet":
        await deciding.release(world.desk, asker(world.supervisor), ART, hidden.id)
    if how == "kind":
        await deciding.restrict(world.desk, asker(world.registrar), ART, hidden.id, [], [AuthorityKind.ENTITY])
    assert await public_ids(world) == [shown.id]
    with pytest.raises(NoSuchRecord):
        await public_art.one(world.desk, hidden.id)
