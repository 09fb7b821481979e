"""A watched folder: what appears in it is loaded, and moved to `done` or `refused`, there with a file that says why beside it.

    NAME            appears; is waited for until nobody writes to it any more, or until NAME.done appears beside it
    loading/NAME    is being loaded, as the job that loading/.NAME.job names. Whoever is killed here goes on from here
    done/NAME       every row was taken
    refused/NAME    something was not, with NAME.errors.csv (rows) or NAME.why.txt (the file as a whole) beside it

Every step is one rename within the folder, so that a kill leaves a file in one of these places and nowhere else; and the same file twice
changes nothing. Links of either kind are left alone, since they may lead to what whoever made them cannot read themselves.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

LOADING: Final = "loading"
DONE: Final = "done"
REFUSED: Final = "refused"
PLACES: Final = (LOADING, DONE, REFUSED)
SETTLE_S: Final = 2.0  # a file that did not change for so long is whole
_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson"})
_WHOLE: Final = ".done"  # of a companion, by which who writes a file says that it is whole
_LOCK: Final = ".watched"
_LONGEST_NAME: Final = 180  # bytes: a file system takes 255, and a number and `.errors.jsonl.part` come behind


class Taken(Exception):
    """Somebody else watches this folder."""


class Gone(Exception):
    """The folder is not there, is another one now, or is no folder of ours: what is in it is left alone till it is back."""


class Later(Exception):
    """Nobody can say now what becomes of the file: it stays where it is, and is tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. `errors`: the refused rows; `why`: what is wrong with the file as a whole; `said`: a line for who watches."""

    said: str
    errors: bytes = b""
    why: str = ""
    errors_ending: str = ".csv"

    @property
    def good(self) -> bool:
        """Whether every row was taken: the file then moves among those done, else among those refused."""
        return not self.errors and not self.why


@dataclass(slots=True)
class Whole:
    """A file that is to be loaded. `job`: what it was being loaded as when its watcher was killed, else empty; `began` notes that."""

    path: Path
    content: BinaryIO
    job: str = ""

    def began(self, job: str) -> None:
        """From here on a kill leads back to this job."""
        self.job = job
        _written(_note(self.path), f"{job} {_same(self.content)}".encode())


@dataclass(slots=True)
class Folder:
    """One watched folder. `load` does what a file asks for; `now` is a clock that never goes back, in seconds."""

    path: Path
    load: Callable[[Whole], Outcome]
    now: Callable[[], float]
    settle_s: float = SETTLE_S
    seen: dict[str, tuple[int, int, float]] = field(default_factory=dict)
    held: int = -1

    @contextlib.contextmanager
    def ours(self) -> Iterator[None]:
        """Holds the folder, and makes its places. Raises: Taken, where another process has it; Gone."""
        try:
            for place in PLACES:
                (self.path / place).mkdir(mode=0o700, exist_ok=True)
            lock = os.open(self.path / _LOCK, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise Gone(problem.strerror or str(problem)) from None
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Taken from None
            self.held = lock
            yield
        finally:
            self.held = -1
            os.close(lock)

    def look(self) -> Iterator[tuple[str, Outcome]]:
        """One look: what a kill left first, then what is whole. Gives each file's name with what came of it.

        Raises: Gone; what `load` does, most of all Later.
        """
        self._still_ours()
        try:
            for path in sorted((self.path / LOADING).iterdir()):
                if not path.name.startswith(".") and _plain(path):
                    yield path.name, self._through(path)
            for path in self._whole():
                taken = _free(self.path / LOADING / path.name)
                _forget_companion(path)  # first: left behind, it would call the next file of that name whole
                path.rename(taken)
                yield path.name, self._through(taken)
        except FileNotFoundError as problem:
            raise Gone(problem.strerror or str(problem)) from None

    def _still_ours(self) -> None:
        """The lock is that of the folder which stands there now, and its places are folders, none of them a link that leads elsewhere."""
        try:
            there, held = (self.path / _LOCK).lstat(), os.fstat(self.held)
            ours = os.path.samestat(there, held) and all(stat.S_ISDIR((self.path / place).lstat().st_mode) for place in PLACES)
        except OSError as problem:
            raise Gone(problem.strerror or str(problem)) from None
        if not ours:
            raise Gone("It is another folder now.")

    def _through(self, path: Path) -> Outcome:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as content:
            before = os.fstat(content.fileno())
            outcome = self.load(Whole(path, content, _noted(path, content)))
            after = os.fstat(content.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            _note(path).unlink(missing_ok=True)
            raise Later("A file was written to while it was loaded.")
        target = _free(self.path / (DONE if outcome.good else REFUSED) / path.name)
        if outcome.errors:
            _written(target.with_name(f"{target.name}.errors{outcome.errors_ending}"), outcome.errors)
        if outcome.why:
            _written(target.with_name(f"{target.name}.why.txt"), outcome.why.encode(errors="replace"))
        path.rename(target)
        _note(path).unlink(missing_ok=True)
        return outcome

    def _whole(self) -> list[Path]:
        """Files that nobody has written to for a while, by age. One that is still growing is looked at again."""
        found: list[tuple[int, Path]] = []
        there: dict[str, tuple[int, int, float]] = {}
        for path in self.path.iterdir():
            if not _is_file_to_load(path):
                continue
            with contextlib.suppress(FileNotFoundError):
                facts = path.stat()
                size, changed, since = self.seen.get(path.name, (-1, -1, 0.0))
                same = (size, changed) == (facts.st_size, facts.st_mtime_ns)
                there[path.name] = (facts.st_size, facts.st_mtime_ns, since if same else self.now())
                if (same and self.now() - since >= self.settle_s) or os.path.lexists(_companion(path)):
                    found.append((facts.st_mtime_ns, path))
        self.seen = there
        return [path for _, path in sorted(found)]


def _is_file_to_load(path: Path) -> bool:
    """Not what a programme is still writing under another name."""
    return path.suffix.lower() in _ENDINGS and not path.name.startswith((".", "~")) and _plain(path)


def _plain(path: Path) -> bool:
    """A file with this name alone: no link, which leads elsewhere, nor one of several names of a file that may be another's."""
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1


def _companion(path: Path) -> Path:
    return path.with_name(path.name + _WHOLE)


def _forget_companion(path: Path) -> None:
    if os.path.lexists(_companion(path)):  # a name that is too long for one has none
        _companion(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name}.job")


def _noted(path: Path, content: BinaryIO) -> str:
    """The job that this very file is being loaded as; empty for a note that an earlier file of that name left behind."""
    try:
        job, _, same = _note(path).read_text("ascii", errors="replace").partition(" ")
    except FileNotFoundError:
        return ""
    return job if same == _same(content) else ""


def _same(content: BinaryIO) -> str:
    facts = os.fstat(content.fileno())
    return f"{facts.st_ino} {facts.st_size} {facts.st_mtime_ns}"


def _free(path: Path) -> Path:
    """The same place, or one beside it where a file of that name is already. A name that would be too long is cut."""
    stem, number = path.stem, 1
    while len(os.fsencode(stem)) > _LONGEST_NAME:
        stem = stem[:-1]
    free = path.with_name(f"{stem}{path.suffix}")
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{stem}.{number}{path.suffix}")
    return free


def _written(path: Path, content: bytes) -> None:
    """A file that is there whole, or not at all."""
    fresh = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
