"""What is hidden from a reader changes nothing that the reader gets: every list, count and check, before and after the record is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.flows.world import DOCUMENT, REPORTED, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
RECORDS = "/api/v1/registers/travel_documents/records"
# Every list and count of the API. A test below holds it against the description, so that a new one is not forgotten.
LISTS = {
    "/api/v1/registers/{register}/records": (
        "supervisor",
        [RECORDS, f"{RECORDS}?state=released", f"{RECORDS}?value=stolen", f"{RECORDS}?limit=1"],
    ),
    "/api/v1/inbox": ("supervisor", ["/api/v1/inbox"]),
    "/api/v1/held": ("supervisor", ["/api/v1/held"]),
    "/api/v1/sightings": (
        "supervisor",
        ["/api/v1/sightings", "/api/v1/sightings?register=travel_documents&purpose=intelligence&bureau=XCS"],
    ),
    "/api/v1/audit/entries": ("auditor", ["/api/v1/audit/entries?basis=a+look+at+what+is+written&act=create"]),
    "/api/v1/tokens": ("security", ["/api/v1/tokens"]),
    "/api/v1/systems": ("security", ["/api/v1/systems"]),
    "/api/v1/restrictions": ("supervisor", ["/api/v1/restrictions"]),
    "/api/v1/life/questions": ("supervisor", ["/api/v1/life/questions"]),
    "/api/v1/life/deletions": ("supervisor", ["/api/v1/life/deletions", "/api/v1/life/deletions?missing=true"]),
    "/api/v1/reviews/own": ("supervisor", ["/api/v1/reviews/own"]),
    "/api/v1/jobs": ("supervisor", ["/api/v1/jobs"]),
    "/api/v1/loads": ("supervisor", ["/api/v1/loads"]),
    "/api/v1/bulk": ("supervisor", ["/api/v1/bulk"]),
    "/api/v1/traces": ("supervisor", ["/api/v1/traces", "/api/v1/traces?side=asked"]),
    "/api/v1/registers/{register}/views": ("supervisor", ["/api/v1/registers/travel_documents/views"]),
    "/api/v1/registers/{register}/mappings": ("registrar", ["/api/v1/registers/travel_documents/mappings"]),
    "/api/v1/clearances": ("supervisor", ["/api/v1/clearances"]),
    "/api/v1/persons/bare": ("supervisor", ["/api/v1/persons/bare"]),
    "/api/v1/persons/settings": ("supervisor", ["/api/v1/persons/settings"]),
    "/api/v1/statistics": ("supervisor", ["/api/v1/statistics?of=others", "/api/v1/statistics?of=others&register=travel_documents"]),
}
# Lists of answers, which a snapshot makes anew: what they say of a hidden record must be what they said before it was there.
ANSWERED = {"/api/v1/checks/lists", "/api/v1/checks/lists/{name}/rows"}
# Lists of what belongs to one record: of a hidden one as of one that is not there.
OF_A_RECORD = {
    "/api/v1/registers/{register}/records/{record}/attachments": "/attachments",
    "/api/v1/registers/{register}/records/{record}/links": "/links",
}
# Lists that an excluded reader is refused, or told are not there, whatever there is.
CLOSED = {
    "/api/v1/reviews": "/api/v1/reviews",
    "/api/v1/life/versions/{register}/{record}": f"/api/v1/life/versions/travel_documents/{UUID(int=1)}",
    "/api/v1/imports": "/api/v1/imports",
    "/api/v1/imports/{proposal}": f"/api/v1/imports/{UUID(int=1)}",
}
OPEN_TO_ALL = {"/api/v1/authorities", "/api/v1/bureaus", "/api/v1/registers"}


async def _restricted(site: Site, record: UUID) -> None:
    supervisor = await site.officer("b.supervisor", "DESK")
    answer = await supervisor.post(f"{RECORDS}/{record}/restrict", json={"denied_authorities": ["XCS"], "reason": "A source at risk"})
    assert answer.status_code == 200, answer.text


async def _restricted_by_kind(site: Site, record: UUID) -> None:
    supervisor = await site.officer("b.supervisor", "DESK")
    answer = await supervisor.post(f"{RECORDS}/{record}/restrict", json={"denied_kinds": ["country"], "reason": "A source at risk"})
    assert answer.status_code == 200, answer.text


async def _all_restricted(site: Site, record: UUID) -> None:
    supervisor = await site.officer("b.supervisor", "DESK")
    assert (await supervisor.put("/api/v1/restrictions", json={"denied_authorities": ["XCS"]})).status_code == 200


async def _blocked(site: Site, record: UUID) -> None:
    supervisor = await site.officer("b.supervisor", "DESK")
    assert (await supervisor.post(f"{RECORDS}/{record}/block", json={"reason": "It is looked into"})).status_code == 200


async def _released(site: Site, record: UUID) -> None:
    supervisor = await site.officer("b.supervisor", "DESK")
    assert (await supervisor.post(f"{RECORDS}/{record}/release", json={})).status_code == 200


async def _nothing(site: Site, record: UUID) -> None:
    pass


async def _withdrawn(site: Site, record: UUID) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    assert (await registrar.post(f"{RECORDS}/{record}/withdraw", json={"reason": "Found again"})).status_code == 200


Hide = Callable[[Site, UUID], Awaitable[None]]
HIDDEN: dict[str, tuple[dict[str, Any], Hide]] = {
    "restricted": ({}, _restricted),
    "restricted by kind": ({}, _restricted_by_kind),
    "all restricted": ({}, _all_restricted),
    "blocked": ({}, _blocked),
    "waiting": ({"source": "authority"}, _nothing),
    "discreet": ({"discreet": True}, _released),
    "other level": ({"level": "confidential"}, _nothing),
    "other purpose": ({"purposes": ["missing"]}, _nothing),
    "withdrawn": ({}, _withdrawn),
}


async def _snapshot(site: Site, readers: dict[str, httpx.AsyncClient]) -> dict[str, Any]:
    """All that the excluded authority's people get, but ids and times of their own entries."""
    seen: dict[str, Any] = {}
    for role, addresses in LISTS.values():
        for address in addresses:
            answer = await readers[role].get(address)
            assert answer.status_code == 200, answer.text
            seen[address] = answer.json()
    for address in CLOSED.values():
        answer = await readers["supervisor"].get(address)
        assert answer.status_code in (403, 404), answer.text
        seen[address] = answer.json()
    check = (await readers["supervisor"].post("/api/v1/checks", json=site.document())).json()
    lines = [{"identifiers": site.document(number)["identifiers"]} for number in (DOCUMENT["number"], "ZZ0000001")]
    batch = (await readers["supervisor"].post("/api/v1/checks/batch", json={"checks": lines})).text.splitlines()
    seen["check"] = [check["outcome"], check["answers"], check["notes"]]
    seen["batch"] = [line.partition('"outcome"')[2] for line in batch]
    seen["list"] = await _checked(readers["supervisor"])
    return seen


async def _checked(reader: httpx.AsyncClient) -> Any:
    """A list with the document in it, checked: its counts, its rows and its file, but for the numbers of the entries; it is taken away."""
    text = f"Passport No,Issuing country\n{DOCUMENT['number']},XBM\nZZ0000001,XBM\n"
    made = await reader.post("/api/v1/checks/lists", content=text.encode(), headers={"content-type": "text/csv"})
    assert made.status_code == 201, made.text
    at = f"/api/v1/checks/lists/{made.json()['list']}"
    lists = (await reader.get("/api/v1/checks/lists")).json()["items"]
    rows = (await reader.get(f"{at}/rows")).json()["items"]
    file = (await reader.get(f"{at}/result.csv")).text.splitlines()
    assert (await reader.delete(at)).status_code == 204
    return (
        [(one["state"], one["total"], one["counts"]) for one in lists],
        [(row["line"], row["outcome"], row["answers"]) for row in rows],
        [line.split(",")[:5] for line in file],
    )


@pytest.mark.parametrize("how", HIDDEN)
async def test_a_hidden_record_changes_nothing(site: Site, how: str):
    header, hide = HIDDEN[how]
    readers = {role: await site.officer(f"c.{role}", "DESK", "intelligence") for role in ("supervisor", "registrar", "auditor", "security")}
    before = await _snapshot(site, readers)
    record = await site.enter(**({"purposes": ["wanted"]} | header))
    await hide(site, record)
    assert await _snapshot(site, readers) == before
    there = await readers["supervisor"].get(f"{RECORDS}/{record}")
    not_there = await readers["supervisor"].get(f"{RECORDS}/{uuid4()}")
    assert (there.status_code, there.content) == (not_there.status_code, not_there.content) == (404, not_there.content)
    for part in OF_A_RECORD.values():
        there = await readers["supervisor"].get(f"{RECORDS}/{record}{part}")
        not_there = await readers["supervisor"].get(f"{RECORDS}/{uuid4()}{part}")
        assert there.status_code in (404, 422)  # documents are not walked along; tests/search walks those that are
        assert (there.status_code, there.content) == (not_there.status_code, not_there.content)


async def test_the_same_record_in_sight_does_change_the_check(site: Site):
    reader = await site.officer("c.supervisor", "DESK", "intelligence")
    record = await site.enter(REPORTED, purposes=["wanted"])
    answer = (await reader.post("/api/v1/checks", json=site.document())).json()
    assert [hit["record"] for one in answer["answers"] for hit in one.get("hits", ())] == [str(record)]
    assert (await reader.get(f"{RECORDS}/{record}")).status_code == 200


async def test_no_list_is_forgotten(site: Site):
    described = (await (await site.client()).get("/api/v1/openapi.json")).json()
    schemas = described["components"]["schemas"]
    lists = set()
    for path, item in described["paths"].items():
        schema = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if "items" in schemas.get(schema.get("$ref", "").rpartition("/")[2], {}).get("properties", {}):
            lists.add(path)
    assert lists == (LISTS.keys() | CLOSED.keys() | OPEN_TO_ALL | ANSWERED | OF_A_RECORD.keys()) - {"/api/v1/restrictions"}
