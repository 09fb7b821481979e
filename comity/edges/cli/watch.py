"""A watched folder: what appears in it is loaded, and moved to `done` or `refused`, there with a file that says why beside it.

    NAME            appears; is waited for until nobody writes to it any more
    loading/NAME    is being loaded. Whoever is killed here finds it here again: the same file twice changes nothing
    done/NAME       every row was taken
    refused/NAME    something was not, with NAME.errors.csv (rows) or NAME.why.txt (the file as a whole) beside it

Every step is one rename within the folder, so that a kill leaves a file in one of these places and nowhere else.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LOADING: Final = "loading"
DONE: Final = "done"
REFUSED: Final = "refused"
SETTLE_S: Final = 2.0  # a file that did not change for so long is whole
_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson"})
_LOCK: Final = ".watched"


class Taken(Exception):
    """Somebody else watches this folder."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. `errors`: the refused rows; `why`: what is wrong with the file as a whole; `said`: a line for who watches."""

    said: str
    errors: bytes = b""
    why: str = ""
    errors_ending: str = ".csv"

    @property
    def good(self) -> bool:
        return not self.errors and not self.why


class Later(Exception):
    """The server does not answer: the file stays where it is, and is tried again."""


@dataclass(slots=True)
class Folder:
    """One watched folder. `load` does what a file asks for; `now` is a clock that never goes back, in seconds."""

    path: Path
    load: Callable[[Path], Outcome]
    now: Callable[[], float]
    settle_s: float = SETTLE_S
    seen: dict[str, tuple[int, int, float]] = field(default_factory=dict)

    @contextlib.contextmanager
    def ours(self) -> Iterator[None]:
        """Holds the folder, and makes its places. Raises: Taken, where another process has it; OSError."""
        for place in (LOADING, DONE, REFUSED):
            (self.path / place).mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(self.path / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Taken from None
            yield

    def look(self) -> Iterator[tuple[str, Outcome]]:
        """One look: what a kill left first, then what is whole. Gives each file's name with what came of it. Raises: what `load` does."""
        for path in sorted((self.path / LOADING).iterdir()):
            if path.is_file() and not path.name.startswith("."):
                yield path.name, self._through(path)
        for path in self._whole():
            taken = _free(self.path / LOADING / path.name)
            path.rename(taken)
            yield path.name, self._through(taken)

    def _through(self, path: Path) -> Outcome:
        outcome = self.load(path)
        place = self.path / (DONE if outcome.good else REFUSED)
        target = _free(place / path.name)
        if outcome.errors:
            _written(target.with_name(f"{target.name}.errors{outcome.errors_ending}"), outcome.errors)
        if outcome.why:
            _written(target.with_name(f"{target.name}.why.txt"), outcome.why.encode())
        path.rename(target)
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
                if same and self.now() - since >= self.settle_s:
                    found.append((facts.st_mtime_ns, path))
        self.seen = there
        return [path for _, path in sorted(found)]


def _is_file_to_load(path: Path) -> bool:
    """Not a link, which leads elsewhere, nor what a programme is still writing under another name."""
    return path.suffix.lower() in _ENDINGS and not path.name.startswith((".", "~")) and path.is_file() and not path.is_symlink()


def _free(path: Path) -> Path:
    """The same place, or one beside it where a file of that name is already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return free


def _written(path: Path, content: bytes) -> None:
    """A file that is there whole, or not at all."""
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(content)
    fresh.chmod(0o600)
    fresh.rename(path)
