"""What every page has in common, read from its markup and from the style sheets: no browser needed."""

import ast
import gzip
import importlib
import inspect
import pkgutil
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from htpy import Element

from comity.edges.web import assets, paths
from comity.edges.web import pages as drawn_pages
from comity.edges.web.assets import STATIC
from comity.edges.web.frame import ENTRIES, Entry
from comity.edges.web.i18n import Language, Translator
from comity.edges.web.pages import account
from comity.registers.catalogue import DECLARED
from tests.edges.web.gallery import frame, pages

NAMES = sorted(pages(Translator()))
DRAWN = {language: {name: str(page) for name, page in pages(Translator(language)).items()} for language in Language}
CASES = [(language, name) for language in Language for name in NAMES]
FOR_ANYBODY = ("art", "inventory")  # pages without an officer, hence without a purpose
FIRST_VIEW = 50_000  # bytes, gzip: what a bureau on a slow link waits for
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Seen(HTMLParser):
    """Start tags with their attributes, and whether every tag was closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.forms: list[list[tuple[str, dict[str, str | None]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "form":
            self.forms.append([])
        if self.forms:
            self.forms[-1].append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("language", "name"), CASES)
def test_nothing_inline(language: Language, name: str) -> None:
    for tag, given in Seen(DRAWN[language][name]).tags:
        assert "style" not in given
        assert tag != "style"
        assert not [word for word in given if word.startswith("on")]
        assert tag != "script" or given.get("src", "").startswith("/static/")
        assert not re.match(r"(?i)javascript:|//|https?:", given.get("href") or given.get("src") or "")


@pytest.mark.parametrize(("language", "name"), CASES)
def test_one_heading_one_main_and_its_direction(language: Language, name: str) -> None:
    seen = Seen(DRAWN[language][name])
    tags = [tag for tag, _ in seen.tags]
    assert tags.count("h1") == 1
    assert tags.count("main") == 1
    assert seen.tags[0][1]["dir"] == language.direction
    assert not seen.open
    ids = [given["id"] for _, given in seen.tags if "id" in given]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("language", "name"), CASES)
def test_every_form_that_changes_something_carries_the_csrf_value(language: Language, name: str) -> None:
    for form in Seen(DRAWN[language][name]).forms:
        if form[0][1]["method"] == "post":
            assert ("input", {"type": "hidden", "name": "csrf", "value": form[1][1]["value"]}) == form[1]
            assert form[1][1]["value"]


@pytest.mark.parametrize(("language", "name"), CASES)
def test_every_label_has_its_input(language: Language, name: str) -> None:
    seen = Seen(DRAWN[language][name]).tags
    ids = {given.get("id") for _, given in seen}
    for tag, given in seen:
        if tag == "label" and "for" in given:
            assert given["for"] in ids
        for word in (given.get("aria-describedby") or "").split():
            assert word in ids
        href = given.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids


@pytest.mark.parametrize(("language", "name"), CASES)
def test_no_place_is_left_open(language: Language, name: str) -> None:
    assert not re.search(r"\{\w+\}", re.sub(r"<[^>]*>", "", DRAWN[language][name]))


@pytest.mark.parametrize(("language", "name"), CASES)
def test_first_view_fits_a_slow_link(language: Language, name: str) -> None:
    texts = [DRAWN[language][name].encode(), *((STATIC / each).read_bytes() for each in ("tokens.css", "comity.css", "comity.js"))]
    total = sum(len(gzip.compress(text, 6)) for text in texts)
    assert total < FIRST_VIEW, total


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("sign-in", "too-many", *FOR_ANYBODY))])
def test_the_purpose_is_in_sight(name: str) -> None:
    page = DRAWN[Language.ENGLISH][name]
    assert 'class="purpose' in page
    assert page.index('class="purpose') < page.index("<main")


def test_every_page_there_is_stands_in_the_gallery() -> None:
    """Whatever draws a page is called while the gallery is drawn; a new page that is not shown there fails here."""
    called = set()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, _: called.add(frame.f_code) if event == "call" else None)
    try:
        pages(Translator())
    finally:
        sys.setprofile(before)
    drawing = {
        f"{module.name}.{name}": found.__code__
        for module in pkgutil.iter_modules(drawn_pages.__path__)
        for name, found in vars(importlib.import_module(f"{drawn_pages.__name__}.{module.name}")).items()
        if inspect.isfunction(found) and found.__module__.endswith(f"pages.{module.name}") and not name.startswith("_")
        if found.__annotations__.get("return") in (Element, "Element")
        and any("View" in str(each) for each in found.__annotations__.values())
    }
    assert len(drawing) > 45
    assert not sorted(name for name, code in drawing.items() if code not in called)


def test_each_register_has_its_form_in_the_gallery() -> None:
    assert {f"form-{register.name}" for register in DECLARED} <= set(NAMES)


def test_an_asset_is_named_by_its_content() -> None:
    assert re.fullmatch(r"/static/comity\.css\?v=[0-9a-f]{12}", assets.asset("comity.css"))


def test_the_rail_holds_what_the_officer_may_open_and_nothing_else() -> None:
    view = account.AccountView(frame("/account", entries=(Entry.CHECK, Entry.AUDIT)), ("Border officer",), (3,))
    rail = str(account.page(view, Translator())).split('class="rail"')[1].split("</nav>")[0]
    for entry, what in ENTRIES.items():
        assert (f'href="{what.href}"' in rail) == (entry in {Entry.CHECK, Entry.AUDIT})


def test_addresses_are_quoted() -> None:
    assert paths.at(paths.RECORD, record="a/b?c") == "/records/a%2Fb%3Fc"


def test_what_people_write_is_escaped() -> None:
    page = str(account.page(account.AccountView(frame("/account", officer="<script>alert(1)</script>"), (), ()), Translator()))
    assert "<script>alert" not in page


# ------------------------------------------------------------------------------------------------------------------ style sheets

TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
STYLES = (STATIC / "comity.css").read_text(encoding="utf-8")
PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom|(?:min-|max-)?(?:width|height)"
    r")\s*:|(?:float|clear|text-align)\s*:\s*(?:left|right)"
)


def plain(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def test_no_physical_property() -> None:
    rules = re.sub(r"@media[^{]*\{", "", plain(STYLES))
    assert not PHYSICAL.search(rules)


def test_no_colour_outside_the_tokens() -> None:
    screen, _, after = plain(STYLES).partition("@media print {")
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;},)])|\brgba?\([^)]*\)|\bhsla?\([^)]*\)", screen)
    assert not colours
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", after)) <= {"#fff", "#000", "#777"}


def test_both_dark_blocks_are_equal() -> None:
    blocks = re.findall(r'(?::root:not\(\[data-theme="light"\]\)|:root\[data-theme="dark"\])\s*\{(.*?)\}', plain(TOKENS), re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


def test_every_token_that_is_used_is_given() -> None:
    given = set(re.findall(r"(--[\w-]+)\s*:", TOKENS + STYLES))
    assert set(re.findall(r"var\((--[\w-]+)", STYLES)) <= given


def test_every_class_that_a_page_names_is_styled_or_a_hook() -> None:
    used = {name for page in DRAWN[Language.ENGLISH].values() for found in re.findall(r'class="([^"]+)"', page) for name in found.split()}
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", STYLES))
    assert used - styled <= {"theme", "todo--wait", "push", "problem", "problem--refused", "problem--absent", "seen-all", "hits", "s-ask"}


def test_every_message_of_a_page_is_a_literal() -> None:
    """A message put together from variables would never reach the catalogue."""
    for path in sorted(Path(paths.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
                assert not isinstance(node.args[0], ast.JoinedStr | ast.BinOp), f"{path.name}:{node.lineno}"
