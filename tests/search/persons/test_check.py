"""A person asked about: who is found, who is told, who sees nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from comity.access.model import AuthorityKind, Role
from comity.audit import Act
from comity.audit.model import LOOK_ALIKE
from comity.audit.reading import Looked, Period
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade, Outcome
from comity.registers.deciding import block, restrict, withdraw
from comity.registers.record import Entered
from comity.search.model import Identifier, Query
from comity.search.persons.candidates import BUILDING
from comity.search.persons.model import PersonAsked, PersonOutcome, PersonSetting
from tests.checking import XAR, XBM, entries, reader, registrar, rows
from tests.search.linked import EVERY
from tests.search.persons.people import ASKED, HEADER, PERSONS, ask, asking, hits, person

pytestmark = pytest.mark.anyio
NAME = PersonAsked("Yusuf al-Khattari")
FAINT = PersonAsked("Yusuf Khattari")


def told(database) -> list[tuple[object, ...]]:
    return rows(database, "select owner, grade, discreet, protected from hits.inbox order by owner")


def looked(database) -> list[tuple[object, ...]]:
    return rows(database, "select owner, outcome from audit.sighting order by owner, outcome")


async def test_a_person_is_found_in_another_script_with_reasons_that_add_up(comity) -> None:
    record = await person(comity)
    result = await ask(comity, asked=PersonAsked("Юсуф аль-Хаттари", "1984-03-12", "Castara"))
    (hit,) = hits(result)
    assert (hit.record, hit.register, hit.person.rank) == (str(record), "persons", 1)
    assert hit.person.likeness > 0.8
    odds = sum(one.log_odds for one in hit.person.evidence)
    assert hit.person.probability == pytest.approx(1 / (1 + 2.718281828**-odds), abs=1e-6)
    assert {one.name for one in hit.person.evidence} >= {"prior", "part", "birth", "nationality"}
    assert any(side.asked and side.held for side in hit.person.sides)
    assert result.person.outcome in (PersonOutcome.POSITIVE, PersonOutcome.CANDIDATES)
    assert result.person.words[0].text == "юсуф"


async def test_HIT_06_above_the_alarm_the_owner_is_told_and_below_it_nobody(comity, database) -> None:
    await person(comity)
    sure = await ask(comity)
    assert sure.person.outcome is PersonOutcome.POSITIVE
    assert hits(sure)[0].positive
    assert told(database) == [(XBM, "likely", False, False)]
    faint = await ask(comity, asked=FAINT)
    assert faint.person.outcome is PersonOutcome.CANDIDATES
    assert not hits(faint)[0].positive
    assert len(told(database)) == 1
    assert entries(database, comity)[sure.check].head.outcome == Outcome.HIT
    assert entries(database, comity)[faint.check].head.outcome == LOOK_ALIKE


async def test_OWN_07_the_owner_sees_that_a_candidate_was_shown_but_not_to_a_protected_check(comity, database) -> None:
    await person(comity)
    await ask(comity, asked=FAINT)
    assert [outcome for _, outcome in looked(database)] == [5]
    before = looked(database)
    await ask(comity, asked=FAINT, protected=True)
    await ask(comity, protected=True)
    assert looked(database) == before
    assert told(database) == [(XBM, "likely", False, True)]


async def test_HIT_06_of_a_candidate_an_owner_reads_the_day_alone_and_only_when_it_is_over(comity, database) -> None:
    record = await person(comity)
    await ask(comity, asked=FAINT)
    midnight = comity.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert rows(database, "select record, at, unit_kind, outcome from audit.sighting") == [(record, midnight, 0, 5)]
    auditor = replace(asking(XBM), roles=frozenset({Role.AUDITOR}))
    period = Period(midnight - timedelta(days=3), midnight + timedelta(days=1))
    assert await comity.oversight.sightings(auditor, period, Looked()) == ([], None)
    columns = "owner, record, register, {at}, bureau, unit_kind, purpose, outcome, stream, number"
    yesterday = columns.format(at="at - interval '1 day'")
    rows(database, f"insert into audit.sighting ({columns.format(at='at')}) select {yesterday} from audit.sighting returning 1")
    (one,), _ = await comity.oversight.sightings(auditor, period, Looked())
    assert (one.record, one.unit_kind) == (record, 0)


async def test_HIT_12_of_a_refugee_no_owner_learns_before_a_release(comity, database) -> None:
    await person(comity)
    sure = await ask(comity, asked=structs.replace(ASKED, nationality="XXB", document="X0412207", issuer="XCS"))
    assert hits(sure)[0].positive
    assert told(database) == [(XBM, "exact", False, True)]
    assert looked(database) == []
    faint = await ask(comity, asked=structs.replace(FAINT, nationality="XXB", born="1984"))
    assert hits(faint)
    assert looked(database) == []


async def test_one_entry_a_check_and_the_question_is_sealed_in_it(comity, database) -> None:
    record = await person(comity)
    before = len(entries(database, comity))
    result = await ask(comity, asking(), ASKED, Identifier("document", "ZZ1"))
    kept = entries(database, comity)
    assert len(kept) == before + 1
    entry = kept[result.check]
    assert b"al-Khattari" in entry.question
    assert "Khattari" not in repr(entry.head)
    assert entry.head.detail == "a person"
    assert [UUID(bytes=one) for one in entry.head.shown] == [record]
    bare = await ask(comity, asked=NAME)
    assert entries(database, comity)[bare.check].head.detail == "a person, by name alone"


async def test_a_record_met_by_number_and_by_person_is_one_hit(comity, database) -> None:
    await person(comity)
    result = await ask(comity, asking(), FAINT, Identifier("document", "X0412207", "XCS"))
    (hit,) = hits(result)
    assert (hit.grade, hit.positive) == (Grade.EXACT, True)
    assert sum(len(answer.hits) for answer in result.answers if answer.register == "persons") == 1
    assert told(database) == [(XBM, "exact", False, False)]
    result = await ask(comity, asked=structs.replace(FAINT, document="X0412207", issuer="Castara"))
    assert (hits(result)[0].grade, result.person.outcome) == (Grade.EXACT, PersonOutcome.POSITIVE)


async def test_HIT_11_a_discreet_record_is_seen_by_nobody_and_tells_its_owner(comity, database) -> None:
    none = await ask(comity)
    await person(comity, header=replace(HEADER, discreet=True))
    some = await ask(comity)
    assert (some.answers, some.person, some.notes) == (none.answers, none.person, none.notes)
    assert some.person.outcome is PersonOutcome.NO_HIT
    assert entries(database, comity)[some.check].head.outcome == entries(database, comity)[none.check].head.outcome
    assert entries(database, comity)[some.check].head.shown == ()
    assert told(database) == [(XBM, "likely", True, False)]
    await ask(comity, asked=FAINT)
    assert len(told(database)) == 1  # nobody can answer for a candidate that nobody sees


async def test_HIT_12_a_protected_check_tells_no_owner_of_a_discreet_record(comity, database) -> None:
    await person(comity, header=replace(HEADER, discreet=True))
    await ask(comity, protected=True)
    assert (told(database), looked(database)) == ([], [])


@pytest.mark.parametrize("how", ["restricted", "blocked", "withdrawn", "other purpose", "above clearance"])
async def test_OWN_04_what_the_asker_may_not_see_leaves_no_trace(comity, database, how: str) -> None:
    header = {
        "other purpose": Entered(("missing",), "Act 1, article 1", "authority"),
        "above clearance": replace(HEADER, level="confidential"),
    }.get(how, HEADER)
    none = await ask(comity)
    record = await person(comity, header=header)
    mine = replace(registrar(XBM), registers=EVERY)
    if how == "restricted":
        await restrict(comity.records, mine, PERSONS, record, (XAR,))
    if how == "blocked":
        await block(comity.records, mine, PERSONS, record, "Its facts are in doubt.")
    if how == "withdrawn":
        await withdraw(comity.records, mine, PERSONS, record, "Found and returned.")
    some = await ask(comity)
    assert (some.answers, some.person) == (none.answers, none.person)
    assert (told(database), looked(database)) == ([], [])


async def test_REC_06_a_witness_is_hidden_from_the_wanted_and_shown_gently_elsewhere(comity) -> None:
    header = Entered(("whereabouts",), "Act 1, article 1", "authority")
    await person(comity, header=header, status="witness", request="hear", offences__1__offence="")
    assert hits(await ask(comity)) == []
    (hit,) = hits(await ask(comity, asking(purpose=Purpose.WHEREABOUTS)))
    assert hit.first_step[0] == "A victim or a witness: nothing is done against this person."


async def test_HIT_16_an_index_that_is_behind_is_no_answer_and_never_no_hit(comity) -> None:
    index = comity.checks.people._candidates
    index.why = BUILDING
    try:
        result = await ask(comity, asking(), NAME, Identifier("document", "ZZ1"))
    finally:
        index.why = ""
    by_register = {answer.register: answer for answer in result.answers}
    assert (by_register["persons"].outcome, by_register["persons"].why) == (Outcome.NO_ANSWER, BUILDING)
    assert by_register["travel_documents"].outcome is Outcome.NO_HIT
    assert (result.outcome, result.person.outcome, result.person.why) == (Outcome.NO_ANSWER, PersonOutcome.NO_ANSWER, BUILDING)


async def test_twenty_are_shown_and_more_is_said(comity) -> None:
    for place in range(22):
        await person(comity, case_reference=f"CASE-{place}", documents__1__number="", documents__1__issuer="")
    result = await ask(comity)
    assert [hit.person.rank for hit in hits(result)] == list(range(1, 21))
    assert result.person.more


async def test_the_likeliest_comes_first(comity) -> None:
    await person(comity, case_reference="A", births__1__date="1961")
    await person(comity, case_reference="B")
    await person(comity, case_reference="C", births__1__date="1984")
    found = hits(await ask(comity))
    assert [hit.facts["births.1.date"] for hit in found][:2] == ["1984-03-12", "1984"]
    assert [hit.person.probability for hit in found] == sorted((hit.person.probability for hit in found), reverse=True)


async def test_PUR_07_trends_are_refused_and_the_refusal_is_an_entry(comity, database) -> None:
    analyst = replace(asking(purpose=Purpose.TRENDS), roles=frozenset({Role.ANALYST}))
    with pytest.raises(Refused) as refused:
        await ask(comity, analyst)
    assert refused.value.rule == "PUR-07"
    assert max(entries(database, comity).values(), key=lambda one: one.at_us).head.act is Act.REFUSAL


async def test_every_fault_of_identifiers_and_person_is_told_at_once(comity) -> None:
    with pytest.raises(Invalid) as wrong:
        await ask(comity, asking(), PersonAsked("", "1984-13"), Identifier("vin", "!"))
    assert {fault.field for fault in wrong.value.faults} == {"identifiers.0.value", "person.name", "person.born"}
    with pytest.raises(Invalid) as wrong:
        await ask(comity, asking(), NAME, registers=(8,))
    assert [fault.field for fault in wrong.value.faults] == ["registers"]
    with pytest.raises(Refused):
        await ask(comity, replace(asking(), registers=frozenset({3, 8})))


async def test_a_batch_with_persons_needs_a_purpose_for_whole_lists(comity) -> None:
    queries = [Query(asking(), (), person=NAME)]
    with pytest.raises(Refused):
        [chunk async for chunk in comity.checks.ask_batch(asking(), queries)]
    border = replace(reader(), registers=EVERY)
    record = await person(comity)
    asked = [
        Query(border, (), person=ASKED),
        Query(border, (Identifier("document", "ZZ1"),)),
        Query(border, (), person=PersonAsked("Olena Kovalenko")),
    ]
    found = [result async for chunk in comity.checks.ask_batch(border, asked) for result in chunk]
    assert [[hit.record for hit in hits(result)] for result in found] == [[str(record)], [], []]


async def test_settings_of_the_purpose_decide(comity, database) -> None:
    await person(comity)
    secretary = replace(asking(9), kind=AuthorityKind.SECRETARIAT, roles=frozenset({Role.SUPERVISOR}))
    await comity.person_settings.change(
        secretary, Purpose.WANTED, PersonSetting(1e-9, 0.9, 0.9, 0.999999, lists=True), "To see that it counts."
    )
    result = await ask(comity, asked=FAINT)
    assert (hits(result), result.person.outcome) == ([], PersonOutcome.NO_HIT)
    (shown,) = [one for one in await comity.person_settings.listed(secretary) if one.purpose is Purpose.WANTED]
    assert (shown.setting.alarm, shown.reason) == (0.999999, "To see that it counts.")
    entry = max((one for one in entries(database, comity).values() if one.head.act is Act.SETTING), key=lambda one: one.at_us)
    assert "persons, wanted: " in entry.head.detail
    assert entry.question == b"To see that it counts."
    for other in (asking(), replace(asking(), roles=frozenset({Role.SUPERVISOR}))):
        with pytest.raises(Refused):
            await comity.person_settings.change(other, Purpose.WANTED, shown.setting, "To see that it counts.")


async def test_many_searches_at_once_are_each_answered(comity) -> None:
    await person(comity)
    results = await asyncio.gather(*(ask(comity, asked=PersonAsked("Yusuf al-Khattari", f"{1970 + place}")) for place in range(20)))
    assert len({result.check for result in results}) == 20
    assert all(hits(result) or result.person.outcome is PersonOutcome.NO_HIT for result in results)


async def test_the_owners_own_record_tells_nobody(comity, database) -> None:
    await person(comity)
    assert hits(await ask(comity, asking(XBM)))
    assert (told(database), looked(database)) == ([], [])
