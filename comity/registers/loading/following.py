"""What other registers make from the new records of a load, in the load's own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.engines.keyring import Keyring
from comity.registers import linked, store
from comity.registers.model import Register

if TYPE_CHECKING:
    from psycopg import AsyncConnection


async def follow(connection: AsyncConnection, keyring: Keyring, register: Register) -> None:
    """After `statements.write`: the documents of notices that were loaded."""
    if linked.derives(register):
        written = await (await connection.execute("select id from pg_temp.load_rows")).fetchall()
        ids = [row[0] for row in written]
        where = "t.id = any(%s::uuid[])"
        await store.follow(connection, keyring, register, await store.page(connection, register, keyring, where, [ids], len(ids)))
