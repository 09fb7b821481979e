"""What an owner does about the life of a record: answers the question before its end, says that its purpose is met, looks at its versions.

Each act is one transaction with its audit entry, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from comity.access.model import Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.engines.keyring import Keyring
from comity.engines.store import Mode
from comity.kernel.records import RecordState
from comity.registers import audiences, life, life_store, receipts, rules
from comity.registers.catalogue import BY_NUMBER, DECLARED
from comity.registers.desk import Desk, NoSuchRecord, acting, entry, held, permitted
from comity.registers.entering import save
from comity.registers.events import Happened, RecordEvent
from comity.registers.holding import fingerprints
from comity.registers.life import Answer, Ended, Outcome
from comity.registers.life_store import Question
from comity.registers.model import Register
from comity.registers.receipts import Deletion, Holder
from comity.registers.record import Entered, Record
from comity.registers.redact import handling_names
from comity.registers.sealing import open_fields, seal_fields, unwrap
from comity.registers.store import Held, changed
from comity.registers.validate import draft

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as its owner sees it. `reason` of the extension that is asked for, opened; empty where there is none."""

    question: Question
    reason: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits for an owner: the nearest end first. `next`: mark of the following page, None at the end."""

    asked: tuple[Asked, ...]
    next: tuple[date, UUID] | None
    unconfirmed: tuple[tuple[int, UUID, datetime], ...]


@dataclass(frozen=True, slots=True)
class Deletions:
    """Deletions of one's own records, the newest first; how many receipts each holder owes, and how many of them are overdue."""

    deletions: tuple[Deletion, ...]
    next: int
    missing: Mapping[Holder, tuple[int, int]]


def within(reader: Reader) -> Register:
    """A register of the reader's scope, for what concerns them all: who has no scope is refused by it."""
    return next((one for one in DECLARED if one.number in reader.registers), DECLARED[0])


def _open_registers(reader: Reader) -> list[int]:
    return [one.number for one in DECLARED if may(reader, Permission.REGISTER_RECORD_LIST, one.number).allowed]


async def tasks(desk: Desk, reader: Reader, after: tuple[date, UUID] | None = None, most: int = 50) -> Tasks:
    """What ends soon and has an open question, and what is to be confirmed (REC-16, RET-02). Raises: Refused."""
    numbers = _open_registers(reader)
    register = within(reader)
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    most = max(1, min(most, MOST_LISTED))
    now = desk.clock.now()
    before = datetime.combine(life.months_before(now.date(), life.CONFIRM_AFTER_MONTHS), now.timetz())
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        found = await life_store.questions(connection, numbers, after, most + 1)
        asked = [Asked(one, await _reason(connection, desk.keyring, one)) for one in found[:most]]
        unconfirmed = [
            (number, record, at)
            for number in ([] if after else numbers)
            for record, at in await life_store.unconfirmed(connection, BY_NUMBER[number], before, most)
        ]
        made = entry(Act.LIST, now, reader, register, rule="RET-02", shown=tuple(one.question.record for one in asked), detail="questions")
        await desk.recorder.record(connection, msgspec.structs.replace(made, registers=tuple(numbers)))
    last = found[most - 1] if len(found) > most else None
    return Tasks(tuple(asked), (last.ends_at, last.record) if last else None, tuple(sorted(unconfirmed, key=lambda one: one[2])[:most]))


async def _reason(connection: AsyncConnection, keyring: Keyring, question: Question) -> str:
    if question.reason is None:
        return ""
    row = await (await connection.execute("select wrapped from registers.record_key where record = %s", (question.record,))).fetchone()
    key = unwrap(keyring, question.record, row[0]) if row else b""
    return open_fields(key, question.record, question.reason)["reason"] if key else ""


async def extend(desk: Desk, reader: Reader, register: Register, record: UUID, typed: Mapping[str, str]) -> Question:
    """Asks for a longer life, with a reason; another officer decides (RET-03). Raises: Refused, NoSuchRecord, Invalid."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    at = desk.clock.now()
    async with acting(desk, reader, register, "extend") as connection:
        before = await held(desk, connection, reader, register, record, None)
        life.may_extend(before.record).enforce()
        await _asked(connection, record)
        wanted = life.extension(register, before.record, typed, at.date())
        sealed = seal_fields(before.key, record, {"reason": wanted.reason})
        await life_store.answer(connection, record, Answer.EXTENSION_ASKED, reader.officer, at, wanted.until, wanted.purpose, sealed)
        await _note(desk, connection, reader, register, record, f"asked until {wanted.until}", at)
        return await _asked(connection, record)


async def let_go(desk: Desk, reader: Reader, register: Register, record: UUID) -> Question:
    """The owner does not need it any more: it is erased at its end, and nobody is reminded. Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    at = desk.clock.now()
    async with acting(desk, reader, register, "let go") as connection:
        await held(desk, connection, reader, register, record, None)
        await _asked(connection, record)
        await life_store.answer(connection, record, Answer.NOT_NEEDED, reader.officer, at)
        await _note(desk, connection, reader, register, record, "not needed", at)
        return await _asked(connection, record)


async def approve(desk: Desk, reader: Reader, register: Register, record: UUID) -> RecordEvent:
    """A second officer approves an extension. The record passes today's rules again, or stays as it is (RET-03).

    Raises: Refused, NoSuchRecord; InvalidRecord with what today's rules no longer accept.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_RELEASE)
    at = desk.clock.now()
    async with acting(desk, reader, register, "approve extension") as connection:
        before = await held(desk, connection, reader, register, record, None)
        question = await _asked(connection, record)
        life.may_decide(reader, question.answer, question.asked_by).enforce()
        life.may_extend(before.record).enforce()
        until = question.until or before.record.ends_at
        checked = draft(
            register, before.record.values, _as_entered(register, before.record, until), at.date(), await audiences.writes_for(connection)
        )
        news = {
            "ends_at": checked.ends_at,
            "confirmed_at": at,
            "changed_at": at,
            "state": _state(before.record, rules.first_state(register, checked)[0]),
        }
        await life_store.forget(connection, record)
        await save(desk, connection, register, changed(before, **news))
        await _note(desk, connection, reader, register, record, f"approved until {checked.ends_at}", at)
    return RecordEvent(Happened.EXTENDED, register.number, record, before.record.owner, before.record.bureau, at)


def _state(record: Record, today: RecordState) -> RecordState:
    """What nobody has reviewed and today's rules would review, waits."""
    waits = record.state is RecordState.RELEASED and record.reviewer is None and today is RecordState.WAITING
    return RecordState.WAITING if waits else record.state


def _as_entered(register: Register, record: Record, until: date) -> Entered:
    return Entered(
        purposes=tuple(sorted(purpose.code for purpose in record.purposes)),
        law=record.law,
        source=record.source.code,
        level=record.level.name.lower(),
        handling=handling_names(record.handling_codes),
        warnings=register.warning_names(record.warnings),
        discreet=record.discreet,
        ends_at=until.isoformat(),
    )


async def refuse(desk: Desk, reader: Reader, register: Register, record: UUID) -> Question:
    """A second officer does not approve: the record ends on its day, unless it is asked for again. Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_RELEASE)
    at = desk.clock.now()
    async with acting(desk, reader, register, "refuse extension") as connection:
        await held(desk, connection, reader, register, record, None)
        question = await _asked(connection, record)
        life.may_decide(reader, question.answer, question.asked_by).enforce()
        await life_store.refuse(connection, record, reader.officer, at)
        await _note(desk, connection, reader, register, record, "refused", at)
        return await _asked(connection, record)


async def _asked(connection: AsyncConnection, record: UUID) -> Question:
    found = await life_store.question(connection, record)
    if found is None:
        raise NoSuchRecord("Nothing was asked about this record yet: that comes six months before its end.")
    return found


async def _note(
    desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, record: UUID, detail: str, at: datetime
) -> None:
    await desk.recorder.record(connection, entry(Act.EXTEND, at, reader, register, rule="RET-03", shown=(record,), detail=detail))


async def close(desk: Desk, reader: Reader, register: Register, record: UUID, outcome: Outcome, reason: str = "") -> RecordEvent:
    """The purpose is met: the record is erased at once (RET-05). What another has blocked stays, unseen, for its case (CCF-13).

    Raises: Refused, NoSuchRecord.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_WITHDRAW)
    at = desk.clock.now()
    async with acting(desk, reader, register, "close") as connection:
        before = await held(desk, connection, reader, register, record, None)
        rules.may_withdraw(before.record).enforce()
        await taken_back(desk, connection, reader, register, before, Ended.PURPOSE_MET, at, outcome)
        detail = f"purpose met: {outcome}"
        made = entry(Act.WITHDRAW, at, reader, register, rule="RET-05", shown=(record,), detail=detail, question=reason.encode())
        await desk.recorder.record(connection, made)
    return RecordEvent(Happened.CLOSED, register.number, record, before.record.owner, before.record.bureau, at)


async def taken_back(
    desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, before: Held, why: Ended, at: datetime,
    outcome: Outcome | None = None,
) -> None:  # fmt: skip
    """Erases a record of the owner, or keeps it unseen for the case about it, with its identifiers remembered (CCF-13, REC-19)."""
    record = before.record
    if rules.kept_for_case(record):
        await save(desk, connection, register, changed(before, changed_at=at, state=RecordState.WITHDRAWN))
        await life_store.forget(connection, record.id)
        prints = fingerprints(desk.keyring, register, record.values)
        await life_store.guard(connection, prints, record.id, record.owner, register.number, "withdrawn during a case", at)
    elif not await life_store.erase(connection, register, record.id, reader.hand, why, at, outcome):
        raise NoSuchRecord("There is no such record.")


async def deletions(desk: Desk, reader: Reader, before: int = 0, most: int = 50, *, missing: bool = False) -> Deletions:
    """What was deleted of one's own, with the receipt of each holder; missing ones are said (RET-07). Raises: Refused."""
    register = within(reader)
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    most = max(1, min(most, MOST_LISTED))
    at = desk.clock.now()
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        found = await receipts.listed(connection, before or (1 << 62), most + 1, missing=missing)
        owed = await receipts.missing(connection, at)
        made = entry(Act.LIST, at, reader, register, rule="RET-07", detail="deletions")
        await desk.recorder.record(connection, msgspec.structs.replace(made, registers=()))
    return Deletions(tuple(found[:most]), found[most - 1].number if len(found) > most else 0, owed)
