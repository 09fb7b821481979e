"""One application over one database for each file, with an index of names that is brought up to date when a test says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from comity.names.entities.packing import pack as pack_body
from comity.names.packing import pack
from comity.registers.catalogue import BY_NUMBER
from comity.search.people import People
from comity.search.persons.candidates import Candidate, Wanted, WantedBody
from comity.search.persons.readings import Readings
from tests.checking import application, make_world
from tests.conftest import _fresh
from tests.search.linked import REVIEWERS

if TYPE_CHECKING:
    from comity.access.model import Reader
    from comity.app import Comity
    from tests.conftest import Database

_WIPE = """
truncate registers.persons, registers.notices, registers.linked_documents, registers.search_key, registers.record_key, registers.version,
    registers.hold, registers.signature, hits.inbox, audit.sighting, persons.setting, statistics.bare_name cascade;
"""


@pytest.fixture(scope="module")
def database(server, template: str) -> Iterator[Database]:
    for fresh in _fresh(server, template):
        make_world(fresh)
        with psycopg.connect(fresh.owner) as connection:
            connection.execute(REVIEWERS)
        yield fresh


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


class Everybody:
    """Every released record as a candidate of everybody, so that what shields a record is proved without the index."""

    def __init__(self, database: Database, comity: Comity) -> None:
        self.database = database
        self.comity = comity
        self.why = ""

    def fresh(self) -> str:
        return self.why

    def find(self, wanted: Wanted, reader: Reader, most: int = 200, most_discreet: int = 20) -> list[Candidate]:
        return self._everybody(wanted.registers, tuple(map(pack, wanted.names)))

    def find_bodies(self, wanted: WantedBody, reader: Reader) -> list[Candidate]:
        return self._everybody(wanted.registers, tuple(map(pack_body, wanted.names)))

    def _everybody(self, registers: tuple[int, ...], names: tuple[bytes, ...]) -> list[Candidate]:
        found = []
        with psycopg.connect(self.database.superuser) as connection:
            for number in (1, 2):
                if number in registers:
                    for record, discreet in connection.execute(f"select id, discreet from registers.{BY_NUMBER[number].name}").fetchall():
                        found.append(Candidate(record, number, discreet, names, 10.0))
        return found


@pytest.fixture(scope="module")
async def shared(database, home: Path, anyio_backend: str) -> AsyncIterator[Comity]:
    async with application(database, home) as opened:
        index = Everybody(database, opened)
        people = People(index, Readings(opened.store, opened.keyring), opened.checks.planner.countries)
        checks = replace(opened.checks, people=people)
        yield replace(opened, checks=checks, lists=replace(opened.lists, checks=checks))
        await people.stop()


@pytest.fixture
async def comity(shared: Comity, database) -> Comity:
    with psycopg.connect(database.superuser) as connection:
        connection.execute("set session_replication_role = replica")  # the audit's own guard would refuse
        connection.execute(_WIPE)
    return shared


__all__ = ["comity", "database", "home", "shared"]
