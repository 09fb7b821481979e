"""Documents of notices: found as documents, speaking of a person, and never longer or by others than their notice (HIT-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import numpy as np
import psycopg
import pytest

from comity.audit import Recorder
from comity.engines.clock import FixedClock
from comity.engines.store import Mode
from comity.kernel.errors import Refused
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade, Outcome
from comity.registers import deciding, entering, life_acts, life_work, reviewed
from comity.registers.bulk import Owner, bulk_insert
from comity.registers.catalogue import DECLARED
from comity.registers.desk import NoSuchRecord
from comity.registers.life import Outcome as Ending
from comity.registers.reading import read
from comity.registers.record import Entered
from comity.registers.reviewed import Two
from comity.registers.validate import draft
from comity.search.model import Identifier, Query
from comity.search.shift import Says
from tests.checking import XAR, XBM, XCS, asked, check, entries, rows
from tests.search.linked import (
    HEADER,
    LINKED,
    NOTICES,
    REVIEWERS,
    answers,
    asking,
    desk_of,
    entered,
    hits,
    notice,
    owner,
    second,
    signed,
    values,
    wipe,
)
from tests.search.test_settle import entry_of

pytestmark = pytest.mark.anyio
_T = TypeVar("_T")
NUMBER = "PA0042117"
_ROWS = "select notice, issuer, colour, state, audience, purposes, level, discreet, ends_at from registers.linked_documents"
_LOOSE = (
    "select 'key', record from registers.record_key k where not exists (select from registers.notices n where n.id = k.record)"
    " and not exists (select from registers.linked_documents l where l.id = k.record)"
    " union all select 'search key', record from registers.search_key k where register = 5"
    " and not exists (select from registers.linked_documents l where l.id = k.record)"
    " union all select 'row', id from registers.linked_documents l where not exists"
    " (select from registers.notices n where n.id::text = l.notice)"
    " union all select 'unkeyed', id from registers.linked_documents l"
    " where not exists (select from registers.search_key k where k.record = l.id)"
)


@pytest.fixture(autouse=True)
def reviewers(comity, database) -> None:
    del comity
    wipe(database.superuser)
    with psycopg.connect(database.superuser) as connection:
        if connection.execute("select 1 from access.officer where number = 91").fetchone() is None:
            connection.execute(REVIEWERS)


async def test_HIT_07_a_document_of_a_notice_is_one_hit_that_speaks_of_the_person_and_opens_the_notice(comity, database) -> None:
    record = await notice(comity, values(comity))
    result, found = await answers(comity, asking())
    assert "notices" not in found
    assert found["travel_documents"].outcome is Outcome.NO_HIT
    (hit,) = found["linked_documents"].hits
    assert (hit.register, hit.opens, UUID(hit.record), hit.grade) == ("linked_documents", "notices", record, Grade.EXACT)
    assert hit.first_step == LINKED.first_step != NOTICES.first_step
    assert not any("seize" in step.lower() for step in hit.first_step)
    assert hit.facts["notice"] == str(record)
    assert hit.facts["number"].replace(" ", "") == NUMBER
    shown = await read(comity.records, asking(), NOTICES, record)
    assert shown.values["reference"].startswith("XBM-NOT")
    assert entries(database, comity)[result.check].head.shown == (record.bytes,)


async def test_HIT_02_the_owner_of_a_notice_is_told_once_whatever_led_to_it(comity, database) -> None:
    record = await notice(comity, values(comity, numbers=(NUMBER, "PA0042118"), **{"phones.1": "+447700900123"}))
    result = await check(
        comity, asking(), asked(NUMBER), asked("PA0042118"), Identifier("phone", "+447700900123"),
    )  # fmt: skip
    met = [(answer.register, len(answer.hits)) for answer in result.answers if answer.hits]
    assert met == [("notices", 1), ("linked_documents", 1)]
    assert rows(database, "select owner, register, record from hits.inbox") == [(XBM, 2, record)]
    assert rows(database, "select owner, register, record from audit.sighting") == [(XBM, 2, record)]


async def test_HIT_06_a_look_alike_of_a_linked_document_is_settled_for_its_notice(comity, database) -> None:
    record = await notice(comity, values(comity))
    who = asking()
    result = await check(comity, who, asked("PAO042117"))
    (hit,) = [hit for answer in result.answers for hit in answer.hits]
    assert (hit.grade, hit.record) == (Grade.CONFUSABLE, str(record))
    assert rows(database, "select record from hits.inbox") == []
    await comity.shift.settle(who, *entry_of(result), record, Says.RECORD)
    assert rows(database, "select owner, register, record from hits.inbox") == [(XBM, 2, record)]


async def test_HIT_07_whoever_asks_notices_alone_finds_the_notice_itself_once(comity) -> None:
    record = await notice(comity, values(comity))
    found = await comity.checks.ask(Query(asking(), (asked(NUMBER),), (2,)))
    assert [(answer.register, [hit.record for hit in answer.hits]) for answer in found.answers] == [("notices", [str(record)])]
    both = await comity.checks.ask(Query(asking(), (asked(NUMBER),), (2, 5)))
    assert [(answer.register, [hit.record for hit in answer.hits]) for answer in both.answers] == [("linked_documents", [str(record)])]


async def test_NOT_07_nothing_of_a_notice_is_found_before_its_review_nor_after_its_end(comity, database) -> None:
    record = await entered(comity, values(comity))
    assert await hits(comity, asking()) == []
    assert [row[3] for row in rows(database, _ROWS)] == [0]
    await signed(comity, record)
    assert len(await hits(comity, asking())) == 1
    await deciding.withdraw(comity.records, owner(), NOTICES, record, "no longer sought")
    assert await hits(comity, asking()) == []
    assert rows(database, _ROWS) == rows(database, _LOOSE) == []


async def test_NOT_07_a_suspended_notice_hides_its_documents_until_the_desk_lifts_that(comity) -> None:
    record = await notice(comity, values(comity))
    await deciding.order_block(comity.records, desk_of(91), NOTICES, record, "examined")
    assert await hits(comity, asking()) == []
    await deciding.order_block(comity.records, desk_of(91), NOTICES, record, "stands", lift=True)
    assert len(await hits(comity, asking())) == 1


async def test_OWN_04_a_restricted_notice_keeps_its_documents_from_the_same_authority(comity) -> None:
    await notice(comity, values(comity, 1, (NUMBER,)))
    other = await notice(comity, values(comity, 2, ("PA0099999",)))
    await deciding.restrict(comity.records, owner(), NOTICES, other, [XAR])
    unknown = (await check(comity, asking(), asked("PA0000001"))).answers
    assert (await check(comity, asking(), asked("PA0099999"))).answers == unknown
    assert [hit.record for hit in await hits(comity, asking(XCS), "PA0099999")] == [str(other)]
    with pytest.raises(NoSuchRecord):
        await read(comity.records, asking(), NOTICES, other)


async def test_CLS_03_the_level_of_a_notice_is_that_of_its_documents(comity) -> None:
    await notice(comity, values(comity), replace(HEADER, level="restricted"))
    assert await hits(comity, asking()) == []


async def test_REC_06_the_documents_of_a_witness_are_not_seen_where_the_wanted_are_sought(comity) -> None:
    await notice(comity, values(comity, status="witness", request="hear"), replace(HEADER, purposes=("whereabouts",)))
    assert await hits(comity, asking()) == []
    assert await hits(comity, asking(purpose=Purpose.BORDER)) == []
    assert len(await hits(comity, asking(purpose=Purpose.WHEREABOUTS))) == 1


async def test_HIT_11_the_documents_of_a_discreet_notice_tell_its_owner_alone(comity, database) -> None:
    record = await notice(comity, values(comity), replace(HEADER, discreet=True))
    assert await hits(comity, asking()) == []
    assert rows(database, "select owner, register, record, discreet from hits.inbox") == [(XBM, 2, record, True)]


async def test_RET_04_the_documents_of_a_notice_end_with_it_and_are_not_asked_about(comity, database) -> None:
    tomorrow = comity.clock.now().date() + timedelta(days=1)
    await notice(comity, values(comity), replace(HEADER, ends_at=tomorrow.isoformat()))
    later = FixedClock(comity.clock.now() + timedelta(days=2))
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        await life_work.live(work, await Recorder.start(work, comity.keyring), DECLARED, later.now)
    assert rows(database, "select register from registers.question where register = 5") == []
    assert rows(database, _ROWS) == rows(database, _LOOSE) == []
    assert rows(database, "select register from registers.deletion where register = 5") == []  # it is the notice that was deleted


async def test_a_correction_leaves_what_it_does_not_change(comity, database) -> None:
    record = await notice(comity, values(comity, numbers=(NUMBER, "PA0042118")))
    before = dict(rows(database, "select id, version from registers.linked_documents"))
    await entering.correct(comity.records, owner(), NOTICES, record, values(comity, numbers=(NUMBER, "PA0042119")), HEADER)
    await signed(comity, record)
    after = dict(rows(database, "select id, version from registers.linked_documents"))
    assert len(before.keys() & after.keys()) == 1
    assert [len(await hits(comity, asking(), number)) for number in (NUMBER, "PA0042118", "PA0042119")] == [1, 0, 1]


async def test_a_document_named_twice_or_without_its_issuer_is_not_a_row_of_its_own(comity, database) -> None:
    twice = values(comity, numbers=(NUMBER, NUMBER)) | {"documents.3.number": "PA0042120"}
    await notice(comity, twice)
    assert len(rows(database, _ROWS)) == 1


@pytest.mark.parametrize("act", ["correct", "withdraw", "restrict", "block", "unblock", "confirm", "release", "order", "close", "extend"])
async def test_OWN_02_nobody_acts_on_a_linked_document_by_itself(comity, database, act) -> None:
    await notice(comity, values(comity))
    ((row,),) = rows(database, "select id from registers.linked_documents")
    desk = comity.records
    calls = {
        "correct": lambda: entering.correct(desk, owner(), LINKED, row, {}, HEADER),
        "withdraw": lambda: deciding.withdraw(desk, owner(), LINKED, row, "by hand"),
        "restrict": lambda: deciding.restrict(desk, owner(), LINKED, row, [XAR]),
        "block": lambda: deciding.block(desk, second(), LINKED, row),
        "unblock": lambda: deciding.unblock(desk, second(), LINKED, row),
        "confirm": lambda: deciding.confirm(desk, owner(), LINKED, row),
        "release": lambda: deciding.release(desk, second(), LINKED, row),
        "order": lambda: deciding.order_block(desk, desk_of(91), LINKED, row, "by itself"),
        "close": lambda: life_acts.close(desk, owner(), LINKED, row, Ending.FOUND),
        "extend": lambda: life_acts.extend(desk, owner(), LINKED, row, {}),
    }
    with pytest.raises(Refused) as refused:
        await calls[act]()
    assert refused.value.rule == "OWN-02"
    assert len(await hits(comity, asking())) == 1


async def test_OWN_02_the_database_itself_takes_no_linked_document_that_its_notice_does_not_bear(comity) -> None:
    await notice(comity, values(comity))
    columns = (
        "owner, bureau, author, changed_by, reviewer, state, blocked_by, purposes, level, discreet, handling_codes, warnings, law, source,"
    )
    columns += " created_at, changed_at, confirmed_at, ends_at, version, sealed, issuer, colour, notice"
    copied = f"insert into registers.linked_documents (id, identity, audience, {columns}) select gen_random_uuid(), 1, audience"
    context = owner().context(Mode.OWN)
    for other in ("+ 1", ""):
        async with comity.records.store.transaction(context) as connection:
            statement = f"{copied} {other}, {columns} from registers.linked_documents".encode()
            if other:
                with pytest.raises(psycopg.DatabaseError, match="OWN-02"):
                    await connection.execute(statement)
            else:
                assert (await connection.execute(statement)).rowcount == 1
            await connection.rollback()
    async with comity.records.store.transaction(context) as connection:
        changed = await connection.execute("update registers.linked_documents set colour = 'red', version = version + 1")
        assert changed.rowcount == 0
        await connection.rollback()


async def test_the_owner_lists_linked_documents_as_its_own(comity) -> None:
    await notice(comity, values(comity))
    ((row,),) = [[one] async for one in _own_rows(comity)]
    shown = await read(comity.records, owner(), LINKED, row)
    assert shown.own
    assert shown.values["number"].replace(" ", "") == NUMBER


async def _own_rows(comity):
    async with comity.records.store.transaction(owner().context(Mode.OWN)) as connection:
        for (row,) in await (await connection.execute("select id from registers.linked_documents")).fetchall():
            yield row


async def test_notices_of_the_fast_way_in_have_their_documents(comity, database) -> None:
    who = Owner(XBM, XBM * 10, 0, (rows(database, "select id from access.audience where owner = 2 and is_default")[0])[0])  # type: ignore[arg-type]
    many = [values(comity, place, (f"PB{place:07d}", f"PC{place:07d}")) for place in range(5)]
    assert bulk_insert(database.owner, comity.keyring, NOTICES, who, many, comity.clock.now()) == 5
    assert len(rows(database, _ROWS)) == 10
    assert rows(database, _LOOSE) == []


class Life:
    """Notices by what they name; what is found is compared with what the database says of the notices alone."""

    def __init__(self, comity, database, seed: int) -> None:
        self.comity, self.database, self.choice = comity, database, np.random.default_rng(seed)
        self.names: dict[UUID, set[str]] = {}
        self.place = 0

    def numbers(self) -> set[str]:
        return {self.choose(NUMBERS) for _ in range(self.choose(range(4)))}

    def choose(self, among: Sequence[_T]) -> _T:
        return among[int(self.choice.integers(len(among)))]

    def header(self) -> Entered:
        level, discreet = self.choose(["official", "official", "restricted"]), self.choice.random() < 0.15
        purposes = self.choose([("wanted",), ("intelligence",), ("missing",)])
        return replace(HEADER, level=level, discreet=discreet, purposes=purposes)

    async def enter(self) -> None:
        self.place += 1
        numbers = self.numbers()
        self.names[await entered(self.comity, values(self.comity, self.place, sorted(numbers)), self.header())] = numbers

    async def imported(self) -> None:
        self.place += 1
        numbers, desk = self.numbers(), self.comity.records
        at = desk.clock.now()
        said = draft(NOTICES, values(self.comity, self.place, sorted(numbers)), self.header(), at.date(), frozenset({"XBM"}))
        async with desk.store.transaction(second().context(Mode.OWN)) as connection:
            (made,) = await reviewed.enter(desk, connection, NOTICES, Two(1, second()), [said], at)
        self.names[made] = numbers

    async def act(self) -> None:
        desk = self.comity.records
        if not self.names or self.choice.random() < 0.25:
            await self.choose([self.enter, self.imported])()
            return
        which = self.choose(sorted(self.names))
        numbers = self.numbers()
        acts = {
            "sign": lambda: signed(self.comity, which),
            "correct": lambda: entering.correct(
                desk, owner(), NOTICES, which, values(self.comity, self.place + 1, sorted(numbers)), self.header()
            ),
            "restrict": lambda: deciding.restrict(desk, owner(), NOTICES, which, self.choose([[XAR], [XCS], []])),
            "block": lambda: deciding.block(desk, second(), NOTICES, which),
            "unblock": lambda: deciding.unblock(desk, second(), NOTICES, which),
            "order": lambda: deciding.order_block(desk, desk_of(91), NOTICES, which, "x"),
            "lift": lambda: deciding.order_block(desk, desk_of(91), NOTICES, which, "x", lift=True),
            "confirm": lambda: deciding.confirm(desk, owner(), NOTICES, which),
            "withdraw": lambda: deciding.withdraw(desk, owner(), NOTICES, which, "x"),
        }
        name = self.choose(["sign", "sign", "sign", *acts])
        try:
            await acts[name]()
        except (Refused, NoSuchRecord):
            return
        if name == "correct":
            self.place += 1
            self.names[which] = numbers

    def expected(self, number: str, viewer: int, purpose: Purpose) -> set[UUID]:
        sees = asking(viewer, purpose).context(Mode.CHECK).sees
        found = rows(
            self.database,
            "select n.id from registers.notices n join access.audience a on a.id = n.audience where n.state = 1"
            f" and (n.owner = {viewer} or (not {viewer} = any (a.denied_authorities) and n.level = 0 and not n.discreet"
            f" and n.purposes & {sees} <> 0))",
        )
        return {UUID(str(row[0])) for row in found if number in self.names[UUID(str(row[0]))]}


NUMBERS = [f"PA00421{place}" for place in range(10, 16)]


@pytest.mark.parametrize("seed", range(4))
async def test_NOT_07_after_any_acts_a_check_finds_what_the_notices_say(comity, database, seed) -> None:
    life = Life(comity, database, seed)
    met = 0
    for _ in range(30):
        await life.act()
        for viewer, purpose in ((XAR, Purpose.WANTED), (XCS, Purpose.BORDER), (XBM, Purpose.WANTED)):
            number = life.choose(NUMBERS)
            found = await hits(comity, asking(viewer, purpose), number)
            assert {UUID(hit.record) for hit in found} == life.expected(number, viewer, purpose)
            assert len(found) == len({hit.record for hit in found})
            met += len(found)
    assert met
    assert rows(database, _LOOSE) == []
    named = sorted((str(one), number) for one, numbers in life.names.items() for number in numbers if _there(database, one))
    assert len(rows(database, _ROWS)) == len(named)


def _there(database, record: UUID) -> bool:
    return bool(rows(database, f"select 1 from registers.notices where id = '{record}'"))
