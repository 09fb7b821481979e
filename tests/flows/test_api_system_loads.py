"""National systems that hand in files: with a token that says so, in their own name, releasing nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from comity.access.model import Role
from comity.access.tokens import reader_that_loads
from comity.audit import Act
from comity.engines.store import Mode
from comity.kernel.purposes import Purpose
from comity.kernel.strip import Strip
from tests.flows.world import Site, reader_for

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
AT = "/api/v1/registers/travel_documents/loads"
HEADER = {"purposes": "border", "law": "Police Act, article 12", "source": "authority"}
TITLES = "number,issuer,type,reason,theft_date,report_reference\n"


def rows(count: int, start: int = 1) -> str:
    return TITLES + "".join(f"AB{start + number:07},XBM,passport,lost,2026-10-01,R1\n" for number in range(count))


async def issued(
    site: Site, *, loads: bool = True, registers: tuple[str, ...] = ("travel_documents",), days: int = 30
) -> httpx.AsyncClient:
    security = await site.officer("b.security", "DESK")
    body = {"system": site.world.system, "registers": list(registers), "purposes": ["border"], "days": days, "loads": loads}
    answer = await security.post("/api/v1/tokens", json=body)
    assert answer.status_code == 201, answer.text
    return await site.client(answer.json()["token"])


async def finished(site: Site, system: httpx.AsyncClient, content: str, **query: str) -> dict[str, Any]:
    answer = await system.post(f"{AT}/start", content=content.encode(), params=HEADER | query)
    assert answer.status_code == 202, answer.text
    load = answer.json()["load"]
    await site.comity.jobs.wait(reader_for(site.world, "b", Role.REGISTRAR), UUID(load), 30)
    job: dict[str, Any] = (await system.get(f"/api/v1/jobs/{load}")).json()
    return job


async def test_ACC_08_a_token_loads_where_its_issuer_said_so_and_not_by_default(site: Site) -> None:
    for plain in (await site.system(), await issued(site, loads=False)):
        answer = await plain.post(f"{AT}/start", content=rows(1).encode(), params=HEADER)
        assert (answer.status_code, answer.json()["rule"]) == (403, "ACC-08")
        assert (await plain.get("/api/v1/jobs")).status_code == 403
    system = await issued(site)
    job = await finished(site, system, rows(3))
    assert (job["state"], job["counts"], job["own"]) == ("done", {"entered": 3}, True)
    again = await finished(site, system, rows(3))
    assert again["counts"] == {"unchanged": 3}
    security = await site.officer("b.security", "DESK")
    assert [one["loads"] for one in (await security.get("/api/v1/tokens")).json()["items"]] == [True, False, False]


async def test_the_audit_names_system_and_bureau_and_no_officer(site: Site) -> None:
    await finished(site, await issued(site), rows(2))
    (entry,) = [one for one in site.world.entries() if one.act == Act.LOAD]
    assert (entry.system, entry.officer, entry.bureau) == (site.world.system, 0, site.world.bureaus["b"].number)
    with psycopg.connect(site.world.database.owner) as owner:
        authors = owner.execute("select distinct author, changed_by from registers.travel_documents").fetchall()
    assert authors == [(-site.world.system, -site.world.system)]


async def test_the_simple_load_takes_a_system_too(site: Site) -> None:
    system = await issued(site)
    answer = await system.post(AT, content=rows(2).encode(), params=HEADER)
    assert (answer.status_code, answer.json()["entered"]) == (200, 2)


async def test_ACC_01_its_scope_is_its_registers(site: Site) -> None:
    system = await issued(site, registers=("vehicles",))
    answer = await system.post(f"{AT}/start", content=rows(1).encode(), params=HEADER)
    assert (answer.status_code, answer.json()["rule"]) == (403, "ACC-01")


async def test_ACC_08_a_system_that_loads_does_nothing_else_with_it(site: Site) -> None:
    system = await issued(site)
    job = await finished(site, system, rows(700))
    assert job["counts"] == {"held": 700}
    for verb, path in (
        ("POST", f"/api/v1/loads/{job['id']}/release"),
        ("GET", f"/api/v1/loads/{job['id']}"),
        ("GET", "/api/v1/loads"),
        ("GET", "/api/v1/registers/travel_documents/records"),
        ("GET", "/api/v1/tokens"),
    ):
        answer = await system.request(verb, path, json={"reason": "a good reason"} if verb == "POST" else None)
        assert answer.status_code == 403, path


async def test_ACC_09_what_a_system_loads_above_the_limit_waits_for_an_officer_who_did_not_give_it_its_token(site: Site) -> None:
    world = site.world
    job = await finished(site, await issued(site), rows(700))
    outside = await site.officer("a.officer")
    assert (await outside.post("/api/v1/checks", json=site.document("AB0000001"))).json()["outcome"] == "no_hit"
    both = replace(reader_for(world, "b", Role.SECURITY), roles=frozenset({Role.SECURITY, Role.SUPERVISOR}))
    with pytest.raises(Exception, match="gave a system its token") as refused:
        await site.comity.loads.decide(both, UUID(job["id"]), release=True)
    assert getattr(refused.value, "rule", "") == "ACC-09"
    supervisor = await site.officer("b.supervisor", "DESK")
    answer = await supervisor.post(f"/api/v1/loads/{job['id']}/release", json={})
    assert answer.status_code == 202, answer.text
    await site.comity.jobs.wait(reader_for(world, "b", Role.SUPERVISOR), UUID(answer.json()["job"]), 30)
    assert (await outside.post("/api/v1/checks", json=site.document("AB0000001"))).json()["outcome"] == "hit"


async def test_ACC_09_the_database_refuses_the_issuer_a_single_record_too(site: Site) -> None:
    job = await finished(site, await issued(site), rows(1).replace(",R1", ","))
    assert job["counts"] == {"entered": 1, "waiting": 1}
    give = "update registers.travel_documents set state = 1, reviewer = %s, version = version + 1"
    context = reader_for(site.world, "b", Role.SUPERVISOR).context(Mode.OWN)
    for officer, rule in ((site.world.officers["b.security"], "ACC-09: who gave"), (-site.world.system, "ACC-09: a second officer")):
        with pytest.raises(psycopg.Error, match=rule):
            async with site.comity.store.transaction(context) as connection:
                await connection.execute(give, [officer])
    async with site.comity.store.transaction(context) as connection:
        assert (await connection.execute(give, [site.world.officers["b.supervisor"]])).rowcount == 1


async def test_ACC_04_a_revoked_token_ends_what_it_started(site: Site) -> None:
    security = await site.officer("b.security", "DESK")
    system = await issued(site)
    answer = await system.post(f"{AT}/start", content=rows(2).encode(), params=HEADER)
    number = (await security.get("/api/v1/tokens")).json()["items"][0]["number"]
    assert (await security.delete(f"/api/v1/tokens/{number}")).status_code == 204
    job = await site.comity.jobs.wait(reader_for(site.world, "b", Role.REGISTRAR), UUID(answer.json()["load"]), 30)
    assert (job.state.code, job.fault and job.fault.rule) == ("failed", "ACC-04")
    await site.comity.token_memo.refresh()
    assert (await system.get("/api/v1/jobs")).status_code == 401


async def test_one_system_does_not_see_anothers_jobs_and_registrars_fetch_what_was_refused(site: Site) -> None:
    system = await issued(site)
    job = await finished(site, system, rows(1) + "AB9999999,XBM,passport,??,2026-10-01,R1\n")
    assert job["counts"] == {"entered": 1, "refused": 1}
    assert job["result"]
    mine = await system.get(f"/api/v1/jobs/{job['id']}/result")
    assert b"AB9999999" in mine.content
    registrar = await site.officer("b.registrar", "DESK")
    assert (await registrar.get(f"/api/v1/jobs/{job['id']}/result")).content == mine.content
    assert (await registrar.get("/api/v1/jobs")).json()["items"][0]["own"] is False
    supervisor = await site.officer("b.supervisor", "DESK")
    assert (await supervisor.get(f"/api/v1/jobs/{job['id']}")).json()["result"] == ""
    other = await site.comity.administration.add_system(
        site.world.bureaus["b"], "NIGHT", {"en": "Night"}, frozenset({Role.OFFICER}), reader_for(site.world, "b", Role.OFFICER).clearance
    )
    given = await site.comity.tokens.issue(
        reader_for(site.world, "b", Role.SECURITY), other, [Strip.TRAVEL_DOCUMENTS], [Purpose.BORDER], timedelta(days=1), loads=True
    )
    stranger = await site.client(given.text)
    assert (await stranger.get(f"/api/v1/jobs/{job['id']}")).status_code == 404
    assert (await stranger.get("/api/v1/jobs")).json()["items"] == []


async def test_a_mapping_needs_its_unit_and_an_officer_names_none(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    columns = {"No.": "number", "State": "issuer", "Kind": "type", "Why": "reason", "Ref": "report_reference"}
    await registrar.put("/api/v1/registers/travel_documents/mappings/Night", json={"columns": columns})
    content = "No.,State,Kind,Why,Ref\nAB1234567,XBM,passport,lost,R1\n"
    system = await issued(site)
    assert (await system.post(f"{AT}/start", content=content.encode(), params=HEADER | {"mapping": "Night"})).status_code == 404
    job = await finished(site, system, content, mapping="Night", unit="DESK")
    assert job["counts"] == {"entered": 1}
    assert (await system.post(f"{AT}/start", content=b"x", params=HEADER | {"unit": "NOWHERE"})).status_code == 403
    assert (await registrar.post(f"{AT}/start", content=b"x", params=HEADER | {"unit": "DESK"})).status_code == 422


async def test_a_system_that_hands_in_too_many_files_waits(site: Site) -> None:
    system = await issued(site)
    reader = reader_that_loads((await site.comity.token_memo.find(system.headers["authorization"].removeprefix("Bearer "))), "")  # type: ignore[arg-type]
    while site.comity.load_buckets.take(reader.system) is None:
        pass
    answer = await system.post(f"{AT}/start", content=rows(1).encode(), params=HEADER)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_reviewers_of_a_load_see_it_and_versions_name_the_system(site: Site) -> None:
    system = await issued(site)
    await finished(site, system, rows(1))
    content = "action," + TITLES + "correct,AB0000001,XBM,passport,stolen,2026-10-01,R1\n"
    assert (await finished(site, system, content))["counts"] == {"corrected": 1}
    registrar = await site.officer("b.registrar", "DESK")
    (record,) = (await registrar.get("/api/v1/registers/travel_documents/records")).json()["items"]
    versions = (await registrar.get(f"/api/v1/life/versions/travel_documents/{record['id']}")).json()["items"]
    assert {one["officer"] for one in versions} == {-site.world.system}
    gone = await finished(site, system, "action," + TITLES + "withdraw,AB0000001,XBM,passport,stolen,2026-10-01,R1\n")
    assert gone["counts"] == {"withdrawn": 1}
