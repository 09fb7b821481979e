"""A firearm traced over HTTP and by page, between three countries."""

from __future__ import annotations

import pytest

from comity.audit import Act
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
WEAPON = {"type": "pistol", "make": "Arvenwerk", "model": "K9", "serial": "AW 44 719", "made_in": "XBM"}


async def desk(site: Site, login: str):
    return await site.officer(login, "DESK", "intelligence")


async def test_a_trace_from_the_question_to_the_end(site: Site) -> None:
    arvenia, belmora, castara = [await desk(site, f"{one}.registrar") for one in "abc"]
    made = (await arvenia.post("/api/v1/traces", json={"values": WEAPON, "words": "Found in a container."})).json()
    assert [(leg["authority"], leg["why"]) for leg in made["legs"]] == [("XBM", "maker")]
    path = f"/api/v1/traces/{made['id']}"
    waiting = (await belmora.get("/api/v1/traces", params={"side": "asked"})).json()
    assert (waiting["waiting"], waiting["items"][0]["asker"], waiting["items"][0]["values"]["serial"]) == (1, "XAR", "AW44719")
    assert (await castara.get(path)).status_code == 404
    exported = await belmora.post(f"{path}/answer", json={"answer": "exported", "country": "XCS", "date": "2019-05"})
    assert exported.json()["next"] == []
    own = (await arvenia.get(path)).json()
    assert (own["next"], own["legs"][0]["country"]) == (["XCS"], "XCS")
    further = await arvenia.post(f"{path}/ask", json={"ask": [{"authority": "XCS", "why": "exported"}]})
    assert [leg["authority"] for leg in further.json()["legs"]] == ["XBM", "XCS"]
    seen = (await castara.get(path)).json()
    assert ([leg["authority"] for leg in seen["legs"]], seen["own"]) == (["XCS"], False)
    await castara.post(f"{path}/answer", json={"answer": "sold", "dealer": "Lantern Sports"})
    closed = (await arvenia.post(f"{path}/close", json={"outcome": "traced", "words": "Sold in 2019"})).json()
    assert (closed["state"], closed["outcome"]) == ("closed", "traced")
    assert Act.TRACE in site.world.acts()


async def test_what_is_wrong_is_named_and_what_is_not_ones_own_is_refused(site: Site) -> None:
    arvenia, belmora = await desk(site, "a.registrar"), await desk(site, "b.registrar")
    nothing = await arvenia.post("/api/v1/traces", json={"values": {"make": "Arvenwerk", "calibre": "enormous"}})
    assert {fault["field"] for fault in nothing.json()["faults"]} == {"serial", "calibre", "ask"}
    unknown = await arvenia.post("/api/v1/traces", json={"values": WEAPON, "ask": [{"authority": "XQQ"}]})
    assert unknown.json()["faults"][0]["field"] == "ask.0"
    made = (await arvenia.post("/api/v1/traces", json={"values": WEAPON})).json()
    path = f"/api/v1/traces/{made['id']}"
    assert (await belmora.post(f"{path}/answer", json={"answer": "sold"})).json()["faults"][0]["field"] == "dealer"
    assert (await belmora.post(f"{path}/answer", json={"answer": "perhaps"})).status_code == 422
    assert (await belmora.post(f"{path}/close", json={"outcome": "withdrawn"})).json()["rule"] == "OWN-02"
    assert (await arvenia.post(f"{path}/answer", json={"answer": "no_record"})).status_code == 403
    assert (await (await desk(site, "b.officer")).get(path)).status_code == 403


async def _browser(site: Site, login: str) -> Browser:
    return await at_work(site, login, "desk", "intelligence")


async def test_a_trace_by_page(site: Site) -> None:
    arvenia, belmora, castara = [await _browser(site, f"{one}.registrar") for one in "abc"]
    assert "No trace here" in main(await arvenia.get("/traces"))
    lacking = await arvenia.post("/traces", make="Arvenwerk", made_in="XBM")
    assert lacking.status_code == 422
    assert "A weapon is traced by its serial number or its markings." in main(lacking)
    made = await arvenia.post("/traces", **WEAPON)
    address = made.url.path
    assert "Asked. Each authority answers for itself" in main(made)
    listed = await belmora.get("/traces?side=asked")
    assert "Waits for your answer" in main(listed)
    assert address in listed.text
    assert "Answer for our authority" in main(await belmora.get(address))
    wrong = await belmora.post(address, act="answer", answer="sold")
    assert (wrong.status_code, "To whom was it sold?" in main(wrong)) == (422, True)
    assert "Answered. Who asked sees it now." in main(await belmora.post(address, act="answer", answer="exported", country="XCS"))
    assert "Answer for our authority" not in main(await belmora.get(address))
    assert (await castara.get(address)).status_code == 404
    page = main(await arvenia.get(address))
    assert "An answer leads on" in page
    assert "Ask Castara" in page
    assert "Asked too." in main(await arvenia.post(address, act="further", authority="XCS", why="exported"))
    assert "Exported there" in main(await castara.get(address))
    await castara.post(address, act="answer", answer="sold", dealer="Lantern Sports")
    done = main(await arvenia.post(address, act="close", outcome="traced"))
    assert "Closed." in done
    assert "Lantern Sports" in done
    assert "Traced" in main(await arvenia.get("/traces"))
