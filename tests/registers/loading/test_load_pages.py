"""A held load over pages, API and client: seen, sampled, released or refused by a second officer."""

from __future__ import annotations

import pytest

from comity.engines.jobs import State
from tests.flows.pages import at_work, main
from tests.registers.loading.conftest import Loading, as_file
from tests.registers.loading.test_loads import samples

pytestmark = pytest.mark.anyio


async def held(loading: Loading) -> str:
    await loading.load(as_file(samples(600)), name="monthly.csv")
    (load,) = await loading.comity.loads.listed(loading.supervisor)
    return str(load.id)


async def test_REC_18_the_pages_show_a_sample_and_take_the_decision(loading: Loading) -> None:
    load = await held(loading)
    registrar = await at_work(loading.site, "b.registrar", "desk")
    assert "monthly.csv" in main(await registrar.get("/loads"))
    own = main(await registrar.get(f"/loads/{load}"))
    assert "another officer decides (ACC-09)" in own
    assert "Release all" not in own
    supervisor = await at_work(loading.site, "b.supervisor", "desk")
    shown = main(await supervisor.get(f"/loads/{load}"))
    assert "Held for a second signature 600" in shown
    assert "Some of what would be visible" in shown
    short = await supervisor.post(f"/loads/{load}", action="refuse", reason="no")
    assert short.status_code == 422
    job = await supervisor.post(f"/loads/{load}", action="release")
    assert "Release of a load" in main(job)
    decided = (await loading.comity.jobs.listed(loading.supervisor))[0]
    assert (await loading.comity.jobs.wait(loading.supervisor, decided.id)).state is State.DONE
    assert "Released" in main(await supervisor.get(f"/loads/{load}"))
    stranger = await at_work(loading.site, "a.supervisor", "desk")
    assert (await stranger.get(f"/loads/{load}")).status_code == 404
    assert (await stranger.get("/loads/nothing")).status_code == 404


async def test_REC_18_the_api_shows_a_sample_and_takes_the_decision(loading: Loading) -> None:
    load = await held(loading)
    registrar = await loading.site.officer("b.registrar", "DESK")
    answer = await registrar.post(f"/api/v1/loads/{load}/release", json={"reason": ""})
    assert (answer.status_code, answer.json()["rule"]) == (403, "ACC-08")
    supervisor = await loading.site.officer("b.supervisor", "DESK")
    (line,) = (await supervisor.get("/api/v1/loads")).json()["items"]
    assert (line["state"], line["counts"], line["file"], line["own"]) == ("waiting", {"rows": 600, "held": 600}, "monthly.csv", False)
    shown = (await supervisor.get(f"/api/v1/loads/{load}")).json()
    assert len(shown["new"]) == 20
    assert (await supervisor.post(f"/api/v1/loads/{load}/refuse", json={"reason": "no"})).status_code == 422
    refused = await supervisor.post(f"/api/v1/loads/{load}/refuse", json={"reason": "The file is of another month."})
    assert refused.status_code == 202
    await loading.comity.jobs.wait(loading.supervisor, refused.json()["job"])
    assert (await supervisor.get(f"/api/v1/loads/{load}")).json()["load"]["state"] == "refused"
    stranger = await loading.site.officer("a.supervisor", "DESK")
    assert (await stranger.get(f"/api/v1/loads/{load}")).status_code == 404
    assert (await stranger.get("/api/v1/loads")).json()["items"] == []
