"""Whatever is sent, nothing breaks: hostile text, wrong types and sizes get a clear 422 with the name of the field, or no such thing."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from comity.edges.api import records
from tests.flows.world import DOCUMENT, HEADER, REPORTED, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
RECORDS = "/api/v1/registers/travel_documents/records"
BLANK = "00000000-0000-0000-0000-000000000000"
HOSTILE = [
    "\x00",
    "AB\x00CD",
    "\u202eABC",
    "'; drop table registers.travel_documents; --",
    "=HYPERLINK(1)",
    "A" * 100_000,
    "\ud7ff\uffff",
    "%00",
]
WRONG = [1, 1.5, True, None, [], {}, [1], {"a": 1}, 2**70]


def _paths(body: Any, path: tuple[Any, ...] = ()):
    """The place of each value in a body."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield from _paths(value, (*path, name))
    elif isinstance(body, list):
        for place, value in enumerate(body):
            yield from _paths(value, (*path, place))
    else:
        yield path


def _with(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = _with(copy[path[0]], path[1:], value)
    return copy


CHECK = {"identifiers": [{"kind": "document", "value": "AB1234567", "issuer": "XBM"}], "reference": "R"}
BODIES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("officer", "POST", "/api/v1/checks", CHECK),
    ("officer", "POST", "/api/v1/checks/batch", {"checks": [CHECK]}),
    ("officer", "POST", "/api/v1/checks/settle", {"check": "1-1", "at": "2026-11-21T10:00:00Z", "record": BLANK, "says": "record"}),
    ("officer", "POST", "/api/v1/recognise", {"text": "AB1234567"}),
    ("officer", "PUT", "/api/v1/me/place", {"unit": "POST", "purpose": "border"}),
    ("registrar", "POST", RECORDS, {"values": REPORTED, "header": HEADER}),
    ("registrar", "PUT", f"{RECORDS}/{BLANK}", {"values": REPORTED, "header": HEADER, "version": 1}),
    ("registrar", "POST", f"{RECORDS}/{BLANK}/restrict", {"reason": "R", "denied_authorities": ["XCS"], "denied_kinds": ["country"]}),
    ("registrar", "PUT", "/api/v1/restrictions", {"denied_authorities": ["XCS"], "denied_kinds": ["entity"]}),
    ("supervisor", "POST", f"/api/v1/held/{BLANK}/release", {"reason": "A real reason"}),
    (
        "auditor",
        "POST",
        "/api/v1/audit/who-asked",
        {"identifier": CHECK["identifiers"][0], "basis": "A stated basis", "since": "2026-11-01T00:00:00Z"},
    ),
    ("auditor", "POST", "/api/v1/audit/entries/1-1-1/open", {"basis": "A stated basis"}),
    ("security", "POST", "/api/v1/tokens", {"system": 1, "registers": ["vehicles"], "purposes": ["border"], "days": 1}),
]
FIELDS = [(role, method, path, body, where) for role, method, path, body in BODIES for where in _paths(body)]


async def test_hostile_values_in_every_field_of_every_body(site: Site):
    clients = {role: await site.officer(f"b.{role}", "DESK") for role in {role for role, *_ in BODIES}}
    for role, method, path, body, where in FIELDS:
        for value in [*HOSTILE, *WRONG]:
            sent = _with(body, where, value)
            answer = await clients[role].request(method, path, json=sent)
            assert answer.status_code < 500, (method, path, where, repr(value)[:40], answer.text[:300])
            if value in WRONG and answer.status_code == 422:
                name = ".".join(map(str, where))
                fields = [fault["field"] for fault in answer.json()["faults"]]
                assert any(name.startswith(field) or field in name or name in field for field in fields), (path, name, fields)
            if isinstance(value, str) and len(value) < 100 and answer.status_code >= 400:
                assert "\u202e" not in answer.text
        unknown = body | {"protekted": True}
        answer = await clients[role].request(method, path, json=unknown)
        assert (answer.status_code, "protekted" in answer.text) == (422, True), (method, path)


async def test_hostile_text_in_addresses_and_queries(site: Site):
    auditor = await site.officer("b.auditor", "DESK")
    registrar = await site.officer("b.registrar", "DESK")
    for value in [*HOSTILE[:5], "A" * 3000, "-1", "99999999999999999999", "2026-99-99", "\u0661"]:
        for client, path, name in [
            (registrar, RECORDS, "state"), (registrar, RECORDS, "value"), (registrar, RECORDS, "after"), (registrar, RECORDS, "limit"),
            (registrar, "/api/v1/inbox", "after"), (registrar, "/api/v1/sightings", "after"), (registrar, "/api/v1/sightings", "register"),
            (registrar, "/api/v1/sightings", "purpose"), (registrar, "/api/v1/sightings", "bureau"),
            (registrar, "/api/v1/sightings", "since"),
            (auditor, "/api/v1/audit/entries", "officer"), (auditor, "/api/v1/audit/entries", "act"),
            (auditor, "/api/v1/audit/entries", "basis"),
            (auditor, "/api/v1/audit/entries", "until"), (auditor, "/api/v1/audit/entries", "after"),
        ]:  # fmt: skip
            answer = await client.get(path, params={"basis": "a stated basis", name: value})
            assert answer.status_code in (200, 422), (path, name, value[:40], answer.status_code)
        for path in ("/api/v1/registers/{}", "/api/v1/registers/{}/records", RECORDS + "/{}", "/api/v1/inbox/{}", "/problems/{}"):
            answer = await registrar.get(path.format(quote(value, safe="")))
            assert answer.status_code == 404, (path, value[:40], answer.status_code, answer.text)


async def test_each_bad_check_of_a_batch_is_named_by_its_place(site: Site):
    officer = await site.officer("b.officer")
    good = {"identifiers": CHECK["identifiers"]}
    checks = [good] * 20
    checks[17] = {"identifiers": [{"kind": "vin", "value": "?"}]}
    checks[19] = {"identifiers": [good["identifiers"][0], {"kind": "spoon", "value": "1"}]}
    answer = await officer.post("/api/v1/checks/batch", json={"checks": checks})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["checks.17.identifiers.0.value", "checks.19.identifiers.1.kind"]
    assert (await officer.post("/api/v1/checks/batch", json={"checks": [good] * 10_001})).status_code == 422
    assert (await officer.post("/api/v1/checks/batch", json={"checks": []})).status_code == 422


async def test_a_record_names_all_its_faults(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    body = {"values": {"number": "?", "issuer": "QQ", "type": "spoon", "name": "x"}, "header": {"purposes": [], "law": "", "source": ""}}
    answer = await registrar.post(RECORDS, json=body)
    fields = {fault["field"] for fault in answer.json()["faults"]}
    assert answer.status_code == 422
    assert {"number", "type", "reason", "name", "purposes", "law", "source"} <= fields


async def test_a_file_is_loaded_and_its_bad_rows_come_back_harmless(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    file = b"number,issuer,type,reason\r\nAB7654321,XBM,passport,lost\r\n=1+1,XBM,passport,lost\r\n"
    stated = {"purposes": ["border"], "law": "Police Act", "source": "holder"}
    path = "/api/v1/registers/travel_documents/loads"
    answer = await registrar.post(path, content=file, params=stated, headers={"content-type": "text/csv"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["rows"], found["entered"], found["refused"]) == (2, 1, 1)
    assert "'=1+1" in found["errors_csv"]
    for content in (b"\xff\xfe", b"", b"a,b\r\n1,2", b"\x00" * 100):
        answer = await registrar.post(path, content=content, params=stated, headers={"content-type": "text/csv"})
        assert answer.status_code == 422, content


async def test_bodies_have_their_largest_size(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    body = b"{" + b" " * records.LARGEST + b"}"
    answer = await registrar.post(RECORDS, content=body)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert str(records.LARGEST) in answer.json()["detail"]
    assert DOCUMENT["number"] not in answer.text
