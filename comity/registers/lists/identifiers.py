"""An identifier typed into a list: from its exact value to one's own records of it, through the keyed hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.kernel.badvalue import BadValue
from comity.kernel.countries import ISSUERS, NAMES
from comity.kernel.kinds.model import Kind
from comity.registers.desk import Desk
from comity.registers.hashing import hasher
from comity.registers.lists.query import records
from comity.registers.lookup import signed
from comity.registers.model import Key, Register
from comity.registers.paths import each
from comity.registers.record import Record
from comity.registers.search_keys import key_bytes, trace_bytes

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_MOST_FOUND: Final = 500  # records that share the folded value; an identifier has a handful


def _kind(register: Register, path: str) -> Kind:
    top, _, part = path.partition(".")
    field = register.field(top)
    return next(one for one in field.parts if one.name == part).kind if part else field.kind


def _readings(register: Register, typed: str) -> Iterator[tuple[Key, str]]:
    """The keys under which it could stand, with its cleaned value."""
    for key in register.keys:
        try:
            cleaned = _kind(register, key.field).clean(typed)
        except BadValue:
            if not key.last or len(typed.strip()) != key.last:
                continue
            cleaned = typed.strip().upper()  # the end of a number, which is no whole number
        yield key, cleaned


async def _countries(connection: AsyncConnection) -> list[str]:
    own = await (await connection.execute("select code from access.issuing_code")).fetchall()
    return sorted({*NAMES, *ISSUERS, *(str(code) for (code,) in own)})


async def found(desk: Desk, connection: AsyncConnection, register: Register, typed: str) -> list[UUID]:
    """One's own records with this identifier. A look-alike shares the hash; what decides is the stored value, opened."""
    readings = list(_readings(register, typed))
    countries = await _countries(connection) if any(key.country for key, _ in readings) else []
    texts = [
        key_bytes(register.number, key.name, _folded(register, key, cleaned), country)
        for key, cleaned in readings
        for country in (countries if key.country else [""])
    ]
    if not texts:
        return []
    keys = [signed(int(one)) for one in hasher(desk.keyring).many(texts)]
    rows = await connection.execute(
        "select distinct record from registers.search_key where key = any(%s) and register = %s and owner = comity.viewer() limit %s",
        (keys, register.number, _MOST_FOUND),
    )
    ids = [UUID(str(one)) for (one,) in await rows.fetchall()]
    return [one.id for one in await records(connection, register, desk.keyring, ids) if _has(one, readings)]


def _folded(register: Register, key: Key, cleaned: str) -> str:
    return _kind(register, key.field).fold(cleaned)[-key.last :]


def _has(record: Record, readings: list[tuple[Key, str]]) -> bool:
    return any(value[-key.last :] == cleaned[-key.last :] for key, cleaned in readings for (value,) in each(record.values, key.field))


def probes(desk: Desk, register: Register, typed: str, at_us: int) -> tuple[int, ...]:
    """What stands beside the audit's entry, so that an auditor finds who looked for it."""
    return tuple(
        {desk.recorder.probe(trace_bytes(key.name, _folded(register, key, cleaned)), at_us) for key, cleaned in _readings(register, typed)}
    )
