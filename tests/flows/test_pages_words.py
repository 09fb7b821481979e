"""What pages say, to an officer who reads them at night: names of things, next steps, and no door that is closed."""

from __future__ import annotations

import re

import pytest

from tests.flows.pages import at_work, browser, main
from tests.flows.world import REPORTED, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
TITLE = re.compile(r"<title>(.*?)</title>")


async def test_the_palette_opens_before_a_purpose_is_chosen_and_offers_only_what_is_open(site: Site) -> None:
    early = await browser(site)
    await early.sign_in(site, "b.registrar")
    palette = await early.get("/go")
    assert palette.status_code == 200
    assert "Change the purpose" in main(palette)
    assert "Enter a record" not in main(palette)
    registrar = await at_work(site, "b.registrar", "desk")
    offered = main(await registrar.get("/go"))
    assert "Enter a record: Firearms" in offered
    for closed in ("Ballistics", "Child protection hash lists"):  # for specialists alone
        assert f"Enter a record: {closed}" not in offered
        assert f"Load a file: {closed}" not in offered


async def test_a_record_is_called_by_what_it_is_and_the_browser_keeps_no_name_of_it(site: Site) -> None:
    await site.enter(REPORTED)
    registrar = await at_work(site, "b.registrar", "desk")
    listed = await registrar.get("/registers?register=3")
    assert "Last changed first" in main(listed)
    number = REPORTED["number"]
    found = re.search(r'href="(/records/3\.[^"]+)" data-row[^>]*>(.*?)</a>', listed.text)
    assert found
    assert number in found[2]
    record = await registrar.get(found[1])
    heading = re.search(r"<h1>(.*?)</h1>", record.text)
    title = TITLE.search(record.text)
    assert heading
    assert title
    assert number in heading[1]
    assert number not in title[1]
    assert title[1].startswith("Travel documents ")


async def test_documents_are_compared_by_country_and_type_and_what_is_missing_is_said(site: Site) -> None:
    officer = await at_work(site, "b.officer")
    assert (await officer.get("/documents/compare")).status_code == 200
    half = await officer.get("/documents/compare?country=XBM")
    assert half.status_code == 422
    assert "Type of document · This field is required." in main(half)


async def test_a_refusal_says_who_can_grant_it_in_the_officers_language(site: Site) -> None:
    officer = await at_work(site, "b.officer", **{"accept-language": "ar"})
    refused = await officer.get("/tokens")
    assert refused.status_code == 403
    assert "يستطيع رئيس مكتبك منحه." in main(refused)
    assert "None of your roles" not in main(refused)


async def test_a_list_that_is_not_kept_says_why_and_is_still_there(site: Site) -> None:
    await site.enter(REPORTED)
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get("/registers?register=3")
    number = REPORTED["number"]
    with_number = await registrar.post("/lists/views", register="3", identifier=number, name="The one")
    assert with_number.status_code == 422
    assert "An identifier is not saved: ask for it anew each time." in main(with_number)
    assert number in main(with_number)
    unnamed = await registrar.post("/lists/views", register="3", name="x" * 200)
    assert "Name · This is longer than" in main(unnamed)
    assert "One record" in main(unnamed)
