"""The table of mappings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from comity.registers.mapping.model import Mapping

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_COLUMNS = "name, register, columns::text, words::text, encoding, id, changed_by, changed_at"


async def listed(connection: AsyncConnection, unit: int, register: int = 0) -> list[Mapping]:
    """The mappings of a unit, of one register or all, by name."""
    statement = f"select {_COLUMNS} from registers.mapping where unit = %s and (%s = 0 or register = %s) order by register, name"  # noqa: S608 - fixed words
    return [_of(*row) for row in await (await connection.execute(statement.encode(), (unit, register, register))).fetchall()]


async def fetch(connection: AsyncConnection, unit: int, register: int, name: str) -> Mapping | None:
    """One by its name."""
    statement = f"select {_COLUMNS} from registers.mapping where unit = %s and register = %s and name = %s"  # noqa: S608 - fixed words
    row = await (await connection.execute(statement.encode(), (unit, register, name))).fetchone()
    return _of(*row) if row else None


async def keep(connection: AsyncConnection, owner: int, bureau: int, unit: int, mapping: Mapping, officer: int, at: datetime) -> None:
    """A new one, or new content under its name."""
    await connection.execute(
        "insert into registers.mapping (owner, bureau, unit, register, name, columns, words, encoding, changed_by, changed_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (owner, unit, register, name) do update"
        " set columns = excluded.columns, words = excluded.words, encoding = excluded.encoding, changed_by = excluded.changed_by,"
        " changed_at = excluded.changed_at",
        (
            owner, bureau, unit, mapping.register, mapping.name, msgspec.json.encode(mapping.columns).decode(),
            msgspec.json.encode(mapping.words).decode(), mapping.encoding, officer, at,
        ),
    )  # fmt: skip


async def remove(connection: AsyncConnection, unit: int, register: int, name: str) -> bool:
    """Whether there was one."""
    statement = "delete from registers.mapping where unit = %s and register = %s and name = %s"
    return (await connection.execute(statement, (unit, register, name))).rowcount > 0


def _of(
    name: str, register: int, columns: str, words: str, encoding: str, id_: UUID, changed_by: int, changed_at: datetime
) -> Mapping:  # fmt: skip
    return Mapping(
        name,
        register,
        msgspec.json.decode(columns, type=dict[str, str]),
        msgspec.json.decode(words, type=dict[str, dict[str, str]]),
        encoding,
        id_,
        changed_by,
        changed_at,
    )
