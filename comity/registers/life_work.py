"""What the worker does for the life of records, as the role comity_work: ends what has ended, asks and reminds owners, collects receipts.

Each step is one transaction with its audit entries, over a limited number of records: a worker that is killed loses nothing and does
nothing twice, since what it knows is in the tables. It opens no record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.audit import Act, Entry, Recorder
from comity.registers.life import Stage
from comity.registers.model import Register
from comity.registers.receipts import DUE, Gives, Holder

if TYPE_CHECKING:
    from psycopg import AsyncConnection

INTAKE: Final = timedelta(days=60)
BATCH: Final = 500  # records of one transaction; as many ids stand in one audit entry at most


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that the worker has done something with."""

    record: UUID
    register: int
    owner: int
    bureau: int
    detail: str


def entries(act: Act, rule: str, touched: Iterable[Touched], at: datetime) -> list[Entry]:
    """One entry for each owner, bureau, register and kind of thing done. Nobody signed in did it: officer 0."""
    groups: dict[tuple[int, int, int, str], list[UUID]] = defaultdict(list)
    for one in touched:
        groups[one.owner, one.bureau, one.register, one.detail].append(one.record)
    return [
        Entry(
            act=act, at_us=int(at.timestamp() * 1_000_000), authority=owner, bureau=bureau, registers=(register,), outcome=1, rule=rule,
            shown=tuple(record.bytes for record in records), detail=detail,
        )
        for (owner, bureau, register, detail), records in groups.items()
    ]  # fmt: skip


async def end(connection: AsyncConnection, recorder: Recorder, register: Register, at: datetime, most: int = BATCH) -> int:
    """Ends records whose last day is over: erased, or kept unseen as *expired* for a case (RET-04). Gives their number.

    The connection stands outside any transaction.
    """
    async with connection.transaction():
        cursor = await connection.execute(
            "select record, owner, bureau, erased from registers.end_due(%s::smallint, %s, %s, %s, %s, %s)",
            (register.number, register.name, at.date(), most, at, at + DUE),
        )
        touched = [
            Touched(record, register.number, owner, bureau, "erased" if erased else "kept for a case")
            for record, owner, bureau, erased in await cursor.fetchall()
        ]
        if touched:
            await recorder.record(connection, *entries(Act.EXPIRE, "RET-04", touched, at))
    return len(touched)


async def ask(connection: AsyncConnection, recorder: Recorder, register: Register, at: datetime, most: int = BATCH) -> int:
    """Asks the owners of what ends within six months whether they still need it (RET-02). Gives the number asked about."""
    async with connection.transaction():
        cursor = await connection.execute(
            "select record, owner, bureau, stage from registers.ask_due(%s::smallint, %s, %s, %s, %s)",
            (register.number, register.name, at.date(), most, at),
        )
        touched = [Touched(row[0], register.number, row[1], row[2], Stage(row[3]).code) for row in await cursor.fetchall()]
        if touched:
            await recorder.record(connection, *entries(Act.ASKED, "RET-02", touched, at))
    return len(touched)


async def remind(connection: AsyncConnection, recorder: Recorder, at: datetime, most: int = BATCH) -> int:
    """Reminds owners three months, one month and one week before an end (RET-02). Gives the number reminded of."""
    async with connection.transaction():
        cursor = await connection.execute(
            "select record, register, owner, bureau, stage from registers.remind_due(%s, %s, %s)", (at.date(), most, at)
        )
        touched = [Touched(row[0], row[1], row[2], row[3], f"reminder: {Stage(row[4]).code}") for row in await cursor.fetchall()]
        if touched:
            await recorder.record(connection, *entries(Act.ASKED, "RET-02", touched, at))
    return len(touched)


async def live(
    connection: AsyncConnection, recorder: Recorder, registers: Sequence[Register], now: Callable[[], datetime], most: int = BATCH
) -> int:
    """All that is due now, batch by batch, each with the time at which it is done. Gives the number of records ended.

    What is made from others ends with them.
    """
    ended = 0
    for register in registers:
        if register.derived:
            continue
        while done := await end(connection, recorder, register, now(), most):
            ended += done
            if done < most:
                break
        while await ask(connection, recorder, register, now(), most) == most:
            pass
    while await remind(connection, recorder, now(), most) == most:
        pass
    return ended


async def collect(
    connection: AsyncConnection, holder: Holder, known: Callable[[], Awaitable[Gives]], at: datetime, most: int = BATCH
) -> int:
    """Takes down the receipts that a holder can give by now (RET-07). Gives their number.

    `known` is asked after the receipts that are owed, so that what it says holds for every one of them.
    """
    cursor = await connection.execute("select record, xid, key_version from registers.receipts_owed(%s, %s)", (holder, most))
    owed = await cursor.fetchall()
    if not owed:
        return 0
    gives = await known()
    given = [record for record, xid, key_version in owed if gives.of(xid, key_version)]
    if given:
        await connection.execute("select registers.receipts_came(%s, %s, %s)", (holder, given, at))
    return len(given)


async def lay_before(connection: AsyncConnection, register: Register, at: datetime, most: int = BATCH) -> int:
    """Records that wait for both desks and were entered by a way that opened no hold are laid before them all the same (REV-01)."""
    if not any(review.rule == "REV-01" for review in register.reviewed):
        return 0
    values = (register.number, register.name, most, at)
    row = await (await connection.execute("select registers.lay_before(%s::smallint, %s, %s, %s)", values)).fetchone()
    return int(row[0]) if row else 0


async def forget_intake(connection: AsyncConnection, today: date) -> None:
    """Counts by day that no burst is measured by any more go (REC-18)."""
    await connection.execute("delete from registers.intake where day < %s", (today - INTAKE,))
