"""The door and the framework's handler behind it give the same answers, bad requests included."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from comity.edges.api.application import application
from comity.edges.api.door import LARGEST
from tests.flows.world import VEHICLE, Site

pytestmark = pytest.mark.anyio
WHO = {"purpose": "border", "officer": "B-77", "unit": "POST"}


def _body(*identifiers: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"identifiers": list(identifiers), **(WHO | more)}).encode()


HIT = {"kind": "vin", "value": VEHICLE["vin"]}
NOTHING = {"kind": "document", "value": "ZZ7654321", "issuer": "XAR"}
CASES: dict[str, bytes] = {
    "no hit": _body(NOTHING),
    "hit": _body(HIT),
    "hit and no hit": _body(HIT, NOTHING),
    "eight": _body(*[NOTHING] * 8),
    "nine": _body(*[NOTHING] * 9),
    "none": _body(),
    "named register": _body(HIT, registers=["vehicles"]),
    "other register": _body(NOTHING, registers=["vehicles"]),
    "unknown register": _body(NOTHING, registers=["vehicles", "spoons"]),
    "refused register": _body(NOTHING, registers=["dna"]),
    "no purpose": _body(NOTHING, purpose=""),
    "unknown purpose": _body(NOTHING, purpose="curiosity"),
    "purpose out of scope": _body(NOTHING, purpose="missing"),
    "purpose not open there": _body(NOTHING, purpose="intelligence"),
    "unknown unit": _body(NOTHING, unit="NOWHERE"),
    "no officer": _body(NOTHING, officer=""),
    "long officer": _body(NOTHING, officer="x" * 65),
    "unknown kind": _body({"kind": "spoon", "value": "1"}),
    "bad values": _body(
        {"kind": "vin", "value": "?"}, {"kind": "document", "value": "\u202e"}, {"kind": "plate", "value": "'; drop table"}
    ),
    "bad issuer": _body({"kind": "document", "value": "AB1234567", "issuer": "Q1"}),
    "NUL": _body({"kind": "document", "value": "AB\x001234"}),
    "formula": _body({"kind": "document", "value": "=1+1"}),
    "empty value": _body({"kind": "document", "value": ""}),
    "long value": _body({"kind": "mrz", "value": "P" * 401}),
    "unknown field": _body(NOTHING, protekted=True),
    "protected": _body(HIT, protected=True),
    "wrong type": _body(NOTHING, protected="yes"),
    "wrong shape": b"[]",
    "no JSON": b"{identifiers",
    "empty": b"",
    "not UTF-8": b'{"identifiers": "\xff"}',
    "lone surrogate": b'{"identifiers":[{"kind":"document","value":"\\ud800"}],"purpose":"border","officer":"B","unit":"POST"}',
    "deep": b"[" * 5000,
    "largest": _body(NOTHING, reference="x" * 80).ljust(LARGEST),
    "too large": _body(NOTHING).ljust(LARGEST + 1),
}


def _same(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    """Everything but what differs between two requests: the entry's id and its time."""
    body = answer.json()
    for name in ("check", "at"):
        body.pop(name, None)
    return answer.status_code, {name: answer.headers.get(name, "") for name in _HEADERS}, body


_HEADERS = ("content-type", "cache-control", "x-content-type-options", "retry-after", "www-authenticate")


@pytest.fixture
async def twins(site: Site):
    """The system's client at the door, and one at the framework alone."""
    await site.enter(VEHICLE, "vehicles", by="c")
    transport = httpx.ASGITransport(application(site.comity), raise_app_exceptions=False)
    headers = {"authorization": f"Bearer {site.world.token}", "content-type": "application/json"}
    async with httpx.AsyncClient(transport=transport, base_url="http://comity.test", headers=headers) as behind:
        before = await site.system()
        before.headers["content-type"] = "application/json"
        yield before, behind


async def test_the_door_answers_as_its_twin(site: Site, twins):
    before, behind = twins
    statuses = set()
    for name, content in CASES.items():
        at_the_door = await before.post("/api/v1/checks", content=content)
        at_the_desk = await behind.post("/api/v1/checks", content=content)
        assert _same(at_the_door) == _same(at_the_desk), name
        statuses.add(at_the_door.status_code)
    assert statuses == {200, 403, 413, 422}


async def test_both_leave_the_same_entries(site: Site, twins):
    before, behind = twins
    for client in (before, behind):
        start = len(site.world.entries())
        for content in CASES.values():
            await client.post("/api/v1/checks", content=content)
        heads = site.world.entries()[start:]
        kept = sorted((head.act, head.outcome, head.rule, head.system, head.registers, len(head.shown), head.asked) for head in heads)
        if client is before:
            first = kept
    assert kept == first
    assert {head[0] for head in kept} == {1, 12}  # checks and refusals


async def test_what_is_not_plain_goes_through_the_door_untouched(site: Site, twins):
    before, behind = twins
    for headers in ({"idempotency-key": "one"}, {"authorization": "Bearer comity_nothing"}, {"authorization": ""}):
        content = CASES["no hit"]
        at_the_door = await before.post("/api/v1/checks", content=content, headers=headers)
        assert at_the_door.status_code in (200, 401)
        if at_the_door.status_code == 401:
            assert _same(at_the_door) == _same(await behind.post("/api/v1/checks", content=content, headers=headers))
