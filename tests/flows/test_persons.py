"""Persons over HTTP, with the index as it runs: asked about, answered, searched in lists; settings of purposes, searches by name alone."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from comity.access.model import Role
from comity.access.tokens import Tokens
from comity.app import Comity
from comity.audit import Act
from comity.edges.api.checking import as_requests
from comity.edges.api.wire import BatchItem, IdentifierIn
from comity.edges.api.wire_persons import PersonIn
from comity.kernel.purposes import Purpose
from comity.search.persons.index import generation
from comity.search.persons.index.indexing import Indexer
from comity.statistics import adding
from tests.flows.world import Site, reader_for
from tests.search.persons.indexed import let_go

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
CHECKS = "/api/v1/checks"
SYSTEM = {"purpose": "border", "officer": "B-77", "unit": "POST"}
YUSUF = {
    "status": "wanted", "names": [{"full": "Yusuf al-Khattari"}, {"full": "يوسف الخطاري"}], "sex": "male",
    "births": [{"date": "1984-03-12"}], "nationalities": ["XCS"], "documents": [{"number": "X0412207", "issuer": "XCS"}],
    "case_reference": "CASE-1", "request": "locate", "offences": [{"offence": "0401"}],
}  # fmt: skip
WHOLE = {"name": "Yusuf al-Khattari", "born": "12.3.1984", "nationality": "Castara", "sex": "M"}
FAINT = {"name": "Yusuf Khattari"}
WAITS_S = 240.0


@contextlib.asynccontextmanager
async def indexed(site: Site) -> AsyncIterator[None]:
    """The worker's part, at work until the test ends; begins once the serving process has heard of it."""

    async def connect() -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(site.world.database.work, autocommit=True)

    comity = site.comity
    indexer = Indexer(comity.settings.names, comity.keyring, comity.clock, comity.place.database, connect)

    async def work() -> None:
        async with await connect() as connection:
            while True:
                await indexer.look(connection)
                await asyncio.sleep(0.1)

    task = asyncio.create_task(work())
    try:
        await until(lambda: not comity.names.fresh())
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await indexer.stop()


async def until(done: Any) -> None:
    end = time.monotonic() + WAITS_S
    while not done():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def wanted(site: Site, **more: Any) -> UUID:
    """A released person of Belmora, found by the index."""
    purposes = more.pop("purposes", ["wanted"])
    record = await site.enter({**YUSUF, **more}, "persons", purposes=purposes, source="authority")  # type: ignore[dict-item]
    let_go(site.world.database, record)
    await in_step(site.comity)
    return record


async def in_step(comity: Comity) -> None:
    """Waits until the worker has looked at the database anew, and the process that serves has what it filed."""
    names = comity.settings.names

    def beats() -> int:
        told = generation.heard(names)
        return told.count if told else 0

    def taken() -> bool:
        filed, now = generation.load(names), comity.names._in_force
        return bool(filed and now) and (filed.generation, filed.commits) == (now.state.generation, now.state.commits)  # type: ignore[union-attr]

    before = beats()
    await until(lambda: beats() >= before + 5)  # the look under way may tell twice, and so may the one after it
    await until(taken)


def persons_of(check: dict[str, Any]) -> list[dict[str, Any]]:
    found = [hit for answer in check["answers"] for hit in answer.get("hits", ()) if "person" in hit]
    return sorted(found, key=lambda hit: hit["person"]["rank"])


async def asked(client: httpx.AsyncClient, person: dict[str, str], **more: Any) -> dict[str, Any]:
    answer = await client.post(CHECKS, json={"person": person, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_HIT_06_a_candidate_is_answered_and_only_then_its_owner_is_told(site: Site) -> None:
    async with indexed(site):
        record = await wanted(site)
        officer, owner = await site.officer("a.officer"), await site.officer("b.registrar", "DESK")
        check = await asked(officer, FAINT)
        assert (check["outcome"], check["person"]["outcome"]) == ("hit", "candidates")
        (hit,) = persons_of(check)
        assert (hit["record"], hit["register"], hit["opens"], hit["owner"]) == (str(record), "persons", "persons", "XBM")
        assert hit["grade"] == hit["person"]["grade"]
        assert hit["facts"]["names.1.full"] == "Yusuf al-Khattari"
        assert "arrest" not in " ".join(hit["first_step"]).lower()
        assert (await owner.get("/api/v1/inbox")).json()["items"] == []
        seen = (await owner.get("/api/v1/sightings")).json()["items"]
        assert seen == []  # the day of a candidate is told when it is over

        where = f"{CHECKS}/{check['check']}/persons/{hit['person']['mark']}"
        assert (await officer.post(where, json={"says": "not_this_person"})).status_code == 204
        assert (await owner.get("/api/v1/inbox")).json()["items"] == []
        for _ in range(2):
            assert (await officer.post(where, json={"says": "this_person"})).status_code == 204
        assert [one["grade"] for one in (await owner.get("/api/v1/inbox")).json()["items"]] == [hit["grade"]]
        other = await site.officer("a.supervisor")
        assert (await other.post(where, json={"says": "this_person"})).status_code == 404
        assert (await officer.post(f"{where}x", json={"says": "this_person"})).status_code == 404
        assert (await officer.post(where, json={"says": "perhaps"})).status_code == 422
        assert site.world.acts().count(Act.PERSON_ANSWER) == 4


async def test_above_the_alarm_the_owner_is_told_at_once(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer, owner = await site.officer("a.officer"), await site.officer("b.registrar", "DESK")
        check = await asked(officer, WHOLE)
        assert check["person"]["outcome"] == "positive"
        assert persons_of(check)[0]["person"]["positive"]
        assert [one["grade"] for one in (await owner.get("/api/v1/inbox")).json()["items"]] == ["likely"]
        both = await asked(officer, FAINT, identifiers=[{"kind": "document", "value": "X0412207", "issuer": "XCS"}])
        assert [hit["grade"] for hit in persons_of(both)] == ["exact"]


async def test_what_is_wrong_with_a_person_is_named_by_field(site: Site) -> None:
    officer = await site.officer("a.officer")
    for body, fields in (
        ({"person": {"name": "123", "born": "1984-13"}}, {"person.name", "person.born"}),
        ({"person": {"name": "Yusuf", "nationality": "Nowhere"}, "identifiers": [{"kind": "vin", "value": "!"}]},
         {"person.nationality", "identifiers.0.value"}),
        ({}, {"identifiers"}),
    ):  # fmt: skip
        answer = await officer.post(CHECKS, json=body)
        assert answer.status_code == 422, answer.text
        assert {fault["field"] for fault in answer.json()["faults"]} == fields
    for body in ({"person": {"name": "Yusuf", "age": "40"}}, {"person": "Yusuf"}, {"person": {"name": ""}}, {"person": {}}):
        assert (await officer.post(CHECKS, json=body)).status_code == 422


async def test_HIT_16_without_its_index_a_person_is_no_answer(site: Site) -> None:
    officer = await site.officer("a.officer")
    check = await asked(officer, WHOLE, identifiers=[{"kind": "document", "value": "ZZ1", "issuer": "XBM"}])
    assert (check["outcome"], check["person"]["outcome"]) == ("no_answer", "no_answer")
    assert check["person"]["why"]
    outcomes = {answer["register"]: answer["outcome"] for answer in check["answers"]}
    assert (outcomes["persons"], outcomes["travel_documents"]) == ("no_answer", "no_hit")


async def test_a_system_asks_at_the_door_as_behind_it(site: Site) -> None:
    async with indexed(site):
        record = await wanted(site)
        narrow = await site.system()
        assert (await narrow.post(CHECKS, json={"person": WHOLE, **SYSTEM})).json()["rule"] == "ACC-01"
        issued = await Tokens(site.comity.means).issue(
            reader_for(site.world, "b", Role.SECURITY), site.world.system, [1, 2, 3], [Purpose.BORDER], timedelta(days=30)
        )
        await site.comity.token_memo.refresh()
        client = await site.client(issued.text)
        bodies = [{"person": WHOLE, **SYSTEM}, {"person": {"name": "Olena Kovalenko", "born": "1990"}, **SYSTEM}]
        for body in bodies:
            fast = (await client.post(CHECKS, json=body)).json()
            slow = (await client.post(CHECKS, json=body, headers={"idempotency-key": f"k{len(str(body))}"})).json()
            for one in (fast, slow):
                one.pop("check"), one.pop("at")
                for hit in persons_of(one):
                    hit["person"].pop("mark")
            assert fast == slow
        check = (await client.post(CHECKS, json=bodies[0])).json()
        assert [hit["record"] for hit in persons_of(check)] == [str(record)]
        mark = persons_of(check)[0]["person"]["mark"]
        assert (await client.post(f"{CHECKS}/{check['check']}/persons/{mark}", json={"says": "this_person", **SYSTEM})).status_code == 204


async def test_a_passenger_list_finds_its_passengers(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer = await site.officer("a.officer")
        table = (
            "Surname,Given names,Date of birth,Nationality,Sex,Passport No,Issuing country\n"
            "AL-KHATTARI,Yusuf,12.03.1984,XCS,M,ZZ0000001,XCS\nKOVALENKO,Olena,1990-02-01,XQL,F,ZZ0000002,XQL\n"
            "KHATTARI,Yusuf,nonsense,XCS,M,,\n"
        )
        csv_type = {"content-type": "text/csv"}
        dry = (await officer.post(f"{CHECKS}/lists/dry", content=table.encode(), headers=csv_type)).json()
        assert [one["read_as"] for one in dry["columns"]][:5] == [
            "person.family", "person.given", "person.born", "person.nationality", "person.sex",
        ]  # fmt: skip
        assert (dry["asking"], dry["persons"], dry["identifiers"]) == (3, 3, 2)
        assert dry["first"][0]["person"]["name"] == "AL-KHATTARI, Yusuf"
        answer = await officer.post(f"{CHECKS}/lists", content=table.encode(), headers=csv_type)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["counts"]["hit"], made["counts"]["look_alike"], made["counts"]["no_hit"]) == (1, 1, 1)
        rows = (await officer.get(f"{CHECKS}/lists/{made['list']}/rows")).json()["items"]
        assert rows[0]["person"]["name"] == "AL-KHATTARI, Yusuf"
        assert rows[0]["answers"][0]["hits"][0]["person"]["positive"]
        text = (await officer.get(f"{CHECKS}/lists/{made['list']}/result.csv")).content.decode("utf-8-sig")
        first = next(csv.DictReader(io.StringIO(text)))
        assert (first["check_outcome"], first["check_grade"], first["check_register"]) == ("hit", "likely", "persons")
        alike = rows[2]
        mark = alike["answers"][0]["hits"][0]["person"]["mark"]
        assert (await officer.post(f"{CHECKS}/{alike['check']}/persons/{mark}", json={"says": "this_person"})).status_code == 204


async def test_whole_lists_are_refused_where_the_purpose_does_not_allow_them(site: Site) -> None:
    officer = await site.officer("a.officer", "POST", "wanted")
    csv_type = {"content-type": "text/csv"}
    names = "Name,Date of birth\nYusuf al-Khattari,1984\n"
    for path in ("lists", "lists/dry"):
        answer = await officer.post(f"{CHECKS}/{path}", content=names.encode(), headers=csv_type)
        assert (answer.status_code, answer.json()["rule"]) == (403, "PUR-04")
    batch = await officer.post(f"{CHECKS}/batch", json={"checks": [{"person": WHOLE}]})
    assert (batch.status_code, batch.json()["rule"]) == (403, "PUR-04")
    beside = "Name,Passport,Issuer\nYusuf al-Khattari,ZZ0000001,XBM\n"
    dry = (await officer.post(f"{CHECKS}/lists/dry", content=beside.encode(), headers=csv_type)).json()
    assert [one["read_as"] for one in dry["columns"]] == ["carried", "document", "document.issuer"]
    chosen = {"columns": "Name=person"}
    assert (await officer.post(f"{CHECKS}/lists/dry", content=beside.encode(), headers=csv_type, params=chosen)).status_code == 403


def test_SUP_03_an_officers_batch_of_names_counts_as_many_requests_as_it_holds() -> None:
    numbers = (BatchItem((IdentifierIn("document", "ZZ1"),)),) * 500
    names = (BatchItem((), person=PersonIn("Olena Kovalenko")),)
    assert [as_requests(each, 60) for each in (numbers, names * 40, names * 500, numbers + names * 7)] == [2, 40, 60, 7]


async def test_one_line_is_read_as_a_person(site: Site) -> None:
    officer = await site.officer("a.officer")
    read = await officer.post("/api/v1/persons/read", json={"text": "Yusuf al-Khattari 1984 Castara"})
    assert read.json() == {"name": "Yusuf al-Khattari", "born": "1984", "nationality": "XCS"}
    assert (await officer.post("/api/v1/persons/read", json={"text": "1984"})).json()["name"] == ""


async def test_the_secretariat_sets_what_a_purpose_asks(site: Site) -> None:
    secretary = await site.officer("s.supervisor", "DESK", "border")
    before = (await secretary.get("/api/v1/persons/settings")).json()["items"]
    assert [one["purpose"] for one in before] == [purpose.code for purpose in Purpose]
    wanted_ = {"prior": 0.001, "possible": 0.2, "likely": 0.7, "alarm": 0.99, "lists": False, "reason": "Too many false alarms."}
    assert (await secretary.put("/api/v1/persons/settings/border", json=wanted_)).status_code == 204
    after = {one["purpose"]: one for one in (await secretary.get("/api/v1/persons/settings")).json()["items"]}
    assert {name: after["border"][name] for name in wanted_} == wanted_
    assert after["wanted"]["reason"] == ""
    wrong = await secretary.put("/api/v1/persons/settings/border", json=wanted_ | {"alarm": 0.1, "reason": ""})
    assert {fault["field"] for fault in wrong.json()["faults"]} == {"alarm", "reason"}
    assert (await secretary.put("/api/v1/persons/settings/border", json=wanted_ | {"prior": "much"})).status_code == 422
    for login in ("a.supervisor", "a.officer"):
        other = await site.officer(login)
        assert (await other.put("/api/v1/persons/settings/border", json=wanted_)).status_code == 403
    assert (await (await site.officer("a.officer")).get("/api/v1/persons/settings")).status_code == 403


async def test_SUP_03_a_supervisor_sees_who_searches_by_a_name_alone(site: Site) -> None:
    officer, supervisor = await site.officer("a.officer"), await site.officer("a.supervisor")
    for _ in range(2):
        await asked(officer, FAINT)
    await asked(officer, WHOLE)
    async with await psycopg.AsyncConnection.connect(site.world.database.work, autocommit=True) as work:
        while await adding.add_checks(work):
            pass
    found = (await supervisor.get("/api/v1/persons/bare")).json()["items"]
    assert [(one["officer"], one["system"], one["count"]) for one in found] == [(site.world.officers["a.officer"], 0, 2)]
    assert (await (await site.officer("b.supervisor")).get("/api/v1/persons/bare")).json()["items"] == []
    assert (await officer.get("/api/v1/persons/bare")).status_code == 403
    assert (await supervisor.get("/api/v1/persons/bare", params={"since": "2026-12-01", "until": "2026-11-01"})).status_code == 422
