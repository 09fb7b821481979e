"""Reading what a text of several statements gives, result by result."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg import AsyncCursor
    from psycopg.rows import TupleRow


async def next_rows(cursor: AsyncCursor) -> list[TupleRow]:
    """The rows of the next statement that gives any: BEGIN and SET give none."""
    while cursor.pgresult is not None and not cursor.pgresult.nfields:  # not `description`, which describes every column first
        if not cursor.nextset():
            return []
    rows = await cursor.fetchall()
    cursor.nextset()
    return rows
