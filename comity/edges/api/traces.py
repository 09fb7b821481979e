"""Requests to trace a firearm: to the maker's and the importer's country, their answers, the end."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from comity.access.model import Reader
from comity.app import Comity
from comity.edges.api.cursors import mark_of_message, message_of
from comity.edges.api.documented import reading, writing
from comity.edges.api.given import PLAIN, After, GivenComity, GivenReader, Reason, Text, Word, codes_to_numbers
from comity.edges.api.inbox import authority_code
from comity.edges.api.strict import Strict
from comity.registers.declarations.firearms import FIREARMS
from comity.registers.paths import flat, nested
from comity.traces import rules, service
from comity.traces.model import Answer, Leg, Outcome, Reply, Trace, Why

_Side = Annotated[Literal["own", "asked"], QueryParameter(description="One's own traces, or those that one was asked.")]
_Words = Annotated[str, msgspec.Meta(max_length=4000, pattern=PLAIN)]
_WHYS = {why.code: why for why in Why}


class AskedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An authority by its code, and why it is asked."""

    authority: Word
    why: Literal["maker", "importer", "exported", "other"] = "other"


class TraceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A weapon: one's own `record` of it, or `values` in the fields of the register of firearms; both: the values win.

    The countries of `made_in` and `imported_to` are asked by themselves; `ask` names others.
    """

    record: UUID | None = None
    values: dict[str, Any] = {}
    ask: Annotated[tuple[AskedIn, ...], msgspec.Meta(max_length=40)] = ()
    words: _Words = ""


class FurtherIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Others to ask too."""

    ask: Annotated[tuple[AskedIn, ...], msgspec.Meta(min_length=1, max_length=40)]


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One's own answer. *sold* names the `dealer`, *exported* the `country`, *refused* the reason in `words`."""

    answer: Literal["sold", "exported", "no_record", "refused"]
    dealer: Text = ""
    country: Word = ""
    date: Word = ""
    reference: Text = ""
    words: _Words = ""


class CloseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of it; the words are sealed in the audit."""

    outcome: Literal["traced", "not_traced", "withdrawn"]
    words: Reason = ""


class LegOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """One authority asked. Who was asked sees its own leg alone. `late`: an answer is overdue."""

    place: int
    authority: str
    why: str
    asked_at: datetime
    due_at: datetime
    late: bool = False
    answer: str = ""
    answered_at: datetime | None = None
    dealer: str = ""
    country: str = ""
    date: str = ""
    reference: str = ""
    words: str = ""


class TraceOut(msgspec.Struct, frozen=True):
    """A trace as the caller may see it. `next`: authorities that an answer leads to, which nobody has asked yet; for the asker alone."""

    id: UUID
    asker: str
    bureau: str
    own: bool
    at: datetime
    state: str
    outcome: str
    closed_at: datetime | None
    record: UUID | None
    values: dict[str, Any]
    words: str
    legs: tuple[LegOut, ...]
    next: tuple[str, ...]


class TracesOut(msgspec.Struct, frozen=True):
    """A page, newest first; `waiting` counts the questions that wait for one's own answer."""

    items: tuple[TraceOut, ...]
    next: str
    waiting: int


def _leg(comity: Comity, leg: Leg) -> LegOut:
    reply = leg.reply or Reply()
    return LegOut(
        leg.place,
        authority_code(comity, leg.asked),
        leg.why.code,
        leg.asked_at,
        leg.due_at,
        leg.late(comity.clock.now()),
        leg.answer.code if leg.answer else "",
        leg.answered_at,
        reply.dealer,
        reply.country,
        reply.date,
        reply.reference,
        reply.words,
    )


def _trace(comity: Comity, reader: Reader, one: Trace) -> TraceOut:
    own = one.asker == reader.authority
    bureau = comity.directory.bureaus.get(one.bureau)
    return TraceOut(
        id=one.id,
        asker=authority_code(comity, one.asker),
        bureau=bureau.code if bureau else str(one.bureau),
        own=own,
        at=one.at,
        state=one.state.code,
        outcome=one.outcome.code if one.outcome else "",
        closed_at=one.closed_at,
        record=one.record if own else None,
        values=dict(nested(FIREARMS, one.question.values)),
        words=one.question.words,
        legs=tuple(_leg(comity, leg) for leg in one.legs),
        next=tuple(authority_code(comity, number) for number in rules.next_asked(one, comity.directory.issuing)) if own else (),
    )


def _more(comity: Comity, asked: tuple[AskedIn, ...]) -> dict[int, Why]:
    """Raises: Invalid with every code that no authority has."""
    numbers = codes_to_numbers(comity, tuple(one.authority for one in asked), "ask")
    return {number: _WHYS[one.why] for number, one in zip(numbers, asked, strict=True)}


@post("/traces", status_code=201, dto=Strict[TraceIn], responses=writing(404))
async def asked(comity: GivenComity, reader: GivenReader, data: JSONBody[TraceIn]) -> TraceOut:
    """Asks the maker's and the importer's country whom a weapon was sold or exported to."""
    typed, more = flat(FIREARMS, data.values), _more(comity, data.ask)
    made = await service.ask(comity.records, reader, comity.directory.issuing, record=data.record, typed=typed, more=more, words=data.words)
    return _trace(comity, reader, made)


@get("/traces", responses=reading())
async def listed(comity: GivenComity, reader: GivenReader, side: _Side = "own", after: After = "") -> TracesOut:
    """One's own traces, or those that one was asked."""
    found = await service.listed(comity.records, reader, own=side == "own", before=message_of(after))
    following = mark_of_message(found[-1].at, found[-1].id) if len(found) == service.PAGE else ""
    waiting = await service.waiting(comity.records, reader)
    return TracesOut(tuple(_trace(comity, reader, one) for one in found), following, waiting)


@get("/traces/{trace:uuid}", responses=reading(404))
async def shown(comity: GivenComity, reader: GivenReader, trace: FromPath[UUID]) -> TraceOut:
    """One trace: the asker sees every answer, who was asked its own."""
    return _trace(comity, reader, await service.shown(comity.records, reader, trace))


@post("/traces/{trace:uuid}/ask", status_code=200, dto=Strict[FurtherIn], responses=writing(404))
async def further(comity: GivenComity, reader: GivenReader, trace: FromPath[UUID], data: JSONBody[FurtherIn]) -> TraceOut:
    """Asks others too: where an answer leads to."""
    return _trace(comity, reader, await service.ask_further(comity.records, reader, trace, _more(comity, data.ask)))


@post("/traces/{trace:uuid}/answer", status_code=200, dto=Strict[AnswerIn], responses=writing(404))
async def answered(comity: GivenComity, reader: GivenReader, trace: FromPath[UUID], data: JSONBody[AnswerIn]) -> TraceOut:
    """One's own answer, given once."""
    reply = Reply(data.dealer, data.country, data.date, data.reference, data.words)
    return _trace(comity, reader, await service.answer(comity.records, reader, trace, Answer[data.answer.upper()], reply))


@post("/traces/{trace:uuid}/close", status_code=200, dto=Strict[CloseIn], responses=writing(404))
async def closed(comity: GivenComity, reader: GivenReader, trace: FromPath[UUID], data: JSONBody[CloseIn]) -> TraceOut:
    """The asker's end of it."""
    return _trace(comity, reader, await service.close(comity.records, reader, trace, Outcome[data.outcome.upper()], data.words))


ROUTES = Router("/", route_handlers=[asked, listed, shown, further, answered, closed], tags=["Traces"])
