"""The owner's inbox, and protected results of one's own bureau."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from comity.edges.web import paging, paths
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, message
from comity.edges.web.pages import held, inbox
from comity.edges.web.pages.held import Held as HeldLine
from comity.edges.web.pages.held import HeldView
from comity.edges.web.pages.inbox import InboxEntryView, InboxLine, InboxView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of, facts, said, short
from comity.hits.model import Held, Told
from comity.hits.service import PAGE
from comity.kernel.errors import Absent, Invalid
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade
from comity.registers.catalogue import BY_NUMBER
from comity.registers.reading import read

_OBJECT: Final = message("Look at your record. If it is that person after all, object under Clearances: the clearance ends at once.")
_DISCREET: Final = message("The record is discreet: whoever asked was shown nothing.")
_SETTLED: Final = message("Look-alike characters alone matched. The officer read the document again: it reads as your record does.")
_UNSETTLED: Final = message("Look-alike characters alone matched, and nobody read the document again: it may be another one.")


async def listed(visit: Visit) -> Answer:
    """Newest first."""
    told = await visit.comity.inbox.listed(visit.reader, paging.after(visit.query.get("after", "")))
    last = told[-1] if len(told) == PAGE else None
    older = f"{paths.INBOX}?after={paging.mark(last.at, last.id)}" if last else ""
    newer = paths.INBOX if visit.query.get("after") else ""
    view = InboxView(visit.frame(Entry.INBOX), visit.owner, tuple(_line(visit, one) for one in told), older, newer)
    return page(inbox.page(view, visit.t))


def _line(visit: Visit, told: Told) -> InboxLine:
    return InboxLine(
        entry=str(told.id),
        at=told.at,
        bureau=visit.bureau_name(told.asking_bureau),
        place="",
        purpose=Purpose(told.purpose),
        grade=None if told.clearance else Grade(told.grade),
        register=told.register,
        record=short(told.record),
        seen=told.read_at is not None,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Absent from None


async def opened(visit: Visit) -> Answer:
    """One hit; opening it marks it as read. Our record beside it, where it is still there."""
    told = await visit.comity.inbox.opened(visit.reader, _uuid(visit.place("entry")))
    line = _line(visit, told)
    register = BY_NUMBER[told.register]
    try:
        found = await read(visit.comity.records, visit.reader, register, told.record)
        shown = facts(visit, register, found.values)
    except Absent:
        shown = ()
    href = paths.at(paths.RECORD, record=address_of(told.register, told.record))
    view = InboxEntryView(visit.frame(Entry.INBOX), line, href, tuple(_answer(line, told)), shown)
    return page(inbox.entry_page(view, visit.t))


def _answer(line: InboxLine, told: Told) -> Iterable[Message]:
    if told.clearance:
        yield message("Two officers of {bureau} say: the holder of a document is not the person of this record.", bureau=line.bureau)
        yield _OBJECT
        return
    if told.discreet:
        yield _DISCREET
    yield message("Look at your record: does it still stand?")
    yield message("Tell {bureau} that it stands, and what to do; or withdraw the record if it does not.", bureau=line.bureau)
    if line.grade is Grade.CONFUSABLE:
        yield _UNSETTLED if told.discreet else _SETTLED


async def protected(visit: Visit) -> Answer:
    """Results that their owners have not been told."""
    return await _held(visit)


async def _held(visit: Visit, wrong: tuple[str, Message] | None = None) -> Answer:
    found = await visit.comity.inbox.held(visit.reader)
    lines = tuple(_held_line(visit, one, wrong) for one in found)
    return page(held.page(HeldView(visit.frame(Entry.HELD), lines), visit.t), 422 if wrong else 200)


def _held_line(visit: Visit, one: Held, wrong: tuple[str, Message] | None) -> HeldLine:
    error = wrong[1] if wrong and wrong[0] == str(one.id) else None
    owner = visit.authority_name(one.owner)
    return HeldLine(str(one.id), one.at, owner, one.register, Purpose(one.purpose), Grade(one.grade), error=error)


async def release(visit: Visit) -> Answer:
    """Tells the owner after all."""
    held_id = visit.place("held")
    try:
        await visit.comity.inbox.release(visit.reader, _uuid(held_id), visit.posted.one("reason"))
    except Invalid as problem:
        return await _held(visit, (held_id, said(problem.faults[0])))
    return go(f"{paths.HELD}?done=told")


async def mark_read(visit: Visit) -> Answer:
    """Marks one as read, and back to the list."""
    await visit.comity.inbox.opened(visit.reader, _uuid(visit.place("entry")))
    return go(paths.INBOX)


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.INBOX, listed),
    Route("GET", paths.INBOX_ENTRY, opened),
    Route("POST", paths.INBOX_ENTRY, mark_read),
    Route("GET", paths.HELD, protected),
    Route("POST", paths.HELD_RELEASE, release),
)
