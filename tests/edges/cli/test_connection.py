"""Where the token is kept, and to whom it is never sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.edges.cli import connection
from comity.edges.cli.sentences import Stopped

HERE = "http://127.0.0.1:8400"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("COMITY_TOKEN", raising=False)
    monkeypatch.delenv("COMITY_URL", raising=False)
    return tmp_path / "comity" / "sessions.json"


def test_one_token_for_each_server(own_folder: Path) -> None:
    connection.keep(HERE, "one")
    connection.keep("https://other.test", "two")
    assert connection.kept(HERE) == "one"
    connection.keep(HERE, "")
    assert (connection.kept(HERE), connection.kept("https://other.test")) == ("", "two")
    assert own_folder.stat().st_mode & 0o777 == 0o600
    assert own_folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_token_of_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.keep(HERE, "one")
    monkeypatch.setenv("COMITY_TOKEN", "other")
    assert connection.kept(HERE) == "other"


def test_a_file_that_others_read_is_refused(own_folder: Path) -> None:
    connection.keep(HERE, "one")
    own_folder.chmod(0o644)
    with pytest.raises(Stopped, match="Others can read"):
        connection.kept(HERE)


def test_a_damaged_file_says_what_to_do(own_folder: Path) -> None:
    connection.keep(HERE, "one")
    own_folder.write_text("{")
    with pytest.raises(Stopped, match="damaged"):
        connection.kept(HERE)


@pytest.mark.parametrize("address", ["http://example.org", "ftp://x", "example.org", "http://127.evil.example"])
def test_no_token_leaves_in_the_clear(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_URL", address)
    with pytest.raises(Stopped, match="https"):
        connection.address()


@pytest.mark.parametrize("address", ["https://example.org/", "http://localhost:1", "http://[::1]:1", "http://127.0.0.1:8400"])
def test_encrypted_or_at_home(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_URL", address)
    assert connection.address() == address.rstrip("/")
