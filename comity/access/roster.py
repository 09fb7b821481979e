"""Who and what belongs to a bureau: as whoever runs the installation sees it on the machine itself, each listing in the audit; and the
names beside the entries that an auditor has searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.access.administration import bootstrap_context
from comity.access.entries import Actor, Means, entry
from comity.access.model import Bureau, Decision, OfficerFacts, Reader, Role, Unit, UnitKind
from comity.audit import Act
from comity.engines.store import Mode
from comity.kernel.levels import Level

_LISTED: Final = Decision(True, "ACC-01", "Listed.")
_UNITS: Final = "select number, code, kind, names from access.unit where active order by number"
_OFFICERS: Final = "select number, login, name, roles, clearance, active from access.officer order by login"
_SYSTEMS: Final = "select number, code, names, roles, clearance, active from access.system order by number"


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """One national system of a bureau; never anything that opens its tokens."""

    number: int
    code: str
    names: dict[str, str]
    roles: frozenset[Role]
    clearance: Level
    active: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """All of one bureau."""

    units: tuple[Unit, ...]
    officers: tuple[OfficerFacts, ...]
    systems: tuple[SystemFacts, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The names of one bureau's people and places by number, the withdrawn ones too; an entry of the log names them by number."""

    officers: dict[int, str]
    units: dict[int, dict[str, str]]
    systems: dict[int, dict[str, str]]


async def known(means: Means, reader: Reader) -> Known:
    """The names of the reader's own bureau, for entries that the reader may see; other bureaus' stay numbers. Raises: Unavailable."""
    async with means.store.transaction(reader.context(Mode.AUDIT)) as connection:
        officers = await (await connection.execute("select number, name from access.officer")).fetchall()
        units = await (await connection.execute("select number, names from access.unit")).fetchall()
        systems = await (await connection.execute("select number, names from access.system")).fetchall()
    return Known({row[0]: row[1] for row in officers}, {row[0]: row[1] for row in units}, {row[0]: row[1] for row in systems})


async def roster(means: Means, bureau: Bureau) -> Roster:
    """The bureau's units, officers and systems. Raises: Unavailable."""
    async with means.store.transaction(bootstrap_context(bureau.authority, bureau.number)) as connection:
        units = await (await connection.execute(_UNITS)).fetchall()
        officers = await (await connection.execute(_OFFICERS)).fetchall()
        systems = await (await connection.execute(_SYSTEMS)).fetchall()
        seen = entry(Act.LIST, means.clock.now(), Actor(bureau.authority, bureau.number), _LISTED, "roster, on the machine itself")
        await means.recorder.record(connection, seen)
    return Roster(
        tuple(Unit(row[0], row[1], UnitKind(row[2]), row[3]) for row in units),
        tuple(OfficerFacts(row[0], row[1], row[2], _roles(row[3]), Level(row[4]), row[5]) for row in officers),
        tuple(SystemFacts(row[0], row[1], row[2], _roles(row[3]), Level(row[4]), row[5]) for row in systems),
    )


def _roles(names: list[str]) -> frozenset[Role]:
    return frozenset(map(Role, names))
