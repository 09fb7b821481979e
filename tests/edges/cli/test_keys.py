"""The keyring from the command line: nothing secret is shown, nothing is overwritten."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.audit.entry import Act, decode_heads
from comity.audit.pack import open_questions
from comity.edges.cli import keys
from comity.edges.cli.exits import Exit
from comity.edges.cli.main import run
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.errors import Unavailable
from comity.keys import Unheard
from tests.checking import application, document, make_world, packs

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


# ------------------------------------------------------------------------------------------------------- without and with a database
def test_without_a_database_it_is_said_that_nothing_is_in_the_audit(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "rotate", "token"]) == Exit.OK
    assert "NOT in the audit" in capsys.readouterr().err
    assert run(["keys", "list"]) == Exit.OK
    assert "was not counted" in capsys.readouterr().err


def test_without_a_database_the_filter_key_stays(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Keyring.open(home / "main" / "keyring").key(KeyName.FILTER)
    assert run(["keys", "rotate", "filter"]) == Exit.ERROR
    assert "no database" in capsys.readouterr().err
    assert len(Keyring.open(home / "main" / "keyring").versions(KeyName.FILTER)) == 1


def test_a_lost_keyring_is_said_so_and_not_made_anew(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "main" / "organisation").write_text("0190a000-0000-7000-8000-000000000001")
    keyring = home / "main" / "keyring"
    shutil.rmtree(keyring)
    assert run(["keys", "rotate", "record"]) == Exit.ERROR
    assert "keys restore" in capsys.readouterr().err
    assert not keyring.exists()
    keyring.mkdir(mode=0o700)
    assert run(["keys", "rotate", "record"]) == Exit.ERROR
    assert "Restore it from its export" in capsys.readouterr().err
    assert not any(keyring.iterdir())


def test_the_wrong_passphrase_rotates_nothing(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    keyring = home / "main" / "keyring"
    shutil.rmtree(keyring)
    Keyring.open(keyring, b"right").key(KeyName.RECORD)
    given = home / "passphrase"
    given.write_text("wrong\n")
    given.chmod(0o600)
    assert run(["keys", "rotate", "record"]) == Exit.ERROR
    assert "none is set" in capsys.readouterr().err
    monkeypatch.setenv("COMITY_PASSPHRASE_FILE", str(given))
    assert run(["keys", "rotate", "record"]) == Exit.ERROR
    assert "passphrase of the keyring is wrong" in capsys.readouterr().err
    assert len(Keyring.open(keyring, b"right").versions(KeyName.RECORD)) == 1


@pytest.mark.parametrize("whose", ["folder", "file"])
def test_what_others_can_read_is_not_used(home: Path, whose: str, capsys: pytest.CaptureFixture[str]) -> None:
    keyring = home / "main" / "keyring"
    (keyring if whose == "folder" else keyring / "record..1.key").chmod(0o755)
    for words in (["rotate", "record"], ["destroy", "record", "1", "--even-so"]):
        assert run(["keys", *words]) == Exit.ERROR
        assert "chmod" in capsys.readouterr().err
    assert len(list(keyring.glob("*.key"))) == 1


def test_a_half_written_key_is_nobody_s_and_goes(home: Path) -> None:
    keyring = home / "main" / "keyring"
    (keyring / ".record..2.key.99.new").write_bytes(b'{"name":"rec')
    assert run(["keys", "rotate", "record"]) == Exit.OK
    assert sorted(path.name for path in keyring.glob("*record*")) == ["record..1.key", "record..2.key"]
    assert not list(keyring.glob(".*.new"))


def test_without_a_database_only_even_so_destroys_and_never_what_is_in_force(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "rotate", "record"]) == Exit.OK
    assert run(["keys", "destroy", "record", "1"]) == Exit.ERROR
    assert "cannot be seen" in capsys.readouterr().err
    assert run(["keys", "destroy", "record", "2", "--even-so"]) == Exit.ERROR
    assert "in force" in capsys.readouterr().err
    assert run(["keys", "destroy", "record", "1", "--even-so"]) == Exit.OK
    assert "NOT in the audit" in capsys.readouterr().err
    assert run(["keys", "destroy", "record", "1", "--even-so"]) == Exit.ERROR
    assert "is not in the keyring" in capsys.readouterr().err
    assert [key.version for key in Keyring.open(home / "main" / "keyring").versions(KeyName.RECORD)] == [2]


@pytest.mark.parametrize(
    ("typed_words", "said"),
    [(["rotate", "record", "--period", "2026-11"], "has no period"), (["rotate", "audit_month", "--period", "2026-13"], "is no month")],
)
def test_a_period_is_a_month_of_a_key_that_has_one(typed_words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", *typed_words]) == Exit.ERROR
    assert said in capsys.readouterr().err


def test_a_month_s_key_is_this_month_s(home: Path) -> None:
    assert run(["keys", "rotate", "audit_month"]) == Exit.OK
    (fact,) = [key for key in Keyring.open(home / "main" / "keyring").list() if key.name is KeyName.AUDIT_MONTH]
    assert fact.period == f"{fact.made_at:%Y-%m}"


def test_rotate_rewrap_destroy_and_export_with_a_database(
    home: Path, database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_world(database)
    asyncio.run(_entered(database, home / "main"))
    monkeypatch.setenv("COMITY_DSN", database.work)
    assert run(["keys", "rotate", "filter"]) == Exit.ERROR
    assert "checks would miss them" in capsys.readouterr().err
    assert run(["keys", "rotate", "record"]) == Exit.OK
    assert "NOT in the audit" not in capsys.readouterr().err
    assert run(["keys", "destroy", "record", "1"]) == Exit.ERROR
    told = capsys.readouterr().err
    assert "1 records are under it" in told
    assert "comity keys rewrap" in told
    assert run(["keys", "rewrap"]) == Exit.OK
    assert "1 of 1" in capsys.readouterr().err
    assert run(["keys", "list"]) == Exit.OK
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("record") and "in force" in line]
    assert line.rstrip().endswith("1 records")
    assert run(["keys", "destroy", "record", "1"]) == Exit.ERROR
    assert "on its way" in capsys.readouterr().err
    assert run(["keys", "destroy", "record", "1", "--even-so"]) == Exit.OK
    typed(monkeypatch, PASSPHRASE)
    assert run(["keys", "export", str(home / "safe")]) == Exit.OK
    keyring = Keyring.open(home / "main" / "keyring")
    said = [
        head.detail
        for pack in packs(database)
        for head in decode_heads(pack.heads)
        if head.act == Act.KEY and open_questions(pack, keyring.version(KeyName.AUDIT_MONTH, pack.version, pack.period)) == b""
    ]
    assert said == [
        "rotated record: version 2 is in force",
        "sealing anew began: 1 records to version 2 of record",
        "sealing anew ended: 1 records, 0 officers, 0 lost",
        (
            "destroyed version 1 of record, though needed: it was rotated less than 5 minutes ago, "
            "and something made under it may be on its way"
        ),
        "all keys exported",
    ]


async def _entered(database, place: Path) -> None:
    async with application(database, place) as comity:
        await document(comity)


def test_another_role_is_told_which_it_takes(database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COMITY_DSN", database.app)
    assert run(["keys", "rewrap"]) == Exit.ERROR
    assert "comity_work" in capsys.readouterr().err


@pytest.mark.parametrize("made", [True, False])
def test_what_the_database_did_not_hear_is_made_once(home: Path, monkeypatch, capsys: pytest.CaptureFixture[str], made: bool) -> None:
    """Whether it went away before the key was made or after; what another process makes meanwhile is another version."""

    def away(*_: object) -> None:
        fresh = Keyring.open(home / "main" / "keyring").rotate(KeyName.TOKEN)
        gone = Unavailable("The database does not answer.")
        raise Unheard(fresh, gone) if made else gone

    monkeypatch.setattr(keys, "_served", away)
    assert run(["keys", "rotate", "token"]) == Exit.OK
    said = capsys.readouterr()
    assert said.out == f"token: version {1 if made else 2} is in force.\n"
    assert "NOT in the audit: The database does not answer." in said.err
    assert len(Keyring.open(home / "main" / "keyring").versions(KeyName.TOKEN)) == (1 if made else 2)


def test_two_processes_that_rotate_at_once_make_two_versions(home: Path) -> None:
    words = [sys.executable, "-m", "comity", "keys", "rotate", "token"]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(2)]
    said = [one.communicate(timeout=300)[0] for one in both]
    assert sorted(said) == ["token: version 1 is in force.\n", "token: version 2 is in force.\n"]
    assert [key.version for key in Keyring.open(home / "main" / "keyring").versions(KeyName.TOKEN)] == [1, 2]
