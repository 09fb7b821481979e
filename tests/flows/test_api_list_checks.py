"""Lists over HTTP: read dry, checked, fetched by their officer alone; long ones as jobs; systems at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from comity.access.model import Role
from comity.access.settings import Rate
from comity.audit import Act
from tests.flows.world import REPORTED, Site, World, reader_for, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
LISTS = "/api/v1/checks/lists"
TABLE = "Surname;Passport No;Issuing country\nSOLVANE;AB1234567;XBM\nODE;ZZ998877;XBM\nORR;ABI234567;XBM\nVANE;!!;XBM\n"
CSV = {"content-type": "text/csv"}


async def posted(client, content: str = TABLE, path: str = LISTS, **query):
    return await client.post(path, content=content.encode(), headers=CSV, params=query)


def numbers(count: int) -> str:
    return "Passport,Issuer\n" + "".join(f"ZZ{number:06},XBM\n" for number in range(count))


async def test_read_dry_then_checked_then_fetched(site: Site) -> None:
    record = await site.enter(REPORTED)
    officer = await site.officer("a.officer")
    before = len(site.world.entries())
    dry = (await posted(officer, path=f"{LISTS}/dry")).json()
    assert [column["read_as"] for column in dry["columns"]] == ["carried", "document", "document.issuer"]
    assert (dry["rows"], dry["asking"], dry["identifiers"]) == (4, 3, 3)
    assert dry["unread"][0]["column"] == "Passport No"
    assert dry["first"][0]["asks"] == [{"kind": "document", "value": "AB1234567", "issuer": "XBM"}]
    assert len(site.world.entries()) == before

    answer = await posted(officer, title="crossing.csv", reference="K-12")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["state"], made["title"], made["total"], made["job"]) == ("done", "crossing.csv", 4, None)
    counts = made["counts"]
    assert (counts["hit"], counts["look_alike"], counts["no_hit"], counts["not_asked"]) == (1, 1, 1, 1)
    at = f"{LISTS}/{made['list']}"
    rows = (await officer.get(f"{at}/rows")).json()
    assert [row["outcome"] for row in rows["items"]] == ["hit", "no_hit", "look_alike", "not_asked"]
    assert rows["items"][0]["answers"][0]["hits"][0]["record"] == str(record)
    assert rows["next"] == 0
    hits = (await officer.get(f"{at}/rows", params={"outcome": "hit"})).json()["items"]
    assert [row["line"] for row in hits] == [2]
    text = (await officer.get(f"{at}/result.csv")).content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("SOLVANE,AB1234567,XBM,hit,exact,travel_documents,XBM,")
    assert [one["list"] for one in (await officer.get(LISTS)).json()["items"]] == [made["list"]]
    assert (await officer.get(at)).json() == made

    alike = rows["items"][2]
    settled = {"check": alike["check"], "at": alike["at"], "record": str(record), "says": "record"}
    assert (await officer.post("/api/v1/checks/settle", json=settled)).status_code == 204
    acts = [one.act for one in site.world.entries()]
    assert acts.count(Act.LIST_CHECK) == 2


async def test_another_officer_cannot_fetch_it(site: Site) -> None:
    officer = await site.officer("a.officer")
    made = (await posted(officer)).json()["list"]
    for login in ("a.supervisor", "b.officer"):
        other = await site.officer(login, "POST")
        for path in ("", "/rows", "/result.csv"):
            assert (await other.get(f"{LISTS}/{made}{path}")).status_code == 404
        assert (await other.delete(f"{LISTS}/{made}")).status_code == 404
        assert (await other.post(f"{LISTS}/{made}/resume")).status_code == 404
        assert (await other.get(LISTS)).json() == {"items": []}
    assert (await officer.delete(f"{LISTS}/{made}")).status_code == 204
    assert (await officer.get(f"{LISTS}/{made}")).status_code == 404


async def test_a_long_list_is_a_job(site: Site) -> None:
    officer = await site.officer("a.officer")
    made = (await posted(officer, numbers(1_001))).json()
    assert (made["state"], made["total"]) == ("unfinished", 1_001)
    reader = reader_for(site.world, "a", Role.OFFICER)
    await site.comity.jobs.wait(reader, UUID(made["job"]), 30)
    job = (await officer.get(f"/api/v1/jobs/{made['job']}")).json()
    assert (job["state"], job["kind"], job["total"]) == ("done", "list_check", 1_001)
    now = (await officer.get(f"{LISTS}/{made['list']}")).json()
    assert (now["state"], now["counts"]["no_hit"]) == ("done", 1_001)
    page = (await officer.get(f"{LISTS}/{made['list']}/rows", params={"after": 502})).json()
    assert (len(page["items"]), page["next"]) == (500, 0)
    assert b"check_outcome" in (await officer.get(f"/api/v1/jobs/{made['job']}/result")).content


async def test_a_cancelled_job_keeps_what_was_answered(site: Site) -> None:
    officer = await site.officer("a.officer")
    made = (await posted(officer, numbers(1_001))).json()
    await officer.post(f"/api/v1/jobs/{made['job']}/cancel")
    reader = reader_for(site.world, "a", Role.OFFICER)
    await site.comity.jobs.wait(reader, UUID(made["job"]), 30)
    now = (await officer.get(f"{LISTS}/{made['list']}")).json()
    assert now["counts"]["rows"] < 1_001
    assert now["state"] in ("stopped", "unfinished")


async def test_a_system_names_officer_and_unit_and_is_answered_at_once(site: Site) -> None:
    await site.enter(REPORTED, by="b")
    system = await site.system()
    assert (await posted(system)).status_code == 422
    who = {"purpose": "border", "officer": "B-77", "unit": "POST"}
    made = (await posted(system, numbers(600), **who)).json()
    assert (made["state"], made["counts"]["no_hit"]) == ("done", 600)
    assert len((await system.get(LISTS)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("content", "query", "code"),
    [
        ("", {}, "empty"),
        ("Surname\nSOLVANE\n", {}, "nothing_to_ask"),
        (TABLE, {"columns": "Passport No"}, "malformed"),
        (TABLE, {"columns": "Passport No=rhinoceros"}, "unknown_column"),
        (TABLE, {"registers": "rhinoceros"}, "unknown_register"),
        (TABLE, {"officer": "B-77"}, "not_yours"),
        (TABLE, {"purpose": "wanted"}, "other_purpose"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_kept(site: Site, content: str, query: dict[str, str], code: str) -> None:
    officer = await site.officer("a.officer")
    answer = await posted(officer, content, **query)
    assert answer.status_code == 422, answer.text
    assert answer.json()["faults"][0]["code"] == code
    assert (await officer.get(LISTS)).json() == {"items": []}


async def test_a_column_read_otherwise(site: Site) -> None:
    officer = await site.officer("a.officer")
    made = (await posted(officer, "Ref,Other\nAB1234567,x\n", columns="Ref=document")).json()
    assert made["columns"] == [{"title": "Ref", "read_as": "document"}, {"title": "Other", "read_as": ""}]


async def test_lists_are_counted_as_checks(world: World) -> None:
    slow = replace(world.settings.access, checks_of_officer=Rate(burst=5, per_second=0.001))
    async with serving(world, access=slow) as site:
        officer = await site.officer("a.officer")
        assert (await posted(officer)).status_code == 201
        answer = await posted(officer)
        assert (answer.status_code, "retry-after" in answer.headers) == (429, True)


async def test_an_auditor_asks_no_list(site: Site) -> None:
    auditor = await site.officer("a.auditor")
    assert (await posted(auditor)).status_code == 403
    assert site.world.entries()[-1].act is Act.REFUSAL
