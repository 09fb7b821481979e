"""Ways between pages: what waits, what is done with a file, and what stands around a record can be reached by following links."""

from __future__ import annotations

import re
from datetime import date

import pytest

from comity.registers.catalogue import BY_NAME
from comity.registers.paths import nested
from comity.registers.sample import sample_rows
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
LOAD = "/registers/3/load"
ROWS = "number,issuer,type,reason,theft_date\nAA1,XBM,passport,lost,2026-01-02\nAA2,XBM,passport,lost,2026-01-02\n"
SAID = {"purposes": "border", "law": "Police Act", "source": "holder"}


async def loader(site: Site) -> Browser:
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get(LOAD)
    return registrar


async def test_a_dry_run_by_page_writes_nothing_and_says_so(site: Site) -> None:
    registrar = await loader(site)
    tried = main(await registrar.upload(LOAD, ROWS, do="dry", **SAID))
    assert "Nothing was written" in tried
    assert "2 + 0 + 0 + 0 = 2" in tried
    assert "0 records" in main(await registrar.get("/registers?register=3"))
    await registrar.get(LOAD)
    done = main(await registrar.upload(LOAD, ROWS, do="load", **SAID))
    assert "Nothing was written" not in done
    assert "2 records" in main(await registrar.get("/registers?register=3"))


async def test_a_file_that_is_all_there_is_says_what_it_no_longer_has(site: Site) -> None:
    registrar = await loader(site)
    await registrar.upload(LOAD, ROWS, **SAID)
    less = await registrar.upload(LOAD, "\n".join(ROWS.split("\n")[:2]) + "\n", mode="full", **SAID)
    assert "1 record is no longer in the file" in main(less)
    link = re.search(r'href="(/loads/[0-9a-f-]+)"', less.text)
    assert link
    assert (await registrar.get(link[1])).status_code == 200


async def test_a_file_in_another_encoding_is_loaded_by_page(site: Site) -> None:
    registrar = await loader(site)
    answer = await registrar.upload(LOAD, ROWS, encoding="nonsense", **SAID)
    assert answer.status_code == 422
    assert "1 + 0" not in main(answer)


async def test_what_the_commands_list_leads_to_is_there(site: Site) -> None:
    for login in ("b.registrar", "b.supervisor", "b.officer"):
        browser = await at_work(site, login, "post" if login == "b.officer" else "desk")
        listed = await browser.get("/go")
        for address in set(re.findall(r'<a href="([^"]+)" data-row', listed.text)):
            assert (await browser.get(address)).status_code == 200, (login, address)


async def test_who_loads_and_who_decides_find_the_loads(site: Site) -> None:
    registrar, supervisor = await loader(site), await at_work(site, "b.supervisor", "desk")
    for browser, page in ((registrar, "/registers?register=3"), (supervisor, "/review"), (registrar, "/go")):
        assert 'href="/loads"' in (await browser.get(page)).text, page
    assert 'href="/registers/overview"' in (await registrar.get("/loads")).text


@pytest.mark.parametrize(("register", "words"), [("firearms", "Trace it"), ("piracy", "What is linked with it")])
async def test_a_record_leads_to_what_stands_around_it(site: Site, register: str, words: str) -> None:
    registrar = await at_work(site, "b.registrar", "desk", "intelligence")
    api = await site.officer("b.registrar", "DESK", "intelligence")
    values = nested(BY_NAME[register], next(sample_rows(BY_NAME[register], 11, 1, today=date(2026, 11, 20))))
    body = {"values": values, "header": {"purposes": ["intelligence"], "law": "Act 1", "source": "authority"}}
    made = await api.post(f"/api/v1/registers/{register}/records", json=body)
    assert made.status_code == 201, made.text
    shown = await registrar.get(f"/records/{BY_NAME[register].number}.{made.json()['id']}")
    link = re.search(rf'href="([^"]+)"[^>]*>{words}<', shown.text)
    assert link, main(shown)
    onward = await registrar.get(link[1].replace("&amp;", "&"))
    assert onward.status_code == 200
    if register == "firearms":
        assert f'value="{made.json()["id"]}"' in onward.text


async def test_a_form_asks_for_no_words_on_a_photograph_that_is_not_there(site: Site) -> None:
    form = await (await at_work(site, "b.registrar", "desk")).get("/registers/8/new")
    assert "Files are added on the record's page" in main(form)
    assert "photographs.1" not in form.text
    assert "Three letters, such as XBM" not in main(form)


async def test_a_trace_names_its_record_by_the_address_of_its_page_too(site: Site) -> None:
    registrar = await at_work(site, "b.registrar", "desk", "intelligence")
    await registrar.get("/traces")
    unknown = await registrar.post("/traces", record="11.01000000-0000-7000-8000-000000000000")
    assert "This is not the id of a record." not in main(unknown)
    assert "This is not the id of a record." in main(await registrar.post("/traces", record="11.nonsense"))


async def test_columns_that_the_register_does_not_know_are_named_all_at_once(site: Site) -> None:
    registrar = await loader(site)
    answer = main(await registrar.upload(LOAD, "number,issuer,kind,why\nAA1,XBM,passport,lost\n", **SAID))
    assert "no such columns: kind, why. It needs: type, reason." in answer


async def test_refused_rows_say_what_is_accepted_and_stay_with_their_load(site: Site) -> None:
    registrar = await loader(site)
    answer = await registrar.upload(LOAD, ROWS + "AA3,XBM,passport,eaten,2026-01-02\n", **SAID)
    assert "eaten is not in the list. stolen_blank, stolen, lost, revoked" in main(answer)
    listed = await registrar.get("/loads")
    link = re.search(r'href="(/loads/[0-9a-f-]+)"', listed.text)
    assert link
    one = await registrar.get(link[1])
    assert f'href="{link[1]}/errors.csv"' in one.text
    assert "Accepted: stolen_blank" in (await registrar.get(f"{link[1]}/errors.csv")).text
