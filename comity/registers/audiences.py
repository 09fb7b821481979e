"""What the registers ask of access about the owner within their own transaction: its codes and its audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.access.restrictions import default_audience

if TYPE_CHECKING:
    from psycopg import AsyncConnection


async def writes_for(connection: AsyncConnection) -> frozenset[str]:
    """The issuing codes that the viewer's authority writes for (REC-13): a table of access, since Germany is D and the UN is UNO."""
    cursor = await connection.execute("select code from access.issuing_code where authority = comity.viewer()")
    return frozenset([row[0] for row in await cursor.fetchall()])


async def default(connection: AsyncConnection, owner: int) -> int:
    """The audience of the owner's records that have no restriction of their own; made at the owner's first record."""
    row = await (await connection.execute("select id from access.audience where owner = %s and is_default", (owner,))).fetchone()
    return int(row[0]) if row else await default_audience(connection, owner)
