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
# A list is planned for the values that it is asked with (never prepared): a plan kept for any values would walk the wrong index for some.
# At most 10,001 rows are read: starting a worker or a compiler costs more than reading them. What is sorted fits into memory.
_MANNERS: Final = b"set local work_mem = '16MB'; set local jit = off; set local max_parallel_workers_per_gather = 0"
# A record has one time until somebody touches it: one index holds those, others each time of the rest. A list by time asks both.
_TIMES: Final = ("t.changed_at", "t.created_at", "t.confirmed_at")
_FRESH: Final = " and t.changed_at = t.created_at and t.confirmed_at = t.created_at"
_TOUCHED: Final = " and (t.changed_at <> t.created_at or t.confirmed_at <> t.created_at)"

# The owner is given as a value: what the context says is not known to the planner before it runs, and row-level security then lets no index
# be walked by it. The policy compares it with the context all the same.


def _arms(sql: str, sort: str = "") -> tuple[tuple[str, str], ...]:
    """The conditions with the sort, for each kind of records whose times stand in an index of their own; one where no time is asked."""
    if not any(time in sql + sort for time in _TIMES):
        return ((sql, sort),)
    fresh, fresh_sort = sql, sort
    for time in _TIMES:
        fresh, fresh_sort = fresh.replace(time, "t.created_at"), fresh_sort.replace(time, "t.created_at")
    return ((fresh + _FRESH, fresh_sort), (sql + _TOUCHED, sort))


def count_sql(register: Register, where: Where) -> tuple[str, list[object]]:
    """How many of one's own fit, at most one more than `COUNTED`."""
    arms = _arms(where.sql)
    one = f"(select 1 from registers.{register.name} t where t.owner = %s::smallint and {{}} limit {COUNTED + 1})"  # noqa: S608 - declared names, fixed words
    rows = " union all ".join(one.format(sql) for sql, _ in arms)
    return f"select count(*) from (select from ({rows}) arms limit {COUNTED + 1}) fit", [where.owner, *where.values] * len(arms)  # noqa: S608 - as above


def page_sql(register: Register, where: Where, sort: Sort, place: Place | None, most: int, *, few: bool) -> tuple[str, list[object]]:
    """Ids and sort values of one page, in the order in which they are read (backwards where `place.back`).

    `few`: at most `COUNTED` fit, so they are all found by what they have in common and then sorted; else the index of the sort is walked.
    One of the two is cheap for every filter that is not tied to the sort; which one is known from the count, not from an estimate.
    """
    back = place is not None and place.back
    sign, way = ("<", "desc") if sort.descending != back else (">", "asc")
    begins = "" if place is None else f" and ({{}}, {{}}) {sign} (%s::{sort.type}, %s)"
    beyond: list[object] = [] if place is None else [place.value, place.id]
    arms = _arms(where.sql, sort.sql)
    rows = [
        f"select t.id, {by} sorted from registers.{register.name} t where t.owner = %s::smallint and {sql}"  # noqa: S608 - declared names, fixed words
        + ("" if few else f"{begins.format(by, 't.id')} order by {by} {way}, t.id {way} limit {most}")
        for sql, by in arms
    ]
    values = [where.owner, *where.values, *([] if few else beyond)] * len(arms)
    of_all = " union all ".join(f"({one})" for one in rows)
    order = f" order by found.sorted {way}, found.id {way} limit {most}"
    if not few:
        return f"select id, sorted::text from ({of_all}) found{order}", values  # noqa: S608 - as above
    text = f"with found as materialized ({of_all}) select id, sorted::text from found where true{begins.format('sorted', 'id')}{order}"  # noqa: S608 - as above
    return text, [*values, *beyond]


async def counted(connection: AsyncConnection, register: Register, where: Where) -> int:
    """How many of one's own fit, at most one more than `COUNTED`. *Cost*: bounded by that, whatever the filter."""
    text, values = count_sql(register, where)
    await connection.execute(_MANNERS, prepare=False)
    row = await (await connection.execute(text.encode(), values, prepare=False)).fetchone()
    return int(row[0]) if row else 0


async def places(
    connection: AsyncConnection, register: Register, where: Where, sort: Sort, place: Place | None, most: int, *, few: bool
) -> list[tuple[UUID, str]]:
    """The page's ids with their sort values, in the list's own order."""
    text, values = page_sql(register, where, sort, place, most, few=few)
    await connection.execute(_MANNERS, prepare=False)
    found = [(UUID(str(one)), value) for one, value in await (await connection.execute(text.encode(), values, prepare=False)).fetchall()]
    return found[::-1] if place is not None and place.back else found


async def records(connection: AsyncConnection, register: Register, keyring: Keyring, ids: Sequence[UUID]) -> list[Record]:
    """These records, in this order."""
    if not ids:
        return []
    found = await store.page(connection, register, keyring, "t.id = any(%s)", [list(ids)], len(ids))
    by_id = {record.id: record for record in found}
    return [by_id[one] for one in ids if one in by_id]
