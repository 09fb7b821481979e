"""A list by page: chosen, read dry, checked, its answers seen, look-alikes settled; by its officer alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from comity.access.settings import Rate
from comity.audit import Act
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import REPORTED, Site, World, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
TABLE = "Surname;Passport No;Issuing country\nSOLVANE;AB1234567;XBM\nODE;ZZ998877;XBM\nORR;ABI234567;XBM\nVANE;!!;XBM\n"


async def kept(officer: Browser, text: str = TABLE) -> str:
    """The address of a list that was uploaded."""
    await officer.get("/check/list")
    answer = await officer.upload("/check/list", text)
    assert answer.status_code in (200, 422), answer.text
    return answer.url.path


async def asked(officer: Browser, at: str, **fields: str):
    """As the form stands, and what else is said."""
    form = (await officer.get(at)).text
    columns = dict(re.findall(r'<select[^>]*name="(column\.\d+)"[^>]*>.*?<option value="([^"]*)" selected', form, re.DOTALL))
    return await officer.post(at, **(columns | {"do": "ask"} | fields))


async def test_a_list_step_by_step(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    before = len(site.world.entries())
    at = await kept(officer)
    dry = officer.seen[-1]
    assert "4 rows; 3 of them ask about 3 things." in main(dry)
    assert "Nothing was asked yet" in main(dry)
    assert "a family name alone is not" in main(dry)
    assert "AB1234567 XBM" in main(dry)
    assert re.search(r'<option value="document.issuer" selected', dry.text)
    assert len(site.world.entries()) == before

    answer = await asked(officer, at, reference="K-12")
    said = main(answer)
    assert answer.url.path == at
    assert said.index("Ask the owner to confirm") < said.index("Line 2")
    assert said.index("Do this now") < said.index("Read the document again, character by character")
    assert "Columns that were not asked about: Surname" in said
    assert "Passport No:" in said
    assert "Look-alike" in said
    text = (await officer.get(f"{at}/result.csv")).content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("SOLVANE,AB1234567,XBM,hit,exact,travel_documents,XBM,")
    assert [each.act for each in site.world.entries()].count(Act.LIST_CHECK) == 2
    assert "records.csv" in main(await officer.get("/check/list"))


async def test_HIT_06_look_alikes_of_a_list_are_settled_from_its_page(site: Site) -> None:
    record = await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    at = await kept(officer)
    answer = await asked(officer, at)
    entry = re.search(r'action="(/check/[0-9-]+/confirm)"', answer.text)
    assert entry
    back = {"list": at.rpartition("/")[2], "line": "4", "record": f"3.{record}"}
    answer = await officer.post(entry[1], says="asked", **back)
    assert answer.url.path == at
    assert "You read the document as it was asked" in main(answer)
    assert "What does the document say?" not in main(answer)
    owner = await at_work(site, "b.registrar", "desk")
    assert main(await owner.get("/inbox")).count("Bureau Arvenia") == 1  # of the row that matched exactly
    done = await officer.post(entry[1], says="record", **back)
    assert done.url.path == f"/records/3.{record}"
    assert "as you read it" in main(await officer.get(at))
    assert "record" in (await officer.get(f"{at}/result.csv")).text.splitlines()[3]


async def test_columns_are_chosen_otherwise(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    at = await kept(officer, "Ref,Note\nAB1234567,x\n")
    assert officer.seen[-1].status_code == 422
    assert "No column of the list says what to ask about" in main(officer.seen[-1])
    again = await asked(officer, at, do="read", **{"column.0": "document", "column.1": ""})
    assert "1 rows; 1 of them ask about 1 things." in main(again)
    done = await asked(officer, at, **{"column.0": "document", "column.1": ""})
    assert "No hit" in main(done)
    assert "Every row was asked whole" in main(done)


async def test_HIT_12_protection_of_a_whole_list_needs_a_reason(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    at = await kept(officer)
    assert "Say why" in main(await asked(officer, at, protected="yes", reference="short"))
    await asked(officer, at, protected="yes", reference="They ask for asylum")
    owner = await at_work(site, "b.registrar", "desk")
    assert "Nothing waits for you" in main(await owner.get("/inbox"))


async def test_another_officer_cannot_fetch_it(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    at = await kept(officer)
    await asked(officer, at)
    other = await at_work(site, "a.supervisor")
    for path in (at, f"{at}/result.csv"):
        assert (await other.get(path)).status_code == 404
    assert (await other.post(at, do="remove")).status_code == 404
    assert "No lists yet" in main(await other.get("/check/list"))
    gone = await officer.post(at, do="remove")
    assert "No lists yet" in main(gone)
    assert (await officer.get(at)).status_code == 404


async def test_a_long_list_shows_how_far_it_is_without_script(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    at = await kept(officer, "Passport\n" + "".join(f"ZZ{number:06}\n" for number in range(501)))
    answer = await asked(officer, at)
    assert answer.headers["refresh"] == "3"
    assert "0 of 501 rows are answered" in main(answer)
    job = re.search(r'href="/jobs/([0-9a-f-]+)"', answer.text)
    assert job
    await officer.get(f"/jobs/{job[1]}")
    await officer.post(f"/jobs/{job[1]}/cancel")
    stopped = await officer.get(at)
    assert "refresh" not in stopped.headers
    assert "The rest was not asked" in main(stopped)
    going = await officer.post(at, do="go_on")
    assert going.headers["refresh"] == "3"


async def test_no_file_and_a_file_that_is_no_list(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    await officer.get("/check/list")
    assert (await officer.upload("/check/list", "")).status_code == 422
    assert "The file is empty" in main(officer.seen[-1])


async def test_lists_are_counted_as_checks(world: World) -> None:
    slow = replace(world.settings.access, checks_of_officer=Rate(burst=2, per_second=0.001))
    async with serving(world, access=slow) as site:
        officer = await at_work(site, "a.officer")
        await asked(officer, await kept(officer))
        assert (await asked(officer, await kept(officer))).status_code == 429
