"""One application over one database for a whole file of tests: making both costs more than most of the tests.

Each test begins without records, inbox and sightings; the audit grows, as it must.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.checking import application, make_world, patient
from tests.conftest import _fresh

if TYPE_CHECKING:
    from comity.app import Comity
    from tests.conftest import Database

_WIPE = """
truncate registers.travel_documents, registers.vehicles, registers.search_key, registers.record_key, registers.version, hits.inbox,
    audit.sighting cascade;
update access.audience set own_authorities = '{}', own_kinds = '{}', denied_authorities = '{}', denied_kinds = '{}'
    where is_default and (denied_authorities <> '{}' or denied_kinds <> '{}');
"""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    patient(monkeypatch)


@pytest.fixture(scope="module")
def database(server, template: str) -> Iterator[Database]:
    for fresh in _fresh(server, template):
        make_world(fresh)
        yield fresh


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its keyring belongs to the database: no other opens it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
async def shared(database, home: Path, anyio_backend: str) -> AsyncIterator[Comity]:
    async with application(database, home) as opened:
        yield opened


@pytest.fixture
async def comity(shared: Comity, database) -> Comity:
    with psycopg.connect(database.superuser) as connection:
        connection.execute("set session_replication_role = replica")  # the audit's own guard would refuse
        connection.execute(_WIPE)
    return shared


__all__ = ["comity", "database", "home", "shared"]
