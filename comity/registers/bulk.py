"""The fast way in for synthetic worlds and benchmarks: millions of clean rows by COPY, as the owner of the database.

Never for real records: nothing is validated, audited or counted, and no filter is told. Row-level security forbids COPY to whoever
serves; so the role that runs migrations lets its own tables go for the time of the load, which nobody else may do.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

import msgspec
import psycopg

from comity.engines.crypto import seal
from comity.engines.keyring import KeyName, Keyring
from comity.kernel.ids import AuthorityNumber, record_id
from comity.kernel.purposes import Purpose, mask
from comity.kernel.records import RecordState
from comity.registers import linked
from comity.registers.declarations.linked_documents import LINKED_DOCUMENTS
from comity.registers.hashing import hasher
from comity.registers.lookup import signed
from comity.registers.model import Register
from comity.registers.record import Source, Values
from comity.registers.sealing import WRAPPED, fresh_key
from comity.registers.search_keys import finder, identity_bytes
from comity.registers.table import HEADER
from comity.registers.validate import longest_end

CHUNK: Final = 20_000
_TABLES: Final = ("search_key", "record_key")
# Indexes made once at the end cost a third of what each row costs them. Those of a table are taken as they stand and made again.
_INDEXES: Final = (
    "select indexname, indexdef from pg_indexes where schemaname = 'registers' and tablename = %s and indexname not like '%%_pkey'"
)
_KEYED: Final = (
    "alter table registers.search_key drop constraint if exists search_key_pkey",
    "alter table registers.search_key add primary key (key, register, record)",
)
_ENCODE: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose records they become."""

    authority: int
    bureau: int
    officer: int
    audience: int


def bulk_insert(
    dsn: str, keyring: Keyring, register: Register, owner: Owner, rows: Iterable[Values], at: datetime, *, purpose: Purpose | None = None,
    keyed: bool = False,
) -> int:  # fmt: skip
    """Enters clean rows, released, and gives their number. `dsn`: the role comity_owner. Not one transaction: a load that broke off is
    thrown away with its database.

    `purpose`: for which they are kept, the register's first unless told otherwise. `keyed`: the table of search keys was taken from its
    indexes already, by `unkeyed`, for several registers together. What other registers make from these records is entered with them.

    Cost: 17 us a document for Python beside about as much for PostgreSQL at the same time.
    """
    if register.derived:
        raise ValueError(f"{register.name} is made from other records")
    follow: list[Values] = []
    with unkeyed(dsn, unless=keyed):
        count = _entered(dsn, keyring, register, owner, rows, at, purpose or register.purposes[0], follow)
        if follow:  # a row stands beside its notice, so it comes after it
            _entered(dsn, keyring, LINKED_DOCUMENTS, owner, follow, at, purpose or register.purposes[0], [])
    return count


def _entered(
    dsn: str, keyring: Keyring, register: Register, owner: Owner, rows: Iterable[Values], at: datetime, purpose: Purpose,
    follow: list[Values],
) -> int:  # fmt: skip
    count = 0
    with _open(dsn, register) as (records, keys, wraps):
        first = secrets.randbits(61)  # two loads of one owner at one time share no id
        numbers = iter(range(first, first + (1 << 61)))
        stream = iter(rows)
        while chunk := list(islice(stream, CHUNK)):
            one, two, three = _lines(keyring, register, owner, chunk, at, numbers, purpose, follow)
            records.write(one)
            keys.write(two)
            wraps.write(three)
            count += len(chunk)
    return count


@contextmanager
def unkeyed(dsn: str, *, unless: bool = False) -> Iterator[None]:
    """The table of search keys without its indexes, which are made at the end. `unless`: it is so already, and nothing is done."""
    if unless:
        yield
        return
    with psycopg.connect(dsn, autocommit=True) as steering:
        made = _without_indexes(steering, "search_key")
        steering.execute(_KEYED[0])
        try:
            yield
        finally:
            for statement in (b"set maintenance_work_mem = '256MB'", _KEYED[1].encode(), *made, b"analyze registers.search_key"):
                steering.execute(statement)


def _without_indexes(steering: psycopg.Connection, table: str) -> list[bytes]:
    """Drops a table's indexes but the one of its primary key; gives what makes them again."""
    found = steering.execute(_INDEXES.encode(), (table,)).fetchall()
    for name, _ in found:
        steering.execute(f"drop index registers.{name}".encode())
    return [str(definition).encode() for _, definition in found]


@contextmanager
def _open(dsn: str, register: Register) -> Iterator[tuple[psycopg.Copy, psycopg.Copy, psycopg.Copy]]:
    """Three copies side by side, each on its own connection, so that PostgreSQL works while the next rows are made."""
    names = (register.name, *_TABLES)
    with psycopg.connect(dsn, autocommit=True) as steering:
        for name in names:
            steering.execute(f"alter table registers.{name} no force row level security".encode())
        made = _without_indexes(steering, register.name)
        steering.execute(f"alter table registers.{register.name} disable trigger counted_new".encode())
        try:
            with ExitStack() as stack:
                copies = []
                for name, columns in zip(names, _columns(register), strict=True):
                    connection = stack.enter_context(psycopg.connect(dsn))
                    cursor = stack.enter_context(connection.cursor())
                    copies.append(stack.enter_context(cursor.copy(f"copy registers.{name} ({columns}) from stdin".encode())))
                yield copies[0], copies[1], copies[2]
        finally:
            for statement in (b"set maintenance_work_mem = '256MB'", *made):
                steering.execute(statement)
            for name in names:
                steering.execute(f"alter table registers.{name} force row level security".encode())
            steering.execute(f"alter table registers.{register.name} enable trigger counted_new".encode())
            steering.execute(f"analyze registers.{register.name}; analyze registers.record_key".encode())


_VARIABLE: Final = ("id", "identity", "sealed")


def _columns(register: Register) -> tuple[str, str, str]:
    header = [column.name for column in HEADER if column.name not in _VARIABLE]
    own = ", ".join([*_VARIABLE, *(field.name for field in register.columns), *header])
    return own, "key, record, register, owner, audience, live, purposes, level, discreet", "record, owner, wrapped"


def _constant(register: Register, owner: Owner, at: datetime, purpose: Purpose) -> str:
    """The header's part of each line, the same for all."""
    now = at.isoformat()
    facts = {
        "owner": owner.authority, "bureau": owner.bureau, "author": owner.officer, "changed_by": owner.officer, "reviewer": "\\N",
        "audience": owner.audience, "state": int(RecordState.RELEASED), "blocked_by": "\\N", "purposes": mask((purpose,)),
        "level": 0, "discreet": "f", "handling_codes": 0, "warnings": 0, "law": "Synthetic record", "source": int(Source.HOLDER),
        "created_at": now, "changed_at": now, "confirmed_at": now, "ends_at": longest_end(register, at.date()).isoformat(), "version": 1,
    }  # fmt: skip
    return "\t".join(str(facts[column.name]) for column in HEADER if column.name not in _VARIABLE)


def _lines(
    keyring: Keyring, register: Register, owner: Owner, chunk: list[Values], at: datetime, numbers: Iterator[int], purpose: Purpose,
    follow: list[Values],
) -> tuple[str, str, str]:  # fmt: skip
    """The lines of a chunk for the three tables, in COPY's text form. Values are clean: no tab, line break or backslash is in them.

    What follows from these records is put into `follow`.
    """
    outer = keyring.key(KeyName.RECORD)
    secret, version = outer.secret, bytes((outer.version,)).hex()
    constant = _constant(register, owner, at, purpose)
    keyed = f"\t{register.number}\t{owner.authority}\t{owner.audience}\tt\t{mask((purpose,))}\t0\tf\n"
    columns = [field.name for field in register.columns]
    in_columns = set(columns)
    find = finder(register)
    found = [find(values) for values in chunk]
    hashes = hasher(keyring)
    identities = hashes.many([identity_bytes(register, values) for values in chunk]).tolist()
    keys = iter(hashes.many([key for some in found for key in some]).tolist())
    first = record_id(AuthorityNumber(owner.authority), int(at.timestamp() * 1000), 0).int
    records, searched, wraps, derived = [], [], [], linked.derives(register)
    for values, identity, some in zip(chunk, identities, found, strict=True):
        where = (first | next(numbers)).to_bytes(16)
        record, key = where.hex(), fresh_key()
        personal = _ENCODE.encode({path: value for path, value in values.items() if path not in in_columns})
        plain = "\t".join([values.get(name, "\\N") for name in columns])
        records.append(f"{record}\t{signed(identity)}\t\\\\x{seal(key, personal, where).hex()}\t{plain}\t{constant}\n")
        wraps.append(f"{record}\t{owner.authority}\t\\\\x{version}{seal(secret, key, WRAPPED + where).hex()}\n")
        if derived:
            follow += linked.documents(values, str(UUID(bytes=where)))
        searched += [f"{signed(next(keys))}\t{record}{keyed}" for _ in some]
    return "".join(records), "".join(searched), "".join(wraps)
