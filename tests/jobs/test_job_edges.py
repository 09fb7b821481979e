"""Jobs over HTTP: the API says how far they are, pages the same, and the file comes as it was made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from comity.access.model import Reader, Role
from comity.engines.jobs import Job, Progress
from comity.jobs import new_job
from tests.conftest import Database
from tests.flows.pages import at_work, main
from tests.flows.world import Site, build, reader_for, serving

pytestmark = pytest.mark.anyio


@pytest.fixture
async def site(database: Database, tmp_path: Path) -> AsyncIterator[Site]:
    async with serving(await build(database, tmp_path)) as site:
        yield site


async def made(site: Site, role: Role = Role.REGISTRAR) -> str:
    async def writes(reader: Reader, job: Job, progress: Progress) -> None:
        await progress.tell(2, 2, {"entered": 2})
        await progress.result(site.comity.jobs.spool.keep(b"a,b\r\n" * 300_000, job.ends_at), "refused rows.csv")

    site.comity.jobs.handlers["load"] = writes
    reader = reader_for(site.world, "b", role)
    job = await site.comity.jobs.start(reader, new_job(reader, "load", b"", register=3, total=2))
    return str((await site.comity.jobs.wait(reader, job)).id)


async def test_the_api_shows_lists_and_hands_out(site: Site) -> None:
    job = await made(site)
    officer = await site.officer("b.registrar", "DESK")
    shown = (await officer.get(f"/api/v1/jobs/{job}")).json()
    assert (shown["state"], shown["done"], shown["counts"], shown["register"]) == ("done", 2, {"entered": 2}, "travel_documents")
    assert [one["id"] for one in (await officer.get("/api/v1/jobs")).json()["items"]] == [job]
    file = await officer.get(f"/api/v1/jobs/{job}/result")
    assert file.content == b"a,b\r\n" * 300_000
    assert 'filename="refused_rows.csv"' in file.headers["content-disposition"]
    again = await officer.post(f"/api/v1/jobs/{job}/cancel")
    assert again.json()["state"] == "done"  # one that is over stays as it is


async def test_OWN_04_the_api_says_absent_of_another_authority_s_job(site: Site) -> None:
    job = await made(site)
    stranger = await site.officer("a.registrar", "DESK")
    for answer in (
        await stranger.get(f"/api/v1/jobs/{job}"),
        await stranger.get(f"/api/v1/jobs/{job}/result"),
        await stranger.post(f"/api/v1/jobs/{job}/cancel"),
        await stranger.get(f"/api/v1/jobs/{uuid4()}"),
    ):
        assert answer.status_code == 404
    assert (await stranger.get("/api/v1/jobs")).json()["items"] == []


async def test_the_pages_show_stop_and_hand_out(site: Site) -> None:
    job = await made(site)
    officer = await at_work(site, "b.registrar", "desk")
    assert "Load of a file" in main(await officer.get("/jobs"))
    shown = await officer.get(f"/jobs/{job}")
    assert "Entered 2" in main(shown)
    assert "refresh" not in shown.headers
    assert (await officer.get(f"/jobs/{job}/result")).content == b"a,b\r\n" * 300_000
    other = await at_work(site, "a.registrar", "desk")
    assert (await other.get(f"/jobs/{job}")).status_code == 404
    assert (await other.get("/jobs/nothing")).status_code == 404


async def test_a_running_job_s_page_comes_again_by_itself_and_stops_it(site: Site) -> None:
    reader = reader_for(site.world, "b", Role.REGISTRAR)
    job = await site.comity.jobs.start(reader, new_job(reader, "load", b"", register=3, total=200))
    officer = await at_work(site, "b.registrar", "desk")
    shown = await officer.get(f"/jobs/{job}")
    assert shown.headers["refresh"] == "2"
    assert "Waiting for its turn" in main(shown)
    assert "Stopped" in main(await officer.post(f"/jobs/{job}/cancel"))
