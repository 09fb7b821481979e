"""Lists by page: ticked rows and whole lists acted on, signed by a second officer; lists kept and written into a file."""

from __future__ import annotations

import re

import pytest

from comity.registers.lists import bulk
from tests.flows.pages import at_work, main
from tests.flows.test_api_lists import entered
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]


async def test_ticked_rows_are_counted_repeated_and_done(site: Site) -> None:
    await entered(site, 3)
    registrar = await at_work(site, "b.registrar", "desk")
    shown = await registrar.get("/registers?register=3")
    ticks = re.findall(r'name="record" value="([0-9a-f-]{36})"', shown.text)
    assert len(ticks) == 3
    form = await registrar.post("/lists/many", register="3", record=ticks[:2])
    assert "2 ticked records" in main(form)
    look = {"register": "3", "record": ticks[:2], "act": "confirm", "step": "look"}
    assert "This is done to 2 records." in main(await registrar.post("/lists/many", **look))
    wrong = await registrar.post("/lists/many", **look | {"step": "do", "count": "3"})
    assert (wrong.status_code, "Another number of records fits by now" in main(wrong)) == (422, True)
    done = await registrar.post("/lists/many", **look | {"step": "do", "count": "2"})
    assert done.url.path.startswith("/jobs/")
    await site.comity.jobs.run_here(done.url.path.rpartition("/")[2])
    outcome = await registrar.get(f"{done.url.path}/result")
    assert outcome.text.count(",done,") == 2


async def test_REC_18_a_second_officer_signs_by_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "SIGNED_ABOVE", 2)
    await entered(site, 3)
    registrar = await at_work(site, "b.registrar", "desk")
    shown = await registrar.get("/registers?register=3")
    ticks = re.findall(r'name="record" value="([0-9a-f-]{36})"', shown.text)
    look = {"register": "3", "record": ticks, "act": "confirm", "reason": "It was looked at again", "step": "look"}
    assert "second officer signs" in main(await registrar.post("/lists/many", **look))
    waits = await registrar.post("/lists/many", **look | {"step": "do", "count": "3"})
    assert "Waits for another officer" in main(waits)
    supervisor = await at_work(site, "b.supervisor", "desk")
    page = await supervisor.get("/lists/many/waiting")
    assert page.text.count('href="/records/') == 3  # nobody signs what was not to be seen
    assert "It was looked at again" in main(page)
    act = re.search(r'action="(/lists/many/[0-9a-f-]{36}/sign)"', page.text)
    assert act
    assert "Under way" in main(await supervisor.post(act[1], says="sign"))


async def test_a_list_is_kept_shared_and_dropped_and_written_into_a_file(site: Site) -> None:
    await entered(site, 1)
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get("/registers?register=3&state=released")
    kept = await registrar.post("/lists/views", register="3", state="released", name="Ours, open", shared="yes")
    assert "Ours, open" in main(kept)
    supervisor = await at_work(site, "b.supervisor", "desk")
    theirs = await supervisor.get("/registers?register=3")
    assert "Ours, open" in main(theirs)
    assert "Drop Ours, open" not in main(theirs)
    drop = re.search(r'name="drop" value="([0-9a-f-]{36})"', (await registrar.get("/registers?register=3")).text)
    assert drop
    assert "Ours, open" not in main(await registrar.post("/lists/views", register="3", drop=drop[1]))
    file = await registrar.post("/lists/export", register="3", state="released", format="xlsx")
    assert file.url.path.startswith("/jobs/")
