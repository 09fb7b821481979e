"""`comity record attach|files|fetch|detach` against a real server."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from comity.access import totp
from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from tests.flows.listening import on_a_socket
from tests.flows.world import HEADER, PASSWORD, VEHICLE
from tests.registers.test_media import photo, with_gps

# Each command is a process of its own, whose end closes its connection; here they all run in one.
pytestmark = [pytest.mark.flow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


@pytest.fixture
def record(database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The id of a vehicle of Belmora, whose registrar sits at the command line."""
    with on_a_socket(database, tmp_path / "home") as (world, address):
        monkeypatch.setenv("COMITY_URL", address)
        code = totp.code(world.seeds["b.registrar"], totp.step_at(world.clock.now()))
        told = {"login": "b.registrar", "password": PASSWORD, "code": code}
        token = httpx.post(f"{address}/api/v1/sign-in", json=told, timeout=60).json()["token"]
        monkeypatch.setenv("COMITY_TOKEN", token)
        by = {"authorization": f"Bearer {token}"}
        httpx.put(f"{address}/api/v1/me/place", json={"unit": "DESK", "purpose": "border"}, headers=by, timeout=60).raise_for_status()
        body = {"values": VEHICLE, "header": HEADER}
        made = httpx.post(f"{address}/api/v1/registers/vehicles/records", json=body, headers=by, timeout=60)
        assert made.status_code == 201, made.text
        yield made.json()["id"]
        gc.collect()


def said(capsys: pytest.CaptureFixture[str], *words: object, code: int = Exit.OK) -> str:
    """What a command says on standard output, or as an error where it ends so."""
    assert run(["record", *map(str, words)]) == code
    found = capsys.readouterr()
    return found.err if code else found.out


def test_a_file_is_added_listed_fetched_and_taken_away(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "front.svg"  # its name says nothing
    picture.write_bytes(with_gps())
    where = ("--field", "photographs.1.image", "--title", "Front, left")
    made = json.loads(said(capsys, "attach", "vehicles", record, picture, *where, "--json"))
    assert (made["media_type"], made["field"]) == ("image/jpeg", "photographs.1.image")
    listed = said(capsys, "files", "vehicles", record)
    for word in (made["id"], "image/jpeg", "Front, left"):
        assert word in listed.replace("\n", " ")
    out = tmp_path / "kept.jpg"
    said(capsys, "fetch", "vehicles", record, made["id"], "--out", out)
    assert len(out.read_bytes()) == made["size"]
    assert b"Exif" not in out.read_bytes()
    assert "already" in said(capsys, "fetch", "vehicles", record, made["id"], "--out", out, code=Exit.ERROR)
    small = tmp_path / "small.jpg"
    said(capsys, "fetch", "vehicles", record, made["id"], "--out", small, "--preview")
    assert small.read_bytes().startswith(b"\xff\xd8")
    said(capsys, "detach", "vehicles", record, made["id"])
    assert json.loads(said(capsys, "files", "vehicles", record, "--json")) == []
    assert said(capsys, "fetch", "vehicles", record, made["id"], "--out", tmp_path / "gone", code=Exit.ERROR)
    assert not (tmp_path / "gone").exists()


def test_what_is_refused_says_why(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = tmp_path / "drawing.jpg"
    drawing.write_bytes(b"<svg onload='alert(1)'/>")
    where = ("--field", "photographs.1.image")
    assert run(["record", "attach", "vehicles", record, str(drawing), *where]) != Exit.OK
    assert "not taken here" in capsys.readouterr().err
    assert "cannot be read" in said(capsys, "attach", "vehicles", record, tmp_path / "nowhere", *where, code=Exit.ERROR)
    drawing.write_bytes(photo())
    assert run(["record", "attach", "vehicles", record, str(drawing), "--field", "vin"]) != Exit.OK
    assert "takes no file" in capsys.readouterr().err
