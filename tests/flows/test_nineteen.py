"""All nineteen registers over the real database: entered by API and by form, hidden where a rule hides them; the demonstration."""

from __future__ import annotations

import gzip
from datetime import date
from itertools import islice
from uuid import UUID

import psycopg
import pytest

from comity.access.permissions import CLEARED_ONLY
from comity.app import Settings, opened
from comity.demo import building, filling
from comity.demo.people import PEOPLE
from comity.demo.world import HANDFUL
from comity.engines.store.migrations.runner import found
from comity.registers.catalogue import BY_NAME, DECLARED
from comity.registers.model import Register
from comity.registers.paths import nested
from comity.registers.sample import sample_rows
from tests.flows.pages import at_work, main, words
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
TODAY = date(2026, 11, 20)
ENTERED = [one for one in DECLARED if not one.derived and one.number not in CLEARED_ONLY]
EACH = pytest.mark.parametrize("one", ENTERED, ids=lambda one: one.name)
FIRST_VIEW = 50_000  # bytes, gzip


def sample(one: Register, place: int = 0) -> dict[str, str]:
    return next(islice(sample_rows(one, 11, 40, today=TODAY, issuer="XBM"), place, None))


def body(one: Register, row: dict[str, str]) -> dict[str, object]:
    header = {"purposes": [one.purposes[0].code], "law": "Act 1", "source": "authority"}
    return {"values": nested(one, row), "header": header}


async def test_the_api_says_what_each_register_is_for(site: Site) -> None:
    client = await site.officer("b.registrar", "DESK")
    lines = (await client.get("/api/v1/registers")).json()["items"]
    assert [(line["number"], line["name"], line["about"]) for line in lines] == [(one.number, one.name, one.about) for one in DECLARED]
    assert {line["number"] for line in lines if line["specialists"]} == set(CLEARED_ONLY)
    assert [line["name"] for line in lines if line["derived"]] == ["linked_documents"]
    one = (await client.get("/api/v1/registers/notices")).json()
    names = next(field for field in one["fields"] if field["name"] == "names")
    assert (names["many"], [part["name"] for part in names["parts"]][:2]) == (40, ["full", "family"])
    assert next(field for field in one["fields"] if field["name"] == "sensitive")["level"] == "confidential"
    sheet = await client.get(one["template_xlsx"])
    assert (sheet.status_code, sheet.content[:2]) == (200, b"PK")


async def test_every_register_takes_a_record_by_api_and_gives_it_back_nested(site: Site) -> None:
    client = await site.officer("b.registrar", "DESK")
    for one in ENTERED:
        sent = body(one, sample(one))
        answer = await client.post(f"/api/v1/registers/{one.name}/records", json=sent)
        assert answer.status_code == 201, (one.name, answer.text)
        made = answer.json()
        assert made["values"] == sent["values"], one.name
        assert made["state"] == ("waiting" if waits(one, sample(one)) else "released"), one.name
        again = await client.get(f"/api/v1/registers/{one.name}/records/{made['id']}")
        assert again.json()["values"] == sent["values"], one.name


def waits(one: Register, row: dict[str, str]) -> bool:
    return any(not review.field or row.get(review.field) in review.values for review in one.reviewed) and one.name != "travel_documents"


async def test_every_form_is_small_takes_a_record_and_its_page_shows_it(site: Site) -> None:
    officer = await at_work(site, "b.registrar", "desk")
    for one in ENTERED:
        form = await officer.get(f"/registers/{one.number}/new")
        assert form.status_code == 200, one.name
        assert len(gzip.compress(form.content)) < FIRST_VIEW, one.name
        reviewed = any(not each.field for each in one.reviewed)
        assert ("Nobody sees it before it is reviewed." in words(form)) is reviewed, one.name
        row = sample(one, 1)
        shown = await officer.post(f"/registers/{one.number}/new", **row, purposes=one.purposes[0].code, law="Act 1", source="authority")
        assert shown.status_code == 200, (one.name, words(shown)[:2000])
        assert "/records/" in str(shown.url), (one.name, main(shown)[:800])
        for path in [key.field for key in one.keys if key.field in row]:
            assert one.field(path).kind.format(row[path]) in words(shown), (one.name, path)
        assert one.field(one.listed_by).label in words(shown)


async def test_the_page_of_all_registers_says_what_each_is_for_and_offers_what_the_officer_may(site: Site) -> None:
    officer = await at_work(site, "b.registrar", "desk")
    text = words(await officer.get("/registers/overview"))
    assert all(one.about in text for one in DECLARED)
    page = officer.seen[-1].text
    assert 'href="/registers?register=1"' in page
    assert 'href="/registers/1/new"' in page
    for closed in (*CLEARED_ONLY, BY_NAME["linked_documents"].number):
        assert f'href="/registers/{closed}/new"' not in page
    assert all(f'href="/registers?register={closed}"' not in page for closed in CLEARED_ONLY)


async def test_a_form_that_is_wrong_keeps_the_rows_and_names_the_one(site: Site) -> None:
    officer = await at_work(site, "b.registrar", "desk")
    row = sample(BY_NAME["persons"]) | {"names.1.full": "Selka Marrec", "documents.1.number": "?!", "documents.1.issuer": "XBM"}
    await officer.get("/registers/1/new")
    again = await officer.post("/registers/1/new", **row, purposes="whereabouts", law="Act 1", source="authority")
    assert again.status_code == 422
    assert 'value="Selka Marrec"' in again.text
    assert 'href="#documents.1.number"' in again.text


async def test_ACC_08_a_registrar_who_is_no_specialist_has_no_hash_list(site: Site) -> None:
    client = await site.officer("b.registrar", "DESK")
    for name in ("hash_lists", "ballistics"):
        answer = await client.post(f"/api/v1/registers/{name}/records", json=body(BY_NAME[name], sample(BY_NAME[name])))
        assert (answer.status_code, answer.json()["rule"]) == (403, "ACC-08")
        assert (await client.get(f"/api/v1/registers/{name}/records")).status_code == 403


async def test_OWN_02_nobody_enters_a_record_that_is_made_from_others(site: Site) -> None:
    client = await site.officer("b.registrar", "DESK")
    one = BY_NAME["linked_documents"]
    answer = await client.post(f"/api/v1/registers/{one.name}/records", json=body(one, sample(one)))
    assert (answer.status_code, answer.json()["rule"]) == (403, "OWN-02")


async def test_REC_06_a_witness_is_not_seen_at_a_border_and_is_where_whereabouts_are_sought(site: Site) -> None:
    one = BY_NAME["persons"]
    row = next(row for row in sample_rows(one, 11, 60, today=TODAY, issuer="XBM") if row["status"] == "witness")
    client = await site.officer("b.registrar", "DESK")
    made = UUID((await client.post("/api/v1/registers/persons/records", json=body(one, row))).json()["id"])
    with psycopg.connect(site.world.database.superuser) as connection:  # as the two desks of the secretariat would have released it
        connection.execute("set session_replication_role = replica")
        connection.execute("update registers.persons set state = 1 where id = %s", [made])
        connection.execute("update registers.search_key set live = true where record = %s", [made])
        (stored,) = connection.execute("select purposes from registers.persons where id = %s", [made]).fetchone() or (0,)
        (beside,) = connection.execute("select purposes from registers.search_key where record = %s limit 1", [made]).fetchone() or (0,)
    assert stored == beside
    other = await site.signed_in("a.officer")
    for purpose, status in (("border", 404), ("wanted", 404), ("whereabouts", 200), ("missing", 200)):
        assert (await other.put("/api/v1/me/place", json={"unit": "DESK", "purpose": purpose})).status_code == 200
        assert (await other.get(f"/api/v1/registers/persons/records/{made}")).status_code == status, purpose


async def test_the_demonstration_has_something_in_every_register(database, tmp_path) -> None:
    found(database.owner, UUID(int=5), "A test organisation")
    async with opened(Settings(database.app, tmp_path, demo=True, secure_cookies=False)) as comity:
        placed = await building.build_people(comity)
        await building.add_officers(comity, placed)
        await filling.fill(comity, placed)
    with psycopg.connect(database.superuser) as connection:
        for one in ENTERED:
            states = [row[0] for row in connection.execute(f"select state from registers.{one.name}").fetchall()]
            named = [1] * {"persons": len(PEOPLE), "notices": 1}.get(one.name, 0)  # whom a search finds, released all
            assert one.name in ("travel_documents", "vehicles") or len(states) == HANDFUL + len(named), one.name
            if one.reviewed and states and one.name != "piracy":
                assert sorted(states) == [0, 0, 1, 1, 1, 1, *named], one.name
        linked = connection.execute("select l.state from registers.linked_documents l join registers.notices n on n.id::text = l.notice")
        assert {row[0] for row in linked.fetchall()} == {0, 1}
