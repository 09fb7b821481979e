"""Signed checkpoints and their files."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.audit import checkpoint as points
from comity.audit.checkpoint import Checkpoint, FolderUnusable, NotACheckpoint
from comity.engines import crypto
from comity.engines.clock import FixedClock
from comity.engines.keyring import KeyName, Keyring

SEED = bytes(range(32))
PUBLIC = crypto.public_key(SEED)
ORIGIN = "0190a000-0000-7000-8000-000000000001"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
POINT = Checkpoint(ORIGIN, 8, hashlib.sha256(b"root").digest(), NOON)


@given(st.integers(0, 2**60), st.binary(min_size=32, max_size=32))
def test_a_note_opens_as_it_was_signed(size: int, root: bytes) -> None:
    point = Checkpoint(ORIGIN, size, root, NOON)
    assert points.opened(points.sign(point, SEED), PUBLIC) == point


def test_the_form_of_the_note() -> None:
    """C2SP signed-note: text, empty line, em dash, name, base64 of four bytes of key hash and the signature."""
    lines = points.sign(POINT, SEED).split("\n")
    assert lines[:5] == [ORIGIN, "8", base64.b64encode(POINT.root).decode(), "time 2026-11-21T12:00:00Z", ""]
    dash, name, signature = lines[5].split(" ")
    assert (dash, name, lines[6:]) == ("\N{EM DASH}", ORIGIN, [""])
    assert base64.b64decode(signature)[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + PUBLIC).digest()[:4]


@given(st.data())
def test_one_changed_character_is_found(data: st.DataObject) -> None:
    note = points.sign(POINT, SEED)
    place = data.draw(st.integers(0, len(note) - 2))
    changed = note[:place] + data.draw(st.characters(max_codepoint=0x2020).filter(lambda c: c != note[place])) + note[place + 1 :]
    with pytest.raises(NotACheckpoint):
        points.opened(changed, PUBLIC)


@pytest.mark.parametrize("note", ["", "\n\n", "a\nb\nc\nd\n\n", f"{ORIGIN}\n-1\n\ntime 2026-11-21T12:00:00Z\n\n"])
def test_other_text_is_no_checkpoint(note: str) -> None:
    with pytest.raises(NotACheckpoint):
        points.opened(note, PUBLIC)


def test_another_key_is_found() -> None:
    with pytest.raises(NotACheckpoint, match="signature"):
        points.opened(points.sign(POINT, bytes(32)), PUBLIC)


def test_files_by_day_and_the_latest(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoints"
    for minutes in (0, 1, 60 * 24):
        last = points.keep(folder, Checkpoint(ORIGIN, minutes, POINT.root, NOON + timedelta(minutes=minutes)), SEED)
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-21.notes", "2026-11-22.notes", "latest"]
    assert (folder / "latest").read_text() == last
    lines = list(points.read(folder, PUBLIC))
    assert [line.checkpoint.size for line in lines if line.checkpoint] == [0, 1, 1440]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_torn_line_stands_alone_and_is_told(tmp_path: Path) -> None:
    points.keep(tmp_path, POINT, SEED)
    file = tmp_path / "2026-11-21.notes"
    file.write_bytes(file.read_bytes() + file.read_bytes()[:40])
    points.keep(tmp_path, POINT, SEED)
    lines = list(points.read(tmp_path, PUBLIC))
    assert [line.why for line in lines] == ["", "it is torn", ""]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnusable, match="cannot be written"):
        points.keep(tmp_path / "file", POINT, SEED)


# ------------------------------------------------------------------------------------------------------------------------ rotation
def at(minutes: float) -> Checkpoint:
    return Checkpoint(ORIGIN, int(minutes), POINT.root, NOON + timedelta(minutes=minutes))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def keyring(tmp_path: Path, clock: FixedClock) -> Keyring:
    return Keyring.open(tmp_path / "keys", clock=clock)


def kept(folder: Path, keyring: Keyring, minutes: float) -> str:
    return points.keep(folder, at(minutes), *(key.secret for key in points.keys_for(folder, keyring)))


def whys(folder: Path, keyring: Keyring) -> list[str]:
    return [line.why for line in points.read(folder, keyring.signers(KeyName.CHECKPOINT))]


def test_notes_of_every_version_stand_and_the_first_new_one_bears_both_signatures(tmp_path: Path, keyring, clock) -> None:
    folder = tmp_path / "checkpoints"
    assert kept(folder, keyring, 0).count("— ") == 1
    old = keyring.key(KeyName.CHECKPOINT)
    clock.advance(TEN_MINUTES)
    new = keyring.rotate(KeyName.CHECKPOINT)
    handed_over = kept(folder, keyring, 10)
    assert points.signed_with(handed_over, old)
    assert points.signed_with(handed_over, new)
    last = kept(folder, keyring, 11)
    assert not points.signed_with(last, old)
    assert points.signed_with(last, new)
    assert whys(folder, keyring) == ["", "", ""]


def test_notes_of_a_destroyed_version_stand_by_its_public_key(tmp_path: Path, keyring, clock) -> None:
    folder = tmp_path / "checkpoints"
    kept(folder, keyring, 0)
    clock.advance(TEN_MINUTES)
    keyring.rotate(KeyName.CHECKPOINT)
    keyring.destroy(KeyName.CHECKPOINT, "", 1)
    assert kept(folder, keyring, 10).count("— ") == 1
    assert whys(folder, Keyring.open(tmp_path / "keys")) == ["", ""]


def test_the_old_key_cannot_sign_after_its_time(tmp_path: Path, keyring, clock) -> None:
    folder = tmp_path / "checkpoints"
    stolen = keyring.key(KeyName.CHECKPOINT).secret
    clock.advance(TEN_MINUTES)
    keyring.rotate(KeyName.CHECKPOINT)
    points.keep(folder, at(9), stolen)
    points.keep(folder, at(10.5), stolen)  # was on its way when the key was rotated
    points.keep(folder, at(60), stolen)
    points.keep(folder, at(61), bytes(32))
    assert whys(folder, keyring) == [
        "",
        "",
        "it is signed by version 1 of the checkpoint key, which was no longer in force",
        "its signature is not by the checkpoint key",
    ]


@pytest.mark.parametrize("passphrase", [None, b"correct horse"])
def test_the_public_key_stays_with_a_passphrase_and_in_an_export_too(tmp_path: Path, passphrase: bytes | None) -> None:
    keyring = Keyring.open(tmp_path / "keys", passphrase)
    public = crypto.public_key(keyring.key(KeyName.CHECKPOINT).secret)
    keyring.rotate(KeyName.CHECKPOINT)
    keyring.destroy(KeyName.CHECKPOINT, "", 1)
    restored = Keyring.restore(tmp_path / "other", keyring.export(b"safe"), b"safe", passphrase)
    for one in (keyring, Keyring.open(tmp_path / "keys", passphrase), restored):
        first, second = one.signers(KeyName.CHECKPOINT)
        assert (first.version, first.public, second.version, second.until) == (1, public, 2, None)
        assert first.until is not None
    on_disk = (tmp_path / "keys" / "checkpoint..1.key").read_text()
    assert (base64.b64encode(public).decode() in on_disk) is (passphrase is None)
