"""`comity imports` against a real server: what is said, what is written, which code it ends with."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.edges.cli.served import seats
from tests.flows.listening import on_a_socket
from tests.flows.test_imports import tribunal
from tests.imports.listing import LIST, listing, person

# Each command is a process of its own, whose end closes its connection; here they all run in one.
pytestmark = [pytest.mark.flow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
LAW = "Resolution 9900 (2014)"
As = Callable[[str], str]


@pytest.fixture
def become(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[As]:
    """Takes the seat of the tribunal's registrar or supervisor."""
    with on_a_socket(database, tmp_path / "home") as (world, address):
        asyncio.run(tribunal(world))
        sit = seats(monkeypatch, world, address, "warning")
        yield lambda role: sit(f"t.{role}")
        gc.collect()


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = Exit.OK) -> str:
    """What a command says on standard output, or as an error where it ends so."""
    assert run(["imports", *words]) == code
    found = capsys.readouterr()
    return found.err if code else found.out


def test_a_list_is_proposed_shown_approved_and_the_next_one_refused(become: As, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    become("registrar")
    made = json.loads(said(capsys, "propose", str(LIST), "--law", LAW, "--json"))
    which = made["id"]
    assert (made["counts"]["added"], made["purposes"], made["own"]) == (3, ["warning"], True)
    assert "ACC-" in said(capsys, "approve", which, code=Exit.ERROR)
    shown = said(capsys, "show", which)
    assert "entries: 8: 7 persons, 1 entities" in shown
    assert "refused: 1 double number" in shown
    assert "added: QLi.002 MAREN (person)" in shown
    line = LIST.read_text().splitlines().index("      <FIRST_NAME>NOBODY</FIRST_NAME>")
    assert f"line {line}, DATAID: The entry has no key of its own" in said(capsys, "show", which, "--kind", "refused")
    become("supervisor")
    assert "approved" in said(capsys, "approve", which)
    assert "approved" in said(capsys, "list")
    torn = tmp_path / "torn.xml"
    torn.write_bytes(LIST.read_bytes()[:3000])
    fewer = tmp_path / "fewer.xml"
    fewer.write_bytes(listing(person(1)))
    become("registrar")
    assert "This is no XML" in said(capsys, "propose", str(torn), "--law", LAW, code=Exit.ERROR)
    less = json.loads(said(capsys, "propose", str(fewer), "--law", LAW, "--json"))
    assert less["counts"]["withdrawn"] == 3
    assert "refused" in said(capsys, "refuse", less["id"], "--reason", "Not the file that was published.")
    assert json.loads(said(capsys, "show", less["id"], "--json"))["items"] == []


def test_a_file_too_large_is_not_even_sent(become: As, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate((32 << 20) + 1)
    assert "is larger than 32 MB" in said(capsys, "propose", str(large), code=Exit.ERROR)
