"""A PostgreSQL of one's own: prepared, migrated forwards and backwards, and told plainly what it lacks."""

from __future__ import annotations

import pytest

from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from comity.engines.store.launcher import Server
from comity.engines.store.migrations import current, head
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import drop_database
from tests.conftest import Database


def test_migrated_forwards_and_backwards(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMITY_DSN", empty_database.owner)
    for words, revision in ((["migrate"], head()), (["migrate", "--to", "0003_audit"], "0003_audit"), (["migrate"], head())):
        assert run(words) == Exit.OK
        assert current(empty_database.owner) == revision
    capsys.readouterr()
    assert run(["migrate", "--to", "zzz"]) == Exit.ERROR
    assert "0003_audit" in capsys.readouterr().err


def test_roles_that_are_there_keep_their_passwords(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    superuser = server.dsn(SUPERUSER, "postgres")
    monkeypatch.setenv("COMITY_DSN", superuser)
    try:
        assert run(["prepare", "--database", "test_prepared"]) == Exit.OK
    finally:
        drop_database(superuser, "test_prepared")
    captured = capsys.readouterr()
    assert captured.out == "The database test_prepared and its roles are there.\n"
    assert "keep their passwords" in captured.err


def test_up_refuses_a_database_of_ones_own(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COMITY_DSN", "postgresql://somewhere/else")
    assert run(["up"]) == Exit.ERROR
    assert "comity serve" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["up", "--port", "70000"], ["up", "--serving", "0"], ["serve", "--port=-1"]])
def test_what_cannot_be_is_said_before_anything_starts(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == Exit.ERROR
    assert capsys.readouterr().err.startswith("comity: ")
