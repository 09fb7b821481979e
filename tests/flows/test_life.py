"""Record life and review by API, pages and command client: what ends, what waits, what was deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from comity.audit import Recorder
from comity.registers import life_work
from comity.registers.catalogue import BY_NUMBER
from tests.flows.pages import at_work, main
from tests.flows.world import HEADER, VEHICLE, Site, build, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
VEHICLES = BY_NUMBER[8]
REASON = "The theft is still before the court of first instance; the hearing is set for the coming spring."
FOUND = "The facts describe an ordinary theft; no element of article 3."


async def asked(site: Site, database: Any, ends: str) -> UUID:
    """A record that ends soon, about which the worker has asked its owner."""
    record = await site.enter(VEHICLE, "vehicles", ends_at=ends)
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as connection:
        recorder = await Recorder.start(connection, site.comity.keyring)
        with psycopg.connect(database.superuser) as above:
            above.execute("alter table registers.vehicles disable trigger guard")
            above.execute("update registers.vehicles set created_at = created_at - interval '2 years'")
            above.execute("alter table registers.vehicles enable trigger guard")
        await life_work.live(connection, recorder, (VEHICLES,), site.comity.clock.now)
    return record


def soon(site: Site, days: int) -> str:
    return (site.comity.clock.now().date() + timedelta(days=days)).isoformat()


async def test_RET_03_an_extension_over_http_by_two_officers(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await asked(site, database, soon(site, 100))
        registrar, supervisor = await site.officer("b.registrar", "DESK"), await site.officer("b.supervisor", "DESK")
        (line,) = (await registrar.get("/api/v1/life/questions")).json()["items"]
        assert (line["record"], line["stage"], line["answer"]) == (str(record), "asked", "none")
        at = f"/api/v1/life/questions/vehicles/{record}"
        bad = await registrar.post(f"{at}/extend", json={"until": "tomorrow", "reason": "still wanted"})
        assert (bad.status_code, [fault["field"] for fault in bad.json()["faults"]]) == (422, ["until", "purpose", "reason"])
        body = {"until": soon(site, 400), "purpose": "border", "reason": REASON}
        assert (await registrar.post(f"{at}/extend", json=body)).status_code == 200
        assert (await registrar.post(f"{at}/approve", json={})).status_code == 403
        (line,) = (await supervisor.get("/api/v1/life/questions")).json()["items"]
        assert (line["answer"], line["reason"], line["own_request"]) == ("extension_asked", REASON, False)
        assert (await supervisor.post(f"{at}/approve", json={})).json()["act"] == "approve"
        shown = (await registrar.get(f"/api/v1/registers/vehicles/records/{record}")).json()
        assert shown["ends_at"] == soon(site, 400)


async def test_RET_02_the_pages_of_a_question(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await asked(site, database, soon(site, 100))
        registrar = await at_work(site, "b.registrar", "desk")
        said = main(await registrar.get("/life"))
        assert "Asked six months before" in said
        assert "No answer: it is erased" in said
        wrong = await registrar.post(f"/life/8.{record}/answer/extend", until="x", purpose="border", reason="still wanted")
        assert wrong.status_code == 422
        assert "still wanted" in wrong.text
        said = main(await registrar.post(f"/life/8.{record}/answer/extend", until=soon(site, 400), purpose="border", reason=REASON))
        assert "Another officer decides" in said
        assert "Approve" not in said
        supervisor = await at_work(site, "b.supervisor", "desk")
        assert REASON in main(await supervisor.get("/life"))
        assert "The record lives on" in main(await supervisor.post(f"/life/8.{record}/answer/approve"))
        assert "None of your records ends soon" in main(await supervisor.get("/life"))


async def test_RET_07_a_closed_record_and_its_receipts(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await site.enter(VEHICLE, "vehicles")
        registrar = await site.officer("b.registrar", "DESK")
        answer = await registrar.post(f"/api/v1/life/closings/vehicles/{record}", json={"outcome": "recovered", "reason": "Found."})
        assert (answer.status_code, answer.json()["act"]) == (200, "recovered")
        assert (await registrar.get(f"/api/v1/registers/vehicles/records/{record}")).status_code == 404
        found = (await registrar.get("/api/v1/life/deletions?missing=true")).json()
        assert [(one["reason"], one["outcome"]) for one in found["items"]] == [("purpose_met", "recovered")]
        assert {one["holder"]: one["missing"] for one in found["owed"]} == {"backups": 1, "blobs": 1, "filters": 1}
        pages = await at_work(site, "b.registrar", "desk")
        said = main(await pages.get("/life/deletions"))
        assert "Its purpose was met" in said
        assert "Backups: 1 receipts missing, 0 overdue" in said
        other = await site.officer("c.registrar", "DESK")
        assert (await other.get("/api/v1/life/deletions")).json() == {"items": [], "owed": [], "next": ""}


async def test_versions_are_shown_to_the_owner_alone(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await site.enter(VEHICLE, "vehicles")
        registrar = await site.officer("b.registrar", "DESK")
        body = {"values": VEHICLE | {"colour": "red", "plate": "ZZ999"}, "header": HEADER, "version": 1}
        assert (await registrar.put(f"/api/v1/registers/vehicles/records/{record}", json=body)).status_code == 200
        first, second = reversed((await registrar.get(f"/api/v1/life/versions/vehicles/{record}")).json()["items"])
        assert (first["version"], first["changes"], first["values"]["plate"]) == (1, [], "AB123CD")
        assert [(one["field"], one["before"], one["after"]) for one in second["changes"]] == [
            ("plate", "AB123CD", "ZZ999"), ("colour", "", "red"),
        ]  # fmt: skip
        stranger = await site.officer("c.registrar", "DESK")
        assert (await stranger.get(f"/api/v1/life/versions/vehicles/{record}")).status_code == 404
        said = main(await (await at_work(site, "b.registrar", "desk")).get(f"/life/8.{record}/versions"))
        assert "AB123CD" in said
        assert "ZZ999" in said


async def test_a_wrong_person_leaves_no_version_and_no_key(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await site.enter(VEHICLE, "vehicles")
        registrar = await site.officer("b.registrar", "DESK")
        body = {"values": VEHICLE | {"plate": "ZZ999", "vin": ""}, "header": HEADER, "version": 1, "wrong_person": True}
        answer = await registrar.put(f"/api/v1/registers/vehicles/records/{record}", json=body)
        assert answer.status_code == 200, answer.text
        after = answer.json()["id"]
        assert after != str(record)
        assert (await registrar.get(f"/api/v1/life/versions/vehicles/{record}")).status_code == 404
        assert len((await registrar.get(f"/api/v1/life/versions/vehicles/{after}")).json()["items"]) == 1
        with psycopg.connect(database.superuser) as above:
            assert above.execute("select count(*) from registers.record_key").fetchone() == (1,)
            assert above.execute("select reason from registers.deletion").fetchall() == [("wrong_person",)]
        asking = await site.officer("c.officer")
        old = {"identifiers": [{"kind": "vin", "value": VEHICLE["vin"]}]}
        assert (await asking.post("/api/v1/checks", json=old)).json()["outcome"] == "no_hit"


def reviewing(database: Any) -> None:
    with psycopg.connect(database.superuser) as above:
        above.execute("update access.officer set nationalities = '{XAR}', desk = 1 where login = 's.supervisor'")


async def test_COR_03_supervision_and_its_review_over_http(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        reviewing(database)
        secretariat = await site.officer("s.supervisor", "DESK")
        assert (
            await (await site.officer("b.supervisor", "DESK")).put("/api/v1/measures/XBM/supervision", json={"reason": FOUND})
        ).status_code == 403
        found = await secretariat.put("/api/v1/measures/XBM/supervision", json={"reason": "Bursts of documents of exiles."})
        assert [one["authority"] for one in found.json()["supervised"]] == ["XBM"]
        record = await site.enter(VEHICLE, "vehicles")
        (line,) = (await secretariat.get("/api/v1/reviews")).json()["items"]
        assert (line["record"], line["route"], line["findings"][0]["rule"]) == (str(record), "secretariat", "COR-03")
        loan = (await secretariat.get(f"/api/v1/reviews/vehicles/{record}")).json()
        assert loan["values"]["plate"] == "AB123CD"
        bad = await secretariat.post(f"/api/v1/reviews/vehicles/{record}", json={"outcome": "refuse", "reason": "no"})
        assert [fault["field"] for fault in bad.json()["faults"]] == ["reason", "ground"]
        asked_back = {"outcome": "ask", "reason": "Who has reported it?"}
        assert (await secretariat.post(f"/api/v1/reviews/vehicles/{record}", json=asked_back)).json()["state"] == "asked"
        (own,) = (await (await site.officer("b.registrar", "DESK")).get("/api/v1/reviews/own")).json()["items"]
        assert (own["state"], own["signatures"][0]["reason"]) == ("asked", "Who has reported it?")
        done = await secretariat.post(f"/api/v1/reviews/vehicles/{record}", json={"outcome": "release", "reason": FOUND})
        assert done.json()["state"] == "released"
        assert (await secretariat.delete("/api/v1/measures/XBM/supervision")).status_code == 204
        assert (await secretariat.delete("/api/v1/measures/XBM/supervision")).status_code == 404
        assert (await secretariat.put("/api/v1/measures/XBM/quotas/vehicles", json={"per_day": 3})).json()["quotas"][0]["per_day"] == 3
        assert (await secretariat.delete("/api/v1/measures/XBM/quotas/vehicles")).status_code == 204


async def test_REV_07_the_pages_of_a_review(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        reviewing(database)
        secretariat = await at_work(site, "s.supervisor", "desk")
        assert "Nothing waits for your review" in main(await secretariat.get("/review"))
        said = main(await secretariat.post("/measures", authority="XBM", reason="Bursts of documents of exiles."))
        assert "waits for review from now on" in said
        record = await site.enter(VEHICLE, "vehicles")
        said = main(await secretariat.get("/review"))
        assert "What this authority enters is supervised." in said
        assert "0 hours" in said
        assert "AB123CD" in main(await secretariat.get(f"/review/8.{record}"))
        assert (await secretariat.post(f"/review/8.{record}", outcome="", reason=FOUND)).status_code == 422
        said = main(await secretariat.post(f"/review/8.{record}", outcome="refuse", ground="facts_missing", reason="Who has reported it?"))
        assert "Signed." in said
        owner = main(await (await at_work(site, "b.supervisor", "desk")).get("/review"))
        assert "Refused" in owner
        assert "Facts are missing" in owner
        assert "Who has reported it?" in owner


async def test_RET_05_a_purpose_is_met_on_the_page_of_the_record(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await site.enter(VEHICLE, "vehicles")
        registrar = await at_work(site, "b.registrar", "desk")
        assert "Purpose met" in main(await registrar.get(f"/records/8.{record}"))
        assert (await registrar.post(f"/records/8.{record}/close", outcome="bored")).status_code == 422
        assert "erased" in main(await registrar.post(f"/records/8.{record}/close", outcome="recovered"))
        assert "Its purpose was met" in main(await registrar.get("/life/deletions"))


async def test_a_wrong_person_is_replaced_by_the_form(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await site.enter(VEHICLE, "vehicles")
        registrar = await at_work(site, "b.registrar", "desk")
        assert "about a wrong person" in main(await registrar.get(f"/records/8.{record}/correct"))
        typed = {**VEHICLE, "plate": "ZZ999", "vin": "", "purposes": "border", "law": HEADER["law"], "source": "holder", "version": "1"}
        answer = await registrar.post(f"/records/8.{record}/correct", **typed, wrong_person="yes")
        assert "ZZ999" in main(answer)
        assert str(record) not in str(answer.url)
        with psycopg.connect(database.superuser) as above:
            assert above.execute("select reason from registers.deletion").fetchall() == [("wrong_person",)]


async def test_REC_16_who_meets_a_record_is_told_that_nobody_confirmed_it_for_long(database, tmp_path):
    async with serving(await build(database, tmp_path)) as site:
        record = await site.enter(VEHICLE, "vehicles")
        with psycopg.connect(database.superuser) as above:
            above.execute("alter table registers.vehicles disable trigger guard")
            above.execute("update registers.vehicles set confirmed_at = confirmed_at - interval '600 days'")
        asking = await site.officer("c.officer")
        body = {"identifiers": [{"kind": "vin", "value": VEHICLE["vin"]}]}
        (hit,) = [one for each in (await asking.post("/api/v1/checks", json=body)).json()["answers"] for one in each.get("hits", ())]
        assert hit["confirm"].startswith("Not confirmed for 600 days. Ask XBM")
        pages = await at_work(site, "c.officer")
        assert "Not confirmed for 600 days." in main(await pages.get(f"/records/8.{record}"))
