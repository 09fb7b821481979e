"""What the index of similar images is filled from: the PDQ of every released hash list record, and what has changed since.

Nobody's own context: `Mode.SIMILAR` reads the released records of one register, of every owner and audience, discreet ones too. It gives
values and their keyed hashes, never whose they are.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.engines.crypto import Tampered
from comity.engines.hamming import Hashes, of_hex
from comity.engines.keyring import KeyGone, Keyring
from comity.engines.store import Context, Mode, Row, set_local
from comity.registers.catalogue import register
from comity.registers.hashing import hasher
from comity.registers.sealing import open_fields, unwrap
from comity.registers.search_keys import key_bytes

if TYPE_CHECKING:
    from psycopg import AsyncConnection

REGISTER: Final = register("hash_lists")
NAME: Final = "pdq"
BATCH: Final = 5_000  # records opened together: some 80 ms beside the checks
BEGIN: Final = f"BEGIN READ ONLY; {set_local(Context(0, 0, 0, 0, Mode.SIMILAR))}"
_SEALED: Final = "t.id, r.wrapped, t.sealed from registers.hash_lists t join registers.record_key r on r.record = t.id"
_MARK: Final = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_CHANGES: Final = (
    "select number, xid::text::bigint, key from registers.change where xid >= '{since}'::xid8 and register = {register} and key is not null"
)
_BEHIND: Final = (
    f"select distinct on (t.id) {_SEALED} join registers.search_key k on k.record = t.id"
    f" where k.register = {REGISTER.number} and k.key = any (%s)"
)

log = logging.getLogger(__name__)


class Held(NamedTuple):
    """Values with their keyed hashes, which are their search keys too; a value may come twice.

    Shapes: `keys` (n,) signed; `hashes` (n, 4).
    """

    keys: NDArray[np.int64]
    hashes: Hashes


class Change(NamedTuple):
    """A key of a hash list record that came or went. `number` names the change."""

    number: int
    xid: int
    key: int


def key_of(value: str) -> bytes:
    """The search key of a PDQ before the keyed hash."""
    return key_bytes(REGISTER.number, NAME, value)


async def mark(connection: AsyncConnection) -> int:
    """The oldest transaction that could still bring a change. Remember it before reading anything."""
    row = await (await connection.execute(_MARK)).fetchone()
    return int(row[0]) if row else 0


async def everything(connection: AsyncConnection, keyring: Keyring) -> AsyncIterator[Held]:
    """Every value, batch by batch, of one snapshot. Within a transaction of `BEGIN`. Cost: some 15 us a record, in a thread."""
    async for rows in _in_batches(connection, f"select {_SEALED}"):
        yield await asyncio.to_thread(opened, rows, keyring)


async def changes(connection: AsyncConnection, since: int) -> AsyncIterator[list[Change]]:
    """What came or went since that transaction, batch by batch. Within a transaction of `BEGIN`."""
    async for rows in _in_batches(connection, _CHANGES.format(since=int(since), register=REGISTER.number)):
        yield [Change(*row) for row in rows]


async def _in_batches(connection: AsyncConnection, statement: str) -> AsyncIterator[Sequence[Row]]:
    """The rows of a statement, some at a time, by a cursor of the transaction, which goes with it however it ends."""
    await connection.execute(f"declare near no scroll cursor for {statement}".encode())
    while rows := await (await connection.execute(f"fetch forward {BATCH} from near".encode())).fetchall():
        yield rows
    await connection.execute("close near")


async def behind(connection: AsyncConnection, keyring: Keyring, keys: Sequence[int]) -> Held:
    """The values of the released records that these keys lead to, whichever of a record's keys they are."""
    rows = await (await connection.execute(_BEHIND, (list(keys),))).fetchall()
    return await asyncio.to_thread(opened, rows, keyring)


def opened(rows: Iterable[Row], keyring: Keyring) -> Held:
    """The values of records. One that does not open is in the log: whoever asks its very value has *no answer* from the look-up."""
    values: list[str] = []
    for record, wrapped, sealed in rows:
        try:
            value = open_fields(unwrap(keyring, record, wrapped), record, sealed).get(NAME, "")
        except (Tampered, KeyGone) as problem:
            log.error("the record %s does not open: %s", record, type(problem).__name__)
            continue
        if value:
            values.append(value)
    return Held(hasher(keyring).many([key_of(value) for value in values]).view(np.int64), of_hex(values))
