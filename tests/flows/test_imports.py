"""The consolidated list over HTTP: proposed by one officer of a tribunal, approved by another, then met by a country's check."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator

import httpx
import pytest

from comity.access import totp
from comity.access.administration import Administration, NewOfficer
from comity.access.entries import Means
from comity.access.model import AuthorityKind, Role, UnitKind
from comity.app import open_keyring
from comity.audit import Act, Recorder
from comity.engines.store import NOBODY, Store
from comity.kernel.levels import Level
from tests.flows.world import PASSWORD, Site, World, serving
from tests.imports.listing import LIST, listing, person

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
QUERY = {"purposes": "warning", "law": "Resolution 9900 (2014)"}
PASSPORT = {"number": "AR5520917", "issuer": "XAR"}


async def tribunal(world: World) -> None:
    """The tribunal XXT with a desk, a registrar and a supervisor; and the secretariat's registrar."""
    store = await Store.open(world.settings.dsn, size=2)
    keyring = open_keyring(world.settings, world.clock)
    try:
        async with store.transaction(NOBODY) as connection:
            recorder = await Recorder.start(connection, keyring)
        admin = Administration(Means(store, keyring, world.clock, recorder, world.settings.access))
        await admin.add_authority(7, "XXT", AuthorityKind.ENTITY, {"en": "Regional tribunal"}, [])
        bureau = world.bureaus["t"] = await admin.add_bureau(7, "XXT", {"en": "Office of the tribunal"})
        desk = world.units["t.desk"] = await admin.add_unit(bureau, UnitKind.DESK, "DESK", {"en": "Desk"})
        for role in (Role.OFFICER, Role.REGISTRAR, Role.SUPERVISOR):
            login = f"t.{role.value}"
            seed = world.seeds[login] = secrets.token_bytes(totp.SEED_BYTES)
            officer = NewOfficer(login, f"Officer {login}", frozenset({role}), Level.OFFICIAL, PASSWORD, seed, (desk.number,))
            world.officers[login] = await admin.add_officer(bureau, officer)
    finally:
        await store.close()


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    await tribunal(world)
    async with serving(world) as running:
        yield running


async def officer(site: Site, role: str) -> httpx.AsyncClient:
    return await site.officer(f"t.{role}", "DESK", "warning")


async def proposed(site: Site, content: bytes, client: httpx.AsyncClient | None = None, **query: str) -> httpx.Response:
    client = client or await officer(site, "registrar")
    return await client.post("/api/v1/imports", content=content, params=QUERY | query, headers={"content-type": "application/xml"})


async def met(site: Site) -> list[dict[str, object]]:
    """The hits of a country's border post on the passport of one who is listed."""
    asker = await site.officer("a.officer")
    answer = await asker.post("/api/v1/checks", json=site.document(PASSPORT["number"], PASSPORT["issuer"]))
    assert answer.status_code == 200, answer.text
    return [hit for one in answer.json()["answers"] for hit in one.get("hits", [])]


async def test_REV_01_a_listed_person_is_met_by_a_check_after_the_second_approval_and_not_before(site: Site) -> None:
    made = (await proposed(site, LIST.read_bytes())).json()
    assert made["counts"] == {
        "entries": 8, "persons": 7, "entities": 1, "added": 3, "changed": 0, "unchanged": 0, "refused": 5, "withdrawn": 0, "before": 0,
    }  # fmt: skip
    assert (made["own"], made["state"]) == (True, "proposed")
    assert await met(site) == []
    supervisor = await officer(site, "supervisor")
    done = await supervisor.post(f"/api/v1/imports/{made['id']}/approve", json={})
    assert (done.status_code, done.json()["state"], done.json()["own"]) == (200, "approved", False)
    (hit,) = await met(site)
    # One hit: by the passport, and of the notice, which is what it opens.
    assert (hit["register"], hit["opens"], hit["owner"], hit["grade"]) == ("linked_documents", "notices", "XXT", "exact")
    assert Act.IMPORT in site.world.acts()
    assert Act.DECIDE in site.world.acts()


async def test_what_the_list_no_longer_has_is_no_longer_met(site: Site) -> None:
    registrar, supervisor = await officer(site, "registrar"), await officer(site, "supervisor")
    for content in (LIST.read_bytes(), listing(person(1))):
        made = (await proposed(site, content, registrar)).json()
        path = f"/api/v1/imports/{made['id']}/approve"
        if made["counts"]["withdrawn"]:
            lacking = await supervisor.post(path, json={"reason": ""})
            assert (lacking.status_code, lacking.json()["faults"][0]["field"]) == (422, "reason")
        assert (await supervisor.post(path, json={"reason": "The committee ended the regime."})).status_code == 200
    assert await met(site) == []


async def test_the_differences_by_kind_and_page(site: Site) -> None:
    made = (await proposed(site, listing(*map(person, range(1, 61)), "<INDIVIDUAL/>"))).json()
    supervisor = await officer(site, "supervisor")
    path = f"/api/v1/imports/{made['id']}"
    first = (await supervisor.get(path)).json()
    second = (await supervisor.get(path, params={"after": first["next"]})).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 11, 0)
    assert first["items"][0]["values"]["names"] == [{"full": "PERSON B", "kind": "main", "script": "Latn"}]
    refused = (await supervisor.get(path, params={"kind": "refused"})).json()
    assert [one["faults"][0]["code"] for one in refused["items"]] == ["no_number"]
    assert (await supervisor.get(path, params={"kind": "odd"})).status_code == 422
    listed = (await supervisor.get("/api/v1/imports")).json()
    assert ([one["id"] for one in listed["items"]], listed["next"]) == ([made["id"]], "")


async def test_refused_and_absent_and_broken(site: Site) -> None:
    registrar, supervisor = await officer(site, "registrar"), await officer(site, "supervisor")
    broken = await proposed(site, LIST.read_bytes()[:2000], registrar)
    assert (broken.status_code, broken.json()["faults"][0]["code"]) == (422, "bad_xml")
    header = await proposed(site, LIST.read_bytes(), registrar, law="", purposes="nothing")
    assert {fault["field"] for fault in header.json()["faults"]} == {"law", "purposes"}
    made = (await proposed(site, LIST.read_bytes(), registrar)).json()
    path = f"/api/v1/imports/{made['id']}"
    assert (await registrar.post(f"{path}/approve", json={})).status_code == 403
    assert (await supervisor.post(f"{path}/refuse", json={"reason": "no"})).status_code == 422
    assert (await supervisor.post(f"{path}/refuse", json={"reason": "Not what was published.", "odd": 1})).status_code == 422
    assert (await supervisor.post(f"{path}/refuse", json={"reason": "Not what was published."})).json()["state"] == "refused"
    late = await supervisor.post(f"{path}/approve", json={})
    assert (late.status_code, late.json()["rule"]) == (403, "REV-01")
    assert (await supervisor.get(path)).json()["items"] == []


async def test_OWN_04_a_proposal_is_hidden_from_every_other_authority(site: Site) -> None:
    made = (await proposed(site, LIST.read_bytes())).json()
    for login in ("a.supervisor", "s.supervisor"):
        other = await site.officer(login, "DESK", "warning")
        listed = await other.get("/api/v1/imports")
        if login == "a.supervisor":  # a country has none, and is told the rule whether there is one or not
            assert (listed.status_code, listed.json()["rule"]) == (403, "OWN-02")
        else:
            assert listed.json()["items"] == []
        for answer in (
            await other.get(f"/api/v1/imports/{made['id']}"),
            await other.post(f"/api/v1/imports/{made['id']}/approve", json={}),
            await other.post(f"/api/v1/imports/{made['id']}/refuse", json={"reason": "Not what was published."}),
        ):
            assert answer.status_code == 404
    plain = await officer(site, "officer")
    assert (await plain.get("/api/v1/imports")).status_code == 403


async def test_OWN_02_a_country_gets_the_rule(site: Site) -> None:
    registrar = await site.officer("a.registrar", "DESK", "warning")
    answer = await proposed(site, LIST.read_bytes(), registrar)
    assert (answer.status_code, answer.json()["rule"]) == (403, "OWN-02")
