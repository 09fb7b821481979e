"""The owner's restriction over all its records."""

from __future__ import annotations

from typing import Final

from comity.access.model import Audience, AuthorityKind, Permission
from comity.edges.web import paths
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import Message, message
from comity.edges.web.names import AUTHORITY_KINDS
from comity.edges.web.pages import restrictions
from comity.edges.web.pages.restrictions import Restriction, RestrictionsView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import authorities, authority_kinds, authority_of, kind_of

_NOBODY: Final = message("Name a country or body, or a kind of body.")


async def form(visit: Visit) -> Answer:
    """Who is excluded now."""
    return await _drawn(visit)


async def _drawn(visit: Visit, errors: tuple[tuple[str, Message], ...] = ()) -> Answer:
    found = await visit.comity.owners.restriction(visit.reader)
    view = RestrictionsView(
        frame=visit.frame(Entry.RESTRICTIONS),
        owner=visit.owner,
        restrictions=_named(visit, found),
        authorities=authorities(visit),
        kinds=authority_kinds(visit),
        may_change=visit.may(Permission.REGISTER_OWNER_RESTRICT),
        errors=errors,
    )
    return page(restrictions.page(view, visit.t), 422 if errors else 200)


def _named(visit: Visit, found: Audience) -> tuple[Restriction, ...]:
    codes = {number: one.code for number, one in visit.comity.directory.authorities.items()}
    by_name = [Restriction(visit.authority_name(number), authority=codes.get(number, "")) for number in sorted(found.denied_authorities)]
    by_kind = [Restriction(visit.t(AUTHORITY_KINDS[kind]), kind=kind.code) for kind in sorted(found.denied_kinds)]
    return (*by_name, *by_kind)


async def change(visit: Visit) -> Answer:
    """One more, or one less; the others stay."""
    authority = authority_of(visit, visit.posted.one("authority"))
    kind = kind_of(visit.posted.one("kind"))
    if authority is None and kind is None:
        return await _drawn(visit, (("authority", _NOBODY),))
    before = await visit.comity.owners.restriction(visit.reader)
    authorities_, kinds = set(before.denied_authorities), set[AuthorityKind](before.denied_kinds)
    lift = visit.posted.one("action") == "lift"
    named = {authority} if authority is not None else set[int]()
    of_kind = {kind} if kind is not None else set[AuthorityKind]()
    authorities_, kinds = (authorities_ - named, kinds - of_kind) if lift else (authorities_ | named, kinds | of_kind)
    await visit.comity.owners.restrict(visit.reader, authorities_, kinds)
    return go(f"{paths.RESTRICTIONS}?done={'lifted' if lift else 'kept'}")


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.RESTRICTIONS, form),
    Route("POST", paths.RESTRICTIONS, change),
)
