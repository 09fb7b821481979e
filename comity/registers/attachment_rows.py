"""The table of attachments: rows in and out, sealed and opened. Knows no rule; runs within the caller's transaction and context."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from comity.engines.crypto import seal, unseal
from comity.engines.store import Row
from comity.registers.sealing import open_fields, seal_fields

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_COLUMNS = "id, field, kind, media_type, size, added_at, derived_from, address, sealed, preview"
_PREVIEW = b"|preview"


@dataclass(frozen=True, slots=True)
class Attached:
    """One file of a record, as whoever may see it sees it. `field`: the path of the field that it stands in.

    `version`: of the format or of the algorithm that made a template. `source`: who or what made it. `width`, `height`: pixels, 0 for
    what is no image. Privacy: `address` says where it lies, and goes to no edge.
    """

    id: UUID
    field: str
    kind: str
    media_type: str
    size: int
    added_at: datetime
    derived_from: UUID | None
    address: bytes
    title: str = ""
    version: str = ""
    source: str = ""
    width: int = 0
    height: int = 0
    preview: bytes = b""


async def insert(connection: AsyncConnection, key: bytes, record: UUID, register: int, owner: int, officer: int, one: Attached) -> None:
    """A new row, what is told of the file sealed with the record's key."""
    told = {"title": one.title, "version": one.version, "source": one.source, "width": str(one.width), "height": str(one.height)}
    preview = seal(key, one.preview, one.id.bytes + _PREVIEW) if one.preview else None
    await connection.execute(
        f"insert into registers.attachment (record, register, owner, officer, {_COLUMNS})"  # noqa: S608 - fixed words
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            *(record, register, owner, officer, one.id, one.field, one.kind, one.media_type, one.size, one.added_at),
            *(one.derived_from, one.address, seal_fields(key, one.id, told), preview),
        ),
    )


async def of_record(connection: AsyncConnection, record: UUID) -> Sequence[Row]:
    """The rows of a record, sealed, in the order in which they were added."""
    statement = f"select {_COLUMNS} from registers.attachment where record = %s order by added_at, id"  # noqa: S608 - fixed words
    return await (await connection.execute(statement, (record,))).fetchall()


def opened(key: bytes, row: Row) -> Attached:
    """A row with the record's key. Raises: Tampered."""
    identity, field, kind, media_type, size, added_at, derived_from, address, sealed, preview = row
    told = open_fields(key, identity, sealed)
    shown = unseal(key, preview, identity.bytes + _PREVIEW) if preview else b""
    return Attached(
        identity, field, kind, media_type, size, added_at, derived_from, bytes(address),
        told["title"], told["version"], told["source"], int(told["width"]), int(told["height"]), shown,
    )  # fmt: skip


async def delete(connection: AsyncConnection, record: UUID, attachment: UUID) -> bool:
    """Takes a row away, and with it those of what was made from it; their files follow. False where there is none."""
    cursor = await connection.execute("delete from registers.attachment where record = %s and id = %s", (record, attachment))
    return cursor.rowcount > 0


async def gone(connection: AsyncConnection, most: int) -> list[bytes]:
    """Addresses of files whose row is gone. For the role comity_work."""
    cursor = await connection.execute("select address from registers.blob_gone order by at limit %s", (most,))
    return [bytes(address) for (address,) in await cursor.fetchall()]


async def forget(connection: AsyncConnection, addresses: Collection[bytes]) -> None:
    """These files are off the disk. For the role comity_work."""
    await connection.execute("delete from registers.blob_gone where address = any(%s)", (list(addresses),))


async def named(connection: AsyncConnection, addresses: Collection[bytes]) -> set[bytes]:
    """Those of these addresses that a row names. For the role comity_work."""
    cursor = await connection.execute("select address from registers.attachment where address = any(%s)", (list(addresses),))
    return {bytes(address) for (address,) in await cursor.fetchall()}
