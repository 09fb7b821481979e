"""Who calls: an officer's session (bearer, or the browser's cookie with the token against forgery), or a system's token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from litestar import Request

from comity.access.credentials import TOKEN_PREFIX, csrf_holds
from comity.access.entries import Actor, of_session
from comity.access.model import Reader, Session, TokenFacts
from comity.access.sessions import reader_of
from comity.access.tokens import reader_that_loads
from comity.app import Comity
from comity.edges.api.asking import of_token, reader_of_system, refused
from comity.edges.api.problems import TooFast, Unauthenticated
from comity.kernel.errors import Fault, Invalid, Refused

AnyRequest = Request[Any, Any, Any]

COOKIE: Final = "__Host-comity"
PLAIN_COOKIE: Final = "comity"  # of an installation without TLS, which a demonstration is: browsers refuse `__Host-` there
CSRF_HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_STATE: Final = "comity_caller"
_NO_SYSTEM: Final = Refused(
    "ACC-08", "A system's token asks checks; this needs an officer who is signed in.", "the security officer of your bureau"
)
_FORGED: Final = Refused("ACC-08", "The request does not carry its session's token against forgery (x-csrf-token).")


@dataclass(frozen=True, slots=True)
class Caller:
    """One of the two is set."""

    session: Session | None = None
    facts: TokenFacts | None = None

    @property
    def actor(self) -> Actor:
        """As the audit names the caller."""
        if self.session is not None:
            return of_session(self.session)
        return of_token(self.facts) if self.facts is not None else Actor()

    @property
    def name(self) -> str:
        """`officer:12` or `system:5`: whose Idempotency-Keys these are."""
        if self.session is not None:
            return f"officer:{self.session.officer}"
        return f"system:{self.facts.system}" if self.facts is not None else ""


async def identified(comity: Comity, request: AnyRequest) -> Caller:
    """Who calls. Raises: Unauthenticated; Refused (audited) for a cookie without the token against forgery; Unavailable."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return await _bearer(comity, token) if scheme.lower() == "bearer" else _nobody()
    cookie = request.cookies.get(COOKIE if comity.settings.secure_cookies else PLAIN_COOKIE, "")
    session = await comity.sessions.of(cookie) if cookie else None
    if session is None:
        return _nobody()
    if request.method not in SAFE and not csrf_holds(comity.keyring, cookie, request.headers.get(CSRF_HEADER, "")):
        await refused(comity.means, of_session(session), _FORGED, "csrf")
    return Caller(session=session)


async def _bearer(comity: Comity, token: str) -> Caller:
    if token.startswith(TOKEN_PREFIX):
        facts = await comity.token_memo.find(token)
        return Caller(facts=facts) if facts is not None else _nobody()
    session = await comity.sessions.of(token)
    return Caller(session=session) if session is not None else _nobody()


def _nobody() -> Caller:
    raise Unauthenticated


def keep(request: AnyRequest, caller: Caller) -> None:
    """Notes who calls, for the handlers of this request."""
    request.state[_STATE] = caller


def caller_of(request: AnyRequest) -> Caller:
    """Who calls, as `keep` noted. Raises: Unauthenticated."""
    caller = request.state.get(_STATE)
    return caller if isinstance(caller, Caller) else _nobody()


async def session_of(comity: Comity, request: AnyRequest) -> Session:
    """The officer's session. Raises: Refused (audited) for a system."""
    caller = caller_of(request)
    if caller.session is None:
        await refused(comity.means, caller.actor, _NO_SYSTEM, "no officer")
    return caller.session


async def officer_of(comity: Comity, request: AnyRequest) -> Reader:
    """The officer as a reader. Raises: Refused (audited), for a system and while unit or purpose are not chosen."""
    session = await session_of(comity, request)
    try:
        return reader_of(session)
    except Refused as refusal:
        await refused(comity.means, of_session(session), refusal, "no place")


async def loader_of(comity: Comity, request: AnyRequest, unit: str = "") -> Reader:
    """Who hands in a file, or asks what became of it: an officer, or a system whose token has that scope.

    Raises: Refused (audited); Invalid, where an officer names a unit.
    """
    facts = caller_of(request).facts
    if facts is None:
        if unit:
            raise Invalid(Fault("unit", "not_yours", "An officer who is signed in works at a unit already.", "Leave it out."))
        return await officer_of(comity, request)
    try:
        return reader_that_loads(facts, unit)
    except Refused as refusal:
        await refused(comity.means, of_token(facts), refusal, "load")


async def system_of(comity: Comity, facts: TokenFacts, officer: str, unit: str, purpose: str) -> Reader:
    """A system's reader for one check. Raises: Invalid (purpose); Refused (audited)."""
    try:
        return reader_of_system(facts, officer, unit, purpose)
    except Refused as refusal:
        await refused(comity.means, of_token(facts), refusal, "check")


def loads_within_rate(comity: Comity, reader: Reader) -> None:
    """Takes a file from a system's bucket; officers have none. Raises: TooFast."""
    limit = comity.load_buckets.take(reader.system) if reader.system else None
    if limit is not None:
        raise TooFast(limit.retry_after)


def within_rate(comity: Comity, caller: Caller, cost: int = 1) -> None:
    """Takes from the caller's bucket. Raises: TooFast."""
    if caller.session is not None:
        limit = comity.officer_buckets.take(caller.session.officer, cost)
    else:
        limit = comity.system_buckets.take(caller.facts.number if caller.facts else 0, cost)
    if limit is not None:
        raise TooFast(limit.retry_after)
