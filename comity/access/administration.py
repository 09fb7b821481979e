"""Building up an organisation: authorities and bureaus by the secretariat, units, officers and systems by each bureau itself.

The database holds to it: a bureau's people are entered in that bureau's context alone (ACC-01). Each change is an audit entry of its own
transaction. For the first steps of an installation, before anybody can sign in, `bootstrap_context` gives the contexts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Literal

import psycopg
from psycopg.types.json import Jsonb

from comity.access import credentials, store
from comity.access.entries import Actor, Means, enforce, entry, of_reader
from comity.access.model import Authority, AuthorityKind, Bureau, Decision, OfficerFacts, Permission, Reader, Role, Unit, UnitKind
from comity.access.passwords import LONGEST, Passwords
from comity.access.rules import may
from comity.access.sign_in import LOGIN
from comity.access.totp import SEED_BYTES
from comity.audit import Act
from comity.engines.store import Context, Mode
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.levels import Level

_WITHDRAW: Final = {
    "officer": "update access.officer set active = false where number = %s and active",
    "system": "update access.system set active = false where number = %s and active",
}
_FIND: Final = {
    "officer": "select number from access.officer where login = %s and active",
    "system": "select number from access.system where code = %s and active",
}
_WITHDRAWN: Final = Decision(True, "ACC-04", "Withdrawn.")
_ENTERED: Final = Decision(True, "ACC-01", "Entered.")
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """An officer to enter. `units`: numbers of units of the same bureau; `seed`: of the codes, 20 random bytes.

    For reviewers of the secretariat (REV-02): `nationalities` as issuing codes, `seconded_by` the number of the authority that sent the
    officer, `desk` 1 legal or 2 police.
    """

    login: str
    name: str
    roles: frozenset[Role]
    clearance: Level
    password: str
    seed: bytes
    units: tuple[int, ...]
    nationalities: tuple[str, ...] = ()
    seconded_by: int | None = None
    desk: int | None = None


def bootstrap_context(authority: int = 0, bureau: int = 0, kind: AuthorityKind = AuthorityKind.SECRETARIAT) -> Context:
    """The context of whoever installs: of the secretariat without a bureau, else of that bureau."""
    return Context(authority, int(kind), 0, 0, Mode.OWN, bureau)


class Administration:
    """What `comity admin` and the demonstration call. Each call is one transaction."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._passwords = Passwords(means.settings.password_cost, means.settings.passwords_at_once)

    async def add_authority(
        self, number: int, code: str, kind: AuthorityKind, names: Names, issuing_codes: Iterable[str] = ()
    ) -> Authority:
        """An owner of data, and the ICAO 9303 codes that it writes for. Raises: Invalid where number or code are taken."""
        async with self._means.store.transaction(bootstrap_context()) as connection:
            values = [number, code, int(kind), Jsonb(dict(names))]
            await _insert(
                connection, "insert into access.authority (number, code, kind, names) values (%s, %s, %s, %s) returning number", values
            )
            for issuing in issuing_codes:
                values = [issuing, number]
                await _insert(connection, "insert into access.issuing_code (code, authority) values (%s, %s) returning authority", values)
            await self._note(connection, Actor(number), f"authority {code}")
        return Authority(number, code, kind, dict(names))

    async def add_bureau(self, authority: int, code: str, names: Names) -> Bureau:
        """The office of an authority. Raises: Invalid where the code is taken or there is no such authority."""
        async with self._means.store.transaction(bootstrap_context()) as connection:
            statement = "insert into access.bureau (authority, code, names) values (%s, %s, %s) returning number"
            number = await _insert(connection, statement, [authority, code, Jsonb(dict(names))])
            await self._note(connection, Actor(authority, number), f"bureau {code}")
        return Bureau(number, authority, code, dict(names))

    async def add_unit(self, bureau: Bureau, kind: UnitKind, code: str, names: Names) -> Unit:
        """A place of the bureau. Raises: Invalid where the bureau has one with that code."""
        async with self._means.store.transaction(bootstrap_context(bureau.authority, bureau.number)) as connection:
            statement = "insert into access.unit (bureau, kind, code, names) values (%s, %s, %s, %s) returning number"
            number = await _insert(connection, statement, [bureau.number, int(kind), code, Jsonb(dict(names))])
            await self._note(connection, Actor(bureau.authority, bureau.number, number), f"unit {code}")
        return Unit(number, code, kind, dict(names))

    async def add_officer(self, bureau: Bureau, officer: NewOfficer) -> int:
        """A named person with a login. Gives the number. Raises: Invalid with every fault."""
        self._check(officer)
        sealed = credentials.sealed_seed(self._means.keyring, officer.login, officer.seed)
        password = self._passwords.hashed(officer.password)
        roles = sorted(str(role) for role in officer.roles)
        values = [bureau.number, officer.login, officer.name, roles, int(officer.clearance), password, sealed]
        values += [list(officer.nationalities), officer.seconded_by, officer.desk]
        async with self._means.store.transaction(bootstrap_context(bureau.authority, bureau.number)) as connection:
            statement = (
                "insert into access.officer (bureau, login, name, roles, clearance, password, totp, nationalities, seconded_by, desk)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s::text[], %s, %s) returning number"
            )
            number = await _insert(connection, statement, values)
            for unit in officer.units:
                posting = "insert into access.posting (officer, unit, bureau) values (%s, %s, %s) returning officer"
                await _insert(connection, posting, [number, unit, bureau.number])
            await self._note(connection, Actor(bureau.authority, bureau.number, officer=number), f"officer {number}")
        return number

    async def add_system(self, bureau: Bureau, code: str, names: Names, roles: frozenset[Role], clearance: Level) -> int:
        """A national system of the bureau. Gives the number. Raises: Invalid where the bureau has one with that code."""
        values = [bureau.number, code, Jsonb(dict(names)), sorted(str(role) for role in roles), int(clearance)]
        async with self._means.store.transaction(bootstrap_context(bureau.authority, bureau.number)) as connection:
            statement = "insert into access.system (bureau, code, names, roles, clearance) values (%s, %s, %s, %s, %s) returning number"
            number = await _insert(connection, statement, values)
            await self._note(connection, Actor(bureau.authority, bureau.number, system=number), f"system {number}")
        return number

    async def officers(self, reader: Reader) -> tuple[OfficerFacts, ...]:
        """The officers of the reader's own bureau, by login. Raises: Refused (audited)."""
        decision = may(reader, Permission.ACCESS_OFFICER_LIST)
        await enforce(self._means, of_reader(reader), decision, "officers")
        async with self._means.store.transaction(reader.context(Mode.OWN)) as connection:
            statement = "select number, login, name, roles, clearance, active from access.officer order by login"
            rows = await (await connection.execute(statement)).fetchall()
            await self._means.recorder.record(connection, entry(Act.LIST, self._means.clock.now(), of_reader(reader), decision, "officers"))
        return tuple(OfficerFacts(r[0], r[1], r[2], frozenset(Role(role) for role in r[3]), Level(r[4]), r[5]) for r in rows)

    async def withdraw_officer(self, reader: Reader, officer: int) -> None:
        """Takes every right from an officer of the reader's bureau, and ends the officer's sessions at once (ACC-04).

        Raises: Refused (audited), Absent where the bureau has no such officer.
        """
        async with self._withdrawing(reader, "officer", officer) as connection:
            await store.end_sessions(connection, officer, self._means.clock.now())

    async def withdraw_system(self, reader: Reader, system: int) -> None:
        """Takes every right from a system; its tokens open nothing from within a second on. Raises: as `withdraw_officer`."""
        async with self._withdrawing(reader, "system", system):
            pass  # its tokens fall with it: whoever looks one up looks at its system too

    @asynccontextmanager
    async def _withdrawing(self, reader: Reader, kind: Literal["officer", "system"], number: int) -> AsyncIterator[psycopg.AsyncConnection]:
        decision, detail = may(reader, Permission.ACCESS_OFFICER_CHANGE), f"{kind} {number} withdrawn"
        await enforce(self._means, of_reader(reader), decision, detail)
        async with self._means.store.transaction(reader.context(Mode.OWN)) as connection:
            if not (await connection.execute(_WITHDRAW[kind], [number])).rowcount:
                raise Absent(f"Your bureau has no such {kind}.")
            yield connection
            await self._means.recorder.record(connection, entry(Act.SETTING, self._means.clock.now(), of_reader(reader), decision, detail))

    async def found(self, kind: Literal["officer", "system"], name: str, bureaus: Iterable[Bureau]) -> list[tuple[Bureau, int]]:
        """Where an officer of this login, or systems of this code, have rights: bureau and number. For whoever runs the installation."""
        found = []
        for bureau in bureaus:
            async with self._means.store.transaction(bootstrap_context(bureau.authority, bureau.number)) as connection:
                rows = await (await connection.execute(_FIND[kind], [name])).fetchall()
            found += [(bureau, int(number)) for (number,) in rows]
        return found

    async def withdraw_here(self, kind: Literal["officer", "system"], bureau: Bureau, number: int) -> None:
        """As `withdraw_officer` and `withdraw_system`, by whoever runs the installation, on the machine itself. Raises: Absent."""
        async with self._means.store.transaction(bootstrap_context(bureau.authority, bureau.number)) as connection:
            if not (await connection.execute(_WITHDRAW[kind], [number])).rowcount:
                raise Absent(f"The bureau has no such {kind}.")
            if kind == "officer":
                await store.end_sessions(connection, number, self._means.clock.now())
            actor = Actor(bureau.authority, bureau.number, **{kind: number})
            detail = f"{kind} {number} withdrawn, on the machine itself"
            await self._means.recorder.record(connection, entry(Act.SETTING, self._means.clock.now(), actor, _WITHDRAWN, detail))

    def _check(self, officer: NewOfficer) -> None:
        faults = []
        shortest = self._means.settings.password_shortest
        if not LOGIN.fullmatch(officer.login):
            faults.append(Fault("login", "form", "A login cannot look like this.", "small letters, digits, dots, hyphens; 2 to 64"))
        if not shortest <= len(officer.password) <= LONGEST:
            faults.append(Fault("password", "length", "The password is too short or too long.", f"{shortest} to {LONGEST} characters"))
        if len(officer.seed) != SEED_BYTES:
            faults.append(Fault("seed", "length", "The seed of the codes has another length.", f"{SEED_BYTES} random bytes"))
        if not officer.name.strip():
            faults.append(Fault("name", "empty", "Rights are individual: an officer has a name (ACC-08).", "the person's name"))
        if not officer.units:
            faults.append(Fault("units", "empty", "An officer works at a unit.", "one unit of the bureau at least"))
        if faults:
            raise Invalid(*faults)

    async def _note(self, connection: psycopg.AsyncConnection, actor: Actor, detail: str) -> None:
        await self._means.recorder.record(connection, entry(Act.SETTING, self._means.clock.now(), actor, _ENTERED, detail))


async def authorities(connection: psycopg.AsyncConnection) -> tuple[Authority, ...]:
    """The directory of authorities, by number; open to all (ACC-10)."""
    rows = await (
        await connection.execute("select number, code, kind, names from access.authority where active order by number")
    ).fetchall()
    return tuple(Authority(row[0], row[1], AuthorityKind(row[2]), row[3]) for row in rows)


async def bureaus(connection: psycopg.AsyncConnection) -> tuple[Bureau, ...]:
    """The directory of bureaus, by number; open to all (ACC-10)."""
    rows = await (
        await connection.execute("select number, authority, code, names from access.bureau where active order by number")
    ).fetchall()
    return tuple(Bureau(*row) for row in rows)


async def issuing_codes(connection: psycopg.AsyncConnection) -> dict[str, int]:
    """Which authority writes for which issuing code of ICAO 9303."""
    rows = await (await connection.execute("select code, authority from access.issuing_code")).fetchall()
    return {str(row[0]): int(row[1]) for row in rows}


async def _insert(connection: psycopg.AsyncConnection, statement: str, values: list[object]) -> int:
    try:
        row = await (await connection.execute(statement, values)).fetchone()
    except psycopg.errors.IntegrityError as problem:
        name = problem.diag.constraint_name or "row"
        raise Invalid(Fault(name, "not_accepted", "This is taken, badly formed, or belongs elsewhere.", "another value")) from problem
    return int(row[0]) if row else 0
