"""Lists by API: filters, sorts, marks; saved views; files and acts on many as jobs."""

from __future__ import annotations

import httpx
import pytest

from tests.flows.world import HEADER, REPORTED, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
RECORDS = "/api/v1/registers/travel_documents/records"
REGISTER = "/api/v1/registers/travel_documents"


async def entered(site: Site, many: int) -> httpx.AsyncClient:
    """A registrar who has entered so many records."""
    registrar = await site.officer("b.registrar", "DESK", "border")
    for number in range(many):
        body = {"values": REPORTED | {"number": f"ZB{number:07}"}, "header": HEADER}
        assert (await registrar.post(RECORDS, json=body)).status_code == 201
    return registrar


async def test_a_list_is_filtered_sorted_and_paged_both_ways(site: Site) -> None:
    registrar = await entered(site, 5)
    first = (
        await registrar.get(RECORDS, params={"where": ["state=released", "created_from=2020-01-01"], "sort": "created", "limit": 2})
    ).json()
    same = {"where": ["state=released", "created_from=2020-01-01"], "sort": "created", "limit": 2}
    first = (await registrar.get(RECORDS, params=same)).json()
    assert (len(first["items"]), first["total"], first["more"], first["previous"]) == (2, 5, False, "")
    second = (await registrar.get(RECORDS, params=same | {"after": first["next"]})).json()
    back = (await registrar.get(RECORDS, params=same | {"after": second["previous"]})).json()
    assert [one["id"] for one in back["items"]] == [one["id"] for one in first["items"]]
    wrong = await registrar.get(RECORDS, params={"after": first["next"]})
    assert wrong.status_code == 422
    assert (await registrar.get(RECORDS, params={"where": "identifier=ZB0000003"})).json()["total"] == 1
    for bad in ("nonsense=1", "nonsense", "=", "state=gone"):
        assert (await registrar.get(RECORDS, params={"where": bad})).status_code == 422


async def test_views_are_saved_shared_and_dropped(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK", "border")
    made = await registrar.post(f"{REGISTER}/views", json={"name": "Lost", "where": {"reason": "lost"}, "shared": True})
    assert made.status_code == 201, made.text
    supervisor = await site.officer("b.supervisor", "DESK", "border")
    (seen,) = (await supervisor.get(f"{REGISTER}/views")).json()["items"]
    assert (seen["name"], seen["own"], seen["where"]) == ("Lost", False, {"reason": "lost"})
    gone = f"{REGISTER}/views/{made.json()['id']}"
    assert (await supervisor.delete(gone)).status_code == 404
    assert (await registrar.delete(gone)).status_code == 204
    assert (await registrar.get(f"{REGISTER}/views")).json()["items"] == []


async def test_an_act_on_many_is_looked_at_confirmed_and_done(site: Site) -> None:
    registrar = await entered(site, 3)
    chosen = {"where": {"state": "released"}}
    seen = (await registrar.post(f"{REGISTER}/bulk/withdraw/preview", json=chosen)).json()
    assert (seen["count"], len(seen["sample"]), seen["signed"]) == (3, 3, False)
    other = await registrar.post(f"{REGISTER}/bulk/withdraw", json=chosen | {"count": 2, "reason": "Found again"})
    assert (other.status_code, other.json()["faults"][0]["code"]) == (422, "count_changed")
    made = (await registrar.post(f"{REGISTER}/bulk/withdraw", json=chosen | {"count": 3, "reason": "Found again"})).json()
    assert made["state"] == "under_way"
    await site.comity.jobs.run_here(made["id"])
    job = (await registrar.get(f"/api/v1/jobs/{made['id']}")).json()
    assert (job["state"], job["counts"]) == ("done", {"done": 3})
    result = await registrar.get(f"/api/v1/jobs/{made['id']}/result")
    assert result.text.count(",done,") == 3
    assert (await registrar.get(RECORDS)).json()["total"] == 0


async def test_a_file_of_own_records_is_a_job(site: Site) -> None:
    registrar = await entered(site, 2)
    job = (await registrar.post(f"{REGISTER}/exports", json={"where": {"reason": "stolen"}, "format": "jsonl", "personal": True})).json()[
        "job"
    ]
    await site.comity.jobs.run_here(job)
    result = await registrar.get(f"/api/v1/jobs/{job}/result")
    assert result.status_code == 200, result.text
    assert "ZB0000001" in result.text
    assert "conditions" in result.text
    officer = await site.officer("b.officer", "POST", "border")
    assert (await officer.post(f"{REGISTER}/exports", json={})).status_code == 403


async def test_counts_by_api(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK", "border")
    found = (await registrar.get("/api/v1/statistics", params={"months": 3})).json()
    assert (found["items"], found["hidden"]) == ([], False)
    others = (await registrar.get("/api/v1/statistics", params={"of": "others", "last": "2026-09"})).json()
    assert others["hidden"] is True
    for bad in ({"register": "hash_lists"}, {"purpose": "none"}, {"months": 99}, {"last": "2026-13"}, {"owner": "ZZZ"}):
        assert (await registrar.get("/api/v1/statistics", params=bad)).status_code == 422
