"""The small world of the records' tests, with the worker's connection."""

from __future__ import annotations

from collections.abc import AsyncIterator

import psycopg
import pytest

from tests.registers.conftest import keyring, world

__all__ = ["keyring", "work", "world"]


@pytest.fixture
async def work(database: object) -> AsyncIterator[psycopg.AsyncConnection]:
    connection = await psycopg.AsyncConnection.connect(database.work, autocommit=True)  # type: ignore[attr-defined]
    yield connection
    await connection.close()
