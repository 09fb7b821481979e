"""The check's look-up: keyed hashes to the records behind them, in SQL texts of integers alone, under row-level security.

First one table answers for every register: which records these keys lead to, of those that the viewer may see. Then those records are
fetched, each from its register. Both texts go into the group commit that every check waits for, after the viewer's context, and the second
is sent for one random id where there is nothing to fetch: a hidden record, no record and a false positive of the filter take the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from comity.engines.keyring import Keyring
from comity.engines.store import Row
from comity.registers.catalogue import BY_NUMBER
from comity.registers.model import Register
from comity.registers.sealing import open_fields, unwrap

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_HEADER: Final = "t.id, t.owner, t.bureau, t.level, t.purposes, t.discreet, t.warnings, t.handling_codes, t.confirmed_at, t.ends_at"
_WRAPPED: Final = 11  # its place: after the header and `sealed`, before the fields with columns of their own


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record behind a key that the viewer may read; it becomes a hit only once its stored value is compared.

    `register`: the one that was asked. `id`: of the record that a hit speaks of, which is that of the notice for a document linked to one.
    Units: `key` 0 to 2**64 - 1; `purposes`, `warnings`, `handling_codes` masks. `values`: all its fields, the sealed ones opened.
    """

    key: int
    register: int
    id: UUID
    owner: int
    bureau: int
    level: int
    purposes: int
    discreet: bool
    warnings: int
    handling_codes: int
    confirmed_at: datetime
    ends_at: date
    values: dict[str, str]


def signed(key: int) -> int:
    """A key of 64 bits as PostgreSQL's bigint holds it."""
    return key - (1 << 64) if key >> 63 else key


class Met(NamedTuple):
    """A search key that leads to a record which the viewer may see. Units: `key` 0 to 2**64 - 1."""

    key: int
    register: int
    record: UUID


def _fetch(register: Register) -> str:
    fields = "".join(f", t.{field.name}" for field in register.columns)
    return (
        f"SELECT {_HEADER}, t.sealed, r.wrapped{fields} FROM registers.{register.name} t"  # noqa: S608 - declared names only
        " JOIN registers.record_key r ON r.record = t.id WHERE t.id = ANY ($1) AND t.ends_at >= current_date"
    )


# Planning a look-up takes PostgreSQL ten times as long as making it. Once planned for keys in general it must never read a whole table,
# however small that was at the time.
_AS_PREPARED: Final = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off"
_MEET: Final = "PREPARE meet (bigint[]) AS SELECT key, register, record FROM registers.search_key WHERE key = ANY ($1) AND live"


def prepare_sql(registers: Sequence[Register]) -> str:
    """The SQL that makes a connection ready for `meet_sql` and `fetch_sql`, once."""
    texts = [f"PREPARE fetch_{register.number} (uuid[]) AS {_fetch(register)}" for register in registers]
    return "; ".join([_AS_PREPARED, _MEET, *texts])


def meet_sql(keys: Sequence[int]) -> str:
    """The SQL for any number of keys (at least one), as a text without parameters. Its rows are for `met`. Cost: 0.1 ms."""
    return "EXECUTE meet('{" + ",".join([str(signed(int(key))) for key in keys]) + "}')"


def met(row: Row) -> Met:
    """One row of `meet_sql`."""
    return Met(row[0] & 0xFFFF_FFFF_FFFF_FFFF, row[1], row[2])


def fetch_sql(register: int, records: Iterable[UUID]) -> str:
    """The SQL for records of one register. Its rows are for `open_row`."""
    return f"EXECUTE fetch_{int(register)}('{{" + ",".join([record.hex for record in records]) + "}')"


def open_row(register: Register, row: Row, keyring: Keyring, keys: Iterable[int]) -> list[Candidate]:
    """One row of `fetch_sql` with its sealed fields opened: a candidate for each of the keys that led to it.

    Raises: Tampered, KeyGone. Cost: 15 us, two unsealings.
    """
    record: UUID = row[0]
    values = open_fields(unwrap(keyring, record, row[_WRAPPED]), record, row[_WRAPPED - 1])
    for field, value in zip(register.columns, row[_WRAPPED + 1 :], strict=True):
        if value is not None:
            values[field.name] = value
    _, owner, bureau, level, purposes, discreet, warnings, handling_codes, confirmed_at, ends_at = row[: _WRAPPED - 1]
    facts = (owner, bureau, level, purposes, discreet, warnings, handling_codes, confirmed_at, ends_at)
    speaks_of = UUID(values["notice"]) if register.made_from else record
    return [Candidate(key, register.number, speaks_of, *facts, values) for key in keys]


class Owned(NamedTuple):
    """Whose a record is, and of which register; nothing of what it holds."""

    register: int
    owner: int
    bureau: int


async def owned(connection: AsyncConnection, registers: Sequence[int], record: UUID) -> Owned | None:
    """Whose a record of one of these registers is, where the transaction's viewer would meet it in a check; else None."""
    parts = (
        f"select {number}, t.owner, t.bureau from registers.{BY_NUMBER[number].name} t"  # noqa: S608 - declared names only
        " where t.id = %(record)s and t.ends_at >= current_date"
        for number in dict.fromkeys(BY_NUMBER[one].speaks_of for one in registers)
    )
    row = await (await connection.execute(" union all ".join(parts).encode(), {"record": record})).fetchone()
    return Owned(*row) if row else None
