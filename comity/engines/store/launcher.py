"""The embedded PostgreSQL: one server in one folder, on a Unix socket only, every role behind a password.

A server outlives the process that started it, and a start where one runs already attaches to it. Whether one runs is told by a file
lock that its processes inherit, so neither a killed server, nor a number of a process used anew, nor a restarted container misleads it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shlex
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import psycopg

from comity.engines.store import cluster, programs
from comity.engines.store.errors import DiskFull, FolderTaken
from comity.engines.store.folders import PORT, User, lay_out, server_user, socket_folder
from comity.engines.store.passwords import SUPERUSER, passwords_of
from comity.engines.store.roles import prepare

_SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "jit": "off",  # costs more than it saves on short queries
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "max_connections": "40",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "256MB",
    "min_wal_size": "32MB",
    "max_wal_size": "512MB",
    "io_method": "sync",  # saves the worker processes: a small database lies in memory
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    # The log holds no values: no statements, no details such as the key that is there already.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
_START_S: Final = 60
_ATTACH_S: Final = 20
_RETRIES: Final = 4


@dataclass(slots=True)
class Server:
    """A running server. As a context manager it stops at the end, unless it ran before."""

    folder: Path
    pid: int
    started: bool
    _user: User
    _passwords: dict[str, str] = field(repr=False)

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Starts the server of the folder, making the folder's database at the first time, or attaches to the one that runs.

        Cost: 3 to 4 s at the first time, then about 0.3 s.
        Raises: FolderNotOurs, FolderUnreachable, PathTooLong, WrongVersion; FolderTaken, DiskFull, ServerFailed.
        """
        folder = folder.resolve()  # one name, whichever way leads to it
        user = server_user()
        with _full_disk_told(folder):
            lay_out(folder, user)
            return cls._start(folder, user)

    @classmethod
    def _start(cls, folder: Path, user: User) -> Self:
        with _locked(folder / "starting.lock"):
            passwords = passwords_of(folder)
            cluster.ensure(folder, user, passwords[SUPERUSER])
            started = _ensure_running(folder, user, passwords[SUPERUSER])
            server = cls(folder, cluster.pid(folder), started, user, passwords)
            prepare(server.dsn(SUPERUSER, "postgres"), passwords)
        return server

    def dsn(self, role: str, database: str = "comity") -> str:
        """Where and as whom to connect, password included. The client insists on SCRAM, so that no false server learns it."""
        return _dsn(self.folder, role, self._passwords[role], database)

    def alive(self) -> bool:
        """Whether the server's first process lives."""
        return cluster.lives(self.pid)

    def stop(self) -> None:
        """Stops the server for everybody, orderly; after half a minute at once. One that has stopped is left."""
        with _locked(self.folder / "starting.lock"):
            for mode in ("fast", "immediate"):
                if not self.alive():
                    return
                programs.call(self._user, "pg_ctl", "stop", "-D", self.folder / "cluster", "-m", mode, "-w", "-t", "30")

    def kill(self) -> None:
        """Ends the server as a power cut would, for tests of what survives."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if self.started:
            self.stop()


@contextlib.contextmanager
def _full_disk_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(str(folder)) from problem
        raise


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _dsn(folder: Path, role: str, password: str, database: str) -> str:
    place = quote(str(socket_folder(folder)), safe="")
    return f"postgresql://{role}:{password}@/{quote(database)}?host={place}&port={PORT}&require_auth=scram-sha-256&connect_timeout=10"


def _ensure_running(folder: Path, user: User, password: str) -> bool:
    """Gives whether it was this call that started the server."""
    with (folder / "running.lock").open("a") as lock:
        deadline = time.monotonic() + _ATTACH_S
        while not _acquired(lock.fileno()):
            if _answers(folder, password):
                return False
            if time.monotonic() > deadline:
                raise FolderTaken(folder, f"process {cluster.pid(folder)} does not answer")
            time.sleep(0.05)
        if cluster.serves(folder):
            raise FolderTaken(folder, f"process {cluster.pid(folder)} was not started by Comity")
        cluster.clear_stale_pid(folder)
        _launch(folder, user, lock.fileno())
    return True


def _acquired(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _answers(folder: Path, password: str) -> bool:
    try:
        with psycopg.connect(_dsn(folder, SUPERUSER, password, "postgres")):
            return True
    except psycopg.OperationalError as problem:
        if "password authentication failed" in str(problem):
            raise FolderTaken(folder, f"process {cluster.pid(folder)} refuses our password") from problem
        return False


def _launch(folder: Path, user: User, lock: int) -> None:
    options = [f"-c {name}={shlex.quote(value)}" for name, value in _SETTINGS.items()]
    options += [f"-c unix_socket_directories={shlex.quote(str(socket_folder(folder)))}", f"-c port={PORT}"]
    log = cluster.fresh_log(folder, user)
    seen = log.stat().st_size
    words = ("start", "-D", folder / "cluster", "-l", log, "-w", "-t", str(_START_S), "-o", " ".join(options))
    done = programs.call(user, "pg_ctl", *words, pass_fds=(lock,))
    for _ in range(_RETRIES):
        if done.code == 0:
            break
        time.sleep(0.2)  # right after a kill the old server's memory may not be let go yet
        done = programs.call(user, "pg_ctl", *words, pass_fds=(lock,))
    programs.refuse(done, "Starting the database", folder, log.read_bytes()[seen:].decode(errors="replace"))
