"""Where an installation's folders lie, and to whom they belong."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest

from comity.app import Settings, home_folder, pin, pinned

OURS, OTHERS = UUID(int=1), UUID(int=2)


def test_the_home_is_where_the_script_puts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_HOME", "/srv/comity")
    assert home_folder() == Path("/srv/comity")


@pytest.mark.parametrize(("user", "state", "home"), [(0, "/state", "/var/lib/comity"), (1000, "/state", "/state/comity")])
def test_without_a_word_it_is_where_the_user_keeps_state(monkeypatch: pytest.MonkeyPatch, user: int, state: str, home: str) -> None:
    monkeypatch.delenv("COMITY_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", state)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert home_folder() == Path(home)


def test_a_folder_is_tied_to_the_organisation_of_its_first_start_for_good(tmp_path: Path) -> None:
    assert pinned(tmp_path) is None
    pin(tmp_path, OURS)
    pin(tmp_path, OTHERS)
    assert pinned(tmp_path) == OURS


def test_no_two_things_share_a_folder(tmp_path: Path) -> None:
    settings = Settings("", tmp_path)
    folders = [settings.blobs, settings.keyring, settings.filters, settings.names, settings.checkpoints, settings.spool]
    assert len(set(folders)) == len(folders)
    assert {folder.parent for folder in folders} == {tmp_path}
