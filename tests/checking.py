"""A small world for tests of the check: four countries, an entity, the secretariat; readers as values; one opened application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest

from comity.access.model import AuthorityKind, Reader, Role, UnitKind
from comity.app import Comity, Settings, opened
from comity.audit.entry import Head, decode_heads
from comity.audit.model import Pack
from comity.audit.pack import open_questions
from comity.audit.sequencer import pack_of
from comity.engines.clock import Clock
from comity.engines.filters.files import FilterFile
from comity.engines.keyring import KeyName
from comity.engines.store import store
from comity.engines.store.migrations import found
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import register
from comity.registers.entering import create
from comity.registers.record import Entered, Record
from comity.search import commit, near_hashes
from comity.search.keeping import Follower, build
from comity.search.model import Identifier, Query, Result
from comity.search.persons import candidates, readings

if TYPE_CHECKING:
    from tests.conftest import Database

XAR, XBM, XCS, XDV, TRIBUNAL, SECRETARIAT = 1, 2, 3, 4, 7, 9
CODES = {XAR: "XAR", XBM: "XBM", XCS: "XCS", XDV: "XDV"}
DOCUMENTS, VEHICLES = register("travel_documents"), register("vehicles")
ORGANISATION = UUID(int=77)
NUMBER = "C0118832"
VIN = "1M8GDM9AXKP042788"

_WORLD = """
insert into access.authority (number, code, kind, names) values
    (1, 'XAR', 1, '{"en": "Arvenia"}'), (2, 'XBM', 1, '{"en": "Belmora"}'), (3, 'XCS', 1, '{"en": "Castara"}'),
    (4, 'XDV', 1, '{"en": "Dovania"}'), (7, 'XXT', 2, '{"en": "Tribunal"}'), (9, 'XXS', 3, '{"en": "Secretariat"}');
insert into access.issuing_code (code, authority) values ('XAR', 1), ('XBM', 2), ('XCS', 3), ('XDV', 4);
"""


def patient(patch: pytest.MonkeyPatch) -> None:
    """What is *no answer* after some seconds is none here, however slow the machine: tests of it set a time of their own."""
    for module in (candidates, near_hashes):
        patch.setattr(module, "STALE_S", 50.0)  # below what an indexer says that is far behind
    patch.setattr(near_hashes, "DEADLINE_S", 120.0)
    for module in (commit, readings):
        patch.setattr(module, "LONGEST_S", 120.0)
    patch.setattr(store, "_WAIT_S", 60.0)


def make_world(database: Database) -> None:
    """The authorities and their codes, straight into their tables."""
    found(database.owner, ORGANISATION, "Tests")
    with psycopg.connect(database.owner) as connection:
        connection.execute(_WORLD)


def settings(database: Database, home: Path) -> Settings:
    return Settings(database.app, home)


@asynccontextmanager
async def application(database: Database, home: Path, clock: Clock | None = None) -> AsyncIterator[Comity]:
    """One serving process's worth of Comity over the database."""
    async with opened(settings(database, home), clock) as comity:
        yield comity


def reader(
    authority: int = XAR,
    role: Role = Role.OFFICER,
    *,
    officer: int = 0,
    purpose: Purpose = Purpose.BORDER,
    clearance: Level = Level.OFFICIAL,
    kind: AuthorityKind = AuthorityKind.COUNTRY,
    unit_kind: UnitKind = UnitKind.BORDER_POST,
) -> Reader:
    return Reader(
        authority=authority,
        kind=kind,
        bureau=authority * 10,
        unit=authority * 100,
        unit_kind=unit_kind,
        officer=officer or authority * 1000 + 1,
        officer_name="",
        system=0,
        roles=frozenset({role}),
        clearance=clearance,
        purpose=purpose,
        registers=frozenset({3, 8}),
    )


def registrar(authority: int = XBM, officer: int = 0) -> Reader:
    return reader(authority, Role.REGISTRAR, officer=officer or authority * 1000 + 2, unit_kind=UnitKind.DESK)


def supervisor(authority: int = XBM) -> Reader:
    return reader(authority, Role.SUPERVISOR, officer=authority * 1000 + 3, unit_kind=UnitKind.DESK)


async def document(
    comity: Comity, owner: int = XBM, number: str = NUMBER, *, purposes: tuple[str, ...] = ("border",), level: str = "official",
    discreet: bool = False, **values: str,
) -> Record:  # fmt: skip
    """Enters a lost passport, as its owner's registrar. A discreet one waits for a second officer."""
    typed = {"number": number, "issuer": CODES[owner], "type": "passport", "reason": "lost", "theft_date": "2026-09-03"} | values
    header = Entered(purposes=purposes, law="Passport act, article 7", source="holder", level=level, discreet=discreet)
    record, _ = await create(comity.records, registrar(owner), DOCUMENTS, typed, header)
    return record


async def vehicle(comity: Comity, owner: int = XBM, vin: str = VIN, warnings: tuple[str, ...] = ()) -> Record:
    typed = {"vin": vin, "plate": "AB 123 CD", "plate_country": CODES[owner], "theft_date": "2026-10-02", "theft_country": CODES[owner]}
    header = Entered(purposes=("border",), law="Theft act", source="authority", warnings=warnings)
    record, _ = await create(comity.records, registrar(owner), VEHICLES, typed, header)
    return record


def asked(number: str = NUMBER, issuer: str = "XBM", kind: str = "document") -> Identifier:
    return Identifier(kind, number, issuer)


async def check(comity: Comity, who: Reader, *identifiers: Identifier, protected: bool = False) -> Result:
    return await comity.checks.ask(Query(who, identifiers or (asked(),), protected=protected))


async def build_filters(database: Database, comity: Comity) -> Path:
    """The next filter file, as the worker builds it; nobody has it in force yet."""
    async with await psycopg.AsyncConnection.connect(database.work, autocommit=True) as work:
        return await build(work, comity.place, comity.clock)


def put_in_force(comity: Comity) -> FilterFile | None:
    """The newest good file, as the follower puts it in force within a second."""
    Follower(comity.place, comity.desk).first()
    return comity.place.newest()


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of the audit, opened."""

    authority: int
    at_us: int
    head: Head
    question: bytes
    probes: tuple[int, ...]


PACKS = "select at, stream, first, authority, count, seed, period, version, heads, sealed, probes from audit.pack order by stream, first"


def packs(database: Database) -> list[Pack]:
    """All packs, past row-level security."""
    with psycopg.connect(database.superuser) as connection:
        return [pack_of(row) for row in connection.execute(PACKS).fetchall()]


def entry_names(database: Database) -> set[str]:
    """The ids of all entries, as answers name them."""
    return {f"{pack.stream}-{pack.first + index}" for pack in packs(database) for index in range(pack.count)}


def entries(database: Database, comity: Comity) -> dict[str, Kept]:
    """All entries by id, each with what was asked."""
    found: dict[str, Kept] = {}
    for pack in packs(database):
        questions = open_questions(pack, comity.keyring.version(KeyName.AUDIT_MONTH, pack.version, pack.period))
        asked_to = probed_to = 0
        for index, head in enumerate(decode_heads(pack.heads)):
            question = questions[asked_to : asked_to + head.asked]
            probes = pack.probes[probed_to : probed_to + head.probed]
            found[f"{pack.stream}-{pack.first + index}"] = Kept(pack.authority, pack.at_us + head.after_us, head, question, probes)
            asked_to, probed_to = asked_to + head.asked, probed_to + head.probed
    return found


def rows(database: Database, statement: str) -> list[tuple[object, ...]]:
    """What a table holds, past row-level security."""
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(statement.encode()).fetchall()
