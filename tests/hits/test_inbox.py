"""Who is told of a positive result, of what, and when."""

from __future__ import annotations

from dataclasses import fields
from uuid import uuid4

import pytest

from comity.audit import Act
from comity.hits.model import NoSuchMessage, Told
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Outcome
from comity.registers.deciding import release, restrict
from tests.checking import DOCUMENTS, XAR, XBM, XCS, asked, check, document, entries, reader, registrar, rows, supervisor

pytestmark = pytest.mark.anyio
REASON = "The asylum case is closed."


async def discreet(comity):
    record = await document(comity, discreet=True)
    await release(comity.records, supervisor(), DOCUMENTS, record.id)
    return record


async def test_HIT_02_the_owner_is_told_bureau_purpose_grade_and_time(comity) -> None:
    record = await document(comity)
    result = await check(comity, reader())
    (told,) = await comity.inbox.listed(registrar())
    assert (told.record, told.register, told.asking_authority, told.asking_bureau) == (record.id, 3, XAR, XAR * 10)
    assert (told.purpose, told.grade, told.discreet) == (Purpose.BORDER, "exact", False)
    assert abs(told.at.timestamp() * 1e6 - result.at_us) < 2


async def test_HIT_02_the_officer_is_nowhere_in_the_inbox(comity, database) -> None:
    await document(comity)
    who = reader(officer=1_987_654_321)
    await check(comity, who)
    (told,) = await comity.inbox.listed(registrar())
    assert not any("officer" in field.name for field in fields(Told))
    assert "1987654321" not in repr(told)
    (row,) = rows(database, "select i::text from hits.inbox i")
    assert "1987654321" not in str(row)
    (seen,) = rows(database, "select s::text from audit.sighting s")
    assert "1987654321" not in str(seen)


async def test_a_no_hit_tells_nobody(comity, database) -> None:
    await document(comity)
    await check(comity, reader(), asked("C0118833"))
    assert rows(database, "select from hits.inbox") == []


async def test_each_owner_is_told_of_its_own_record_alone(comity) -> None:
    own = await document(comity, XBM)
    other = await document(comity, XCS)
    await check(comity, reader(), asked(issuer=""))
    assert [told.record for told in await comity.inbox.listed(registrar(XBM))] == [own.id]
    assert [told.record for told in await comity.inbox.listed(registrar(XCS))] == [other.id]
    assert await comity.inbox.listed(registrar(XAR)) == []


async def test_an_entry_is_opened_marked_and_counted(comity) -> None:
    await document(comity)
    await check(comity, reader())
    (told,) = await comity.inbox.listed(registrar())
    opened = await comity.inbox.opened(registrar(), told.id)
    assert opened.read_at is not None
    assert (await comity.inbox.opened(registrar(), told.id)).read_at == opened.read_at
    with pytest.raises(NoSuchMessage):
        await comity.inbox.opened(registrar(XCS), told.id)
    with pytest.raises(NoSuchMessage):
        await comity.inbox.opened(registrar(), uuid4())


async def test_whoever_may_not_read_the_inbox_is_refused_and_recorded(comity, database) -> None:
    with pytest.raises(Refused):
        await comity.inbox.listed(reader())
    newest = max(entries(database, comity).values(), key=lambda one: one.at_us)
    assert newest.head.act is Act.REFUSAL


async def test_a_list_is_an_entry_with_the_records_shown(comity, database) -> None:
    record = await document(comity)
    await check(comity, reader())
    await comity.inbox.listed(registrar())
    newest = max(entries(database, comity).values(), key=lambda one: one.at_us)
    assert (newest.head.act, newest.head.shown) == (Act.LIST, (record.id.bytes,))


# --------------------------------------------------------------------------------------------------------------------- discreet
async def test_HIT_11_a_discreet_record_tells_its_owner_alone(comity) -> None:
    record = await discreet(comity)
    result = await check(comity, reader())
    assert result.outcome is Outcome.NO_HIT
    (told,) = await comity.inbox.listed(registrar())
    assert (told.record, told.discreet, told.asking_bureau) == (record.id, True, XAR * 10)


async def test_HIT_11_a_discreet_record_tells_nothing_of_who_may_not_see_it(comity, database) -> None:
    record = await discreet(comity)
    await restrict(comity.records, registrar(), DOCUMENTS, record.id, [XAR])
    await check(comity, reader())
    await check(comity, reader(XCS, purpose=Purpose.WARNING))
    assert {row[0] for row in rows(database, "select asking_authority from hits.inbox")} == {XCS}


# -------------------------------------------------------------------------------------------------------------------- protected
async def test_HIT_12_a_protected_result_is_told_to_nobody_until_it_is_released(comity, database) -> None:
    await document(comity)
    result = await check(comity, reader(), protected=True)
    assert result.outcome is Outcome.HIT
    assert await comity.inbox.listed(registrar()) == []
    assert rows(database, "select from audit.sighting") == []


async def test_HIT_12_the_asking_bureaus_supervisor_alone_sees_what_is_held(comity) -> None:
    await document(comity)
    await check(comity, reader(), protected=True)
    (held,) = await comity.inbox.held(supervisor(XAR))
    assert (held.owner, held.register, held.grade) == (XBM, 3, "exact")
    assert await comity.inbox.held(supervisor(XBM)) == await comity.inbox.held(supervisor(XCS)) == []
    with pytest.raises(Refused):
        await comity.inbox.held(reader())


async def test_HIT_12_a_release_tells_the_owner_once(comity, database) -> None:
    await document(comity)
    await check(comity, reader(), protected=True)
    (held,) = await comity.inbox.held(supervisor(XAR))
    await comity.inbox.release(supervisor(XAR), held.id, REASON)
    (told,) = await comity.inbox.listed(registrar())
    assert told.id == held.id
    assert await comity.inbox.held(supervisor(XAR)) == []
    with pytest.raises(NoSuchMessage):
        await comity.inbox.release(supervisor(XAR), held.id, REASON)
    acts = [one.head.act for one in entries(database, comity).values()]
    assert Act.RELEASE in acts


async def test_HIT_12_nobody_else_releases_and_none_without_a_reason(comity) -> None:
    await document(comity)
    await check(comity, reader(), protected=True)
    (held,) = await comity.inbox.held(supervisor(XAR))
    for who in (supervisor(XBM), supervisor(XCS)):
        with pytest.raises(NoSuchMessage):
            await comity.inbox.release(who, held.id, REASON)
    with pytest.raises(Refused):
        await comity.inbox.release(reader(), held.id, REASON)
    with pytest.raises(Invalid):
        await comity.inbox.release(supervisor(XAR), held.id, "  because   ")
    assert await comity.inbox.listed(registrar()) == []


async def test_HIT_12_a_protected_check_leaves_the_answer_as_it_is(comity) -> None:
    await document(comity)
    open_one, held = await check(comity, reader()), await check(comity, reader(), protected=True)
    assert open_one.answers == held.answers
