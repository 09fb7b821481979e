"""The statements about records that a load holds back: drawn for a sample, released or dropped by batches."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.engines.keyring import Keyring
from comity.registers.loading.model import LoadState
from comity.registers.loading.statements import sealed
from comity.registers.model import Register

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_SORTED: Final = 20_000  # up to so many are drawn by sorting them; of more a share is looked at


async def drawn(connection: AsyncConnection, load: UUID, proposal: int, count: int, most: int) -> list[UUID]:
    """Some of a load's records, at random."""
    share = "" if count <= _SORTED else f" tablesample bernoulli({min(100.0, most * 5 * 100 / count):.6f})"
    cursor = await connection.execute(
        f"select record from registers.loaded{share} where load = %s and proposal = %s order by random() limit %s",  # noqa: S608 - a number
        (load, proposal, most),
    )
    return [row[0] for row in await cursor.fetchall()]


async def note(
    connection: AsyncConnection, keyring: Keyring, load: UUID, state: LoadState, officer: int, reason: str, at: datetime
) -> None:  # fmt: skip
    """The second officer's decision."""
    await connection.execute(
        "update registers.load set state = %s, decided_by = %s, decided_at = %s, reason = %s where id = %s",
        (int(state), officer, at, sealed(keyring, load, "reason", reason) if reason else None, load),
    )


async def gave_loading(connection: AsyncConnection, officer: int, system: int) -> bool:
    """Whether this officer issued a token with which this system loads (ACC-09). The database's guard of records says the same."""
    row = await (await connection.execute("select access.gave_loading(%s, %s)", (officer, system))).fetchone()
    return bool(row and row[0])


async def count(connection: AsyncConnection, load: UUID, more: int) -> int:
    """So many more were dealt with; how many in all."""
    row = await (
        await connection.execute("update registers.load set released = released + %s where id = %s returning released", (more, load))
    ).fetchone()
    return int(row[0]) if row else 0


async def some(connection: AsyncConnection, load: UUID, proposal: int, most: int) -> list[UUID]:
    """The next ones of a load."""
    cursor = await connection.execute(
        "select record from registers.loaded where load = %s and proposal = %s order by record limit %s", (load, proposal, most)
    )
    return [row[0] for row in await cursor.fetchall()]


async def forget(connection: AsyncConnection, ids: list[UUID]) -> None:
    """These are dealt with."""
    await connection.execute("delete from registers.loaded where record = any(%s::uuid[])", (ids,))


async def drop(connection: AsyncConnection, load: UUID, proposal: int) -> int:
    """All of one kind; how many."""
    cursor = await connection.execute("delete from registers.loaded where load = %s and proposal = %s", (load, proposal))
    return max(0, cursor.rowcount)


async def release(connection: AsyncConnection, register: Register, load: UUID, officer: int, at: datetime, most: int) -> int:
    """Releases the next records of a load: visible, findable, told to the filters. How many were dealt with.

    What waits for somebody else too (the secretariat's desks, a named officer) goes on waiting for them; what was changed, blocked or
    withdrawn meanwhile stays as it is. The database itself refuses the officer who entered them (ACC-09).
    """
    ids = await some(connection, load, 1, most)
    if not ids:
        return 0
    cursor = await connection.execute(
        f"update registers.{register.name} t set state = 1, reviewer = %s, version = t.version + 1, changed_at = %s"  # noqa: S608 - declared names
        " where t.id = any(%s::uuid[]) and t.state = 0"
        " and not exists (select from registers.hold h where h.record = t.id and h.state <> 2 and h.route > 1) returning t.id",
        (officer, at, ids),
    )
    done = [row[0] for row in await cursor.fetchall()]
    await connection.execute("update registers.search_key set live = true where record = any(%s::uuid[])", (done,))
    await connection.execute(
        "insert into registers.change (register, audience, key)"
        " select register, audience, key from registers.search_key where record = any(%s::uuid[])",
        (done,),
    )
    await connection.execute(
        "update registers.hold set state = 2, decided_at = %s where record = any(%s::uuid[]) and route = 1", (at, done)
    )
    await connection.execute("delete from registers.loaded where load = %s and proposal = 1 and record = any(%s::uuid[])", (load, ids))
    return len(ids)
