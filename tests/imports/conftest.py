"""A tribunal that keeps a list, with two officers; a secretariat; a country that asks."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from comity.access.model import AuthorityKind, Reader, Role
from comity.audit import Recorder
from comity.engines.clock import FixedClock
from comity.engines.keyring import Keyring
from comity.engines.store import Mode, Store
from comity.imports import proposal as imports
from comity.imports.model import Header, Proposal
from comity.kernel.purposes import Purpose
from comity.registers import store as table
from comity.registers.declarations.notices import NOTICES
from comity.registers.desk import Desk
from comity.registers.record import Record
from tests.imports.listing import NAMES
from tests.registers.conftest import NOW, reader

TRIBUNAL, SECRETARIAT = 7, 9
HEADER = Header(("warning",), "Resolution 9900 (2014)")
_WORLD = """
insert into access.authority (number, code, kind, names) values
    (1, 'XAR', 1, '{"en": "Arvenia"}'), (7, 'XXT', 2, '{"en": "Regional tribunal"}'), (9, 'XXS', 3, '{"en": "Secretariat"}');
insert into access.issuing_code (code, authority) values ('XAR', 1);
"""


@dataclass(frozen=True)
class World:
    """A desk, and readers to send to it."""

    desk: Desk
    clock: FixedClock
    dsn: str
    registrar: Reader  # of the tribunal
    supervisor: Reader  # of the tribunal, another officer
    legal: tuple[Reader, Reader]  # of the secretariat: registrar and supervisor
    country: Reader  # of Arvenia, registrar and supervisor in one

    async def propose(self, content: bytes, who: Reader | None = None, header: Header = HEADER) -> Proposal:
        return await imports.propose(self.desk, who or self.registrar, io.BytesIO(content), header, NAMES)

    async def imported(self, content: bytes) -> Proposal:
        """Proposed and approved."""
        made = await self.propose(content)
        return await imports.approve(self.desk, self.supervisor, made.id, "For a test that needs it.")

    async def records(self) -> list[Record]:
        """The tribunal's own notices, in the order of their keys."""
        async with self.desk.store.transaction(self.registrar.context(Mode.OWN)) as connection:
            found = await table.page(connection, NOTICES, self.desk.keyring, "true", [], 500)
        return sorted(found, key=lambda one: one.values["un_number"])

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What the database itself holds."""
        with psycopg.connect(self.dsn) as owner:
            return owner.execute(statement).fetchall()  # type: ignore[arg-type]


def officer(authority: int, number: int, kind: AuthorityKind, *roles: Role) -> Reader:
    return replace(reader(authority, number, *roles, kind=kind), registers=frozenset({2, 3}), purpose=Purpose.WARNING)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys")


@pytest.fixture
async def world(store: Store, database: object, keyring: Keyring) -> World:
    with psycopg.connect(database.owner) as connection:  # type: ignore[attr-defined]
        connection.execute(_WORLD)
    own = await store.dedicated()
    recorder = await Recorder.start(own, keyring)
    await own.close()
    clock = FixedClock(NOW)
    entity, secretariat = AuthorityKind.ENTITY, AuthorityKind.SECRETARIAT
    return World(
        desk=Desk(store, keyring, recorder, clock),
        clock=clock,
        dsn=database.superuser,  # type: ignore[attr-defined]
        registrar=officer(TRIBUNAL, 71, entity, Role.REGISTRAR),
        supervisor=officer(TRIBUNAL, 72, entity, Role.SUPERVISOR),
        legal=(officer(SECRETARIAT, 91, secretariat, Role.REGISTRAR), officer(SECRETARIAT, 92, secretariat, Role.SUPERVISOR)),
        country=officer(1, 11, AuthorityKind.COUNTRY, Role.REGISTRAR, Role.SUPERVISOR),
    )
