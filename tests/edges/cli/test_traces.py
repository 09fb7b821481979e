"""`comity traces` against a real server, between two countries."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.edges.cli.served import seats
from tests.flows.listening import on_a_socket

# Each command is a process of its own, whose end closes its connection; here they all run in one.
pytestmark = [pytest.mark.flow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
As = Callable[[str], str]


@pytest.fixture
def become(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[As]:
    """Takes the seat of a country's registrar."""
    with on_a_socket(database, tmp_path / "home") as (world, address):
        yield seats(monkeypatch, world, address, "intelligence")
        gc.collect()


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = Exit.OK) -> str:
    """What a command says on standard output, or as an error where it ends so."""
    assert run(["traces", *words]) == code
    found = capsys.readouterr()
    return found.err if code else found.out + found.err


def test_a_trace_is_asked_answered_asked_further_and_closed(become: As, capsys: pytest.CaptureFixture[str]) -> None:
    become("a.registrar")
    weapon = ("--set", "make=Arvenwerk", "--set", "serial=AW 44 719", "--set", "made_in=XBM")
    which = json.loads(said(capsys, "ask", *weapon, "--words", "Found in a container.", "--json"))["id"]
    assert "is no value" in said(capsys, "ask", "--set", "make", code=Exit.ERROR)
    assert "1. XBM (maker): due" in said(capsys, "show", which)
    become("b.registrar")
    assert "1 wait for your answer" in said(capsys, "list")
    assert "0 of 1" in said(capsys, "list", "--side", "asked")
    assert "Where was it exported to?" in said(capsys, "answer", which, "exported", code=Exit.ERROR)
    assert "1. XBM (maker): exported" in said(capsys, "answer", which, "exported", "--country", "XCS")
    become("a.registrar")
    assert f"comity traces further {which} --ask XCS:exported" in said(capsys, "show", which)
    assert "Say whom to ask too." in said(capsys, "further", which, code=Exit.ERROR)
    assert "2. XCS (exported): due" in said(capsys, "further", which, "--ask", "XCS:exported")
    assert "closed, traced" in said(capsys, "close", which, "traced", "--words", "Sold in 2019")
    assert json.loads(said(capsys, "list", "--json"))["items"][0]["outcome"] == "traced"
