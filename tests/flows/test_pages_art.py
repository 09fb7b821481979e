"""Works of art as an officer finds them, as anybody looks them up, and a private inventory from its beginning to its end."""

from __future__ import annotations

import re

import pytest

from comity.edges.web.routes.public_art import ASKED
from tests.flows.pages import Browser, at_work, browser, main
from tests.flows.world import Site, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
VASE = {
    "type": "ceramics",
    "title": "Blue vase with cranes",
    "maker": "Workshop of Arvport",
    "materials": ["Porcelain"],
    "measures": [{"dimension": "height", "value": "41 cm"}],
    "theft_date": "2026-03-01",
    "theft_country": "XBM",
    "theft_place": "A house at Lys",
    "national_reference": "A-1",
    "public": "yes",
}


async def vase(site: Site) -> str:
    return str(await site.enter(VASE, register="art", purposes=["wanted"]))  # type: ignore[arg-type]


@pytest.fixture
async def open_site(site: Site):
    async with serving(site.world, public_art=True) as opened:
        yield opened


async def test_an_officer_finds_a_work_by_words_and_a_measure(site: Site) -> None:
    record = await vase(site)
    officer = await at_work(site, "a.analyst", "desk", "wanted")
    form = await officer.get("/registers/10/find")
    assert "What it looks like" in main(form)
    found = await officer.post("/registers/10/find", words="porcelain crane vase", height="16 in")
    assert f"/records/10.{record}" in found.text
    assert "4 of 4" in main(found)
    nothing = await officer.post("/registers/10/find", words="tapestry")
    assert "Nothing like it is recorded" in main(nothing)
    wrong = await officer.post("/registers/10/find", words="vase", height="tall")
    assert wrong.status_code == 422
    assert 'value="tall"' in wrong.text


async def test_the_api_finds_the_same(site: Site) -> None:
    record = await vase(site)
    officer = await site.officer("a.analyst", "DESK", "wanted")
    body = {"words": "cranes", "measures": [{"dimension": "height", "value": "40 cm"}]}
    answer = await officer.post("/api/v1/registers/art/find", json=body)
    assert answer.status_code == 200, answer.text
    (item,) = answer.json()["items"]
    assert (item["record"]["id"], item["words"], item["measures"], item["share"]) == (record, ["crane"], ["height"], 1.0)
    refused = await officer.post("/api/v1/registers/vehicles/find", json=body)
    assert refused.status_code == 422


async def test_nothing_is_public_where_it_is_not_opened(site: Site) -> None:
    anybody = await browser(site)
    assert (await anybody.get("/art")).status_code == 404
    assert (await anybody.get("/art/inventory")).status_code == 404
    nobody = await site.client()
    assert (await nobody.post("/api/v1/public/art/find", json={"words": "vase"})).status_code == 404


async def test_anybody_looks_a_work_up_and_learns_nothing_of_the_case(open_site: Site) -> None:
    record = await vase(open_site)
    anybody = await browser(open_site)
    await anybody.get("/art")
    found = await anybody.post("/art", words="vase with cranes")
    assert f"/art/works/{record}" in found.text
    work = await anybody.get(f"/art/works/{record}")
    assert "Workshop of Arvport" in main(work)
    assert "41 cm" in main(work)
    assert "Country of theft Belmora" in main(work)
    assert "A house at Lys" not in work.text
    assert (await anybody.get("/art/works/00000000-0000-0000-0000-000000000000")).status_code == 404
    nobody = await open_site.client()
    answer = await nobody.post("/api/v1/public/art/find", json={"words": "vase"})
    assert [item["id"] for item in answer.json()["items"]] == [record]
    assert "theft_place" not in answer.json()["items"][0]["values"]


async def test_one_address_asks_so_often_and_no_more(open_site: Site) -> None:
    anybody = await browser(open_site)
    await anybody.get("/art")
    answers = [await anybody.post("/art", words="vase") for _ in range(int(ASKED.burst) + 2)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429


async def begun(site: Site) -> tuple[Browser, str]:
    owner = await browser(site)
    await owner.get("/art/inventory")
    answer = await owner.post("/art/inventory/new", passphrase="four words do it")
    found = re.search(r"([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})", answer.text)
    assert found, answer.text
    return owner, found[1]


async def test_a_private_inventory_from_beginning_to_end(open_site: Site) -> None:
    owner, code = await begun(open_site)
    await owner.get("/art/inventory/items/new")
    kept = await owner.post(
        "/art/inventory/items/new", **{"type": "ceramics", "title": "My heron", "measures.1.dimension": "height", "measures.1.value": "1 m"}
    )
    assert "My heron" in main(kept)
    assert code not in kept.text
    wrong = await owner.post("/art/inventory/items/new", type="", title="Nothing")
    assert wrong.status_code == 422
    lines = await owner.get("/art/inventory/file.jsonl")
    assert lines.json()["title"] == "My heron"
    await owner.post("/art/inventory/close")
    assert "Open yours" in main(await owner.get("/art/inventory"))
    again = await browser(open_site)
    await again.get("/art/inventory")
    wrong = await again.post("/art/inventory/open", code=code, passphrase="four words do not")
    assert wrong.status_code == 422
    assert f'value="{code}"' in wrong.text  # typed once; the passphrase is not kept
    assert "four words do not" not in wrong.text
    opened = main(await again.post("/art/inventory/open", code=code.lower(), passphrase="four words do it"))
    assert "My heron" in opened
    assert "Its description is erased. This cannot be undone." in opened  # said before it is done
    assert "Nothing is described yet" in main(await again.post("/art/inventory/remove", number="1"))
    assert "My heron" not in (await again.post("/art/inventory/erase")).text
    await again.post("/art/inventory/erase", sure="yes")
    assert (await again.post("/art/inventory/open", code=code, passphrase="four words do it")).status_code == 422


async def test_the_cookie_of_an_inventory_is_sealed_and_ends(open_site: Site) -> None:
    owner, _ = await begun(open_site)
    (cookie,) = [value for name, value in owner.client.cookies.items() if name == "comity-inventory"]
    stranger = await browser(open_site)
    stranger.client.cookies.set("comity-inventory", cookie[:-4] + "AAAA")
    assert "Open yours" in main(await stranger.get("/art/inventory"))
