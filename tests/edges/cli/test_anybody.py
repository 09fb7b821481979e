"""Commands that leave no record, and those of lists that were checked, against a real server."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.edges.cli.served import signed_in
from tests.flows.listening import on_a_socket

pytestmark = [pytest.mark.flow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
TABLE = "Passport,Issuing country\nAB1234567,XBM\n!!,XBM\n"
PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


@pytest.fixture
def line(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with on_a_socket(database, tmp_path / "home") as (world, address):
        monkeypatch.setenv("COMITY_URL", address)
        monkeypatch.setenv("COMITY_TOKEN", signed_in(world, address, "a.officer", "POST"))
        yield tmp_path
        gc.collect()


def test_a_text_is_read_and_the_service_answers(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recognise", f"PDQ {PDQ}"]) == Exit.OK
    said = capsys.readouterr().out
    assert "pdq" in said
    assert "hash_lists" in said.replace("\n", "")
    assert run(["health"]) == Exit.OK
    assert "version" in capsys.readouterr().out
    assert run(["registers", "art", "--spreadsheet", str(line / "art.xlsx")]) == Exit.OK
    assert (line / "art.xlsx").read_bytes().startswith(b"PK")
    assert run(["registers", "art", "--spreadsheet", str(line / "art.xlsx")]) == Exit.ERROR


def test_ACC_08_a_hash_of_an_image_is_refused_to_who_is_no_cleared_specialist(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--about", f"PDQ={PDQ}"]) == Exit.ERROR
    assert "ACC-08" in capsys.readouterr().err


def test_a_list_that_was_checked_is_found_again(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line / "list.csv").write_text(TABLE)
    run(["check-list", str(line / "list.csv"), "--out", str(line / "first.csv"), "--json"])
    name = json.loads(capsys.readouterr().out)["list"]
    assert run(["lists", "list"]) == Exit.OK
    assert name in capsys.readouterr().out
    assert run(["lists", "rows", name, "--outcome", "not_asked", "--json"]) == Exit.OK
    assert [row["line"] for row in json.loads(capsys.readouterr().out)["items"]] == [3]
    assert run(["lists", "result", name, str(line / "again.csv")]) == Exit.OK
    assert (line / "again.csv").read_bytes() == (line / "first.csv").read_bytes()
    capsys.readouterr()
    assert run(["lists", "resume", name]) == Exit.OK
    assert "2 of 2 rows, done" in capsys.readouterr().out
    assert run(["lists", "remove", name]) == Exit.OK
    assert run(["lists", "rows", name]) == Exit.ERROR


def test_works_of_art_are_looked_up_by_anybody_where_that_is_open(line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["public-art"]) == Exit.ERROR
    assert "Say what it looks like" in capsys.readouterr().err
    assert run(["public-art", "bronze", "heron"]) == Exit.ERROR
    assert capsys.readouterr().err, "this installation has no public look-up"
