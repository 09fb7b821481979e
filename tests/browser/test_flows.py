"""The main job in a browser, on the real server: by mouse, by keyboard alone, without script, in Arabic; axe-core looks at each page."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from comity.app import opened
from comity.edges.serve import listening, whole
from tests.browser.test_pages import RUN, TAGS
from tests.flows.world import REPORTED, World, build, serving


async def _built(database: Any, home: Any) -> World:
    world = await build(database, home, demo=True)
    async with serving(world) as site:
        await site.enter(REPORTED)
    return world


@pytest.fixture
def address(database: Any, tmp_path: Any) -> Iterator[str]:
    """A demonstration's world behind a socket, pages and all."""
    with ThreadPoolExecutor() as aside:  # the browser's own loop runs in this thread
        world = aside.submit(lambda: asyncio.run(_built(database, tmp_path))).result()
    sock = listening("127.0.0.1", 0)
    ready, servers = threading.Event(), list[uvicorn.Server]()

    async def serve() -> None:
        async with opened(world.settings, world.clock) as comity:
            config = uvicorn.Config(whole(comity), http="httptools", ws="none", lifespan="off", access_log=False, log_config=None)
            servers.append(uvicorn.Server(config))
            servers[0].install_signal_handlers = lambda: None  # type: ignore[attr-defined,method-assign]
            ready.set()
            await servers[0].serve(sockets=[sock])

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(240)
    try:
        yield "http://{}:{}".format(*sock.getsockname())
    finally:
        servers[0].should_exit = True
        thread.join(240)
        sock.close()


def sign_in(page: Page, address: str, login: str, purpose: str = "border", place: int = 0) -> None:
    page.goto(f"{address}/sign-in")
    page.locator(f"button[value='{login}']").click()
    page.locator("main button[name=unit]").nth(place).click()
    page.locator(f"main button[name=purpose][value={purpose}]").first.click()


def ask(page: Page, text: str) -> None:
    page.locator("#q").fill(text)
    page.locator(".box button").click()


def test_from_sign_in_to_the_owner_and_the_auditor(address: str, page: Page, axe: str, chromium: Browser) -> None:
    def sound(where: Page) -> None:
        where.wait_for_load_state()
        where.evaluate(axe)
        found = where.evaluate(RUN, TAGS)
        assert not found, f"{where.url}: {found}"

    page.goto(address)
    sound(page)
    sign_in(page, address, "a.officer")
    sound(page)
    ask(page, "ZZ998877 XBM")
    expect(page.locator("#answer")).to_be_focused()
    expect(page.locator(".banner--clear .word")).to_have_text("No hit")
    sound(page)
    page.keyboard.press("n")
    expect(page.locator("#q")).to_be_focused()
    ask(page, "AB1234567 XBM")
    expect(page.locator(".banner--hit .word")).to_contain_text("Hit in 1 register")
    sound(page)
    page.locator("dd a[href^='/records/']").click()
    expect(page.locator("h1")).to_have_text("Stolen travel document AB1234567 XBM")
    sound(page)

    owner = chromium.new_page()
    sign_in(owner, address, "b.registrar", place=1)
    owner.goto(f"{address}/inbox")
    sound(owner)
    owner.locator("tbody a").first.click()
    expect(owner.locator("main")).to_contain_text("Bureau Arvenia")
    sound(owner)
    owner.goto(f"{address}/who-looked")
    expect(owner.locator("main")).to_contain_text("Record read")
    sound(owner)
    for path in ("/registers", "/registers/3/new", "/registers/3/load", "/restrictions", "/account", "/go", "/nowhere"):
        owner.goto(address + path)
        sound(owner)
    owner.close()

    auditor = chromium.new_page()
    sign_in(auditor, address, "a.auditor")
    auditor.goto(f"{address}/audit")
    auditor.locator("#basis").fill("Complaint 12 of this year")
    auditor.locator("#identifier").fill("AB1234567")
    auditor.locator("main form button").last.click()
    sound(auditor)
    auditor.locator("tbody a").first.click()
    auditor.locator("#basis").fill("Complaint 12 of this year")
    auditor.locator("main form button").last.click()
    expect(auditor.locator("main")).to_contain_text("AB1234567")
    sound(auditor)
    auditor.close()


def test_by_keyboard_alone(address: str, page: Page) -> None:
    sign_in(page, address, "a.officer")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("AB1234567 XBM")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_focused()
    expect(page.locator(".banner--hit")).to_be_visible()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/check$"))
    page.wait_for_load_state()  # until then nobody hears the keys
    page.keyboard.press("Control+k")
    expect(page).to_have_url(re.compile("/go$"))
    expect(page.locator("[data-palette] input")).to_be_focused()
    page.keyboard.type("account")
    page.keyboard.press("Escape")


def test_without_script_in_arabic(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="ar", viewport={"width": 390, "height": 900})
    page = context.new_page()
    sign_in(page, address, "a.officer")
    assert page.locator("html").get_attribute("dir") == "rtl"
    ask(page, "AB1234567 XBM")
    expect(page.locator(".banner--hit")).to_be_visible()
    page.goto(f"{address}/check")
    ask(page, "?")
    expect(page.locator("#errors")).to_be_visible()
    context.close()


def test_a_reload_of_an_answer_does_not_ask_again_in_silence(address: str, page: Page) -> None:
    """The answer is a form's own: browsers ask before they send it once more, and it is in no cache for the way back."""
    sign_in(page, address, "a.officer")
    with page.expect_response(lambda answer: answer.url.endswith("/check") and answer.request.method == "POST") as caught:
        ask(page, "AB1234567 XBM")
    assert caught.value.status == 200
    assert caught.value.headers["cache-control"] == "no-store"
