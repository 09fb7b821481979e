"""Jobs: done once, with the rights of the moment they run, seen by their own authority, stopped where asked, resumed where killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from comity.access.model import Reader, Role
from comity.app import Comity
from comity.audit import Act
from comity.edges.api import jobs as api_jobs
from comity.edges.marks import number_in
from comity.engines.jobs import Job, Progress, State, store
from comity.engines.store import NOBODY, Mode
from comity.jobs import NoSuchJob, new_job
from comity.kernel.errors import Fault, Invalid, Refused
from comity.registers.lists import export
from tests.conftest import Database
from tests.flows.world import Site, build, reader_for, serving

pytestmark = pytest.mark.anyio


@pytest.fixture
async def site(database: Database, tmp_path: Path) -> AsyncIterator[Site]:
    async with serving(await build(database, tmp_path)) as site:
        yield site


@pytest.fixture
def comity(site: Site) -> Comity:
    return site.comity


@pytest.fixture
def registrar(site: Site) -> Reader:
    return reader_for(site.world, "b", Role.REGISTRAR)


async def count(reader: Reader, job: Job, progress: Progress) -> None:
    """Counts to its total."""
    del reader
    for number in range(1, job.total + 1):
        await progress.tell(number, job.total, {"entered": number})


async def start(comity: Comity, reader: Reader, kind: str = "count", total: int = 3) -> UUID:
    return await comity.jobs.start(reader, new_job(reader, kind, b"what was typed", total=total))


async def test_a_job_is_done_where_no_process_runs_jobs(comity: Comity, registrar: Reader) -> None:
    comity.jobs.handlers["count"] = count
    job = await comity.jobs.wait(registrar, await start(comity, registrar))
    assert (job.state, job.spec, job.counted) == (State.DONE, b"what was typed", "rows")


async def test_two_processes_never_do_one_job(comity: Comity, registrar: Reader) -> None:
    begun: list[UUID] = []

    async def once(reader: Reader, job: Job, progress: Progress) -> None:
        begun.append(job.id)
        await asyncio.sleep(0.05)

    comity.jobs.handlers["once"] = once
    jobs = [await start(comity, registrar, "once") for _ in range(6)]
    stop = asyncio.Event()
    workers = [asyncio.create_task(comity.jobs.work_until(stop)) for _ in range(2)]
    for job in jobs:
        assert (await comity.jobs.wait(registrar, job, 120)).state is State.DONE
    stop.set()
    await asyncio.gather(*workers)
    assert sorted(begun) == sorted(jobs)


async def test_a_job_whose_process_ended_goes_on_from_its_place(comity: Comity, registrar: Reader) -> None:
    places: list[bytes] = []

    async def killed(reader: Reader, job: Job, progress: Progress) -> None:
        places.append(job.place)
        async with comity.store.transaction(reader.context(Mode.OWN)) as connection:
            await progress.keep(connection, len(places), 3, {"entered": len(places)}, b"row %d" % len(places))
        if len(places) < 3:
            raise asyncio.CancelledError  # what a kill leaves: no end, and a lock that is gone

    comity.jobs.handlers["killed"] = killed
    job = await start(comity, registrar, "killed")
    for _ in range(2):
        with pytest.raises(asyncio.CancelledError):
            await comity.jobs.run_here(job)
        assert (await comity.jobs.show(registrar, job)).state is State.RUNNING
    assert (await comity.jobs.wait(registrar, job)).state is State.DONE
    assert places == [b"", b"row 1", b"row 2"]


async def test_a_job_that_kills_its_process_again_and_again_is_given_up(comity: Comity, registrar: Reader) -> None:
    async def deadly(reader: Reader, job: Job, progress: Progress) -> None:
        raise asyncio.CancelledError

    comity.jobs.handlers["deadly"] = deadly
    job = await start(comity, registrar, "deadly")
    for _ in range(store.MOST_ATTEMPTS):
        with pytest.raises(asyncio.CancelledError):
            await comity.jobs.run_here(job)
    closed: list[str] = []

    async def close(job: Job, why: str) -> None:
        closed.append(why)

    comity.jobs.closers["deadly"] = close
    assert await comity.jobs.run_here(job)
    assert closed == ["gave_up"]
    found = await comity.jobs.show(registrar, job)
    assert found.state is State.FAILED
    assert found.fault is not None
    assert found.fault.code == "gave_up"


async def test_ACC_04_who_started_it_must_still_be_permitted(site: Site, comity: Comity, registrar: Reader) -> None:
    comity.jobs.handlers["count"] = count
    job = await start(comity, registrar)
    with psycopg.connect(site.world.database.superuser) as connection:
        connection.execute("update access.officer set active = false where number = %s", (registrar.officer,))
    found = await comity.jobs.wait(registrar, job)
    assert found.state is State.FAILED
    assert found.fault is not None
    assert found.fault.rule == "ACC-04"
    assert Act.REFUSAL in site.world.acts()


async def test_the_handler_sees_the_roles_of_now(site: Site, comity: Comity, registrar: Reader) -> None:
    seen: list[Reader] = []

    async def look(reader: Reader, job: Job, progress: Progress) -> None:
        seen.append(reader)

    comity.jobs.handlers["look"] = look
    job = await start(comity, registrar, "look")
    with psycopg.connect(site.world.database.superuser) as connection:
        connection.execute("update access.officer set roles = array['officer'] where number = %s", (registrar.officer,))
    await comity.jobs.wait(registrar, job)
    assert seen[0].roles == {Role.OFFICER}
    assert (seen[0].authority, seen[0].unit, seen[0].purpose) == (registrar.authority, registrar.unit, registrar.purpose)


async def test_OWN_04_nobody_sees_jobs_of_another_authority(site: Site, comity: Comity, registrar: Reader) -> None:
    job = await start(comity, registrar)
    stranger = reader_for(site.world, "a", Role.REGISTRAR)
    for act in (comity.jobs.show, comity.jobs.cancel, comity.jobs.result):
        with pytest.raises(NoSuchJob):
            await act(stranger, job)
    assert await comity.jobs.listed(stranger) == []


async def test_ACC_08_colleagues_jobs_are_for_registrars_and_supervisors(site: Site, comity: Comity, registrar: Reader) -> None:
    job = await start(comity, registrar)
    officer = reader_for(site.world, "b", Role.OFFICER)
    with pytest.raises(NoSuchJob):
        await comity.jobs.show(officer, job)
    assert await comity.jobs.listed(officer) == []
    supervisor = reader_for(site.world, "b", Role.SUPERVISOR)
    assert [one.id for one in await comity.jobs.listed(supervisor)] == [job]
    assert (await comity.jobs.cancel(supervisor, job)).state is State.CANCELLED


async def test_a_cancelled_job_stops_at_its_next_word(comity: Comity, registrar: Reader) -> None:
    running = asyncio.Event()

    async def endless(reader: Reader, job: Job, progress: Progress) -> None:
        while True:
            running.set()
            await asyncio.sleep(0.01)
            await progress.ask()

    comity.jobs.handlers["endless"] = endless
    job = await start(comity, registrar, "endless")
    task = asyncio.create_task(comity.jobs.wait(registrar, job))
    await running.wait()
    await comity.jobs.cancel(registrar, job)
    assert (await asyncio.wait_for(task, 120)).state is State.CANCELLED


async def test_a_process_that_stops_lets_its_job_go_on_elsewhere(comity: Comity, registrar: Reader) -> None:
    stop, running = asyncio.Event(), asyncio.Event()

    async def long(reader: Reader, job: Job, progress: Progress) -> None:
        while not stop.is_set() or not running.is_set():
            running.set()
            await asyncio.sleep(0.01)
        await progress.ask()

    comity.jobs.handlers["long"] = long
    job = await start(comity, registrar, "long")
    worker = asyncio.create_task(comity.jobs.work_until(stop))
    await asyncio.wait_for(running.wait(), 120)
    stop.set()
    await asyncio.wait_for(worker, 120)
    assert (await comity.jobs.show(registrar, job)).state is State.RUNNING
    assert (await comity.jobs.wait(registrar, job, 120)).state is State.DONE


@pytest.mark.parametrize(
    ("problem", "code"),
    [(Invalid(Fault("file", "not_utf_8", "No.")), "not_utf_8"), (Refused("OWN-02", "No."), "refused"), (KeyError("secret"), "failed")],
)
async def test_what_fails_says_why_and_nothing_of_a_record(comity: Comity, registrar: Reader, problem: Exception, code: str) -> None:
    async def fails(reader: Reader, job: Job, progress: Progress) -> None:
        raise problem

    comity.jobs.handlers["fails"] = fails
    job = await comity.jobs.wait(registrar, await start(comity, registrar, "fails"))
    assert job.state is State.FAILED
    assert job.fault is not None
    assert job.fault.code == code
    assert "secret" not in job.fault.sentence


async def test_a_result_is_for_the_officer_who_started_it_and_audited(site: Site, comity: Comity, registrar: Reader) -> None:
    async def writes(reader: Reader, job: Job, progress: Progress) -> None:
        await progress.result(comity.jobs.spool.keep(b"a,b\n", job.ends_at), "result.csv")

    comity.jobs.handlers["writes"] = writes
    job = await comity.jobs.wait(registrar, await start(comity, registrar, "writes"))
    name, stream = await comity.jobs.result(registrar, job.id)
    with stream:
        assert (name, stream.read()) == ("result.csv", b"a,b\n")
    assert Act.EXPORT in site.world.acts()
    with pytest.raises(NoSuchJob):
        await comity.jobs.result(reader_for(site.world, "b", Role.SUPERVISOR), job.id)


@pytest.mark.parametrize(
    ("kind", "personal"), [("export", True), ("export", False), ("list_check", False), ("load", False), ("bulk", False)]
)
async def test_ACC_04_a_result_is_kept_from_who_may_not_ask_for_it_any_more(
    comity: Comity, registrar: Reader, kind: str, personal: bool
) -> None:
    async def writes(reader: Reader, job: Job, progress: Progress) -> None:
        await progress.result(comity.jobs.spool.keep(b"a,b\n", job.ends_at), "result.csv")

    comity.jobs.handlers[kind] = writes
    comity.jobs.closers.clear()
    spec = msgspec.msgpack.encode(export.Spec(3, {}, "", export.Format.CSV, personal))
    job = await comity.jobs.wait(registrar, await comity.jobs.start(registrar, new_job(registrar, kind, spec, register=3)))
    (await comity.jobs.result(registrar, job.id))[1].close()
    for less in (replace(registrar, roles=frozenset({Role.AUDITOR})), replace(registrar, registers=frozenset({8}))):
        with pytest.raises(Refused):
            await comity.jobs.result(less, job.id)


async def test_what_was_typed_lies_sealed(site: Site, comity: Comity, registrar: Reader) -> None:
    await start(comity, registrar)
    with psycopg.connect(site.world.database.superuser) as connection:
        (spec,) = connection.execute("select spec from jobs.job").fetchone() or (b"",)
    assert b"typed" not in bytes(spec)


async def test_without_a_context_the_queue_is_empty(comity: Comity, registrar: Reader) -> None:
    await start(comity, registrar)
    async with comity.store.transaction(NOBODY) as connection:
        assert await store.fetch(connection, comity.keyring, uuid4()) is None
        row = await (await connection.execute("select count(*) from jobs.job")).fetchone()
    assert row == (0,)


async def test_rate_and_time_left(comity: Comity, registrar: Reader) -> None:
    job = await comity.jobs.show(registrar, await start(comity, registrar, total=100))
    begun = job.created_at
    running = replace(job, state=State.RUNNING, begun_at=begun, changed_at=begun, done=30)
    assert running.left_s is None  # no time has passed yet
    later = replace(running, began_with=10, changed_at=begun + timedelta(seconds=4))
    assert later.per_second == 5.0
    assert later.left_s == 14.0


async def test_OWN_04_a_page_of_jobs_does_not_tell_how_many_others_have(
    site: Site, comity: Comity, registrar: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jobs of all authorities are numbered together: the mark of a page names such a number, and is sealed."""
    monkeypatch.setattr(api_jobs, "PAGE", 2)
    monkeypatch.setattr("comity.jobs.PAGE", 2)
    made = [await start(comity, registrar) for _ in range(3)]
    client = await site.officer("b.registrar", "DESK")
    first = (await client.get("/api/v1/jobs")).json()
    second = (await client.get("/api/v1/jobs", params={"after": first["next"]})).json()
    assert [one["id"] for one in first["items"] + second["items"]] == [str(one) for one in reversed(made)]
    assert number_in(comity.keyring, first["next"]) > 0
    again = (await client.get("/api/v1/jobs")).json()
    assert again["next"] != first["next"]
    wrong = await client.get("/api/v1/jobs", params={"after": "bnwx"})
    assert (wrong.status_code, wrong.json()["faults"][0]["code"]) == (422, "bad_cursor")
