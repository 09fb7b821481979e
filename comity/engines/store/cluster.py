"""The data folder of an embedded server: its making, its version, its first process."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from comity.engines.store import programs
from comity.engines.store.connection import MAJOR
from comity.engines.store.errors import WrongVersion
from comity.engines.store.folders import PORT, User, socket_folder
from comity.engines.store.passwords import SUPERUSER

_LONGEST_LOG: Final = 1 << 20  # bytes; a longer one is begun anew at the next start
_LIKE: Final = (
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
)


def ensure(folder: Path, user: User, password: str) -> None:
    """Makes the data folder unless it is there. One that a killed process left half made is thrown away.

    Raises: WrongVersion, DiskFull, ServerFailed.
    """
    place = folder / "cluster"
    if not place.exists():
        _make(folder, user, password)
        (folder / "cluster.new").rename(place)
    version = (place / "PG_VERSION").read_text().strip() if (place / "PG_VERSION").exists() else "unknown"
    if version != str(MAJOR):
        sentence = f"{place} was made by PostgreSQL {version}, and this Comity runs PostgreSQL {MAJOR}"
        raise WrongVersion(sentence, f"a folder of PostgreSQL {MAJOR}; or export from the old version and load into a new folder")


def _make(folder: Path, user: User, password: str) -> None:
    new = folder / "cluster.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    secret = folder / "initdb.secret"
    secret.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password)
        if user.other:
            os.chown(new, user.uid, user.gid)
            os.chown(secret, user.uid, user.gid)
        done = programs.call(user, "initdb", "-D", new, f"--username={SUPERUSER}", f"--pwfile={secret}", *_LIKE)
    finally:
        secret.unlink(missing_ok=True)
    programs.refuse(done, "Making the database", folder)


def fresh_log(folder: Path, user: User) -> Path:
    """The server's log, writable by the server's user."""
    log = folder / "server.log"
    with log.open("ab") as file:
        if file.tell() > _LONGEST_LOG:
            file.truncate(0)
    log.chmod(0o600)
    if user.other:
        os.chown(log, user.uid, user.gid)
    return log


def pid(folder: Path) -> int:
    """The number of the server's first process as its own file has it; 0 where there is none."""
    try:
        return int((folder / "cluster" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
        return 0


def lives(number: int) -> bool:
    """Whether a process lives; one that has ended and that nobody has buried does not."""
    if number <= 0:
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:  # a system without /proc, or the process has just ended
        return not Path("/proc/self").exists()


def clear_stale_pid(folder: Path) -> None:
    """Takes away the lock files of a server that was killed, where its number belongs to a dead or a strange process now.

    PostgreSQL by itself refuses to start where the number is in use again. Called only while the running lock is ours.
    """
    if not serves(folder):
        (folder / "cluster" / "postmaster.pid").unlink(missing_ok=True)
        (socket_folder(folder) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def serves(folder: Path) -> bool:
    """Whether the process that the server's own file names lives and was started for this folder."""
    number = pid(folder)
    try:
        return lives(number) and os.fsencode(folder / "cluster") in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:  # a system without /proc
        return lives(number)
