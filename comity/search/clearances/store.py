"""The table of clearances. Row-level security decides what a viewer sees of it, as it does for the records themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.access.model import Reader
from comity.engines.store import Row
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.search.clearances.model import Clearance, Ending, Facts, Ground, Objection, Proposal, State
from comity.search.persons.facts import registers_with_persons

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_COLUMNS: Final = (
    "id, record, register, owner, authority, bureau, purpose, ground, named, proposed_at, state, confirmed_at, until, ending, ended_at,"
    " objection, proposed_by = %(officer)s"
)
# Where a register holds others too, what says that a record is about a person.
_PERSON: Final = {
    number: "".join(f" and t.{field.name} = 'person'" for field in BY_NUMBER[number].columns if field.name in ("subject", "kind_of_entry"))
    for number in registers_with_persons()
}
_PUT: Final = (
    "insert into clearances.clearance (id, record, register, owner, owner_bureau, document, authority, bureau, purpose, ground, named,"
    " agreed, stream, number, checked_at, proposed_by, proposed_at, until, audience, record_state, purposes, level, discreet)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1, %s, %s, %s)"
)
_LAPSED: Final = (
    "update clearances.clearance set state = 3, ending = case state when 1 then 5 else 6 end, ended_at = %(now)s"
    " where record = %(record)s and document = any (%(documents)s) and bureau = comity.viewer_bureau() and state < 3 and until <= %(now)s"
)
_OPEN: Final = (
    "select from clearances.clearance where record = %s and document = any (%s) and bureau = comity.viewer_bureau() and state < 3 limit 1"
)


async def facts(connection: AsyncConnection, registers: Sequence[int], record: UUID) -> Facts | None:
    """What a clearance takes from its record, where this viewer would meet it in a check and it is released; else None."""
    parts = (
        f"select {number}, t.owner, t.bureau, t.audience, t.purposes, t.level, t.discreet, t.changed_at"  # noqa: S608 - declared names only
        f" from registers.{BY_NUMBER[number].name} t where t.id = %(record)s and t.state = 1 and t.ends_at >= current_date{_PERSON[number]}"
        for number in registers
    )
    row = await (await connection.execute(" union all ".join(parts).encode(), {"record": record})).fetchone()
    return Facts(*row) if row else None


async def put(
    connection: AsyncConnection, which: UUID, reader: Reader, given: Proposal, of: Facts, document: bytes, at: datetime, until: datetime
) -> None:
    """A new proposal, as the transaction's viewer. Raises: psycopg's UniqueViolation, and the guard's refusal."""
    await connection.execute(
        _PUT,
        (which, given.record, of.register, of.owner, of.bureau, document, reader.authority, reader.bureau, int(reader.purpose),
         int(given.ground), given.named, given.agreed, given.check.stream, given.check.number, given.at, reader.officer, at, until,
         of.audience, of.purposes, of.level, of.discreet),
    )  # fmt: skip


async def is_open(connection: AsyncConnection, record: UUID, documents: Sequence[bytes], now: datetime) -> bool:
    """Whether the viewer's bureau has one of this document and record already; those whose time is over are ended on the way."""
    await connection.execute(_LAPSED, {"record": record, "documents": list(documents), "now": now})
    return await (await connection.execute(_OPEN, (record, list(documents)))).fetchone() is not None


async def one(connection: AsyncConnection, which: UUID, officer: int) -> tuple[Clearance, bytes] | None:
    """One clearance with its document's hash, locked until the transaction ends."""
    statement = f"select {_COLUMNS}, document from clearances.clearance where id = %(which)s for update"  # noqa: S608 - fixed words
    row = await (await connection.execute(statement.encode(), {"which": which, "officer": officer})).fetchone()
    return (_read(row[:-1]), row[-1]) if row else None


async def given(connection: AsyncConnection, officer: int, before: tuple[datetime, UUID] | None, most: int) -> list[Clearance]:
    """Those of the viewer's bureau, newest first; `before` is the last one of the page above."""
    return await _page(connection, "bureau = comity.viewer_bureau() and authority = comity.viewer()", "proposed_at", officer, before, most)


async def against(connection: AsyncConnection, before: tuple[datetime, UUID] | None, most: int) -> list[Clearance]:
    """Those against records of the viewer's authority, newest first; never a proposal."""
    return await _page(connection, "owner = comity.viewer() and confirmed_at is not null", "confirmed_at", 0, before, most)


async def _page(
    connection: AsyncConnection, whose: str, by: str, officer: int, before: tuple[datetime, UUID] | None, most: int
) -> list[Clearance]:
    values: dict[str, object] = {"officer": officer, "most": most}
    where = whose
    if before:
        where += f" and ({by}, id) < (%(at)s, %(id)s)"
        values |= {"at": before[0], "id": before[1]}
    statement = f"select {_COLUMNS} from clearances.clearance where {where} order by {by} desc, id desc limit %(most)s"  # noqa: S608 - fixed words
    return [_read(row) for row in await (await connection.execute(statement.encode(), values)).fetchall()]


async def whom_to_tell(connection: AsyncConnection, which: UUID) -> tuple[int, tuple[int, int]]:
    """The owner's bureau, and the entry of the check."""
    statement = "select owner_bureau, stream, number from clearances.clearance where id = %s"
    row = await (await connection.execute(statement, (which,))).fetchone()
    return (row[0], (row[1], row[2])) if row else (0, (0, 0))


async def confirm(connection: AsyncConnection, which: UUID, officer: int, at: datetime, until: datetime) -> None:
    """The second signature. Raises: the guard's refusal."""
    await connection.execute(
        "update clearances.clearance set state = 2, confirmed_by = %s, confirmed_at = %s, until = %s where id = %s",
        (officer, at, until, which),
    )


async def end(
    connection: AsyncConnection, which: UUID, ending: Ending, officer: int, at: datetime, objection: Objection | None = None
) -> None:
    """Its end, whoever decided it."""
    await connection.execute(
        "update clearances.clearance set state = 3, ending = %s, ended_by = %s, ended_at = %s, objection = %s where id = %s",
        (int(ending), officer, at, int(objection) if objection else None, which),
    )


async def waiting(connection: AsyncConnection, officer: int, now: datetime) -> int:
    """How many of the viewer's bureau wait for the signature of this officer."""
    row = await (
        await connection.execute(
            "select count(*) from clearances.clearance where bureau = comity.viewer_bureau() and state = 1 and until > %s"
            " and proposed_by <> %s",
            (now, officer),
        )
    ).fetchone()
    return int(row[0]) if row else 0


async def tidy(connection: AsyncConnection, now: datetime, ended_before: datetime) -> int:
    """Writes down what its time ended, and erases what ended long ago, as comity_work. How many were erased."""
    await connection.execute(
        "update clearances.clearance set state = 3, ending = case state when 1 then 5 else 6 end, ended_at = until"
        " where state < 3 and until <= %s",
        (now,),
    )
    gone = await connection.execute("delete from clearances.clearance where state = 3 and coalesce(ended_at, until) < %s", (ended_before,))
    return gone.rowcount


def _read(row: Row) -> Clearance:
    which, record, register, owner, authority, bureau, purpose, ground, named, proposed_at, state, confirmed_at = row[:12]
    until, ending, ended_at, objection, own = row[12:]
    return Clearance(
        id=which,
        record=record,
        register=register,
        owner=owner,
        authority=authority,
        bureau=bureau,
        purpose=Purpose(purpose),
        ground=Ground(ground),
        named=named,
        proposed_at=proposed_at,
        state=State(state),
        confirmed_at=confirmed_at,
        until=until,
        ending=Ending(ending) if ending else None,
        ended_at=ended_at,
        objection=Objection(objection) if objection else None,
        own_proposal=own,
    )
