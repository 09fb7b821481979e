"""Who is at the door: the session's cookie, the form's token, what the browser wishes. Nothing is drawn before this."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from comity.access.addresses import asker_address
from comity.access.credentials import RANDOM_BYTES, csrf_holds, csrf_token, fresh
from comity.access.entries import Actor, enforce, of_session
from comity.access.model import Decision, Permission, Session
from comity.access.rules import granted
from comity.access.sessions import reader_of
from comity.app import Comity
from comity.edges.web.frame import Entry
from comity.edges.web.routes import manners
from comity.edges.web.routes.answers import SetCookie
from comity.edges.web.routes.guard import CSRF_FIELD, CSRF_HEADER, from_here
from comity.edges.web.routes.manners import Manners, manners_of
from comity.edges.web.routes.posted import NOTHING, AnyRequest, Posted, posted
from comity.edges.web.routes.visit import Visit
from comity.engines.keyring import KeyName
from comity.kernel.errors import ComityError, Refused
from comity.traces import service as traces

COOKIE: Final = "__Host-comity"
PLAIN_COOKIE: Final = "comity"  # without TLS, which a demonstration is without, browsers refuse the prefix `__Host-`
_GATE: Final = "-gate"  # of somebody who is not signed in yet: the forms of the gate are bound to it
SAFE: Final = frozenset({"GET", "HEAD"})
FORGED: Final = Decision(False, "ACC-08", "The form does not carry its session's token against forgery, or comes from elsewhere.")


class NotSignedIn(ComityError):
    """No session in force."""


class NoPurpose(ComityError):
    """Unit or purpose are to be chosen first (PUR-01)."""


class Forged(ComityError):
    """The form is too old, or no page of ours sent it. The refusal is in the audit."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A request of somebody who is not signed in, or need not be. `cookies` are to be set, `held` those that came."""

    comity: Comity
    manners: Manners
    csrf: str
    query: Mapping[str, str]
    posted: Posted
    address: str
    cookies: tuple[SetCookie, ...]
    path: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)


def cookie_name(comity: Comity) -> str:
    """The session's cookie: with the prefix `__Host-` where TLS is there, so that no other host can set it (RFC 6265bis, 4.1.3.2)."""
    return COOKIE if comity.settings.secure_cookies else PLAIN_COOKIE


def session_cookie(comity: Comity, token: str, life_s: int | None = None) -> SetCookie:
    """The session's cookie; with `life_s` 0 it goes."""
    return SetCookie(cookie_name(comity), token, comity.settings.secure_cookies, life_s)


def manners_cookie(comity: Comity, chosen: Manners) -> SetCookie:
    """What the browser keeps for a year of language, theme and digits. It says nothing of who the officer is."""
    return SetCookie(manners.COOKIE, chosen.cookie, comity.settings.secure_cookies, manners.YEAR_S)


def manners_at(request: AnyRequest) -> Manners:
    """Language, theme and digits of this request: as chosen, else as the browser asks."""
    return manners_of(request.headers.get("accept-language", ""), request.cookies.get(manners.COOKIE, ""))


async def gate(comity: Comity, request: AnyRequest) -> Gate:
    """A request at the gate; its form may be of a session too, since both choose a language. Raises: Forged (audited), Invalid."""
    name = cookie_name(comity) + _GATE
    token = request.cookies.get(name, "")
    csrf = csrf_token(comity.keyring, token)
    cookies: tuple[SetCookie, ...] = ()
    form = NOTHING
    if request.method not in SAFE:
        form = await posted(request)
        await _genuine(comity, request, form, (token, request.cookies.get(cookie_name(comity), "")), Actor())
    elif not csrf:
        token = fresh(comity.keyring, KeyName.SESSION, secrets.token_bytes(RANDOM_BYTES)).text
        csrf = csrf_token(comity.keyring, token)
        cookies = (SetCookie(name, token, comity.settings.secure_cookies),)
    peer, forwarded = request.client.host if request.client else "", request.headers.getall("x-forwarded-for", [])
    address = asker_address(peer, forwarded, behind_proxy=comity.settings.behind_proxy)
    places = {name: str(value) for name, value in request.path_params.items()}
    held = dict(request.cookies)
    return Gate(comity, manners_at(request), csrf, query_of(request), form, address, cookies, request.url.path, places, held)


def query_of(request: AnyRequest) -> dict[str, str]:
    """The first value of each parameter, none longer than a form's field is."""
    return {name: value[:500] for name, value in reversed(list(request.query_params.multi_items()))}


async def session_at(comity: Comity, request: AnyRequest) -> tuple[str, Session | None]:
    """The cookie's token and its session as it stands now. Raises: Unavailable."""
    token = request.cookies.get(cookie_name(comity), "")
    return token, await comity.sessions.of(token) if token else None


async def visit_of(comity: Comity, request: AnyRequest, *, with_purpose: bool) -> Visit:
    """A request of a signed-in officer, its form genuine.

    Raises: NotSignedIn; NoPurpose; Forged (audited); Invalid; Unavailable.
    """
    token, session = await session_at(comity, request)
    if session is None:
        raise NotSignedIn
    form = NOTHING
    if request.method not in SAFE:
        form = await posted(request)
        await _genuine(comity, request, form, (token,), of_session(session))
    if with_purpose and (session.unit is None or session.purpose is None):
        raise NoPurpose
    return await drawn_for(comity, request, token, session, form)


async def drawn_for(comity: Comity, request: AnyRequest, token: str, session: Session, form: Posted = NOTHING) -> Visit:
    """The visit of a session that is known."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    places = {name: str(value) for name, value in request.path_params.items()}
    csrf, waiting = csrf_token(comity.keyring, token), await _waiting(comity, session)
    return Visit(comity, session, token, csrf, manners_at(request), path, places, query_of(request), form, waiting)


async def _waiting(comity: Comity, session: Session) -> dict[Entry, int]:
    """What waits for this officer, by entry of the rail."""
    if session.unit is None or session.purpose is None or not granted(session.roles, Permission.HIT_INBOX_LIST).allowed:
        return {}
    try:
        reader = reader_of(session)
        return {
            Entry.INBOX: await comity.inbox.unread(reader),
            Entry.TRACES: await traces.waiting(comity.records, reader),
            Entry.CLEARANCES: await comity.clearances.waiting(reader),
        }
    except Refused:  # the purpose is no longer open: the page itself says so
        return {}


async def _genuine(comity: Comity, request: AnyRequest, form: Posted, tokens: tuple[str, ...], actor: Actor) -> None:
    given = request.headers.get(CSRF_HEADER, "") or form.one(CSRF_FIELD)
    if from_here(request.headers) and any(csrf_holds(comity.keyring, token, given) for token in tokens):
        return
    try:
        await enforce(comity.means, actor, FORGED, "form")
    except ComityError as refused:
        raise Forged from refused
