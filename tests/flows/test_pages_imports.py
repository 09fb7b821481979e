"""The consolidated list by page: upload, differences, the second officer's approval; and who sees no such page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.flows.pages import Browser, at_work, main
from tests.flows.test_imports import tribunal
from tests.flows.world import Site, World, serving
from tests.imports.listing import LIST, listing, person

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
FORM = {"purposes": "warning", "law": "Resolution 9900 (2014)"}


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    await tribunal(world)
    async with serving(world) as running:
        yield running


async def officer(site: Site, role: str) -> Browser:
    return await at_work(site, f"t.{role}", "desk", "warning")


async def upload(browser: Browser, content: bytes, **fields: str) -> str:
    """Proposes a list, and gives the address of its page."""
    await browser.get("/imports")
    answer = await browser.upload("/imports", content.decode(), **(FORM | fields))
    assert answer.url.path.startswith("/imports/"), main(answer)
    return answer.url.path


async def test_a_list_from_its_upload_to_the_second_approval(site: Site) -> None:
    registrar, supervisor = await officer(site, "registrar"), await officer(site, "supervisor")
    assert "No import yet" in main(await registrar.get("/imports"))
    address = await upload(registrar, LIST.read_bytes())
    own = main(await registrar.get(address))
    assert "Another officer of your bureau approves it" in own
    assert "Approve all of it" not in own
    shown = main(await supervisor.get(address))
    assert "3 + 0 + 0 + 5 = 8 entries: the counts add up." in shown
    assert "Persons: 7. Entities: 1." in shown
    assert "MAREN" in shown
    assert "Added: 3. Changed: 0. Withdrawn: 0." in shown  # what approving does, beside its button
    assert "20 Nov 2026, 00:00:09 UTC" in shown
    assert "Listed on: This is not a date." in shown
    assert "where Colour is United Nations" in shown
    assert "listed_on" not in shown
    refused = main(await supervisor.get(f"{address}?kind=refused"))
    assert "An earlier entry of the file has the same key." in refused
    assert "MAREN" not in refused
    assert "SUBMITTED_BY (1)" in shown
    done = await supervisor.post(address, decision="approve", reason="")
    assert "Approved. Other bureaus find the records now." in main(done)
    listed = main(await supervisor.get("/imports"))
    assert "Approved" in listed
    assert "Propose a list" not in listed


async def test_what_changes_is_shown_before_and_after(site: Site) -> None:
    registrar, supervisor = await officer(site, "registrar"), await officer(site, "supervisor")
    await supervisor.get(await upload(registrar, listing(*map(person, range(1, 4)))))
    await supervisor.post(supervisor.seen[-1].url.path, decision="approve")
    address = await upload(registrar, listing(person(1, more="<GENDER>Female</GENDER>"), person(2)))
    page = await supervisor.get(address)
    assert "Sex: nothing → Female" in main(page)
    assert "PERSON D" in main(await supervisor.get(f"{address}?kind=withdrawn"))
    lacking = await supervisor.post(address, decision="approve", reason="")
    assert lacking.status_code == 422
    assert "This withdraws 1 of 3 records: state why (REC-18)." in main(lacking)
    assert "Refused. Nothing of it became a record." in main(
        await supervisor.post(address, decision="refuse", reason="Not what was published.")
    )
    assert "It is decided" in main(await supervisor.get(address))


async def test_the_differences_by_pages_of_fifty(site: Site) -> None:
    registrar = await officer(site, "registrar")
    address = await upload(registrar, listing(*map(person, range(1, 61))))
    first = await registrar.get(address)
    assert first.text.count("QLi.") == 50
    second = await registrar.get(f"{address}?after=50")
    assert second.text.count("QLi.") == 10
    assert (f'href="{address}?after=50"' in first.text, f'href="{address}"' in second.text) == (True, True)
    assert len(first.content) < 50_000


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        ("not xml", {}, "This is no XML"),
        (LIST.read_text(), {"law": ""}, "State the national law or authority"),
        (LIST.read_text(), {"purposes": "nothing"}, "This is not in the list."),
    ],
)
async def test_what_is_wrong_with_an_upload_is_said_beside_its_field(site: Site, content: str, fields: dict[str, str], said: str) -> None:
    registrar = await officer(site, "registrar")
    await registrar.get("/imports")
    answer = await registrar.upload("/imports", content, **(FORM | fields))
    assert answer.status_code == 422
    assert said in main(answer)


async def test_an_upload_without_a_file_asks_for_one(site: Site) -> None:
    registrar = await officer(site, "registrar")
    await registrar.get("/imports")
    answer = await registrar.post("/imports", **FORM)
    assert answer.status_code == 422
    assert "Choose a file." in main(answer)


async def test_OWN_02_the_secretariat_is_asked_for_whom_it_writes_and_countries_have_no_such_page(site: Site) -> None:
    address = await upload(await officer(site, "registrar"), LIST.read_bytes())
    for login in ("b.registrar", "s.supervisor"):
        other = await at_work(site, login, "desk", "warning")
        page = await other.get("/imports")
        assert page.status_code == (200 if login[0] == "s" else 403)
        assert "Propose a list" not in main(page)
        assert (await other.get(address)).status_code == 404
        assert ('href="/imports"' in page.text.partition("<main")[0]) is (login[0] == "s")
    plain = await officer(site, "officer")
    assert (await plain.get("/imports")).status_code == 403
    assert 'href="/imports"' not in (await plain.get("/check")).text
