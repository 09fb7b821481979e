"""The folder of sealed files. Several processes of one machine share it.

A file is written before the row that names it commits, and taken away after the row is gone: a process killed between leaves a file
that no row names, never a row without its file. Such files go after an hour.

Its address is an HMAC of what it holds and belongs to, under a key of its owner alone: a plain content address would tell whoever sees
the folder that a known file is there, or that two owners hold the same one.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from comity.engines.blobs.sealed import open_pieces, seal_pieces
from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.errors import Unavailable

ADDRESS_BYTES: Final = 32
UNNAMED_FOR: Final = timedelta(hours=1)  # longer than any transaction that could still name a file just written
_ADDRESS: Final = re.compile(r"[0-9a-f]{64}")
_FRESH: Final = ".part"
_STILL_WORKS: Final = "Checks, records and their other files work."


class NoRoomForBlobs(Unavailable):
    """The file cannot be kept: the disk is full, or the folder cannot be written. Nothing of it is left."""

    def __init__(self) -> None:
        super().__init__("The file cannot be kept now: the disk is full, or its folder cannot be written.", _STILL_WORKS)


class BlobGone(Unavailable):
    """The file is not in the folder, although a row names it."""

    def __init__(self) -> None:
        super().__init__("The file is not where it should be. Restore the folder of files from its copy.", _STILL_WORKS)


@dataclass(frozen=True, slots=True)
class Place:
    """What a file belongs to. `key`: the record's, 32 bytes; never in a log."""

    owner: int
    id: UUID
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on the disk. `size`: bytes before sealing."""

    address: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Blobs:
    """The engine. All calls block: run them in a thread. `folder` holds nothing else."""

    folder: Path
    keyring: Keyring

    def write(self, place: Place, plain: Iterable[bytes]) -> Written:
        """Seals a file, puts it to the disk whole, then under its address. Raises: NoRoomForBlobs; what `plain` raises."""
        digest = hmac.new(self.keyring.key(KeyName.BLOB, str(place.owner)).secret, place.id.bytes, "sha256")
        size = 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for part in plain:
                digest.update(part)
                size += len(part)
                yield part

        fresh = self.folder / f".{place.id.hex}.{os.getpid()}{_FRESH}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                _write(fresh, seal_pieces(place.key, place.id.bytes, counted()))
                self._under_its_name(fresh, digest.digest())
            finally:
                fresh.unlink(missing_ok=True)
        except OSError as problem:
            raise NoRoomForBlobs from problem
        return Written(digest.digest(), size)

    def _under_its_name(self, fresh: Path, address: bytes) -> None:
        path = self.path(address)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _to_disk(self.folder)
        fresh.rename(path)
        _to_disk(path.parent)

    def read(self, place: Place, address: bytes) -> Iterator[bytes]:
        """The file, piece by piece; no byte of a piece that was changed. Raises: BlobGone; Tampered; both at the first piece or later."""
        try:
            with self.path(address).open("rb") as file:
                yield from open_pieces(place.key, place.id.bytes, file)
        except FileNotFoundError:
            raise BlobGone from None
        except OSError as problem:
            raise Tampered from problem

    def remove(self, addresses: Iterable[bytes]) -> None:
        """Takes files away, also those that are away already. Raises: Unavailable."""
        for address in addresses:
            try:
                self.path(address).unlink(missing_ok=True)
            except OSError as problem:
                raise Unavailable("A file that was deleted cannot be taken from the disk.", _STILL_WORKS) from problem

    def unnamed(self, at: datetime) -> list[bytes]:
        """Addresses of files old enough that a row should name them; the caller takes away those that none does."""
        before = (at - UNNAMED_FOR).timestamp()
        found = (path for path in self.folder.glob("[0-9a-f][0-9a-f]/*") if _ADDRESS.fullmatch(path.name))
        return [bytes.fromhex(path.name) for path in found if _changed_before(path, before)]

    def sweep(self, at: datetime, old: Collection[bytes], named: Collection[bytes]) -> int:
        """Takes away those of `old` that no row names, and what killed writers left half-written. Gives how many."""
        before = (at - UNNAMED_FOR).timestamp()
        left = [path for path in self.folder.glob(f".*{_FRESH}") if _changed_before(path, before)]
        for path in left:
            path.unlink(missing_ok=True)
        gone = set(old) - set(named)
        self.remove(gone)
        return len(gone) + len(left)

    def path(self, address: bytes) -> Path:
        """Where the file of that address lies."""
        if len(address) != ADDRESS_BYTES:
            raise ValueError("an address has 32 bytes")
        return self.folder / address.hex()[:2] / address.hex()


def _write(path: Path, parts: Iterable[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _changed_before(path: Path, moment: float) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime < moment
    return False


def _to_disk(folder: Path) -> None:
    """A new name is durable once its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
