"""The keyring from the command line: nothing secret is shown, nothing is overwritten."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from comity.engines.keyring import KeyName, Keyring

PASSPHRASE = "a long passphrase\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("COMITY_DSN", "COMITY_INSTALLATION", "COMITY_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    (tmp_path / "main").mkdir(mode=0o700)
    Keyring.open(tmp_path / "main" / "keyring").key(KeyName.RECORD)
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_list_and_rotate(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "rotate", "record"]) == Exit.OK
    capsys.readouterr()
    assert run(["keys", "list", "--json"]) == Exit.OK
    out = capsys.readouterr().out
    assert [(key["name"], key["version"]) for key in json.loads(out)] == [("record", 1), ("record", 2)]
    secret = Keyring.open(home / "main" / "keyring").key(KeyName.RECORD).secret
    assert secret.hex() not in out
    assert run(["keys", "list"]) == Exit.OK
    assert "record" in capsys.readouterr().out


def test_an_unknown_key_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "rotate", "everything"]) == Exit.ERROR
    assert "filter_signing" in capsys.readouterr().err


def test_export_and_restore(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    safe = home / "safe"
    typed(monkeypatch, PASSPHRASE)
    assert run(["keys", "export", str(safe)]) == Exit.OK
    assert safe.stat().st_mode & 0o777 == 0o600
    typed(monkeypatch, PASSPHRASE)
    assert run(["keys", "restore", str(safe), "--installation", "other"]) == Exit.OK
    key = Keyring.open(home / "main" / "keyring").key(KeyName.RECORD)
    assert Keyring.open(home / "other" / "keyring").key(KeyName.RECORD) == key


def test_an_export_overwrites_nothing(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "safe").write_text("mine")
    typed(monkeypatch, PASSPHRASE)
    assert run(["keys", "export", str(home / "safe")]) == Exit.ERROR
    assert (home / "safe").read_text() == "mine"


def test_an_export_needs_a_passphrase(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(monkeypatch, "")
    assert run(["keys", "export", str(home / "safe")]) == Exit.ERROR
    assert "nothing was given" in capsys.readouterr().err
    assert not (home / "safe").exists()


def test_a_passphrase_that_others_read_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "passphrase"
    path.write_text("x")
    path.chmod(0o644)
    monkeypatch.setenv("COMITY_PASSPHRASE_FILE", str(path))
    assert run(["keys", "list"]) == Exit.ERROR
    assert "chmod 600" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../etc", "UP", "a/b", ".", "-x"])
def test_an_installation_is_a_name_not_a_path(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "list", f"--installation={name}"]) == Exit.ERROR
    assert "no name of an installation" in capsys.readouterr().err
