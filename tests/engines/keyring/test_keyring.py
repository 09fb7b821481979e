"""The keyring: files nobody else reads, one truth for all processes, versions that never come back."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.engines.clock import FixedClock
from comity.engines.keyring import KeyGone, KeyName, Keyring, KeyringUnusable
from comity.kernel.errors import Unavailable

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONTH = "2026-11"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def opened(folder: Path, passphrase: bytes | None = None) -> Keyring:
    return Keyring.open(folder, passphrase, FixedClock(NOON))


def test_a_key_is_made_once_and_stays(folder: Path) -> None:
    key = opened(folder).key(KeyName.AUDIT_MONTH, MONTH)
    assert (key.name, key.period, key.version, len(key.secret)) == (KeyName.AUDIT_MONTH, MONTH, 1, 32)
    assert opened(folder).key(KeyName.AUDIT_MONTH, MONTH) == key


def test_names_and_periods_have_keys_of_their_own(folder: Path) -> None:
    keyring = opened(folder)
    secrets = {keyring.key(name, period).secret for name in KeyName for period in ("", MONTH)}
    assert len(secrets) == 2 * len(KeyName)


def test_folder_and_files_are_closed_to_others(folder: Path) -> None:
    opened(folder).key(KeyName.TOKEN)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not list(folder.glob("*.new"))


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o711, 0o777])
def test_a_folder_that_others_can_enter_is_refused(folder: Path, mode: int) -> None:
    opened(folder)
    folder.chmod(mode)
    with pytest.raises(KeyringUnusable, match=f"Others can read the keyring folder .*{mode:04o}.*chmod 700"):
        opened(folder)


def test_a_file_that_others_can_read_is_refused(folder: Path) -> None:
    opened(folder).key(KeyName.TOKEN)
    (folder / "token..1.key").chmod(0o640)
    with pytest.raises(KeyringUnusable, match="chmod 600"):
        opened(folder).key(KeyName.TOKEN)


def test_rotation_keeps_the_old_version_and_reaches_other_processes(folder: Path) -> None:
    one, other = opened(folder), opened(folder)
    first = one.key(KeyName.RECORD)
    assert other.key(KeyName.RECORD) == first
    second = one.rotate(KeyName.RECORD)
    assert second.version == 2
    assert second.secret != first.secret
    assert other.key(KeyName.RECORD) == second
    assert other.version(KeyName.RECORD, 1) == first
    assert other.versions(KeyName.RECORD) == (first, second)


def test_a_destroyed_key_is_gone_for_all_and_its_version_never_returns(folder: Path) -> None:
    one, other = opened(folder), opened(folder)
    first = one.key(KeyName.AUDIT_MONTH, MONTH)
    assert other.key(KeyName.AUDIT_MONTH, MONTH) == first
    one.destroy(KeyName.AUDIT_MONTH, MONTH, 1)
    for keyring in (one, other, opened(folder)):
        with pytest.raises(KeyGone, match="Version 1 of the key audit_month for 2026-11"):
            keyring.version(KeyName.AUDIT_MONTH, 1, MONTH)
        assert keyring.versions(KeyName.AUDIT_MONTH, MONTH) == ()
    assert other.key(KeyName.AUDIT_MONTH, MONTH).version == 2
    assert first.secret.hex().encode() not in b"".join(path.read_bytes() for path in folder.glob("*.key"))


def test_what_was_never_there_is_gone(folder: Path) -> None:
    keyring = opened(folder)
    with pytest.raises(KeyGone):
        keyring.version(KeyName.RECORD, 7)
    with pytest.raises(KeyGone):
        keyring.destroy(KeyName.RECORD, "", 7)


@pytest.mark.parametrize("period", ["../x", "a.b", "a/b", "\0", "x" * 65, "a\n"])
def test_a_period_cannot_leave_the_folder(folder: Path, period: str) -> None:
    with pytest.raises(KeyringUnusable, match="period"):
        opened(folder).key(KeyName.FILTER, period)


def test_the_list_tells_facts_and_never_secrets(folder: Path) -> None:
    keyring = opened(folder)
    key = keyring.key(KeyName.CHECKPOINT)
    keyring.rotate(KeyName.CHECKPOINT)
    keyring.destroy(KeyName.CHECKPOINT, "", 1)
    facts = keyring.list()
    assert [(fact.name, fact.period, fact.version, fact.made_at, fact.destroyed) for fact in facts] == [
        (KeyName.CHECKPOINT, "", 1, NOON, True),
        (KeyName.CHECKPOINT, "", 2, NOON, False),
    ]
    assert repr(key.secret) not in repr(facts) + repr(key)


def test_under_a_passphrase_no_secret_lies_open(folder: Path) -> None:
    key = opened(folder, b"correct horse").key(KeyName.TOTP)
    text = (folder / "totp..1.key").read_bytes()
    assert json.loads(text)["name"] == "totp"
    assert key.secret not in text
    assert opened(folder, b"correct horse").key(KeyName.TOTP) == key


@pytest.mark.parametrize(
    ("made_with", "opened_with", "sentence"),
    [(b"one", b"two", "passphrase of the keyring is wrong"), (b"one", None, "none is set"), (None, b"two", "has no passphrase")],
)
def test_the_wrong_passphrase_is_said_so(folder: Path, made_with: bytes | None, opened_with: bytes | None, sentence: str) -> None:
    opened(folder, made_with).key(KeyName.TOKEN)
    with pytest.raises(KeyringUnusable, match=sentence):
        opened(folder, opened_with)


@pytest.mark.parametrize("content", [b"", b"{", b'{"name":"other"}', b"\xff\xfe"])
@pytest.mark.parametrize("file", ["token..1.key", "keyring.json"])
def test_a_torn_file_is_named(folder: Path, content: bytes, file: str) -> None:
    opened(folder).key(KeyName.TOKEN)
    (folder / file).write_bytes(content)
    with pytest.raises(KeyringUnusable, match=re.escape(f"{file} is damaged")):
        opened(folder).key(KeyName.TOKEN)


def test_swapped_files_are_found(folder: Path) -> None:
    keyring = opened(folder, b"pass")
    keyring.key(KeyName.TOKEN)
    keyring.key(KeyName.TOTP)
    (folder / "token..1.key").write_bytes((folder / "totp..1.key").read_bytes())
    with pytest.raises(KeyringUnusable, match="holds another key"):
        opened(folder, b"pass").key(KeyName.TOKEN)
    renamed = (folder / "totp..1.key").read_bytes().replace(b'"totp"', b'"token"')
    (folder / "token..1.key").write_bytes(renamed)
    with pytest.raises(KeyringUnusable, match="was changed"):
        opened(folder, b"pass").key(KeyName.TOKEN)


def test_keys_without_their_heading_are_not_taken_for_a_fresh_keyring(folder: Path) -> None:
    opened(folder).key(KeyName.TOKEN)
    (folder / "keyring.json").unlink()
    with pytest.raises(KeyringUnusable, match=r"keys but no keyring\.json"):
        opened(folder)


def test_a_file_left_by_a_crash_is_ignored(folder: Path) -> None:
    keyring = opened(folder)
    key = keyring.key(KeyName.TOKEN)
    (folder / ".token..2.key.99.new").write_bytes(b"half")
    assert opened(folder).key(KeyName.TOKEN) == key


def test_export_and_restore_give_the_same_keys(folder: Path, tmp_path: Path) -> None:
    keyring = opened(folder, b"one")
    key = keyring.key(KeyName.AUDIT_MONTH, MONTH)
    keyring.key(KeyName.TOKEN)
    keyring.destroy(KeyName.TOKEN, "", 1)
    sealed = keyring.export(b"safe")
    assert key.secret not in sealed
    back = Keyring.restore(tmp_path / "back", sealed, b"safe", b"two")
    assert back.list() == keyring.list()
    assert back.version(KeyName.AUDIT_MONTH, 1, MONTH) == key
    assert back.key(KeyName.TOKEN).version == 2
    assert opened(tmp_path / "back", b"two").list() == back.list()


def test_an_export_opens_with_its_passphrase_only_and_only_into_an_empty_folder(folder: Path, tmp_path: Path) -> None:
    keyring = opened(folder)
    keyring.key(KeyName.TOKEN)
    sealed = keyring.export(b"safe")
    last = bytes([255 - sealed[-1]])
    for changed, passphrase in ((sealed, b"other"), (sealed[:-1] + last, b"safe"), (sealed[:30], b"safe"), (b"no export", b"safe")):
        with pytest.raises(KeyringUnusable):
            Keyring.restore(tmp_path / "back", changed, passphrase)
    with pytest.raises(KeyringUnusable, match="not empty"):
        Keyring.restore(folder, sealed, b"safe")
    with pytest.raises(KeyringUnusable, match="needs a passphrase"):
        keyring.export(b"")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


def test_errors_are_of_the_family_unavailable() -> None:
    assert issubclass(KeyringUnusable, Unavailable)
    assert issubclass(KeyGone, Unavailable)


def test_two_processes_agree_on_a_fresh_key(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from comity.engines.keyring import *\n"
        "ring = Keyring.open(Path(sys.argv[1])); sys.stdin.read()\n"
        "print([ring.key(KeyName.AUDIT_MONTH, f'2026-{m:02}').secret.hex() for m in range(1, 13)])"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        for _ in range(3)
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
    told = set()
    for process in running:
        with process:
            assert process.stdout is not None
            told.add(process.stdout.read())
        assert process.returncode == 0
    assert len(told) == 1
    assert len(list(folder.glob("*.key"))) == 12


def test_an_unusable_path_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyringUnusable, match="cannot be used"):
        Keyring.open(tmp_path / "file")
