"""What the audit's tests share: a keyring, connections for each role, and synthetic entries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from comity.audit.entry import Act, Entry
from comity.audit.pack import Recorder
from comity.engines.keyring import Keyring

if TYPE_CHECKING:
    from tests.conftest import Database

NOON_US = 1_795_262_400_000_000  # 2026-11-21 12:00 UTC
ARVENIA, BELMORA, CASTARA = 11, 12, 13


def entry(i: int = 0, authority: int = BELMORA, **changed: object) -> Entry:
    """One synthetic check: the i-th, i milliseconds after noon."""
    facts: dict[str, object] = {
        "act": Act.CHECK,
        "at_us": NOON_US + i * 1000,
        "authority": authority,
        "bureau": 34,
        "unit": 120 + i % 3,
        "officer": 4000 + i % 5,
        "purpose": 9,
        "registers": (3, 8),
        "rule": "PUR-01",
        "question": b"3|number|C01X%04d" % i,
        "probes": (7_000_000_000_000 + i,),
    }
    return Entry(**(facts | changed))  # type: ignore[arg-type]


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys")


@pytest.fixture
async def connect() -> AsyncIterator[Callable[[str], psycopg.AsyncConnection]]:
    """Opens autocommit connections and closes them at the end of the test."""
    opened: list[psycopg.AsyncConnection] = []

    async def connection(dsn: str) -> psycopg.AsyncConnection:
        opened.append(await psycopg.AsyncConnection.connect(dsn, autocommit=True))
        return opened[-1]

    yield connection  # type: ignore[misc]
    for one in opened:
        await one.close()


@pytest.fixture
async def app(database: Database, connect) -> psycopg.AsyncConnection:
    return await connect(database.app)


@pytest.fixture
async def work(database: Database, connect) -> psycopg.AsyncConnection:
    return await connect(database.work)


@pytest.fixture
async def owner(database: Database, connect) -> psycopg.AsyncConnection:
    return await connect(database.owner)


@pytest.fixture
async def dba(database: Database, connect) -> psycopg.AsyncConnection:
    """A superuser, who may do anything in the database, with triggers off."""
    connection = await connect(database.superuser)
    await connection.execute("set session_replication_role = replica")
    return connection


@pytest.fixture
async def recorder(app: psycopg.AsyncConnection, keyring: Keyring) -> Recorder:
    return await Recorder.start(app, keyring)
