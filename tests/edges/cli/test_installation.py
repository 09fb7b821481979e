"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.edges.cli import installation
from comity.edges.cli.sentences import Stopped

TOML = """
[[sources]]
name = "Esteria"
address = "https://esteria.example/api/v1/checks"
issuers = ["XES"]
token = "secret"
"""
JSON = '{"sources": [{"name": "Esteria", "address": "https://esteria.example", "issuers": ["XES"]}]}'


def listed(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, mode: int = 0o600) -> None:
    path = folder / name
    path.write_text(text)
    path.chmod(mode)
    monkeypatch.setenv("COMITY_SOURCES", str(path))


def test_sources_in_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(tmp_path, monkeypatch, "sources.toml", TOML)
    (source,) = installation.sources()
    assert (source.name, source.issuers, source.registers, source.token) == ("Esteria", ("XES",), ("travel_documents",), "secret")
    assert "secret" not in repr(source)


def test_sources_in_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(tmp_path, monkeypatch, "sources.json", JSON)
    assert installation.sources()[0].address == "https://esteria.example"


def test_no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_SOURCES", raising=False)
    assert installation.sources() == ()


@pytest.mark.parametrize(
    ("text", "said"), [("sources = 3", "cannot be read"), ("[[sauces]]\nname='x'\naddress='y'\nissuers=[]", "sauces"), ("[", "read")]
)
def test_a_wrong_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    listed(tmp_path, monkeypatch, "sources.toml", text)
    with pytest.raises(Stopped, match=said):
        installation.sources()


def test_tokens_that_others_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(tmp_path, monkeypatch, "sources.toml", TOML, 0o644)
    with pytest.raises(Stopped, match="chmod 600"):
        installation.sources()


def test_which_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    for name in ("COMITY_DSN", "COMITY_INSTALLATION"):
        monkeypatch.delenv(name, raising=False)
    assert installation.name_of() == "main"
    (tmp_path / "demo").mkdir()
    assert installation.name_of() == "demo"
    (tmp_path / "main").mkdir()
    assert installation.name_of() == "main"
    assert installation.name_of("other") == "other"
    monkeypatch.setenv("COMITY_INSTALLATION", "named")
    assert installation.folder() == tmp_path / "named"


@pytest.mark.parametrize(("given", "proxied"), [("", False), ("0", False), ("1", True)])
def test_behind_a_proxy_cookies_are_secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, proxied: bool) -> None:
    monkeypatch.setenv("COMITY_BEHIND_PROXY", given)
    made = installation.settings("", tmp_path, secure_cookies=False)
    assert (made.behind_proxy, made.secure_cookies) == (proxied, proxied)
    assert installation.settings("", tmp_path).secure_cookies


def test_a_proxy_that_is_neither_there_nor_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_BEHIND_PROXY", "yes")
    with pytest.raises(Stopped, match="'yes'"):
        installation.behind_proxy()
