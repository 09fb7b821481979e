"""A watched folder: whole files are loaded once and moved, half-written ones waited for; a kill at any step loses and doubles nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from comity.edges.cli import watch
from comity.edges.cli.watch import Folder, Later, Outcome, Taken


@dataclass
class Clock:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Loader:
    """Notes what it was given. `says`: by the file's first word."""

    given: list[str] = field(default_factory=list)

    def __call__(self, path: Path) -> Outcome:
        text = path.read_text()
        self.given.append(text)
        if text.startswith("away"):
            raise Later
        if text.startswith("kill"):
            raise KeyboardInterrupt
        if text.startswith("bad"):
            return Outcome("refused", why="This is no file of records.")
        return Outcome("loaded", errors=b"number,error\n" if "wrong" in text else b"")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loader() -> Loader:
    return Loader()


@pytest.fixture
def folder(tmp_path: Path, clock: Clock, loader: Loader) -> Folder:
    made = Folder(tmp_path, loader, clock)
    with made.ours():
        pass
    return made


def looked(folder: Folder, clock: Clock, times: int = 2) -> list[str]:
    found: list[str] = []
    for _ in range(times):
        found += [name for name, _ in folder.look()]
        clock.at += folder.settle_s + 0.1
    return found


def places(folder: Folder) -> dict[str, list[str]]:
    return {place: sorted(path.name for path in (folder.path / place).iterdir()) for place in (watch.LOADING, watch.DONE, watch.REFUSED)}


def test_a_whole_file_is_loaded_once_and_moved(folder: Folder, clock: Clock, loader: Loader) -> None:
    (folder.path / "a.csv").write_text("rows")
    assert looked(folder, clock, 4) == ["a.csv"]
    assert places(folder) == {"loading": [], "done": ["a.csv"], "refused": []}
    assert loader.given == ["rows"]


def test_what_is_refused_has_its_reason_beside_it(folder: Folder, clock: Clock) -> None:
    (folder.path / "rows.csv").write_text("wrong rows")
    (folder.path / "file.xlsx").write_text("bad")
    looked(folder, clock)
    assert places(folder)["refused"] == ["file.xlsx", "file.xlsx.why.txt", "rows.csv", "rows.csv.errors.csv"]
    assert (folder.path / "refused" / "file.xlsx.why.txt").read_text() == "This is no file of records."
    assert (folder.path / "refused" / "rows.csv.errors.csv").stat().st_mode & 0o077 == 0


def test_a_half_written_file_is_waited_for(folder: Folder, clock: Clock, loader: Loader) -> None:
    path = folder.path / "slow.csv"
    for piece in ("a", "ab", "abc"):
        path.write_text(piece)
        os.utime(path, ns=(0, len(piece)))
        assert looked(folder, clock, 1) == []
    assert looked(folder, clock, 1) == ["slow.csv"]
    assert loader.given == ["abc"]


def test_what_others_are_writing_is_left_alone(folder: Folder, clock: Clock, tmp_path: Path) -> None:
    for name in (".hidden.csv", "~lock.csv", "a.csv.part", "b.tmp", "notes.doc"):
        (folder.path / name).write_text("rows")
    (folder.path / "link.csv").symlink_to("/etc/hostname")
    (folder.path / "folder.csv").mkdir()
    assert looked(folder, clock, 3) == []


def test_the_same_name_again_stands_beside_the_first(folder: Folder, clock: Clock) -> None:
    for _ in range(2):
        (folder.path / "a.csv").write_text("rows")
        looked(folder, clock)
    assert places(folder)["done"] == ["a.2.csv", "a.csv"]


def test_a_server_that_is_away_loses_nothing(folder: Folder, clock: Clock, loader: Loader) -> None:
    (folder.path / "a.csv").write_text("away")
    with pytest.raises(Later):
        looked(folder, clock)
    assert places(folder)["loading"] == ["a.csv"]
    (folder.path / "loading" / "a.csv").write_text("rows")
    assert looked(folder, clock, 1) == ["a.csv"]
    assert places(folder)["done"] == ["a.csv"]


def test_whoever_is_killed_while_loading_finds_the_file_again(folder: Folder, clock: Clock, loader: Loader) -> None:
    (folder.path / "a.csv").write_text("kill")
    with pytest.raises(KeyboardInterrupt):
        looked(folder, clock)
    (folder.path / "loading" / "a.csv").write_text("rows")
    again = Folder(folder.path, loader, clock)
    with again.ours():
        assert [name for name, _ in again.look()] == ["a.csv"]
    assert places(folder) == {"loading": [], "done": ["a.csv"], "refused": []}


def test_a_kill_between_error_file_and_move_leaves_both_findable(folder: Folder, clock: Clock) -> None:
    """What was written of the reasons before the kill is written again with the file's second turn."""
    (folder.path / "loading" / "a.csv").write_text("wrong rows")
    (folder.path / "refused" / "a.csv.errors.csv").write_bytes(b"old")
    looked(folder, clock, 1)
    assert places(folder)["refused"] == ["a.csv", "a.csv.errors.csv"]
    assert (folder.path / "refused" / "a.csv.errors.csv").read_bytes() != b"old"


def test_two_never_watch_one_folder(folder: Folder, loader: Loader, clock: Clock) -> None:
    with folder.ours(), pytest.raises(Taken), Folder(folder.path, loader, clock).ours():
        pass
