"""Loads of any size over HTTP: by a mapping with words, dry, full, tried again alone."""

from __future__ import annotations

from uuid import UUID

import pytest

from comity.access.model import Role
from tests.flows.world import Site, reader_for

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
AT = "/api/v1/registers/travel_documents/loads/start"
FILE = (
    "Passport No.;Issuing State;Doc type;Status;Stolen on;Ref\n"
    "AB1234567;XBM;Passport;LST;2026-10-01;R1\nAB1234568;XBM;Passport;??;2026-10-02;R2\n"
)
COLUMNS = {
    "Passport No.": "number", "Issuing State": "issuer", "Doc type": "type", "Status": "reason", "Stolen on": "theft_date",
    "Ref": "report_reference",
}  # fmt: skip
HEADER = {"purposes": "border", "law": "Police Act, article 12", "source": "holder", "name": "ministry.csv"}


async def over(site: Site, client, answer) -> dict:
    """The job of a load at its end."""
    assert answer.status_code == 202, answer.text
    load = answer.json()["load"]
    await site.comity.jobs.wait(reader_for(site.world, "b", Role.REGISTRAR), UUID(load), 30)
    return (await client.get(f"/api/v1/jobs/{load}")).json()


async def started(client, content: str = FILE, **query: str):
    return await client.post(AT, content=content.encode(), params=HEADER | query)


async def test_loaded_by_a_mapping_and_its_refused_rows_tried_again_alone(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    at = "/api/v1/registers/travel_documents/mappings/Ministry"
    await registrar.put(at, json={"columns": COLUMNS, "words": {"reason": {"LST": "lost"}}})
    job = await over(site, registrar, await started(registrar, mapping="Ministry"))
    assert (job["state"], job["counts"]["entered"], job["counts"]["refused"]) == ("done", 1, 1)
    errors = (await registrar.get(f"/api/v1/jobs/{job['id']}/result")).content.decode("utf-8-sig")
    assert errors.splitlines()[0].startswith("Passport No.")
    assert "AB1234568" in errors
    assert "AB1234567" not in errors

    await registrar.put(at, json={"columns": COLUMNS, "words": {"reason": {"LST": "lost", "??": "stolen"}}})
    again = await over(site, registrar, await registrar.post(f"/api/v1/loads/{job['id']}/retry", params={"mapping": "Ministry"}))
    assert (again["counts"]["entered"], again["counts"].get("refused", 0)) == (1, 0)
    officer = await site.officer("a.officer")
    assert (await officer.post("/api/v1/checks", json=site.document("AB1234568"))).json()["outcome"] == "hit"
    same = await over(site, registrar, await started(registrar, mapping="Ministry"))
    assert (same["counts"].get("entered", 0), same["counts"]["unchanged"]) == (0, 2)


async def test_a_dry_run_writes_nothing(site: Site) -> None:
    registrar = await site.officer("b.registrar", "DESK")
    plain = "number,issuer,type,reason,report_reference\nAB1234567,XBM,passport,lost,R1\n"
    job = await over(site, registrar, await started(registrar, plain, dry_run="true"))
    assert (job["state"], job["counts"]["entered"]) == ("done", 1)
    assert (await registrar.get("/api/v1/registers/travel_documents/records")).json()["items"] == []


async def test_who_may_not_load_starts_nothing(site: Site) -> None:
    for login, unit in (("b.officer", "POST"), ("a.registrar", "DESK")):
        client = await site.officer(login, unit)
        answer = await started(client, mapping="Ministry")
        assert answer.status_code in (403, 404)
    registrar = await site.officer("b.registrar", "DESK")
    assert (await started(registrar)).status_code == 422  # titles of its own, and no mapping
    nobody = "00000000-0000-7000-8000-000000000000"
    assert (await registrar.post(f"/api/v1/loads/{nobody}/retry")).status_code == 404
