"""Idempotency-Key: a request sent twice is done once, also across a crash."""

from __future__ import annotations

import asyncio
import hashlib

import psycopg
import pytest

from comity.access.repeats import Repeats
from comity.engines.store.errors import DatabaseGone
from comity.registers import entering
from tests.flows.world import DOCUMENT, HEADER, REPORTED, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
RECORDS = "/api/v1/registers/travel_documents/records"
BODY = {"values": REPORTED, "header": HEADER}
OTHER = {"values": DOCUMENT | {"number": "ZX7654321", "report_reference": "R2"}, "header": HEADER}
KEY = {"idempotency-key": "first"}


async def _count(site: Site) -> int:
    registrar = await site.officer("b.registrar", "DESK")
    return (await registrar.get(RECORDS)).json()["total"]


async def test_the_same_request_gets_the_same_answer_and_is_done_once(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    first = await registrar.post(RECORDS, json=BODY, headers=KEY)
    again = await registrar.post(RECORDS, json=BODY, headers=KEY)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first.headers["content-type"] == again.headers["content-type"]
    assert again.headers["cache-control"] == "no-store"
    assert await _count(site) == 1
    assert "the answer to an earlier request again" in [head.detail for head in site.world.entries()]


async def test_the_same_key_with_another_request_is_an_error(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    await registrar.post(RECORDS, json=BODY, headers=KEY)
    answer = await registrar.post(RECORDS, json=OTHER, headers=KEY)
    assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, "idempotency-key")


async def test_RET_09_what_is_kept_of_a_check_is_no_hash_against_which_names_could_be_tried(site: Site):
    officer = await site.officer("a.officer")
    body = b'{"person":{"name":"Olena Kovalenko"}}'
    answer = await officer.post("/api/v1/checks", content=body, headers=KEY | {"content-type": "application/json"})
    assert answer.status_code in (200, 403)
    with psycopg.connect(site.world.database.superuser) as connection:
        ((kept, sealed),) = connection.execute("select request_digest, body from comity.idempotency").fetchall()
    asked = hashlib.sha256(b"POST\0/api/v1/checks\0\0application/json\0" + body).digest()
    assert bytes(kept) != asked
    assert b"Olena" not in bytes(sealed)


async def test_a_key_is_its_actors_own(site: Site):
    first = await site.officer("b.registrar", "DESK")
    second = await site.officer("a.officer")
    assert (await first.post("/api/v1/checks", json=site.document(), headers=KEY)).status_code == 200
    assert (await second.post("/api/v1/checks", json=site.document("ZZ1"), headers=KEY)).status_code == 200


async def test_refusals_are_kept_as_answers_too(site: Site):
    officer = await site.officer("a.officer")
    answers = [await officer.post(RECORDS, json=BODY, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content


async def test_a_crash_between_the_act_and_its_answer_never_doubles_the_act(site: Site, monkeypatch):
    """The key is taken before the act, in a transaction of its own; whoever comes again is told that it is not known."""
    registrar = await site.officer("b.registrar", "DESK")

    async def dies(*_: object) -> None:
        raise KeyboardInterrupt  # as a killed process: nothing after this line runs

    monkeypatch.setattr(Repeats, "finish", dies)
    with pytest.raises(KeyboardInterrupt):
        await registrar.post(RECORDS, json=BODY, headers=KEY)
    monkeypatch.undo()
    again = await registrar.post(RECORDS, json=BODY, headers=KEY)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/clash")
    assert "may or may not" in again.json()["detail"]
    assert await _count(site) == 1


async def test_a_crash_before_the_act_leaves_nothing_done(site: Site, monkeypatch):
    registrar = await site.officer("b.registrar", "DESK")

    async def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(entering, "create", dies)
    with pytest.raises(KeyboardInterrupt):
        await registrar.post(RECORDS, json=BODY, headers=KEY)
    monkeypatch.undo()
    assert (await registrar.post(RECORDS, json=BODY, headers=KEY)).status_code == 409
    assert await _count(site) == 0


async def test_two_at_once_are_done_once(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    answers = await asyncio.gather(*[registrar.post(RECORDS, json=BODY, headers=KEY) for _ in range(4)])
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses) <= {201, 409}
    assert await _count(site) == 1


async def test_what_surely_was_not_done_may_be_sent_again(site: Site, monkeypatch):
    registrar = await site.officer("b.registrar", "DESK")

    async def gone(*_: object) -> None:
        raise DatabaseGone

    monkeypatch.setattr(entering, "create", gone)
    assert (await registrar.post(RECORDS, json=BODY, headers=KEY)).status_code == 503
    monkeypatch.undo()
    assert (await registrar.post(RECORDS, json=BODY, headers=KEY)).status_code == 201


async def test_a_key_is_free_again_after_a_day(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    await registrar.post(RECORDS, json=BODY, headers=KEY)
    with psycopg.connect(site.world.database.superuser) as superuser:
        superuser.execute("update comity.idempotency set at = at - interval '25 hours'")
    assert (await registrar.post(RECORDS, json=OTHER, headers=KEY)).status_code == 201


async def test_answers_lie_sealed(site: Site):
    registrar = await site.officer("b.registrar", "DESK")
    answer = await registrar.post(RECORDS, json=BODY, headers=KEY)
    with psycopg.connect(site.world.database.superuser) as superuser:
        (body, actor), *_ = superuser.execute("select body, actor from comity.idempotency").fetchall()
    assert answer.json()["id"].encode() not in bytes(body)
    assert actor == f"officer:{site.world.officers['b.registrar']}"


async def test_a_check_of_a_system_with_a_key_and_a_batch(site: Site):
    system = await site.system()
    one = [await system.post("/api/v1/checks", json=site.system_document(), headers=KEY) for _ in range(2)]
    assert one[0].json()["check"] == one[1].json()["check"]
    body = {key: value for key, value in site.system_document().items() if key != "identifiers"}
    body["checks"] = [{"identifiers": site.document(f"ZZ{number:05d}")["identifiers"]} for number in range(300)]
    many = [await system.post("/api/v1/checks/batch", json=body, headers={"idempotency-key": "second"}) for _ in range(2)]
    assert many[0].content == many[1].content
    assert len(many[0].text.splitlines()) == 300


@pytest.mark.parametrize("key", ["", "x" * 256, "\u00e9"])
async def test_a_key_that_cannot_be_used(site: Site, key: str):
    registrar = await site.officer("b.registrar", "DESK")
    answer = await registrar.post(RECORDS, json=BODY, headers=[("idempotency-key", key.encode())])
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "malformed")
