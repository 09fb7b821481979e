"""A name that is an organisation's: who is found, who is told, who sees nothing, and when none is looked for."""

from __future__ import annotations

import math
from dataclasses import replace

import psycopg
import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.audit.entry import EntryId
from comity.kernel.errors import Absent, Invalid
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade, Outcome
from comity.names.entities import assessment, keys, read_entity
from comity.names.entities.assessment import BodyFacts
from comity.registers.deciding import restrict
from comity.search.bodies import finding
from comity.search.bodies.finding import Bodies
from comity.search.bodies.rules import may_be_body, with_bodies
from comity.search.hits import BODY_STEPS
from comity.search.model import Identifier, Query
from comity.search.persons.model import PersonAsked, PersonOutcome, Says
from tests.checking import XAR, XBM, entries, registrar, rows
from tests.search.linked import EVERY
from tests.search.persons.bodies import HEADER, NOTICES, ORVALIS, body
from tests.search.persons.people import ask, asking, hits, person

pytestmark = pytest.mark.anyio
NAME = PersonAsked("Orvalis Tamirex Relief")
WHOLE = PersonAsked("Orvalis Tamirex Relief Foundation", nationality="Castara")


def told(database) -> list[tuple[object, ...]]:
    return rows(database, "select owner, grade, discreet, protected from hits.inbox order by owner")


async def shown(comity, asked: PersonAsked = NAME, who=None, *identifiers: Identifier, **more):
    return hits(await ask(comity, who, asked, *identifiers, **more))


async def test_an_organisation_is_found_by_its_name_with_reasons_that_add_up(comity, database) -> None:
    record = await body(comity)
    result = await ask(comity, asked=NAME)
    (hit,) = hits(result)
    assert (hit.record, hit.register, hit.grade) == (str(record), "notices", Grade.LIKELY)
    assert hit.person.organisation
    odds = sum(one.log_odds for one in hit.person.evidence)
    assert hit.person.probability == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-6)
    assert [one.name for one in hit.person.evidence][:2] == ["prior", "likeness"]
    assert [(side.asked, side.held) for side in hit.person.sides][:2] == [("orvalis", "orvalis"), ("tamirex", "tamirex")]
    assert "organisation" in hit.sentence[0]
    assert hit.first_step == BODY_STEPS
    assert not any("person" in step for step in hit.first_step)
    assert (result.person.outcome, result.person.bodies, result.outcome) == (PersonOutcome.CANDIDATES, True, Outcome.HIT)
    assert entries(database, comity)[result.check].head.detail == "a person, by name alone"  # counted as before
    assert [other.person.name for other in await shown(comity, PersonAsked("مؤسسة أورفاليس"))] == [ORVALIS["names.2.full"]]


async def test_a_listed_entity_of_the_united_nations_is_found(comity) -> None:
    listed = {"colour": "un", "un_list": "QDx", "listed_on": "2020-02-03", "method": "", "nationalities__1": ""}
    record = await body(comity, **listed)
    (hit,) = await shown(comity, PersonAsked("Orvalis Tamirex Relief Foundation"))
    assert (hit.record, hit.facts["colour"]) == (str(record), "un")


def test_the_name_of_common_words_alone_is_led_to_by_few_bits() -> None:
    for name in ("National Bank", "The State Fund", "Orvalis", "Islamic Relief of Spain"):
        read = read_entity(name)
        there = set(keys.held(read))
        led = sum(bits for text, bits in keys.asked(read) if text.encode() in there)
        assert led >= finding.least_bits(BodyFacts((read,))) > 0, name
    assert finding.least_bits(BodyFacts((read_entity("Orvalis Tamirex"),))) == finding.LEAST_BITS


async def test_a_country_raises_and_never_filters(comity) -> None:
    await body(comity)
    plain, same, other = [(await shown(comity, replace_nationality(code)))[0].person.probability for code in ("", "XCS", "XAR")]
    assert other < plain < same


def replace_nationality(code: str) -> PersonAsked:
    return PersonAsked(NAME.name, nationality=code)


async def test_a_country_said_apart_may_belong_to_the_name(comity) -> None:
    await body(comity, names__1__full="Orvalis Castara", names__2__full="", nationalities__1="")
    (hit,) = await shown(comity, PersonAsked("Orvalis", nationality="Castara"))
    assert hit.person.likeness == pytest.approx(1.0)


@pytest.mark.parametrize(
    "said",
    [{"born": "1984"}, {"sex": "male"}, {"birth_place": "Port Ander"}, {"document": "X0412207", "issuer": "XCS"}, {"nationality": "XXB"}],
)
async def test_none_is_looked_for_where_something_was_said_that_only_a_person_has(comity, monkeypatch, said: dict[str, str]) -> None:
    await body(comity)

    async def never(*_: object) -> None:
        raise AssertionError("a search for a person is to cost nothing more")

    monkeypatch.setattr(Bodies, "found", never)
    result = await ask(comity, asked=PersonAsked(NAME.name, **said))
    assert (hits(result), result.person.bodies) == ([], False)
    assert not may_be_body(NAME, [Identifier("mrz", "P<")])
    assert may_be_body(NAME, [Identifier("email", "post@orvalis.example")])


async def test_none_is_looked_for_in_a_list_of_passengers(comity) -> None:
    await body(comity)
    result = await comity.checks.ask(Query(asking(), (), person=NAME, bodies=False))
    assert (hits(result), result.person.bodies) == ([], False)


async def test_none_is_looked_for_where_no_register_asked_holds_any(comity) -> None:
    await body(comity)
    result = await ask(comity, asked=NAME, registers=(1,))
    assert (hits(result), result.person.bodies) == ([], False)
    assert with_bodies((1, 2, 19)) == (2,)


async def test_HIT_06_below_the_alarm_only_this_organisation_tells_the_owner_and_once(comity, database) -> None:
    await body(comity)
    result = await ask(comity, asked=NAME)
    (hit,) = hits(result)
    assert (hit.positive, told(database)) == (False, [])
    stream, _, number = result.check.partition("-")
    check = EntryId(int(stream), int(number))
    with pytest.raises(Invalid, match="organisation"):
        await comity.person_answers.answer(asking(), check, hit.person.mark, Says.THIS_PERSON)
    await comity.person_answers.answer(asking(), check, hit.person.mark, Says.NOT_THIS_ORGANISATION)
    assert told(database) == []
    for _ in range(2):
        await comity.person_answers.answer(asking(), check, hit.person.mark, Says.THIS_ORGANISATION)
    assert told(database) == [(XBM, "likely", False, False)]
    said = [one.head.detail for one in entries(database, comity).values() if one.head.act == Act.PERSON_ANSWER]
    assert said[0] == f"organisation of {result.check}, likely: not_this_organisation"
    with pytest.raises(Absent):
        await comity.person_answers.answer(asking(), EntryId(check.stream, check.number + 1), hit.person.mark, Says.THIS_ORGANISATION)


async def test_an_organisations_words_do_not_answer_a_person(comity) -> None:
    await person(comity)
    result = await ask(comity, asked=PersonAsked("Yusuf Khattari"))
    stream, _, number = result.check.partition("-")
    with pytest.raises(Invalid, match="person"):
        await comity.person_answers.answer(asking(), EntryId(int(stream), int(number)), hits(result)[0].person.mark, Says.THIS_ORGANISATION)


async def test_from_the_alarm_on_and_by_an_exact_address_the_owner_is_told(comity, database) -> None:
    await body(comity, names__1__full="Orvalis Tamirex Quindar Vesholm Brandelow", names__2__full="")
    asked = PersonAsked("Orvalis Tamirex Quindar Vesholm Brandelow", nationality="XCS")
    assert (await shown(comity, asked))[0].positive
    assert told(database) == [(XBM, "likely", False, False)]
    (hit,) = await shown(comity, PersonAsked("Orvalis"), None, Identifier("email", "post@orvalis.example"))
    assert (hit.grade, hit.positive, hit.person.organisation) == (Grade.EXACT, True, True)


async def test_HIT_12_of_a_protected_check_no_owner_is_told(comity, database) -> None:
    await body(comity)
    assert len(await shown(comity, NAME, protected=True)) == 1
    assert rows(database, "select count(*) from audit.sighting") == [(0,)]


async def test_persons_and_organisations_stand_in_one_order(comity) -> None:
    await body(comity)
    await person(comity, names__1__full="Orvalis Tamirex", names__2__full="")
    found = await shown(comity, PersonAsked("Orvalis Tamirex"))
    assert [one.person.rank for one in found] == [1, 2]
    assert {one.person.organisation for one in found} == {True, False}
    assert found[0].person.probability >= found[1].person.probability


async def test_OWN_04_REC_09_PUR_02_CLS_01_hidden_waiting_blocked_and_closed_bodies_are_not_found(comity, database) -> None:
    await body(comity, released=False)
    await body(comity, header=replace(HEADER, purposes=("intelligence",)))
    await body(comity, header=replace(HEADER, level="confidential"))
    blocked = await body(comity)
    with psycopg.connect(database.superuser) as connection:
        connection.execute("update registers.notices set state = 2, blocked_by = 1, version = version + 1 where id = %s", (blocked,))
    border = asking(purpose=Purpose.BORDER)
    assert (await shown(comity, NAME, border)) == []
    assert (await ask(comity, border, NAME)).person.outcome is PersonOutcome.NO_HIT
    record = await body(comity)
    assert len(await shown(comity, NAME, border)) == 1
    owner = replace(registrar(XBM), registers=EVERY, roles=frozenset({Role.REGISTRAR, Role.SUPERVISOR}))
    await restrict(comity.records, owner, NOTICES, record, (XAR,))
    assert (await shown(comity, NAME, border)) == []


async def test_HIT_11_discreet_bodies_are_weighed_in_silence_and_tell_their_owner_above_the_alarm_alone(comity, database) -> None:
    await body(comity, header=replace(HEADER, discreet=True), names__1__full="Orvalis Tamirex Quindar Vesholm Brandelow")
    result = await ask(comity, asked=NAME)
    assert (hits(result), result.person.outcome, told(database)) == ([], PersonOutcome.NO_HIT, [])
    result = await ask(comity, asked=PersonAsked("Orvalis Tamirex Quindar Vesholm Brandelow", nationality="XCS"))
    assert (hits(result), result.person.outcome) == ([], PersonOutcome.NO_HIT)
    assert told(database) == [(XBM, "likely", True, False)]


async def test_HIT_11_as_much_is_compared_whether_there_are_discreet_bodies_or_not(comity, monkeypatch) -> None:
    counted: list[int] = []
    real = assessment.assess_body

    def counting(*facts):
        counted[-1] += 1
        return real(*facts)

    monkeypatch.setattr(finding, "assess_body", counting)
    monkeypatch.setattr("comity.search.bodies.weighing.assess_body", counting)
    for _ in range(3):
        counted.append(0)
        await ask(comity, asked=NAME)
        await body(comity, header=replace(HEADER, discreet=True))
    assert len(set(counted)) == 1
    assert counted[0] > 0
