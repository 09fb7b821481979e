"""Where the embedded server keeps its things, and who may reach them.

    <folder>/cluster/         the data folder of PostgreSQL
    <folder>/socket/          its Unix socket; elsewhere where the path would be too long
    <folder>/passwords.json   0600: of the superuser and of the roles
    <folder>/starting.lock    held while a process starts or stops the server
    <folder>/running.lock     inherited by the server's processes: free if and only if none of them lives
    <folder>/server.log

The folder itself and those above it must let the server's user pass.
"""

from __future__ import annotations

import errno
import hashlib
import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from comity.engines.store.errors import FolderNotOurs, FolderUnreachable, PathTooLong

LONGEST_SOCKET_PATH: Final = 107  # bytes: sun_path of sockaddr_un holds 108 with its final zero (unix(7))
PORT: Final = 5432  # of no port: it only names the socket file
_KEPT: Final = frozenset({"cluster", "socket", "passwords.json", "starting.lock", "running.lock", "server.log"})
_PASSING: Final = frozenset({"cluster.new", "passwords.json.new", "initdb.secret"})  # left where a process was killed


@dataclass(frozen=True, slots=True)
class User:
    """The system user that the server runs as. `other` where it is not the one who runs this process."""

    name: str
    uid: int
    gid: int
    other: bool


def server_user() -> User:
    """This user; for root, whom PostgreSQL refuses, the user `postgres`, else `nobody`."""
    if os.geteuid():
        me = pwd.getpwuid(os.geteuid())
        return User(me.pw_name, me.pw_uid, me.pw_gid, other=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(name, entry.pw_uid, entry.pw_gid, other=True)
    sentence = "PostgreSQL does not run as root, and this system has neither a user postgres nor nobody"
    raise FolderUnreachable(sentence, "run as another user")


def socket_folder(folder: Path) -> Path:
    """The folder of the socket: within the database's folder, else a short one of our own.

    Raises: PathTooLong where neither fits into a socket's address.
    """
    base = os.environ.get("XDG_RUNTIME_DIR") or (tempfile.gettempdir() if os.geteuid() else "/run")
    short = Path(base) / f"comity-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    for candidate in (folder / "socket", short):
        if len(os.fsencode(candidate / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return candidate
    raise PathTooLong(f"a socket in {short} would have a path of more than {LONGEST_SOCKET_PATH} bytes", "a shorter XDG_RUNTIME_DIR")


def lay_out(folder: Path, user: User) -> None:
    """Makes the folders. A folder that holds anything else than a database of Comity is left alone.

    Raises: FolderNotOurs, FolderUnreachable, PathTooLong; OSError where the disk is full.
    """
    try:
        _make_passable(folder)
        strangers = {entry.name for entry in folder.iterdir()} - _KEPT - _PASSING
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise
        raise FolderUnreachable(f"{folder} cannot be used: {problem.strerror}", "a folder that this user may write") from problem
    if strangers:
        sentence = f"{folder} holds things that are not of Comity's database, such as {min(strangers)}"
        raise FolderNotOurs(sentence, "an empty or a new folder")
    _check_reach(folder, user)
    _check_owner(folder / "cluster", user)
    _own_folder(socket_folder(folder), user)


def _make_passable(folder: Path) -> None:
    """Makes the folder and those above it that are missing, so that the server's user may pass whatever the umask is."""
    for part in (*reversed(folder.parents), folder):
        if not part.exists():
            part.mkdir(exist_ok=True)
            part.chmod(0o711)


def _check_owner(cluster: Path, user: User) -> None:
    if cluster.exists() and cluster.stat().st_uid != user.uid:
        sentence = f"{cluster} belongs to the system user {cluster.owner()}, and the server would run as {user.name}"
        raise FolderNotOurs(sentence, "the user who made it, or a new folder")


def _own_folder(path: Path, user: User) -> None:
    """A folder of 0700 that belongs to the server's user. One that somebody else put there first is refused."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if found.st_uid not in {os.geteuid(), user.uid} or path.is_symlink():
        raise FolderNotOurs(f"{path} belongs to another user", "remove it")
    path.chmod(0o700)
    if user.other:
        os.chown(path, user.uid, user.gid)


def _check_reach(folder: Path, user: User) -> None:
    if not user.other or may_enter(folder, user):
        return
    closed = next((part for part in (*reversed(folder.parents), folder) if not may_enter(part, user)), folder)
    sentence = f"the server runs as the user {user.name}, to whom {closed} is closed"
    raise FolderUnreachable(sentence, f"another COMITY_HOME, or chmod o+x {closed}")


def may_enter(folder: Path, user: User) -> bool:
    """Whether the user reaches a folder, as the kernel decides it (modes, access lists, mounts)."""
    words = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]
    return subprocess.run(words, **identity(user), cwd="/", check=False).returncode == 0


class Identity(TypedDict, total=False):
    """What subprocess needs in order to become another user."""

    user: int
    group: int
    extra_groups: list[int]


def identity(user: User) -> Identity:
    """Empty where the user is the one who runs this process."""
    return {"user": user.uid, "group": user.gid, "extra_groups": []} if user.other else {}
