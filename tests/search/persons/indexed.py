"""An index of names over a database of tests: persons entered, the worker's looks made by hand, candidates as one process asks them."""

from __future__ import annotations

import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from comity.access.model import Reader, Role
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.names.reading import read_name
from comity.registers.catalogue import register
from comity.registers.entering import create
from comity.registers.record import Entered
from comity.search.audiences import ALL_AUDIENCES, Audiences
from comity.search.persons.candidates import NameIndex, Wanted
from comity.search.persons.index.indexing import Indexer
from tests.checking import XAR, XBM, reader, registrar

if TYPE_CHECKING:
    from comity.app import Comity
    from tests.conftest import Database

PERSONS = register("persons")
PURPOSE = Purpose.WHEREABOUTS
WAITS_S = 240.0
_CASE = itertools.count()
WIPED = """
truncate registers.persons, registers.notices, registers.piracy, registers.search_key, registers.record_key, registers.name_change cascade;
delete from registers.name_forgotten;
"""


def officer(authority: int = XAR, purpose: Purpose = PURPOSE, **facts: object) -> Reader:
    return replace(reader(authority, purpose=purpose, **facts), registers=frozenset({1, 2, 19}))


def clerk(authority: int = XBM, *roles: Role) -> Reader:
    """Somebody of the owner's who enters persons, or decides about them."""
    return replace(
        registrar(authority),
        roles=frozenset({*(roles or (Role.REGISTRAR,))}),
        registers=frozenset({1, 2, 19}),
        clearance=Level.CONFIDENTIAL,
    )


async def entered(
    comity: Comity, *names: str, owner: int = XBM, born: str = "1988", level: str = "official", discreet: bool = False,
    purposes: tuple[str, ...] = ("whereabouts",), nationality: str = "",
) -> UUID:  # fmt: skip
    """A person of some names, entered by its owner; it waits for its second officer."""
    typed = {f"names.{place}.full": name for place, name in enumerate(names, 1)}
    typed |= {"status": "suspect", "sex": "unknown", "births.1.date": born, "case_reference": f"C{next(_CASE)}", "request": "collect_facts"}
    if nationality:
        typed["nationalities.1"] = nationality
    header = Entered(purposes=purposes, law="Act 1", source="authority", level=level, discreet=discreet)
    record, _ = await create(comity.records, clerk(owner), PERSONS, typed, header)
    return record.id


def change(database: Database, statement: str, *values: object) -> None:
    """What somebody else than the application does to the tables."""
    with psycopg.connect(database.superuser) as connection:
        connection.execute(statement, values)


def let_go(database: Database, *records: UUID) -> None:
    """As their reviewers and a second officer release them."""
    change(database, "delete from registers.hold where record = any (%s)", list(records))
    change(database, "update registers.persons set state = 1, reviewer = -1, version = version + 1 where id = any (%s)", list(records))
    change(database, "update registers.search_key set live = true where record = any (%s)", list(records))


async def person(comity: Comity, database: Database, *names: str, **facts: object) -> UUID:
    """A released person."""
    record = await entered(comity, *names, **facts)
    let_go(database, record)
    return record


class World:
    """The indexer of a database, and the index as one process follows it."""

    def __init__(self, comity: Comity, database: Database) -> None:
        self.comity = comity
        self.database = database
        self.names = comity.settings.home / "names"
        self.audiences = Audiences()
        self.index = NameIndex(self.names, comity.keyring, self.audiences)
        self.indexer = self.another()

    def another(self) -> Indexer:
        """As a worker that is started again."""

        async def connect() -> psycopg.AsyncConnection:
            return await psycopg.AsyncConnection.connect(self.database.work, autocommit=True)

        return Indexer(self.names, self.comity.keyring, self.comity.clock, self.comity.place.database, connect)

    async def look(self) -> None:
        """One look of the worker, then one of the process that serves."""
        async with await psycopg.AsyncConnection.connect(self.database.work, autocommit=True) as connection:
            await self.indexer.look(connection)
        self.read()

    def read(self) -> None:
        """What a process that serves does four times a second."""
        with psycopg.connect(self.database.app) as connection:
            self.audiences.load(connection.execute(ALL_AUDIENCES).fetchall())
        self.index.look()

    async def settled(self) -> None:
        """Looks until a generation is in force and has read everything."""
        end = time.monotonic() + WAITS_S
        await self.look()
        while self.index.fresh() or self.indexer._building is not None:
            assert time.monotonic() < end, self.index.fresh()
            await self.look()
        await self.look()

    def find(self, name: str, who: Reader | None = None, *years: int, **more: int) -> list[UUID]:
        """The records found, the best first."""
        return [one.record for one in self.found(name, who, *years, **more)]

    def found(self, name: str, who: Reader | None = None, *years: int, **more: int):
        return self.index.find(Wanted((read_name(name),), (1, 2, 19), years), who or officer(), **more)


@asynccontextmanager
async def world_of(comity: Comity, database: Database) -> AsyncIterator[World]:
    """An index that is built and in step."""
    made = World(comity, database)
    try:
        await made.settled()
        yield made
    finally:
        await made.indexer.stop()
