"""Person search by page, with the index as it runs: the one box, hits and candidates, what is said of them, lists, and who oversees it."""

from __future__ import annotations

import re
from html import unescape

import httpx
import psycopg
import pytest

from comity.audit import Act
from comity.statistics import adding
from tests.flows.pages import Browser, at_work, main
from tests.flows.test_persons import indexed, wanted
from tests.flows.world import Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
FAINT = "Yusuf Khattari"
WHOLE = {"q": "Yusuf al-Khattari 12.3.1984 Castara", "sex": "male"}


def carried(answer: httpx.Response) -> dict[str, list[str]]:
    """What the form of the candidates carries."""
    return {"candidate": [unescape(each) for each in re.findall(r'name="candidate" value="([^"]*)"', answer.text)]}


def address(answer: httpx.Response) -> str:
    found = re.search(r'action="(/check/[0-9-]+/persons)"', answer.text)
    assert found, main(answer)
    return found[1]


async def test_the_box_understands_name_year_and_country_and_says_so(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer, owner = await at_work(site, "a.officer"), await at_work(site, "b.registrar", "desk")
        answer = await officer.post("/check", **WHOLE)
        said = main(answer)
        assert "Person name Yusuf al-Khattari born 1984-03-12 nationality Castara sex Male" in said
        assert "Hit in 1 register" in said
        assert said.index("Do this now") < said.index("How to confirm") < said.index("Name, part by part") < said.index("Compare with the")
        assert "Positive result. Belmora is told." in said
        assert "No machine identifies anybody" in said
        assert 'lang="ar"' in answer.text
        assert "You searched by a name alone" not in said
        assert "This person" not in said
        for word in ("arrest", "detain", "seize"):
            assert word not in said.lower()
        assert "Bureau Arvenia" in main(await owner.get("/inbox"))
        past = main(await officer.get("/check")).partition("My checks this shift")[2]
        assert "Yusuf al-Khattari · 1984-03-12" in past


async def test_HIT_06_only_this_person_said_twice_tells_the_owner(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer, owner = await at_work(site, "a.officer"), await at_work(site, "b.registrar", "desk")
        answer = await officer.post("/check", q=FAINT)
        said = main(answer)
        assert "1 candidate: compare" in said
        assert "Neither a hit nor a no-hit" in said
        assert "You searched by a name alone" in said
        assert "checked" not in answer.text.partition("<main")[2]
        assert "Nothing waits for you" in main(await owner.get("/inbox"))
        where, fields = address(answer), carried(answer)

        asked = await officer.post(where, says="this_person.1", **fields)
        assert "Is this the person?" in main(asked)
        assert "Belmora is told that your bureau met this person." in main(asked)
        assert "Nothing waits for you" in main(await owner.get("/inbox"))
        back = await officer.post(where, says="", **carried(asked))
        assert "Candidates of this check" in main(back)
        assert site.world.acts().count(Act.PERSON_ANSWER) == 0

        other = await officer.post(where, says="not_this_person.1", sure="not_this_person.1", **carried(back))
        assert "Nobody is told" in main(other)
        assert "Nothing waits for you" in main(await owner.get("/inbox"))
        done = await officer.post(where, says="this_person.1", sure="this_person.1", **fields)
        assert "Noted: this person. The owner is told." in main(done)
        assert "Bureau Arvenia" in main(await owner.get("/inbox"))
        assert 'value="this_person.1"' not in done.text
        assert site.world.acts().count(Act.PERSON_ANSWER) == 2
        past = main(await officer.get("/check")).partition("My checks this shift")[2]
        assert "Candidate" in past


async def test_HIT_12_of_a_protected_check_nobody_is_told_before_the_supervisor_releases_it(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer, owner = await at_work(site, "a.officer"), await at_work(site, "b.registrar", "desk")
        answer = await officer.post("/check", q=FAINT, protected="yes", protected_reason="Asylum case 12")
        assert "is told only after your supervisor releases it" in main(answer)
        assert "?protected=yes" in answer.text
        fields = {"protected": "yes", "says": "this_person.1", "sure": "this_person.1", **carried(answer)}
        done = await officer.post(address(answer), **fields)
        assert "only after your supervisor releases it" in main(done)
        assert "Nothing waits for you" in main(await owner.get("/inbox"))


async def test_nobody_else_answers_and_no_made_up_mark_does(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer, other = await at_work(site, "a.officer"), await at_work(site, "a.supervisor")
        answer = await officer.post("/check", q=FAINT)
        where, fields = address(answer), carried(answer)
        sure = {"says": "this_person.1", "sure": "this_person.1"}
        assert (await other.post(where, **sure, **fields)).status_code == 404
        forged = [re.sub(r'^\[1,"[^"]+"', '[1,"AAAA"', fields["candidate"][0])]
        assert forged != fields["candidate"]
        assert (await officer.post(where, **sure, candidate=forged)).status_code == 404
        for bad in ({"candidate": ["nonsense"]}, {}, {"candidate": fields["candidate"] * 2}):
            assert (await officer.post(where, **sure, **bad)).status_code == 404
        for word in ("this_person.9", "perhaps.1", "this_person"):
            assert (await officer.post(where, says=word, sure=word, **fields)).status_code == 404
        assert Act.PERSON_ANSWER not in [each.act for each in site.world.entries() if each.outcome]


async def test_HIT_16_without_its_index_a_person_is_no_answer_and_never_a_no_hit(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q="Yusuf al-Khattari 1984 Castara", number="ZZ998877", issuer="XBM")
    said = main(answer)
    assert "Names were not searched" in said
    assert "This is not a no-hit" in said
    assert "index is being built" in said
    assert "banner--clear" not in answer.text
    assert 'name="q" value="Yusuf al-Khattari 1984 Castara"' in answer.text
    past = main(await officer.get("/check")).partition("My checks this shift")[2]
    assert "No answer" in past
    assert "No hit" not in past


async def test_one_click_says_that_it_is_something_else(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", q="Ana Ruiz 1984")
    assert "Person name Ana Ruiz born 1984" in main(answer)
    assert 'name="meant" value="thing"' in answer.text
    other = await officer.post("/check", q="Ana Ruiz 1984", meant="thing")
    assert "ANARUIZ1984" in main(other)
    assert 'name="meant" value="person"' in other.text
    plate = await officer.post("/check", q="KAI 1984")
    assert "KAI1984" in main(plate)
    assert "Person name KAI born 1984" in main(await officer.post("/check", q="KAI 1984", meant="person"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"born": "1984"}, "name"),
        ({"q": "Yusuf Khattari", "name": "Ana Ruiz"}, "name"),
        ({"name": "Yusuf Khattari", "born": "yesterday"}, "born"),
        ({"name": "Yusuf Khattari", "nationality": "Nowhere"}, "nationality"),
        ({"q": "AB 1234567", "meant": "person"}, "q"),
        ({"q": "Yusuf Khattari", "number": "!", "issuer": "XBM"}, "number"),
    ],
)
async def test_what_is_wrong_stands_by_its_field_and_the_values_stay(site: Site, fields: dict[str, str], field: str) -> None:
    officer = await at_work(site, "a.officer")
    answer = await officer.post("/check", **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    for value in fields.values():
        assert value == "person" or value in answer.text
    assert Act.CHECK not in site.world.acts()


async def test_a_passenger_list_shows_its_persons_and_takes_what_is_said_of_them(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer, owner = await at_work(site, "a.officer"), await at_work(site, "b.registrar", "desk")
        await officer.get("/check/list")
        table = "Surname,Given names,Date of birth,Nationality\nKHATTARI,Yusuf,,\nKOVALENKO,Olena,1990-02-01,XQL\n"
        dry = await officer.upload("/check/list", table)
        assert "2 rows ask about persons." in main(dry)
        assert "KHATTARI, Yusuf" in main(dry)
        assert '<option value="person.family" selected' in dry.text
        at = dry.url.path
        columns = dict(re.findall(r'<select[^>]*name="(column\.\d+)"[^>]*>.*?<option value="([^"]*)" selected', dry.text, re.DOTALL))
        answer = await officer.post(at, do="ask", **columns)
        assert "Candidate" in main(answer)
        assert "Nothing waits for you" in main(await owner.get("/inbox"))
        back = {"list": at.rpartition("/")[2], "line": "2"}
        asked = await officer.post(address(answer), says="this_person.1", **back, **carried(answer))
        done = await officer.post(address(asked), says="this_person.1", sure="this_person.1", **back, **carried(asked))
        assert done.url.path == at
        assert "You said: this person." in main(done)
        assert "Bureau Arvenia" in main(await owner.get("/inbox"))
        assert "this_person" in (await officer.get(f"{at}/result.csv")).text


async def test_SUP_03_the_supervisor_sees_searches_by_a_name_alone_and_officers_do_not(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    for _ in range(2):
        await officer.post("/check", q=FAINT)
    async with await psycopg.AsyncConnection.connect(site.world.database.work, autocommit=True) as work:
        while await adding.add_checks(work):
            pass
    supervisor = await at_work(site, "a.supervisor", "desk")
    page = main(await supervisor.get("/persons/bare"))
    assert "Officer a.officer 2" in page
    assert "Khattari" not in page
    assert "Searches by a name alone" in main(await supervisor.get("/who-looked"))
    assert (await supervisor.get("/persons/bare?since=soon")).status_code == 422
    assert (await supervisor.get("/persons/bare?since=2026-12-01&until=2026-11-01")).status_code == 422
    assert "Nobody searched by a name alone" in main(await (await at_work(site, "b.supervisor", "desk")).get("/persons/bare"))
    assert (await officer.get("/persons/bare")).status_code == 403


async def test_the_secretariat_changes_a_purpose_and_nobody_else(site: Site) -> None:
    secretary = await at_work(site, "s.supervisor", "desk")
    form = await secretary.get("/persons/settings?purpose=border")
    numbers = {"prior": "0.001", "possible": "0.2", "likely": "0.7", "alarm": "0.99"}
    assert 'name="alarm"' in form.text
    wrong = await secretary.post("/persons/settings", purpose="border", **(numbers | {"alarm": "much", "reason": ""}))
    assert wrong.status_code == 422
    assert 'href="#reason"' in wrong.text
    done = await secretary.post("/persons/settings", purpose="border", **numbers, reason="Too many false alarms.")
    assert "Changed. Searches follow it" in main(done)
    assert "Too many false alarms." in main(done)
    assert "0.99" in main(done)
    assert (await secretary.get("/persons/settings?purpose=nothing")).status_code == 404
    for login in ("a.supervisor", "a.auditor"):
        other: Browser = await at_work(site, login, "desk")
        page = await other.get("/persons/settings?purpose=border")
        assert page.status_code in (200, 303)
        assert 'name="alarm"' not in page.text
        refused = await other.post("/persons/settings", purpose="border", **numbers, reason="Too many false alarms.")
        assert refused.status_code == 403
    assert (await (await at_work(site, "a.officer")).get("/persons/settings")).status_code == 403


async def test_arabic(site: Site) -> None:
    async with indexed(site):
        await wanted(site)
        officer = await at_work(site, "a.officer", **{"accept-language": "ar"})
        answer = await officer.post("/check", q="يوسف الخطاري ١٩٨٤")
        assert '<html lang="ar" dir="rtl"' in answer.text
        assert "الخطاري" in main(answer)
        assert '<bdi class="id" dir="ltr">khatari</bdi>' in answer.text or "khat" in answer.text
