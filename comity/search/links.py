"""Records of one analysis file and what links them: stated links, both ways, and identifiers that two of them share (maritime piracy).

A walk begins at one record and goes a few steps. Each record on it is read as any other: what the officer may not see is not there, and
neither is a link that leads to it; each other owner's record that is shown is a reading that its owner learns of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.access.rules import may_ask
from comity.audit import Act
from comity.audit.store import insert_sightings
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid, Refused
from comity.registers.desk import Desk, NoSuchRecord, entry, permitted
from comity.registers.hashing import hasher
from comity.registers.lookup import signed
from comity.registers.model import Key, Register
from comity.registers.paths import each
from comity.registers.reading import seen, sighting
from comity.registers.record import Record
from comity.registers.redact import Shown, first_line, redact
from comity.registers.references import followed
from comity.registers.search_keys import key_bytes

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MOST_STEPS: Final = 4
MOST_RECORDS: Final = 100  # of one walk: more is a search, not a look at what surrounds a record
_MOST_SHARED: Final = 20  # records of one identifier: a telephone of half the file links nobody
LINK: Final = "link"  # the name of the search key that leads from a record to those that state a link to it


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two records of a walk. `role`: as its owner stated it; `shared`: the kind of identifier that both have, else empty."""

    one: UUID
    other: UUID
    role: str = ""
    shared: str = ""
    source_grade: str = ""
    fact_grade: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was met: records by their distance from the first, and the links among them. `more`: it was cut at its limit."""

    records: tuple[tuple[int, Shown], ...]
    edges: tuple[Edge, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Near:
    """A record that lies one step away. `edge` is None where the other record states the link: it is said once that record is read."""

    record: UUID
    edge: Edge | None


def walked(register: Register) -> bool:
    """Whether the records of a register are linked and walked."""
    return any(key.name == LINK for key in register.keys)


async def walk(desk: Desk, reader: Reader, register: Register, start: UUID, steps: int = 2) -> Walk:
    """What lies around a record. One entry in the audit with all that was shown.

    Raises: Refused (audited; at the first line, which does not see links); Invalid; NoSuchRecord.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_READ)
    _enforce(reader, register, steps)
    async with desk.store.transaction(reader.context(Mode.CHECK)) as connection:
        met, edges, more = await _met(desk, connection, register, start, steps)
        shown = await followed(connection, reader, [redact(register, record, reader) for _, record in met.values()])
        records = tuple(zip([distance for distance, _ in met.values()], shown, strict=True))
        at = desk.clock.now()
        made = entry(Act.READ, at, reader, register, rule="OWN-07", outcome=int(bool(met)), shown=tuple(met), detail="linked records")
        (entry_id,) = await desk.recorder.record(connection, made)
        others = [record for _, record in met.values() if record.owner != reader.authority]
        await insert_sightings(connection, [sighting(reader, record, made.at_us, entry_id) for record in others])
    if not records:
        raise NoSuchRecord("There is no such record.")
    return Walk(records, tuple(edges), more)


def _enforce(reader: Reader, register: Register, steps: int) -> None:
    if not walked(register):
        raise Invalid(Fault("register", "not_linked", "Records of this register are not linked.", "piracy"))
    if not 1 <= steps <= MOST_STEPS:
        raise Invalid(Fault("steps", "out_of_bounds", "So many steps are not walked.", f"1 to {MOST_STEPS}."))
    may_ask(reader, register.number).enforce()
    if first_line(reader):
        raise Refused("PUR-06", "Links between records are not seen at the first line.", "an officer of the second line")


async def _met(
    desk: Desk, connection: AsyncConnection, register: Register, start: UUID, steps: int
) -> tuple[dict[UUID, tuple[int, Record]], list[Edge], bool]:
    met: dict[UUID, tuple[int, Record]] = {}
    edges: dict[tuple[frozenset[UUID], str], Edge] = {}
    reach: dict[UUID, None] = {start: None}
    more = False
    for distance in range(steps + 1):
        fresh = await _fetched(desk, connection, register, [one for one in reach if one not in met])
        room = MOST_RECORDS - len(met)
        more = more or len(fresh) > room
        met |= {record.id: (distance, record) for record in fresh[:room]}
        reach = {}
        for record in fresh[:room]:
            for near in await _around(desk, connection, register, record):
                reach[near.record] = None
                if near.edge is not None:
                    edges.setdefault((frozenset((near.edge.one, near.edge.other)), near.edge.role or near.edge.shared), near.edge)
    return met, [edge for edge in edges.values() if edge.one in met and edge.other in met], more


async def _fetched(desk: Desk, connection: AsyncConnection, register: Register, wanted: Iterable[UUID]) -> list[Record]:
    """Those that the viewer may see and that have not ended."""
    found = [await seen(desk, connection, register, one) for one in wanted]
    return [record for record in found if record is not None]


async def _around(desk: Desk, connection: AsyncConnection, register: Register, record: Record) -> list[_Near]:
    """What a record is linked with: those it names, those that name it, those that share an identifier."""
    found = [
        _Near(UUID(other), Edge(record.id, UUID(other), role, "", source, fact))
        for other, role, source, fact in each(record.values, "links.record", "links.role", "links.source_grade", "links.fact_grade")
        if other
    ]
    keys = _keys(desk, register, record)
    for key, other in await _led(connection, register, list(keys)):
        if other != record.id:
            name = keys[key].name
            found.append(_Near(other, None if name == LINK else Edge(record.id, other, "", name)))
    return found


def _keys(desk: Desk, register: Register, record: Record) -> dict[int, Key]:
    """The hashed search keys of a record's identifiers, and the one that leads to records that name it."""
    parts: list[tuple[bytes, Key]] = []
    for key in register.keys:
        if key.spread is None and key.name != LINK and not key.last:
            fold = register.field(key.field).kind.fold
            parts += [
                (key_bytes(register.number, key.name, fold(value), code), key)
                for value, code in each(record.values, key.field, key.country)
                if value and (code or not key.country)
            ]
    link = next(key for key in register.keys if key.name == LINK)
    parts.append((key_bytes(register.number, LINK, str(record.id)), link))
    hashes = hasher(desk.keyring).many([part for part, _ in parts]).tolist()
    return {hashed: key for hashed, (_, key) in zip(hashes, parts, strict=True)}


_LED: Final = (
    "select a.key, l.record from unnest(%(keys)s::bigint[]) a(key) cross join lateral"
    " (select k.record from registers.search_key k where k.key = a.key and k.register = %(register)s and k.live limit %(most)s) l"
)


async def _led(connection: AsyncConnection, register: Register, keys: list[int]) -> list[tuple[int, UUID]]:
    values = {"keys": [signed(key) for key in keys], "register": register.number, "most": _MOST_SHARED}
    rows = await (await connection.execute(_LED, values)).fetchall()
    return [(key & 0xFFFF_FFFF_FFFF_FFFF, record) for key, record in rows]
