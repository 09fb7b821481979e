"""The file format: whole or not at all, and each fault named."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.engines.filters import files
from comity.engines.filters import format as layout
from comity.engines.filters.errors import (
    BuildFailed,
    ForeignFile,
    FormerFile,
    NotSigned,
    TornFile,
    UnknownFormat,
    UnreadableFile,
    UnusableFile,
)
from comity.engines.filters.files import Progress, open_file, write
from comity.engines.filters.fuse import Stage
from comity.kernel.errors import Unavailable
from tests.engines.filters.making import FACTS, ORGANISATION, SIGNING, keys, make, opened, some_keys, verify

CLASSES = {1: some_keys(300, 1), 7: keys(), -4: keys(1, 2, 3), 2**40: some_keys(50, 2)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path, CLASSES)


def boundaries(path: Path) -> list[int]:
    header = layout.header_size(len(CLASSES))
    starts = [section.offset for section in opened(path).sections]
    ends = [section.offset + section.size for section in opened(path).sections]
    fields = [0, 8, 12, 16, 24, 40, 48, 56, 64, 68, 72, 128, 128 + 80, header - 96, header - 64, header]
    return sorted({*fields, *starts, *ends})


def test_a_file_says_again_what_was_written(path: Path) -> None:
    file = opened(path)
    assert file.facts == FACTS
    assert [(section.class_id, section.count) for section in file.sections] == [(1, 300), (7, 0), (-4, 3), (2**40, 50)]
    assert all(section.offset % 64 == section.size % 64 == 0 for section in file.sections)
    assert not file.cells.flags.writeable
    assert path.stat().st_size == file.cells.nbytes
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_no_class_can_be_opened(tmp_path: Path) -> None:
    assert opened(make(tmp_path, {})).sections == ()


def test_progress_names_class_and_stage(tmp_path: Path) -> None:
    told: list[Progress] = []
    write(tmp_path, FACTS, {5: lambda: keys(1), 6: lambda: keys(2)}, SIGNING.sign, told.append)
    assert told[0] == Progress(5, 1, 2, Stage.LOAD)
    assert told[-1] == Progress(6, 2, 2, Stage.WRITE)


def test_each_flipped_byte_is_found(path: Path) -> None:
    """Every byte of the header; in the sections every seventh, and both ends of each."""
    whole = path.read_bytes()
    header = layout.header_size(len(CLASSES))
    ends = {at + step for at in boundaries(path) for step in (-1, 0)} - {-1, len(whole)}
    for at in sorted({*range(header), *range(header, len(whole), 7), *ends}):
        damaged = bytearray(whole)
        damaged[at] ^= 0x10
        path.write_bytes(damaged)
        expected = UnknownFormat if at < 12 else NotSigned if header - 64 <= at < header else TornFile
        with pytest.raises(expected):
            opened(path)


@given(st.data())
def test_any_damage_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = make(tmp_path_factory.mktemp("damage"), CLASSES)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    patch = data.draw(st.binary(min_size=1, max_size=200))
    damaged = (whole[:at] + patch + whole[at + len(patch) :])[: len(whole)]
    path.write_bytes(damaged)
    if damaged != whole:
        with pytest.raises(UnusableFile):
            opened(path)


def test_each_cut_is_found(path: Path) -> None:
    whole = path.read_bytes()
    for at in {at + step for at in boundaries(path) for step in (-1, 0, 1)} - {-1, len(whole), len(whole) + 1}:
        path.write_bytes(whole[:at])
        with pytest.raises(TornFile):
            opened(path)


def test_bytes_behind_the_end_are_found(path: Path) -> None:
    path.write_bytes(path.read_bytes() + bytes(64))
    with pytest.raises(TornFile, match="were written"):
        opened(path)


def test_another_organisation_is_refused(path: Path) -> None:
    with pytest.raises(ForeignFile, match="belongs to organisation"):
        open_file(path, organisation=UUID(int=1), verify=verify)


def test_another_life_of_the_database_is_refused(path: Path) -> None:
    assert open_file(path, organisation=ORGANISATION, verify=verify).facts.database == 77
    with pytest.raises(FormerFile, match="restore"):
        open_file(path, organisation=ORGANISATION, verify=verify, database=78)


def test_another_signature_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, FACTS, {}, lambda _: bytes(64))
    with pytest.raises(NotSigned):
        opened(path)


def test_a_signature_covers_the_whole_header(path: Path) -> None:
    """Somebody who can write the folder moves the position, and makes the checksum right again."""
    whole = bytearray(path.read_bytes())
    header = layout.header_size(len(CLASSES))
    whole[56] ^= 1
    whole[header - 96 : header - 64] = layout.checksum(bytes(whole[: header - 96]))
    path.write_bytes(whole)
    with pytest.raises(NotSigned):
        opened(path)


def test_another_version_is_named(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[8] = 2
    path.write_bytes(whole)
    with pytest.raises(UnknownFormat, match="version 2"):
        opened(path)


def test_a_missing_or_empty_file_is_named(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(TornFile, match="empty"):
        opened(path)
    path.unlink()
    with pytest.raises(UnreadableFile):
        opened(path)


SOUND = layout.Section(1, 3, 0, layout.header_size(1), 64, 4, 1, bytes(32))
WRONG = [
    replace(SOUND, offset=0),
    replace(SOUND, size=128),
    replace(SOUND, segment_length=3),
    replace(SOUND, segment_length=0),
    replace(SOUND, segments=0),
    replace(SOUND, segments=1000),
]


@pytest.mark.parametrize("section", WRONG)
def test_a_signed_table_that_leads_out_of_the_file_is_refused(section: layout.Section) -> None:
    """The kernels do not look where they read."""
    sound = layout.encode(FACTS, (SOUND,), SIGNING.sign) + bytes(64)
    layout.decode(memoryview(sound), "file", verify)
    wrong = layout.encode(FACTS, (section,), SIGNING.sign)
    with pytest.raises(TornFile):
        layout.decode(memoryview(wrong + bytes(max(0, section.offset + section.size - len(wrong)))), "file", verify)


def test_a_class_stands_in_a_table_once() -> None:
    twice = (SOUND, replace(SOUND, offset=layout.header_size(2) + 64))
    twice = (replace(SOUND, offset=layout.header_size(2)), twice[1])
    with pytest.raises(TornFile, match="contradicts"):
        layout.decode(memoryview(layout.encode(FACTS, twice, SIGNING.sign) + bytes(128)), "file", verify)


def test_a_failing_build_leaves_the_folder_as_it_was(path: Path) -> None:
    def lost() -> np.ndarray:
        raise LookupError

    with pytest.raises(LookupError):
        write(path.parent, replace(FACTS, position=2000), {1: lambda: keys(1), 2: lost}, SIGNING.sign)
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_is_named_and_leaves_the_folder_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(BuildFailed, match="disk is full") as caught:
        make(path.parent, CLASSES, position=2000)
    assert isinstance(caught.value, Unavailable)
    assert "database" in caught.value.still_works
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="could not be written"):
        make(tmp_path / "nowhere", CLASSES)
