"""Getting in: sign-in, cookies, forgery, purpose, languages; and what leaves with every page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.access.settings import Rate
from comity.audit import Act
from comity.edges.api import callers
from comity.edges.web.routes import arrival
from comity.edges.web.routes.application import Open
from comity.edges.web.routes.guard import from_here, own_path
from comity.edges.web.routes.manners import manners_of
from comity.edges.web.routes.site import routes
from tests.flows.pages import at_work, browser, main, words
from tests.flows.world import FAST, Site, World, serving

pytestmark = [pytest.mark.anyio, pytest.mark.flow]


async def test_a_page_without_session_leads_to_the_gate_and_back(site: Site) -> None:
    stranger = await browser(site)
    answer = await stranger.get("/registers?register=8")
    assert answer.url.path == "/sign-in"
    assert 'name="next" value="/registers?register=8"' in answer.text
    answer = await stranger.get("/no-such-page")
    assert answer.url.path == "/sign-in"


async def test_password_and_code_open_a_session_and_the_purpose_is_never_preselected(site: Site) -> None:
    officer = await browser(site)
    answer = await officer.sign_in(site, "b.officer")
    assert answer.url.path == "/purpose"
    assert "Where do you work now?" in main(answer)
    answer = await officer.post("/purpose", unit=str(site.world.units["b.post"].number))
    assert "What do you ask for?" in main(answer)
    assert 'aria-current="true"' not in answer.text.partition("<main")[2].partition("Work at another place")[0]
    assert (await officer.get("/check")).url.path == "/purpose"
    answer = await officer.post("/purpose", purpose="border")
    assert answer.url.path == "/check"
    assert Act.SIGN_IN in site.world.acts()


async def test_a_changed_place_asks_for_the_purpose_anew(site: Site) -> None:
    officer = await at_work(site, "b.officer")
    await officer.post("/purpose", unit=str(site.world.units["b.desk"].number))
    assert (await officer.get("/check")).url.path == "/purpose"


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"code": "000000"}, {"name": "b.nobody"}, {"name": ""}])
async def test_whoever_fails_to_sign_in_learns_only_that(site: Site, wrong: dict[str, str]) -> None:
    stranger = await browser(site)
    await stranger.get("/sign-in")
    answer = await stranger.post("/sign-in", **({"name": "b.officer", "password": "x" * 12, "code": "123456"} | wrong))
    assert answer.status_code == 422
    assert "do not fit together" in words(answer)
    assert arrival.PLAIN_COOKIE not in stranger.client.cookies
    assert Act.REFUSAL in site.world.acts()


async def test_the_cookie_is_strict(world: World) -> None:
    async with serving(world, secure_cookies=True) as site:
        officer = await browser(site, follow=False)
        page = await officer.get("/sign-in")
        cookie = page.headers["set-cookie"].lower()
        for word in ("__host-comity", "httponly", "samesite=strict", "secure", "path=/"):
            assert word in cookie
        assert "domain" not in cookie
    assert (arrival.COOKIE, arrival.PLAIN_COOKIE) == (callers.COOKIE, callers.PLAIN_COOKIE)


@pytest.mark.parametrize(("behind_proxy", "second"), [(False, 429), (True, 422)])
async def test_behind_a_proxy_each_asker_is_counted_alone(world: World, behind_proxy: bool, second: int) -> None:
    access = replace(FAST, sign_ins_of_address=Rate(1, 0.001))
    async with serving(world, access=access, behind_proxy=behind_proxy) as site:
        answers = []
        for address in ("203.0.113.5", "198.51.100.7", "203.0.113.9, 198.51.100.7"):
            stranger = await browser(site, **{"x-forwarded-for": address})
            await stranger.get("/sign-in")
            answers.append(await stranger.post("/sign-in", name="b.nobody", password="x" * 12, code="123456"))
        assert [answer.status_code for answer in answers] == [422, second, 429]
        machine = await site.client(**{"x-forwarded-for": "198.51.100.7"})
        answer = await machine.post("/api/v1/sign-in", json={"login": "b.nobody", "password": "x" * 12, "code": "123456"})
        assert answer.status_code == 429


async def test_only_a_demonstration_has_officers_to_click_on(world: World) -> None:
    async with serving(world) as site:
        stranger = await browser(site)
        page = await stranger.get("/sign-in")
        assert "/sign-in/demo" not in page.text
        assert "b.officer" not in page.text
        answer = await stranger.post("/sign-in/demo", officer="b.officer")
        assert answer.status_code == 404
        assert arrival.PLAIN_COOKIE not in stranger.client.cookies
        assert site.world.entries()[-1].detail == "sign-in: demonstration"
        assert site.world.entries()[-1].act is Act.REFUSAL
    async with serving(world, demo=True) as site:
        stranger = await browser(site)
        page = await stranger.get("/sign-in")
        assert 'value="b.officer"' in page.text
        assert (await stranger.post("/sign-in/demo", officer="b.officer")).url.path == "/purpose"


async def test_every_act_refuses_a_form_that_is_not_its_own(site: Site) -> None:
    officer = await at_work(site, "b.supervisor")
    other = await at_work(site, "b.registrar")
    acts = [route for route in routes(site.comity) if route.method == "POST"]
    assert len(acts) > 12
    for route in acts:
        path = route.path.replace("{register}", "3").replace("{", "").replace("}", "")
        for token in ("", "wrong", other.csrf):
            answer = await officer.client.post(path, data={"csrf": token, "purpose": "wanted", "q": "AB1234567 XBM"})
            assert answer.status_code == 403, (path, token)
            assert "no longer valid" in words(answer)
    assert isinstance(acts[0], Open)


async def test_a_form_from_another_site_is_refused_though_its_token_fits(site: Site) -> None:
    officer = await at_work(site, "b.officer")
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://elsewhere.test"}):
        answer = await officer.client.post("/check", data={"csrf": officer.csrf, "q": "AB1234567 XBM"}, headers=headers)
        assert answer.status_code == 403
    assert site.world.entries()[-1].act is Act.REFUSAL
    answer = await officer.client.post(
        "/check", data={"csrf": officer.csrf, "q": "AB1234567 XBM"}, headers={"sec-fetch-site": "same-origin"}
    )
    assert answer.status_code == 200
    assert from_here({"origin": "null", "host": "comity.test"})


async def test_every_page_has_the_policy_and_nothing_inline(site: Site) -> None:
    officer = await at_work(site, "b.registrar", "desk")
    for path in (
        "/sign-in",
        "/check",
        "/registers",
        "/inbox",
        "/restrictions",
        "/who-looked",
        "/account",
        "/go",
        "/registers/3/new",
        "/nowhere",
    ):
        answer = await officer.get(path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"].startswith("noindex")
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert not answer.text.partition("<script")[2].partition(">")[2].partition("</script>")[0]


async def test_static_files_are_packed_and_kept_by_their_content(site: Site) -> None:
    stranger = await browser(site)
    page = await stranger.get("/sign-in")
    address = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = await stranger.client.get(address, headers={"accept-encoding": "gzip"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/css")
    answer = await stranger.client.get(address.partition("?")[0] + "?v=old")
    assert answer.headers["cache-control"] == "no-cache"
    assert (await stranger.client.get("/static/..%2Fforms.py")).status_code == 404
    assert "Disallow: /" in (await stranger.client.get("/robots.txt")).text


async def test_the_first_view_is_small(site: Site) -> None:
    officer = await at_work(site, "b.officer")
    page = await officer.client.get("/check", headers={"accept-encoding": "gzip"})
    assets = [part.partition('"')[0] for part in page.text.split('="/static/')[1:]]
    total = int(page.headers["content-length"])
    for asset in assets:
        total += int((await officer.client.get(f"/static/{asset}", headers={"accept-encoding": "gzip"})).headers["content-length"])
    assert len(assets) == 3
    assert total < 50_000


async def test_the_browser_s_wish_first_then_the_officer_s(site: Site) -> None:
    stranger = await browser(site, **{"accept-language": "ar,en;q=0.5"})
    assert '<html lang="ar" dir="rtl"' in (await stranger.get("/sign-in")).text
    answer = await stranger.post("/settings", language="en", theme="dark", next="/sign-in")
    assert '<html lang="en" dir="ltr" data-theme="dark"' in answer.text
    answer = await stranger.post("/settings", language="xx", theme="pink", next="https://elsewhere.test/")
    assert answer.url.host == "comity.test"
    assert '<html lang="en"' in answer.text


async def test_signing_out_ends_the_session(site: Site) -> None:
    officer = await at_work(site, "b.officer")
    token = officer.client.cookies["comity"]
    answer = await officer.post("/sign-out")
    assert answer.url.path == "/sign-in"
    officer.client.cookies.set("comity", token, domain="comity.test")
    assert (await officer.get("/check")).url.path == "/sign-in"
    assert site.world.entries()[-1].act is Act.SIGN_OUT


async def test_the_account_page_signs_out_everywhere(site: Site) -> None:
    lost, officer = await at_work(site, "b.officer"), await at_work(site, "b.officer")
    assert "Sign out everywhere" in main(await officer.get("/account"))
    assert (await officer.post("/sign-out", everywhere="yes")).url.path == "/sign-in"
    assert (await lost.get("/check")).url.path == "/sign-in"


@pytest.mark.parametrize(
    "address", ["//elsewhere.test", "https://elsewhere.test", "/\\elsewhere.test", "/sign-out", "/api/v1/me", "/a\nb", "x", "/é"]
)
def test_nobody_is_led_elsewhere(address: str) -> None:
    assert own_path(address, "/check") == "/check"
    assert own_path("/registers?register=8", "/check") == "/registers?register=8"


@pytest.mark.parametrize(
    ("accepted", "cookie", "language"),
    [
        ("", "", "en"),
        ("fr", "", "en"),
        ("fr, ar;q=0.9, en;q=0.8", "", "ar"),
        ("ar-EG", "", "ar"),
        ("ar", "en...", "en"),
        ("en;q=x", "nonsense", "en"),
    ],
)
def test_wishes(accepted: str, cookie: str, language: str) -> None:
    assert manners_of(accepted, cookie).language == language
