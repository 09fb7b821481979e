"""Servers of the database that a test may break: each in a folder of its own, copied from one that was made once."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from comity.engines.store import folders
from comity.engines.store.launcher import Server
from comity.engines.store.migrations import migrate
from comity.engines.store.roles import OWNER
from tests.conftest import Database, _dsns

_numbers = count(1)


@pytest.fixture(scope="session")
def migrated_once(open_folder: Path) -> Path:
    """The folder of a stopped server with one migrated database."""
    folder = open_folder / "migrated-once"
    with Server.start(folder) as server:
        migrate(server.dsn(OWNER))
    return folder


@pytest.fixture
def doomed(migrated_once: Path, open_folder: Path) -> Iterator[Callable[..., tuple[Server, Database]]]:
    """Starts a copy of that server, in a place of the test's choice, and stops what runs at the end."""
    copies: list[Path] = []

    def start(place: Path | None = None) -> tuple[Server, Database]:
        copy = (place or open_folder) / f"doomed-{next(_numbers)}"
        subprocess.run(["cp", "-a", migrated_once, copy], check=True)
        copies.append(copy)
        server = Server.start(copy)
        return server, _dsns(server, "comity")

    yield start
    for copy in copies:
        if (copy / "cluster" / "postmaster.pid").exists():
            Server.start(copy).stop()
        shutil.rmtree(copy, ignore_errors=True)
        shutil.rmtree(folders.socket_folder(copy), ignore_errors=True)
