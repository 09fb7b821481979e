"""The life of records: the questions before their end, purposes that are met, versions, deletions with their receipts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from comity.access.model import Reader
from comity.app import Comity
from comity.edges.api.cursors import mark_of_day, mark_of_number, number_of, record_of_day
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import After, GivenComity, GivenReader, Reason, Word
from comity.edges.api.strict import Strict
from comity.kernel.strip import Strip
from comity.registers import life_acts
from comity.registers.catalogue import register as declared
from comity.registers.life import Outcome
from comity.registers.life_acts import Asked
from comity.registers.life_versions import versions as versions_of
from comity.registers.model import Register


class QuestionOut(msgspec.Struct, frozen=True):
    """A record that ends soon. `stage`: asked, three_months, one_month, one_week; `answer`: none, extension_asked, not_needed,
    extension_refused. None, and an extension that nobody approved, erases it after `ends_at` (RET-04).
    """

    record: UUID
    register: str
    ends_at: date
    asked_at: datetime
    stage: str
    reminded_at: datetime | None
    answer: str
    until: date | None
    purpose: str
    reason: str
    own_request: bool


class ToConfirmOut(msgspec.Struct, frozen=True):
    """A record that nobody has confirmed for a year (REC-16)."""

    record: UUID
    register: str
    confirmed_at: datetime


class QuestionsOut(msgspec.Struct, frozen=True):
    """A page, the nearest end first; `to_confirm` on the first page alone."""

    items: tuple[QuestionOut, ...]
    to_confirm: tuple[ToConfirmOut, ...]
    next: str = ""


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For `extend`: the new last day, the purpose of the record that needs it, and why, in 40 characters at least (RET-03)."""

    until: Word = ""
    purpose: Word = ""
    reason: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class AnswerAct(StrEnum):
    """What an owner says to the question; the last two are a second officer's."""

    EXTEND = "extend"
    LET_GO = "let-go"
    APPROVE = "approve"
    REFUSE = "refuse"


class AnsweredOut(msgspec.Struct, frozen=True):
    """What was said."""

    record: UUID
    register: str
    act: str
    at: datetime


class CloseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What met the purpose: acquitted, charge_dropped, found, identified, recovered or surrendered."""

    outcome: Outcome
    reason: Reason = ""


class ChangeOut(msgspec.Struct, frozen=True):
    """One field that a version says otherwise than the one before."""

    field: str
    before: str
    after: str


class VersionOut(msgspec.Struct, frozen=True):
    """One content of a record; `until` null for the present one. `officer` below nought: the national system of that number."""

    version: int
    officer: int
    since: datetime
    until: datetime | None
    values: dict[str, str]
    changes: tuple[ChangeOut, ...]


class VersionsOut(msgspec.Struct, frozen=True):
    """All of them, the newest first."""

    items: tuple[VersionOut, ...]
    next: str = ""


class ReceiptOut(msgspec.Struct, frozen=True):
    """The receipt of a holder of copies: database, filters, blobs, backups. `received_at` null: it is missing."""

    holder: str
    due_at: datetime
    received_at: datetime | None
    overdue: bool


class DeletionOut(msgspec.Struct, frozen=True):
    """One deletion; nothing of the record but its id."""

    number: int
    record: UUID
    register: str
    reason: str
    outcome: str
    at: datetime
    receipts: tuple[ReceiptOut, ...]


class OwedOut(msgspec.Struct, frozen=True):
    """Receipts that a holder owes in all, and those overdue."""

    holder: str
    missing: int
    overdue: int


class DeletionsOut(msgspec.Struct, frozen=True):
    """A page, the newest first."""

    items: tuple[DeletionOut, ...]
    owed: tuple[OwedOut, ...]
    next: str = ""


def question_out(asked: Asked, reader: Reader) -> QuestionOut:
    """A question as the API says it."""
    one = asked.question
    return QuestionOut(
        record=one.record,
        register=Strip(one.register).code,
        ends_at=one.ends_at,
        asked_at=one.asked_at,
        stage=one.stage.code,
        reminded_at=one.reminded_at,
        answer=one.answer.code,
        until=one.until,
        purpose=one.purpose.code if one.purpose else "",
        reason=asked.reason,
        own_request=one.asked_by is not None and one.asked_by == reader.officer,
    )


@get("/life/questions", responses=reading())
async def questions(comity: GivenComity, reader: GivenReader, after: After = "") -> QuestionsOut:
    """What of one's own ends within six months, and what is to be confirmed."""
    found = await life_acts.tasks(comity.records, reader, record_of_day(after))
    return QuestionsOut(
        tuple(question_out(one, reader) for one in found.asked),
        tuple(ToConfirmOut(record, Strip(register).code, at) for register, record, at in found.unconfirmed),
        mark_of_day(*found.next) if found.next else "",
    )


_Said = Callable[[Comity, Reader, Register, UUID, AnswerIn], Awaitable[object]]
_ANSWERS: Final[dict[AnswerAct, _Said]] = {
    AnswerAct.EXTEND: lambda comity, reader, register, record, data: life_acts.extend(
        comity.records, reader, register, record, msgspec.structs.asdict(data)
    ),
    AnswerAct.LET_GO: lambda comity, reader, register, record, _: life_acts.let_go(comity.records, reader, register, record),
    AnswerAct.APPROVE: lambda comity, reader, register, record, _: life_acts.approve(comity.records, reader, register, record),
    AnswerAct.REFUSE: lambda comity, reader, register, record, _: life_acts.refuse(comity.records, reader, register, record),
}


@post("/life/questions/{register:str}/{record:uuid}/{act:str}", status_code=200, dto=Strict[AnswerIn], responses=writing(404))
async def answer(
    comity: GivenComity,
    reader: GivenReader,
    register: FromPath[str],
    record: FromPath[UUID],
    act: FromPath[AnswerAct],
    data: JSONBody[AnswerIn],
) -> AnsweredOut:
    """Asks for a longer life, says that a record is not needed, or decides as a second officer (RET-03)."""
    await _ANSWERS[act](comity, reader, declared(register), record, data)
    return AnsweredOut(record, register, act, comity.clock.now())


@post("/life/closings/{register:str}/{record:uuid}", status_code=200, dto=Strict[CloseIn], responses=writing(404))
async def close(
    comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID], data: JSONBody[CloseIn]
) -> AnsweredOut:
    """The purpose of a record is met: it is erased at once (RET-05)."""
    event = await life_acts.close(comity.records, reader, declared(register), record, data.outcome, data.reason)
    return AnsweredOut(event.record, register, data.outcome, event.at)


@get("/life/versions/{register:str}/{record:uuid}", responses=reading(404))
async def versions(comity: GivenComity, reader: GivenReader, register: FromPath[str], record: FromPath[UUID]) -> VersionsOut:
    """What a record of one's own said before, and what changed."""
    found = await versions_of(comity.records, reader, declared(register), record)
    return VersionsOut(
        tuple(
            VersionOut(
                one.number, one.officer, one.since, one.until, dict(one.values),
                tuple(ChangeOut(each.field, each.before, each.after) for each in one.changes),
            )
            for one in found
        )
    )  # fmt: skip


@get("/life/deletions", responses=reading())
async def deletions(
    comity: GivenComity,
    reader: GivenReader,
    after: After = "",
    missing: Annotated[bool, QueryParameter(description="Only those of which a receipt is missing.")] = False,
) -> DeletionsOut:
    """What was deleted of one's own, with the receipt of each holder of a copy (RET-07)."""
    found = await life_acts.deletions(comity.records, reader, number_of(after), missing=missing)
    now = comity.clock.now()
    items = tuple(
        DeletionOut(
            one.number, one.record, Strip(one.register).code, one.reason, one.outcome, one.at,
            tuple(ReceiptOut(each.holder, each.due_at, each.received_at, each.overdue(now)) for each in one.receipts),
        )
        for one in found.deletions
    )  # fmt: skip
    owed = tuple(OwedOut(holder, *counts) for holder, counts in found.missing.items())
    return DeletionsOut(items, owed, mark_of_number(found.next) if found.next else "")


ROUTES = Router("/", route_handlers=[questions, answer, close, versions, deletions], tags=["Record life"])
