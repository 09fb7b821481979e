"""The registers' tables: rows in and out. Knows no rule; runs within the caller's transaction and context."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from comity.engines.keyring import Keyring
from comity.engines.store import Row
from comity.kernel.levels import Level
from comity.kernel.purposes import from_mask, mask
from comity.kernel.records import RecordState
from comity.registers import linked
from comity.registers.declarations.linked_documents import LINKED_DOCUMENTS
from comity.registers.hashing import hashed_many
from comity.registers.lookup import signed
from comity.registers.model import Register
from comity.registers.paths import in_order
from comity.registers.person_rules import shielded
from comity.registers.record import BlockedBy, Record, Source
from comity.registers.sealing import fresh_key, open_fields, seal_fields, unwrap, wrap
from comity.registers.table import HEADER

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_STORED: Final = [column.name for column in HEADER if column.name not in ("identity", "sealed")]
_FIXED: Final = ("id", "owner", "author", "created_at")  # never in an update
_NOISE_BITS: Final = 62


@dataclass(frozen=True, slots=True)
class Held:
    """A record and what is needed to seal it again. Privacy: `key` opens the record; it never leaves the slice."""

    record: Record
    key: bytes


def plain(register: Register, values: Mapping[str, str]) -> dict[str, str | None]:
    """The fields with columns of their own."""
    return {field.name: values.get(field.name) for field in register.columns}


def personal(register: Register, values: Mapping[str, str]) -> dict[str, str]:
    """The fields that are sealed."""
    in_columns = {field.name for field in register.columns}
    return {path: value for path, value in values.items() if path not in in_columns}


def _row(register: Register, held: Held, identity: int) -> dict[str, object]:
    record = held.record
    row: dict[str, object] = {name: getattr(record, name) for name in _STORED}
    row |= {"purposes": stored_purposes(record), "state": int(record.state), "level": int(record.level), "source": int(record.source)}
    row["blocked_by"] = None if record.blocked_by is None else int(record.blocked_by)
    row |= {"identity": signed(identity), "sealed": seal_fields(held.key, record.id, personal(register, record.values))}
    return row | plain(register, record.values)


async def insert(connection: AsyncConnection, register: Register, held: Held, wrapped: bytes, identity: int) -> None:
    """A new record with its wrapped key. Raises psycopg's UniqueViolation where the owner has the same one already."""
    row = _row(register, held, identity)
    await connection.execute(
        f"insert into registers.{register.name} ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})",  # noqa: S608 - declared names only
        list(row.values()),
    )
    await connection.execute(
        "insert into registers.record_key (record, owner, wrapped) values (%s, %s, %s)", (held.record.id, held.record.owner, wrapped)
    )


async def update(connection: AsyncConnection, register: Register, held: Held, identity: int) -> None:
    """The record as it now is. The database itself refuses a changed owner and a version that is not the next one."""
    row = {name: value for name, value in _row(register, held, identity).items() if name not in _FIXED}
    await connection.execute(
        f"update registers.{register.name} set {', '.join(f'{name} = %s' for name in row)} where id = %s",  # noqa: S608 - declared names only
        [*row.values(), held.record.id],
    )


async def fetch(connection: AsyncConnection, register: Register, record: UUID, keyring: Keyring, *, lock: bool = False) -> Held | None:
    """The record, as far as the context lets it be seen; `lock` keeps others from changing it until the transaction ends."""
    cursor = await connection.execute(_select(register, "t.id = %s") + (" for update of t" if lock else ""), (record,))
    row = await cursor.fetchone()
    return opened(register, row, keyring) if row else None


def _select(register: Register, where: str) -> str:
    names = ", ".join(f"t.{name}" for name in [*_STORED, *(field.name for field in register.columns)])
    return (
        f"select r.wrapped, t.sealed, {names} from registers.{register.name} t"  # noqa: S608 - declared names only
        f" join registers.record_key r on r.record = t.id where {where}"
    )


def opened(register: Register, row: Row, keyring: Keyring) -> Held:
    """A row of `_select` as a record."""
    facts = dict(zip(_STORED, row[2 : 2 + len(_STORED)], strict=True))
    key = unwrap(keyring, facts["id"], row[0])
    values = open_fields(key, facts["id"], row[1])
    values |= {field.name: value for field, value in zip(register.columns, row[2 + len(_STORED) :], strict=True) if value is not None}
    facts |= {"purposes": from_mask(facts["purposes"]), "state": RecordState(facts["state"]), "level": Level(facts["level"])}
    facts |= {"source": Source(facts["source"]), "blocked_by": BlockedBy(facts["blocked_by"]) if facts["blocked_by"] else None}
    return Held(Record(register=register.number, values=in_order(register, values), **facts), key)


def stored_purposes(record: Record) -> int:
    """The mask that decides who sees the record: a victim's or witness's own where the owner has not opened it (REC-06)."""
    return mask(tuple(record.purposes), shielded=shielded(record.values))


def key_facts(record: Record, purposes: int | None = None) -> tuple[object, ...]:
    """What stands beside each search key of a record: whose it is, and what decides who may see it. `purposes`: a mask not its own."""
    live = record.state is RecordState.RELEASED
    sees = (stored_purposes(record) if purposes is None else purposes, int(record.level), record.discreet)
    return (record.register, record.id, record.owner, record.audience, live, *sees)


async def put_keys(connection: AsyncConnection, record: Record, keys: Iterable[int]) -> None:
    """Makes these the record's search keys, live where it is released, and tells the filters of every new pair of key and audience."""
    live = record.state is RecordState.RELEASED
    wanted = {signed(key) for key in keys}
    cursor = await connection.execute("select key, audience, live from registers.search_key where record = %s", (record.id,))
    there = {(key, audience) for key, audience, was_live in await cursor.fetchall() if was_live}
    await connection.execute("delete from registers.search_key where record = %s", (record.id,))
    await connection.execute(
        "insert into registers.search_key (key, register, record, owner, audience, live, purposes, level, discreet)"
        " select unnest(%s::bigint[]), %s, %s, %s, %s, %s, %s, %s, %s",
        (sorted(wanted), *key_facts(record)),
    )
    new = sorted(key for key in wanted if (key, record.audience) not in there)
    if live and new:
        await connection.execute(
            "insert into registers.change (register, audience, key) select %s, %s, unnest(%s::bigint[])",
            (record.register, record.audience, new),
        )


async def keep_version(connection: AsyncConnection, held: Held, sealed: bytes, officer: int, at: datetime) -> None:
    """What the record said before, sealed with its own key, so that it ends with it."""
    record = held.record
    await connection.execute(
        "insert into registers.version (record, number, register, owner, officer, replaced_at, sealed) values (%s, %s, %s, %s, %s, %s, %s)",
        (record.id, record.version, record.register, record.owner, officer, at, sealed),
    )


async def page(
    connection: AsyncConnection, register: Register, keyring: Keyring, where: str, values: Sequence[object], most: int
) -> list[Record]:
    """Own records, the last changed first. `where`: SQL of the caller's fixed words."""
    cursor = await connection.execute(
        _select(register, f"t.owner = comity.viewer() and {where}") + " order by t.changed_at desc, t.id desc limit %s", [*values, most]
    )
    return [opened(register, row, keyring).record for row in await cursor.fetchall()]


def changed(held: Held, **news: Any) -> Held:
    """The record with some facts changed, and its version counted on."""
    return replace(held, record=replace(held.record, version=held.record.version + 1, **news))


async def order_block(
    connection: AsyncConnection, register: Register, record: UUID, rank: BlockedBy, lift: bool, at: datetime
) -> tuple[int, int] | None:
    """Somebody else than the owner blocks a record or lifts that: the one function of the database that may. Gives owner and bureau."""
    cursor = await connection.execute(
        "select owner, bureau from registers.order_block(%s::smallint, %s, %s::smallint, %s, %s)",
        (register.number, record, int(rank), lift, at),
    )
    row = await cursor.fetchone()
    return (int(row[0]), int(row[1])) if row else None


async def by_identity(connection: AsyncConnection, register: Register, keyring: Keyring, identities: Sequence[int]) -> dict[int, Record]:
    """The owner's own live records that have these identities."""
    statement = _select(register, "t.owner = comity.viewer() and t.state < 3 and t.identity = any(%s::bigint[])").replace(
        "select ", "select t.identity, ", 1
    )
    cursor = await connection.execute(statement, ([signed(identity) for identity in identities],))
    return {row[0] & 0xFFFF_FFFF_FFFF_FFFF: opened(register, row[1:], keyring).record for row in await cursor.fetchall()}


async def insert_many(
    connection: AsyncConnection, keyring: Keyring, register: Register, records: Sequence[Record],
    seen_as: Callable[[Record], int] = stored_purposes,
) -> None:  # fmt: skip
    """New records with their keys and what follows from them, in a few statements. `seen_as`: the mask of purposes that is stored.

    Raises psycopg's UniqueViolation where the owner has one of them already.
    """
    if not records:
        return
    hashes = hashed_many(keyring, register, [record.values for record in records])
    keys = [fresh_key() for _ in records]
    rows = [
        _row(register, Held(record, key), identity) | {"purposes": seen_as(record)}
        for record, key, (identity, _) in zip(records, keys, hashes, strict=True)
    ]
    wrapped = [(record.id, record.owner, wrap(keyring, record.id, key)) for record, key in zip(records, keys, strict=True)]
    found = [
        (signed(key), *key_facts(record, seen_as(record)))
        for record, (_, searched) in zip(records, hashes, strict=True)
        for key in set(searched)
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany(
            f"insert into registers.{register.name} ({', '.join(rows[0])}) values ({', '.join(['%s'] * len(rows[0]))})",  # noqa: S608 - declared names only
            [list(row.values()) for row in rows],
        )
        await cursor.executemany("insert into registers.record_key (record, owner, wrapped) values (%s, %s, %s)", wrapped)
        await cursor.executemany(
            "insert into registers.search_key (key, register, record, owner, audience, live, purposes, level, discreet)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            found,
        )
        changes = sorted({(register_number, audience, key) for key, register_number, _, _, audience, live, *_ in found if live})
        await cursor.executemany("insert into registers.change (register, audience, key) values (%s, %s, %s)", changes)
    await follow(connection, keyring, register, records)


async def follow(connection: AsyncConnection, keyring: Keyring, register: Register, records: Sequence[Record]) -> None:
    """Makes the documents that these records of the owner name its linked documents: no fewer, no more, none of them anew (HIT-07).

    Called wherever what a record says is written. All else that happens to it the database carries over itself.
    """
    if not linked.derives(register) or not records:
        return
    there = await _linked(connection, keyring, [str(record.id) for record in records])
    gone: list[UUID] = []
    new: dict[UUID, tuple[Record, int]] = {}
    for record in records:
        wanted = list(linked.documents(record.values, str(record.id)))
        said = there[str(record.id)]
        gone += [row for row, values in said.items() if values not in wanted]
        fresh = linked.made(record, [values for values in wanted if values not in said.values()], lambda: secrets.randbits(_NOISE_BITS))
        new |= {one.id: (one, stored_purposes(record)) for one in fresh}
    if gone:
        await connection.execute("delete from registers.linked_documents where id = any(%s::uuid[])", (gone,))
    await insert_many(connection, keyring, LINKED_DOCUMENTS, [one for one, _ in new.values()], lambda one: new[one.id][1])


async def _linked(connection: AsyncConnection, keyring: Keyring, notices: Sequence[str]) -> dict[str, dict[UUID, Mapping[str, str]]]:
    """What the rows of these notices say, by notice and row."""
    found: dict[str, dict[UUID, Mapping[str, str]]] = defaultdict(dict)
    for row in await (await connection.execute(_select(LINKED_DOCUMENTS, "t.notice = any(%s)"), (list(notices),))).fetchall():
        record = opened(LINKED_DOCUMENTS, row, keyring).record
        found[record.values["notice"]][record.id] = record.values
    return found
