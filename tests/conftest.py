"""What every test may ask for: an embedded server for each worker, a fresh migrated database for each test, a store on it."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from comity.engines.store import Store, cluster
from comity.engines.store.launcher import Server
from comity.engines.store.migrations import migrate
from comity.engines.store.passwords import SUPERUSER
from comity.engines.store.roles import APP, OWNER, WORK, drop_database, make_database

TEMPLATE = "comity_template"
ROOM = 2 << 30  # bytes
_numbers = itertools.count(1)

# A run tells of the code, never of the machine's pace or of dice: the same examples each time, and no time limits. Other examples, and
# twenty times as many, are looked for with `--hypothesis-profile=search`; what that finds becomes an @example.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=2_000)
settings.load_profile("same")


@dataclass(frozen=True, slots=True)
class Database:
    """One database of the server: a DSN for each role."""

    name: str
    app: str
    work: str
    owner: str
    superuser: str


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


def pytest_sessionstart(session: pytest.Session) -> None:
    """On a fresh machine the loops that compare names are compiled before any worker starts: no test's time is spent on it."""
    if getattr(session.config.option, "numprocesses", None) and not hasattr(session.config, "workerinput"):
        from comity.search.persons.weighing import warm  # noqa: PLC0415 - a run of a few tests does not pay for it

        warm()


def _place() -> Path:
    """Memory where it has room, else the disk: a database is copied six times as fast there, and no test outlives a power cut."""
    memory = Path("/dev/shm")  # noqa: S108  (mkdtemp makes the name)
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else Path(tempfile.gettempdir())


def _sweep(place: Path) -> None:
    """Takes away what test runs left that were killed: a server, and its folder."""
    for left in place.glob("comity-test-*-*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # every worker sweeps: another was quicker
            if not cluster.lives(int(left.name.split("-")[2])) and left.stat().st_uid == os.geteuid():
                _end(left)


def _end(left: Path) -> None:
    for folder in left.iterdir():
        if cluster.serves(folder):
            os.kill(cluster.pid(folder), signal.SIGKILL)
    shutil.rmtree(left, ignore_errors=True)


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A temporary folder that the server's user may enter too; pytest's own are closed to others."""
    place = _place()
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=f"comity-test-{os.getpid()}-", dir=place))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(open_folder: Path) -> Iterator[Server]:
    with Server.start(open_folder / "server") as running:
        yield running


def _dsns(server: Server, name: str) -> Database:
    return Database(name, server.dsn(APP, name), server.dsn(WORK, name), server.dsn(OWNER, name), server.dsn(SUPERUSER, name))


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a database at the newest revision. Nobody may stay connected to it, or it cannot be copied."""
    make_database(server.dsn(SUPERUSER, "postgres"), TEMPLATE)
    migrate(server.dsn(OWNER, TEMPLATE))
    return TEMPLATE


def _fresh(server: Server, template: str | None) -> Iterator[Database]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    make_database(server.dsn(SUPERUSER, "postgres"), name, template)
    try:
        yield _dsns(server, name)
    finally:
        drop_database(server.dsn(SUPERUSER, "postgres"), name)


@pytest.fixture
def database(server: Server, template: str) -> Iterator[Database]:
    """A fresh database at the newest revision."""
    yield from _fresh(server, template)


@pytest.fixture
def empty_database(server: Server) -> Iterator[Database]:
    """A fresh database that was never migrated."""
    yield from _fresh(server, None)


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """A store as comity_app on the test's own database."""
    opened = await Store.open(database.app, size=4)
    yield opened
    await opened.close()
