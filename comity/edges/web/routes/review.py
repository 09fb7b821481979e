"""The review: the queue, one record with its reviewer, the signature; measures on what an authority enters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.access.model import AuthorityKind, Permission
from comity.edges.web import paths
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, mark, message
from comity.edges.web.names import REGISTER
from comity.edges.web.pages import review as pages
from comity.edges.web.pages.review import LoanView, ReviewLine, ReviewView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import address_of, authorities, authority_of, by_field, facts, record_of, record_page, short
from comity.kernel.errors import Absent, Invalid
from comity.registers import measures, review
from comity.registers.holds import age_hours
from comity.registers.review import Outcome, Signature, State, Waiting

_OUTCOMES: Final = {one.code: one for one in Outcome}
_BESIDE: Final = (
    (Permission.REGISTER_RECORD_RELEASE, paths.LOADS, mark("Loads of files")),
    (Permission.REGISTER_RECORD_BULK, paths.MANY_WAITING, mark("Acts on many records")),
)
_CHOOSE: Final = message("Choose an outcome.")
_CHOOSE_AUTHORITY: Final = message("Choose an authority.")


def _reviews(visit: Visit) -> bool:
    return visit.session.kind is AuthorityKind.SECRETARIAT and visit.may(Permission.REVIEW_QUEUE_LIST)


async def listed(visit: Visit) -> Answer:
    """What waits."""
    return await _listed(visit)


async def _listed(visit: Visit, wrong: dict[str, Message] | None = None) -> Answer:
    queue = await review.queue(visit.comity.records, visit.reader) if _reviews(visit) else None
    own = await review.own(visit.comity.records, visit.reader)
    view = ReviewView(
        frame=visit.frame(Entry.REVIEW),
        queue=None if queue is None else tuple(_line(visit, one, loan=True) for one in queue),
        own=tuple(_line(visit, one, signatures) for one, signatures in own),
        measures=tuple(_measures(visit, await measures.shown(visit.comity.records, visit.reader))),
        fields=pages.measure_fields(authorities(visit), visit.posted.firsts() if wrong else None, wrong) if _reviews(visit) else (),
        beside=tuple((address, label) for permission, address, label in _BESIDE if visit.may(permission)),
    )
    return page(pages.page(view, visit.t), 422 if wrong else 200)


def _line(visit: Visit, one: Waiting, signatures: tuple[Signature, ...] = (), *, loan: bool = False) -> ReviewLine:
    address = address_of(one.register, one.record)
    return ReviewLine(
        record=short(one.record),
        href=paths.at(paths.REVIEW_RECORD, record=address) if loan else record_page(one.register, one.record),
        register=one.register,
        owner=visit.authority_name(one.owner),
        at=one.at,
        hours=age_hours(one.at, visit.comity.clock.now()),
        lane=one.lane,
        state=one.state,
        findings=one.findings,
        signed=one.signed,
        signatures=signatures,
    )


def _measures(visit: Visit, found: measures.Measures) -> Iterable[tuple[str, Message]]:
    for one in found.supervised:
        yield visit.authority_name(one.authority), message("what it enters waits for review: {reason}", reason=one.reason)
    for quota in found.quotas:
        name = visit.t(REGISTER[quota.register].name)
        said = message("{n} records a day in {register}", n=str(quota.per_day), register=name)
        yield visit.authority_name(quota.authority), said


async def shown(visit: Visit) -> Answer:
    """A record for its reviewer."""
    return await _shown(visit)


async def _shown(visit: Visit, wrong: dict[str, Message] | None = None) -> Answer:
    register, record = record_of(visit.place("record"))
    loan = await review.lent(visit.comity.records, visit.reader, register, record)
    more = (
        Fact(mark("National law or authority"), loan.record.law, FactKind.FREE),
        Fact(mark("Entered on"), f"{loan.record.created_at:%Y-%m-%d}", FactKind.IDENTIFIER),
    )
    view = LoanView(
        frame=visit.frame(Entry.REVIEW),
        line=_line(visit, loan.waiting, loan.signatures, loan=True),
        action=paths.at(paths.REVIEW_RECORD, record=visit.place("record")),
        facts=(*facts(visit, register, loan.record.values), *more),
        earlier=tuple((one.at, one.register, one.decision) for one in loan.earlier),
        fields=pages.sign_fields(visit.t, visit.posted.firsts() if wrong else None, wrong),
    )
    return page(pages.loan_page(view, visit.t), 422 if wrong else 200)


async def signed(visit: Visit) -> Answer:
    """One signature, and back to the queue."""
    register, record = record_of(visit.place("record"))
    posted = visit.posted
    outcome = _OUTCOMES.get(posted.one("outcome"))
    if outcome is None:
        return await _shown(visit, {"outcome": _CHOOSE})
    try:
        state, _ = await review.sign(
            visit.comity.records, visit.reader, register, record, outcome, posted.one("ground"), posted.one("reason")
        )
    except Invalid as problem:
        return await _shown(visit, by_field(problem))
    return go(f"{paths.REVIEW}?done={'released' if state is State.RELEASED else 'signed'}")


async def supervised(visit: Visit) -> Answer:
    """Supervises an authority."""
    if not _reviews(visit):
        raise Absent
    authority = authority_of(visit, visit.posted.one("authority"))
    if not authority:
        return await _listed(visit, {"authority": _CHOOSE_AUTHORITY})
    try:
        await measures.supervise(visit.comity.records, visit.reader, authority, visit.posted.one("reason"))
    except Invalid as problem:
        return await _listed(visit, by_field(problem))
    return go(f"{paths.REVIEW}?done=supervised")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.REVIEW, listed),
    Route("GET", paths.REVIEW_RECORD, shown),
    Route("POST", paths.REVIEW_RECORD, signed),
    Route("POST", paths.MEASURES, supervised),
)
