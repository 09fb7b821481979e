"""The tables of a record's life: questions before its end, erasure, the guard against re-entry. Runs within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.engines.store import Row
from comity.kernel.purposes import Purpose
from comity.registers.life import Answer, Ended, Outcome, Stage
from comity.registers.model import Register
from comity.registers.receipts import DUE

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_COLUMNS: Final = (
    "record, register, bureau, ends_at, asked_at, stage, reminded_at, answer, until, purpose, reason, asked_by,"
    " answered_at, decided_by, decided_at"
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question to an owner. `reason` is sealed under the record's key."""

    record: UUID
    register: int
    bureau: int
    ends_at: date
    asked_at: datetime
    stage: Stage
    reminded_at: datetime | None
    answer: Answer
    until: date | None
    purpose: Purpose | None
    reason: bytes | None
    asked_by: int | None
    answered_at: datetime | None
    decided_by: int | None
    decided_at: datetime | None


def _question(row: Row) -> Question:
    facts = dict(zip(_COLUMNS.split(", "), row, strict=True))
    facts |= {"stage": Stage(facts["stage"]), "answer": Answer(facts["answer"])}
    facts["purpose"] = Purpose(facts["purpose"]) if facts["purpose"] is not None else None
    return Question(**facts)


async def questions(connection: AsyncConnection, registers: Sequence[int], after: tuple[date, UUID] | None, most: int) -> list[Question]:
    """The owner's open questions of these registers, the nearest end first."""
    beyond = after or (date.min, UUID(int=0))
    cursor = await connection.execute(
        f"select {_COLUMNS} from registers.question where owner = comity.viewer() and register = any (%s::smallint[])"  # noqa: S608 - fixed words
        " and (ends_at, record) > (%s, %s) order by ends_at, record limit %s",
        (list(registers), *beyond, most),
    )
    return [_question(row) for row in await cursor.fetchall()]


async def question(connection: AsyncConnection, record: UUID) -> Question | None:
    """The owner's question about a record, locked."""
    cursor = await connection.execute(f"select {_COLUMNS} from registers.question where record = %s for update", (record,))  # noqa: S608 - fixed words
    row = await cursor.fetchone()
    return _question(row) if row else None


async def answer(
    connection: AsyncConnection, record: UUID, said: Answer, officer: int, at: datetime,
    until: date | None = None, purpose: Purpose | None = None, reason: bytes | None = None,
) -> None:  # fmt: skip
    """The owner's answer; an earlier one gives way."""
    await connection.execute(
        "update registers.question set answer = %s, until = %s, purpose = %s, reason = %s, asked_by = %s, answered_at = %s,"
        " decided_by = null, decided_at = null where record = %s",
        (int(said), until, None if purpose is None else int(purpose), reason, officer, at, record),
    )


async def refuse(connection: AsyncConnection, record: UUID, officer: int, at: datetime) -> None:
    """The second officer does not approve the extension."""
    await connection.execute(
        "update registers.question set answer = %s, decided_by = %s, decided_at = %s where record = %s",
        (int(Answer.EXTENSION_REFUSED), officer, at, record),
    )


async def forget(connection: AsyncConnection, record: UUID) -> None:
    """The question is answered for good: it is asked again before the new end."""
    await connection.execute("delete from registers.question where record = %s", (record,))


async def erase(
    connection: AsyncConnection, register: Register, record: UUID, officer: int, reason: Ended, at: datetime, outcome: Outcome | None = None
) -> bool:
    """The record, its key, its versions, its search keys and all that refers to it go; the ledger keeps a keyed hash (RET-07, RET-08).

    False where the owner has no such record, or another has blocked it.
    """
    cursor = await connection.execute(
        "select registers.erase_own(%s::smallint, %s, %s, %s, %s, %s, %s, %s)",
        (register.number, register.name, record, officer, reason, outcome or "", at, at + DUE),
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def guard(
    connection: AsyncConnection, prints: Sequence[int], record: UUID, owner: int, register: int, decision: str, at: datetime
) -> None:
    """Remembers the identifiers of a record by keyed hash, so that its re-entry is recognised (REC-19)."""
    await connection.execute(
        "insert into registers.reentry (print, record, owner, register, decision, at)"
        " select unnest(%s::bigint[]), %s, %s, %s, %s, %s on conflict do nothing",
        (list(prints), record, owner, register, decision, at),
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier decision about the same identifiers of the same owner."""

    register: int
    decision: str
    at: datetime


async def earlier(connection: AsyncConnection, prints: Sequence[int]) -> list[Earlier]:
    """What was decided about records with these identifiers, in any register, the newest first."""
    cursor = await connection.execute(
        "select register, decision, max(at) from registers.reentry where owner = comity.viewer() and print = any (%s::bigint[])"
        " group by register, decision order by 3 desc limit 20",
        (list(prints),),
    )
    return [Earlier(*row) for row in await cursor.fetchall()]


async def end_case(connection: AsyncConnection, register: Register, record: UUID, rank: int, at: datetime) -> bool:
    """The case about a record that had ended meanwhile is over; the worker erases it."""
    cursor = await connection.execute("select registers.end_case(%s, %s, %s::smallint, %s)", (register.name, record, rank, at))
    row = await cursor.fetchone()
    return bool(row and row[0])


async def unconfirmed(connection: AsyncConnection, register: Register, before: datetime, most: int) -> list[tuple[UUID, datetime]]:
    """Own released records that nobody has confirmed since a time, the longest first (REC-16); never of what is made from others."""
    if register.derived:
        return []
    untouched = "changed_at = created_at and confirmed_at = created_at"
    touched = "(changed_at <> created_at or confirmed_at <> created_at)"
    of_both = " union all ".join(  # each stands in an index of its own
        f"(select id, {time} at from registers.{register.name} where owner = comity.viewer() and state = 1 and {which} and {time} < %s"  # noqa: S608 - declared names only
        f" order by {time}, id limit %s)"
        for which, time in ((untouched, "created_at"), (touched, "confirmed_at"))
    )
    cursor = await connection.execute(f"select id, at from ({of_both}) found order by at, id limit %s", (before, most) * 2 + (most,))  # noqa: S608 - as above
    return [(row[0], row[1]) for row in await cursor.fetchall()]
