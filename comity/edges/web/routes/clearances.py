"""Clearances by page: propose after a check, confirm, object, end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from comity.access.model import Permission
from comity.access.rules import may
from comity.audit import EntryId
from comity.edges.web import paging, paths
from comity.edges.web.forms import Field, Option, Widget, or_none
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark
from comity.edges.web.pages import clearances as drawn
from comity.edges.web.pages.clearances import GROUNDS, ClearanceLine, ClearancesView, ProposeView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit, whole
from comity.edges.web.routes.words import by_field, record_of, record_page, said, short
from comity.kernel.errors import Absent, Fault, Invalid
from comity.search.clearances import rules
from comity.search.clearances.model import Clearance, Ground, Objection, Proposal, State, WrongClearance
from comity.search.clearances.service import PAGE


async def listed(visit: Visit) -> Answer:
    """Those of our bureau, or those against our records."""
    return await _listed(visit, against=visit.query.get("side") == "against")


async def _listed(visit: Visit, *, against: bool, wrong: tuple[str, Message] | None = None) -> Answer:
    after, service = visit.query.get("after", ""), visit.comity.clearances
    found = await (service.against(visit.reader, paging.after(after)) if against else service.given(visit.reader, paging.after(after)))
    last, side = found[-1] if len(found) == PAGE else None, "against" if against else "given"
    view = ClearancesView(
        frame=visit.frame(Entry.CLEARANCES),
        against=against,
        both=visit.may(Permission.CLEARANCE_OBJECT),
        lines=tuple(_line(visit, one, wrong, against=against) for one in found),
        older=f"{paths.CLEARANCES}?side={side}&after={paging.mark(_at(last, against=against), last.id)}" if last else "",
        newer=f"{paths.CLEARANCES}?side={side}" if after else "",
    )
    return page(drawn.page(view, visit.t), 422 if wrong else 200)


def _at(one: Clearance, *, against: bool) -> datetime:
    return (one.confirmed_at if against else None) or one.proposed_at


def _line(visit: Visit, one: Clearance, wrong: tuple[str, Message] | None, *, against: bool) -> ClearanceLine:
    now = visit.comity.clock.now()
    mine = wrong is not None and wrong[0] == str(one.id)
    opens = may(visit.reader, Permission.REGISTER_RECORD_READ, one.register).allowed and one.state_at(now) is not State.ENDED
    return ClearanceLine(
        clearance=str(one.id),
        at=_at(one, against=against),
        who=visit.bureau_name(one.bureau) if against else visit.authority_name(one.owner),
        register=one.register,
        record=short(one.record),
        href=record_page(one.register, one.record) if opens else "",
        ground=one.ground,
        state=one.state_at(now),
        until=one.until,
        ending=one.ending_at(now),
        objection=one.objection,
        acts=_acts(visit, one, now, against=against),
        typed=(visit.posted.one("number"), visit.posted.one("issuer")) if mine else ("", ""),
        wrong=wrong[1] if mine and wrong else None,
    )


def _acts(visit: Visit, one: Clearance, now: datetime, *, against: bool) -> tuple[str, ...]:
    """What is offered; what is allowed is asked again when it is done."""
    if against:
        return ("object",) if visit.may(Permission.CLEARANCE_OBJECT) and rules.may_object(one, now).allowed else ()
    confirms = visit.may(Permission.CLEARANCE_CONFIRM) and rules.may_confirm(visit.reader, one, now).allowed
    ends = visit.may(Permission.CLEARANCE_END) and rules.may_end(one, now).allowed
    return (*(("confirm",) if confirms else ()), *(("end",) if ends else ()))


async def acted(visit: Visit) -> Answer:
    """Confirms, objects, or ends."""
    given, service = visit.posted, visit.comity.clearances
    which = _uuid(visit.place("clearance"))
    match given.one("act"):
        case "confirm":
            try:
                await service.confirm(visit.reader, which, given.one("number"), given.one("issuer"))
            except WrongClearance as problem:
                return await _listed(visit, against=False, wrong=(str(which), said(problem.faults[0])))
        case "object":
            await service.object(visit.reader, which, _objection(given.one("why")))
        case "end":
            await service.end(visit.reader, which, person_withdrew=given.one("person_withdrew") == "yes")
        case _:
            raise Absent
    side = "?side=against&" if given.one("act") == "object" else "?"
    return go(f"{paths.CLEARANCES}{side}done=clearance_{given.one('act')}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Absent from None


def _objection(code: str) -> Objection:
    found = next((one for one in Objection if one.code == code), None)
    if found is None:
        raise Absent
    return found


async def new(visit: Visit) -> Answer:
    """The form after a check."""
    return _new(visit, visit.query.get("entry", ""), visit.query.get("record", ""))


def _new(visit: Visit, entry: str, record: str, problem: Invalid | None = None) -> Answer:
    register, which = record_of(record)
    _check_of(entry)
    wrong, given = by_field(problem) if problem else {}, visit.posted
    grounds = or_none(Option(one.code, visit.t(word)) for one, word in GROUNDS.items())
    other = (Field("check", "Check", Widget.NOTE, error=each),) if (each := wrong.get("check") or wrong.get("record")) else ()
    fields = (
        *other,
        Field("ground", "How did you tell the two persons apart?", Widget.SELECT, given.one("ground"), options=grounds, required=True,
              error=wrong.get("ground")),
        Field("agreed", "The person knows of the clearance and wants it", Widget.TICK, given.one("agreed"), required=True,
              hint=mark("Without that there is none. The person may withdraw it at any time."), error=wrong.get("agreed")),
        Field("named", "Other authorities may see that our bureau gave it", Widget.TICK, given.one("named"),
              hint=mark("It tells them where the document has been. Officers of our own authority and the record's owner see it anyway.")),
    )  # fmt: skip
    view = ProposeView(visit.frame(Entry.CLEARANCES), entry, record, short(which), register.number, fields)
    return page(drawn.propose_page(view, visit.t), 422 if problem else 200)


def _check_of(entry: str) -> tuple[EntryId, datetime]:
    """The entry of a check, and its second. Raises: Absent."""
    try:
        stream, number, at = entry.split("-")
        return EntryId(whole(stream), whole(number)), datetime.fromtimestamp(whole(at), UTC)
    except (ValueError, OverflowError, OSError):
        raise Absent from None


async def proposed(visit: Visit) -> Answer:
    """The first signature."""
    given = visit.posted
    entry, record = given.one("entry"), given.one("record")
    check, at = _check_of(entry)
    ground = next((one for one in Ground if one.code == given.one("ground")), None)
    agreed = given.one("agreed") == "yes"
    if ground is None:
        faults = [Fault("ground", "required", "Say how you told them apart.", "One of the list.")]
        if not agreed:
            faults.append(rules.NOT_AGREED)
        return _new(visit, entry, record, WrongClearance(*faults))
    try:
        wanted = Proposal(check, at, record_of(record)[1], ground, agreed, given.one("named") == "yes")
        await visit.comity.clearances.propose(visit.reader, wanted)
    except WrongClearance as problem:
        return _new(visit, entry, record, problem)
    return go(f"{paths.CLEARANCES}?done=clearance_proposed")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.CLEARANCES, listed),
    Route("GET", paths.CLEARANCE_NEW, new),
    Route("POST", paths.CLEARANCE_NEW, proposed),
    Route("POST", paths.CLEARANCE, acted),
)
