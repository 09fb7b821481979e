"""The work of the nineteen registers in a browser, on the real server: one world, each officer signed in once."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from comity.access.administration import Administration, NewOfficer
from comity.access.entries import Means
from comity.access.model import Role
from comity.app import Comity, open_keyring, opened
from comity.audit import Recorder
from comity.edges.serve import listening, whole
from comity.engines.store import NOBODY, Store
from comity.kernel.levels import Level
from comity.registers.catalogue import BY_NAME
from comity.registers.sample import sample_rows
from tests.browser.test_flows import ask, sign_in
from tests.flows.test_imports import tribunal
from tests.flows.test_life import REASON, asked, soon
from tests.flows.test_pages_art import VASE
from tests.flows.world import PASSWORD, REPORTED, World, build, serving
from tests.imports.listing import LIST

ROWS = "Surname,Passport No,Issuing country\nSOLVANE,AB1234567,XBM\nODE,ZZ998877,XBM\n"
MINISTRY = "Passport No.;Issuing State;Doc type;Status\nAB7654321;XBM;Passport;LST\n=1+1;XBM;Passport;LST\n"

SET = "(each, value) => { if (each.type === 'checkbox') each.checked = true; else each.value = value; }"
FILL = """row => { for (const [name, value] of Object.entries(row)) {
  const each = document.getElementsByName(name)[0]; if (each && each.type !== 'hidden') each.value = value; } }"""


@dataclass(slots=True)
class Place:
    """A running site. `run` does a job that waits; `at` opens an officer's browser, signed in once."""

    address: str
    chromium: Browser
    run: Callable[[str], None]
    car: str
    pages: dict[str, Page] = field(default_factory=dict)

    def at(self, login: str, purpose: str = "border", place: int = 1) -> Page:
        key = f"{login} {purpose}"
        if key not in self.pages:
            self.pages[key] = self.chromium.new_page(reduced_motion="reduce")
            if place < 0:  # who has one place is not asked for it
                self.pages[key].goto(f"{self.address}/sign-in")
                self.pages[key].locator(f"button[value='{login}']").click()
                self.pages[key].locator(f"main button[name=purpose][value={purpose}]").first.click()
            else:
                sign_in(self.pages[key], self.address, login, purpose, place)
        return self.pages[key]

    def go(self, page: Page, path: str) -> None:
        page.goto(self.address + path)


async def reviewers(world: World) -> None:
    """Both desks of the secretariat, each an officer of another country."""
    store, keyring = await Store.open(world.settings.dsn, size=2), open_keyring(world.settings, world.clock)
    try:
        async with store.transaction(NOBODY) as connection:
            recorder = await Recorder.start(connection, keyring)
        admin = Administration(Means(store, keyring, world.clock, recorder, world.settings.access))
        for desk, name in ((1, "legal"), (2, "police")):
            roles, units = frozenset({Role.SUPERVISOR}), (world.units["s.desk"].number,)
            one = NewOfficer(
                f"s.{name}", f"Officer {name}", roles, Level.OFFICIAL, PASSWORD, bytes(20), units, nationalities=(3,), desk=desk
            )
            await admin.add_officer(world.bureaus["s"], one)
    finally:
        await store.close()


@asynccontextmanager
async def _world(database: Any, home: Any) -> AsyncIterator[tuple[Comity, str]]:
    world = await build(database, home, demo=True, public_art=True)
    await tribunal(world)
    await reviewers(world)
    async with serving(world) as site:
        car = str(await asked(site, database, soon(site, 100)))
        await site.enter(REPORTED)
        await site.enter(VASE, register="art", purposes=["wanted"])  # type: ignore[arg-type]
    async with opened(replace(world.settings, demo=True, public_art=True), world.clock) as comity:
        yield comity, car


@pytest.fixture
def place(database: Any, tmp_path: Any, chromium: Browser) -> Iterator[Place]:
    sock = listening("127.0.0.1", 0)
    ready, told = threading.Event(), dict[str, Any]()

    async def serve() -> None:
        async with _world(database, tmp_path) as (comity, car):
            config = uvicorn.Config(whole(comity), http="httptools", ws="none", lifespan="off", access_log=False, log_config=None)
            server = uvicorn.Server(config)
            server.install_signal_handlers = lambda: None  # type: ignore[attr-defined,method-assign]
            told.update(comity=comity, car=car, loop=asyncio.get_running_loop(), server=server)
            ready.set()
            await server.serve(sockets=[sock])

    def run(job: str) -> None:
        asyncio.run_coroutine_threadsafe(told["comity"].jobs.run_here(job), told["loop"]).result(240)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(240)
    made = Place("http://{}:{}".format(*sock.getsockname()), chromium, run, told["car"])
    try:
        yield made
    finally:
        for page in made.pages.values():
            page.close()
        told["server"].should_exit = True
        thread.join(240)
        sock.close()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_lists_and_loads(place: Place) -> None:
    """A list checked from a file to its result, and a file of a ministry mapped, loaded, and what it refused."""
    officer, registrar = place.at("a.officer", place=0), place.at("b.registrar")

    place.go(officer, "/check/list")
    officer.locator("input[type=file]").set_input_files({"name": "ferry.csv", "mimeType": "text/csv", "buffer": ROWS.encode()})
    press(officer, "Read the file")
    expect(officer.locator("main")).to_contain_text("Nothing was asked yet")
    press(officer, "Check the list")
    expect(officer.locator("main")).to_contain_text("My rows with their answers")
    expect(officer.locator("main")).to_contain_text("AB1234567")

    place.go(registrar, "/registers/3/load/columns")
    registrar.locator("input[type=file]").set_input_files({"name": "ministry.csv", "mimeType": "text/csv", "buffer": MINISTRY.encode()})
    registrar.locator("main form button").last.click()
    expect(registrar.locator("main")).to_contain_text("Words that the register does not know")
    for name, value in {"law": "Police Act, article 12", "purposes": "border", "source": "holder"}.items():
        registrar.locator(f"main [name={name}]").first.evaluate(SET, value)
    for word in registrar.locator("main select[name^='value.']").all():
        word.select_option("lost")
    press(registrar, "Load")
    expect(registrar).to_have_url(re.compile("/jobs/"))
    job = registrar.url.rpartition("/")[2]
    place.run(job)
    place.go(registrar, f"/loads/{job}")
    expect(registrar.locator("main")).to_contain_text("Entered")
    assert "=1+1" in registrar.request.get(f"{place.address}/loads/{job}/errors.csv").text()


def test_life_acts_and_imports(place: Place) -> None:
    """A record's question answered and approved, an act on a ticked row, a list of sanctions proposed and approved."""
    officer, registrar, supervisor = place.at("a.officer", place=0), place.at("b.registrar"), place.at("b.supervisor")
    place.go(registrar, "/life")
    registrar.locator("summary", has_text="Ask for").first.click()
    registrar.locator("input[name=until]").first.fill("2027-12-01")
    registrar.locator("textarea[name=reason], input[name=reason]").first.fill(REASON)
    registrar.locator("select[name=purpose]").first.select_option("border")
    press(registrar, "Ask")
    expect(registrar.locator("main")).to_contain_text("Another officer decides")
    place.go(supervisor, "/life")
    expect(supervisor.locator("main")).to_contain_text(REASON)
    press(supervisor, "Approve")
    expect(supervisor.locator("main")).to_contain_text("The record lives on")

    place.go(registrar, "/registers?register=3")
    registrar.locator("input[name=record]").first.check()
    press(registrar, "Act on the ticked ones")
    registrar.locator("#act").select_option("withdraw")
    registrar.locator("#reason").fill("Found again at the ferry")
    press(registrar, "Count and look")
    expect(registrar.locator("main")).to_contain_text("This is done to one record.")
    registrar.locator("#count").fill("1")
    press(registrar, "Withdraw")
    expect(registrar).to_have_url(re.compile("/jobs/"))
    place.run(registrar.url.rpartition("/")[2])
    place.go(officer, "/check")
    ask(officer, "AB1234567 XBM")
    expect(officer.locator(".banner--clear .word")).to_have_text("No hit")

    proposer, approver = place.at("t.registrar", "warning", -1), place.at("t.supervisor", "warning", -1)
    place.go(proposer, "/imports")
    proposer.locator("input[type=file]").set_input_files({"name": "list.xml", "mimeType": "text/xml", "buffer": LIST.read_bytes()})
    proposer.locator("input[name=purposes][value=warning]").check()
    proposer.locator("[name=law]").fill("Resolution 9900 (2014)")
    press(proposer, "Propose")
    expect(proposer.locator("main")).to_contain_text("Another officer of your bureau approves it")
    approver.goto(proposer.url)
    press(approver, "Approve all of it")
    expect(approver.locator("main")).to_contain_text("Approved")


def test_a_person_from_the_form_to_a_check(place: Place) -> None:
    """Two names and a document; both desks sign; then it is found by the document's number."""
    registrar = place.at("b.registrar", "wanted")
    place.go(registrar, "/registers/1/new")
    expect(registrar.locator("details#names")).to_have_attribute("open", "")
    registrar.locator("main details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    row = next(iter(sample_rows(BY_NAME["persons"], 11, 1, today=date(2026, 11, 1), issuer="XBM")))
    row |= {"names.2.full": "سلكا ماريك", "documents.1.number": "C0118832", "documents.1.issuer": "XBM"}
    row |= {"law": "Police Act, article 12", "source": "authority"}
    registrar.evaluate(FILL, row)
    registrar.locator("[name='names.1.full']").fill("")
    registrar.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    press(registrar, "Record it")
    expect(registrar.locator("#errors")).to_be_focused()
    expect(registrar.locator("[name='names.2.full']")).to_have_value("سلكا ماريك")
    registrar.locator("[name='names.1.full']").fill("Selka Marrec")
    press(registrar, "Record it")
    expect(registrar.locator("main")).to_contain_text("Waiting for review")
    expect(registrar.locator("main")).to_contain_text("سلكا ماريك")
    record = registrar.url.rpartition("/")[2].partition("?")[0]
    for login in ("s.legal", "s.police"):
        reviewer = place.at(login, "wanted", -1)
        place.go(reviewer, f"/review/{record}")
        reviewer.locator("main select[name=outcome]").select_option("release")
        reviewer.locator("main [name=reason]").last.fill("The facts describe an ordinary theft; no element of article 3.")
        press(reviewer, "Sign")
    officer = place.at("a.officer", "wanted", 0)
    place.go(officer, "/check")
    ask(officer, "C0118832 XBM")
    expect(officer.locator(".banner--hit")).to_be_visible()
    expect(officer.locator(f"a[href^='/records/{record}']").first).to_be_visible()


def test_weapons_and_works(place: Place) -> None:
    """A trace asked and answered, a work looked up by anybody, a private inventory."""
    arvenia, belmora = place.at("a.registrar", "intelligence"), place.at("b.registrar", "intelligence")
    place.go(arvenia, "/traces")
    for name, value in {"make": "Arvenwerk", "model": "K9", "serial": "AW44719"}.items():
        arvenia.locator(f"main input[name={name}]").fill(value)
    arvenia.locator("main select[name=type]").select_option("pistol")
    arvenia.locator("main [name=made_in]").evaluate("(each) => { each.value = 'XBM'; }")
    press(arvenia, "Ask")
    place.go(belmora, "/traces?side=asked")
    belmora.locator("tbody a").first.click()
    belmora.locator("main select[name=answer]").select_option("no_record")
    belmora.locator("main form button").last.click()
    expect(belmora.locator("main")).to_contain_text("Answered. Who asked sees it now.")

    anybody = place.chromium.new_page(reduced_motion="reduce")
    place.pages["anybody"] = anybody
    place.go(anybody, "/art")
    anybody.locator("#words").fill("vase with cranes")
    press(anybody, "Look up")
    anybody.locator("tbody a").first.click()
    expect(anybody.locator("h1")).to_have_text("Blue vase with cranes")
    place.go(anybody, "/art/inventory")
    anybody.locator("#new-passphrase").fill("four words do it")
    press(anybody, "Begin")
    expect(anybody.locator(".secret")).to_be_visible()
    anybody.get_by_role("link", name="Describe an object").click()
    anybody.locator("[name=type]").select_option(index=1)
    anybody.locator("[name='title']").fill("Blue vase")
    press(anybody, "Keep")
    expect(anybody.locator("main")).to_contain_text("Blue vase")
    press(anybody, "Close")
    expect(anybody.locator("main")).to_contain_text("Open yours")
