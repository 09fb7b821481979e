"""Loads: good rows in, bad rows back in the user's own file, the same file twice changes nothing, the counts add up."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from comity.access.model import AuthorityKind, Role
from comity.audit import Act
from comity.engines.jobs import State
from comity.kernel.errors import Refused
from comity.registers import measures
from comity.registers.catalogue import register
from comity.registers.load import Options
from comity.registers.loading import rows as batches
from comity.registers.loading.model import Counts, InvalidFile, Mode
from comity.registers.sample import sample_rows
from tests.flows.world import reader_for
from tests.registers.loading.conftest import DOCUMENT, HEADER, Loading, as_file, counts_of

pytestmark = pytest.mark.anyio

DOCUMENTS = register("travel_documents")
TODAY = date.today()  # noqa: DTZ011 - samples lie in the past of the world's own clock


def samples(count: int, seed: int = 1) -> list[dict[str, str]]:
    """Clean rows, none of which waits for anybody."""
    return [
        row | {"theft_date": "2026-10-01", "issue_date": "", "expiry_date": ""} for row in sample_rows(DOCUMENTS, seed, count, today=TODAY)
    ]


async def test_good_rows_go_in_and_bad_ones_come_back_with_all_that_is_wrong(loading: Loading) -> None:
    bad = [
        DOCUMENT | {"issuer": "XAR", "theft_date": "2026-13-01"},
        DOCUMENT | {"number": "-11"},
        DOCUMENT | {"number": "-12", "reason": ""},
    ]
    good = samples(40)
    counts, errors = await loading.load(as_file([*good[:20], *bad, *good[20:]]))
    assert counts == Counts(rows=43, entered=41, refused=2)
    assert [(row["error_field"], row["error_code"]) for row in errors] == [
        ("theft_date; issuer", "impossible_date; not_issuer"),
        ("reason", "required"),
    ]
    assert (errors[0]["number"], errors[1]["number"]) == ("AC 1234567", "'-12")
    assert all(row["error_sentence"] for row in errors)
    again, _ = await loading.load(as_file([*good[:20], *bad, *good[20:]], bom=False))
    assert again == Counts(rows=43, unchanged=41, refused=2)


async def test_rows_that_say_something_else_of_what_is_there_are_refused(loading: Loading) -> None:
    counts, errors = await loading.load(as_file([DOCUMENT, DOCUMENT, DOCUMENT | {"reason": "stolen"}]))
    assert counts == Counts(rows=3, entered=1, unchanged=1, refused=1)
    assert errors[0]["error_code"] == "twice"
    counts, errors = await loading.load(as_file([DOCUMENT | {"reason": "stolen"}]))
    assert counts == Counts(rows=1, refused=1)
    assert errors[0]["error_code"] == "already_there"


async def test_the_error_file_corrected_can_be_sent_again(loading: Loading) -> None:
    _, errors = await loading.load(as_file([DOCUMENT | {"theft_date": "soon"}]))
    counts, _ = await loading.load(as_file([errors[0] | {"theft_date": "2026-10"}]))
    assert counts.entered == 1


async def test_a_delta_enters_corrects_and_withdraws(loading: Loading) -> None:
    two = DOCUMENT | {"number": "AC 7654321"}
    await loading.load(as_file([DOCUMENT, two]))
    delta = [
        DOCUMENT | {"reason": "stolen", "action": "correct"},
        two | {"action": "withdraw"},
        DOCUMENT | {"number": "AC 1", "action": "enter"},
    ]
    counts, _ = await loading.load(as_file(delta))
    assert counts == Counts(rows=3, entered=1, corrected=1, withdrawn=1)
    again, errors = await loading.load(as_file(delta))
    assert (again, errors) == (Counts(rows=3, unchanged=3), [])
    wrong = [DOCUMENT | {"number": "AC 2", "action": "correct"}, DOCUMENT | {"action": "delete"}]
    counts, errors = await loading.load(as_file(wrong))
    assert [row["error_code"] for row in errors] == ["not_there", "unknown_choice"]


async def test_a_dry_run_says_what_would_happen_and_writes_nothing(loading: Loading) -> None:
    content = as_file([*samples(30), DOCUMENT | {"reason": ""}])
    counts, errors = await loading.load(content, dry=True)
    assert counts == Counts(rows=31, entered=30, refused=1)
    assert [row["error_code"] for row in errors] == ["required"]
    assert (await loading.load(content))[0] == Counts(rows=31, entered=30, refused=1)
    assert Act.LOAD in loading.site.world.acts()
    assert loading.site.world.acts().count(Act.LOAD) == 1


async def test_a_load_has_one_entry_with_the_digest_of_its_rows(loading: Loading) -> None:
    content = as_file(samples(30))
    await loading.load(content)
    (made,) = [head for head in loading.site.world.entries() if head.act is Act.LOAD]
    assert hashlib.sha256(content).hexdigest() in made.detail
    assert "30 entered" in made.detail


async def test_REC_18_a_mass_load_waits_and_is_released_as_a_whole_by_a_second_officer(loading: Loading) -> None:
    rows = samples(700)
    counts, _ = await loading.load(as_file(rows))
    assert counts == Counts(rows=700, held=700)
    (load,) = await loading.comity.loads.listed(loading.supervisor)
    assert load.state.code == "waiting"
    assert load.why.startswith("REC-18")
    sample = await loading.comity.loads.shown(loading.supervisor, load.id)
    assert len(sample.new) == 20
    officer = await loading.site.officer("a.officer")
    check = loading.site.document(rows[5]["number"])
    assert (await officer.post("/api/v1/checks", json=check)).json()["outcome"] == "no_hit"
    with pytest.raises(Refused) as refused:
        await loading.comity.loads.decide(loading.registrar, load.id, release=True)
    assert refused.value.rule == "ACC-08"
    job = await loading.comity.loads.decide(loading.supervisor, load.id, release=True)
    done = await loading.comity.jobs.wait(loading.supervisor, job)
    assert (done.state, done.counts) == (State.DONE, {"released": 700})
    again, _ = await loading.load(as_file(rows))
    assert again == Counts(rows=700, unchanged=700)
    with pytest.raises(Refused):
        await loading.comity.loads.decide(loading.supervisor, load.id, release=True)


async def test_ACC_09_who_loaded_a_file_does_not_release_it(loading: Loading) -> None:
    await loading.load(as_file(samples(600)))
    (load,) = await loading.comity.loads.listed(loading.registrar)
    both = reader_for(loading.site.world, "b", Role.REGISTRAR)
    with pytest.raises(Refused) as refused:
        await loading.comity.loads.decide(replace(both, roles=frozenset({Role.REGISTRAR, Role.SUPERVISOR})), load.id, release=True)
    assert refused.value.rule == "ACC-09"


async def test_ACC_08_loads_are_listed_for_who_lists_or_loads_records_of_their_register(loading: Loading) -> None:
    await loading.load(as_file(samples(3)))
    assert len(await loading.comity.loads.listed(loading.registrar)) == 1
    assert await loading.comity.loads.listed(replace(loading.registrar, roles=frozenset({Role.OFFICER}))) == []
    assert await loading.comity.loads.listed(replace(loading.registrar, registers=frozenset({8}))) == []


async def test_REC_18_a_refused_load_leaves_nothing(loading: Loading) -> None:
    rows = samples(600)
    await loading.load(as_file(rows))
    (load,) = await loading.comity.loads.listed(loading.supervisor)
    job = await loading.comity.loads.decide(loading.supervisor, load.id, release=False, reason="The file is of another month.")
    assert (await loading.comity.jobs.wait(loading.supervisor, job)).state is State.DONE
    counts, _ = await loading.load(as_file(rows))
    assert counts.held == 600


async def test_a_full_load_proposes_what_the_file_no_longer_has(loading: Loading) -> None:
    rows = samples(20)
    await loading.load(as_file(rows))
    job = await loading.job(as_file([*rows[:15], rows[15] | {"reason": ""}]), mode=Mode.FULL)
    assert counts_of(job) == Counts(rows=16, unchanged=15, refused=1, missing=4)
    load = (await loading.comity.loads.listed(loading.supervisor))[0]
    sample = await loading.comity.loads.shown(loading.supervisor, load.id)
    assert {record.values["number"] for record in sample.missing} == {row["number"] for row in rows[16:]}
    before, _ = await loading.load(as_file(rows))
    assert before.unchanged == 20  # nothing is withdrawn before a second officer says so
    decided = await loading.comity.loads.decide(loading.supervisor, load.id, release=True)
    await loading.comity.jobs.wait(loading.supervisor, decided)
    after, _ = await loading.load(as_file(rows))
    assert after == Counts(rows=20, entered=4, unchanged=16)


async def test_a_full_load_corrects(loading: Loading) -> None:
    await loading.load(as_file([DOCUMENT]))
    counts = counts_of(await loading.job(as_file([DOCUMENT | {"reason": "stolen"}]), mode=Mode.FULL))
    assert counts == Counts(rows=1, corrected=1)


async def test_OWN_04_a_load_does_not_differ_by_what_others_have_recorded(loading: Loading) -> None:
    other = reader_for(loading.site.world, "a", Role.REGISTRAR)
    row = {"vin": "1M8GDM9AXKP042788", "theft_date": "2026-10-02", "theft_country": "XCS"}
    first = await loading.job(as_file([row]), "vehicles", other)
    second = await loading.job(as_file([row]), "vehicles")
    assert counts_of(first) == counts_of(second) == Counts(rows=1, entered=1)
    assert await loading.comity.loads.listed(other) != await loading.comity.loads.listed(loading.registrar)


async def test_ACC_08_who_may_not_load_loads_nothing(loading: Loading) -> None:
    with pytest.raises(Refused):
        await loading.job(as_file([DOCUMENT]), reader=reader_for(loading.site.world, "b", Role.OFFICER))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"number,issuer,type\n", "missing_column"),
        (b"number,issuer,type,reason,name\n", "unknown_column"),
        (b"number,number,issuer,type,reason\n", "double_column"),
        (b"", "missing_column"),
        (b"PK\x03\x04 no zip", "bad_xlsx"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_whole(loading: Loading, content: bytes, code: str) -> None:
    with pytest.raises(InvalidFile) as refused:
        await loading.job(content)
    assert code in {fault.code for fault in refused.value.faults}
    assert list(loading.comity.jobs.spool.folder.iterdir()) == []


async def test_a_cancelled_load_is_accounted_for(loading: Loading) -> None:
    jobs = loading.comity.jobs
    spooled = await loading.comity.loads.start(loading.registrar, DOCUMENTS, io.BytesIO(as_file(samples(30))), Options(defaults=HEADER))
    batches.BATCH, kept = 10, batches.BATCH
    try:
        handler = jobs.handlers["load"]

        async def stopped(reader, job, progress):  # type: ignore[no-untyped-def]
            original = progress.keep

            async def keep(connection, done, *rest):  # type: ignore[no-untyped-def]
                await original(connection, done, *rest)
                if done == 10:
                    await connection.execute("update jobs.job set cancelled_by = 1 where id = %s", (job.id,))

            progress.__class__.keep, before = lambda self, *args: keep(*args), progress.__class__.keep
            original = lambda *args: before(progress, *args)  # noqa: E731
            try:
                await handler(reader, job, progress)
            finally:
                progress.__class__.keep = before

        jobs.handlers["load"] = stopped
        done = await jobs.wait(loading.registrar, spooled)
    finally:
        batches.BATCH = kept
    assert done.state is State.CANCELLED
    (load,) = await loading.comity.loads.listed(loading.registrar)
    assert (load.state.code, load.counts) == ("broken_off", Counts(rows=10, entered=10))
    assert loading.site.world.acts().count(Act.LOAD) == 1


async def test_COR_03_a_load_that_is_released_does_not_go_past_the_secretariat(loading: Loading) -> None:
    site = loading.site
    legal = replace(reader_for(site.world, "s", Role.SUPERVISOR), kind=AuthorityKind.SECRETARIAT)
    await measures.supervise(loading.comity.records, legal, loading.registrar.authority, "Bursts of documents of exiles in October.")
    rows = samples(60)
    counts, _ = await loading.load(as_file(rows))
    assert counts == Counts(rows=60, held=60)
    (load,) = await loading.comity.loads.listed(loading.supervisor)
    job = await loading.comity.loads.decide(loading.supervisor, load.id, release=True)
    assert (await loading.comity.jobs.wait(loading.supervisor, job)).state is State.DONE
    with psycopg.connect(site.world.database.superuser) as owner:
        assert owner.execute("select distinct state from registers.travel_documents").fetchall() == [(0,)]
        assert owner.execute("select count(*) from registers.hold where state = 0 and route = 3").fetchone() == (60,)
        assert owner.execute("select count(*) from registers.search_key where live").fetchone() == (0,)
