"""Lists on a real database: each row an audited check, sealed for their officer, going on where they broke off."""

from __future__ import annotations

import os
from dataclasses import replace
from uuid import uuid4

import pytest

from comity.access.model import Reader, Role
from comity.app import Comity
from comity.audit import Act
from comity.engines.jobs import Cancelled, Job, State
from comity.kernel.errors import Absent, Invalid, Refused
from comity.kernel.purposes import Purpose
from comity.search.lists.answers import RowAnswer, RowOutcome, Tally
from comity.search.lists.job import KIND, handler
from comity.search.lists.keeping import KEPT_S, ListFiles
from comity.search.lists.model import How, ListState
from comity.search.lists.result import lines
from comity.search.lists.service import STEP, whose
from tests.checking import NUMBER, XBM, Kept, document, entries, reader, registrar, vehicle

pytestmark = pytest.mark.anyio
TABLE = f"""Surname,Passport,Issuing country,VIN
SOLVANE,{NUMBER},XBM,
ODE,ZZ998877,XBM,1M8GDM9AXKP042788
ORR,ZZ998878,Nowhere,1M8
"=HYPERLINK(""x"")",,,
"""


async def kept(comity: Comity, who: Reader, content: str = TABLE, how: How | None = None) -> str:
    name = await comity.lists.keep(who, "passengers.csv", content.encode())
    await comity.lists.begin(who, name, how or How())
    return name


async def asked(comity: Comity, who: Reader, content: str = TABLE, how: How | None = None) -> tuple[Tally, list[RowAnswer]]:
    name = await kept(comity, who, content, how)
    return await comity.lists.ask(who, name), list(comity.lists.rows(whose(who), name))


def log(database, comity: Comity) -> list[Kept]:
    """The entries in their order in time."""
    return sorted(entries(database, comity).values(), key=lambda one: one.at_us)


def numbers(count: int) -> str:
    return "Passport,Issuer\n" + "".join(f"ZZ{number:06},XBM\n" for number in range(count))


async def test_each_row_is_a_check_and_comes_back_with_its_answer(comity: Comity) -> None:
    passport, car = await document(comity), await vehicle(comity, warnings=("armed",))
    tally, rows = await asked(comity, reader())
    assert tally == Tally(4, hit=2, partly_asked=1, not_asked=1, unread=2)
    assert [row.outcome for row in rows] == [RowOutcome.HIT, RowOutcome.HIT, RowOutcome.PARTLY, RowOutcome.NOT_ASKED]
    assert [row.answers[0].hits[0].record for row in rows[:2]] == [str(passport.id), str(car.id)]
    assert [bool(row.check) for row in rows] == [True, True, True, False]
    result = list(lines(("Surname", "Passport", "Issuing country", "VIN"), rows))
    assert ",hit,exact,travel_documents,XBM,," in result[1]
    assert result[4].startswith("\"'=HYPERLINK")


async def test_HIT_02_each_owner_is_told_of_each_row(comity: Comity, database) -> None:
    await document(comity)
    await asked(comity, reader())
    assert len(await comity.inbox.listed(registrar())) == 1


async def test_OWN_07_list_and_rows_are_entries(comity: Comity, database) -> None:
    await asked(comity, reader(), how=How(reference="Case 12"))
    found = [one for one in log(database, comity) if one.head.act in (Act.CHECK, Act.LIST_CHECK)][-5:]
    assert [one.head.act for one in found] == [Act.LIST_CHECK, Act.CHECK, Act.CHECK, Act.CHECK, Act.LIST_CHECK]
    assert "list of 4 rows begun" in found[0].head.detail
    assert "sha256" not in found[0].head.detail  # of a list of one name it would be the name, to whoever tries names
    assert "list ended: 4 rows" in found[-1].head.detail
    assert found[0].question.startswith(b"Case 12\nsha256 ")
    assert b"Case 12 \xc2\xb7 row 2" in found[1].question
    assert not any("SOLVANE" in one.head.detail for one in found)


async def test_HIT_12_the_protected_flag_is_for_the_whole_list(comity: Comity, database) -> None:
    await document(comity)
    tally, _ = await asked(comity, reader(), how=How(protected=True, reference="Asks for asylum"))
    assert tally.hit == 1
    assert await comity.inbox.listed(registrar()) == []


async def test_HIT_11_a_discreet_record_is_not_in_the_result(comity: Comity, database) -> None:
    await document(comity, discreet=True)
    tally, rows = await asked(comity, reader(), f"Passport,Issuer\n{NUMBER},XBM\n")
    assert (tally.no_hit, rows[0].answers) == (1, ())
    assert "discreet" not in "".join(lines(("Passport", "Issuer"), rows))


async def test_HIT_06_a_look_alike_is_no_hit_and_tells_nobody(comity: Comity, database) -> None:
    await document(comity)
    tally, rows = await asked(comity, reader(), "Passport,Issuer\nCO118832,XBM\n")
    assert (tally.look_alike, tally.hit) == (1, 0)
    assert await comity.inbox.listed(registrar()) == []
    assert rows[0].identifiers[0].value == "CO118832"


async def test_another_officer_finds_no_list(comity: Comity) -> None:
    who = reader()
    name = await kept(comity, who)
    await comity.lists.ask(who, name)
    for other in (reader(officer=4711), reader(XBM)):
        with pytest.raises(Absent):
            comity.lists.standing(whose(other), name)
        with pytest.raises(Absent):
            await comity.lists.ask(other, name)
        assert list(comity.lists.rows(whose(other), name)) == []
        assert comity.lists.mine(whose(other)) == []
    assert [one.name for one in comity.lists.mine(whose(who))][:1] == [name]


async def test_what_is_kept_is_sealed(comity: Comity) -> None:
    await kept(comity, reader())
    for path in comity.lists.files.folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert b"SOLVANE" not in path.read_bytes()


async def test_a_list_is_gone_after_a_day(comity: Comity) -> None:
    who = reader()
    name = await kept(comity, who)
    old = comity.clock.now().timestamp() - KEPT_S - 5
    os.utime(comity.lists.files.folder / f"{name}.file", (old, old))
    with pytest.raises(Absent):
        comity.lists.standing(whose(who), name)
    await kept(comity, who)
    assert not list(comity.lists.files.folder.glob(f"{name}.*"))


async def test_ten_thousand_rows(comity: Comity) -> None:
    await document(comity)
    told: list[int] = []

    async def tell(tally: Tally, total: int) -> None:
        assert total == 10_001
        told.append(tally.rows)

    who = reader()
    name = await kept(comity, who, numbers(10_000) + f"{NUMBER},XBM\n")
    tally = await comity.lists.ask(who, name, tell)
    assert (tally.rows, tally.hit, tally.no_hit) == (10_001, 1, 10_000)
    assert told == list(range(0, 10_001, STEP))
    rows = list(comity.lists.rows(whose(who), name))
    assert [row.line for row in rows] == list(range(2, 10_003))
    assert len({row.check for row in rows}) == 10_001


class Broken(Exception):
    """The process ends here."""


async def test_a_list_that_broke_off_goes_on_and_asks_no_row_twice(comity: Comity, database) -> None:
    async def breaks(tally: Tally, total: int) -> None:
        if tally.rows:
            raise Broken

    who = reader()
    name = await kept(comity, who, numbers(STEP * 2), How(reference="Once"))
    with pytest.raises(Broken):
        await comity.lists.ask(who, name, breaks)
    assert comity.lists.standing(whose(who), name).state is ListState.UNFINISHED
    path = comity.lists.files.folder / f"{name}.answers"
    path.write_bytes(path.read_bytes() + b"\x00\x00\x10\x00torn")  # a frame that a kill has torn
    tally = await comity.lists.ask(who, name)
    assert tally.rows == STEP * 2
    rows = list(comity.lists.rows(whose(who), name))
    assert [row.line for row in rows] == list(range(2, STEP * 2 + 2))
    assert comity.lists.standing(whose(who), name).state is ListState.DONE
    assert await comity.lists.ask(who, name) == tally  # and once more changes nothing
    questions = [one.question for one in log(database, comity) if one.head.act is Act.CHECK and b"Once" in one.question]
    assert len(questions) == len(set(questions)) == STEP * 2


async def test_a_stopped_list_keeps_what_was_answered(comity: Comity) -> None:
    async def breaks(tally: Tally, total: int) -> None:
        if tally.rows:
            raise Broken

    who = reader()
    name = await kept(comity, who, numbers(STEP * 2))
    with pytest.raises(Broken):
        await comity.lists.ask(who, name, breaks)
    await comity.lists.stop(who, name)
    assert comity.lists.standing(whose(who), name).state is ListState.STOPPED
    assert (await comity.lists.ask(who, name)).rows == STEP


async def test_two_never_ask_one_list_at_once(comity: Comity) -> None:
    who = reader()
    name = await kept(comity, who)
    with comity.lists.files.held(name) as ours:
        assert ours
        with pytest.raises(Invalid) as wrong:
            await comity.lists.ask(who, name)
    assert wrong.value.faults[0].code == "under_way"


async def test_PUR_01_what_is_left_is_asked_for_the_same_purpose(comity: Comity) -> None:
    who = reader()
    name = await kept(comity, who)
    with pytest.raises(Invalid):
        await comity.lists.begin(replace(who, purpose=Purpose.WANTED), name, How())


async def test_ACC_01_who_may_not_ask_keeps_no_list(comity: Comity, database) -> None:
    auditor = replace(reader(), roles=frozenset({Role.AUDITOR}))
    with pytest.raises(Refused):
        await comity.lists.keep(auditor, "x.csv", TABLE.encode())
    assert log(database, comity)[-1].head.act is Act.REFUSAL


async def test_a_dry_reading_asks_nothing(comity: Comity, database) -> None:
    who = reader()
    name = await comity.lists.keep(who, "x.csv", TABLE.encode())
    before = len(entries(database, comity))
    dry = await comity.lists.dry(who, name, How())
    assert (dry.rows, dry.asking, dry.identifiers) == (4, 3, 4)
    assert [column.kind for column in dry.columns] == ["carried", "document", "document", "vin"]
    assert [(one.column, one.cells, one.first_line) for one in dry.unread] == [("Issuing country", 1, 4), ("VIN", 1, 4)]
    assert len(entries(database, comity)) == before
    chosen = await comity.lists.dry(who, name, How({"VIN": ""}))
    assert chosen.identifiers == 3


async def test_a_register_that_is_closed_refuses_no_row_that_others_answer(comity: Comity) -> None:
    who = replace(reader(), registers=frozenset({8}))
    _, rows = await asked(comity, who)
    assert [row.outcome for row in rows] == [
        RowOutcome.NOT_ASKED, RowOutcome.PARTLY, RowOutcome.NOT_ASKED, RowOutcome.NOT_ASKED,
    ]  # fmt: skip
    assert rows[0].unread[0].code == "closed"


def test_a_frame_opens_at_its_own_place_only(comity: Comity, tmp_path) -> None:
    files = ListFiles(tmp_path / "lists", comity.keyring, comity.clock)
    name = files.make("officer:1", b"one")
    other = files.make("officer:1", b"two")
    files.append("officer:1", name, "file", b"again")
    assert list(files.frames("officer:1", name, "file")) == [b"one", b"again"]
    (files.folder / f"{name}.file").write_bytes((files.folder / f"{other}.file").read_bytes())
    assert list(files.frames("officer:1", name, "file")) == []
    assert list(files.frames("officer:1", "../../etc/passwd", "file")) == []


class Watched:
    """A job's progress that is cancelled at its second question."""

    def __init__(self, *, cancel: bool) -> None:
        self.cancel = cancel
        self.asked = 0
        self.told: list[int] = []
        self.results: list[str] = []

    async def tell(self, done: int, total: int = 0, counts: object = None) -> None:
        self.told.append(done)

    async def ask(self) -> None:
        self.asked += 1
        if self.cancel and self.asked > 1:
            raise Cancelled

    async def result(self, name: str, shown_as: str) -> None:
        self.results.append(name)


@pytest.mark.parametrize("cancel", [False, True])
async def test_a_job_asks_a_list_and_a_cancelled_one_keeps_what_was_answered(comity: Comity, cancel: bool) -> None:
    who = reader()
    name = await kept(comity, who, numbers(STEP * 3))
    job = Job(
        id=uuid4(), number=1, kind=KIND, owner=who.authority, bureau=who.bureau, officer=who.officer, unit=who.unit,
        purpose=int(who.purpose), register=0, state=State.RUNNING, done=0, total=STEP * 3, counted="rows", counts={},
        spec=name.encode(), place=b"", result="", result_name="", fault=None, cancelled_by=0, attempts=1,
        created_at=comity.clock.now(), begun_at=None, began_with=0, changed_at=comity.clock.now(), ended_at=None,
        ends_at=comity.clock.now(),
    )  # fmt: skip
    progress = Watched(cancel=cancel)
    do = handler(comity.lists, comity.jobs.spool)
    if cancel:
        with pytest.raises(Cancelled):
            await do(who, job, progress)
    else:
        await do(who, job, progress)
    standing = comity.lists.standing(whose(who), name)
    assert (standing.state, standing.tally.rows) == ((ListState.STOPPED, STEP) if cancel else (ListState.DONE, STEP * 3))
    assert progress.told == ([0] if cancel else [0, STEP, STEP * 2, STEP * 3])
    stream = comity.jobs.spool.reading(progress.results[0], comity.clock.now())
    assert stream is not None
    with stream:
        assert len(stream.read().splitlines()) == standing.tally.rows + 1
