"""The inbox table. Rows are written by the check's own group commit and read under row-level security."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from comity.hits.model import Held, Told

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.search.clearances.model import Clearance
    from comity.search.model import Positive

# One statement for any number of positives, none included: a commit with a silent hit must cost what one without costs. It names no
# column of the conflict: that would ask for the right to see the owner's row.
TELL: Final = """
insert into hits.inbox (id, owner, owner_bureau, record, register, asking_authority, asking_bureau, purpose, grade, at,
                        discreet, protected, stream, number)
select * from unnest(%s::uuid[], %s::smallint[], %s::smallint[], %s::uuid[], %s::smallint[], %s::smallint[], %s::smallint[],
                     %s::smallint[], %s::text[], %s::timestamptz[], %s::boolean[], %s::boolean[], %s::bigint[], %s::bigint[])
on conflict do nothing
"""
# The same inbox: who owns a record hears that a document was cleared of it, with the bureau that a hit would name.
TELL_CLEARED: Final = """
insert into hits.inbox (id, owner, owner_bureau, record, register, asking_authority, asking_bureau, purpose, grade, at, stream, number,
                        clearance)
values (%s, %s, %s, %s, %s, %s, %s, %s, 'cleared', %s, %s, %s, %s) on conflict do nothing
"""
_MESSAGES: Final = UUID("6b1d8f0a-5c1e-5f3b-9a56-2f1f0c7d3e11")
_TOLD: Final = "id, record, register, asking_authority, asking_bureau, purpose, grade, at, discreet, read_at, clearance"


def message_id(positive: Positive) -> UUID:
    """One check and one record are one entry of the inbox, however often they are told of."""
    return uuid5(_MESSAGES, f"{positive.stream}-{positive.number}-{positive.record.hex()}")


def tell(positives: Sequence[Positive]) -> tuple[list[object], ...]:
    """The parameters of `TELL`: one column a list, in its order."""
    return (
        [message_id(positive) for positive in positives],
        [positive.owner for positive in positives],
        [positive.owner_bureau for positive in positives],
        [UUID(bytes=positive.record) for positive in positives],
        [positive.register for positive in positives],
        [positive.asking_authority for positive in positives],
        [positive.asking_bureau for positive in positives],
        [positive.purpose for positive in positives],
        [positive.grade for positive in positives],
        [datetime.fromtimestamp(positive.at_us / 1e6, UTC) for positive in positives],
        [positive.discreet for positive in positives],
        [positive.protected for positive in positives],
        [positive.stream for positive in positives],
        [positive.number for positive in positives],
    )


def tell_cleared(one: Clearance, owner_bureau: int, check: tuple[int, int]) -> tuple[object, ...]:
    """The parameters of `TELL_CLEARED`: once for each clearance, when its second officer has signed."""
    message = uuid5(_MESSAGES, f"clearance {one.id}")
    asking = (one.record, one.register, one.authority, one.bureau, int(one.purpose))
    return (message, one.owner, owner_bureau, *asking, one.confirmed_at, *check, one.id)


async def listed(connection: AsyncConnection, before: tuple[datetime, UUID] | None, most: int) -> list[Told]:
    """The newest entries first; `before` is the last one of the page above (a keyset, so that new entries shift nothing)."""
    where, values = ("where (at, id) < (%s, %s)", before) if before else ("", ())
    rows = await connection.execute(
        f"select {_TOLD} from hits.inbox {where}{' and' if where else 'where'} owner = comity.viewer() order by at desc, id desc limit %s",  # noqa: S608 - fixed words only
        (*values, most),
    )
    return [Told(*row) for row in await rows.fetchall()]


async def opened(connection: AsyncConnection, message: UUID, at: datetime) -> Told | None:
    """One entry, marked as read at its first opening."""
    await connection.execute(
        "update hits.inbox set read_at = coalesce(read_at, %s) where id = %s and owner = comity.viewer()", (at, message)
    )
    row = await (
        await connection.execute(f"select {_TOLD} from hits.inbox where id = %s and owner = comity.viewer()", (message,))  # noqa: S608 - fixed words only
    ).fetchone()
    return Told(*row) if row else None


async def unread(connection: AsyncConnection) -> int:
    """How many entries wait for this owner."""
    row = await (await connection.execute("select count(*) from hits.inbox where read_at is null and owner = comity.viewer()")).fetchone()
    return int(row[0]) if row else 0


async def held(connection: AsyncConnection, most: int) -> list[Held]:
    """Protected results of the viewer's own bureau that wait for a release, oldest first."""
    rows = await connection.execute(
        "select id, owner, register, purpose, grade, at from hits.inbox"
        " where protected and released_at is null and asking_bureau = comity.viewer_bureau() order by at, id limit %s",
        (most,),
    )
    return [Held(*row) for row in await rows.fetchall()]


async def release(connection: AsyncConnection, message: UUID, officer: int, reason: str, at: datetime) -> bool:
    """Lets the owner know of one protected result. False where there is none that waits for this bureau."""
    done = await connection.execute(
        "update hits.inbox set released_at = %s, released_by = %s, release_reason = %s"
        " where id = %s and protected and released_at is null and asking_bureau = comity.viewer_bureau()",
        (at, officer, reason, message),
    )
    return done.rowcount == 1
