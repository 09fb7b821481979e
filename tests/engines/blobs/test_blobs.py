"""Sealed files: whole or not at all, on the disk before anybody names them, swept where nobody does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.engines.blobs import BlobGone, Blobs, NoRoomForBlobs, Place, folder
from comity.engines.blobs.sealed import MAGIC, PIECE, SALT_BYTES, open_pieces, seal_pieces
from comity.engines.clock import SystemClock
from comity.engines.crypto import Tampered
from comity.engines.keyring import Keyring
from comity.kernel.errors import Unavailable

KEY = bytes(range(32))
OTHER = bytes(32)
WHERE = UUID(int=7)
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs", Keyring.open(tmp_path / "keys"))


def place(owner: int = 2, key: bytes = KEY) -> Place:
    return Place(owner, uuid4(), key)


def sealed(plain: bytes) -> bytes:
    return b"".join(seal_pieces(KEY, b"here", (plain[at : at + 1000] for at in range(0, len(plain), 1000))))


def opened(content: bytes, tmp_path: Path, key: bytes = KEY, where: bytes = b"here") -> bytes:
    path = tmp_path / "sealed"
    path.write_bytes(content)
    with path.open("rb") as file:
        return b"".join(open_pieces(key, where, file))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_again(size: int, tmp_path: Path) -> None:
    plain = os.urandom(size)
    assert opened(sealed(plain), tmp_path) == plain


@given(st.binary(max_size=300))
def test_nothing_of_a_file_is_to_be_read_in_what_lies_on_the_disk(plain: bytes) -> None:
    content = sealed(plain)
    assert len(content) == len(MAGIC) + SALT_BYTES + len(plain) + 28
    assert len(plain) < 8 or plain not in content


@pytest.mark.parametrize("size", [0, 10, 2 * PIECE + 5])
def test_a_file_cut_anywhere_does_not_open(size: int, tmp_path: Path) -> None:
    content = sealed(os.urandom(size))
    whole = PIECE + 28
    cuts = {0, 1, 19, 20, 21, len(content) - 1, 20 + whole, 20 + 2 * whole} - {len(content)}
    for cut in (cut for cut in cuts if cut < len(content)):
        with pytest.raises(Tampered):
            opened(content[:cut], tmp_path)


def test_a_changed_byte_a_moved_piece_another_place_or_key_does_not_open(tmp_path: Path) -> None:
    content = sealed(os.urandom(2 * PIECE + 5))
    for at in (0, 5, 40, len(content) - 1):
        changed = bytearray(content)
        changed[at] ^= 1
        with pytest.raises(Tampered):
            opened(bytes(changed), tmp_path)
    whole, start = PIECE + 28, 20
    swapped = content[:start] + content[start + whole : start + 2 * whole] + content[start : start + whole] + content[start + 2 * whole :]
    for wrong in (
        lambda: opened(swapped, tmp_path),
        lambda: opened(content, tmp_path, OTHER),
        lambda: opened(content, tmp_path, where=b"there"),
    ):
        with pytest.raises(Tampered):
            wrong()
    with pytest.raises(Tampered):
        opened(content + content[start:], tmp_path)


def test_two_files_of_one_content_share_no_bytes() -> None:
    assert sealed(b"x" * 100)[20:] != sealed(b"x" * 100)[20:]


def test_a_file_is_written_read_and_removed(blobs: Blobs) -> None:
    where = place()
    written = blobs.write(where, [b"ab", b"", b"cd"])
    assert (b"".join(blobs.read(where, written.address)), written.size) == (b"abcd", 4)
    path = blobs.path(written.address)
    assert path.stat().st_mode & 0o077 == 0
    assert blobs.folder.stat().st_mode & 0o077 == 0
    blobs.remove([written.address, written.address])
    with pytest.raises(BlobGone):
        list(blobs.read(where, written.address))


def test_the_same_content_has_another_address_with_each_owner_and_each_file(blobs: Blobs) -> None:
    identity = uuid4()
    mine, theirs = (blobs.write(Place(owner, identity, KEY), [b"one photograph"]).address for owner in (1, 2))
    again = blobs.write(Place(1, uuid4(), KEY), [b"one photograph"]).address
    assert len({mine, theirs, again}) == 3
    assert blobs.write(Place(1, identity, KEY), [b"one photograph"]).address == mine


def test_another_records_key_opens_nothing(blobs: Blobs) -> None:
    where = place()
    address = blobs.write(where, [b"abcd"]).address
    for wrong in (Place(2, where.id, OTHER), Place(2, uuid4(), KEY)):
        with pytest.raises(Tampered):
            list(blobs.read(wrong, address))


def test_what_breaks_while_a_file_comes_in_leaves_nothing(blobs: Blobs) -> None:
    def broken():
        yield b"a" * (2 * PIECE)
        raise RuntimeError("the sender is gone")

    with pytest.raises(RuntimeError):
        blobs.write(place(), broken())
    assert not [path for path in blobs.folder.rglob("*") if path.is_file()]


def test_a_full_disk_is_said_and_leaves_nothing(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, parts: object) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, "_write", full)
    with pytest.raises(NoRoomForBlobs) as refused:
        blobs.write(place(), [b"abcd"])
    assert isinstance(refused.value, Unavailable)
    assert not [path for path in blobs.folder.rglob("*") if path.is_file()]


def test_a_real_full_disk_is_said(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    where = tmp_path / "part"
    where.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        folder._write(where, [b"x" * 100_000])


def test_what_no_row_names_goes_after_an_hour_and_nothing_else(blobs: Blobs) -> None:
    named, unnamed, fresh = (blobs.write(place(), [bytes([n])]).address for n in range(3))
    left = blobs.folder / ".0123.99.part"
    left.write_bytes(b"half")
    now = SystemClock().now()
    for path in (blobs.path(named), blobs.path(unnamed), left):
        old = (now - timedelta(hours=2)).timestamp()
        os.utime(path, (old, old))
    stranger = blobs.folder / "notes.txt"
    stranger.write_text("not ours")
    old_ones = blobs.unnamed(now)
    assert set(old_ones) == {named, unnamed}
    assert blobs.sweep(now, old_ones, {named}) == 2
    assert blobs.path(named).exists()
    assert blobs.path(fresh).exists()
    assert stranger.exists()
    assert not blobs.path(unnamed).exists()
    assert not left.exists()
    assert blobs.unnamed(now - timedelta(days=1)) == []


def test_an_address_is_32_bytes(blobs: Blobs) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        blobs.path(b"../../etc/passwd")


WRITER = """
import sys
from pathlib import Path
from uuid import uuid4
from comity.engines.blobs import Blobs, Place
from comity.engines.keyring import Keyring
home = Path(sys.argv[1])
blobs = Blobs(home / "blobs", Keyring.open(home / "keys"))
print("ready", flush=True)
while True:
    where = Place(2, uuid4(), bytes(range(32)))
    written = blobs.write(where, (bytes([n % 256]) * 9000 for n in range(60)))
    print(where.id.hex, written.address.hex(), flush=True)
"""


def test_a_killed_writer_leaves_whole_files_or_parts_that_are_swept(tmp_path: Path, blobs: Blobs) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        first = [writer.stdout.readline() for _ in range(3)]
        writer.kill()
        told = [line.split() for line in (*first, *writer.stdout.read().splitlines()) if len(line.split()) == 2]
    expected = b"".join(bytes([n % 256]) * 9000 for n in range(60))
    whole = [(identity, address) for identity, address in told if len(address) == 64]
    assert whole
    for identity, address in whole:
        assert b"".join(blobs.read(Place(2, UUID(hex=identity), KEY), bytes.fromhex(address))) == expected
    later = SystemClock().now() + timedelta(hours=2)
    blobs.sweep(later, blobs.unnamed(later), [bytes.fromhex(address) for _, address in whole])
    assert sum(path.is_file() for path in blobs.folder.rglob("*")) == len(whole)
