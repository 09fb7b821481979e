"""What a full file no longer has: proposed for withdrawal, never withdrawn in silence. A second officer decides (REC-18)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec

from comity.engines.store import Mode, set_local
from comity.registers.loading import statements
from comity.registers.loading.checking import identified
from comity.registers.loading.model import Place
from comity.registers.loading.rows import Batch, Opened
from comity.registers.loading.run import Pass, shown
from comity.registers.validate import InvalidRecord

if TYPE_CHECKING:
    from psycopg import AsyncConnection

UNREADABLE: Final = "rows that cannot be read: nothing was proposed for withdrawal"


async def proposed(going: Pass, again: Opened) -> Place:
    """Reads the file once more for what its rows are about, and proposes the rest of the owner's records of the register.

    Rows that were refused count as there. Where one does not even say what it is about, nothing is proposed. Small transactions: a long
    one would hold back the audit. Raises: Cancelled, Interrupted.
    """
    if going.place.stage == "missing":
        return going.place
    connection = await going.desk.store.dedicated()
    async with connection:
        await connection.execute("create temp table load_seen (identity bigint)")
        for batch in again.batches:
            await going.progress.ask()
            identities = await asyncio.to_thread(_identities, going, batch)
            if identities is None:
                return await _kept(going, 0, UNREADABLE)
            async with connection.cursor() as cursor, cursor.copy("copy pg_temp.load_seen from stdin") as copy:
                await copy.write("".join([f"{one}\n" for one in identities]))
        count = await _propose(connection, going)
    return await _kept(going, count, "")


def _identities(going: Pass, batch: Batch) -> list[int] | None:
    checked = going.checker.batch(batch)
    values = list(checked.values)
    for row, _ in checked.refused:
        typed = going.checker.typed_of(row)
        try:
            value = identified(going.register, typed, going.at.date()) if typed else {}
        except InvalidRecord:
            return None
        if not any(value.get(name) for name in going.register.identity):
            return None
        values.append(value)
    return going.writer.identities(values)


async def _propose(connection: AsyncConnection, going: Pass) -> int:
    await connection.execute("analyze pg_temp.load_seen")
    async with connection.transaction():
        await connection.execute(set_local(going.reader.context(Mode.OWN)).encode(), prepare=False)
        return await statements.propose_missing(connection, going.register, going.load, going.reader.authority)


async def _kept(going: Pass, count: int, why: str) -> Place:
    counts = msgspec.structs.replace(going.place.counts, missing=count)
    said = "; ".join(word for word in (going.place.why, why, f"REC-18: {count} no longer in the file" if count else "") if word)
    place = msgspec.structs.replace(going.place, counts=counts, why=said, stage="missing")
    async with going.desk.store.transaction(going.reader.context(Mode.OWN)) as connection:
        await going.progress.keep(connection, place.rows, going.total, shown(counts), msgspec.msgpack.encode(place))
    going.place = place
    return place
