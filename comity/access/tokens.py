"""Tokens of national systems: issued and revoked by the bureau's security officer, shown once, kept as keyed hashes.

A check of a system names the officer who asked (by that bureau's own reference, kept for the audit), a unit of its bureau, and a
purpose within the token's scope. A system whose token has the scope to load hands in files in its own name.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

import psycopg

from comity.access import credentials
from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader, Role, TokenFacts, UnitKind
from comity.access.rules import granted, may
from comity.audit import Act
from comity.engines.keyring import KeyName
from comity.engines.store import Mode
from comity.kernel.errors import Absent, Fault, Invalid, Refused
from comity.kernel.purposes import Purpose, from_mask, mask

_LONGEST_REFERENCE: Final = 64
_SECURITY: Final = "the security officer of your bureau"
_OTHER_PURPOSE: Final = Decision(False, "ACC-01", "The token is not issued for this purpose.", _SECURITY)
_OTHER_UNIT: Final = Decision(False, "ACC-01", "There is no such unit in the system's bureau.", _SECURITY)
_LOADS_NOT: Final = Decision(False, "ACC-08", "This token asks checks: it has no scope to load.", _SECURITY)
_OUTSIDE_SCOPE: Final = Decision(False, "ACC-01", "A token cannot reach further than its issuer.", "the head of your bureau")


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token. `text` is shown once."""

    number: int
    text: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One line of a bureau's list of tokens."""

    number: int
    system: int
    registers: tuple[int, ...]
    purposes: frozenset[Purpose]
    issued_by: int
    issued: datetime
    expires: datetime
    revoked: datetime | None
    loads: bool = False


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One line of a bureau's list of systems."""

    number: int
    code: str
    names: dict[str, str]
    roles: frozenset[Role]
    active: bool


@lru_cache(maxsize=16384)
def reader_for_token(facts: TokenFacts, officer: str, unit: str, purpose: Purpose) -> Reader:
    """The reader of one check of a system. `unit`: its number or code. Cost: about 5 us, then a look-up.

    Raises: Refused (ACC-08 no officer named, ACC-01 unit or purpose outside the scope); which purposes a kind of unit
    may choose is `may_ask`'s question.
    """
    if not officer or len(officer) > _LONGEST_REFERENCE or not officer.isprintable() or officer.isspace():
        raise Refused("ACC-08", "Name the officer who asks, by your own reference of 1 to 64 printable characters.")
    place = facts.units.get(unit)
    if place is None:
        _OTHER_UNIT.enforce()
        raise AssertionError
    if purpose not in facts.purposes:
        _OTHER_PURPOSE.enforce()
    return Reader(
        authority=facts.authority,
        kind=facts.kind,
        bureau=facts.bureau,
        unit=place.number,
        unit_kind=place.kind,
        officer=0,
        officer_name=officer,
        system=facts.system,
        roles=facts.roles,
        clearance=facts.clearance,
        purpose=purpose,
        registers=facts.registers,
    )


def reader_that_loads(facts: TokenFacts, unit: str = "") -> Reader:
    """The reader of a load of a system, which names no officer. `unit`: number or code of the unit whose mappings it uses, if any.

    A load reads nothing of others; it is noted under the first of the token's purposes. Raises: Refused (ACC-08, ACC-01).
    """
    if not facts.loads:
        _LOADS_NOT.enforce()
    place = facts.units.get(unit)
    if unit and place is None:
        _OTHER_UNIT.enforce()
    return Reader(
        authority=facts.authority, kind=facts.kind, bureau=facts.bureau, unit=place.number if place else 0,
        unit_kind=place.kind if place else UnitKind.DESK, officer=0, officer_name="", system=facts.system,
        roles=facts.roles & {Role.SPECIALIST}, clearance=facts.clearance, purpose=min(facts.purposes), registers=facts.registers,
        loads=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a bureau's security officer does with tokens. Row-level security shows nobody another bureau's."""

    means: Means

    async def issue(
        self, reader: Reader, system: int, registers: Collection[int], purposes: Collection[Purpose], life: timedelta, *,
        loads: bool = False,
    ) -> IssuedToken:  # fmt: skip
        """A new token for a system of the reader's own bureau. `loads`: it may also hand in files of records of these registers.

        Raises: Refused (audited), Invalid for an empty scope or too long a life, Absent where the bureau has no such system.
        """
        await enforce(self.means, of_reader(reader), _may_issue(reader, registers), "token")
        self._check(registers, purposes, life)
        now = self.means.clock.now()
        fresh = credentials.fresh(self.means.keyring, KeyName.TOKEN, secrets.token_bytes(credentials.RANDOM_BYTES))
        values = [fresh.hash, system, reader.bureau, sorted(registers), mask(tuple(purposes)), reader.officer, now, now + life, loads]
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            if not await _active_system(connection, system):
                raise Absent("Your bureau has no such system.")
            row = await (await connection.execute(_INSERT, values)).fetchone()
            number = int(row[0]) if row else 0
            decision = may(reader, Permission.ACCESS_TOKEN_ISSUE)
            what = f"token {number} of system {system}{', which loads' if loads else ''}"
            note = entry(Act.TOKEN_ISSUED, now, of_reader(reader), decision, what, registers=tuple(sorted(registers)))
            await self.means.recorder.record(connection, note)
        return IssuedToken(number, fresh.text, now + life)

    def _check(self, registers: Collection[int], purposes: Collection[Purpose], life: timedelta) -> None:
        longest = self.means.settings.token_life
        faults = []
        if not registers:
            faults.append(Fault("registers", "empty", "A token without registers opens nothing.", "one register at least"))
        if not purposes:
            faults.append(Fault("purposes", "empty", "A token without purposes opens nothing.", "one purpose at least"))
        if not timedelta(0) < life <= longest:
            faults.append(Fault("life", "out_of_range", "A token ends.", f"more than nothing and at most {longest.days} days"))
        if faults:
            raise Invalid(*faults)

    async def list(self, reader: Reader) -> tuple[TokenLine, ...]:
        """The tokens of the reader's bureau, newest first; never a token or its hash. Raises: Refused (audited)."""
        await enforce(self.means, of_reader(reader), may(reader, Permission.ACCESS_TOKEN_LIST), "tokens")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            rows = await (await connection.execute(_LIST)).fetchall()
            decision = may(reader, Permission.ACCESS_TOKEN_LIST)
            await self.means.recorder.record(connection, entry(Act.LIST, self.means.clock.now(), of_reader(reader), decision, "tokens"))
        return tuple(TokenLine(row[0], row[1], tuple(row[2]), from_mask(row[3]), *row[4:]) for row in rows)

    async def systems(self, reader: Reader) -> tuple[SystemLine, ...]:
        """The systems of the reader's bureau, by number: what a token may be issued for. Raises: Refused (audited)."""
        decision = may(reader, Permission.ACCESS_TOKEN_LIST)
        await enforce(self.means, of_reader(reader), decision, "systems")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            rows = await (await connection.execute(_SYSTEMS)).fetchall()
            await self.means.recorder.record(connection, entry(Act.LIST, self.means.clock.now(), of_reader(reader), decision, "systems"))
        return tuple(SystemLine(row[0], row[1], row[2], frozenset(map(Role, row[3])), row[4]) for row in rows)

    async def revoke(self, reader: Reader, number: int) -> None:
        """Ends a token for good; every process honours it for less than a second more (ACC-04).

        Raises: Refused (audited), Absent where the bureau has no such living token.
        """
        await enforce(self.means, of_reader(reader), may(reader, Permission.ACCESS_TOKEN_REVOKE), "token")
        now = self.means.clock.now()
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            done = await connection.execute(_REVOKE, [now, reader.officer, number])
            if not done.rowcount:
                raise Absent("Your bureau has no such token in force.")
            decision = may(reader, Permission.ACCESS_TOKEN_REVOKE)
            await self.means.recorder.record(connection, entry(Act.TOKEN_REVOKED, now, of_reader(reader), decision, f"token {number}"))


_INSERT: Final = (
    "insert into access.token (hash, system, bureau, registers, purposes, issued_by, issued_at, expires_at, loads)"
    " values (%s, %s, %s, %s::smallint[], %s, %s, %s, %s, %s) returning number"
)
_LIST: Final = (
    "select number, system, registers, purposes, issued_by, issued_at, expires_at, revoked_at, loads from access.token order by number desc"
)
_SYSTEMS: Final = "select number, code, names, roles, active from access.system order by number"
_REVOKE: Final = "update access.token set revoked_at = %s, revoked_by = %s where number = %s and revoked_at is null"


def _may_issue(reader: Reader, registers: Collection[int]) -> Decision:
    decision = granted(reader.roles, Permission.ACCESS_TOKEN_ISSUE)
    return _OUTSIDE_SCOPE if decision.allowed and not set(registers) <= reader.registers else decision


async def _active_system(connection: psycopg.AsyncConnection, system: int) -> bool:
    cursor = await connection.execute("select from access.system where number = %s and active", [system])
    return await cursor.fetchone() is not None
