"""Spooled files: whole or nothing, sealed, readable from any place, gone at their end."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyName, Keyring
from comity.engines.spool import NoRoom, Spool
from comity.engines.spool.frames import FRAME, HEAD_BYTES

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


class NotThere(Exception):
    """What the spool says of a file that it does not open."""


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", Keyring.open(tmp_path / "keys"))


def text(spool: Spool, name: str) -> bytes:
    stream = spool.reading(name, NOW)
    if stream is None:
        raise NotThere
    with stream:
        return stream.read()


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_is_written_is_read(spool: Spool, size: int) -> None:
    content = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)
    with spool.writing(LATER) as (name, file):
        for start in range(0, size, 70_001):
            file.write(content[start : min(start + 70_001, size)])
    assert text(spool, name) == content[:size]


@settings(max_examples=30)
@given(place=st.integers(0, 2 * FRAME + 500), length=st.integers(1, FRAME + 5))
def test_it_is_read_from_any_place(tmp_path_factory: pytest.TempPathFactory, place: int, length: int) -> None:
    folder = tmp_path_factory.mktemp("spool", numbered=True)
    spool = Spool(folder / "spool", Keyring.open(folder / "keys"))
    content = b"0123456789abcdef" * (2 * FRAME // 16) + b"tail" * 100
    stream = spool.reading(spool.keep(content, LATER), NOW)
    assert stream is not None
    with stream:
        stream.seek(place)
        assert stream.read(length) == content[place : place + length]


def test_nothing_lies_open(spool: Spool) -> None:
    name = spool.keep(b"AB1234567;XBM", LATER)
    assert b"AB1234567" not in (spool.folder / name).read_bytes()
    assert (spool.folder / name).stat().st_mode & 0o077 == 0


def test_what_broke_off_is_not_there(spool: Spool) -> None:
    with contextlib.suppress(KeyError), spool.writing(LATER) as (name, file):
        file.write(b"half")
        raise KeyError
    assert spool.reading(name, NOW) is None
    assert list(spool.folder.iterdir()) == []


def test_a_cut_or_changed_file_never_reads_as_a_whole_one(spool: Spool) -> None:
    name = spool.keep(b"x" * (2 * FRAME + 10), LATER)
    path = spool.folder / name
    whole = path.read_bytes()
    turned = [whole[:at] + bytes([255 - whole[at]]) + whole[at + 1 :] for at in (200, len(whole) - 3)]
    for damaged in (whole[:-1], whole[: HEAD_BYTES + FRAME + 28], *turned):
        path.write_bytes(damaged)
        with pytest.raises((Tampered, NotThere)):
            text(spool, name)


def test_a_file_under_another_name_or_with_another_end_does_not_open(spool: Spool) -> None:
    name, other = spool.keep(b"one", LATER), spool.keep(b"two", LATER)
    path = spool.folder / name
    (spool.folder / other).write_bytes(path.read_bytes())
    assert spool.reading(other, NOW) is None
    content = bytearray(path.read_bytes())
    content[12] ^= 1  # the last byte of its end
    path.write_bytes(bytes(content))
    assert spool.reading(name, NOW) is None


def test_a_file_ends_and_is_swept(spool: Spool) -> None:
    short, long = spool.keep(b"short", NOW + timedelta(hours=1)), spool.keep(b"long", LATER)
    assert spool.reading(short, NOW + timedelta(hours=2)) is None
    assert spool.sweep(NOW + timedelta(hours=2)) == 1
    assert [path.name for path in spool.folder.iterdir()] == [long]


@pytest.mark.parametrize("name", ["", "../keys", "x" * 32, "0" * 31, "0" * 32])
def test_names_of_others_open_nothing(spool: Spool, name: str) -> None:
    assert spool.reading(name, NOW) is None


def test_a_key_that_was_destroyed_takes_the_files_along(spool: Spool) -> None:
    name = spool.keep(b"rows", LATER)
    spool.keyring.rotate(KeyName.SESSION)
    spool.keyring.destroy(KeyName.SESSION, "", 1)
    assert spool.reading(name, NOW) is None


def test_no_room_is_said(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    with pytest.raises(NoRoom):
        Spool(tmp_path / "spool", Keyring.open(tmp_path / "keys")).keep(b"rows", LATER)
