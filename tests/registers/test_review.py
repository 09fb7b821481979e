"""The review over the real database: two desks in two persons, none of the requesting country; what was decided is recognised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from comity.access.model import AuthorityKind, Reader, Role
from comity.audit import Act
from comity.audit.model import SIGHTED_READ
from comity.engines.store import Context, Mode
from comity.kernel.errors import Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.registers import deciding, entering, life_work, measures, reading, review
from comity.registers.catalogue import BY_NUMBER
from comity.registers.desk import NoSuchRecord
from comity.registers.holds import Route
from comity.registers.model import Review
from comity.registers.review import Ground, Outcome, Side, State
from tests.registers.conftest import DOCUMENT, HEADER, SECRETARIAT, VEHICLE, XAR, XBM, World, reader
from tests.registers.test_acts import seen
from tests.registers.test_life import acts, lived, rows, worker

pytestmark = pytest.mark.anyio
VEHICLES, DOCUMENTS = BY_NUMBER[8], BY_NUMBER[3]
FOUND = "The facts describe an ordinary theft; no element of article 3."
_OFFICERS = """
insert into access.bureau (number, authority, code, names) overriding system value values (90, 9, 'SEC', '{"en": "Secretariat"}');
insert into access.officer (number, bureau, login, name, roles, password, totp, nationalities, seconded_by, desk)
    overriding system value values
    (91, 90, 'l1', 'L', '{supervisor}', '-', '-', '{XCS}', null, 1), (92, 90, 'p1', 'P', '{supervisor}', '-', '-', '{XAR}', null, 2),
    (93, 90, 'l2', 'L', '{supervisor}', '-', '-', '{XBM,XAR}', null, 1), (94, 90, 'l3', 'L', '{supervisor}', '-', '-', '{XAR}', 2, 1),
    (95, 90, 'l4', 'L', '{supervisor}', '-', '-', '{}', null, 1), (96, 90, 'n1', 'N', '{supervisor}', '-', '-', '{XAR}', null, null),
    (97, 90, 'l5', 'L', '{supervisor}', '-', '-', '{XCS}', null, 1);
"""


@pytest.fixture
def officers(world: World, database: Any) -> None:
    del world
    with psycopg.connect(database.superuser) as connection:
        connection.execute(_OFFICERS)


@pytest.fixture
def persons() -> Iterator[None]:
    """Vehicles as a register whose every record is reviewed as persons are."""
    before = VEHICLES.reviewed
    object.__setattr__(VEHICLES, "reviewed", (Review("REV-01"),))
    yield
    object.__setattr__(VEHICLES, "reviewed", before)


@pytest.fixture
def for_the_missing() -> Iterator[None]:
    """Vehicles as a register that may be kept for missing persons."""
    before = VEHICLES.purposes
    object.__setattr__(VEHICLES, "purposes", (*before, Purpose.MISSING))
    yield
    object.__setattr__(VEHICLES, "purposes", before)


def of_secretariat(officer: int) -> Reader:
    return reader(SECRETARIAT, officer, Role.SUPERVISOR, kind=AuthorityKind.SECRETARIAT)


LEGAL, POLICE = of_secretariat(91), of_secretariat(92)


async def entered(world: World, **values: str) -> UUID:
    record, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE | values, HEADER)
    return record.id


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_02_two_desks_in_two_persons_release(world: World, database: Any) -> None:
    record = await entered(world)
    assert await seen(world, world.stranger, VEHICLE, register=8) == []
    with pytest.raises(Refused) as refused:
        await deciding.release(world.desk, world.supervisor, VEHICLES, record)
    assert refused.value.rule == "REV-01"
    (line,) = await review.queue(world.desk, LEGAL)
    assert (line.record, line.route, line.state, [one.code for one in line.findings]) == (
        record,
        Route.BOTH_DESKS,
        State.OPEN,
        ["register"],
    )
    assert (await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.RELEASE, reason=FOUND))[0] is State.OPEN
    assert (await review.sign(world.desk, of_secretariat(97), VEHICLES, record, Outcome.RELEASE, reason=FOUND))[
        0
    ] is State.OPEN  # same desk
    assert await seen(world, world.stranger, VEHICLE, register=8) == []
    state, event = await review.sign(world.desk, POLICE, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    assert (state, event.happened, event.by_another) == (State.RELEASED, "released", True)
    assert {one.id for one in await seen(world, world.stranger, VEHICLE, register=8)} == {record}
    assert await review.queue(world.desk, LEGAL) == ()
    assert [detail for rule, detail, _ in acts(database, Act.HOLD) if rule == "REV-02"] == [
        "release: open", "release: open", "release: released",
    ]  # fmt: skip
    assert FOUND[:20] not in str(rows(database, "select * from registers.signature"))


@pytest.mark.usefixtures("officers", "persons")
@pytest.mark.parametrize("officer", [93, 94, 95])
async def test_REV_02_a_national_of_the_requesting_country_one_seconded_by_it_or_one_unknown_sees_nothing(
    world: World, officer: int
) -> None:
    record = await entered(world)
    near = of_secretariat(officer)
    assert await review.queue(world.desk, near) == ()
    with pytest.raises(NoSuchRecord):
        await review.lent(world.desk, near, VEHICLES, record)
    with pytest.raises(NoSuchRecord):
        await review.sign(world.desk, near, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    async with world.desk.store.transaction(near.context(Mode.OWN)) as connection:
        with pytest.raises(psycopg.DatabaseError, match="REV-02"):  # the database says so by itself
            await connection.execute("select registers.sign('vehicles', %s, %s, 1::smallint, '', 'x', now())", (record, officer))
        await connection.rollback()


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_02_a_reviewer_without_a_desk_signs_nothing(world: World) -> None:
    record = await entered(world)
    with pytest.raises(Refused) as refused:
        await review.sign(world.desk, of_secretariat(96), VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    assert refused.value.rule == "REV-02"


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_02_nobody_of_a_bureau_reviews(world: World) -> None:
    record = await entered(world)
    for call in (review.lent(world.desk, world.supervisor, VEHICLES, record), review.queue(world.desk, world.supervisor)):
        with pytest.raises(Refused):
            await call


@pytest.mark.usefixtures("officers", "persons")
async def test_OWN_07_a_reviewer_reads_what_is_to_be_reviewed_and_its_owner_sees_that(world: World, database: Any) -> None:
    record = await entered(world)
    loan = await review.lent(world.desk, LEGAL, VEHICLES, record)
    assert (loan.record.id, loan.record.values["vin"], loan.waiting.signed) == (record, "1M8GDM9AXKP042788", ())
    assert rows(database, "select owner, bureau, outcome from audit.sighting") == [(XBM, 90, SIGHTED_READ)]
    await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    loan = await review.lent(world.desk, POLICE, VEHICLES, record)
    assert [(one.desk, one.outcome, one.reason) for one in loan.signatures] == [(Side.LEGAL, Outcome.RELEASE, FOUND)]
    await review.sign(world.desk, POLICE, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    with pytest.raises(NoSuchRecord):  # released: no longer his to read
        await review.lent(world.desk, LEGAL, VEHICLES, record)


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_05_outcomes_are_closed_and_a_refusal_has_its_ground_and_reasons(world: World) -> None:
    record = await entered(world)
    with pytest.raises(Invalid) as invalid:
        await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.REFUSE, "whim", "no")
    assert [fault.field for fault in invalid.value.faults] == ["reason", "ground"]
    await review.sign(world.desk, POLICE, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    state, _ = await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.REFUSE, Ground.ARTICLE_3, "The charge is an opinion.")
    assert state is State.REFUSED
    ((line, said),) = await review.own(world.desk, world.supervisor)
    assert (line.record, line.state) == (record, State.REFUSED)
    assert [(one.outcome, one.ground, one.reason) for one in said if one.outcome is Outcome.REFUSE] == [
        (Outcome.REFUSE, "article_3", "The charge is an opinion.")
    ]
    assert await seen(world, world.stranger, VEHICLE, register=8) == []


@pytest.mark.usefixtures("officers", "persons")
async def test_REC_19_what_was_refused_comes_back_to_review_in_another_register_with_the_decision_shown(world: World) -> None:
    record = await entered(world)
    await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.REFUSE, Ground.ARTICLE_3, "The charge is an opinion.")
    await deciding.withdraw(world.desk, world.registrar, VEHICLES, record, "refused")
    object.__setattr__(VEHICLES, "reviewed", ())
    again = await entered(world, plate="", plate_country="")
    (line,) = await review.queue(world.desk, LEGAL)
    assert (line.record, line.route, [one.code for one in line.findings]) == (again, Route.SECRETARIAT, ["decided_before"])
    loan = await review.lent(world.desk, LEGAL, VEHICLES, again)
    assert [one.decision for one in loan.earlier] == ["refused: article_3"]
    with pytest.raises(Invalid) as invalid:  # REV-04: says what is different
        await review.sign(world.desk, LEGAL, VEHICLES, again, Outcome.RELEASE, reason="It is fine now.")
    assert invalid.value.faults[0].sentence.startswith("Say what is different")
    state, _ = await review.sign(
        world.desk, LEGAL, VEHICLES, again, Outcome.RELEASE, reason="A court has since convicted for theft alone, see the file."
    )
    assert state is State.RELEASED


@pytest.mark.usefixtures("officers", "persons")
async def test_REC_19_what_was_withdrawn_during_a_case_is_recognised(world: World) -> None:
    object.__setattr__(VEHICLES, "reviewed", ())
    record = await entered(world)
    await deciding.order_block(world.desk, world.legal_desk, VEHICLES, record, "a case")
    await deciding.withdraw(world.desk, world.registrar, VEHICLES, record, "never mind")
    await entered(world)
    (line,) = await review.queue(world.desk, LEGAL)
    assert line.findings[0].figures["decision"] == "withdrawn during a case"


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_05_a_correction_begins_the_review_anew(world: World) -> None:
    record = await entered(world)
    await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    assert (await review.sign(world.desk, POLICE, VEHICLES, record, Outcome.ASK, reason="Which court has issued it?"))[0] is State.ASKED
    await entering.correct(world.desk, world.registrar, VEHICLES, record, VEHICLE | {"colour": "red"}, HEADER)
    (line,) = await review.queue(world.desk, LEGAL)
    assert (line.state, line.signed) == (State.OPEN, ())
    assert (await review.sign(world.desk, POLICE, VEHICLES, record, Outcome.RELEASE, reason=FOUND))[0] is State.OPEN


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_07_a_clock_that_passes_releases_nothing(world: World, database: Any) -> None:
    record = await entered(world)
    world.clock.advance(timedelta(days=120))
    await lived(world, database)
    (line,) = await review.queue(world.desk, LEGAL)
    assert (line.record, (world.clock.now() - line.at).days) == (record, 120)
    assert await seen(world, world.stranger, VEHICLE, register=8) == []


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_01_the_database_lets_no_owner_release_or_sign_for_itself(world: World) -> None:
    record = await entered(world)
    own = Context(XBM, 1, 2, 0, Mode.OWN)
    for statement, rule in (
        ("update registers.vehicles set state = 1, reviewer = 22, version = version + 1", "REV-01"),
        ("update registers.hold set state = 2, round = round + 1", "REV-01"),
        ("update registers.hold set route = 1, officer = null, round = round + 1", "REV-01"),
        ("select registers.sign('vehicles', '00000000-0000-0000-0000-000000000000', 91, 1::smallint, '', 'x', now())", "REV-02"),
    ):
        with pytest.raises(psycopg.DatabaseError, match=rule):
            async with world.desk.store.transaction(own) as connection:
                await connection.execute(statement)
    async with world.desk.store.transaction(own) as connection:
        cursor = await connection.execute("select * from registers.lend('vehicles', %s, 91)", (record,))
        assert await cursor.fetchall() == []


@pytest.mark.usefixtures("officers")
async def test_COR_03_supervised_input_waits_for_the_secretariat(world: World) -> None:
    await measures.supervise(world.desk, LEGAL, XBM, "Bursts of documents of exiles in October.")
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    with pytest.raises(Refused) as refused:
        await deciding.release(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert refused.value.rule == "REV-01"
    assert (await measures.shown(world.desk, world.supervisor)).supervised[0].reason.startswith("Bursts")
    assert (await measures.shown(world.desk, reader(XAR, 12, Role.SUPERVISOR))).supervised == ()
    assert (await review.sign(world.desk, LEGAL, DOCUMENTS, record.id, Outcome.RELEASE, reason=FOUND))[0] is State.RELEASED
    await measures.lift(world.desk, LEGAL, XBM)
    free, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT | {"number": "AC7654321"}, HEADER)
    assert free.state.name == "RELEASED"


@pytest.mark.usefixtures("officers")
async def test_COR_03_the_named_officer_alone_releases(world: World) -> None:
    await measures.supervise(world.desk, LEGAL, XBM, "Agreed with the bureau's head.", 24)
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    with pytest.raises(Refused) as refused:
        await deciding.release(world.desk, world.supervisor, DOCUMENTS, record.id)
    assert refused.value.rule == "COR-03"
    await deciding.release(world.desk, replace(world.supervisor, officer=24), DOCUMENTS, record.id)
    assert len(await seen(world, world.stranger, dict(record.values))) == 1


@pytest.mark.usefixtures("officers", "for_the_missing", "persons")
async def test_COR_04_the_missing_pass_under_supervision(world: World) -> None:
    await measures.supervise(world.desk, LEGAL, XBM, "Bursts of documents of exiles in October.")
    await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, replace(HEADER, purposes=("missing",)))
    (line,) = await review.queue(world.desk, LEGAL)
    assert (line.lane, [one.code for one in line.findings]) == (True, ["register"])


@pytest.mark.usefixtures("officers")
async def test_COR_03_a_document_said_to_serve_the_missing_waits_under_supervision(world: World) -> None:
    await measures.supervise(world.desk, LEGAL, XBM, "Bursts of documents of exiles in October.")
    said = replace(HEADER, purposes=("border", "missing"))
    record, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, said)
    assert record.state.name == "WAITING"
    assert await seen(world, world.stranger, dict(record.values)) == []


@pytest.mark.usefixtures("officers")
async def test_REC_18_a_correction_that_names_another_document_counts_as_an_entry(world: World) -> None:
    await measures.set_quota(world.desk, LEGAL, XBM, 3, 2)
    first, _ = await entering.create(world.desk, world.registrar, DOCUMENTS, DOCUMENT, HEADER)
    same, _ = await entering.correct(world.desk, world.registrar, DOCUMENTS, first.id, DOCUMENT | {"reason": "stolen"}, HEADER)
    other, _ = await entering.correct(world.desk, world.registrar, DOCUMENTS, first.id, DOCUMENT | {"number": "ZZ7654321"}, HEADER)
    third, _ = await entering.correct(world.desk, world.registrar, DOCUMENTS, first.id, DOCUMENT | {"number": "ZZ7654322"}, HEADER)
    assert [one.state.name for one in (same, other, third)] == ["RELEASED", "RELEASED", "WAITING"]


@pytest.mark.usefixtures("officers")
async def test_REC_18_a_quota_holds_what_is_above_it_for_a_second_signature(world: World) -> None:
    await measures.set_quota(world.desk, LEGAL, XBM, 8, 1)
    first, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    second, _ = await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE | {"vin": ""}, HEADER)
    assert (first.state.name, second.state.name) == ("RELEASED", "WAITING")
    await deciding.release(world.desk, world.supervisor, VEHICLES, second.id)
    shown = await reading.read(world.desk, world.registrar, VEHICLES, second.id)
    assert shown.state == "released"
    assert await review.own(world.desk, world.supervisor) == ()


@pytest.mark.usefixtures("officers")
async def test_counts_of_a_day_go_after_sixty(world: World, database: Any) -> None:
    await entering.create(world.desk, world.registrar, VEHICLES, VEHICLE, HEADER)
    async with worker(world, database) as (connection, _):
        for days, left in ((60, 1), (61, 0)):
            await life_work.forget_intake(connection, world.desk.today + timedelta(days=days))
            assert rows(database, "select count(*) from registers.intake") == [(left,)]


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_02_one_person_does_not_sign_for_both_desks_by_moving_between_them(world: World, database: Any) -> None:
    record = await entered(world)
    await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    with psycopg.connect(database.superuser) as connection:
        connection.execute("update access.officer set desk = 2 where number = 91")
    with pytest.raises(Refused) as refused:
        await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.RELEASE, reason=FOUND)
    assert refused.value.rule == "REV-02"
    assert await seen(world, world.stranger, VEHICLE, register=8) == []


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_03_a_decision_says_what_was_found(world: World) -> None:
    record = await entered(world)
    for short in ("", "fine", " " * 400):
        with pytest.raises(Invalid) as invalid:
            await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.RELEASE, reason=short)
        assert [fault.field for fault in invalid.value.faults] == ["reason"]


@pytest.mark.usefixtures("officers", "persons")
async def test_REV_04_the_reviewer_sees_what_was_decided_before(world: World) -> None:
    record = await entered(world)
    await review.sign(world.desk, LEGAL, VEHICLES, record, Outcome.REFUSE, Ground.ARTICLE_3, "The charge is an opinion.")
    await deciding.withdraw(world.desk, world.registrar, VEHICLES, record, "refused")
    again = await entered(world)
    loan = await review.lent(world.desk, LEGAL, VEHICLES, again)
    assert [one.decision for one in loan.earlier] == ["refused: article_3"]
