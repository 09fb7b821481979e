"""COMITY_WATCH: which folders are watched, and what is refused of it before anything starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.edges.cli import installation
from comity.edges.cli.sentences import Stopped
from comity.edges.watching.loading import shown
from comity.edges.watching.settings import WatchWrong, read, token

TOML = """
[[folders]]
path = "{0}/in"
register = "travel_documents"
token_file = "{0}/token"
mapping = "Ministry"
unit = "DESK"
mode = "full"
purposes = ["border"]
law = "Passport act, 12"
source = "authority"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "token").write_text("comity_a_token\n")
    (tmp_path / "token").chmod(0o600)
    return tmp_path


def kept(home: Path, text: str, name: str = "watch.toml", mode: int = 0o600) -> Path:
    path = home / name
    path.write_text(text)
    path.chmod(mode)
    return path


def listed(home: Path, *more: dict[str, Any]) -> str:
    one = {"path": f"{home}/in", "register": "vehicles", "token_file": f"{home}/token"}
    return json.dumps({"folders": [one | other for other in more]})


def test_toml_and_json_say_the_same(home: Path) -> None:
    (one,) = read(kept(home, TOML.format(home))).folders
    assert (one.question.mode, one.question.mapping, one.question.unit, one.question.purposes) == ("full", "Ministry", "DESK", ("border",))
    assert token(one) == "comity_a_token"
    (other,) = read(kept(home, listed(home, {}), "watch.json")).folders
    assert (other.register, other.mode, other.settle_s) == ("vehicles", "delta", 5.0)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"register": "ships"}, "no register 'ships'"),
        ({"path": "in"}, "from the root"),
        ({"mode": "some"}, "cannot be read"),
        ({"settle_s": 0}, "cannot be read"),
        ({"colour": "red"}, "cannot be read"),
        ({"token_file": "/nowhere/token"}, "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_before_anything_starts(home: Path, more: dict[str, Any], said: str) -> None:
    with pytest.raises(WatchWrong, match=said):
        read(kept(home, listed(home, more), "watch.json"))


def test_one_folder_is_watched_once_and_none_within_another(home: Path) -> None:
    (home / "link").symlink_to(home / "in")
    for second in ({}, {"path": f"{home}/in/done"}, {"path": f"{home}/link"}):
        with pytest.raises(WatchWrong, match="twice"):
            read(kept(home, listed(home, {}, second), "watch.json"))
    assert len(read(kept(home, listed(home, {}, {"path": f"{home}/in2"}), "watch.json")).folders) == 2


def test_settings_and_tokens_are_closed_to_others(home: Path) -> None:
    with pytest.raises(WatchWrong, match="Others can read"):
        read(kept(home, listed(home, {}), "watch.json", 0o640))
    (home / "token").chmod(0o604)
    with pytest.raises(WatchWrong, match="Others can read"):
        read(kept(home, listed(home, {}), "watch.json"))


def test_the_setting_names_the_file_and_no_setting_watches_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_WATCH", raising=False)
    assert installation.watched() is None
    monkeypatch.setenv("COMITY_WATCH", str(kept(home, TOML.format(home))))
    found = installation.watched()
    assert found is not None
    assert found.folders[0].register == "travel_documents"
    monkeypatch.setenv("COMITY_WATCH", str(home / "nothing.toml"))
    with pytest.raises(Stopped):
        installation.watched()


def test_a_file_s_name_becomes_text() -> None:
    assert shown("a\nb\u202e\udcff.csv") == "a_b__.csv"
    assert len(shown("n" * 500)) == 200
