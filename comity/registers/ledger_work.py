"""The ledger of deletions and the database: the worker writes it, a process looks at it before it serves, an older copy is caught up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from comity.audit import Act, Recorder
from comity.engines.keyring import KeyName, Keyring
from comity.registers import ledger
from comity.registers.catalogue import BY_NUMBER
from comity.registers.ledger import MOST_IN_LINE, Gone, OlderCopy, Standing
from comity.registers.life_work import Touched, entries
from comity.registers.receipts import DUE

if TYPE_CHECKING:
    from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Written:
    """What a step wrote. `anew`: the file was gone or shorter than the database knew it, and is written from its beginning."""

    count: int
    anew: bool


async def known(connection: AsyncConnection) -> Standing:
    """How far the database knows the file to be."""
    row = await (await connection.execute("select size, digest from registers.ledger")).fetchone()
    return Standing(int(row[0]), bytes(row[1])) if row else Standing()


async def write(connection: AsyncConnection, folder: Path, keyring: Keyring, at: datetime) -> Written:
    """Writes deletions that the file does not have, a line at a time. As the role comity_work, outside any transaction.

    Killed between file and database, it writes that line again: a deletion twice in the file is one deletion.
    Raises: LedgerBroken, OSError.
    """
    seed, signers = keyring.key(KeyName.CHECKPOINT).secret, keyring.signers(KeyName.CHECKPOINT)
    stands, knows = await asyncio.to_thread(ledger.last, folder, signers), await known(connection)
    anew = knows.size > stands.size or (knows.size == stands.size and knows != stands)
    if anew:
        await connection.execute("select registers.unkeep()")
    count = 0
    while rows := await (await connection.execute("select * from registers.unkept(%s)", (MOST_IN_LINE,))).fetchall():
        gone = [Gone(row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9]) for row in rows]
        line, stands = ledger.line_of(gone, stands, at, seed)
        await asyncio.to_thread(ledger.append, folder, line)
        numbers = [row[0] for row in rows]
        await connection.execute("select registers.keep(%s, %s, %s, %s)", (numbers, stands.size, stands.digest, at))
        count += len(rows)
    return Written(count, anew)


async def prove(connection: AsyncConnection, folder: Path, keyring: Keyring) -> None:
    """That the database knows every deletion of the file. Cost: the file's last line, where both stand alike.

    Raises: OlderCopy, which `comity ledger replay` mends; LedgerBroken.
    """
    missing = 0
    async for _, gone in _unknown(connection, folder, keyring):
        missing += len(gone)
    if missing:
        raise OlderCopy(
            f"This database is an older copy: {missing} deletions of the ledger in {folder} are not in it.",
            "comity ledger replay, which deletes those records again",
        )


async def _unknown(connection: AsyncConnection, folder: Path, keyring: Keyring) -> AsyncIterator[tuple[Standing, list[Gone]]]:
    """Batches beyond what the database knows, each with those of its deletions that it does not have."""
    signers, knows = keyring.signers(KeyName.CHECKPOINT), await known(connection)
    stands = await asyncio.to_thread(ledger.last, folder, signers)
    if stands in (Standing(), knows):
        return
    beyond = knows.size if knows.size < stands.size else 0
    for batch, after in ledger.read(folder, signers):
        if after.size > beyond:
            yield after, await _forgotten(connection, batch.gone)


async def _forgotten(connection: AsyncConnection, gone: Sequence[Gone]) -> list[Gone]:
    cursor = await connection.execute("select * from registers.forgotten(%s)", ([one.record for one in gone],))
    lost: set[UUID] = {row[0] for row in await cursor.fetchall()}
    return [one for one in gone if one.record in lost]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did: deletions that the copy did not know, and those whose record was still in it."""

    deletions: int
    erased: int


async def replay(connection: AsyncConnection, recorder: Recorder, folder: Path, keyring: Keyring, at: datetime) -> Replayed:
    """Deletes again what an older copy still has. As the role comity_work, outside any transaction, before anything serves.

    Batch by batch, each in the audit with its own transaction: one that breaks off is started again.
    Raises: LedgerBroken.
    """
    deletions = erased = 0
    last = Standing()
    async for after, gone in _unknown(connection, folder, keyring):
        last = after
        if not gone:
            continue
        async with connection.transaction():
            was_there = [one for one in gone if await _again(connection, one, at)]
            touched = [Touched(one.record, one.register, one.owner, 0, f"replayed: {one.reason}") for one in gone]
            await recorder.record(connection, *entries(Act.ERASURE, "RET-07", touched, at))
        deletions, erased = deletions + len(gone), erased + len(was_there)
    if last.size:
        await connection.execute("select registers.keep('{}', %s, %s, %s)", (last.size, last.digest, at))
    return Replayed(deletions, erased)


async def _again(connection: AsyncConnection, one: Gone, at: datetime) -> bool:
    cursor = await connection.execute(
        "select registers.replay(%s::smallint, %s, %s, %s::smallint, %s, %s, %s, %s, %s, %s::smallint, %s)",
        (
            one.register, BY_NUMBER[one.register].name, one.record, one.owner, one.identity, one.officer, one.reason, one.outcome, one.at,
            one.key_version, at + DUE,
        ),
    )  # fmt: skip
    row = await cursor.fetchone()
    return bool(row and row[0])
