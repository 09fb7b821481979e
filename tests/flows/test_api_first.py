"""The thread from sign-in to the owner's inbox, over the API."""

from __future__ import annotations

import pytest

from tests.flows.world import VEHICLE, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]


async def test_a_check_from_sign_in_to_the_owners_inbox(site: Site):
    record = await site.enter(by="b")
    officer = await site.officer("a.officer")
    me = (await officer.get("/api/v1/me")).json()
    assert (me["authority"], me["unit"], me["purpose"]) == ("XAR", "POST", "border")
    assert "travel_documents" in me["registers"]
    nothing = (await officer.post("/api/v1/checks", json=site.document("ZZ9999999"))).json()
    assert nothing["outcome"] == "no_hit"
    hit = (await officer.post("/api/v1/checks", json=site.document())).json()
    assert hit["outcome"] == "hit"
    (found,) = [one for answer in hit["answers"] for one in answer.get("hits", ())]
    assert (found["record"], found["owner"], found["grade"]) == (str(record), "XBM", "exact")
    owner = await site.officer("b.registrar", "DESK")
    inbox = (await owner.get("/api/v1/inbox")).json()
    assert [(one["record"], one["authority"], one["purpose"]) for one in inbox["items"]] == [(str(record), "XAR", "border")]
    opened = (await owner.get(f"/api/v1/inbox/{inbox['items'][0]['id']}")).json()
    assert opened["read_at"]
    sightings = (await owner.get("/api/v1/sightings")).json()
    assert [(one["record"], one["bureau"], one["outcome"]) for one in sightings["items"]] == [(str(record), "XAR", "exact")]


async def test_a_system_asks_one_and_many(site: Site):
    await site.enter(VEHICLE, "vehicles", by="c")
    system = await site.system()
    body = {"purpose": "border", "officer": "B-77", "unit": "POST"}
    one = await system.post("/api/v1/checks", json={"identifiers": [{"kind": "vin", "value": VEHICLE["vin"]}], **body})
    assert one.json()["outcome"] == "hit"
    checks = [{"identifiers": [{"kind": "plate", "value": f"ZZ{number:04d}", "issuer": "XBM"}]} for number in range(600)]
    many = await system.post("/api/v1/checks/batch", json={"checks": checks, **body})
    assert many.headers["content-type"].startswith("application/jsonl")
    lines = many.text.splitlines()
    assert len(lines) == 600
    assert '"place":599' in lines[-1]
