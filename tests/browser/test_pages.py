"""Each page in each language: accessible in both themes, wide and narrow; never wider than the screen; no target too small."""

import pytest
from playwright.sync_api import Page

from comity.edges.web.i18n import Language, Translator
from tests.edges.web.gallery import pages

NAMES = sorted(pages(Translator()))
WIDTHS = (320, 390, 768, 1024, 1280, 1920)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST = 24  # CSS pixels, WCAG 2.5.8
# What axe looks at: either theme at either width, the four of them parted between the languages, which share one style sheet.
LOOKS = {
    Language.ENGLISH: (("light", 1440), ("dark", 390)),
    Language.ARABIC: (("dark", 1440), ("light", 390)),
}
RUN = """tags => axe.run(document, {runOnly: tags})
  .then(r => r.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`))"""
# Links within a sentence are exempt from the target size, as in the criterion itself.
SMALL = f"""() => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.closest('p, dd, td, th, .vh, .tri, li .opt') && !e.classList.contains('vh'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, b]) => b.width && (b.width < {SMALLEST} || b.height < {SMALLEST}) && !e.closest('label'))
  .map(([e]) => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_accessible_and_fits(page: Page, origin: str, axe: str, language: Language, name: str) -> None:
    page.goto(f"{origin}/{language}/light/{name}")
    page.evaluate(axe)
    for theme, width in LOOKS[language]:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(RUN, TAGS)
        assert not found, f"{theme}, {width}: {found}"
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{width}: content is {wide} wide"
    assert not page.evaluate(SMALL)
