"""Who gets in, what goes out with every answer, and what never does."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from comity.access.administration import Administration
from comity.access.credentials import csrf_token
from comity.access.settings import Rate
from comity.audit import Act
from tests.flows.world import FAST, PASSWORD, Site, World, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]


async def _operations(site: Site) -> list[tuple[str, str, bool]]:
    described = (await (await site.client()).get("/api/v1/openapi.json")).json()
    blank = "00000000-0000-0000-0000-000000000000"
    names = {"register": "vehicles", "act": "block", "authority": "XCS", "entry": "1-1-1", "number": "1", "name": "absent"}
    names |= dict.fromkeys(("attachment", "bulk_id", "clearance", "job", "load", "message", "proposal", "record", "trace", "view"), blank)
    names |= {"check": "1-1-1", "mark": "absent", "purpose": "border"}
    return [
        (method.upper(), path.format(**names), "security" in operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    ]


async def test_nobody_gets_in_without_a_session_or_token(site: Site):
    nobody = await site.client()
    for headers in ({}, {"authorization": "Bearer x"}, {"authorization": "Bearer comity_x"}, {"authorization": "Basic eDp5"}):
        for method, path, signed_in in await _operations(site):
            answer = await nobody.request(method, path, headers=headers, json={})
            assert (answer.status_code == 401) == signed_in or not signed_in, (method, path, answer.status_code)
            if signed_in:
                assert answer.headers["www-authenticate"] == "Bearer"


async def test_every_answer_says_that_it_is_not_to_be_kept(site: Site):
    officer = await site.officer("b.registrar", "DESK")
    for client in (officer, await site.client()):
        for method, path, _ in await _operations(site):
            answer = await client.request(method, path, json={})
            assert answer.headers["cache-control"] == "no-store", (method, path)
            assert answer.headers["x-content-type-options"] == "nosniff", (method, path)


async def test_a_systems_token_asks_checks_and_nothing_else(site: Site):
    system = await site.system()
    allowed = {"/api/v1/checks", "/api/v1/checks/batch", "/api/v1/recognise"}
    for method, path, signed_in in await _operations(site):
        if (
            signed_in
            and path not in allowed
            and not path.endswith(("authorities", "bureaus", "registers", "registers/vehicles", "template.csv", "template.xlsx"))
        ):
            answer = await system.request(method, path, json={}, params={"basis": "a look at the audit"})
            if method != "POST" and path.startswith("/api/v1/checks/lists/absent"):  # lists are checks: a system has its own alone
                assert answer.status_code == 404, (method, path)
                continue
            if (method, path) == ("GET", "/api/v1/checks/lists"):
                assert (answer.status_code, answer.json()["items"]) == (200, []), (method, path)
                continue
            assert answer.status_code in (403, 422), (method, path, answer.status_code)  # 422: the body is read first
    assert site.world.acts().count(Act.REFUSAL) > 5


async def test_signing_in_answers_the_same_whatever_was_wrong(site: Site):
    nobody = await site.client()
    bodies = [
        {"login": "b.officer", "password": PASSWORD, "code": "000000"},
        {"login": "b.officer", "password": "wrong", "code": "000000"},
        {"login": "nobody.here", "password": "wrong", "code": "000000"},
        {"login": "\u202e'; drop table", "password": "\u0000", "code": "x"},
    ]
    answers = [await nobody.post("/api/v1/sign-in", json=body) for body in bodies]
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, answers[0].content)}
    assert site.world.acts().count(Act.REFUSAL) == len(bodies)


async def test_a_demonstration_s_door_is_shut_elsewhere(site: Site):
    nobody = await site.client()
    assert (await nobody.post("/api/v1/sign-in/demo", json={"login": "b.officer"})).status_code == 403


async def test_in_a_demonstration_it_opens(world: World):
    async with serving(world, demo=True) as site:
        answer = await (await site.client()).post("/api/v1/sign-in/demo", json={"login": "b.officer"})
        assert (answer.status_code, answer.json()["bureau"]) == (200, "XBM")


async def test_too_many_sign_ins_wait(world: World):
    access = replace(FAST, sign_ins_of_login=Rate(2, 0.1))
    async with serving(world, access=access) as site:
        nobody = await site.client()
        body = {"login": "b.officer", "password": "wrong", "code": "000000"}
        answers = [await nobody.post("/api/v1/sign-in", json=body) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [401, 401, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 11


async def test_too_many_checks_wait(world: World):
    access = replace(FAST, checks_of_officer=Rate(2, 0.1), checks_of_system=Rate(2, 0.1))
    async with serving(world, access=access) as site:
        for client, body in ((await site.officer("a.officer"), site.document()), (await site.system(), site.system_document())):
            answers = [await client.post("/api/v1/checks", json=body) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200, 200, 429]
            assert int(answers[-1].headers["retry-after"]) >= 1
            assert answers[-1].json()["retry_after"] == int(answers[-1].headers["retry-after"])


async def test_SUP_03_plates_read_in_part_do_not_list_those_of_a_country(world: World):
    """One asks some eight hundred plates, so it counts as many checks; within a batch too."""
    access = replace(FAST, checks_of_officer=Rate(60, 0.1), checks_of_system=Rate(60, 0.1))
    async with serving(world, access=access) as site:
        part = {"identifiers": [{"kind": "plate", "value": "AB12??", "issuer": "XBM"}]}
        system = part | {"purpose": "border", "officer": "B-77", "unit": "POST"}
        for client, body in ((await site.officer("a.officer"), part), (await site.system(), system)):
            answers = [await client.post("/api/v1/checks", json=body) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200, 200, 429]
        supervisor = await site.officer("a.supervisor", "DESK")
        batches = [await supervisor.post("/api/v1/checks/batch", json={"checks": [part, part]}) for _ in range(2)]
        assert [answer.status_code for answer in batches] == [200, 429]


async def _cookie(site: Site, login: str) -> tuple[httpx.AsyncClient, str]:
    token = (await site.officer(login)).headers["authorization"].removeprefix("Bearer ")
    return await site.client(cookie=f"comity={token}"), token


async def test_a_cookie_reads_but_changes_nothing_without_the_token_against_forgery(site: Site):
    browser, token = await _cookie(site, "a.officer")
    assert (await browser.get("/api/v1/me")).status_code == 200
    forged = await browser.post("/api/v1/checks", json=site.document())
    assert (forged.status_code, forged.json()["type"]) == (403, "/problems/refused")
    other = csrf_token(site.comity.keyring, (await _cookie(site, "b.officer"))[1])
    assert (await browser.post("/api/v1/checks", json=site.document(), headers={"x-csrf-token": other})).status_code == 403
    own = csrf_token(site.comity.keyring, token)
    assert (await browser.post("/api/v1/checks", json=site.document(), headers={"x-csrf-token": own})).status_code == 200
    assert "csrf" in [head.detail for head in site.world.entries()]


async def test_a_session_ends_for_good(site: Site):
    officer = await site.officer("a.officer")
    assert (await officer.post("/api/v1/sign-out")).status_code == 204
    assert (await officer.get("/api/v1/me")).status_code == 401


async def test_every_session_of_one_officer_ends_and_nobody_elses(site: Site):
    lost, here, other = await site.officer("a.officer"), await site.officer("a.officer"), await site.officer("b.officer")
    assert (await here.post("/api/v1/sign-out", params={"everywhere": "true"})).status_code == 204
    assert [(await one.get("/api/v1/me")).status_code for one in (lost, here, other)] == [401, 401, 200]


async def test_a_withdrawn_system_asks_nothing_more(site: Site):
    system, administration = await site.system(), Administration(site.comity.means)
    assert (await system.post("/api/v1/checks", json=site.system_document())).status_code == 200
    ((bureau, number),) = await administration.found("system", "GATE", site.comity.directory.bureaus.values())
    await administration.withdraw_here("system", bureau, number)
    await asyncio.sleep(1.1)  # as long as a token is remembered
    assert (await system.post("/api/v1/checks", json=site.system_document())).status_code == 401


async def test_without_a_place_nothing_is_asked_and_the_refusal_is_an_entry(site: Site):
    officer = await site.signed_in("a.officer")
    answer = await officer.post("/api/v1/checks", json=site.document())
    assert (answer.status_code, answer.json()["rule"]) == (403, "ACC-08")
    await officer.put("/api/v1/me/place", json={"unit": "POST"})
    answer = await officer.post("/api/v1/checks", json=site.document())
    assert (answer.status_code, answer.json()["rule"]) == (403, "PUR-01")
    assert site.world.acts().count(Act.REFUSAL) == 2


async def test_an_officer_asks_for_the_sessions_purpose_alone(site: Site):
    officer = await site.officer("a.officer")
    wrong = {"purpose": "wanted", "officer": "somebody", "unit": "DESK"}
    answer = await officer.post("/api/v1/checks", json=site.document(**wrong))
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == wrong.keys()
    assert (await officer.post("/api/v1/checks", json=site.document(purpose="border", unit="POST"))).status_code == 200


async def test_no_secret_is_ever_echoed(site: Site):
    nobody = await site.client()
    secret = "correct-horse-battery"
    for body in ({"login": 1, "password": secret, "code": "1"}, {"login": "x", "password": secret, "code": "1", "extra": secret}):
        answer = await nobody.post("/api/v1/sign-in", json=body)
        assert answer.status_code == 422
        assert secret not in answer.text


async def test_problems_have_their_page(site: Site):
    nobody = await site.client()
    officer = await site.officer("a.officer")
    kinds = {(await officer.get("/api/v1/inbox")).json()["type"], (await nobody.get("/api/v1/me")).json()["type"], "/problems/too-large"}
    for kind in kinds:
        assert (await nobody.get(kind)).json()["type"] == kind
    for path, status in (("/problems/nothing", 404), ("/api/v1/nothing", 404), ("/nothing", 404)):
        answer = await nobody.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    wrong = await officer.delete("/api/v1/me")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "/problems/method")
    assert {method.strip() for method in wrong.headers["allow"].split(",")} == {"GET", "OPTIONS"}
