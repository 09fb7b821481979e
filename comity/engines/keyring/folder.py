"""Files that only their owner reads, written so that a crash leaves the old file or the new one."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from comity.engines.keyring.model import KeyringUnusable

_OTHERS: Final = 0o077
_LOCK: Final = ".lock"


def make_private(folder: Path) -> None:
    """Makes the folder with mode 0700 where it is not there, and refuses one that others can read.

    Raises: KeyringUnusable.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise KeyringUnusable(f"The keyring folder {folder} cannot be used: {error.strerror}.") from error
    if found.st_mode & _OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        raise KeyringUnusable(f"Others can read the keyring folder {folder} (mode {mode:04o}). Close it first: chmod 700 {folder}")
    if os.geteuid() not in (0, found.st_uid):
        raise KeyringUnusable(f"The keyring folder {folder} belongs to another user. Run Comity as that user.")


def read_private(path: Path) -> bytes:
    """The content of a file that nobody else can read.

    Raises: KeyringUnusable, where others can; FileNotFoundError.
    """
    with path.open("rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & _OTHERS:
            raise KeyringUnusable(f"Others can read the key file {path} (mode {mode:04o}). Close it first: chmod 600 {path}")
        return file.read()


def write_private(path: Path, content: bytes) -> None:
    """Writes a file whole: to a temporary name, to the disk, then under its own name, and the folder to the disk.

    Raises: KeyringUnusable, where the disk is full or the folder is read-only.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _give_to_owner_of(path.parent, file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
        to_disk(path.parent)
    except OSError as error:
        raise KeyringUnusable(f"The key file {path} cannot be written: {error.strerror}.") from error


def sweep(folder: Path) -> None:
    """Takes away what a crash left half-written: a key that nobody ever saw. The caller holds the folder, so nobody is writing."""
    for left in folder.glob(".*.new"):
        if left.is_file():
            left.unlink(missing_ok=True)


def to_disk(folder: Path) -> None:
    """Makes the names in a folder durable (a rename is not, until its folder is)."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder against every other process and thread. The lock falls with the process that held it."""
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise KeyringUnusable(f"The keyring folder {folder} cannot be written: {error.strerror}.") from error
    try:
        _give_to_owner_of(folder, handle)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _give_to_owner_of(folder: Path, handle: int) -> None:
    """What root writes on behalf of the service stays readable to the service."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)
