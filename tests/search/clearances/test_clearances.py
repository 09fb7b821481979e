"""Given by two officers, shown to the next one, over with the record's change, the owner's objection or a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.kernel.errors import Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade
from comity.search.clearances.model import Ending, NoSuchClearance, Objection, State, WrongClearance
from comity.search.persons.model import PersonAsked, Says
from tests.checking import XAR, XBM, XCS, entries, rows
from tests.search.clearances.cleared import (
    DOCUMENT,
    ISSUER,
    NAMESAKE,
    NUMBER,
    ask,
    given,
    owner,
    proposal,
    proposed,
    say,
    second,
    shown,
)
from tests.search.persons.people import HEADER, asking, hits, person

pytestmark = pytest.mark.anyio


def inbox(database) -> list[tuple[object, ...]]:
    return rows(database, "select owner, grade, asking_bureau from hits.inbox where clearance is not null")


async def test_HIT_10_it_is_shown_to_the_next_officer_of_any_bureau(comity) -> None:
    record = await person(comity)
    assert await shown(comity) == [None]
    one = await given(comity, record)
    for who in (asking(), asking(XCS), owner(XBM)):
        cleared = (await shown(comity, replace(who, purpose=Purpose.WANTED)))[0]
        assert cleared is not None
        assert (cleared.since, cleared.until) == (one.confirmed_at, one.until)


async def test_HIT_10_it_hides_no_hit_and_changes_nothing_of_it(comity, database) -> None:
    record = await person(comity, documents__2__number=NUMBER, documents__2__issuer=ISSUER)
    before = await ask(comity)
    await given(comity, record)
    told = len(rows(database, "select from hits.inbox where clearance is null"))
    after = await ask(comity)
    (one,), (other,) = hits(before), hits(after)
    assert other.cleared is not None
    assert other.grade is Grade.EXACT
    other = replace(other, cleared=None, person=replace(other.person, mark=""))
    assert replace(one, person=replace(one.person, mark="")) == other
    assert (before.outcome, before.quiet, before.notes) == (after.outcome, after.quiet, after.notes)
    assert len(rows(database, "select from hits.inbox where clearance is null")) == told + 1  # the owner is told of the hit as ever


async def test_HIT_10_another_document_or_no_document_is_not_cleared(comity) -> None:
    await given(comity)
    nobody = PersonAsked("Yusuf al-Khattari", "1984", "XCS", "male")
    for asked in (nobody, replace_document(NAMESAKE, "Q7745513"), replace_document(NAMESAKE, NUMBER, "XBM")):
        assert await shown(comity, None, asked) == [None]


def replace_document(asked: PersonAsked, number: str, issuer: str = ISSUER) -> PersonAsked:
    return PersonAsked(asked.name, asked.born, asked.nationality, asked.sex, document=number, issuer=issuer)


async def test_HIT_10_another_record_of_a_namesake_is_not_cleared(comity) -> None:
    await given(comity)
    await person(comity, XCS, names__1__full="Yusuf al-Khattari", documents__1__number="X999")
    found = [bool(cleared) for cleared in await shown(comity)]
    assert sorted(found) == [False, True]


async def test_HIT_10_a_document_checked_alone_is_cleared_too(comity) -> None:
    record = await person(comity, documents__2__number=NUMBER, documents__2__issuer=ISSUER)
    result = await ask(comity, None, None, DOCUMENT)
    one = await comity.clearances.propose(asking(), proposal(result, record))
    await comity.clearances.confirm(second(), one.id, NUMBER, ISSUER)
    assert [bool(cleared) for cleared in await shown(comity, asking(XCS), None, DOCUMENT)] == [True]
    assert [bool(cleared) for cleared in await shown(comity)] == [True]


async def test_HIT_12_the_bureau_that_gave_it_is_named_only_where_it_allowed_that(comity) -> None:
    record = await person(comity)
    await given(comity, record)
    assert [one.bureau for one in await shown(comity)] == ["XAR-1"]  # of the own authority
    assert [one.bureau for one in await shown(comity, asking(XCS))] == [""]
    await given(comity, record, named=True, by=XCS)
    assert [one.bureau for one in await shown(comity)] == ["XCS-1"]


async def test_ACC_09_who_proposes_does_not_confirm(comity, database) -> None:
    record = await person(comity)
    alone = second()
    one = await proposed(comity, record, alone)
    with pytest.raises(Refused) as refused:
        await comity.clearances.confirm(alone, one.id, NUMBER, ISSUER)
    assert refused.value.rule == "ACC-09"
    assert await shown(comity) == [None]
    with (
        psycopg.connect(database.owner) as connection,
        pytest.raises(psycopg.DatabaseError, match="ACC-09") as guarded,
    ):
        connection.execute("update clearances.clearance set state = 2, confirmed_by = proposed_by, confirmed_at = now()")
    assert guarded.value.sqlstate == "CO001"


async def test_ACC_09_only_another_officer_of_the_same_bureau_with_the_right_confirms(comity) -> None:
    one = await proposed(comity, await person(comity))
    with pytest.raises(NoSuchClearance):
        await comity.clearances.confirm(second(XCS), one.id, NUMBER, ISSUER)
    with pytest.raises(NoSuchClearance):  # another bureau of the same authority
        await comity.clearances.confirm(replace(second(), bureau=11), one.id, NUMBER, ISSUER)
    with pytest.raises(Refused):
        await comity.clearances.confirm(asking(officer=1777), one.id, NUMBER, ISSUER)
    assert (await comity.clearances.confirm(second(), one.id, NUMBER, ISSUER)).state is State.IN_FORCE


async def test_ACC_09_a_system_signs_nothing(comity) -> None:
    record = await person(comity)
    result = await ask(comity)
    with pytest.raises(Refused) as refused:
        await comity.clearances.propose(replace(asking(), officer=0, officer_name="B-7", system=5), proposal(result, record))
    assert refused.value.rule == "ACC-09"


async def test_the_second_officer_reads_the_same_document(comity) -> None:
    one = await proposed(comity, await person(comity))
    for number, issuer in (("Q7745513", ISSUER), (NUMBER, "XBM"), (NUMBER, ""), ("", ISSUER), ("?", "?")):
        with pytest.raises(WrongClearance):
            await comity.clearances.confirm(second(), one.id, number, issuer)
    assert (await comity.clearances.confirm(second(), one.id, " q7745512", "Castara")).state is State.IN_FORCE


async def test_no_number_of_a_document_is_kept(comity, database) -> None:
    await given(comity)
    (row,) = rows(database, "select c::text from clearances.clearance c")
    assert NUMBER not in str(row)


async def test_HIT_10_the_person_agrees_or_there_is_none(comity) -> None:
    record = await person(comity)
    result = await ask(comity)
    with pytest.raises(WrongClearance) as wrong:
        await comity.clearances.propose(asking(), proposal(result, record, agreed=False))
    assert [fault.field for fault in wrong.value.faults] == ["agreed"]


async def test_a_clearance_is_of_one_document_with_its_issuer(comity) -> None:
    record = await person(comity)
    nobody = PersonAsked("Yusuf al-Khattari", "1984", "XCS", "male")
    for asked in (nobody, replace_document(NAMESAKE, NUMBER, "")):
        with pytest.raises(WrongClearance) as wrong:
            await comity.clearances.propose(asking(), proposal(await ask(comity, None, asked), record))
        assert [fault.code for fault in wrong.value.faults] == ["one_document"]
    two = await ask(comity, None, NAMESAKE, replace_number("X1112223"))
    with pytest.raises(WrongClearance):
        await comity.clearances.propose(asking(), proposal(two, record))


def replace_number(number: str):
    return type(DOCUMENT)(DOCUMENT.kind, number, DOCUMENT.issuer)


async def test_who_said_this_person_clears_nobody_before_saying_otherwise(comity) -> None:
    record = await person(comity)
    nobody = PersonAsked("Yusuf Khattari", document=NUMBER, issuer=ISSUER)
    result = await ask(comity, None, nobody)
    await say(comity, result, Says.THIS_PERSON)
    with pytest.raises(Refused) as refused:
        await comity.clearances.propose(asking(), proposal(result, record))
    assert refused.value.rule == "HIT-10"
    await say(comity, result, Says.NOT_THIS_PERSON)
    assert (await comity.clearances.propose(asking(), proposal(result, record))).state is State.PROPOSED


async def test_only_who_asked_proposes_of_what_was_shown(comity) -> None:
    record = await person(comity)
    result = await ask(comity)
    for who in (asking(officer=1999), asking(XCS)):
        with pytest.raises(NoSuchClearance):
            await comity.clearances.propose(who, proposal(result, record))
    with pytest.raises(NoSuchClearance):
        await comity.clearances.propose(asking(), proposal(result, uuid4()))


async def test_one_of_a_document_and_record_in_a_bureau(comity) -> None:
    record = await person(comity)
    await given(comity, record)
    with pytest.raises(WrongClearance) as wrong:
        await proposed(comity, record)
    assert [fault.code for fault in wrong.value.faults] == ["already_there"]


async def test_HIT_12_a_protected_check_gives_none_and_the_owner_hears_nothing(comity, database) -> None:
    record = await person(comity)
    result = await ask(comity, protected=True)
    with pytest.raises(Refused) as refused:
        await comity.clearances.propose(asking(), proposal(result, record))
    assert refused.value.rule == "HIT-12"
    assert rows(database, "select from clearances.clearance") == []
    assert await comity.clearances.against(owner()) == []


async def test_HIT_12_a_refugees_check_gives_none_though_nobody_said_protected(comity, database) -> None:
    record = await person(comity)
    refugee = PersonAsked("Yusuf al-Khattari", "1984", "XXB", "male", document=NUMBER, issuer=ISSUER)
    with pytest.raises(Refused) as refused:
        await comity.clearances.propose(asking(), proposal(await ask(comity, None, refugee), record))
    assert refused.value.rule == "HIT-12"
    assert inbox(database) == []


async def test_HIT_02_the_owner_is_told_once_with_bureau_and_never_the_officer(comity, database) -> None:
    record = await person(comity)
    one = await proposed(comity, record)
    assert inbox(database) == []
    assert await comity.clearances.against(owner()) == []
    one = await comity.clearances.confirm(second(), one.id, NUMBER, ISSUER)
    assert inbox(database) == [(XBM, "cleared", XAR * 10)]
    (told,) = [each for each in await comity.inbox.listed(owner()) if each.clearance]
    assert (told.clearance, told.record, told.grade, told.purpose) == (one.id, record, "cleared", Purpose.WANTED)
    (listed,) = await comity.clearances.against(owner())
    assert (listed.id, listed.bureau, listed.own_proposal) == (one.id, XAR * 10, False)
    assert "officer" not in repr(listed)


async def test_a_clearance_of_ones_own_record_tells_nobody(comity, database) -> None:
    await given(comity, await person(comity), by=XBM)
    assert inbox(database) == []


async def test_OWN_02_the_owner_objects_and_it_ends(comity) -> None:
    one = await given(comity)
    for who in (owner(XCS), owner(XAR)):
        with pytest.raises(NoSuchClearance):
            await comity.clearances.object(who, one.id, Objection.SAME_PERSON)
    with pytest.raises(Refused):
        await comity.clearances.object(asking(XBM), one.id, Objection.SAME_PERSON)
    ended = await comity.clearances.object(owner(), one.id, Objection.SAME_PERSON)
    assert (ended.state, ended.ending, ended.objection) == (State.ENDED, Ending.OBJECTED, Objection.SAME_PERSON)
    assert await shown(comity) == [None]
    (listed,) = await comity.clearances.given(second())
    assert (listed.ending, listed.objection) == (Ending.OBJECTED, Objection.SAME_PERSON)
    with pytest.raises(Refused):
        await comity.clearances.object(owner(), one.id, Objection.SAME_PERSON)


async def test_the_bureau_that_gave_it_ends_it(comity) -> None:
    one = await given(comity)
    with pytest.raises(NoSuchClearance):
        await comity.clearances.end(second(XCS), one.id)
    ended = await comity.clearances.end(second(), one.id, person_withdrew=True)
    assert ended.ending is Ending.PERSON_WITHDREW
    assert await shown(comity) == [None]
    with pytest.raises(Refused):
        await comity.clearances.end(second(), one.id)
    assert (await given(comity, one.record)).state is State.IN_FORCE  # and it may be given anew


async def test_a_proposal_is_refused_and_never_shown_to_another(comity) -> None:
    one = await proposed(comity, await person(comity))
    assert await comity.clearances.waiting(second()) == 1
    assert await comity.clearances.waiting(asking()) == 0
    ended = await comity.clearances.end(second(), one.id)
    assert ended.ending is Ending.NOT_CONFIRMED
    assert await comity.clearances.waiting(second()) == 0
    assert await comity.clearances.against(owner()) == []
    with pytest.raises(Refused):
        await comity.clearances.confirm(second(), one.id, NUMBER, ISSUER)


async def test_every_step_is_an_entry_of_the_audit(comity, database) -> None:
    one = await given(comity)
    await comity.clearances.object(owner(), one.id, Objection.NOT_SHOWN)
    kept = sorted(entries(database, comity).values(), key=lambda each: each.at_us)
    acts = [
        (each.authority, each.head.detail) for each in kept if each.head.act is Act.CLEARANCE and each.head.shown == (one.record.bytes,)
    ]
    assert acts == [(XAR, "proposed: not this person"), (XAR, "confirmed"), (XBM, "ended: objected, not_shown")]


async def test_who_may_not_is_refused_and_recorded(comity, database) -> None:
    one = await given(comity)
    analyst = asking(roles=frozenset({Role.ANALYST}))
    for attempt in (comity.clearances.given(analyst), comity.clearances.against(analyst), comity.clearances.end(asking(), one.id)):
        with pytest.raises(Refused):
            await attempt
        newest = max(entries(database, comity).values(), key=lambda each: each.at_us)
        assert newest.head.act is Act.REFUSAL


@pytest.mark.parametrize("how", ["confirmed_by_nobody", "longer"])
async def test_the_database_itself_refuses_what_no_process_may(comity, database, how: str) -> None:
    await given(comity)
    change = {"confirmed_by_nobody": "state = 1", "longer": "until = until + interval '1 hour'"}[how]
    with psycopg.connect(database.owner) as connection, pytest.raises(psycopg.DatabaseError, match="HIT-10"):
        connection.execute(f"update clearances.clearance set {change}")


async def test_HIT_10_it_ends_after_its_time_and_is_erased_ninety_days_later(comity, database) -> None:
    one = await given(comity)
    assert one.until - one.confirmed_at == timedelta(days=365)
    short = replace(comity.clearances, life=timedelta(seconds=0))
    await comity.clearances.end(second(), one.id)
    again = await proposed(comity, one.record)
    again = await short.confirm(second(), again.id, NUMBER, ISSUER)
    assert await shown(comity) == [None]
    (listed, _) = await comity.clearances.given(second())
    now = comity.clock.now()
    assert (listed.state_at(now), listed.ending_at(now)) == (State.ENDED, Ending.EXPIRED)
    assert HEADER.purposes == ("wanted",)
