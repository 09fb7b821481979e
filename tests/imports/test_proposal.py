"""An import from file to records, on a real database: two officers, all or nothing, and nothing before the second one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import psycopg
import pytest

from comity.access.model import Role
from comity.engines.store import Store
from comity.engines.store.migrations import downgrade
from comity.imports import proposal as imports
from comity.imports.compare import Counts, Kind
from comity.imports.model import Header, NoReason, NoSuchProposal, Proposal, StaleProposal, State
from comity.imports.un_xml import InvalidList
from comity.kernel.errors import Invalid, Refused
from comity.registers import measures
from comity.registers.deciding import block, withdraw
from comity.registers.declarations.notices import NOTICES
from comity.registers.entering import correct, create
from comity.registers.reading import read
from comity.registers.record import Entered
from tests.imports.conftest import HEADER, World
from tests.imports.listing import LIST, listing, person

pytestmark = pytest.mark.anyio
REASON = "The committee ended the regime."


async def notices(world: World) -> list[dict[str, str]]:
    """The tribunal's own notices, by key, with their state."""
    return [dict(one.values) | {"state": one.state.name} for one in await world.records()]


async def test_REV_01_nothing_of_a_proposal_is_a_record_before_its_approval(world: World) -> None:
    made = await world.propose(LIST.read_bytes())
    assert made.counts == Counts(entries=8, persons=7, entities=1, added=3, refused=5)
    assert made.reasons == {"double_number": 1, "double_reference": 1, "no_name": 1, "no_number": 1, "bad_date": 1}
    assert (made.generated, made.unread, made.state) == ("2026-11-20T00:00:09.554Z", {"SUBMITTED_BY": 1}, State.PROPOSED)
    assert world.rows("select (select count(*) from registers.notices), (select count(*) from registers.search_key)") == [(0, 0)]


async def test_ACC_09_the_second_officer_makes_records_of_it_that_others_find(world: World) -> None:
    done = await world.imported(LIST.read_bytes())
    assert (done.state, done.decided_by, done.officer) == (State.APPROVED, 72, 71)
    found = await notices(world)
    assert [(one["un_number"], one["names.1.full"], one["state"]) for one in found] == [
        ("9900001", "TOVAR ELMIN QASSEN DORRU", "RELEASED"),
        ("9900002", "MAREN", "RELEASED"),
        ("9900101", "HILL TRADING COMPANY (HTC)", "RELEASED"),
    ]
    assert world.rows("select distinct author, reviewer, owner, state from registers.notices") == [(71, 72, 7, 1)]
    keys = "select register, count(*), bool_and(live) from registers.search_key group by register order by register"
    assert world.rows(keys) == [(2, 3, True), (5, 3, True)]  # with the documents that the notices name (HIT-07)
    assert world.rows("select count(*) from registers.change where register = 2") == [(3,)]


async def test_ACC_09_who_proposed_cannot_approve(world: World) -> None:
    both = replace(world.registrar, roles=frozenset({Role.REGISTRAR, Role.SUPERVISOR}))
    made = await world.propose(listing(person(1)), both)
    with pytest.raises(Refused) as caught:
        await imports.approve(world.desk, both, made.id)
    assert caught.value.rule == "ACC-09"
    assert await notices(world) == []


async def test_ACC_09_the_database_says_the_same(world: World) -> None:
    made = await world.propose(listing(person(1)))
    with psycopg.connect(world.dsn) as owner, pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("update imports.proposal set state = 2, decided_by = officer, decided_at = now() where id = %s", (made.id,))


async def test_a_registrar_cannot_approve_and_a_supervisor_cannot_propose(world: World) -> None:
    made = await world.propose(listing(person(1)))
    with pytest.raises(Refused):
        await imports.approve(world.desk, replace(world.registrar, officer=73), made.id)
    with pytest.raises(Refused):
        await world.propose(listing(person(1)), world.supervisor)


async def test_OWN_02_a_country_cannot_import_a_list(world: World) -> None:
    with pytest.raises(Refused) as caught:
        await world.propose(listing(person(1)), world.country)
    assert caught.value.rule == "OWN-02"
    assert world.rows("select count(*) from imports.proposal") == [(0,)]


async def test_OWN_02_another_authority_sees_and_decides_nothing(world: World) -> None:
    made = await world.propose(listing(person(1)))
    registrar, supervisor = world.legal
    assert await imports.listed(world.desk, registrar) == []
    for act in (
        imports.shown(world.desk, registrar, made.id),
        imports.approve(world.desk, supervisor, made.id),
        imports.refuse(world.desk, supervisor, made.id, REASON),
        imports.shown(world.desk, world.registrar, uuid4()),
    ):
        with pytest.raises(NoSuchProposal):
            await act
    assert await notices(world) == []


async def test_OWN_02_the_secretariat_imports_on_behalf_of_who_keeps_the_list(world: World) -> None:
    registrar, supervisor = world.legal
    with pytest.raises(Invalid):
        await world.propose(listing(person(1)), registrar)
    header = replace(HEADER, behalf="The regional tribunal, mandate 7 of 2014")
    made = await world.propose(listing(person(1)), registrar, header)
    await imports.approve(world.desk, supervisor, made.id)
    ((_, stored),) = world.rows("select owner, header->>'behalf' from imports.proposal")
    assert stored == header.behalf


async def test_the_differences_are_shown_by_pages_and_by_kind(world: World) -> None:
    made = await world.propose(listing(*map(person, range(1, 121)), "<INDIVIDUAL/>"))
    seen, after = [], 0
    while True:
        _, items = await imports.shown(world.desk, world.supervisor, made.id, None, after)
        if not items:
            break
        assert len(items) <= imports.PAGE
        seen += [item for _, item in items]
        after = items[-1][0]
    assert [item.number for item in seen if item.kind is Kind.ADDED] == [str(n) for n in range(1, 121)]
    _, refused = await imports.shown(world.desk, world.supervisor, made.id, Kind.REFUSED)
    assert [item.faults[0][1] for _, item in refused] == ["no_number"]
    assert refused[0][1].line == 1


async def test_what_a_proposal_holds_is_sealed_and_its_key_lies_with_those_of_records(world: World) -> None:
    made = await world.propose(listing(person(1, name="UNMISTAKABLE")))
    ((sealed,),) = world.rows("select sealed from imports.item")
    assert b"UNMISTAKABLE" not in sealed
    assert world.rows("select p::text from imports.proposal p where p::text ~ 'UNMISTAKABLE'") == []
    assert world.rows("select record, owner from registers.record_key") == [(made.id, 7)]


async def test_the_next_list_adds_changes_and_withdraws(world: World) -> None:
    await world.imported(listing(*map(person, range(1, 21))))
    changed = person(2, name="ANOTHER NAME", more="<GENDER>Female</GENDER>")
    made = await world.propose(listing(person(1), changed, *map(person, range(4, 22))))
    assert made.counts == Counts(entries=20, persons=20, added=1, changed=1, unchanged=18, withdrawn=1, before=20)
    _, items = await imports.shown(world.desk, world.supervisor, made.id)
    assert [(item.kind.code, item.number, [one.field for one in item.changes]) for _, item in items] == [
        ("added", "21", []), ("changed", "2", ["names", "names", "sex"]), ("withdrawn", "3", []),
    ]  # fmt: skip
    await imports.approve(world.desk, world.supervisor, made.id)
    found = {one["un_number"]: one for one in await notices(world)}
    assert (len(found), found["2"]["names.1.full"], "3" in found, "21" in found) == (20, "ANOTHER NAME", False, True)
    assert world.rows("select count(*) from registers.version") == [(1,)]
    assert world.rows("select count(*) from imports.made") == [(20,)]


async def test_the_same_list_again_does_nothing_and_a_third_time_neither(world: World) -> None:
    await world.imported(LIST.read_bytes())
    for _ in range(2):
        done = await world.imported(LIST.read_bytes())
        assert done.counts == Counts(entries=8, persons=7, entities=1, unchanged=3, refused=5, before=3)
    assert world.rows("select count(*), max(version) from registers.notices") == [(3, 1)]


async def test_REC_18_many_withdrawals_need_a_reason(world: World) -> None:
    await world.imported(listing(*map(person, range(1, 11))))
    made = await world.propose(listing(*map(person, range(1, 8))))
    assert made.counts.withdrawn == 3
    with pytest.raises(NoReason):
        await imports.approve(world.desk, world.supervisor, made.id, "short")
    assert len(await notices(world)) == 10
    await imports.approve(world.desk, world.supervisor, made.id, REASON)
    assert len(await notices(world)) == 7


async def test_refusing_leaves_nothing_but_the_counts_and_who_decided(world: World) -> None:
    made = await world.propose(LIST.read_bytes())
    with pytest.raises(NoReason):
        await imports.refuse(world.desk, world.supervisor, made.id, "no")
    done = await imports.refuse(world.desk, world.supervisor, made.id, "Not the list that was published.")
    assert (done.state, done.decided_by) == (State.REFUSED, 72)
    tables = ("registers.notices", "registers.search_key", "registers.record_key", "imports.item", "imports.made")
    assert [world.rows(f"select count(*) from {table}") for table in tables] == [[(0,)]] * 5
    with pytest.raises(Refused) as caught:
        await imports.approve(world.desk, world.supervisor, made.id)
    assert caught.value.rule == "REV-01"
    shown, items = await imports.shown(world.desk, world.registrar, made.id)
    assert (shown.counts, shown.stale, items) == (made.counts, False, [])


async def test_who_proposed_may_take_it_back(world: World) -> None:
    made = await world.propose(LIST.read_bytes())
    assert (await imports.refuse(world.desk, world.registrar, made.id, "It was the wrong file.")).state is State.REFUSED


async def test_an_approval_sent_again_gives_what_the_first_one_did(world: World) -> None:
    made = await world.propose(listing(person(1)))
    once = await imports.approve(world.desk, world.supervisor, made.id)
    again = await imports.approve(world.desk, world.supervisor, made.id)
    assert (again.decided_at, again.counts) == (once.decided_at, once.counts)
    assert world.rows("select count(*) from registers.notices") == [(1,)]
    with pytest.raises(Refused):
        await imports.approve(world.desk, replace(world.supervisor, officer=74), made.id)


async def _touch_by_correction(world: World) -> None:
    one = (await world.records())[0]
    header = Entered(purposes=("warning",), law="Resolution", source="authority")
    await correct(world.desk, world.registrar, NOTICES, one.id, dict(one.values) | {"reasons": "Corrected by hand."}, header)


async def _touch_by_withdrawal(world: World) -> None:
    await withdraw(world.desk, world.registrar, NOTICES, (await world.records())[0].id, REASON)


async def _touch_by_another_import(world: World) -> None:
    await world.imported(listing(*map(person, range(1, 13))))


@pytest.mark.parametrize("touch", [_touch_by_correction, _touch_by_withdrawal, _touch_by_another_import])
async def test_a_proposal_goes_stale_and_says_so(world: World, touch) -> None:
    await world.imported(listing(*map(person, range(1, 12))))
    made = await world.propose(listing(*map(person, range(1, 13))))
    assert not (await imports.shown(world.desk, world.supervisor, made.id))[0].stale
    await touch(world)
    before = await notices(world)
    assert (await imports.shown(world.desk, world.supervisor, made.id))[0].stale
    with pytest.raises(StaleProposal):
        await imports.approve(world.desk, world.supervisor, made.id)
    assert await notices(world) == before
    assert (await imports.refuse(world.desk, world.supervisor, made.id, "It is stale by now.")).state is State.REFUSED


async def test_a_record_entered_by_hand_meanwhile_makes_it_stale_too(world: World) -> None:
    made = await world.propose(listing(person(1), person(2)))
    _, items = await imports.shown(world.desk, world.supervisor, made.id)
    header = Entered(purposes=("warning",), law="Resolution", source="authority")
    await create(world.desk, world.registrar, NOTICES, dict(items[1][1].values), header)
    with pytest.raises(StaleProposal):
        await imports.approve(world.desk, world.supervisor, made.id)
    assert [one["state"] for one in await notices(world)] == ["WAITING"]
    later = await world.propose(listing(person(1), person(2)))
    assert later.reasons == {"already_there": 1}


async def test_a_blocked_record_is_neither_changed_nor_withdrawn_unseen(world: World) -> None:
    await world.imported(listing(*map(person, range(1, 12))))
    one = next(each for each in await world.records() if each.values["un_number"] == "1")
    await block(world.desk, world.supervisor, NOTICES, one.id, REASON)
    made = await world.propose(listing(person(1, name="ANOTHER"), *map(person, range(2, 12))))
    assert made.reasons == {"blocked": 1}
    gone = await world.imported(listing(*map(person, range(2, 12))))
    assert gone.counts.withdrawn == 1


async def test_what_was_withdrawn_by_hand_is_added_by_the_next_list(world: World) -> None:
    await world.imported(listing(person(1), person(2)))
    await _touch_by_withdrawal(world)
    done = await world.imported(listing(person(1), person(2)))
    assert (done.counts.added, done.counts.unchanged, done.counts.before) == (1, 1, 1)
    assert world.rows("select count(*) from imports.made") == [(2,)]


async def test_a_file_that_is_no_list_leaves_nothing(world: World) -> None:
    await world.imported(listing(person(1)))
    with pytest.raises(InvalidList):
        await world.propose(LIST.read_bytes()[:4000])
    assert world.rows("select count(*) from imports.proposal where state = 1") == [(0,)]
    with pytest.raises(Invalid):
        await world.propose(listing(person(1)), header=Header((), ""))


async def test_every_step_is_in_the_audit_without_a_word_of_the_list(world: World) -> None:
    made = await world.propose(LIST.read_bytes())
    await imports.shown(world.desk, world.supervisor, made.id)
    await imports.approve(world.desk, world.supervisor, made.id)
    heads = b"".join(bytes(row[0]) for row in world.rows("select heads from audit.pack"))  # type: ignore[call-overload]
    assert made.digest.encode() in heads
    assert b"import approved: 8 entries: 3 added" in heads
    assert b"MAREN" not in heads


async def test_a_record_of_an_import_lives_as_long_as_its_register_keeps(world: World) -> None:
    await world.imported(listing(person(1)))
    shown = await read(world.desk, world.registrar, NOTICES, (await world.records())[0].id)
    assert (shown.ends_at, shown.state) == (date(2031, 11, 21), "released")


async def test_the_list_of_imports_is_newest_first_and_by_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PAGE", 2)
    made: list[Proposal] = [await world.propose(listing(person(n))) for n in (1, 2, 3)]
    newest = await imports.listed(world.desk, world.registrar)
    rest = await imports.listed(world.desk, world.registrar, (newest[-1].at, newest[-1].id))
    assert {one.id for one in (*newest, *rest)} == {one.id for one in made}
    assert (len(newest), len(rest)) == (2, 1)


async def test_going_back_forgets_proposals_with_their_keys_and_keeps_the_records(world: World, database, store: Store) -> None:
    await world.imported(listing(person(1)))
    await world.propose(listing(person(2)))
    await store.close()
    assert world.rows("select count(*) from registers.record_key") == [(2,)]
    downgrade(database.owner, "0013_lists")
    assert world.rows("select (select count(*) from registers.record_key), (select count(*) from registers.notices)") == [(1, 1)]


async def test_COR_03_no_import_goes_past_the_secretariat_while_its_authority_is_supervised(world: World) -> None:
    made = await world.propose(LIST.read_bytes())
    chief = world.legal[1]
    await measures.supervise(world.desk, chief, world.registrar.authority, "Persons on the list whom the committee has not named.")
    with pytest.raises(Refused) as refused:
        await imports.approve(world.desk, world.supervisor, made.id, REASON)
    assert refused.value.rule == "COR-03"
    assert await notices(world) == []
    await measures.lift(world.desk, chief, world.registrar.authority)
    assert (await imports.approve(world.desk, world.supervisor, made.id, REASON)).state is State.APPROVED
