"""Files on the page of a record: without script, small, and never shown as what they are not."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx
import pytest

from comity.registers.catalogue import BY_NAME, BY_NUMBER
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import DOCUMENT, VEHICLE, Site
from tests.registers.test_attachments import REGISTER
from tests.registers.test_media import PDF, photo, with_gps

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
FIRST_VIEW = 50_000
STATIC = sum(len(gzip.compress(path.read_bytes())) for path in Path("comity/edges/web/static").glob("*.*"))


@pytest.fixture(autouse=True)
def register_with_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Travel documents, as though they had photographs: files need no column."""
    monkeypatch.setitem(BY_NAME, REGISTER.name, REGISTER)
    monkeypatch.setitem(BY_NUMBER, REGISTER.number, REGISTER)


async def add(officer: Browser, record: str, content: bytes, **fields: str) -> httpx.Response:
    """Sends the form of the record's page, and follows where it leads."""
    await officer.get(record)
    data = {"csrf": officer.csrf, "field": "photo", "title": ""} | fields
    return await officer.client.post(f"{record}/files", data=data, files={"file": ("../../x.svg", content, "image/svg+xml")})


def links(answer: httpx.Response, name: str) -> list[str]:
    return re.findall(rf'{name}="(/records/[^"]+/files/[^"]+)"', answer.text)


async def test_a_file_is_added_seen_and_taken_away_by_page(site: Site) -> None:
    record = f"/records/3.{await site.enter(DOCUMENT)}"
    registrar = await at_work(site, "b.registrar", "desk")
    empty = await registrar.get(record)
    assert "No file yet." in main(empty)
    assert 'enctype="multipart/form-data"' in empty.text
    answer = await add(registrar, record, with_gps(), title="Data page")
    assert answer.status_code == 200
    assert "The file is added." in answer.text
    assert "Data page" in main(answer)
    (small,) = links(answer, "src")
    image = await registrar.get(small)
    assert (image.headers["content-type"], image.content[:2]) == ("image/jpeg", b"\xff\xd8")
    tag = re.search(r"<img[^>]*>", answer.text.partition('class="files"')[2])
    assert tag
    assert 'loading="lazy"' in tag[0]
    assert 'alt="Photograph: Data page"' in tag[0]
    assert 'width="40" height="80"' in tag[0]
    whole = await registrar.get(small.removesuffix("/small"))
    assert whole.headers["content-disposition"] == "inline"
    assert "sandbox" in whole.headers["content-security-policy"]
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["cache-control"] == "no-store"
    await registrar.get(record)
    gone = await registrar.post(small.replace("/small", "/remove"))
    assert "The file is erased." in gone.text
    assert "No file yet." in main(gone)
    assert (await registrar.get(small)).status_code == 404


async def test_a_document_is_only_to_be_kept(site: Site) -> None:
    record = f"/records/3.{await site.enter(DOCUMENT)}"
    registrar = await at_work(site, "b.registrar", "desk")
    answer = await add(registrar, record, PDF, field="paper")
    (link,) = links(answer, "href")
    kept = await registrar.get(link)
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"].startswith("attachment; filename=")
    assert "sandbox" in kept.headers["content-security-policy"]
    assert kept.content == PDF
    assert (await registrar.get(f"{link}/small")).status_code == 404


@pytest.mark.parametrize(
    ("content", "field", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo", "This kind of file is not taken here."),
        (photo()[:200], "photo", "The image is damaged or cut off."),
        (photo(), "number", "This field takes no file."),
        (b"", "photo", "The file is empty or too large."),
    ],
)
async def test_what_is_wrong_with_a_file_is_said_beside_it(site: Site, content: bytes, field: str, says: str) -> None:
    record = f"/records/3.{await site.enter(DOCUMENT)}"
    registrar = await at_work(site, "b.registrar", "desk")
    answer = await add(registrar, record, content, field=field, title="Kept as typed")
    assert answer.status_code == 422
    assert says in main(answer)
    assert 'value="Kept as typed"' in answer.text
    assert "alert(1)" not in answer.text


async def test_no_file_chosen_is_said(site: Site) -> None:
    record = f"/records/3.{await site.enter(DOCUMENT)}"
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get(record)
    answer = await registrar.post(f"{record}/files", field="photo")
    assert answer.status_code == 422
    assert "Choose a file." in main(answer)


async def test_others_see_and_cannot_add_and_hidden_is_as_not_there(site: Site) -> None:
    record = f"/records/3.{await site.enter(DOCUMENT)}"
    registrar = await at_work(site, "b.registrar", "desk")
    await add(registrar, record, photo())
    both = await add(registrar, record, photo(), field="scan")
    image, scan = links(both, "src")
    stranger = await at_work(site, "a.officer")
    page = await stranger.get(record)
    assert links(page, "src") == [image]
    assert "Add a file" not in page.text
    assert (await stranger.get(image)).status_code == 200
    hidden, nothing = await stranger.get(scan), await stranger.get(f"{record}/files/0/small")
    assert (hidden.status_code, main(hidden)) == (404, main(nothing))
    assert (await stranger.post(image.replace("/small", "/remove"))).status_code in (403, 404)
    protected = await stranger.get(f"{record}?protected=yes")
    assert links(protected, "src") == [f"{image}?protected=yes"]


async def test_a_record_full_of_images_is_a_small_page(site: Site) -> None:
    record = f"/records/3.{await site.enter(DOCUMENT)}"
    registrar = await at_work(site, "b.registrar", "desk")
    for _ in range(12):
        page = await add(registrar, record, photo(size=(400, 300)), title="x" * 200)
    assert len(gzip.compress(page.content)) + STATIC < FIRST_VIEW
    assert page.text.count('loading="lazy"') == 12


async def test_a_photograph_of_a_vehicle_stands_in_its_item_and_a_correction_keeps_it(site: Site) -> None:
    record = f"/records/8.{await site.enter(VEHICLE, 'vehicles')}"
    registrar = await at_work(site, "b.registrar", "desk")
    answer = await add(registrar, record, photo(), field="photographs.1.image")
    assert answer.status_code == 200, main(answer)
    (small,) = links(answer, "src")
    identity = small.split("/")[-2].replace("-", "")
    assert identity not in main(answer)
    form = await registrar.get(f"{record}/correct")
    assert f'<input type="hidden" name="photographs.1.image" value="{identity}">' in form.text
    assert identity not in main(form)
    version = re.search(r'name="version" value="(\d+)"', form.text)
    assert version
    kept = {"photographs.1.image": identity, "version": version[1], "purposes": "border", "law": "Act 1", "source": "holder"}
    corrected = await registrar.post(f"{record}/correct", **(VEHICLE | kept))
    assert "Corrected" in corrected.text
    assert links(corrected, "src") == [small]
