"""The check by page: no hit, hit, look-alike, no answer; what is kept after an error; what is recorded."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from comity.access.settings import Rate
from comity.app import SourceSettings
from comity.audit import Act
from tests.flows.pages import at_work, main
from tests.flows.world import REPORTED, VEHICLE, Site, World, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
QUIRK = SourceSettings("Quilara", "http://127.0.0.1:9/api/v1/checks", ("XQL",))  # the discard port: nobody listens


async def test_no_hit(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q="ZZ998877 XBM")
    assert answer.status_code == 200
    assert "No hit" in main(answer)
    assert "banner--clear" in answer.text
    assert "What this does not prove" in main(answer)
    assert site.world.entries()[-1].act is Act.CHECK
    number = re.search(r"Audit entry (\d+-\d+)", main(answer))
    assert number


async def test_hit_says_first_what_to_do_and_nothing_coercive(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q="ab 1234567 xbm")
    said = main(answer)
    assert "Hit in 1 register" in said
    assert said.index("Do this now") < said.index("How to confirm") < said.index("What each register said")
    assert "Ask Belmora to confirm" in said
    for word in ("arrest", "detain", "seize"):
        assert word not in said.lower()
    assert "Officer b.registrar" not in said


async def test_a_zone_and_a_vehicle_are_recognised_in_one_box(site: Site) -> None:
    await site.enter(VEHICLE, "vehicles")
    officer = await at_work(site, "a.officer")
    assert "Stolen vehicle" in main(await officer.post("/check", q=VEHICLE["vin"]))
    assert "Stolen vehicle" in main(await officer.post("/check", plate=VEHICLE["plate"], plate_country="XBM"))
    zone = "P<XBMSOLVANE<<MIRA<<<<<<<<<<<<<<<<<<<<<<<<<<\nC011883205XBM8001014F3601013<<<<<<<<<<<<<<04"
    answer = await officer.post("/check", q=zone)
    assert "Machine readable zone" in main(answer)


async def test_look_alike_is_neither_hit_nor_no_hit_until_the_officer_has_read_again(site: Site) -> None:
    record = await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q="ABI234567 XBM")
    said = main(answer)
    assert "Read the document again" in said
    assert "Hit in" not in said
    assert "No hit. " not in said
    entry = re.search(r'action="(/check/[0-9-]+/confirm)"', answer.text)
    assert entry
    done = await officer.post(entry[1], record=f"3.{record}", says="asked")
    assert "Noted" in main(done)
    owner = await at_work(site, "b.registrar", "desk")
    assert "Nothing waits for you" in main(await owner.get("/inbox"))
    past = re.sub(
        "<[^>]*>", "", main(await officer.get("/check")).partition("My checks this shift")[2]
    )  # the words: a token may spell anything
    assert "Look-alike" in past
    assert "Hit" not in past
    done = await officer.post(entry[1], record=f"3.{record}", says="record")
    assert done.url.path == f"/records/3.{record}"
    assert "Bureau Arvenia" in main(await owner.get("/inbox"))
    assert "look-alike" in [each for each in site.world.entries() if each.rule == "HIT-06"][-1].detail
    other = await at_work(site, "c.officer")
    assert (await other.post(entry[1], record=f"3.{record}", says="record")).status_code == 404


@pytest.mark.parametrize("typed", ["AB1234567 XBM", "ABI234567 XBM"])
async def test_HIT_12_from_a_protected_check_the_record_is_read_and_its_owner_not_told(site: Site, typed: str) -> None:
    record = await site.enter(REPORTED)
    officer, owner = await at_work(site, "a.officer"), await at_work(site, "b.registrar", "desk")
    answer = await officer.post("/check", q=typed, protected="yes", protected_reason="Asylum case 12")
    assert "Protected check" in main(answer)
    (link,) = re.findall(r'href="(/records/[^"]+)"', answer.text)
    assert link == f"/records/3.{record}?protected=yes"
    assert "the owner is not told that you read this record" in main(await officer.get(link))
    entry = re.search(r'action="(/check/[0-9-]+/confirm)"', answer.text)
    if entry:
        settled = await officer.post(entry[1], record=f"3.{record}", says="record")
        assert settled.url.path == f"/records/3.{record}"
        assert "the owner is not told that you read this record" in main(settled)
        back = await officer.post("/purpose", unit=str(site.world.units["a.post"].number), next=str(settled.url.raw_path, "ascii"))
        again = await officer.post(
            "/purpose", purpose="border", next=re.findall(r'name="next" value="([^"]+)"', back.text)[-1].replace("&amp;", "&")
        )
        assert "the owner is not told that you read this record" in main(again)
    assert "Nobody looked" in main(await owner.get("/who-looked"))
    assert "Nothing waits for you" in main(await owner.get("/inbox"))
    assert "the owner is not told" not in main(await officer.get(f"/records/3.{record}"))
    assert "Nobody looked" not in main(await owner.get("/who-looked"))


async def test_a_source_that_is_silent_is_no_answer_and_never_a_no_hit(world: World) -> None:
    async with serving(world, sources=(QUIRK,)) as site:
        officer = await at_work(site, "a.officer")
        answer = await officer.post("/check", q="Q5501127 XQL")
        said = main(answer)
        assert "No answer from 1 register" in said
        assert "This is not a no-hit" in said
        assert "banner--clear" not in answer.text
        assert "Quilara: It cannot be reached." in said
        assert 'name="q" value="Q5501127 XQL"' in answer.text
        past = main(await officer.get("/check")).partition("My checks this shift")[2]
        assert "No answer" in past
        assert "No hit" not in past


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"q": ""}, "q"),
        ({"q": "?"}, "q"),
        ({"q": "x" * 500}, "q"),
        ({"q": "AB\u202e123"}, "q"),
        ({"number": "AB 1234567", "issuer": "XYZZY"}, "issuer"),
        ({"vin": "123"}, "vin"),
        ({"q": "AB1234567", "protected": "yes"}, "protected_reason"),
        ({"q": "'; drop table audit.pack; --"}, "q"),
    ],
)
async def test_an_error_stands_first_and_the_values_stay(site: Site, fields: dict[str, str], field: str) -> None:
    officer = await at_work(site, "a.officer")
    before = len(site.world.acts())
    answer = await officer.post("/check", **fields)
    assert answer.status_code == 422
    content = answer.text.partition("<main")[2]
    assert content.index('id="errors"') < content.index("<form")
    assert f'href="#{field}"' in content
    for name, value in fields.items():
        assert name in ("protected", "issuer") or value == "" or value.replace("'", "&#39;") in content
    assert Act.CHECK not in site.world.acts()[before:]


async def test_a_hidden_record_is_a_true_no_hit_and_its_page_is_nothing_here(site: Site) -> None:
    record = await site.enter(REPORTED)
    owner = await at_work(site, "b.registrar", "desk")
    answer = await owner.post(f"/records/3.{record}/restrict", authority="XAR")
    assert "Restricted, from the next check on." in main(answer)
    hidden = await at_work(site, "a.officer")
    seeing = await at_work(site, "c.officer")
    assert "No hit" in main(await hidden.post("/check", q="AB1234567 XBM"))
    assert "Hit in 1 register" in main(await seeing.post("/check", q="AB1234567 XBM"))
    there = await hidden.get(f"/records/3.{record}")
    nowhere = await hidden.get("/records/3.00000000-0000-8002-8000-000000000001")
    assert there.status_code == nowhere.status_code == 404
    assert main(there).replace(str(record), "") == main(nowhere)
    assert (await seeing.get(f"/records/3.{record}")).status_code == 200


async def test_a_protected_check_waits_for_the_supervisor(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q="AB1234567 XBM", protected="yes", protected_reason="An application for asylum")
    assert "the owner learns nothing" in main(answer)
    owner = await at_work(site, "b.registrar", "desk")
    assert "Nothing waits for you" in main(await owner.get("/inbox"))
    assert "Nobody looked" in main(await owner.get("/who-looked"))
    supervisor = await at_work(site, "a.supervisor", "desk")
    page = await supervisor.get("/protected")
    act = re.search(r'action="(/protected/[^"]+/release)"', page.text)
    assert act
    assert (await supervisor.post(act[1], reason="no")).status_code == 422
    assert "The owner is told now" in main(await supervisor.post(act[1], reason="The person agreed to it in writing"))
    assert "Bureau Arvenia" in main(await owner.get("/inbox"))


async def test_too_fast_says_when_to_come_back(world: World) -> None:
    slow = replace(world.settings.access, checks_of_officer=Rate(burst=1, per_second=0.2))
    async with serving(world, access=slow) as site:
        officer = await at_work(site, "a.officer")
        assert (await officer.post("/check", q="AB1234567 XBM")).status_code == 200
        answer = await officer.post("/check", q="AB1234567 XBM")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) in range(1, 6)
        assert "Too many requests" in main(answer)


async def test_my_checks_are_mine_alone_and_of_this_session(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    await officer.post("/check", q="ZZ998877 XBM")
    assert "ZZ998877 XBM" in main(await officer.get("/check"))
    assert site.world.entries()[-1].act is Act.LIST
    colleague = await at_work(site, "a.supervisor")
    assert "ZZ998877" not in main(await colleague.get("/check"))
    await officer.post("/sign-out")
    again = await at_work(site, "a.officer")
    assert "ZZ998877" not in main(await again.get("/check"))


async def test_arabic(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await at_work(site, "a.officer", **{"accept-language": "ar"})
    answer = await officer.post("/check", q="AB1234567 XBM")
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "تطابق" in main(answer)
    assert '<bdi class="id" dir="ltr">AB1234567</bdi>' in answer.text
