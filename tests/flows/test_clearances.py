"""A document cleared of a person over HTTP and by page: proposed, confirmed, shown beside the hit, objected to."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import httpx
import pytest

from comity.audit import Act
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import Site
from tests.search.persons.indexed import let_go

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
API = "/api/v1/clearances"
NUMBER, ISSUER = "Q7745512", "XCS"
# Somebody travelled once on the passport of another: its true holder is stopped with it.
PERSON = {
    "status": "wanted", "names": [{"full": "Yusuf al-Khattari"}], "sex": "male", "births": [{"date": "1984-03-12"}],
    "documents": [{"number": NUMBER, "issuer": ISSUER}], "case_reference": "CASE-1", "request": "locate", "offences": [{"offence": "0401"}],
}  # fmt: skip
READ = {"number": NUMBER, "issuer": "Castara"}


async def wanted(site: Site, **header: Any) -> UUID:
    """A released person of Belmora with that document."""
    record = await site.enter(PERSON, "persons", purposes=["wanted"], source="authority", **header)  # type: ignore[arg-type]
    let_go(site.world.database, record)
    return record


async def checked(client: httpx.AsyncClient, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer to a check of the document, and its hit."""
    answer = await client.post("/api/v1/checks", json=Site.document(NUMBER, ISSUER, **more))
    assert answer.status_code == 200, answer.text
    (hit,) = [hit for one in answer.json()["answers"] for hit in one.get("hits", ())]
    return answer.json(), hit


def proposal(check: dict[str, Any], hit: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"check": check["check"], "at": check["at"], "record": hit["record"], "ground": "birth", "agreed": True, **more}


async def test_HIT_10_from_the_hit_to_the_next_officer_and_the_owners_objection(site: Site) -> None:
    record = await wanted(site)
    officer, second, owner = [await site.officer(one) for one in ("a.officer", "a.supervisor", "b.registrar")]
    check, hit = await checked(officer)
    assert "cleared" not in hit
    made = await officer.post(API, json=proposal(check, hit))
    assert (made.status_code, made.json()["state"], made.json()["own_proposal"]) == (201, "proposed", True)
    where = f"{API}/{made.json()['id']}"
    assert "cleared" not in (await checked(officer))[1]
    assert (await officer.post(f"{where}/confirm", json=READ)).json()["rule"] == "ACC-08"
    waiting = (await second.get(API)).json()
    assert (waiting["waiting"], waiting["items"][0]["record"], waiting["items"][0]["own_proposal"]) == (1, str(record), False)
    wrong = await second.post(f"{where}/confirm", json={"number": "Q7745513", "issuer": ISSUER})
    assert (wrong.status_code, wrong.json()["faults"][0]["field"]) == (422, "number")
    given = (await second.post(f"{where}/confirm", json=READ)).json()
    assert given["state"] == "in_force"
    for client, bureau in ((officer, "XAR"), (await site.officer("c.officer"), "")):
        _, again = await checked(client)
        assert again["cleared"]["bureau"] == bureau
        assert {name: value for name, value in again.items() if name != "cleared"} == hit
    message = next(one for one in (await owner.get("/api/v1/inbox")).json()["items"] if one["clearance"])
    assert (message["clearance"], message["grade"], message["bureau"]) == (given["id"], "cleared", "XAR")
    against = (await owner.get(API, params={"side": "against"})).json()
    assert [one["id"] for one in against["items"]] == [given["id"]]
    assert "officer" not in str(against)
    ended = (await owner.post(f"{where}/object", json={"why": "same_person"})).json()
    assert (ended["state"], ended["ending"], ended["objection"]) == ("ended", "objected", "same_person")
    assert "cleared" not in (await checked(officer))[1]
    assert (await second.get(API)).json()["items"][0]["objection"] == "same_person"
    assert site.world.acts().count(Act.CLEARANCE) == 3


async def test_what_is_wrong_is_named_and_what_is_not_ones_own_is_absent(site: Site) -> None:
    await wanted(site)
    officer, second = await site.officer("a.officer"), await site.officer("a.supervisor")
    check, hit = await checked(officer)
    assert (await officer.post(API, json=proposal(check, hit, agreed=False))).json()["faults"][0]["field"] == "agreed"
    assert (await officer.post(API, json=proposal(check, hit, why="none"))).status_code == 422
    assert (await officer.post(API, json=proposal(check, hit, ground="looks"))).status_code == 422
    assert (await second.post(API, json=proposal(check, hit))).status_code == 404
    protected, same = await checked(officer, protected=True)
    assert (await officer.post(API, json=proposal(protected, same))).json()["rule"] == "HIT-12"
    made = (await officer.post(API, json=proposal(check, hit))).json()
    stranger = await site.officer("c.supervisor")
    for act, body in (("confirm", READ), ("end", {}), ("object", {"why": "not_shown"})):
        assert (await stranger.post(f"{API}/{made['id']}/{act}", json=body)).status_code == 404
    assert (await stranger.get(API)).json()["items"] == []
    assert (await (await site.system()).get(API)).status_code == 403
    assert (await second.post(f"{API}/{made['id']}/end", json={})).json()["ending"] == "not_confirmed"


async def _hit(browser: Browser) -> httpx.Response:
    answer = await browser.post("/check", number=NUMBER, issuer=ISSUER)
    assert answer.status_code == 200
    return answer


async def test_a_clearance_by_page(site: Site) -> None:
    await wanted(site)
    officer, second, owner = [await at_work(site, one) for one in ("a.officer", "a.supervisor", "b.registrar")]
    found = re.search(r'href="(/clearances/new[^"]+)"', (await _hit(officer)).text)
    assert found is not None
    form = await officer.get(found[1].replace("&amp;", "&"))
    assert "How did you tell the two persons apart?" in main(form)
    kept = dict(re.findall(r'name="(entry|record)" value="([^"]+)"', form.text))
    lacking = await officer.post("/clearances/new", **kept)
    assert (lacking.status_code, "The person knows of a clearance and wants it" in main(lacking)) == (422, True)
    assert "Proposed." in main(await officer.post("/clearances/new", **kept, ground="face", agreed="yes"))
    assert "Cleared earlier" not in main(await _hit(officer))
    listed = await second.get("/clearances")
    address = re.search(r'action="(/clearances/[0-9a-f-]{36})"', listed.text)
    assert address is not None
    wrong = await second.post(address[1], act="confirm", number="Q1", issuer=ISSUER)
    assert (wrong.status_code, "This is not the document" in main(wrong)) == (422, True)
    assert "Confirmed." in main(await second.post(address[1], act="confirm", **READ))
    shown = main(await _hit(officer))
    assert "Cleared earlier: the holder of this document is another person." in shown
    assert "Propose a clearance" not in shown
    assert "Cleared" in main(await owner.get("/inbox"))
    assert "Given by" in main(await owner.get("/clearances?side=against"))
    assert "Noted. The clearance has ended." in main(await owner.post(address[1], act="object", why="not_shown"))
    assert "It is not shown that they are two persons" in main(await second.get("/clearances"))
    assert "Cleared earlier" not in main(await _hit(officer))


async def test_HIT_12_a_protected_check_offers_no_clearance(site: Site) -> None:
    await wanted(site)
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", number=NUMBER, issuer=ISSUER, protected="yes", protected_reason="An asylum case of ours.")
    assert "Hit in" in main(answer)
    assert "/clearances/new" not in answer.text
