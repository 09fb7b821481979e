"""An act on many records, done: one after the other, each with its outcome, until all have one. Killed, it goes on where it was."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.engines.jobs import Cancelled, Job, Progress
from comity.engines.spool import Spool
from comity.engines.store import Mode
from comity.kernel.errors import Absent, ComityError, Fault, Invalid, Refused, Unavailable
from comity.registers import deciding, rules
from comity.registers.catalogue import BY_NUMBER
from comity.registers.csv_files import harmless
from comity.registers.desk import Desk, acting, entry, held, permitted
from comity.registers.entering import save
from comity.registers.lists.bulk import Bulk, BulkAct, BulkState, Spec, fetch
from comity.registers.model import Register
from comity.registers.store import changed

BEGUN: Final = "begun"
DONE: Final = "done"
REFUSED: Final = "refused"
_LIFE: Final = timedelta(days=7)
_AT_ONCE: Final = 100


def handler(desk: Desk, spool: Spool) -> Callable[[Reader, Job, Progress], Awaitable[None]]:
    """What does jobs of this kind: their id is the act's."""

    async def run(reader: Reader, job: Job, progress: Progress) -> None:
        await do(desk, spool, reader, job.id, progress)

    return run


async def do(desk: Desk, spool: Spool, reader: Reader, bulk: UUID, progress: Progress) -> None:
    """Does what is left of an act, and leaves the file of outcomes. Raises: NoSuchBulk; Cancelled, when what was begun has its outcome."""
    found, spec = await fetch(desk, reader, bulk)
    if found.state is BulkState.UNDER_WAY:
        try:
            await _all(desk, reader, found, spec, progress)
        except Cancelled:
            await _over(desk, reader, found, BulkState.CANCELLED, progress)
            await _file(desk, spool, reader, found, progress)
            raise
        await _over(desk, reader, found, BulkState.DONE, progress)
    await _file(desk, spool, reader, found, progress)


async def _all(desk: Desk, reader: Reader, bulk: Bulk, spec: Spec, progress: Progress) -> None:
    register = BY_NUMBER[bulk.register]
    counts = await _counts(desk, reader, bulk)
    while left := await _left(desk, reader, bulk):
        for place, record, outcome in left:
            await progress.ask()
            await _mark(desk, reader, bulk, place, BEGUN, "")
            said, reason = await _one(desk, reader, register, (bulk.act, spec), record, again=outcome == BEGUN)
            await _mark(desk, reader, bulk, place, said, reason)
            counts[said] += 1
            await progress.tell(counts[DONE] + counts[REFUSED], bulk.total, dict(counts))


async def _one(desk: Desk, reader: Reader, register: Register, what: tuple[BulkAct, Spec], record: UUID, *, again: bool) -> tuple[str, str]:
    """Its outcome, and why it was refused: a rule or a code, never a value. `again`: it was begun before, and perhaps done."""
    try:
        await _act(desk, reader, register, what, record)
    except Unavailable:
        raise  # the job goes on when the engine is back
    except Absent:
        return (DONE, "") if again and what[0] is BulkAct.WITHDRAW else (REFUSED, "absent")
    except Refused as refused:
        return (DONE, "") if again and what[0] is BulkAct.RELEASE and refused.rule == "REV-01" else (REFUSED, refused.rule)
    except Invalid as problem:
        return REFUSED, problem.faults[0].code
    except ComityError as problem:
        return REFUSED, type(problem).__name__
    return DONE, ""


async def _act(desk: Desk, reader: Reader, register: Register, what: tuple[BulkAct, Spec], record: UUID) -> None:
    act, spec = what
    match act:
        case BulkAct.CONFIRM:
            await deciding.confirm(desk, reader, register, record)
        case BulkAct.RELEASE:
            await deciding.release(desk, reader, register, record)
        case BulkAct.RESTRICT:
            await deciding.restrict(desk, reader, register, record, spec.denied_authorities, spec.kinds)
        case BulkAct.SHORTEN:
            await shorten(desk, reader, register, record, date.fromisoformat(spec.ends_at))
        case BulkAct.WITHDRAW:
            await deciding.withdraw(desk, reader, register, record, spec.reason)


async def shorten(desk: Desk, reader: Reader, register: Register, record: UUID, ends_at: date) -> None:
    """Moves the end of a record's life forward, never back (RET-01); again changes nothing. Raises: Refused; NoSuchRecord; Invalid."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    async with acting(desk, reader, register, "shorten") as connection:
        before = await held(desk, connection, reader, register, record, None)
        rules.may_correct(before.record).enforce()
        if ends_at > before.record.ends_at:
            raise Invalid(Fault("ends_at", "later_than_before", "A longer life is asked for on its own.", str(before.record.ends_at)))
        if ends_at == before.record.ends_at:
            return
        at = desk.clock.now()
        await save(desk, connection, register, changed(before, changed_at=at, ends_at=ends_at))
        made = entry(Act.CORRECT, at, reader, register, rule="RET-01", shown=(record,), detail="ends earlier")
        await desk.recorder.record(connection, made)


async def _left(desk: Desk, reader: Reader, bulk: Bulk) -> list[tuple[int, UUID, str]]:
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await connection.execute(
            "select place, record, outcome from registers.bulk_item where bulk = %s and outcome in ('', 'begun') order by place limit %s",
            (bulk.id, _AT_ONCE),
        )
        return [(int(place), UUID(str(record)), str(outcome)) for place, record, outcome in await rows.fetchall()]


async def _counts(desk: Desk, reader: Reader, bulk: Bulk) -> Counter[str]:
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await connection.execute(
            "select outcome, count(*) from registers.bulk_item where bulk = %s and outcome in ('done', 'refused') group by 1", (bulk.id,)
        )
        return Counter({str(outcome): int(many) for outcome, many in await rows.fetchall()})


async def _mark(desk: Desk, reader: Reader, bulk: Bulk, place: int, outcome: str, reason: str) -> None:
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        await connection.execute(
            "update registers.bulk_item set outcome = %s, reason = %s where bulk = %s and place = %s", (outcome, reason, bulk.id, place)
        )


async def _over(desk: Desk, reader: Reader, bulk: Bulk, state: BulkState, progress: Progress) -> None:
    at, counts = desk.clock.now(), await _counts(desk, reader, bulk)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        await connection.execute("update registers.bulk set state = %s, ended_at = %s where id = %s", (int(state), at, bulk.id))
        await progress.keep(connection, counts[DONE] + counts[REFUSED], bulk.total, dict(counts), b"")
        detail = f"{bulk.act}: {counts[DONE]} done, {counts[REFUSED]} refused, of {bulk.total}, {state.code}"
        register = BY_NUMBER[bulk.register]
        await desk.recorder.record(connection, entry(Act.BULK, at, reader, register, rule="OWN-02", detail=detail, shown=(bulk.id,)))


async def _file(desk: Desk, spool: Spool, reader: Reader, bulk: Bulk, progress: Progress) -> None:
    """One line a record: its id, what became of it, why not."""
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        rows = await connection.execute(
            "select record, outcome, reason from registers.bulk_item where bulk = %s order by place", (bulk.id,)
        )
        found = await rows.fetchall()
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(("record", "outcome", "reason"))
    lines.writerows((str(record), outcome or "not begun", harmless(reason)) for record, outcome, reason in found)
    name = spool.keep(f"\ufeff{text.getvalue()}".encode(), desk.clock.now() + _LIFE)
    await progress.result(name, f"{bulk.act}-outcomes.csv")
