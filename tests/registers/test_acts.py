"""Acts on records over the real database: what becomes of them, who sees them, and that the audit has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from comity.access.model import Reader, Role
from comity.audit.entry import decode_heads
from comity.engines.clock import SystemClock
from comity.engines.crypto import Tampered
from comity.engines.store import Context, Mode, set_local
from comity.kernel.errors import Invalid, Refused
from comity.kernel.records import RecordState
from comity.registers import deciding, entering, reading, sealing
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import AlreadyThere, ChangedMeanwhile, NoSuchRecord
from comity.registers.hashing import hashed
from comity.registers.lists.cursors import BadCursor
from comity.registers.lists.filters import Filter
from comity.registers.lists.listing import Wanted, listed
from comity.registers.lookup import Candidate
from comity.registers.validate import InvalidRecord
from tests.registers.conftest import DOCUMENT, HEADER, REVOKED, VEHICLE, XAR, XBM, XCS, World, led_to, reader

pytestmark = pytest.mark.anyio
DOCUMENTS, VEHICLES = BY_NUMBER[3], BY_NUMBER[8]


async def seen(world: World, asker: Reader, values: dict[str, str], mode: Mode = Mode.CHECK, register: int = 3) -> list[Candidate]:
    """What the check's look-up gives this reader for the keys of these values."""
    declared = BY_NUMBER[register]
    _, keys = hashed(world.desk.keyring, declared, values)
    return await led_to(world.desk, asker.context(mode), declared, keys)


async def as_owner(world: World, sql: str, values: Sequence[object] = (), authority: int = XBM) -> list[tuple[Any, ...]]:
    """A statement of comity_app in the owner's own context."""
    async with world.desk.store.transaction(Context(authority, 1, 2, 0, Mode.OWN)) as connection:
        cursor = await connection.execute(sql, values)
        return await cursor.fetchall() if cursor.description else []


async def acts(world: World, authority: int = XBM) -> int:
    async with world.desk.store.transaction(Context(authority, 1, 2, 0, Mode.AUDIT)) as connection:
        row = await (await connection.execute("select coalesce(sum(count), 0) from audit.pack")).fetchone()
    return int(row[0]) if row else 0


async def test_a_record_is_entered_found_by_others_and_audited(world: World) -> None:
    record, event = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    assert record.state is RecordState.RELEASED
    assert (event.happened, event.record, event.owner) == ("created", record.id, XBM)
    (found,) = await seen(world, world.stranger, record.values)
    assert (found.id, found.owner, dict(found.values)) == (record.id, XBM, dict(record.values))
    assert (found.values["number"], found.values["issuer"]) == ("AC1234567", "XBM")
    assert await acts(world) == 1


async def test_a_vehicle_is_found_by_each_of_its_keys(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    found = await seen(world, world.stranger, dict(record.values), register=8)
    assert len(found) == 3
    assert {(one.values["vin"], one.values["plate"]) for one in found} == {("1M8GDM9AXKP042788", "AB123CD")}


async def test_personal_fields_lie_sealed(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    rows = await as_owner(world, "select * from registers.vehicles t join registers.record_key k on k.record = t.id")
    assert "042788" not in str(rows)
    assert "XCS" in str(rows)
    assert record.values["vin"] == "1M8GDM9AXKP042788"


async def test_REC_13_only_the_issuer_enters_a_document(world: World) -> None:
    with pytest.raises(InvalidRecord) as refused:
        await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT | {"issuer": "XAR"}, HEADER)
    assert [(fault.field, fault.code, fault.accepted) for fault in refused.value.faults] == [("issuer", "not_issuer", "XBM")]


async def test_QUA_01_the_same_thing_is_entered_once_by_one_owner(world: World) -> None:
    await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    with pytest.raises(AlreadyThere):
        await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)


async def test_OWN_04_another_owner_enters_the_same_thing_and_learns_nothing(world: World) -> None:
    await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    other = reader(XAR, 12, Role.REGISTRAR)
    mine, _ = await entering.create(world.desk, other, VEHICLES, VEHICLE, HEADER)
    assert mine.owner == XAR
    page = await listed(world.desk, other, VEHICLES, Wanted())
    assert (page.total, [row.owner for row in page.records]) == (1, [XAR])


async def test_REC_14_a_revoked_document_waits_for_a_second_officer(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, REVOKED, HEADER)
    assert record.state is RecordState.WAITING
    assert await seen(world, world.stranger, dict(record.values)) == []
    with pytest.raises(NoSuchRecord):
        await reading.read(world.desk, world.stranger, DOCUMENTS, record.id)
    await deciding.release(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert [found.id for found in await seen(world, world.stranger, dict(record.values))] == [record.id]


async def test_ACC_09_who_entered_or_changed_a_record_cannot_release_it(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, REVOKED, HEADER)
    both = replace(world.registrar, roles=frozenset({Role.REGISTRAR, Role.SUPERVISOR}))
    with pytest.raises(Refused) as refused:
        await deciding.release(world.desk, both, DOCUMENTS, record.id)
    assert refused.value.rule == "ACC-09"
    second = replace(both, officer=23)
    await entering.correct(world.desk, second, DOCUMENTS, record.id, REVOKED | {"authority": "Ministry"}, HEADER)
    with pytest.raises(Refused):
        await deciding.release(world.desk, second, DOCUMENTS, record.id)
    with pytest.raises(psycopg.DatabaseError, match="ACC-09"):  # the database says so too
        await as_owner(world, "update registers.travel_documents set state = 1, reviewer = 21, version = version + 1")


async def test_REC_15_a_loss_found_by_the_authority_without_a_report_waits(world: World) -> None:
    found = replace(HEADER, source="authority")
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, found)
    assert record.state is RecordState.WAITING
    with_report, _ = await entering.create(
        world.desk, world.registrar, DOCUMENTS, DOCUMENT | {"number": "AC7654321", "report_reference": "R 1"}, found
    )
    assert with_report.state is RecordState.RELEASED


async def test_HIT_11_a_discreet_record_waits_and_is_then_seen_by_the_silent_look_up_alone(world: World) -> None:
    world.clock.jump(SystemClock().now())  # the look-up asks whether it has ended by the database's own day
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, replace(HEADER, discreet=True))
    assert record.state is RecordState.WAITING
    assert (record.ends_at - world.desk.today).days == 365
    await deciding.release(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert await seen(world, world.stranger, dict(record.values)) == []
    assert [found.discreet for found in await seen(world, world.stranger, dict(record.values), Mode.DISCREET)] == [True]


async def test_OWN_01_the_owner_of_a_record_never_changes(world: World) -> None:
    await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    for change in ("owner = 1", "author = 5", "created_at = now()", "id = gen_random_uuid()"):
        with pytest.raises(psycopg.DatabaseError):
            await as_owner(world, f"update registers.travel_documents set {change}, version = version + 1")


async def test_OWN_02_another_bureau_neither_corrects_nor_withdraws(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    other = reader(XAR, 12, Role.REGISTRAR)
    with pytest.raises(NoSuchRecord):
        await entering.correct(world.desk, other, DOCUMENTS, record.id, DOCUMENT, HEADER)
    with pytest.raises(NoSuchRecord):
        await deciding.withdraw(world.desk, other, DOCUMENTS, record.id, "mine")
    async with world.desk.store.transaction(Context(XAR, 1, 2, 0, Mode.OWN)) as connection:
        for statement in ("update registers.travel_documents set law = 'x', version = 2", "delete from registers.travel_documents"):
            assert (await connection.execute(statement)).rowcount == 0
    with pytest.raises(Refused):
        await entering.create(world.desk, world.stranger, DOCUMENTS, DOCUMENT, HEADER)


async def test_OWN_03_a_restricted_record_is_not_there_for_the_excluded(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    await deciding.restrict(world.desk, world.registrar, DOCUMENTS, record.id, [XAR])
    assert await seen(world, world.stranger, dict(record.values)) == []
    assert len(await seen(world, replace(world.stranger, authority=XCS), dict(record.values))) == 1
    changes = await as_owner(world, "select audience from registers.change where key is not null order by number")
    assert len({audience for (audience,) in changes}) == 2
    await deciding.restrict(world.desk, world.registrar, DOCUMENTS, record.id, [])
    assert len(await seen(world, world.stranger, dict(record.values))) == 1
    with pytest.raises(Invalid):
        await deciding.restrict(world.desk, world.registrar, DOCUMENTS, record.id, [XBM])


async def test_BLK_01_a_blocked_record_is_seen_by_its_owner_alone(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    await deciding.block(world.desk, world.supervisor, DOCUMENTS, record.id, "doubt")
    assert await seen(world, world.stranger, dict(record.values)) == []
    assert await seen(world, world.registrar, dict(record.values)) == []  # never returned by a check, not even to the owner
    shown = await reading.read(world.desk, world.registrar, DOCUMENTS, record.id)
    assert (shown.state, shown.blocked_by) == ("blocked", "owner")
    with pytest.raises(Refused):
        await entering.correct(world.desk, world.registrar, DOCUMENTS, record.id, DOCUMENT, HEADER)
    await deciding.unblock(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert len(await seen(world, world.stranger, dict(record.values))) == 1


async def test_BLK_02_the_owner_cannot_lift_the_block_of_the_legal_desk(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    event = await deciding.order_block(world.desk, world.legal_desk, DOCUMENTS, record.id, "complaint")
    assert (event.owner, event.bureau, event.by_another) == (XBM, 20, True)
    assert await seen(world, world.stranger, dict(record.values)) == []
    with pytest.raises(Refused) as refused:
        await deciding.unblock(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert refused.value.rule == "BLK-02"
    for change in ("state = 1, blocked_by = null", "blocked_by = 1"):
        with pytest.raises(psycopg.DatabaseError, match="BLK-02"):
            await as_owner(world, f"update registers.travel_documents set {change}, version = version + 1")
    await deciding.order_block(world.desk, world.legal_desk, DOCUMENTS, record.id, "settled", lift=True)
    assert len(await seen(world, world.stranger, dict(record.values))) == 1


async def test_BLK_02_nobody_but_the_secretariat_blocks_what_another_owns(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    other = reader(XAR, 12, Role.SUPERVISOR)
    with pytest.raises(Refused):
        await deciding.order_block(world.desk, other, DOCUMENTS, record.id, "mine")
    with pytest.raises(psycopg.DatabaseError, match="BLK-02"):
        await as_owner(world, "select * from registers.order_block(3::smallint, %s, 2::smallint, false, now())", (record.id,), XAR)


async def test_BLK_02_the_legal_desk_cannot_lift_a_block_of_the_commission(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    async with world.desk.store.transaction(world.legal_desk.context(Mode.OWN)) as connection:
        await connection.execute("select * from registers.order_block(3::smallint, %s, 3::smallint, false, now())", (record.id,))
    with pytest.raises(NoSuchRecord):
        await deciding.order_block(world.desk, world.legal_desk, DOCUMENTS, record.id, "settled", lift=True)


async def test_CCF_13_what_another_blocked_stays_when_its_owner_withdraws_it(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    await deciding.order_block(world.desk, world.legal_desk, DOCUMENTS, record.id, "complaint")
    await deciding.withdraw(world.desk, world.registrar, DOCUMENTS, record.id, "no longer needed")
    assert (await reading.read(world.desk, world.registrar, DOCUMENTS, record.id)).state == "withdrawn"
    assert await as_owner(world, "select 1 from registers.deletion") == []


async def test_RET_08_of_a_withdrawn_record_a_keyed_hash_stays_and_nothing_else(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    await entering.correct(world.desk, world.registrar, DOCUMENTS, record.id, DOCUMENT | {"theft_place": "Port of Belm"}, HEADER)
    await deciding.withdraw(world.desk, world.registrar, DOCUMENTS, record.id, "found again")
    for table in ("travel_documents", "record_key", "search_key", "version"):
        assert await as_owner(world, f"select 1 from registers.{table}") == []
    ((gone, owner),) = await as_owner(world, "select record, owner from registers.deletion")
    assert (gone, owner) == (record.id, XBM)
    with pytest.raises(NoSuchRecord):
        await reading.read(world.desk, world.registrar, DOCUMENTS, record.id)
    again, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    assert again.id != record.id


async def test_RET_07_what_an_older_copy_holds_of_a_withdrawn_record_opens_for_nobody(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    ((copied,),) = await as_owner(world, "select sealed from registers.travel_documents")
    ((wrapped,),) = await as_owner(world, "select wrapped from registers.record_key")
    assert (
        sealing.open_fields(sealing.unwrap(world.desk.keyring, record.id, wrapped), record.id, copied)["number"] == record.values["number"]
    )
    await deciding.withdraw(world.desk, world.registrar, DOCUMENTS, record.id, "found again")
    assert await as_owner(world, "select wrapped from registers.record_key") == []
    with pytest.raises(Tampered):  # the copy's fields are sealed under that key alone: no other key of the organisation opens them
        sealing.open_fields(sealing.fresh_key(), record.id, copied)


async def test_a_correction_keeps_the_old_version_and_moves_the_keys(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    after, event = await entering.correct(
        world.desk, world.registrar, DOCUMENTS, record.id, DOCUMENT | {"number": "AC7654321"}, HEADER, version=1
    )
    assert (after.version, event.happened) == (2, "corrected")
    assert await seen(world, world.stranger, dict(record.values)) == []
    assert len(await seen(world, world.stranger, dict(after.values))) == 1
    assert await as_owner(world, "select number from registers.version") == [(1,)]
    with pytest.raises(ChangedMeanwhile):
        await entering.correct(world.desk, world.registrar, DOCUMENTS, record.id, DOCUMENT, HEADER, version=1)


async def test_REC_16_the_owner_confirms_that_a_record_still_holds(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    world.clock.jump(world.clock.now().replace(month=12))
    await deciding.confirm(world.desk, world.registrar, DOCUMENTS, record.id)
    shown = await reading.read(world.desk, world.stranger, DOCUMENTS, record.id)
    assert shown.confirmed_at == world.clock.now()


async def test_OWN_07_a_read_is_audited_and_shown_to_the_owner_without_the_officer(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    await reading.read(world.desk, world.stranger, DOCUMENTS, record.id)
    await reading.read(world.desk, world.registrar, DOCUMENTS, record.id)
    assert await as_owner(world, "select record, bureau, purpose from audit.sighting") == [(record.id, 10, 9)]
    assert await acts(world, XAR) == 1


async def test_HIT_12_a_protected_read_is_audited_as_such_and_unknown_to_the_owner(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    shown = await reading.read(world.desk, world.stranger, DOCUMENTS, record.id, protected=True)
    assert shown.id == record.id
    assert await as_owner(world, "select 1 from audit.sighting") == []
    assert await acts(world, XAR) == 1
    async with world.desk.store.transaction(Context(XAR, 1, 2, 0, Mode.AUDIT)) as connection:
        (heads,) = await (await connection.execute("select heads from audit.pack")).fetchone() or ()
    (head,) = decode_heads(heads)
    assert (head.rule, head.detail, head.shown) == ("HIT-12", "protected", (record.id.bytes,))


async def test_OWN_04_a_hidden_record_and_none_answer_the_same_and_both_are_audited(world: World) -> None:
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    await deciding.restrict(world.desk, world.registrar, DOCUMENTS, record.id, [XAR])
    said = []
    for asked in (record.id, uuid4()):
        with pytest.raises(NoSuchRecord) as absent:
            await reading.read(world.desk, world.stranger, DOCUMENTS, asked)
        said.append(str(absent.value))
    assert said[0] == said[1]
    assert await acts(world, XAR) == 2
    assert await as_owner(world, "select 1 from audit.sighting") == []


async def test_PUR_06_the_first_line_sees_the_first_line_s_fields(world: World) -> None:
    values = DOCUMENT | {"theft_place": "Port of Belm", "national_reference": "N 1"}
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, values, HEADER)
    shown = await reading.read(world.desk, world.stranger, DOCUMENTS, record.id)
    assert set(shown.values) == {"number", "issuer", "type", "reason", "theft_date"}
    assert "theft_place" in shown.left_out
    assert (shown.own, shown.law, shown.version) == (False, "", 0)
    own = await reading.read(world.desk, world.registrar, DOCUMENTS, record.id)
    assert own.values["theft_place"] == "Port of Belm"


async def test_RET_04_a_record_that_has_ended_is_not_there(world: World) -> None:
    soon = replace(HEADER, ends_at="2026-11-30")
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, soon)
    world.clock.jump(world.clock.now().replace(month=12))
    with pytest.raises(NoSuchRecord):
        await reading.read(world.desk, world.stranger, DOCUMENTS, record.id)


async def test_a_list_pages_by_keyset_and_counts_only_its_own(world: World) -> None:
    ids: list[UUID] = []
    for number in range(5):
        record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT | {"number": f"AC000000{number}"}, HEADER)
        ids.append(record.id)
    got: list[UUID] = []
    after, wanted = "", Wanted(Filter({"state": "released", "reason": "lost"}))
    for _ in range(3):
        page = await listed(world.desk, world.registrar, DOCUMENTS, wanted, after=after, most=2)
        got += [row.id for row in page.records]
        after = page.next
    assert (sorted(got), page.total, after) == (sorted(ids), 5, "")
    assert (await listed(world.desk, world.registrar, DOCUMENTS, Wanted(Filter({"reason": "stolen"})))).total == 0
    for bad in ("x", "!!!!", "AAAA"):
        with pytest.raises(BadCursor):
            await listed(world.desk, world.registrar, DOCUMENTS, Wanted(), after=bad)
    with pytest.raises(Invalid):
        await listed(world.desk, world.registrar, DOCUMENTS, Wanted(Filter({"state": "nonsense"})))


async def test_without_a_context_nothing_is_seen(world: World) -> None:
    await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    own = await world.desk.store.dedicated()
    for table in ("travel_documents", "search_key", "record_key", "version", "deletion"):
        assert await (await own.execute(f"select 1 from registers.{table}")).fetchall() == []
    await own.close()
    assert set_local(Context(1, 1, 0, 0, Mode.CHECK))
