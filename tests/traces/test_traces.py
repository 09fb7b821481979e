"""A firearm is traced: asked, answered, asked further, closed; each sees what is its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from comity.access.model import AuthorityKind, Reader, Role
from comity.audit import Recorder
from comity.engines.clock import FixedClock
from comity.engines.keyring import Keyring
from comity.engines.store import Mode, Store
from comity.kernel.errors import Refused
from comity.kernel.purposes import Purpose
from comity.registers.declarations.firearms import FIREARMS
from comity.registers.desk import Desk, NoSuchRecord
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.traces import rules, service
from comity.traces.model import Answer, NoSuchTrace, Outcome, Reply, State, Trace, Why, WrongTrace
from tests.registers.conftest import NOW, reader

pytestmark = pytest.mark.anyio
XAR, XBM, XCS, XDV = 1, 2, 3, 4
COUNTRIES = {"XAR": XAR, "XBM": XBM, "XCS": XCS, "XDV": XDV}
WEAPON = {
    "type": "pistol", "make": "Arvenwerk", "model": "K9", "calibre": "9 mm Luger", "serial": "AW 44 719", "made_in": "XBM",
    "imported_to": "XCS",
}  # fmt: skip
RECORD = WEAPON | {"status": "found", "event_country": "XAR", "event_place": "Port of Lys", "national_reference": "2026-0471"}
HEADER = Entered(purposes=("intelligence",), law="Arms Act, article 3", source="authority")
_ANSWER = "update traces.leg set answer = 3, answered_at = now(), answered_by = 1, sealed = ''"
_WORLD = """
insert into access.authority (number, code, kind, names) values
    (1, 'XAR', 1, '{"en": "Arvenia"}'), (2, 'XBM', 1, '{"en": "Belmora"}'), (3, 'XCS', 1, '{"en": "Castara"}'),
    (4, 'XDV', 1, '{"en": "Dovania"}');
"""


@dataclass(frozen=True)
class World:
    """A desk and the registrar of each country."""

    desk: Desk
    clock: FixedClock
    dsn: str

    def registrar(self, number: int) -> Reader:
        one = reader(number, number * 10 + 1, Role.REGISTRAR, kind=AuthorityKind.COUNTRY)
        return replace(one, registers=frozenset({11}), purpose=Purpose.INTELLIGENCE)

    async def ask(self, **more: object) -> Trace:
        return await service.ask(self.desk, self.registrar(XAR), COUNTRIES, typed=WEAPON, words="Found in a container.", **more)  # type: ignore[arg-type]

    async def answer(self, trace: Trace, who: int, given: Answer, **reply: str) -> Trace:
        return await service.answer(self.desk, self.registrar(who), trace.id, given, Reply(**reply))

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.dsn) as owner:
            return owner.execute(statement).fetchall()  # type: ignore[arg-type]


@pytest.fixture
async def world(store: Store, database, tmp_path) -> World:
    with psycopg.connect(database.owner) as connection:
        connection.execute(_WORLD)
    keyring = Keyring.open(tmp_path / "keys")
    own = await store.dedicated()
    recorder = await Recorder.start(own, keyring)
    await own.close()
    clock = FixedClock(NOW)
    return World(Desk(store, keyring, recorder, clock), clock, database.superuser)


async def test_the_makers_and_the_importers_country_are_asked(world: World) -> None:
    trace = await world.ask()
    assert [(leg.asked, leg.why, leg.answer) for leg in trace.legs] == [(XBM, Why.MAKER, None), (XCS, Why.IMPORTER, None)]
    assert trace.question.values["serial"] == "AW44719"
    assert (trace.state, trace.question.words) == (State.OPEN, "Found in a container.")
    assert {leg.due_at - leg.asked_at for leg in trace.legs} == {rules.DAYS}
    for number in (XBM, XCS):
        (seen,) = await service.listed(world.desk, world.registrar(number), own=False)
        assert (seen.id, [leg.asked for leg in seen.legs]) == (trace.id, [number])
        assert await service.waiting(world.desk, world.registrar(number)) == 1


async def test_a_trace_of_ones_own_record_tells_the_weapon_and_not_where_it_was_found(world: World) -> None:
    record, _ = await create(world.desk, world.registrar(XAR), FIREARMS, RECORD, HEADER)
    trace = await service.ask(world.desk, world.registrar(XAR), COUNTRIES, record=record.id)
    assert trace.record == record.id
    assert trace.question.values["make"] == "Arvenwerk"
    assert not {"event_place", "national_reference", "status", "event_country"} & trace.question.values.keys()
    with pytest.raises(NoSuchRecord):
        await service.ask(world.desk, world.registrar(XBM), COUNTRIES, record=record.id)


async def test_OWN_04_who_is_not_asked_sees_nothing_and_who_is_asked_no_other_answer(world: World) -> None:
    trace = await world.ask()
    await world.answer(trace, XBM, Answer.SOLD, dealer="Hill Arms, Orsk")
    assert await service.listed(world.desk, world.registrar(XDV), own=False) == []
    for act in (
        service.shown(world.desk, world.registrar(XDV), trace.id),
        world.answer(trace, XDV, Answer.NO_RECORD),
        service.close(world.desk, world.registrar(XDV), trace.id, Outcome.WITHDRAWN),
        service.shown(world.desk, world.registrar(XAR), uuid4()),
    ):
        with pytest.raises(NoSuchTrace):
            await act
    other = await service.shown(world.desk, world.registrar(XCS), trace.id)
    assert [(leg.asked, leg.reply) for leg in other.legs] == [(XCS, None)]
    own = await service.shown(world.desk, world.registrar(XAR), trace.id)
    assert own.legs[0].reply == Reply(dealer="Hill Arms, Orsk")


async def test_the_database_hides_the_same(world: World, store: Store) -> None:
    await world.ask()
    counted = "select (select count(*) from traces.trace), (select count(*) from traces.leg)"
    for number, seen in ((XAR, (1, 2)), (XBM, (1, 1)), (XDV, (0, 0))):
        async with store.transaction(world.registrar(number).context(Mode.OWN)) as connection:
            assert await (await connection.execute(counted)).fetchone() == seen
    async with store.transaction(world.registrar(XBM).context(Mode.OWN)) as connection:
        done = await connection.execute(
            "update traces.leg set answer = 3, answered_at = now(), answered_by = 1, sealed = '' where asked = 3"
        )
        assert done.rowcount == 0
    async with store.transaction(world.registrar(XAR).context(Mode.OWN)) as connection:
        done = await connection.execute(_ANSWER)
        assert done.rowcount == 0, "the asker answers for nobody"


async def test_an_export_leads_to_a_further_leg_when_the_asker_says_so(world: World) -> None:
    trace = await world.ask()
    trace = await world.answer(trace, XBM, Answer.EXPORTED, country="XDV", date="2019-05", reference="E 77")
    assert await service.listed(world.desk, world.registrar(XDV), own=False) == []
    own = await service.shown(world.desk, world.registrar(XAR), trace.id)
    assert {number: leg.place for number, leg in rules.next_asked(own, COUNTRIES).items()} == {XDV: 1}
    further = await service.ask_further(world.desk, world.registrar(XAR), trace.id, {XDV: Why.EXPORTED})
    assert [(leg.place, leg.asked, leg.why) for leg in further.legs][2:] == [(3, XDV, Why.EXPORTED)]
    assert rules.next_asked(further, COUNTRIES) == {}
    await world.answer(trace, XDV, Answer.SOLD, dealer="Lantern Sports")
    closed = await service.close(world.desk, world.registrar(XAR), trace.id, Outcome.TRACED, "Sold in 2019")
    assert (closed.state, closed.outcome, closed.closed_at) == (State.CLOSED, Outcome.TRACED, NOW)


async def test_an_answer_is_given_once_and_not_after_the_end(world: World) -> None:
    trace = await world.ask()
    await world.answer(trace, XBM, Answer.NO_RECORD)
    with pytest.raises(Refused) as caught:
        await world.answer(trace, XBM, Answer.SOLD, dealer="Hill Arms")
    assert caught.value.rule == "OWN-02"
    await service.close(world.desk, world.registrar(XAR), trace.id, Outcome.NOT_TRACED)
    with pytest.raises(Refused) as caught:
        await world.answer(trace, XCS, Answer.NO_RECORD)
    assert caught.value.rule == "RET-04"
    assert await service.waiting(world.desk, world.registrar(XCS)) == 0


@pytest.mark.parametrize(
    ("given", "reply", "field"),
    [
        (Answer.SOLD, {}, "dealer"), (Answer.EXPORTED, {}, "country"), (Answer.EXPORTED, {"country": "NOWHERE"}, "country"),
        (Answer.REFUSED, {"words": "no"}, "words"), (Answer.SOLD, {"dealer": "Hill Arms", "date": "2031-01"}, "date"),
    ],
)  # fmt: skip
async def test_an_answer_that_lacks_something_is_not_taken(world: World, given: Answer, reply: dict[str, str], field: str) -> None:
    trace = await world.ask()
    with pytest.raises(WrongTrace) as caught:
        await world.answer(trace, XBM, given, **reply)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert world.rows("select count(*) from traces.leg where answer is not null") == [(0,)]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"make": ""}, {"make"}),
        ({"serial": ""}, {"serial"}),
        ({"serial": "", "markings.1.kind": "serial", "markings.1.text": "44719"}, set()),
        ({"calibre": "enormous"}, {"calibre"}),
        ({"made_in": "", "imported_to": ""}, {"ask"}),
        ({"made_in": "XAR", "imported_to": "FRA"}, {"ask"}),
    ],
)
async def test_a_question_that_lacks_something_is_not_asked(world: World, changes: dict[str, str], fields: set[str]) -> None:
    typed = {path: value for path, value in (WEAPON | changes).items() if value}
    asking = service.ask(world.desk, world.registrar(XAR), COUNTRIES, typed=typed)
    if not fields:
        assert len((await asking).legs) == 2
        return
    with pytest.raises(WrongTrace) as caught:
        await asking
    assert {fault.field for fault in caught.value.faults} == fields
    assert world.rows("select count(*) from registers.record_key") == [(0,)]


async def test_nobody_asks_itself_or_one_authority_twice(world: World) -> None:
    for more in ({XAR: Why.OTHER},):
        with pytest.raises(WrongTrace):
            await world.ask(more=more)
    trace = await world.ask()
    for more in ({XBM: Why.OTHER}, {XAR: Why.OTHER}, {}):
        with pytest.raises(WrongTrace):
            await service.ask_further(world.desk, world.registrar(XAR), trace.id, more)
    with pytest.raises(Refused):
        await service.ask_further(world.desk, world.registrar(XBM), trace.id, {XDV: Why.OTHER})


async def test_traced_rests_on_an_answer_that_leads_somewhere(world: World) -> None:
    trace = await world.ask()
    await world.answer(trace, XBM, Answer.NO_RECORD)
    with pytest.raises(WrongTrace):
        await service.close(world.desk, world.registrar(XAR), trace.id, Outcome.TRACED)
    with pytest.raises(Refused):
        await service.close(world.desk, world.registrar(XCS), trace.id, Outcome.WITHDRAWN)
    await service.close(world.desk, world.registrar(XAR), trace.id, Outcome.WITHDRAWN)
    with pytest.raises(Refused):
        await service.close(world.desk, world.registrar(XAR), trace.id, Outcome.WITHDRAWN)


async def test_the_clock_tells_who_is_late_and_decides_nothing(world: World) -> None:
    trace = await world.ask()
    leg = trace.legs[0]
    assert not leg.late(leg.due_at)
    assert leg.late(leg.due_at + timedelta(seconds=1))
    late = replace(world, desk=replace(world.desk, clock=FixedClock(leg.due_at + timedelta(days=1))))
    answered = await late.answer(trace, XBM, Answer.NO_RECORD)
    assert answered.legs[0].answer is Answer.NO_RECORD


async def test_what_is_asked_and_answered_is_sealed(world: World) -> None:
    trace = await world.ask()
    await world.answer(trace, XBM, Answer.SOLD, dealer="UNMISTAKABLE")
    assert world.rows("select from traces.trace t, traces.leg l where t::text || l::text ~ 'AW44719|UNMISTAKABLE|554e4d495354'") == []
    assert world.rows("select record, owner from registers.record_key") == [(trace.id, XAR)]


async def test_RET_01_a_trace_ends_two_years_after_it_was_closed(world: World) -> None:
    trace = await world.ask()
    await service.close(world.desk, world.registrar(XAR), trace.id, Outcome.NOT_TRACED)
    world.rows(f"update traces.trace set closed_at = closed_at - interval '{rules.KEPT.days + 1} days' returning 1")
    assert await service.listed(world.desk, world.registrar(XAR), own=True) == []
    tables = ("traces.trace", "traces.leg", "registers.record_key")
    assert [world.rows(f"select count(*) from {table}") for table in tables] == [[(0,)]] * 3


async def test_the_newest_is_first_and_pages_do_not_shift(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGE", 2)
    made: list[UUID] = [(await world.ask()).id for _ in range(3)]
    first = await service.listed(world.desk, world.registrar(XAR), own=True)
    rest = await service.listed(world.desk, world.registrar(XAR), own=True, before=(first[-1].at, first[-1].id))
    assert ({one.id for one in (*first, *rest)}, len(first), len(rest)) == (set(made), 2, 1)
