"""Only *this person* tells the owner of a candidate, and only who asked may say it (HIT-06)."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from comity.access.model import Role, UnitKind
from comity.audit import Act, EntryId
from comity.engines.clock import FixedClock
from comity.kernel.errors import Absent, Invalid, Refused
from comity.registers.deciding import block, restrict
from comity.search.model import Result
from comity.search.person_answers import PersonAnswers
from comity.search.persons.model import PersonAsked, Says
from comity.statistics import adding
from tests.checking import XAR, XBM, XCS, entries, registrar, rows
from tests.search.linked import EVERY
from tests.search.persons.people import PERSONS, ask, asking, hits, person

pytestmark = pytest.mark.anyio
FAINT = PersonAsked("Yusuf Khattari")
SYSTEM = replace(asking(), officer=0, officer_name="A-77", system=5)


def named(result: Result) -> tuple[EntryId, str]:
    stream, number = result.check.split("-")
    return EntryId(int(stream), int(number)), hits(result)[0].person.mark


def told(database) -> list[tuple[object, ...]]:
    return rows(database, "select owner, record, grade, protected, purpose from hits.inbox order by owner")


def newest(database, comity, act: Act):
    return max((one for one in entries(database, comity).values() if one.head.act is act), key=lambda one: one.at_us)


async def candidate(comity, who=None, *, protected: bool = False) -> tuple[UUID, Result]:
    record = await person(comity)
    result = await ask(comity, who or asking(), FAINT, protected=protected)
    assert not hits(result)[0].positive
    return record, result


async def test_HIT_06_this_person_tells_the_owner_once(comity, database) -> None:
    record, result = await candidate(comity)
    for _ in range(2):
        assert await comity.person_answers.answer(asking(), *named(result), Says.THIS_PERSON) is False
    assert told(database) == [(XBM, record, hits(result)[0].person.grade.value, False, 1)]
    assert len(rows(database, "select 1 from audit.sighting")) == 1  # of the showing
    note = newest(database, comity, Act.PERSON_ANSWER)
    assert (note.head.outcome, note.head.rule, note.head.shown) == (1, "HIT-06", (record.bytes,))
    assert note.head.detail == f"person of {result.check}, {hits(result)[0].person.grade}: this_person"


async def test_HIT_06_not_this_person_tells_nobody_and_is_an_entry(comity, database) -> None:
    _, result = await candidate(comity)
    await comity.person_answers.answer(asking(), *named(result), Says.NOT_THIS_PERSON)
    assert told(database) == []
    assert newest(database, comity, Act.PERSON_ANSWER).head.detail.endswith(": not_this_person")


async def test_HIT_12_a_protected_answer_waits_for_its_release(comity, database) -> None:
    record, result = await candidate(comity, protected=True)
    assert await comity.person_answers.answer(asking(), *named(result), Says.THIS_PERSON) is True
    assert [(one[1], one[3]) for one in told(database)] == [(record, True)]
    assert rows(database, "select 1 from audit.sighting") == []


@pytest.mark.parametrize(
    "other",
    [asking(officer=1002), asking(XCS), SYSTEM, replace(asking(), bureau=11)],
    ids=["another officer", "another country", "a system", "another bureau"],
)
async def test_nobody_answers_for_another(comity, database, other) -> None:
    _, result = await candidate(comity)
    with pytest.raises(Absent):
        await comity.person_answers.answer(other, *named(result), Says.THIS_PERSON)
    assert told(database) == []
    assert newest(database, comity, Act.PERSON_ANSWER).head.outcome == 0


async def test_a_system_answers_for_its_officer_whose_name_is_sealed(comity, database) -> None:
    _, result = await candidate(comity, SYSTEM)
    await comity.person_answers.answer(SYSTEM, *named(result), Says.THIS_PERSON)
    assert len(told(database)) == 1
    note = newest(database, comity, Act.PERSON_ANSWER)
    assert (note.question, b"A-77" in repr(note.head).encode()) == (b"Answered by officer A-77.", False)


async def test_an_answer_is_taken_for_a_day(comity) -> None:
    _, result = await candidate(comity)
    late = FixedClock(comity.clock.now() + timedelta(hours=24, minutes=1))
    answers = PersonAnswers(replace(comity.means, clock=late), comity.person_answers.tell)
    with pytest.raises(Absent):
        await answers.answer(asking(), *named(result), Says.THIS_PERSON)


async def test_a_mark_of_another_check_or_a_changed_one_is_none(comity, database) -> None:
    _, result = await candidate(comity)
    second = await ask(comity, asking(), FAINT)
    check, mark = named(result)
    plain = bytearray(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    plain[-1] ^= 1
    changed = base64.urlsafe_b64encode(bytes(plain)).rstrip(b"=").decode()
    for wrong_check, wrong in ((named(second)[0], mark), (check, changed), (check, "A"), (check, ""), (check, "é" * 40)):
        with pytest.raises(Absent):
            await comity.person_answers.answer(asking(), wrong_check, wrong, Says.THIS_PERSON)
    assert told(database) == []


@pytest.mark.parametrize("how", ["blocked", "restricted"])
async def test_OWN_04_what_was_hidden_since_cannot_be_told_of(comity, database, how: str) -> None:
    record, result = await candidate(comity)
    mine = replace(registrar(XBM), registers=EVERY)
    if how == "blocked":
        await block(comity.records, mine, PERSONS, record, "Its facts are in doubt.")
    else:
        await restrict(comity.records, mine, PERSONS, record, (XAR,))
    with pytest.raises(Absent):
        await comity.person_answers.answer(asking(), *named(result), Says.THIS_PERSON)
    assert told(database) == []


async def test_who_may_not_ask_may_not_answer(comity) -> None:
    _, result = await candidate(comity)
    with pytest.raises(Refused):
        await comity.person_answers.answer(replace(asking(), roles=frozenset({Role.AUDITOR})), *named(result), Says.THIS_PERSON)


# ------------------------------------------------------------------------------------------------------------------- bare names
async def add_up(database) -> None:
    """As the worker does."""
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        while await adding.add_checks(work):
            pass


async def test_SUP_03_searches_by_name_alone_are_counted_for_the_supervisor(comity, database) -> None:
    await add_up(database)
    with psycopg.connect(database.superuser) as connection:
        connection.execute("truncate statistics.bare_name")
    for _ in range(3):
        await ask(comity, asking(), PersonAsked("Olena Kovalenko"))
    await ask(comity, asking(), PersonAsked("Olena Kovalenko", "1990"))
    await ask(comity, SYSTEM, PersonAsked("Olena Kovalenko"))
    await ask(comity, asking(XCS), PersonAsked("Olena Kovalenko"))
    await add_up(database)
    supervisor = replace(asking(), roles=frozenset({Role.SUPERVISOR}), unit_kind=UnitKind.DESK)
    today = comity.clock.now().date()
    found = await comity.bare_names.listed(supervisor, today, today)
    assert {(one.unit, one.officer, one.system): one.count for one in found} == {(100, 1001, 0): 3, (100, 0, 5): 1}
    with pytest.raises(Refused):
        await comity.bare_names.listed(asking(), today, today)
    for since in (today + timedelta(days=1), today - timedelta(days=400)):
        with pytest.raises(Invalid):
            await comity.bare_names.listed(supervisor, since, today)
