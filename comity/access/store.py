"""The SQL of access: one function for each statement, values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
import psycopg
from psycopg.rows import class_row

from comity.access.model import AuthorityKind, Role, Session, TokenFacts, Unit, UnitKind
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose, from_mask

Connection = psycopg.AsyncConnection
T = TypeVar("T")


class UnitRow(msgspec.Struct, frozen=True):
    """A unit as the functions of the database give it, in JSON."""

    number: int
    code: str
    kind: int
    names: dict[str, str]

    def unit(self) -> Unit:
        """The row as a value: its kind as a choice, its names by language."""
        return Unit(self.number, self.code, UnitKind(self.kind), self.names)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """What sign-in has to know of one officer. `active`: the officer, the bureau and the authority."""

    number: int
    bureau: int
    authority: int
    password: str
    totp: bytes
    totp_last: int
    active: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One row of access.session_by_hash."""

    officer: int
    name: str
    login: str
    roles: list[str]
    clearance: int
    authority: int
    authority_code: str
    kind: int
    bureau: int
    bureau_code: str
    bureau_names: dict[str, str]
    units: list[dict[str, object]]
    unit: int | None
    purpose: int | None
    started_at: datetime
    ends_at: datetime
    demo: bool

    def session(self, session_hash: bytes) -> Session:
        """The row as a value, with the units that the officer is posted to. `session_hash`: of the token, 32 bytes."""
        units = units_of(self.units)
        return Session(
            id=session_hash,
            officer=self.officer,
            officer_name=self.name,
            login=self.login,
            roles=frozenset(Role(role) for role in self.roles),
            clearance=Level(self.clearance),
            authority=self.authority,
            authority_code=self.authority_code,
            kind=AuthorityKind(self.kind),
            bureau=self.bureau,
            bureau_code=self.bureau_code,
            bureau_names=self.bureau_names,
            units=units,
            unit=next((unit for unit in units if unit.number == self.unit), None),
            purpose=Purpose(self.purpose) if self.purpose else None,
            started=self.started_at,
            ends=self.ends_at,
            demo=self.demo,
        )


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One row of access.tokens_by_hash, and the revision that it was read at."""

    revision: int
    hash: bytes
    number: int
    system: int
    authority: int
    kind: int
    bureau: int
    roles: list[str]
    clearance: int
    registers: list[int]
    purposes: int
    units: list[dict[str, object]]
    expires_at: datetime
    loads: bool

    def facts(self) -> TokenFacts:
        """The row as a value, with the units that the system stands in."""
        units = units_of(self.units)
        return TokenFacts(
            number=self.number,
            system=self.system,
            authority=self.authority,
            kind=AuthorityKind(self.kind),
            bureau=self.bureau,
            roles=frozenset(Role(role) for role in self.roles),
            clearance=Level(self.clearance),
            registers=frozenset(self.registers),
            purposes=from_mask(self.purposes),
            units={unit.code: unit for unit in units} | {str(unit.number): unit for unit in units},
            expires=self.expires_at,
            loads=self.loads,
        )


def units_of(rows: list[dict[str, object]]) -> tuple[Unit, ...]:
    """Units from JSON, checked."""
    return tuple(row.unit() for row in msgspec.convert(rows, list[UnitRow]))


async def _one(connection: Connection, row: type[T], statement: str, values: list[object]) -> T | None:
    async with connection.cursor(row_factory=class_row(row)) as cursor:
        await cursor.execute(statement, values)
        return await cursor.fetchone()


async def _truth(connection: Connection, statement: str, values: list[object]) -> bool:
    row = await (await connection.execute(statement, values)).fetchone()
    return bool(row and row[0])


async def officer_by_login(connection: Connection, login: str) -> OfficerRow | None:
    """Whoever signs in under this name, withdrawn ones too; None where nobody does. Rights are not asked here: nobody is signed in yet."""
    return await _one(connection, OfficerRow, "select * from access.officer_by_login(%s)", [login])


async def spend_code(connection: Connection, officer: int, step: int) -> bool:
    """True for one caller alone: that step, and all before it, are spent."""
    return await _truth(connection, "select access.spend_code(%s, %s)", [officer, step])


async def open_session(connection: Connection, session_hash: bytes, officer: int, at: datetime, until: datetime, *, demo: bool) -> bool:
    """False where officer, bureau or authority are not active."""
    return await _truth(connection, "select access.open_session(%s, %s, %s, %s, %s)", [session_hash, officer, at, until, demo])


async def session_by_hash(connection: Connection, session_hash: bytes, at: datetime, idle: timedelta) -> Session | None:
    """The session in force, its idle time begun anew; None where it never was, has ended, or was idle for longer than `idle`."""
    row = await _one(connection, SessionRow, "select * from access.session_by_hash(%s, %s, %s)", [session_hash, at, idle])
    return row.session(session_hash) if row else None


async def choose(connection: Connection, session_hash: bytes, unit: int, purpose: int | None) -> bool:
    """Unit and purpose of a session; False where it has ended, or its officer is not posted to that unit (any more)."""
    return await _truth(connection, "select access.choose(%s, %s, %s::smallint)", [session_hash, unit, purpose])


async def end_session(connection: Connection, session_hash: bytes, at: datetime) -> bool:
    """Ends one session; False where it had ended, or never was."""
    return await _truth(connection, "select access.end_session(%s, %s)", [session_hash, at])


async def end_sessions(connection: Connection, officer: int, at: datetime) -> int:
    """Ends every session of an officer: how many."""
    row = await (await connection.execute("select access.end_sessions(%s, %s)", [officer, at])).fetchone()
    return int(row[0]) if row else 0


async def refill(connection: Connection, key: bytes) -> None:
    """Fills a bucket of sign-ins again. `key`: keyed hash of a name or an address."""
    await connection.execute("select access.refill(%s)", [key])


async def tokens_by_hash(connection: Connection, hashes: list[bytes]) -> list[TokenRow]:
    """Those that live, with the revision of rights in the same snapshot."""
    async with connection.cursor(row_factory=class_row(TokenRow)) as cursor:
        await cursor.execute("select access.revision_number() as revision, t.* from access.tokens_by_hash(%s::bytea[]) t", [hashes])
        return await cursor.fetchall()


async def revision(connection: Connection) -> int:
    """The number that every change of rights counts on: what was remembered under another one is stale."""
    row = await (await connection.execute("select access.revision_number()")).fetchone()
    return int(row[0]) if row else 0


async def sweep(connection: Connection, before: datetime) -> None:
    """Forgets sessions that ended and buckets of sign-ins unused since then. As comity_work."""
    await connection.execute("select access.sweep(%s)", [before])
