"""`comity clearances` against a real server: proposed after a check, confirmed, shown, objected to."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.installation import clearance_life
from comity.edges.cli.main import run
from comity.edges.cli.sentences import Stopped
from tests.edges.cli.served import seats
from tests.flows.listening import on_a_socket
from tests.flows.test_clearances import ISSUER, NUMBER, PERSON
from tests.flows.world import HEADER
from tests.search.persons.indexed import let_go

# Each command is a process of its own, whose end closes its connection; here they all run in one.
pytestmark = [pytest.mark.flow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
As = Callable[[str], str]


@pytest.fixture
def become(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[As]:
    """Takes an officer's seat. There is a person with that document, of Belmora."""
    with on_a_socket(database, tmp_path / "home") as (world, address):
        sit = seats(monkeypatch, world, address)
        body = {"values": PERSON, "header": HEADER | {"purposes": ["wanted"], "source": "authority"}}
        headers = {"authorization": f"Bearer {sit('b.registrar')}"}
        made = httpx.post(f"{address}/api/v1/registers/persons/records", json=body, headers=headers, timeout=60).json()
        let_go(database, made["id"])
        yield sit
        gc.collect()


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = Exit.OK) -> str:
    capsys.readouterr()
    assert run(words) == code
    return capsys.readouterr().out


def test_a_clearance_by_command(become: As, capsys: pytest.CaptureFixture[str]) -> None:
    become("a.officer")
    check = json.loads(said(capsys, "check", "--document", f"{NUMBER}:{ISSUER}", "--json", code=Exit.HIT))
    (hit,) = [hit for one in check["answers"] for hit in one.get("hits", ())]
    words = ("clearances", "propose", check["check"], check["at"], hit["record"], "--ground", "birth")
    assert run((*words,)) == Exit.ERROR
    assert "The person knows of a clearance and wants it" in capsys.readouterr().err
    made = json.loads(said(capsys, *words, "--agreed", "--json"))
    assert made["state"] == "proposed"
    assert "proposed until" in said(capsys, "clearances", "list")
    become("a.supervisor")
    assert "In force until" in said(capsys, "clearances", "confirm", made["id"], NUMBER, ISSUER)
    become("a.officer")
    assert "Cleared earlier by XAR: two officers said" in said(capsys, "check", "--document", f"{NUMBER}:{ISSUER}", code=Exit.HIT)
    become("b.registrar")
    assert "cleared" in said(capsys, "inbox")
    assert "XAR" in said(capsys, "clearances", "list", "--side", "against")
    assert "ended: same person" in said(capsys, "clearances", "object", made["id"], "same-person")
    become("a.supervisor")
    assert run(("clearances", "end", made["id"])) == Exit.ERROR
    assert "Refused under HIT-10: This clearance has ended already." in capsys.readouterr().err


@pytest.mark.parametrize(("given", "days"), [("", 365), ("30", 30), ("365", 365)])
def test_how_long_a_clearance_holds_is_a_setting(monkeypatch: pytest.MonkeyPatch, given: str, days: int) -> None:
    monkeypatch.setenv("COMITY_CLEARANCE_DAYS", given)
    assert clearance_life().days == days


@pytest.mark.parametrize("given", ["0", "366", "-1", "a year", "1.5"])
def test_a_clearance_never_holds_longer_than_a_year(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("COMITY_CLEARANCE_DAYS", given)
    with pytest.raises(Stopped):
        clearance_life()
