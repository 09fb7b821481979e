"""The statements of a list. Each runs in the owner's own context; where and order are SQL of fixed words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.engines.keyring import Keyring
from comity.registers import store
from comity.registers.lists.cursors import Place
from comity.registers.lists.filters import Where
from comity.registers.lists.sorting import Sort
from comity.registers.model import Register
from comity.registers.record import Record

if TYPE_CHECKING:
    from psycopg import AsyncConnection

COUNTED: Final = 10_000  # exact up to here
# At most 10,001 rows are read: starting a worker or a compiler costs more than reading them. What is sorted fits into memory.
_MANNERS: Final = b"set local work_mem = '16MB'; set local jit = off; set local max_parallel_workers_per_gather = 0"

# The owner is given as a value: what the context says is not known to the planner before it runs, and row-level security then lets no index
# be walked by it. The policy compares it with the context all the same.


def count_sql(register: Register, where: Where) -> tuple[str, list[object]]:
    """How many of one's own fit, at most one more than `COUNTED`."""
    text = (
        f"select count(*) from (select 1 from registers.{register.name} t where t.owner = %s::smallint and {where.sql}"  # noqa: S608 - declared names, fixed words
        f" limit {COUNTED + 1}) fit"
    )
    return text, [where.owner, *where.values]


def page_sql(register: Register, where: Where, sort: Sort, place: Place | None, most: int, *, few: bool) -> tuple[str, list[object]]:
    """Ids and sort values of one page, in the order in which they are read (backwards where `place.back`).

    `few`: at most `COUNTED` fit, so they are all found by what they have in common and then sorted; else the index of the sort is walked.
    One of the two is cheap for every filter that is not tied to the sort; which one is known from the count, not from an estimate.
    """
    back = place is not None and place.back
    descending = sort.descending != back
    after, values = "", [where.owner, *where.values]
    if place is not None:
        after = f" and (sorted, id) {'<' if descending else '>'} (%s::{sort.type}, %s)"
        values += [place.value, place.id]
    way = "desc" if descending else "asc"
    order = f" order by sorted {way}, id {way} limit {most}"
    rows = f"select t.id, {sort.sql} sorted from registers.{register.name} t where t.owner = %s::smallint and {where.sql}"  # noqa: S608 - declared names, fixed words
    if few:
        return f"with few as materialized ({rows}) select id, sorted::text from few where true{after}{order}", values  # noqa: S608 - declared names, fixed words
    after = after.replace("(sorted, id)", f"({sort.sql}, t.id)")
    order = f" order by {sort.sql} {way}, t.id {way} limit {most}"
    return f"select id, sorted::text from ({rows}{after}{order}) walked", values  # noqa: S608 - declared names, fixed words


async def counted(connection: AsyncConnection, register: Register, where: Where) -> int:
    text, values = count_sql(register, where)
    await connection.execute(_MANNERS, prepare=False)
    row = await (await connection.execute(text.encode(), values)).fetchone()
    return int(row[0]) if row else 0


async def places(
    connection: AsyncConnection, register: Register, where: Where, sort: Sort, place: Place | None, most: int, *, few: bool
) -> list[tuple[UUID, str]]:
    """The page's ids with their sort values, in the list's own order."""
    text, values = page_sql(register, where, sort, place, most, few=few)
    await connection.execute(_MANNERS, prepare=False)
    found = [(UUID(str(one)), value) for one, value in await (await connection.execute(text.encode(), values)).fetchall()]
    return found[::-1] if place is not None and place.back else found


async def records(connection: AsyncConnection, register: Register, keyring: Keyring, ids: Sequence[UUID]) -> list[Record]:
    """These records, in this order."""
    if not ids:
        return []
    found = await store.page(connection, register, keyring, "t.id = any(%s)", [list(ids)], len(ids))
    by_id = {record.id: record for record in found}
    return [by_id[one] for one in ids if one in by_id]
