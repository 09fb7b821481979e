"""Files of records over HTTP: added, listed, fetched, taken away; never shown as what they are not."""

from __future__ import annotations

import io
import json
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image

from comity.audit import Act
from comity.edges.api import attachments
from comity.edges.api.description import description
from comity.edges.api.given import dependencies
from comity.registers.catalogue import BY_NAME, BY_NUMBER
from tests.flows.world import DOCUMENT, Site
from tests.registers.test_attachments import REGISTER
from tests.registers.test_media import PDF, photo, with_gps

pytestmark = pytest.mark.anyio
_OCTETS = {"content-type": "application/octet-stream"}


@pytest.fixture(autouse=True)
def register_with_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Travel documents, as though they had photographs: files need no column."""
    monkeypatch.setitem(BY_NAME, REGISTER.name, REGISTER)
    monkeypatch.setitem(BY_NUMBER, REGISTER.number, REGISTER)


@pytest.fixture
async def owner(site: Site) -> httpx.AsyncClient:
    return await site.officer("b.registrar", "DESK", "border")


def address(record: UUID, *more: object) -> str:
    return "/".join((f"/api/v1/registers/travel_documents/records/{record}/attachments", *map(str, more)))


async def added(owner: httpx.AsyncClient, record: UUID, content: bytes | None = None, **query: str) -> httpx.Response:
    query = {"field": "photo"} | query
    return await owner.post(address(record), params=query, content=content or photo(), headers=_OCTETS)


async def test_an_image_is_added_listed_fetched_and_taken_away(site: Site, owner: httpx.AsyncClient) -> None:
    record = await site.enter(DOCUMENT)
    answer = await added(owner, record, with_gps(), title="Data page")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["media_type"], made["title"], made["width"], made["height"], made["preview"]) == ("image/jpeg", "Data page", 40, 80, True)
    assert not {"address", "owner", "officer"} & set(made)
    stranger = await site.officer("a.officer")
    listed = (await stranger.get(address(record))).json()
    assert listed == {"items": [made], "next": ""}
    fetched = await stranger.get(address(record, made["id"]))
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-disposition"] == f'attachment; filename="{made["id"].replace("-", "")}.jpeg"'
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["cache-control"] == "no-store"
    assert "sandbox" in fetched.headers["content-security-policy"]
    with Image.open(io.BytesIO(fetched.content)) as image:
        assert (image.size, dict(image.getexif())) == ((40, 80), {})
    assert (await stranger.get(address(record, made["id"], "preview"))).content.startswith(b"\xff\xd8")
    assert (await owner.delete(address(record, made["id"]))).status_code == 204
    assert (await stranger.get(address(record, made["id"]))).status_code == 404
    acts = [head for head in site.world.entries() if head.act == Act.ATTACHMENT]
    assert [head.detail for head in acts].count("opened") == 2
    assert {head.detail for head in acts} == {"added image", "listed", "opened", "preview", "taken away"}


async def test_sent_twice_under_one_key_it_is_there_once(site: Site, owner: httpx.AsyncClient) -> None:
    record = await site.enter(DOCUMENT)
    headers = _OCTETS | {"idempotency-key": "one"}
    first, again = [await owner.post(address(record), params={"field": "photo"}, content=photo(), headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert len((await owner.get(address(record))).json()["items"]) == 1


async def test_OWN_04_hidden_and_not_there_answer_alike(site: Site, owner: httpx.AsyncClient) -> None:
    record, hidden = await site.enter(DOCUMENT), await site.enter(DOCUMENT | {"number": "AB7654321"})
    scan = (await added(owner, record, field="scan")).json()["id"]
    image = (await added(owner, hidden)).json()["id"]
    assert (await owner.post(f"/api/v1/registers/travel_documents/records/{hidden}/block", json={"reason": "wrong"})).status_code == 200
    stranger = await site.officer("a.officer")
    asked = [
        address(record, scan), address(record, scan, "preview"), address(record, uuid4()), address(record, image), address(hidden, image),
        address(uuid4(), image), address(hidden), address(uuid4()),
    ]  # fmt: skip
    answers = [await stranger.get(one) for one in asked]
    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
    for one in (address(record, scan), address(uuid4(), scan)):
        assert (await (await site.officer("a.registrar", "DESK")).delete(one)).content == answers[0].content


async def test_what_could_run_is_refused_by_field(site: Site, owner: httpx.AsyncClient) -> None:
    record = await site.enter(DOCUMENT)
    for content, query, field in (
        (b"<svg onload='alert(1)'/>", {}, "file"),
        (b"<html>", {"field": "paper"}, "file"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction 1 0 R"), {"field": "paper"}, "file"),
        (photo(), {"field": "number"}, "field"),
        (photo(), {"title": "a\u202eb"}, "title"),
        (photo(), {"derived_from": "x"}, "derived_from"),
    ):
        answer = await added(owner, record, content, **query)
        assert answer.status_code == 422
        assert answer.json()["faults"][0]["field"] == field
    assert (await added(owner, record, photo() + b"x" * 20_000_000)).status_code in (413, 422)
    assert (await owner.get(address(record))).json()["items"] == []


async def test_who_may_not_correct_adds_nothing(site: Site, owner: httpx.AsyncClient) -> None:
    record = await site.enter(DOCUMENT)
    assert (await added(await site.officer("b.officer"), record)).status_code == 403
    assert (await added(await site.officer("a.registrar", "DESK"), record)).status_code == 404
    assert (await added(await site.system(), record)).status_code == 403
    assert (await added(await site.client(), record)).status_code == 401
    assert (await owner.get(address(record))).json()["items"] == []


async def test_the_description_says_that_the_body_is_the_file(site: Site) -> None:
    adding = description([attachments.ROUTES], dependencies(site.comity))
    (path,) = [item for path, item in json.loads(adding)["paths"].items() if "post" in item]
    assert path["post"]["requestBody"]["required"]
    assert path["post"]["requestBody"]["content"]["application/octet-stream"]["schema"]["format"] == "binary"
