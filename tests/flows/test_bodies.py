"""Organisations over HTTP and by page, with the index as it runs: a name typed as a person's finds the listed body of that name."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from comity.audit import Act
from tests.flows.pages import Browser, at_work, main
from tests.flows.test_pages_persons import address, carried
from tests.flows.test_persons import CHECKS, asked, indexed, persons_of
from tests.flows.world import Site
from tests.search.persons.indexed import change

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
BODY = {
    "colour": "purple", "subject": "entity", "reference": "P-1", "method": "Collects money at doors.", "nationalities": ["XCS"],
    "names": [{"full": "Orvalis Tamirex Relief"}, {"full": "مؤسسة أورفاليس للإغاثة"}],
}  # fmt: skip
NAME = {"name": "Orvalis Tamirex"}


async def listed(site: Site, **more: Any) -> UUID:
    """A released notice about an organisation, of Belmora, found by the index."""
    record = await site.enter({**BODY, **more}, "notices", purposes=["warning"], source="authority")  # type: ignore[dict-item]
    database = site.world.database
    change(database, "delete from registers.hold where record = %s", record)
    change(database, "update registers.notices set state = 1, reviewer = -1, version = version + 1 where id = %s", record)
    await asyncio.sleep(1.0)
    return record


async def test_HIT_06_an_organisation_is_a_candidate_and_only_this_organisation_tells_its_owner(site: Site) -> None:
    async with indexed(site):
        record = await listed(site)
        officer, owner = await site.officer("a.officer"), await site.officer("b.registrar", "DESK")
        check = await asked(officer, NAME)
        assert (check["outcome"], check["person"]["outcome"], check["person"]["organisations"]) == ("hit", "candidates", True)
        (hit,) = persons_of(check)
        assert (hit["record"], hit["register"], hit["person"]["about"]) == (str(record), "notices", "organisation")
        assert "person" not in " ".join([hit["sentence"], *hit["first_step"], *(one["sentence"] for one in hit["person"]["evidence"])])
        assert {(one["asked"], one["held"]) for one in hit["person"]["sides"]} >= {("orvalis", "orvalis"), ("", "relief")}
        where = f"{CHECKS}/{check['check']}/persons/{hit['person']['mark']}"
        wrong = await officer.post(where, json={"says": "this_person"})
        assert (wrong.status_code, wrong.json()["faults"][0]["field"]) == (422, "says")
        assert (await officer.post(where, json={"says": "not_this_organisation"})).status_code == 204
        assert (await owner.get("/api/v1/inbox")).json()["items"] == []
        for _ in range(2):
            assert (await officer.post(where, json={"says": "this_organisation"})).status_code == 204
        assert [one["grade"] for one in (await owner.get("/api/v1/inbox")).json()["items"]] == [hit["person"]["grade"]]
        with_birth = await asked(officer, NAME | {"born": "1984"})
        assert (persons_of(with_birth), with_birth["person"]["organisations"]) == ([], False)


async def test_a_passenger_list_finds_no_organisation(site: Site) -> None:
    async with indexed(site):
        await listed(site)
        officer = await site.officer("a.officer")
        table = "Name,Nationality\nOrvalis Tamirex Relief,XCS\n"
        made = await officer.post(f"{CHECKS}/lists", content=table.encode(), headers={"content-type": "text/csv"})
        assert made.json()["counts"]["no_hit"] == 1, made.text
        batch = await officer.post(f"{CHECKS}/batch", json={"checks": [{"person": NAME}]})
        assert '"about":"organisation"' in batch.text  # a batch is so many checks


async def test_the_page_says_organisation_and_not_this_person(site: Site) -> None:
    async with indexed(site):
        await listed(site)
        officer, owner = await at_work(site, "a.officer"), await at_work(site, "b.registrar", "desk")
        answer = await officer.post("/check", q="أورفاليس Tamirex Relief")
        said = main(answer)
        assert "Person or organisation name" in said
        assert "1 candidate: compare" in said
        assert "Organisation country Castara" in said
        assert "This organisation" in said
        for words in (
            "this person",
            "This person",
            "person before you",
            "touches the person",
            "the traveller",
            "The names as a whole: 1.00 alike",
        ):
            assert words not in said, words
        where, fields = address(answer), carried(answer)
        assert (await officer.post(where, says="this_person.1", **fields)).status_code == 404
        sure = await officer.post(where, says="this_organisation.1", **fields)
        assert "Is it this organisation?" in main(sure)
        assert "Belmora is told that your bureau met this organisation." in main(sure)
        assert "Nothing waits for you" in main(await owner.get("/inbox"))
        done = await officer.post(where, says="this_organisation.1", sure="this_organisation.1", **fields)
        assert "Noted: this organisation. The owner is told." in main(done)
        assert "Propose a clearance" not in main(done)
        assert "Bureau Arvenia" in main(await owner.get("/inbox"))
        assert site.world.acts().count(Act.PERSON_ANSWER) == 1


async def test_the_page_of_no_hit_says_whether_organisations_were_looked_for(site: Site) -> None:
    async with indexed(site):
        officer = await at_work(site, "a.officer")
        assert "Organisations of that name were looked for too." in main(await officer.post("/check", q="Tamirex Orvalis"))
        assert "No organisation was looked for" in main(await officer.post("/check", q="Tamirex Orvalis 1984"))


async def test_the_box_keeps_a_country_that_belongs_to_a_name_and_offers_names_with_figures(site: Site) -> None:
    async with indexed(site):
        await listed(site, names=[{"full": "Quindar Brigade 55"}, {"full": "Bank of Castara"}])
        officer = await at_work(site, "a.officer")
        assert "name Bank of Castara" in main(await officer.post("/check", q="Bank of Castara"))
        figures: Browser = officer
        offered = await figures.post("/check", q="Quindar Brigade 55")
        assert 'name="meant" value="person"' in offered.text
        assert "candidate" in main(await figures.post("/check", q="Quindar Brigade 55", meant="person"))
