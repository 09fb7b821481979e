"""Tokens of national systems: issued, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from comity.access.tokens import SystemLine, TokenLine
from comity.edges.web import paths
from comity.edges.web.forms import Option
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, message
from comity.edges.web.pages import tokens
from comity.edges.web.pages.tokens import TokensView, issue_fields
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import said
from comity.kernel.errors import Invalid
from comity.kernel.purposes import BY_CODE, Purpose
from comity.registers.catalogue import BY_NUMBER

_FIELDS: Final = {"life": "days", "registers": "scope", "purposes": "scope"}
_CHOOSE: Final = message("Choose one of your bureau's systems.")


async def listed(visit: Visit) -> Answer:
    """The bureau's tokens; never a token itself."""
    return await _drawn(visit)


async def _drawn(visit: Visit, wrong: dict[str, Message] | None = None, issued: str = "", issued_for: str = "") -> Answer:
    wrong, given = wrong or {}, visit.posted
    systems = await visit.comity.tokens.systems(visit.reader)
    lines = await visit.comity.tokens.list(visit.reader)
    names = {one.number: visit.name(one.names) for one in systems}
    options = tuple(Option(str(one.number), names[one.number]) for one in systems if one.active)
    kept = not issued
    view = TokensView(
        frame=visit.frame(Entry.TOKENS),
        tokens=tuple(_line(visit, one, names) for one in lines),
        registers=tuple(sorted(BY_NUMBER)),
        purposes=tuple(Purpose),
        fields=issue_fields(options, given.one("name") if kept else "", (given.one("days") if kept else "") or "90", wrong),
        scope_error=wrong.get("scope"),
        issued=issued,
        issued_for=issued_for,
        ticked=frozenset((*given.many("registers"), *given.many("purposes"))) if kept else frozenset(),
        loads=kept and bool(given.one("loads")),
    )
    return page(tokens.page(view, visit.t), 422 if wrong else 200)


def _line(visit: Visit, one: TokenLine, names: dict[int, str]) -> tokens.TokenLine:
    return tokens.TokenLine(
        token=str(one.number),
        system=names.get(one.system, str(one.system)),
        registers=tuple(one.registers),
        purposes=tuple(sorted(one.purposes)),
        ends=one.expires,
        revoked=one.revoked is not None,
        expired=one.expires <= visit.comity.clock.now(),
        loads=one.loads,
    )


async def issue(visit: Visit) -> Answer:
    """A new token, shown on this page and never again; so this page is no redirect, and a reload makes the browser ask."""
    systems = {str(one.number): one for one in await visit.comity.tokens.systems(visit.reader)}
    chosen: SystemLine | None = systems.get(visit.posted.one("name"))
    if chosen is None:
        return await _drawn(visit, {"name": _CHOOSE})
    registers = [number for one in visit.posted.many("registers") if (number := number_in(one, 2)) is not None]
    purposes = [BY_CODE[one] for one in visit.posted.many("purposes") if one in BY_CODE]
    days = visit.posted.one("days")
    life = timedelta(days=number_in(days, 5) or 0)
    try:
        loads = visit.posted.one("loads") == "1"
        issued = await visit.comity.tokens.issue(visit.reader, chosen.number, registers, purposes, life, loads=loads)
    except Invalid as problem:
        return await _drawn(visit, {_FIELDS.get(fault.field, fault.field): said(fault) for fault in problem.faults})
    return await _drawn(visit, issued=issued.text, issued_for=visit.name(chosen.names))


async def revoke(visit: Visit) -> Answer:
    """Ends one for good."""
    await visit.comity.tokens.revoke(visit.reader, visit.number("token"))
    return go(f"{paths.TOKENS}?done=revoked")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.TOKENS, listed),
    Route("POST", paths.TOKENS, issue),
    Route("POST", paths.SYSTEM_REVOKE, revoke),
)
