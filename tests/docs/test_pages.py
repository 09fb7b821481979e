"""The documents say what is so: links resolve, named paths exist, nothing points at a machine or a package index."""

from __future__ import annotations

import itertools
import re
import subprocess
from pathlib import Path

import pytest

from comity.access.model import Role
from comity.audit import Act
from comity.demo import world
from comity.edges.cli.tree import COMMANDS
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.kernel.results import Outcome
from comity.search.reading import READERS
from comity.search.recognise import recognise
from comity.search.shift import Says

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:comity|tests|docs|tools|\.ci)/[\w./*-]*|run|pyproject\.toml|package\.json|requirements[\w.-]*\.(?:in|lock))`")
HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)
FENCE = re.compile(r"```.*?```", re.DOTALL)
MACHINE = re.compile(r"/(?:work|root|home|tmp/w)/[a-z]")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LARGEST_PICTURE = 200_000  # bytes
GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
SKIPPED = (".png", ".gz", ".woff2")


def called(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """Names of headings as Markdown viewers make them: lower case, no punctuation, hyphens for spaces."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(page.read_text(encoding="utf-8"))}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and not name.endswith(SKIPPED) and (ROOT / name).is_file()]


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_links_resolve(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        assert found.exists(), f"{called(page)} links to {target}"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{called(page)} links to a heading that is not there: {target}"


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_named_paths_exist(page: Path) -> None:
    for name in NAMED.findall(page.read_text(encoding="utf-8")):
        found = list(ROOT.glob(name.rstrip("/"))) if "*" in name else [ROOT / name]
        assert found, f"{called(page)} names {name}"
        assert all(path.exists() for path in found), f"{called(page)} names {name}"


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_a_page_has_one_title_and_no_skipped_level(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    levels = [len(marks) for marks in re.findall(r"^(#+)\s", text, re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), called(page)


def test_every_decision_has_its_four_parts_and_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [page.name[:4] for page in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    for page in decisions:
        parts = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert parts[:4] == ["Context", "Choice", "Rejected", "Consequences"], called(page)


def test_every_page_of_docs_is_reachable_from_its_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {target.partition("#")[0] for target in LINK.findall(index)}
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "README.md" or name in linked, f"docs/README.md does not name {name}"


def test_every_package_is_in_the_table_of_dependencies() -> None:
    pages = ("0010-dependencies.md", "0015-packages-of-the-nineteen-registers.md", "0025-packages-for-names.md")
    table = "".join((ROOT / "docs" / "decisions" / page).read_text(encoding="utf-8") for page in pages)
    for name in ("requirements.in", "requirements-dev.in", "requirements-bench.in", "requirements-uv.in"):
        for package in re.findall(r"^([a-z0-9][a-z0-9-]*)", (ROOT / name).read_text(), flags=re.MULTILINE):
            assert f"| {package} |" in table, f"{package} ({name}) has no row in docs/decisions/0010-dependencies.md, 0015 or 0025"


def test_no_file_names_a_machine_or_a_package_index() -> None:
    for path in tracked():
        text = path.read_text(encoding="utf-8")
        assert not MACHINE.search(text), f"{called(path)} names a folder of one machine"
        if path.suffix == ".lock" or path.name == "package-lock.json":
            assert "://" not in text, f"{called(path)} records an address"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(COMITY_[A-Z_]+)`", page, re.MULTILINE))
    code = [ROOT / "run", *(ROOT / "comity").rglob("*.py")]
    used = {name for path in code for name in re.findall(r"\bCOMITY_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert used <= documented, f"not in docs/reference/settings.md: {sorted(used - documented)}"


def fenced(page: Path) -> list[str]:
    """The lines of a page's code blocks that call the command line, from `comity` on."""
    lines = [line for block in FENCE.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [found[1] for line in lines if (found := re.match(r"\s*(?:[A-Z_]+=\S+ )*python3 run comity ([a-z].*)", line))]


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_commands_in_pages_are_there(page: Path) -> None:
    for typed in fenced(page):
        words = tuple(typed.split())
        assert any(words[: len(command.words)] == command.words for command in COMMANDS), f"{called(page)}: comity {typed}"


def test_pictures_are_small_and_have_words() -> None:
    shown = {(page, alt, name) for page in PAGES for alt, name in PICTURE.findall(page.read_text(encoding="utf-8"))}
    for page, alt, name in shown:
        assert len(alt) > len("a picture of"), f"{called(page)} does not say what {name} shows"
        assert (page.parent / name).stat().st_size < LARGEST_PICTURE, name
    used = {(page.parent / name).resolve() for page, _, name in shown}
    assert set((ROOT / "docs" / "images").iterdir()) <= used


def test_the_glossary_has_every_word_of_the_api_in_order() -> None:
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+) \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)[1:]
    words = [re.sub(r" \(.*\)$", "", word) for word, _ in rows]
    assert words == sorted(words, key=str.casefold)
    codes = {f"`{code}`" for enum in (Role, Says) for code in map(str, enum)}
    codes |= {f"`{one.name.lower()}`" for enum in (Purpose, RecordState, Outcome) for one in enum}
    codes |= {f"`{kind}`" for kind in READERS}
    text = " ".join(meaning for _, meaning in rows)
    assert not {code for code in codes if code not in text}
    acts = next(meaning for word, meaning in rows if word == "act")
    assert all(act.name.lower().replace("_", " ").split()[0] in acts.replace("-", " ") for act in Act)


def test_the_first_tutorial_asks_for_what_the_demonstration_has() -> None:
    text = (ROOT / "docs" / "tutorial" / "first-check.md").read_text(encoding="utf-8")
    for number in (world.HIT_NUMBER, world.NO_HIT_NUMBER, f"{world.SILENT_NUMBER} {world.SILENT_ISSUER}"):
        assert number in text
    officers = {officer.name for bureau in world.BUREAUS for officer in bureau.officers}
    assert {name for name in officers if f"**{name}**" in text} == {"Ines Marlow", "Adel Karam", "Jonas Wick"}
    zone = "\n".join(re.findall(r"^[A-Z0-9<]{44}$", text, re.MULTILINE))
    reading = recognise(zone).reading
    assert reading is not None
    assert reading.vouched
    assert reading.parts["number"] == world.HIT_NUMBER
