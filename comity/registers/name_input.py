"""What the index of names is filled from: the names in every released record that holds any, and which changed since.

Nobody's own context: `Mode.NAMES` reads released records of every owner and audience, discreet ones too, by the role of the worker alone.
Only names, births and nationalities leave this module. Names of parents and others that a first look does not show are no part of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from comity.engines.crypto import Tampered
from comity.engines.keyring import KeyGone, Keyring
from comity.engines.store import Context, Mode, Row, set_local
from comity.registers.catalogue import DECLARED
from comity.registers.paths import each
from comity.registers.record import Values
from comity.registers.sealing import open_fields, unwrap

if TYPE_CHECKING:
    from psycopg import AsyncConnection

NAMED: Final = tuple(register for register in DECLARED if any(field.name == "names" for field in register.fields))
BATCH: Final = 2_000  # records opened together: some 50 ms
MOST_YEARS: Final = 12  # of births of one record
_BEGIN: Final = f"begin isolation level repeatable read read only; {set_local(Context(0, 0, 0, 0, Mode.NAMES))}"
_ABOUT: Final = {"notices": "t.subject"}  # where a register holds others than persons, the column that says whom a record is about
_COLUMNS: Final = "t.id, {number}::smallint, t.owner, t.audience, t.purposes, t.level, t.discreet, t.ends_at, {about}, r.wrapped, t.sealed"
_FROM: Final = " from registers.{name} t join registers.record_key r on r.record = t.id where t.state = 1 and t.ends_at >= current_date"
_MARK: Final = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_CHANGES: Final = "select number, xid::text::bigint, record, audience, came from registers.name_change where xid >= '{since}'::xid8"
_PRUNE: Final = """
with kept as (insert into registers.name_forgotten (xid) values (%(xid)s::text::xid8)
    on conflict (only_one) do update set xid = greatest(excluded.xid, name_forgotten.xid))
delete from registers.name_change where xid < %(xid)s::text::xid8
"""

log = logging.getLogger(__name__)


class Called(NamedTuple):
    """A name of a record as written, with its language where the record says it (ISO 639-1)."""

    text: str
    language: str


class Held(NamedTuple):
    """What is known of a released record: what it is found by, and what decides who may meet it. Units: `purposes` a mask.

    `about`: `person`, `entity`, or another word for what has no name of its own kind here.
    Privacy: it holds names. It leaves the worker only as keyed hashes and sealed bytes.
    """

    record: UUID
    register: int
    owner: int
    audience: int
    purposes: int
    level: int
    discreet: bool
    ends_at: date
    about: str
    names: tuple[Called, ...]
    years: tuple[int, ...]
    nationalities: tuple[str, ...]


class Change(NamedTuple):
    """A record that came, changed or went, or an audience that keeps others out than before. `number` names the change.

    `came`: nobody could meet the record before, so that no index holds anything of it.
    """

    number: int
    xid: int
    record: UUID | None
    audience: int | None
    came: bool


async def begin(connection: AsyncConnection) -> int:
    """Opens a transaction of one snapshot; gives the oldest transaction that could still bring a change."""
    await connection.execute(_BEGIN.encode())
    row = await (await connection.execute(_MARK)).fetchone()
    return int(row[0]) if row else 0


async def everything(connection: AsyncConnection, keyring: Keyring) -> AsyncIterator[list[Held]]:
    """Every released record, batch by batch, of the snapshot that `begin` opened. Cost: some 25 us a record."""
    for register in NAMED:
        statement = _selected(register.number, register.name)
        await connection.execute(f"declare named no scroll cursor for {statement}".encode())
        while rows := await (await connection.execute(f"fetch forward {BATCH} from named".encode())).fetchall():
            yield await asyncio.to_thread(_all, rows, keyring)
        await connection.execute("close named")


def _selected(number: int, name: str) -> str:
    return f"select {_COLUMNS}{_FROM}".format(number=number, name=name, about=_ABOUT.get(name, "'person'"))


async def behind(connection: AsyncConnection, keyring: Keyring, records: Sequence[UUID]) -> list[Held]:
    """Those of these records that are released."""
    return await _where(connection, keyring, "t.id = any (%s)", list(records))


async def of_audience(connection: AsyncConnection, audience: int) -> list[UUID]:
    """The released records of an audience."""
    found: list[UUID] = []
    for register in NAMED:
        statement = f"select t.id{_FROM} and t.audience = %s".format(name=register.name)
        found += [row[0] for row in await (await connection.execute(statement.encode(), (audience,))).fetchall()]
    return found


async def _where(connection: AsyncConnection, keyring: Keyring, where: str, value: object) -> list[Held]:
    found: list[Held] = []
    for register in NAMED:
        statement = f"{_selected(register.number, register.name)} and {where}"
        rows = await (await connection.execute(statement.encode(), (value,))).fetchall()
        found += await asyncio.to_thread(_all, rows, keyring)
    return found


async def changes(connection: AsyncConnection, since: int) -> list[Change]:
    """What changed since that transaction, in no order. Within a transaction of `begin`."""
    rows = await (await connection.execute(_CHANGES.format(since=int(since)).encode())).fetchall()
    return [Change(*row) for row in rows]


async def forgotten(connection: AsyncConnection) -> int:
    """Changes of transactions before this one are gone: an index that has not read further is built anew."""
    row = await (await connection.execute("select xid::text::bigint from registers.name_forgotten")).fetchone()
    return int(row[0]) if row else 0


async def forget(connection: AsyncConnection, before: int) -> None:
    """Changes of transactions before that one are in every index that is kept."""
    await connection.execute(_PRUNE, {"xid": str(before)})


async def shut(connection: AsyncConnection) -> set[int]:
    """The audiences that keep somebody out."""
    statement = "select id from access.audience where denied_authorities <> '{}' or denied_kinds <> '{}'"
    return {row[0] for row in await (await connection.execute(statement)).fetchall()}


def _all(rows: Iterable[Row], keyring: Keyring) -> list[Held]:
    return list(opened(rows, keyring))


def opened(rows: Iterable[Row], keyring: Keyring) -> Iterator[Held]:
    """Rows as what is known of their records. One that does not open is in the log, and found by nobody's name."""
    for *facts, wrapped, sealed in rows:
        record: UUID = facts[0]
        try:
            values = open_fields(unwrap(keyring, record, wrapped), record, sealed)
        except (Tampered, KeyGone) as problem:
            log.error("the record %s does not open: %s", record, type(problem).__name__)
            continue
        nationalities = tuple([one for (one,) in each(values, "nationalities")])
        yield Held._make((*facts, called(values), years(values), nationalities))


def called(values: Values) -> tuple[Called, ...]:
    """The names of a record, each once: as a whole, and by given and family name where these say it in other words."""
    found: dict[str, Called] = {}
    for full, given, family, language in each(values, "names.full", "names.given", "names.family", "names.language"):
        for text in (full, f"{given} {family}" if given and family and not _same(full, given, family) else ""):
            if text.strip():
                found.setdefault(text, Called(text, language))
    return tuple(found.values())


def _same(full: str, given: str, family: str) -> bool:
    return sorted(full.casefold().split()) == sorted(f"{given} {family}".casefold().split())


def years(values: Values) -> tuple[int, ...]:
    """The years in which the person may have been born, as far as the record knows them."""
    found: dict[int, None] = {}
    for born, until in each(values, "births.date", "births.until"):
        first, last = born[:4], (until or born)[:4]
        if first.isdecimal() and last.isdecimal():
            found |= dict.fromkeys(range(int(first), min(int(last), int(first) + MOST_YEARS) + 1))
    return tuple(found)[:MOST_YEARS]
