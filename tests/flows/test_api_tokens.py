"""Tokens of systems over the API: issued, shown once, listed without themselves, ended."""

from __future__ import annotations

import pytest

from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]


async def test_a_token_lives_from_its_issue_to_its_end(site: Site):
    security = await site.officer("b.security", "DESK")
    systems = (await security.get("/api/v1/systems")).json()["items"]
    assert [(one["number"], one["code"], one["roles"], one["active"]) for one in systems] == [
        (site.world.system, "GATE", ["officer"], True)
    ]
    body = {"system": site.world.system, "registers": ["vehicles"], "purposes": ["border"], "days": 30}
    issued = (await security.post("/api/v1/tokens", json=body)).json()
    listed = (await security.get("/api/v1/tokens")).json()["items"]
    assert listed[0]["number"] == issued["number"]
    assert issued["token"] not in (await security.get("/api/v1/tokens")).text
    system = await site.client(issued["token"])
    assert (await system.post("/api/v1/checks", json=site.system_document())).status_code == 403  # travel documents are out of its scope
    assert (await security.delete(f"/api/v1/tokens/{issued['number']}")).status_code == 204
    assert (await security.delete(f"/api/v1/tokens/{issued['number']}")).status_code == 404
    await site.comity.token_memo.refresh()
    assert (await system.post("/api/v1/checks", json=site.system_document())).status_code == 401


async def test_another_bureaus_tokens_are_not_there(site: Site):
    security = await site.officer("c.security", "DESK")
    assert (await security.get("/api/v1/tokens")).json() == {"items": [], "next": ""}
    assert (await security.get("/api/v1/systems")).json() == {"items": [], "next": ""}
    body = {"system": site.world.system, "registers": ["vehicles"], "purposes": ["border"], "days": 30}
    assert (await security.post("/api/v1/tokens", json=body)).status_code == 404
