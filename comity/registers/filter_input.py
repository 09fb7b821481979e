"""What filters are built from: every live search key with its audience, and what has changed since (role comity_work or comity_app)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from psycopg import AsyncConnection

PARTS: Final = 64  # of the space of keys: with ten million keys each part is some 1.2 MB
_BEGIN: Final = "begin transaction isolation level repeatable read read only"
_PART: Final = """
select audience, string_agg(int8send(key), ''::bytea) from registers.search_key
where live and key >= {low} and key <= {high} group by audience
"""


class Keys(NamedTuple):
    """Live keys of one audience. Shapes: `keys` (n,) uint64, not sorted, a key of several records several times."""

    audience: int
    keys: NDArray[np.uint64]


async def snapshot(connection: AsyncConnection) -> int:
    """The oldest transaction that could still bring a change: everything before it is seen. Remember it before reading keys."""
    row = await (await connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")).fetchone()
    return int(row[0]) if row else 0


async def live_keys(connection: AsyncConnection, parts: int = PARTS) -> AsyncIterator[tuple[float, list[Keys]]]:
    """Every live key, part by part, with the share that is done; one snapshot for all parts.

    The connection is one of comity_work in autocommit, outside any transaction. Changes since `snapshot`, taken before, are added on top:
    a key that both bring is harmless. Cost: 0.4 us a key; memory: one part.
    """
    await connection.execute(_BEGIN)
    try:
        width = (1 << 64) // parts
        for part in range(parts):
            low = -(1 << 63) + part * width
            high = (1 << 63) - 1 if part == parts - 1 else low + width - 1
            cursor = await connection.execute(_PART.format(low=low, high=high), binary=True)
            rows = await cursor.fetchall()
            yield (
                (part + 1) / parts,
                [Keys(audience, np.frombuffer(packed, ">i8").astype(np.int64).view(np.uint64)) for audience, packed in rows],
            )
    finally:
        await connection.execute("rollback")


def changes_since(xid: int) -> str:
    """SQL, integers alone, for what may have changed from that transaction on.

    Rows of (mark to ask from next time, transaction, register, audience, key, number), one at least: without changes all but the mark are
    null. A null key says that the audience changed whom it denies. Nothing committed is missed; some rows come twice, which is harmless.
    """
    wanted = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint, c.xid::text::bigint, c.register, c.audience, c.key, c.number"
    return f"SELECT {wanted} FROM (SELECT 1) AS one LEFT JOIN registers.change c ON c.xid >= '{int(xid)}'::xid8"  # noqa: S608 - an integer
