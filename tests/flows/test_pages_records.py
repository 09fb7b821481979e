"""Records, loads, restrictions, inbox, tokens and audit by page; and who may not see them."""

from __future__ import annotations

import re

import httpx
import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.edges.web.frame import ENTRIES
from comity.edges.web.routes.visit import OPENS
from tests.flows.pages import Browser, at_work, main
from tests.flows.world import REPORTED, VEHICLE, Site

pytestmark = [pytest.mark.anyio, pytest.mark.flow]
NEW = {
    "number": "ZA7654321",
    "issuer": "XBM",
    "type": "passport",
    "reason": "lost",
    "theft_date": "2026-10-??",
    "report_reference": "R 12",
    "purposes": "border",
    "law": "Police Act, article 12",
    "source": "holder",
    "level": "official",
}


def shown(answer: httpx.Response) -> str:
    """The address of the record whose page this is."""
    assert answer.url.path.startswith("/records/"), main(answer)[:400]
    return answer.url.path


async def _entered(site: Site, registrar: Browser, **changes: str) -> str:
    await registrar.get("/registers/3/new")
    return shown(await registrar.post("/registers/3/new", **(NEW | changes)))


async def test_a_record_from_entry_to_withdrawal(site: Site) -> None:
    registrar = await at_work(site, "b.registrar", "desk")
    record = await _entered(site, registrar)
    assert "Lost travel document" in main(await registrar.get(record))
    form = await registrar.get(f"{record}/correct")
    assert 'value="ZA7654321"' in form.text
    version = re.search(r'name="version" value="(\d+)"', form.text)
    assert version
    corrected = await registrar.post(f"{record}/correct", **(NEW | {"theft_country": "XCS", "version": version[1]}))
    assert "Corrected" in main(corrected)
    stale = await registrar.post(f"{record}/correct", **(NEW | {"version": version[1]}))
    assert stale.status_code == 422
    assert "Somebody changed this record meanwhile." in main(stale)
    assert (await registrar.post(f"{record}/block", reason="")).status_code == 422
    assert "Blocked" in main(await registrar.post(f"{record}/block", reason="A doubt about the number"))
    assert "The block is lifted" in main(await registrar.post(f"{record}/unblock", reason="The number is right"))
    assert "still holds" in main(await registrar.post(f"{record}/confirm"))
    gone = await registrar.post(f"{record}/withdraw", reason="Found again")
    assert gone.url.path == "/registers"
    assert (await registrar.get(record)).status_code == 404
    acts = site.world.acts()
    for act in (Act.CREATE, Act.CORRECT, Act.BLOCK, Act.WITHDRAW, Act.READ, Act.LIST):
        assert act in acts


async def test_what_waits_for_a_second_officer_is_released_by_another(site: Site) -> None:
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get("/registers/3/new")
    answer = await registrar.post("/registers/3/new", **{**NEW, "report_reference": "", "source": "authority"})
    assert "waits for a second officer" in main(answer)
    record = shown(answer)
    supervisor = await at_work(site, "b.supervisor", "desk")
    await supervisor.get(record)
    assert "Released" in main(await supervisor.post(f"{record}/release"))


async def test_a_wrong_record_comes_back_with_every_error_and_every_value(site: Site) -> None:
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get("/registers/3/new")
    answer = await registrar.post(
        "/registers/3/new", **(NEW | {"number": "!", "theft_date": "2999-01-01", "law": "<b>x</b>", "issuer": "XCS"})
    )
    assert answer.status_code == 422
    content = answer.text.partition("<main")[2]
    assert content.index('id="errors"') < content.index("<form")
    assert 'href="#theft_date"' in content
    assert "&lt;b&gt;x&lt;/b&gt;" in content
    await _entered(site, registrar)
    twice = await registrar.post("/registers/3/new", **NEW)
    assert twice.status_code == 422
    assert "has recorded this already" in main(twice)


async def test_a_load_gives_the_refused_rows_back_to_their_officer_alone(site: Site) -> None:
    registrar = await at_work(site, "b.registrar", "desk")
    await registrar.get("/registers/3/load")
    rows = "number,issuer,type,reason,theft_date\nAA1,XBM,passport,lost,2026-01-02\n=1+1,XCS,passport,lost,2026-01-02\n"
    answer = await registrar.upload("/registers/3/load", rows, purposes="border", law="Police Act", source="holder")
    said = main(answer)
    assert "1 + 0 + 0 + 1 = 2" in said
    address = re.search(r'href="(/loads/[0-9a-f]+/errors.csv)"', answer.text)
    assert address
    file = await registrar.get(address[1])
    assert file.headers["content-type"].startswith("text/csv")
    assert "attachment" in file.headers["content-disposition"]
    assert "'=1+1" in file.text
    other = await at_work(site, "a.registrar", "desk")
    assert (await other.get(address[1])).status_code == 404
    nothing = await registrar.upload("/registers/3/load", "nonsense\n")
    assert nothing.status_code == 422


async def test_the_owner_learns_bureau_and_purpose_never_the_officer(site: Site) -> None:
    await site.enter(REPORTED)
    officer = await at_work(site, "a.officer")
    await officer.post("/check", q="AB1234567 XBM")
    owner = await at_work(site, "b.registrar", "desk")
    page = await owner.get("/inbox")
    assert "Bureau Arvenia" in main(page)
    assert "a.officer" not in page.text
    link = re.search(r'href="(/inbox/[^"]+)"', page.text)
    assert link
    one = await owner.get(link[1])
    assert "How to answer" in main(one)
    assert "a.officer" not in one.text
    looked = await owner.get("/who-looked")
    assert "Bureau Arvenia" in main(looked)
    assert "a.officer" not in looked.text
    stranger = await at_work(site, "c.registrar", "desk")
    assert (await stranger.get(link[1])).status_code == 404
    assert "Nobody looked" in main(await stranger.get("/who-looked"))


async def test_a_restriction_over_all_records_holds_and_is_lifted(site: Site) -> None:
    await site.enter(REPORTED)
    owner = await at_work(site, "b.supervisor", "desk")
    await owner.get("/restrictions")
    assert (await owner.post("/restrictions", action="add")).status_code == 422
    assert "Arvenia" in main(await owner.post("/restrictions", action="add", authority="XAR"))
    officer = await at_work(site, "a.officer")
    assert "No hit" in main(await officer.post("/check", q="AB1234567 XBM"))
    await owner.post("/restrictions", action="lift", authority="XAR")
    assert "Hit in 1 register" in main(await officer.post("/check", q="AB1234567 XBM"))


async def test_a_token_is_shown_once_and_revoked(site: Site) -> None:
    security = await at_work(site, "b.security", "desk", "wanted")
    await security.get("/tokens")
    assert (await security.post("/tokens", name=str(site.world.system), days="30")).status_code == 422
    issued = await security.post("/tokens", name=str(site.world.system), days="30", registers=["3"], purposes=["border"])
    token = re.search(r"(comity_[A-Za-z0-9_-]{40,})", issued.text)
    assert token
    listed = await security.get("/tokens")
    assert token[1] not in listed.text
    revoke = re.search(r'action="(/tokens/\d+/revoke)"', listed.text)
    assert revoke
    assert "Revoked" in main(await security.post(revoke[1]))
    other = await at_work(site, "a.security", "desk", "wanted")
    await other.get("/tokens")
    assert (await other.post(revoke[1])).status_code == 404


async def test_a_token_that_loads_is_ticked_and_said(site: Site) -> None:
    security = await at_work(site, "b.security", "desk", "wanted")
    assert "Hands in files of records" not in main(await security.get("/tokens"))
    scope = {"name": str(site.world.system), "days": "30", "registers": ["3"], "purposes": ["border"]}
    issued = await security.post("/tokens", loads="1", **scope)
    assert main(issued).count("Hands in files of records") == 1
    (token,) = re.findall(r"(comity_[A-Za-z0-9_-]{40,})", issued.text)
    system = await site.client(token)
    assert (await system.get("/api/v1/jobs")).status_code == 200
    registrar = await at_work(site, "b.registrar", "desk", "border")
    sheet = await registrar.get("/registers/3/load?template=1&as=xlsx")
    assert sheet.content.startswith(b"PK")


async def test_the_audit_is_searched_and_opened_for_a_reason_and_each_is_an_entry(site: Site) -> None:
    officer = await at_work(site, "a.officer")
    await officer.post("/check", q="AB1234567 XBM")
    auditor = await at_work(site, "a.auditor", "desk")
    await auditor.get("/audit")
    assert (await auditor.post("/audit", basis="")).status_code == 422
    found = await auditor.post("/audit", basis="Complaint 12 of this year", identifier="AB 1234567")
    assert "Officer a.officer" in main(found)
    assert "Lunde crossing" in main(found)
    assert Act.AUDIT_SEARCH in site.world.acts()
    assert "AB1234567" not in main(found).partition("Entries")[2]
    link = re.search(r'href="(/audit/[0-9-]+)"', found.text)
    assert link
    entry = await auditor.get(link[1])
    assert "Sealed" in main(entry)
    assert (await auditor.post(f"{link[1]}/open", basis="x")).status_code == 422
    opened = await auditor.post(f"{link[1]}/open", basis="Complaint 12 of this year")
    assert "AB1234567" in main(opened)
    assert Act.AUDIT_OPEN in site.world.acts()
    other = await at_work(site, "b.auditor", "desk")
    assert (await other.get(link[1])).status_code == 404
    assert (await auditor.post("/audit", basis="Complaint 12 of this year", since="soon")).status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CENTRE])  # which works at a command centre alone
async def test_the_rail_holds_what_the_officer_may_open_and_the_rest_is_refused(site: Site, role: Role) -> None:
    purpose = "intelligence" if role is Role.ANALYST else "wanted"
    unit = "desk" if role in (Role.ANALYST, Role.SPECIALIST) else "post"
    officer = await at_work(site, f"b.{role.value}", unit, purpose)
    page = await officer.get("/account")
    rail = page.text.partition('class="rail"')[2].partition("</nav>")[0]
    for entry, what in ENTRIES.items():
        answer = await officer.get(what.href)
        if f'href="{what.href}"' in rail:
            assert answer.status_code == 200, (role, entry)
        else:
            before = len(site.world.acts())
            assert answer.status_code == 403, (role, entry)
            assert "Not permitted" in main(answer)
            assert before >= 1
            assert site.world.entries()[-1].act is Act.REFUSAL, (role, entry)
    assert set(OPENS) == set(ENTRIES)


@pytest.mark.parametrize(
    "path",
    [
        "/records/3.x",
        "/records/99.1",
        "/records/x",
        "/inbox/x",
        "/audit/1-1-1",
        "/audit/x",
        "/registers/99/new",
        "/registers/x/load",
        "/loads/x/errors.csv",
        "/tokens/x",
    ],
)
async def test_what_is_not_there_is_nothing_here(site: Site, path: str) -> None:
    officer = await at_work(site, "b.registrar", "desk")
    if path.startswith("/audit"):
        officer = await at_work(site, "b.auditor", "desk")
    answer = await officer.get(path)
    assert answer.status_code == 404
    assert "Nothing here" in main(answer)


async def test_the_list_is_filtered_by_what_its_filter_is_called(site: Site) -> None:
    await site.enter(REPORTED)
    await site.enter(VEHICLE, "vehicles")
    registrar = await at_work(site, "b.registrar", "desk")
    for register, name, label, fitting, other in (
        (3, "reason", "Reason", "stolen", "lost"),
        (8, "theft_country", "Country of theft", "XCS", "XBM"),
    ):
        page = await registrar.get(f"/registers?register={register}&{name}={fitting}")
        form = page.text.partition('<form class="card stack"')[2].partition("</form>")[0]
        assert f'<label for="{name}">{label}</label><select' in form
        assert f'<option value="{fitting}" selected>' in form
        assert f"Take away: {label}: " in page.text
        assert "One record" in main(page)
        assert "/records/" in page.text
        assert "/records/" not in (await registrar.get(f"/registers?register={register}&{name}={other}")).text


async def test_a_list_says_what_is_wrong_with_its_filter_and_keeps_the_rest(site: Site) -> None:
    await site.enter(REPORTED)
    registrar = await at_work(site, "b.registrar", "desk")
    wrong = await registrar.get("/registers?register=3&state=gone&reason=stolen&created_from=yesterday&nonsense=1")
    assert wrong.status_code == 422
    assert "3 things to mend" in main(wrong)
    assert '<option value="stolen" selected>' in wrong.text
    whole = await registrar.get("/registers?register=3&after=tampered")
    assert whole.status_code == 200
    assert "One record" in main(whole)
    found = await registrar.get(f"/registers?register=3&identifier={REPORTED['number']}")
    assert "One record" in main(found)
    none = await registrar.get("/registers?register=3&identifier=ZZ0000000")
    assert "No record of ours fits" in main(none)
