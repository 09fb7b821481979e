"""A watched folder: whole files are loaded once and moved, half-written ones waited for; a kill at any step loses and doubles nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from comity.edges.watching import folder as watch
from comity.edges.watching.folder import Folder, Gone, Later, Outcome, Taken, Whole


@dataclass
class Clock:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Loader:
    """Notes what it was given. `says`: by the file's first word."""

    given: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    def __call__(self, whole: Whole) -> Outcome:
        text = whole.content.read().decode()
        self.jobs.append(whole.job)
        whole.began("job-1")
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
    with folder.ours():
        for _ in range(times):
            found += [name for name, _ in folder.look()]
            clock.at += folder.settle_s + 0.1
    return found


def places(folder: Folder) -> dict[str, list[str]]:
    return {place: sorted(one.name for one in (folder.path / place).iterdir() if one.name[0] != ".") for place in watch.PLACES}


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


def test_a_companion_says_that_a_file_is_whole(folder: Folder, clock: Clock) -> None:
    (folder.path / "a.csv").write_text("rows")
    (folder.path / "a.csv.done").touch()
    assert looked(folder, clock, 1) == ["a.csv"]
    assert not (folder.path / "a.csv.done").exists()
    (folder.path / "a.csv").write_text("more rows")
    assert looked(folder, clock, 1) == []


def test_whoever_is_killed_while_loading_goes_on_with_its_job(folder: Folder, clock: Clock, loader: Loader) -> None:
    (folder.path / "a.csv").write_text("kill")
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            looked(folder, clock)
    assert loader.jobs == ["", "job-1"]


def test_a_note_of_an_earlier_file_of_that_name_is_not_believed(folder: Folder, clock: Clock, loader: Loader) -> None:
    """A kill between the last move and the note's end leaves the note behind: the next file is another one, and is loaded."""
    (folder.path / "a.csv").write_text("rows")
    looked(folder, clock)
    (folder.path / "loading" / ".a.csv.job").write_text("job-1 1 2 3")
    (folder.path / "a.csv").write_text("other rows")
    looked(folder, clock)
    assert loader.jobs == ["", ""]
    assert loader.given == ["rows", "other rows"]


def test_a_file_that_is_written_to_while_it_is_loaded_is_loaded_again(folder: Folder, clock: Clock, loader: Loader) -> None:
    path = folder.path / "loading" / "a.csv"
    path.write_text("rows")

    def writing(whole: Whole) -> Outcome:
        with path.open("a") as more:
            more.write(" and more")
        return loader(whole)

    folder.load = writing
    with pytest.raises(Later):
        looked(folder, clock, 1)
    folder.load = loader
    looked(folder, clock, 1)
    assert loader.given[-1] == "rows and more"
    assert loader.jobs[-1] == ""
    assert places(folder)["done"] == ["a.csv"]


def test_links_lead_nowhere(folder: Folder, clock: Clock, loader: Loader, tmp_path: Path) -> None:
    secret = tmp_path.parent / f"{tmp_path.name}-secret.csv"
    secret.write_text("rows of somebody else")
    (folder.path / "hard.csv").hardlink_to(secret)
    (folder.path / "soft.csv").symlink_to(secret)
    (folder.path / "loading" / "soft.csv").symlink_to(secret)
    os.mkfifo(folder.path / "pipe.csv")
    assert looked(folder, clock, 3) == []
    assert loader.given == []


@pytest.mark.parametrize("place", watch.PLACES)
def test_places_that_lead_out_of_the_folder_stop_the_watch(folder: Folder, clock: Clock, tmp_path: Path, place: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (folder.path / place).rmdir()
    (folder.path / place).symlink_to(outside)
    (folder.path / "a.csv").write_text("rows")
    with pytest.raises(Gone):
        looked(folder, clock, 3)
    assert list(outside.iterdir()) == []


def test_odd_names_stay_in_the_folder(folder: Folder, clock: Clock, tmp_path: Path) -> None:
    names = [
        "a\\..\\..\\up.csv", "a\nb.csv", "-rf.csv", "%2e%2e%2fup.csv", "\u202egnp.csv", "n" * 250 + ".csv",
        "wrong" + "\U0001d7d8" * 60 + ".csv",
    ]  # fmt: skip
    for name in names:
        (folder.path / name).write_text("wrong rows")
    (Path(os.fsdecode(os.fsencode(folder.path) + b"/\xff\xfe.csv"))).write_text("rows")
    assert len(looked(folder, clock)) == len(names) + 1
    assert len(places(folder)["refused"]) == 2 * len(names)
    assert len(places(folder)["done"]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".watched", *sorted(watch.PLACES)]


def test_a_folder_that_goes_away_is_taken_up_when_it_is_back(folder: Folder, clock: Clock, loader: Loader, tmp_path: Path) -> None:
    away = tmp_path.parent / f"{tmp_path.name}-away"
    with folder.ours():
        folder.path.rename(away)
        with pytest.raises(Gone):
            list(folder.look())
        folder.path.mkdir()
        (folder.path / "other.csv").write_text("rows")
        with pytest.raises(Gone):  # another folder of that name, whose lock is not ours
            list(folder.look())
    assert loader.given == []
    (folder.path / "other.csv").unlink()
    folder.path.rmdir()
    with pytest.raises(Gone), folder.ours():
        pass
    away.rename(folder.path)
    (folder.path / "a.csv").write_text("rows")
    assert looked(folder, clock) == ["a.csv"]
