"""A server that a test may break: its own folder, a copy of one that was made once."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from comity.engines.store import folders
from comity.engines.store.launcher import Server

_numbers = count(1)


@pytest.fixture(scope="session")
def made_once(open_folder: Path) -> Path:
    folder = open_folder / "made-once"
    with Server.start(folder):
        pass
    return folder


@pytest.fixture
def folder(made_once: Path, open_folder: Path) -> Iterator[Path]:
    """The folder of a server that is stopped; whatever runs in it at the end is stopped too."""
    copy = open_folder / f"copy-{next(_numbers)}"
    subprocess.run(["cp", "-a", made_once, copy], check=True)
    yield copy
    if (copy / "cluster" / "postmaster.pid").exists():
        Server.start(copy).stop()
    shutil.rmtree(copy)
    shutil.rmtree(folders.socket_folder(copy), ignore_errors=True)
