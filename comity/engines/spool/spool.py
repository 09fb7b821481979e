"""The folder of spooled files. Several processes of one machine share it; what has ended is swept by whoever runs jobs."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast

from comity.engines.crypto import Tampered
from comity.engines.crypto.sealing import KEY_BYTES
from comity.engines.keyring import KeyGone, KeyName, Keyring
from comity.engines.spool import frames
from comity.kernel.errors import Unavailable
from comity.kernel.undo import on_failure

LIFE: Final = timedelta(days=7)
_NAME_BYTES: Final = 16
_HEX: Final = frozenset("0123456789abcdef")
_UNFINISHED: Final = ".part"
_UNFINISHED_S: Final = 86_400  # what a killed process left half-written


class NoRoom(Unavailable):
    """The file cannot be kept: the disk is full, or the folder cannot be written."""


@dataclass(frozen=True, slots=True)
class Spool:
    """Privacy: rows of files are personal; they lie sealed, each under a key of its own, for seven days unless told otherwise.

    A name opens a file, so it is kept where the database decides who sees it: in the row of a job or a load.
    """

    folder: Path
    keyring: Keyring

    @contextlib.contextmanager
    def writing(self, ends_at: datetime, name: str = "") -> Iterator[tuple[str, BinaryIO]]:
        """A new file and its name, which is there once the body has ended well; until then nothing is. Raises: NoRoom.

        `name`: write that one anew (a job that goes on after its process was killed).
        """
        name = name or secrets.token_hex(_NAME_BYTES)
        if not _is_name(name):
            raise ValueError("the spool makes its own names")
        outer, key = self.keyring.key(KeyName.SESSION), secrets.token_bytes(KEY_BYTES)
        fresh = self.folder / (name + _UNFINISHED)
        try:
            with on_failure(partial(_away, fresh)):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                    file.write(frames.head(name, outer.version, outer.secret, key, int(ends_at.timestamp())))
                    with frames.Writer(file, key) as sealing:
                        yield name, cast("BinaryIO", sealing)
                    os.fsync(file.fileno())
                fresh.rename(self.folder / name)
        except OSError as problem:
            raise NoRoom(f"The file cannot be kept: {problem.strerror}.", "What was recorded stays recorded.") from problem

    def keep(self, content: bytes, ends_at: datetime) -> str:
        """A small file in one piece. Raises: NoRoom."""
        with self.writing(ends_at) as (name, file):
            file.write(content)
        return name

    def reading(self, name: str, at: datetime) -> BinaryIO | None:
        """The file as a stream that can seek; None where it has ended, or never was. Raises while it is read: Tampered."""
        if not _is_name(name):
            return None
        try:
            file = (self.folder / name).open("rb")
        except OSError:
            return None
        try:
            start = file.read(frames.HEAD_BYTES)
            if frames.ends_of(start) <= at.timestamp():
                raise Tampered
            outer = self.keyring.version(KeyName.SESSION, frames.version_of(start))
            opened = frames.Reader(file, frames.key_of(name, start, outer.secret), os.fstat(file.fileno()).st_size)
        except (KeyGone, Tampered):
            file.close()
            return None
        return cast("BinaryIO", io.BufferedReader(opened, frames.FRAME))

    def drop(self, name: str) -> None:
        """The file is not needed any more."""
        if _is_name(name):
            _away(self.folder / name)

    def sweep(self, at: datetime) -> int:
        """Takes away what has ended, and what was never finished; how many."""
        gone = 0
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if _over(path, at.timestamp()):
                    path.unlink(missing_ok=True)
                    gone += 1
        return gone


def _away(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _is_name(name: str) -> bool:
    return len(name) == 2 * _NAME_BYTES and _HEX.issuperset(name)


def _over(path: Path, now: float) -> bool:
    try:
        if path.suffix == _UNFINISHED:
            return path.stat().st_mtime + _UNFINISHED_S < now
        with path.open("rb") as file:
            return frames.ends_of(file.read(frames.HEAD_BYTES)) <= now
    except OSError:
        return False
