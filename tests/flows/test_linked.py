"""A document of a notice by page and API: what the hit says, what it opens, and what its owner sees of it."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from comity.registers.catalogue import BY_NAME
from tests.flows.pages import at_work, main
from tests.flows.test_nineteen import body, sample
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
NOTICES, LINKED = BY_NAME["notices"], BY_NAME["linked_documents"]


async def released(site: Site) -> tuple[UUID, UUID, str]:
    """A notice that its reviewers have let go, its linked document, and that one's number."""
    row = next(one for one in (sample(NOTICES, place) for place in range(40)) if "documents.1.number" in one)
    client = await site.officer("b.registrar", "DESK")
    answer = await client.post("/api/v1/registers/notices/records", json=body(NOTICES, row))
    notice = UUID(answer.json()["id"])
    with psycopg.connect(site.world.database.superuser) as connection:  # as the two desks of the secretariat would have released it
        connection.execute("delete from registers.hold where record = %s", [notice])
        connection.execute("update registers.notices set state = 1, reviewer = 9999, version = version + 1 where id = %s", [notice])
        (linked,) = connection.execute("select id from registers.linked_documents where notice = %s", [str(notice)]).fetchone() or ()
    return notice, linked, row["documents.1.number"]


async def test_HIT_07_the_page_of_a_check_speaks_of_the_person_and_opens_the_notice(site: Site) -> None:
    notice, linked, number = await released(site)
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q=f"{number} XBM")
    said = main(answer)
    assert "Hit in 1 register" in said
    assert LINKED.first_step[0] in said
    assert f"2.{notice}" in answer.text
    assert str(linked) not in answer.text
    assert "Documents linked to notices" not in main(await officer.get(f"/records/2.{notice}"))


async def test_HIT_07_the_answer_of_the_api_says_where_its_record_is_read(site: Site) -> None:
    notice, _, number = await released(site)
    client = await site.signed_in("a.officer")
    assert (await client.put("/api/v1/me/place", json={"unit": "DESK", "purpose": "wanted"})).status_code == 200
    asked = {"identifiers": [{"kind": "document", "value": number, "issuer": "XBM"}]}
    answers = (await client.post("/api/v1/checks", json=asked)).json()["answers"]
    (hit,) = [hit for one in answers for hit in one.get("hits", ())]
    assert (hit["register"], hit["opens"], hit["record"]) == ("linked_documents", "notices", str(notice))
    assert (await client.get(f"/api/v1/registers/{hit['opens']}/records/{hit['record']}")).status_code == 200


async def test_OWN_02_the_owner_sees_a_linked_document_in_its_list_and_is_offered_the_notice_alone(site: Site) -> None:
    notice, linked, _ = await released(site)
    officer = await at_work(site, "b.registrar", "desk")
    assert f"5.{linked}" in (await officer.get("/registers?register=5")).text
    page = (await officer.get(f"/records/5.{linked}")).text
    assert f"2.{notice}" in page
    assert "As its owner you may" not in page
    assert "/correct" not in page
    client = await site.officer("b.registrar", "DESK")
    refused = await client.post(f"/api/v1/registers/linked_documents/records/{linked}/withdraw", json={"reason": "by hand"})
    assert (refused.status_code, refused.json()["rule"]) == (403, "OWN-02")
