"""`comity check-list` against a real server: what is said, what is written, which code it ends with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.edges.cli.served import jobs_run, signed_in
from tests.flows.listening import on_a_socket
from tests.flows.world import HEADER, REPORTED, World

TABLE = "Surname,Passport,Issuing country\nSOLVANE,AB1234567,XBM\nODE,ZZ998877,XBM\n=1+1,!!,XBM\n"


@pytest.fixture
def serving(database, tmp_path: Path) -> Iterator[tuple[World, str]]:
    with on_a_socket(database, tmp_path / "home") as pair:
        yield pair


@pytest.fixture
def served(serving: tuple[World, str]) -> World:
    return serving[0]


@pytest.fixture
def line(serving: tuple[World, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the list, an officer's session, and one record that its first row meets."""
    world, address = serving
    registrar = {"authorization": f"Bearer {signed_in(world, address, 'b.registrar', 'DESK')}"}
    made = httpx.post(
        f"{address}/api/v1/registers/travel_documents/records", json={"values": REPORTED, "header": HEADER}, headers=registrar
    )
    assert made.status_code == 201
    monkeypatch.setenv("COMITY_URL", address)
    monkeypatch.setenv("COMITY_TOKEN", signed_in(world, address, "a.officer", "POST"))
    (tmp_path / "list.csv").write_text(TABLE)
    return tmp_path


def test_a_list_is_checked_and_its_rows_come_back(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-list", str(line / "list.csv"), "--out", str(line / "result.csv"), "--reference", "K-1"]) == Exit.HIT
    said = capsys.readouterr()
    assert "3 rows: 1 hits, 1 not asked, 1 no hits." in said.out
    assert "Not asked: Surname" in said.err
    rows = (line / "result.csv").read_text("utf-8-sig").splitlines()
    assert rows[1].startswith("SOLVANE,AB1234567,XBM,hit,exact,travel_documents,XBM")
    assert rows[3].startswith("'=1+1,!!,XBM,not_asked")
    assert run(["check-list", str(line / "list.csv"), "--out", str(line / "result.csv")]) == Exit.ERROR
    assert "nothing is overwritten" in capsys.readouterr().err


def test_a_dry_reading_says_how_columns_are_understood(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-list", str(line / "list.csv"), "--dry"]) == Exit.OK
    said = capsys.readouterr().out
    assert "document.issuer" in said
    assert "carried through" in said
    assert "Nothing was asked" in said
    assert run(["check-list", str(line / "list.csv"), "--dry", "--json", "--column", "Surname=vin"]) == Exit.OK
    assert json.loads(capsys.readouterr().out)["columns"][0] == {"title": "Surname", "read_as": "vin"}
    assert not list(line.glob("*.checked.csv"))


def test_a_row_not_asked_whole_is_no_no_hit(line: Path) -> None:
    (line / "b.csv").write_text("Passport,VIN\nZZ998877,1M8\n")
    assert run(["check-list", str(line / "b.csv")]) == Exit.NO_ANSWER
    assert (line / "b.checked.csv").exists()
    (line / "c.csv").write_text("Passport\nZZ998877\n")
    assert run(["check-list", str(line / "c.csv"), "--json"]) == Exit.OK


def test_what_is_no_list_is_told(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line / "d.csv").write_text("Surname\nSOLVANE\n")
    assert run(["check-list", str(line / "d.csv")]) == Exit.ERROR
    assert "No column of the list says what to ask about" in capsys.readouterr().err


def test_a_long_list_is_followed_to_its_end(line: Path, served: World, capsys: pytest.CaptureFixture[str]) -> None:
    (line / "e.csv").write_text("Passport\n" + "".join(f"ZZ{number:06}\n" for number in range(501)))
    with jobs_run(served):
        assert run(["check-list", str(line / "e.csv")]) == Exit.OK
    said = capsys.readouterr()
    assert "501 rows: 501 no hits." in said.out
    assert "of 501 rows" in said.err
