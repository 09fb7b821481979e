"""Where lists lie: sealed files for the officer who asked alone, outside the database, for a day.

The parts of a list lie in one folder under the same name: `file` (what was sent), `answers` (how it is asked, then one frame after
another, so that a list that broke off goes on where it stood), `job` (which one asks it), `settled` (what documents said of
look-alikes), `lock`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from comity.engines.clock import Clock
from comity.engines.crypto import Tampered, seal, unseal
from comity.engines.keyring import KeyGone, KeyName, Keyring
from comity.kernel.errors import Unavailable

KEPT_S: Final = 24 * 3600
_NAME_BYTES: Final = 16
_LENGTH_BYTES: Final = 4


class NoRoom(Unavailable):
    """The list cannot be kept."""


@dataclass(frozen=True, slots=True)
class ListFiles:
    """A folder of them. Privacy: rows are personal; they lie sealed under the session key, bound to whose they are and to their order."""

    folder: Path
    keyring: Keyring
    clock: Clock

    def make(self, whose: str, content: bytes) -> str:
        """Keeps a new list, and sweeps old ones. Gives its name. Raises: NoRoom."""
        name = secrets.token_hex(_NAME_BYTES)
        self._sweep()
        self.append(whose, name, "file", content)
        return name

    def append(self, whose: str, name: str, part: str, content: bytes) -> None:
        """Adds a frame to a part. A frame that a crash has torn is cut off first. Raises: NoRoom."""
        path = self._path(name, part)
        index, end = self._ends(path)
        key = self.keyring.key(KeyName.SESSION)
        sealed = bytes([key.version]) + seal(key.secret, content, _bound(whose, name, part, index))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
                file.truncate(end)
                file.seek(end)
                file.write(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
        except OSError as problem:
            raise NoRoom(f"The list cannot be kept: {problem.strerror}.", "Single checks work.") from problem

    def frames(self, whose: str, name: str, part: str) -> Iterator[bytes]:
        """The frames of a part, in order; none where it is another's, older than a day, or never was."""
        if not _is_name(name) or self._too_old(name):
            return
        with contextlib.suppress(OSError, KeyGone, Tampered), self._path(name, part).open("rb") as file:
            index = 0
            while (sealed := _frame(file)) is not None:
                secret = self.keyring.version(KeyName.SESSION, sealed[0]).secret
                content = unseal(secret, sealed[1:], _bound(whose, name, part, index))
                yield content
                index += 1

    def first(self, whose: str, name: str, part: str) -> bytes | None:
        """The first frame of a part."""
        return next(self.frames(whose, name, part), None)

    def names(self) -> list[str]:
        """The names of all lists, newest first, whoever's they are; what they hold opens for its officer alone."""
        with contextlib.suppress(OSError):
            paths = sorted(((path.stat().st_mtime, path.stem) for path in self.folder.glob("*.file")), reverse=True)
            return [name for _, name in paths]
        return []

    @contextlib.contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """Whether this list is ours alone while the body runs; a process that is killed lets go of it."""
        if not self._path(name, "file").exists():
            yield True
            return
        with os.fdopen(os.open(self._path(name, "lock"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def remove(self, name: str) -> None:
        """Takes a list away, whole."""
        if _is_name(name):
            for path in self.folder.glob(f"{name}.*"):
                path.unlink(missing_ok=True)

    def _path(self, name: str, part: str) -> Path:
        return self.folder / f"{name}.{part}"

    def _ends(self, path: Path) -> tuple[int, int]:
        """How many whole frames a file has, and where the last of them ends."""
        count = end = 0
        with contextlib.suppress(OSError), path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            while end + _LENGTH_BYTES <= size:
                file.seek(end)
                after = end + _LENGTH_BYTES + int.from_bytes(file.read(_LENGTH_BYTES), "big")
                if after > size:
                    break
                count, end = count + 1, after
        return count, end

    def _too_old(self, name: str) -> bool:
        try:
            return self._path(name, "file").stat().st_mtime < self.clock.now().timestamp() - KEPT_S
        except OSError:
            return True

    def _sweep(self) -> None:
        before = self.clock.now().timestamp() - KEPT_S
        with contextlib.suppress(OSError):
            for path in self.folder.glob("*.file"):
                if path.stat().st_mtime < before:
                    self.remove(path.stem)


def _frame(file: BinaryIO) -> bytes | None:
    """The next frame; None at the end, or where a crash has torn it."""
    length = file.read(_LENGTH_BYTES)
    wanted = int.from_bytes(length, "big")
    sealed = file.read(wanted)
    return sealed if len(length) == _LENGTH_BYTES and len(sealed) == wanted and sealed else None


def _is_name(name: str) -> bool:
    return len(name) == 2 * _NAME_BYTES and all(character in "0123456789abcdef" for character in name)


def _bound(whose: str, name: str, part: str, index: int) -> bytes:
    return f"list|{whose}|{name}|{part}|{index}".encode()
