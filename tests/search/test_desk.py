"""One check over the real database: what is found, what stays hidden, what is kept of it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import msgspec
import psycopg
import pytest

from comity.access.model import AuthorityKind
from comity.audit import Act
from comity.edges.api.wire import check_out
from comity.kernel.check_digits import zone_digit
from comity.kernel.errors import Refused
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade, Outcome
from comity.registers.deciding import block, order_block, release, restrict, unblock, withdraw
from comity.search.model import Identifier, Result
from tests.checking import (
    DOCUMENTS,
    NUMBER,
    SECRETARIAT,
    TRIBUNAL,
    VIN,
    XAR,
    XBM,
    XCS,
    asked,
    build_filters,
    check,
    document,
    entries,
    reader,
    registrar,
    rows,
    supervisor,
    vehicle,
)

pytestmark = pytest.mark.anyio


def answer(result: Result) -> bytes:
    """The bytes that leave, without entry and time."""
    return msgspec.json.encode(msgspec.structs.replace(check_out(result), check="", at=""))


async def nothing(comity, who=None, *identifiers: Identifier) -> bytes:
    """The answer to the same question where no record can be: under a number that nobody has recorded."""
    return answer(await check(comity, who or reader(), *(identifiers or (asked("Z9999999"),))))


def only(result: Result):
    (found,) = result.answers
    (hit,) = found.hits
    return hit


# ------------------------------------------------------------------------------------------------------------------------ found
async def test_an_exact_hit_says_all_that_an_officer_needs(comity) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked())
    hit = only(result)
    assert result.outcome is Outcome.HIT
    assert (hit.grade, hit.owner, hit.record, hit.level) == (Grade.EXACT, "XBM", str(record.id), 0)
    assert hit.facts["number"] == NUMBER


async def test_HIT_06_a_look_alike_is_graded_confusable_with_the_places(comity) -> None:
    await document(comity)
    hit = only(await check(comity, reader(), asked("CO1I8832")))
    assert hit.grade is Grade.CONFUSABLE
    assert hit.sentence[1] == {"differences": "O / 0 (2), I / 1 (4)"}


async def test_HIT_03_a_hit_is_to_be_confirmed_and_moves_nobody_against_anybody(comity) -> None:
    await document(comity)
    await vehicle(comity)
    both = await check(comity, reader(), asked(), asked(VIN, "", "vin"))
    for found in both.answers:
        (hit,) = found.hits
        assert "confirm" in hit.confirm[0]
        told = " ".join([*hit.first_step, hit.confirm[0], hit.sentence[0]]).lower()
        assert not any(word in told for word in ("arrest", "detain", "seize", "apprehend", "handcuff"))


async def test_PUR_06_an_answer_holds_the_fields_of_the_first_line_alone(comity) -> None:
    await document(comity, theft_place="Night train", report_reference="R-17", national_reference="N-3")
    hit = only(await check(comity, reader(), asked()))
    assert {"theft_place", "report_reference", "national_reference"}.isdisjoint(hit.facts)
    assert set(hit.facts) <= {field.name for field in DOCUMENTS.fields if field.first_line}


async def test_a_number_without_country_is_found_under_every_code_and_the_answer_names_it(comity) -> None:
    await document(comity)
    hit = only(await check(comity, reader(), asked(NUMBER, "")))
    assert hit.sentence[1] == {"country": "XBM"}


async def test_the_same_number_of_two_issuers_is_two_hits(comity) -> None:
    await document(comity, XBM)
    await document(comity, XCS)
    result = await check(comity, reader(), asked(NUMBER, ""))
    assert {hit.owner for hit in result.answers[0].hits} == {"XBM", "XCS"}
    assert {hit.owner for hit in (await check(comity, reader(), asked())).answers[0].hits} == {"XBM"}


def zone(number: str) -> str:
    """A passport's zone of Belmora with right check digits."""
    number = number.ljust(9, "<")
    line = f"{number}{zone_digit(number)}XBM8001014F3001019<<<<<<<<<<<<<<0"
    whole = line[0:10] + line[13:20] + line[21:43]
    return "P<XBMORSK<<LENA".ljust(44, "<") + "\n" + line + zone_digit(whole)


async def test_a_vouched_zone_meets_the_exact_number_only(comity) -> None:
    await document(comity)
    right = await check(comity, reader(), Identifier("mrz", zone(NUMBER)))
    assert only(right).grade is Grade.EXACT
    other = await check(comity, reader(), Identifier("mrz", zone("CO118832")))
    assert other.outcome is Outcome.NO_HIT


async def test_a_vehicle_is_one_hit_by_number_plate_and_last_eight(comity) -> None:
    await vehicle(comity, warnings=("armed",))
    everything = (asked(VIN, "", "vin"), asked("AB123CD", "XBM", "plate"), asked(VIN[-8:], "", "last8"))
    hit = only(await check(comity, reader(), *everything))
    assert (hit.grade, hit.warnings) == (Grade.EXACT, ("armed",))


async def test_two_registers_answer_each_for_itself(comity) -> None:
    await vehicle(comity)
    result = await check(comity, reader(), asked(), asked(VIN, "", "vin"))
    assert {found.register: found.outcome for found in result.answers} == {
        "travel_documents": Outcome.NO_HIT,
        "vehicles": Outcome.HIT,
    }


# ----------------------------------------------------------------------------------------------------------------------- hidden
async def hidden_by_restriction(comity) -> None:
    record = await document(comity)
    await restrict(comity.records, registrar(), DOCUMENTS, record.id, [XAR])


async def hidden_by_block(comity) -> None:
    record = await document(comity)
    await block(comity.records, supervisor(), DOCUMENTS, record.id, "examined")


async def hidden_by_order(comity) -> None:
    record = await document(comity)
    legal = replace(supervisor(SECRETARIAT), kind=AuthorityKind.SECRETARIAT)
    await order_block(comity.records, legal, DOCUMENTS, record.id, "examined")


async def hidden_while_waiting(comity) -> None:
    told = {"legal_basis": "Act, 7", "authority": "Office", "decision_date": "2026-09-01", "holder_told": "told"}
    await document(comity, reason="revoked", **told)


async def hidden_once_withdrawn(comity) -> None:
    record = await document(comity)
    await withdraw(comity.records, registrar(), DOCUMENTS, record.id, "found again")


async def hidden_by_purpose(comity) -> None:
    await document(comity, purposes=("whereabouts",))


async def hidden_by_level(comity) -> None:
    await document(comity, level="confidential")


async def hidden_as_discreet(comity) -> None:
    record = await document(comity, discreet=True)
    await release(comity.records, supervisor(), DOCUMENTS, record.id)


HIDDEN = {
    "OWN_04_restricted": (hidden_by_restriction, reader()),
    "BLK_01_blocked": (hidden_by_block, reader()),
    "BLK_02_ordered": (hidden_by_order, reader()),
    "waiting": (hidden_while_waiting, reader()),
    "withdrawn": (hidden_once_withdrawn, reader()),
    "other purpose": (hidden_by_purpose, reader(purpose=Purpose.WARNING)),
    "higher level": (hidden_by_level, reader()),
    "discreet": (hidden_as_discreet, reader()),
}


@pytest.mark.parametrize(("hide", "who"), HIDDEN.values(), ids=HIDDEN)
async def test_what_is_hidden_gives_the_bytes_of_no_record(comity, database, hide, who) -> None:
    await hide(comity)
    for question in (asked(), asked("CO118832"), asked(NUMBER, "")):
        result = await check(comity, who, question)
        assert answer(result) == await nothing(comity, who)
        kept = entries(database, comity)[result.check].head
        assert (kept.outcome, kept.shown) == (Outcome.NO_HIT, ())


async def test_OWN_04_a_hidden_record_beside_a_visible_one_changes_no_byte(comity) -> None:
    """Two owners have the same document number; one of them hides its own from the asker."""
    await document(comity, XBM)
    alone = answer(await check(comity, reader(), asked(NUMBER, "")))
    hidden = await document(comity, XCS)
    await restrict(comity.records, registrar(XCS), DOCUMENTS, hidden.id, [XAR])
    assert answer(await check(comity, reader(), asked(NUMBER, ""))) == alone


async def test_a_kind_of_entity_is_kept_out_and_countries_are_not(comity) -> None:
    record = await document(comity)
    await restrict(comity.records, registrar(), DOCUMENTS, record.id, [], [AuthorityKind.ENTITY])
    tribunal = reader(TRIBUNAL, kind=AuthorityKind.ENTITY)
    assert answer(await check(comity, tribunal, asked())) == await nothing(comity, tribunal)
    assert (await check(comity, reader(), asked())).outcome is Outcome.HIT


async def test_BLK_01_a_block_holds_at_once_and_ends_at_once(comity) -> None:
    record = await document(comity)
    assert (await check(comity, reader())).outcome is Outcome.HIT
    await block(comity.records, supervisor(), DOCUMENTS, record.id, "examined")
    assert (await check(comity, reader())).outcome is Outcome.NO_HIT
    await unblock(comity.records, supervisor(), DOCUMENTS, record.id)
    assert (await check(comity, reader())).outcome is Outcome.HIT


async def test_clearance_and_purpose_open_what_they_open(comity) -> None:
    await document(comity, level="confidential")
    assert (await check(comity, reader(clearance=Level.CONFIDENTIAL))).outcome is Outcome.HIT
    assert (await check(comity, reader())).outcome is Outcome.NO_HIT


# ------------------------------------------------------------------------------------------------------------------------- kept
async def test_the_entry_is_there_with_its_question_and_its_traces(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader(), asked(), asked(VIN, "", "vin"))
    kept = entries(database, comity)[result.check]
    assert kept.authority == XAR
    assert (kept.head.act, kept.head.purpose, kept.head.registers) == (Act.CHECK, Purpose.BORDER, (3, 8))
    assert (kept.head.outcome, kept.head.shown) == (Outcome.HIT, (record.id.bytes,))
    assert msgspec.msgpack.decode(kept.question)[0] == [["document", NUMBER, "XBM"], ["vin", VIN, ""]]
    assert len(kept.probes) == 2


async def test_all_spellings_of_a_number_leave_one_trace(comity, database) -> None:
    names = [(await check(comity, reader(), one)).check for one in (asked(), asked("co 118832"), asked(NUMBER, ""), asked("C0118833"))]
    kept = entries(database, comity)
    assert kept[names[0]].probes == kept[names[1]].probes == kept[names[2]].probes != kept[names[3]].probes


async def test_OWN_07_the_owner_sees_bureau_place_purpose_and_time_of_a_reading(comity, database) -> None:
    record = await document(comity)
    result = await check(comity, reader())
    stream, number = result.check.split("-")
    columns = "owner, record, register, bureau, unit_kind, purpose, outcome, stream, number"
    seen = rows(database, f"select {columns} from audit.sighting")
    assert seen == [(XBM, record.id, 3, XAR * 10, int(reader().unit_kind), int(Purpose.BORDER), 1, int(stream), int(number))]
    named = rows(database, "select column_name from information_schema.columns where table_name in ('sighting', 'inbox')")
    assert ("officer",) not in named


async def test_own_records_are_met_without_telling_oneself(comity, database) -> None:
    await document(comity)
    result = await check(comity, reader(XBM))
    assert result.outcome is Outcome.HIT
    assert rows(database, "select from audit.sighting") == rows(database, "select from hits.inbox") == []


async def test_an_own_discreet_record_is_seen_by_its_owner(comity, database) -> None:
    await hidden_as_discreet(comity)
    assert (await check(comity, reader(XBM))).outcome is Outcome.HIT
    assert rows(database, "select from hits.inbox") == []


async def test_a_refused_check_is_an_entry_with_its_rule(comity, database) -> None:
    closed = reader(purpose=Purpose.TRENDS)
    with pytest.raises(Refused) as refusal:
        await check(comity, closed)
    kept = max(entries(database, comity).values(), key=lambda one: one.at_us).head
    assert (kept.act, kept.rule) == (Act.REFUSAL, refusal.value.rule)


# ------------------------------------------------------------------------------------------------------------------------- cost
async def statements(comity, monkeypatch, number: str) -> list[str]:
    """What one check sends to the database on the commit's own connection, every number made one."""
    sent: list[str] = []
    real = psycopg.AsyncConnection.execute
    commit = comity.checks.commit

    async def execute(self, query, parameters=None, **more):
        if self is commit._connection:  # the memo of tokens asks on its own, when it is due
            text = query.decode() if isinstance(query, bytes) else str(query)
            sent.append(re.sub(r"-?\d+", "#", re.sub(r"[0-9a-f]{32}", "RECORD", text)))
        return await real(self, query, parameters, **more)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.AsyncConnection, "execute", execute)
        await check(comity, reader(), asked(number))
    return sent


@pytest.mark.parametrize("hide", [hidden_by_restriction, hidden_as_discreet, hidden_by_level, hidden_by_block])
@pytest.mark.parametrize("filtered", [False, True], ids=["all maybe", "filter in force"])
async def test_OWN_04_a_hidden_record_makes_the_same_statements_as_no_record(comity, database, monkeypatch, hide, filtered) -> None:
    """HIT-11 as well: what tells an owner in silence is sent with no rows all the same."""
    await hide(comity)
    if filtered:
        path = await build_filters(database, comity)
        async with asyncio.timeout(120):
            while comity.desk.filters.stats().path != path:  # noqa: ASYNC110 - the follower finds it by itself; audiences are read anew once
                await asyncio.sleep(0.05)
    await check(comity, reader())  # the first one learns what changed
    hidden = await statements(comity, monkeypatch, NUMBER)
    assert hidden == await statements(comity, monkeypatch, "Z9999999")
    assert sum(text == "COMMIT" for text in hidden) == 1


async def test_HIT_16_a_record_that_does_not_open_is_no_answer_to_its_asker_and_disturbs_nobody_else(comity, database) -> None:
    await document(comity)
    await document(comity, number="B7654321")
    with psycopg.connect(database.superuser) as connection:  # what a fault of the disk or a hand in the tables may do
        connection.execute("set session_replication_role = replica")
        spoilt = connection.execute("select record from registers.record_key order by record limit 1").fetchone()
        turned = "set_byte(wrapped, 40, 255 - get_byte(wrapped, 40))"
        connection.execute(f"update registers.record_key set wrapped = {turned} where record = %s", spoilt)
    results = [await check(comity, reader(), asked(number)) for number in (NUMBER, "B7654321", "Z9999999")]
    (bad,) = [one for one in results if one.outcome is Outcome.NO_ANSWER]
    assert "cannot be opened" in bad.answers[0].why
    assert sorted(one.outcome for one in results) == [Outcome.NO_HIT, Outcome.HIT, Outcome.NO_ANSWER]
    kept = {name: one.head.outcome for name, one in entries(database, comity).items()}
    assert kept[bad.check] == Outcome.NO_ANSWER


async def test_HIT_12_a_protected_check_of_a_discreet_record_tells_neither_side(comity, database) -> None:
    await hidden_as_discreet(comity)
    assert (await check(comity, reader(), protected=True)).outcome is Outcome.NO_HIT
    assert rows(database, "select from hits.inbox") == []  # a row that waits for release would tell the asking bureau what it must not see
