"""What the document says against a look-alike, by API: of officers and systems, told once, and only of one's own checks (HIT-06)."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from comity.audit import Act
from tests.flows.world import REPORTED, VEHICLE, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
SETTLE = "/api/v1/checks/settle"
SYSTEM = {"purpose": "border", "officer": "B-77", "unit": "POST"}


def body(check: dict[str, Any], says: str = "record", **more: Any) -> dict[str, Any]:
    """As a client makes it: all it needs is in the answer of the check."""
    (hit,) = [hit for answer in check["answers"] for hit in answer.get("hits", ())]
    assert hit["grade"] == "confusable"
    return {"check": check["check"], "at": check["at"], "record": hit["record"], "says": says, **more}


async def told(owner: httpx.AsyncClient) -> list[tuple[str, str]]:
    inbox = (await owner.get("/api/v1/inbox")).json()["items"]
    seen = (await owner.get("/api/v1/sightings")).json()["items"]
    return [(one["record"], one["grade"]) for one in inbox] + [(one["record"], one["outcome"]) for one in seen]


async def test_HIT_06_an_officer_settles_a_look_alike_and_the_owner_is_told_once(site: Site) -> None:
    record = str(await site.enter(REPORTED))
    officer, owner = await site.officer("a.officer"), await site.officer("b.registrar", "DESK")
    check = (await officer.post("/api/v1/checks", json=site.document("ABI234567"))).json()
    assert await told(owner) == []
    for says in ("asked", "unreadable"):
        assert (await officer.post(SETTLE, json=body(check, says))).status_code == 204
    assert await told(owner) == []
    for _ in range(2):
        assert (await officer.post(SETTLE, json=body(check))).status_code == 204
    assert await told(owner) == [(record, "confusable"), (record, "confusable")]


async def test_HIT_06_a_system_settles_its_own_checks_and_names_its_officer(site: Site) -> None:
    record = str(await site.enter(VEHICLE | {"plate_country": "XCS"}, "vehicles", by="c"))
    system, owner = await site.system(), await site.officer("c.registrar", "DESK")
    asked = {"identifiers": [{"kind": "plate", "value": "A8123CD", "issuer": "XCS"}], **SYSTEM}
    check = (await system.post("/api/v1/checks", json=asked)).json()
    assert await told(owner) == []
    unnamed = await system.post(SETTLE, json=body(check, purpose="border", unit="POST"))
    assert (unnamed.status_code, unnamed.json()["rule"]) == (403, "ACC-08")
    assert (await (await site.officer("b.officer")).post(SETTLE, json=body(check))).status_code == 404
    assert (await system.post(SETTLE, json=body(check, **SYSTEM))).status_code == 204
    assert await told(owner) == [(record, "confusable"), (record, "confusable")]


async def test_HIT_12_after_a_protected_check_the_record_is_read_and_its_owner_not_told(site: Site) -> None:
    record = await site.enter(REPORTED)
    officer, owner = await site.officer("a.officer"), await site.officer("b.registrar", "DESK")
    check = (await officer.post("/api/v1/checks", json=site.document("ABI234567", protected=True))).json()
    assert (await officer.post(SETTLE, json=body(check))).status_code == 204
    where = f"/api/v1/registers/travel_documents/records/{record}"
    answer = await officer.get(where, params={"protected": "true"})
    assert (answer.status_code, answer.json()["id"]) == (200, str(record))
    assert await told(owner) == []
    assert (await officer.get(where, params={"protected": "perhaps"})).status_code == 422
    assert (await officer.get(where)).status_code == 200
    assert await told(owner) == [(str(record), "read")]


async def test_HIT_06_a_check_of_a_batch_is_settled_too(site: Site) -> None:
    await site.enter(REPORTED)
    analyst, owner = await site.officer("a.analyst", "DESK", "wanted"), await site.officer("b.registrar", "DESK")
    lines = [{"identifiers": site.document(number)["identifiers"]} for number in ("ZZ1", "ABI234567")]
    answer = await analyst.post("/api/v1/checks/batch", json={"checks": lines})
    assert answer.status_code == 200, answer.text
    check = json.loads(answer.text.splitlines()[1])
    assert (await analyst.post(SETTLE, json=body(check))).status_code == 204
    assert len(await told(owner)) == 2


async def test_HIT_06_another_officers_check_is_absent_like_none_at_all(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await site.officer("a.officer")
    right = body((await officer.post("/api/v1/checks", json=site.document("ABI234567"))).json())
    for login, unit in (("a.supervisor", "POST"), ("c.officer", "POST"), ("b.registrar", "DESK")):
        answer = await (await site.officer(login, unit)).post(SETTLE, json=right)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (404, "absent")
    absent = [
        {"check": "999999-1"}, {"check": "999999999999999999-999999999999999999"}, {"at": "2001-01-01T00:00:00Z"},
        {"at": "9999-12-31T23:59:59Z"}, {"at": "0001-01-01T00:00:00Z"}, {"at": "0001-01-01T00:00:00+14:00"},
        {"record": "00000000-0000-0000-0000-000000000000"},
    ]  # fmt: skip
    for change in absent:
        assert (await officer.post(SETTLE, json=right | change)).status_code == 404, change
    wrong = [
        {"check": "1"},
        {"check": "0-1"},
        {"at": "2026-11-21T10:00:00"},
        {"at": "now"},
        {"record": "x"},
        {"says": "maybe"},
        {"more": 1},
    ]
    for change in wrong:
        assert (await officer.post(SETTLE, json=right | change)).status_code == 422, change
    assert await told(await site.officer("b.registrar", "DESK")) == []


async def test_HIT_06_an_auditor_sees_the_look_alike_and_what_was_said(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await site.officer("a.officer")
    check = (await officer.post("/api/v1/checks", json=site.document("ABI234567"))).json()
    await officer.post(SETTLE, json=body(check))
    auditor = await site.officer("a.auditor", "DESK", "wanted")
    answer = await auditor.get("/api/v1/audit/entries", params={"basis": "a look at what was asked"})
    of_officer = [one for one in answer.json()["items"] if one["rule"] in ("PUR-03", "HIT-06")]
    assert [(one["act"], one["outcome"], one["detail"]) for one in of_officer] == [
        ("read", 1, f"look-alike of {check['check']}: record"),
        ("check", 3, ""),
    ]
    assert site.world.acts().count(Act.CHECK) == 1
