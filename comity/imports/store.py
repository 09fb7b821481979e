"""The tables of imports: proposals, their sealed items, and which records a list has made. Runs within the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec

from comity.engines.crypto import seal, unseal
from comity.imports.compare import Counts, Kind
from comity.imports.model import Header, Item, Proposal, State

if TYPE_CHECKING:
    from psycopg import AsyncConnection

LIST: Final = "un"
_ENCODE: Final = msgspec.json.Encoder()
_ITEM: Final = msgspec.json.Decoder(Item)
_COLUMNS: Final = "id, owner, bureau, officer, at, state, generated, digest, header, counts, reasons, unread, basis, decided_by, decided_at"


def _bound(proposal: UUID, place: int) -> bytes:
    return proposal.bytes + place.to_bytes(4)


async def put(connection: AsyncConnection, proposal: Proposal, items: Sequence[Item], key: bytes) -> None:
    """A new proposal with its items, sealed."""
    one = proposal
    facts = [_ENCODE.encode(part).decode() for part in (one.header, one.counts, one.reasons, one.unread)]
    values = (one.id, one.owner, one.bureau, one.officer, one.at, LIST, int(one.state), one.generated, one.digest, *facts, one.basis)
    await connection.execute(
        "insert into imports.proposal"
        " (id, owner, bureau, officer, at, list, state, generated, digest, header, counts, reasons, unread, basis)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        values,
    )
    rows = [
        (
            one.id,
            place,
            one.owner,
            int(item.kind),
            item.record,
            item.version or None,
            seal(key, _ENCODE.encode(item), _bound(one.id, place)),
        )
        for place, item in enumerate(items, start=1)
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into imports.item (proposal, place, owner, kind, record, version, sealed) values (%s, %s, %s, %s, %s, %s, %s)", rows
        )


def _proposal(row: Sequence[Any]) -> Proposal:
    facts = dict(zip(_COLUMNS.split(", "), row, strict=True))
    facts |= {"header": msgspec.convert(facts["header"], Header), "counts": msgspec.convert(facts["counts"], Counts)}
    facts |= {"state": State(facts["state"]), "decided_by": facts["decided_by"] or 0}
    return Proposal(**facts)


async def proposal(connection: AsyncConnection, which: UUID, *, lock: bool = False) -> Proposal | None:
    """One proposal of the viewer's authority; `lock`: nobody else decides about it until the transaction ends."""
    statement = f"select {_COLUMNS} from imports.proposal where id = %s{' for update' if lock else ''}"  # noqa: S608 - fixed words
    row = await (await connection.execute(statement, (which,))).fetchone()
    return _proposal(row) if row else None


async def proposals(connection: AsyncConnection, before: tuple[datetime, UUID] | None, most: int) -> list[Proposal]:
    """The newest first; `before`: the last one of the page above."""
    where, values = ("where (at, id) < (%s, %s)", before) if before else ("", ())
    statement = f"select {_COLUMNS} from imports.proposal {where} order by at desc, id desc limit %s"  # noqa: S608 - fixed words
    return [_proposal(row) for row in await (await connection.execute(statement, (*values, most))).fetchall()]


async def items(connection: AsyncConnection, which: UUID, key: bytes, kind: Kind | None, after: int, most: int) -> list[tuple[int, Item]]:
    """Items in their order, of one kind or all, each with its place."""
    cursor = await connection.execute(
        "select place, sealed from imports.item where proposal = %s and place > %s and (%s::smallint is null or kind = %s)"
        " order by place limit %s",
        (which, after, kind, kind, most),
    )
    return [(place, _ITEM.decode(unseal(key, sealed, _bound(which, place)))) for place, sealed in await cursor.fetchall()]


async def decide(connection: AsyncConnection, which: UUID, state: State, officer: int, at: datetime) -> None:
    """The decision; the items go, whatever it was."""
    await connection.execute(
        "update imports.proposal set state = %s, decided_by = %s, decided_at = %s where id = %s", (int(state), officer, at, which)
    )
    await connection.execute("delete from imports.item where proposal = %s", (which,))


async def made(connection: AsyncConnection) -> list[UUID]:
    """The records that the list has made for the viewer's authority, whether or not they are still there."""
    rows = await connection.execute("select record from imports.made where list = %s", (LIST,))
    return [row[0] for row in await rows.fetchall()]


async def note_made(connection: AsyncConnection, owner: int, records: Iterable[UUID]) -> None:
    """These records came from the list."""
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into imports.made (record, owner, list) values (%s, %s, %s)", [(record, owner, LIST) for record in records]
        )


async def forget_made(connection: AsyncConnection, records: Iterable[UUID]) -> None:
    """These records are no more."""
    await connection.execute("delete from imports.made where record = any(%s::uuid[])", (list(records),))
