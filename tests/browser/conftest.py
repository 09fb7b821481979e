"""One browser and one site for all browser tests; without Chromium or axe-core they say so and skip."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import site

WAITS_MS = 60_000  # for what comes at once where nothing else runs
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not site.CHROMIUM:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    expect.set_options(timeout=WAITS_MS)
    with site.browser() as started:
        yield started


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    with site.site() as address:
        yield address


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core in this clone: npm ci")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page that fails the test on anything the console complains about, a refused inline style above all."""
    opened = chromium.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened.set_default_timeout(WAITS_MS)
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield opened
    opened.close()
    assert not complaints


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A page without script."""
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(WAITS_MS)
    yield context.new_page()
    context.close()
