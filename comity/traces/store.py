"""The tables of traces. Row-level security decides what a viewer sees of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from comity.engines.crypto import seal, unseal
from comity.engines.store import Row
from comity.traces.model import Answer, Leg, Outcome, Question, Reply, State, Trace, Why

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_ENCODE: Final = msgspec.json.Encoder()
_QUESTION: Final = msgspec.json.Decoder(Question)
_REPLY: Final = msgspec.json.Decoder(Reply)
_TRACE: Final = "t.id, t.asker, t.bureau, t.officer, t.at, t.record, t.state, t.outcome, t.closed_at, t.sealed"
_LEG: Final = "place, asked, why, asked_at, due_at, answer, answered_at, sealed"


def _bound(trace: UUID, place: int) -> bytes:
    return trace.bytes + place.to_bytes(2)


async def put(connection: AsyncConnection, trace: Trace, key: bytes) -> None:
    """A new trace without its legs."""
    sealed = seal(key, _ENCODE.encode(trace.question), _bound(trace.id, 0))
    await connection.execute(
        "insert into traces.trace (id, asker, bureau, officer, at, record, sealed) values (%s, %s, %s, %s, %s, %s, %s)",
        (trace.id, trace.asker, trace.bureau, trace.officer, trace.at, trace.record, sealed),
    )


async def ask(connection: AsyncConnection, trace: UUID, asker: int, legs: Sequence[Leg]) -> None:
    """More legs. Raises psycopg's UniqueViolation where one was asked already."""
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "insert into traces.leg (trace, place, asker, asked, why, asked_at, due_at) values (%s, %s, %s, %s, %s, %s, %s)",
            [(trace, leg.place, asker, leg.asked, int(leg.why), leg.asked_at, leg.due_at) for leg in legs],
        )


async def rows(connection: AsyncConnection, viewer: int, *, own: bool, before: tuple[datetime, UUID] | None, most: int) -> Sequence[Row]:
    """The newest first: one's own, or those that one was asked."""
    side = "t.asker = %s" if own else "t.asker <> %s"
    where, values = ("and (t.at, t.id) < (%s, %s)", before) if before else ("", ())
    statement = f"select {_TRACE} from traces.trace t where {side} {where} order by t.at desc, t.id desc limit %s"  # noqa: S608 - fixed words
    return await (await connection.execute(statement, (viewer, *values, most))).fetchall()


async def row(connection: AsyncConnection, which: UUID, *, lock: bool = False) -> Row | None:
    """One trace."""
    statement = f"select {_TRACE} from traces.trace t where t.id = %s{' for update' if lock else ''}"  # noqa: S608 - fixed words
    return await (await connection.execute(statement, (which,))).fetchone()


async def legs_of(connection: AsyncConnection, which: UUID) -> Sequence[Row]:
    """The legs that the viewer sees, in order."""
    statement = f"select {_LEG} from traces.leg where trace = %s order by place"  # noqa: S608 - fixed words
    return await (await connection.execute(statement, (which,))).fetchall()


def opened(found: Row, legs: Sequence[Row], key: bytes) -> Trace:
    """A trace with its legs, opened."""
    which, asker, bureau, officer, at, record, state, outcome, closed_at, sealed = found
    question = _QUESTION.decode(unseal(key, sealed, _bound(which, 0)))
    read = tuple(_leg(which, leg, key) for leg in legs)
    ended = Outcome(outcome) if outcome else None
    return Trace(which, asker, bureau, officer, at, State(state), ended, closed_at, record, question, read)


def _leg(which: UUID, found: Row, key: bytes) -> Leg:
    place, asked, why, asked_at, due_at, answer, answered_at, sealed = found
    reply = _REPLY.decode(unseal(key, sealed, _bound(which, place))) if sealed else None
    return Leg(place, asked, Why(why), asked_at, due_at, Answer(answer) if answer else None, answered_at, reply)


async def answer(
    connection: AsyncConnection, which: UUID, leg: Leg, given: Answer, reply: Reply, officer: int, at: datetime, key: bytes
) -> bool:
    """One's own answer. False where it was answered meanwhile, or the trace is closed."""
    sealed = seal(key, _ENCODE.encode(reply), _bound(which, leg.place))
    done = await connection.execute(
        "update traces.leg set answer = %s, answered_at = %s, answered_by = %s, sealed = %s where trace = %s and place = %s"
        " and asked = comity.viewer() and answer is null and exists (select from traces.trace t where t.id = trace and t.state = 1)",
        (int(given), at, officer, sealed, which, leg.place),
    )
    return done.rowcount == 1


async def close(connection: AsyncConnection, which: UUID, outcome: Outcome, at: datetime) -> None:
    """The end of one's own trace."""
    await connection.execute("update traces.trace set state = 2, outcome = %s, closed_at = %s where id = %s", (int(outcome), at, which))


async def forget(connection: AsyncConnection, viewer: int, before: datetime) -> list[UUID]:
    """Erases one's own traces that were closed before that moment, and gives their ids."""
    found = await (
        await connection.execute("select id from traces.trace where asker = %s and closed_at < %s limit 100", (viewer, before))
    ).fetchall()
    ids = [row[0] for row in found]
    for statement in ("delete from traces.leg where trace = any(%s)", "delete from traces.trace where id = any(%s)"):
        await connection.execute(statement, (ids,))
    return ids


async def waiting(connection: AsyncConnection) -> int:
    """How many questions wait for the viewer's answer."""
    found = await (
        await connection.execute(
            "select count(*) from traces.leg l join traces.trace t on t.id = l.trace"
            " where l.asked = comity.viewer() and l.answer is null and t.state = 1"
        )
    ).fetchone()
    return int(found[0]) if found else 0
