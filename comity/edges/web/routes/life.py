"""The life of one's own records: questions and answers, purposes that are met, versions, deletions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final
from uuid import UUID

from comity.access.model import Permission
from comity.edges.web import paths
from comity.edges.web.forms import Option
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark
from comity.edges.web.names import PURPOSES
from comity.edges.web.pages import life
from comity.edges.web.pages.life import (
    ENDED,
    ConfirmLine,
    DeletionLine,
    DeletionsView,
    HistoryView,
    LifeView,
    QuestionLine,
    VersionLine,
)
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit, whole
from comity.edges.web.routes.words import address_of, by_field, in_words, record_of, record_page, short
from comity.kernel.errors import Absent, Invalid
from comity.kernel.purposes import Purpose
from comity.registers import life_acts
from comity.registers.catalogue import BY_NUMBER
from comity.registers.life import Answer as Said
from comity.registers.life_acts import Asked
from comity.registers.life_versions import Change, versions
from comity.registers.model import Register
from comity.registers.paths import leaf

_HEADER: Final = {
    "header.purposes": mark("Purposes"),
    "header.law": mark("National law or authority"),
    "header.ends_at": mark("Kept until"),
}


async def listed(visit: Visit) -> Answer:
    """What ends soon, and what is to be confirmed."""
    return await _listed(visit)


async def _listed(visit: Visit, tried: str = "", wrong: dict[str, Message] | None = None) -> Answer:
    found = await life_acts.tasks(visit.comity.records, visit.reader, _mark(visit.query.get("after", "")))
    questions = tuple(_question(visit, one, tried, wrong) for one in found.asked)
    confirm = tuple(ConfirmLine(short(record), record_page(register, record), register, at) for register, record, at in found.unconfirmed)
    older = f"{paths.LIFE}?after={found.next[0].isoformat()}_{found.next[1]}" if found.next else ""
    view = LifeView(visit.frame(Entry.LIFE), visit.owner, questions, confirm, older)
    return page(life.page(view, visit.t), 422 if wrong else 200)


def _mark(text: str) -> tuple[date, UUID] | None:
    """The mark of a page; one that none of ours gave means the first page."""
    day, _, record = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(record)
    except ValueError:
        return None


def _question(visit: Visit, asked: Asked, tried: str, wrong: dict[str, Message] | None) -> QuestionLine:
    one = asked.question
    address = address_of(one.register, one.record)
    purposes = tuple(Option(purpose.code, visit.t(PURPOSES[purpose])) for purpose in BY_NUMBER[one.register].purposes)
    mine = address == tried
    fields = life.answer_fields(purposes, visit.posted.firsts() if mine else None, wrong if mine else None)
    return QuestionLine(
        record=short(one.record),
        record_id=address,
        register=one.register,
        ends=one.ends_at,
        stage=one.stage,
        told=one.reminded_at or one.asked_at,
        answer=one.answer,
        until=one.until,
        purpose=PURPOSES[one.purpose] if isinstance(one.purpose, Purpose) else "",
        reason=asked.reason,
        purposes=purposes,
        may_answer=visit.may(Permission.REGISTER_RECORD_CORRECT) and one.answer is not Said.NOT_NEEDED,
        may_decide=visit.may(Permission.REGISTER_RECORD_RELEASE) and one.asked_by != visit.session.officer,
        fields=fields,
    )


_Act = Callable[[Visit, Register, UUID], Awaitable[object]]
_ACTS: Final[dict[str, tuple[_Act, str]]] = {
    "extend": (
        lambda visit, register, record: life_acts.extend(visit.comity.records, visit.reader, register, record, visit.posted.firsts()),
        "extension_asked",
    ),
    "let-go": (lambda visit, register, record: life_acts.let_go(visit.comity.records, visit.reader, register, record), "not_needed"),
    "approve": (lambda visit, register, record: life_acts.approve(visit.comity.records, visit.reader, register, record), "extended"),
    "refuse": (lambda visit, register, record: life_acts.refuse(visit.comity.records, visit.reader, register, record), "not_extended"),
}


async def answered(visit: Visit) -> Answer:
    """One answer, and back to the list; what is wrong with it is said beside it."""
    if visit.place("action") not in _ACTS:
        raise Absent
    act, done = _ACTS[visit.place("action")]
    register, record = record_of(visit.place("record"))
    try:
        await act(visit, register, record)
    except Invalid as problem:
        return await _listed(visit, visit.place("record"), by_field(problem))
    return go(f"{paths.LIFE}?done={done}")


async def deletions(visit: Visit) -> Answer:
    """What was deleted, and who has not yet said that the copy is gone."""
    missing, after = visit.query.get("missing", "") == "yes", visit.query.get("after", "")
    found = await life_acts.deletions(visit.comity.records, visit.reader, whole(after) if after else 0, missing=missing)
    now = visit.comity.clock.now()
    lines = tuple(
        DeletionLine(
            one.number, short(one.record), one.register, ENDED.get(one.reason, one.reason), one.at,
            tuple(each.holder for each in one.receipts if each.received_at is None), any(each.overdue(now) for each in one.receipts),
        )
        for one in found.deletions
    )  # fmt: skip
    owed = tuple((holder, *counts) for holder, counts in found.missing.items())
    older = f"{paths.LIFE_DELETIONS}?after={found.next}{'&missing=yes' if missing else ''}" if found.next else ""
    return page(life.deletions_page(DeletionsView(visit.frame(Entry.LIFE), lines, owed, missing, older), visit.t))


async def history(visit: Visit) -> Answer:
    """What a record said before."""
    register, record = record_of(visit.place("record"))
    found = await versions(visit.comity.records, visit.reader, register, record)
    lines = tuple(
        VersionLine(one.number, one.officer, one.since, one.until, tuple(_change(visit, register, each) for each in one.changes))
        for one in found
    )
    view = HistoryView(visit.frame(Entry.REGISTERS), short(record), record_page(register.number, record), register.number, lines)
    return page(life.history_page(view, visit.t))


def _change(visit: Visit, register: Register, change: Change) -> tuple[str, str, str]:
    field = leaf(register, change.field)
    if field is None:
        return _HEADER.get(change.field, change.field), change.before, change.after
    return field.label, in_words(visit, field, change.before), in_words(visit, field, change.after)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.LIFE, listed),
    Route("POST", paths.LIFE_ANSWER, answered),
    Route("GET", paths.LIFE_DELETIONS, deletions),
    Route("GET", paths.LIFE_HISTORY, history),
)
