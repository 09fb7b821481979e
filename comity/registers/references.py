"""Ids of other records that a record names. Who may not see such a record learns nothing of it from the one that names it (OWN-04, OWN-06).

An id tells that there is a record, and whose: it carries its authority of origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.access.model import Reader
from comity.access.rules import may_ask
from comity.kernel.kinds import RECORD_ID
from comity.registers.catalogue import BY_NAME, BY_NUMBER
from comity.registers.model import Register
from comity.registers.paths import in_order, leaf
from comity.registers.record import Values
from comity.registers.redact import Shown

if TYPE_CHECKING:
    from psycopg import AsyncConnection


def named(register: Register, values: Values) -> Iterator[tuple[str, UUID]]:
    """The paths of a record at which the id of another stands, and the ids."""
    for path, value in values.items():
        found = leaf(register, path)
        if found is not None and found.kind is RECORD_ID:
            yield path, UUID(value)


async def followed(connection: AsyncConnection, reader: Reader, shown: Sequence[Shown]) -> list[Shown]:
    """Records of others without what they say of records that this reader may not see. One statement for all of them.

    `connection`: in the reader's own context, whose row-level security decides. Cost: nothing where no id stands in them.
    """
    wanted = {other for one in shown if not one.own for _, other in named(BY_NAME[one.register], one.values)}
    if not wanted:
        return list(shown)
    open_to = [register.name for number, register in BY_NUMBER.items() if may_ask(reader, number).allowed]
    seen: set[UUID] = set()
    if open_to:
        union = " union all ".join(
            f"select id from registers.{name} where id = any(%(ids)s::uuid[]) and ends_at >= current_date"  # noqa: S608 - declared names only
            for name in open_to
        )
        rows = await connection.execute(union.encode(), {"ids": list(wanted)})
        seen = {UUID(str(row[0])) for row in await rows.fetchall()}
    return [one if one.own else replace(one, values=without(BY_NAME[one.register], one.values, wanted - seen)) for one in shown]


def without(register: Register, values: Values, hidden: set[UUID]) -> dict[str, str]:
    """The values without these ids: an item that is about another record goes whole, and leaves no gap where it was. Pure."""
    gone = tuple(_what_goes(register, path) for path, other in named(register, values) if other in hidden)
    kept = {path: value for path, value in values.items() if not any(path == one or path.startswith(f"{one}.") for one in gone)}
    return in_order(register, kept)


def _what_goes(register: Register, path: str) -> str:
    """The item, where the id is what it is about; else the id alone."""
    found = leaf(register, path)
    return path.rpartition(".")[0] if found is not None and found.required and "." in path else path
