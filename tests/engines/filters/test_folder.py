"""Which file is in force, what is removed, and what a killed builder leaves."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from comity.engines.filters.errors import FormerFile, NotSigned, TornFile
from comity.engines.filters.files import write
from comity.engines.filters.folder import clean, newest
from tests.engines.filters.making import FACTS, SIGNING, keys, make, opened, some_keys


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def test_an_empty_folder_has_no_file(tmp_path: Path) -> None:
    assert newest(tmp_path, opened).file is None
    assert clean(tmp_path, opened) == ()


def test_the_newest_is_in_force(tmp_path: Path) -> None:
    made = [make(tmp_path, {1: keys(position)}, position) for position in (9, 10_000, 200)]
    found = newest(tmp_path, opened)
    assert found.file is not None
    assert (found.file.path, found.skipped) == (made[1], ())


def test_a_newer_torn_file_is_passed_over_and_reported(tmp_path: Path) -> None:
    good, torn = make(tmp_path, {1: keys(1)}, 1), make(tmp_path, {1: keys(2)}, 2)
    tear(torn)
    found = newest(tmp_path, opened)
    assert found.file is not None
    assert found.file.path == good
    assert [type(error) for error in found.skipped] == [TornFile]
    assert torn.name in found.skipped[0].what


def test_the_newest_two_stay(tmp_path: Path) -> None:
    made = [make(tmp_path, {1: keys(1)}, position) for position in range(1, 6)]
    assert set(clean(tmp_path, opened)) == set(made[:3])
    assert sorted(tmp_path.iterdir()) == made[3:]


def test_good_files_stay_however_many_torn_ones_are_newer(tmp_path: Path) -> None:
    made = [make(tmp_path, {1: keys(1)}, position) for position in range(1, 7)]
    for torn in (made[1], made[3], made[4], made[5]):
        tear(torn)
    assert set(clean(tmp_path, opened)) == {made[1]}
    found = newest(tmp_path, opened)
    assert found.file is not None
    assert found.file.path == made[2]
    assert made[0].exists()


def test_files_of_a_former_life_go_and_those_of_others_stay(tmp_path: Path) -> None:
    former = write(tmp_path, replace(FACTS, database=1, position=9000), {}, SIGNING.sign)
    foreign = write(tmp_path, replace(FACTS, position=3), {}, lambda _: bytes(64))
    made = [make(tmp_path, {}, position) for position in (4, 5, 6)]
    found = newest(tmp_path, opened)
    assert [type(error) for error in found.skipped] == [FormerFile]
    assert set(clean(tmp_path, opened)) == {former, made[0]}
    with pytest.raises(NotSigned):
        opened(foreign)


def test_an_open_file_answers_after_its_removal(tmp_path: Path) -> None:
    oldest = opened(make(tmp_path, {1: some_keys(1000)}, 1))
    before = oldest.cells.copy()
    for position in (2, 3):
        make(tmp_path, {}, position)
    assert clean(tmp_path, opened) == (oldest.path,)
    assert (oldest.cells == before).all()


def test_an_unfinished_file_goes_once_its_builder_is_gone(tmp_path: Path) -> None:
    part = tmp_path / ".00000000000000000001-00000000000000000001.filters.99.part"
    part.write_bytes(b"half")
    with part.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert clean(tmp_path, opened) == ()
    assert clean(tmp_path, opened) == (part,)


BUILDER = """
import sys
from pathlib import Path
from comity.engines.filters.files import Progress, write
from dataclasses import replace
from tests.engines.filters.making import FACTS, SIGNING, some_keys

def tell(progress: Progress) -> None:
    print(progress.number, progress.stage, flush=True)
    if (str(progress.number), progress.stage) == (sys.argv[2], sys.argv[3]):
        sys.stdin.read()

def sign(message: bytes) -> bytes:
    print("sign", flush=True)
    if sys.argv[3] == "sign":
        sys.stdin.read()
    return SIGNING.sign(message)

write(Path(sys.argv[1]), replace(FACTS, position=2000), {1: lambda: some_keys(20_000), 2: lambda: some_keys(9, 1)}, sign, tell)
"""


@pytest.mark.fault
@pytest.mark.parametrize(("number", "step"), [("1", "load"), ("1", "peel"), ("1", "write"), ("2", "write"), ("-", "sign")])
def test_a_builder_killed_in_the_middle_leaves_the_old_file_in_force(tmp_path: Path, number: str, step: str) -> None:
    old = make(tmp_path, {1: keys(1)}, 1000)
    words = [sys.executable, "-c", BUILDER, str(tmp_path), number, step]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as builder:
        assert builder.stdout is not None
        reached = "sign" if step == "sign" else f"{number} {step}"
        while (line := builder.stdout.readline().strip()) != reached:
            assert line, "the builder ended before the step"
        assert clean(tmp_path, opened) == ()  # it lives: its file stays
        os.kill(builder.pid, signal.SIGKILL)
    found = newest(tmp_path, opened)
    assert found.file is not None
    assert (found.file.path, found.skipped) == (old, ())
    assert [path.suffix for path in clean(tmp_path, opened)] == [".part"]
    assert list(tmp_path.iterdir()) == [old]
