"""Signing in and out, who one is, and where and why one works."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody, QueryParameter

from comity.access.addresses import asker_address
from comity.access.limits import RateLimit
from comity.access.model import Decision, Session, Unit
from comity.access.rules import askable, may_choose
from comity.access.sessions import purposes_open, reader_of
from comity.access.sign_in import NO_DEMO, PasswordAndCode, SignedIn, SignInResult
from comity.app import Comity
from comity.edges.api.asking import purpose_of
from comity.edges.api.callers import AnyRequest
from comity.edges.api.documented import open_to_all, reading, writing
from comity.edges.api.entrance import OPEN
from comity.edges.api.given import GivenComity, GivenSession, Word
from comity.edges.api.problems import TooFast, Unauthenticated
from comity.edges.api.strict import Strict
from comity.edges.api.wire import LEVELS
from comity.kernel.errors import Fault, Invalid, Refused
from comity.registers.catalogue import STRIP

SMALL = 8_192  # bytes of a body without lists


class SignInIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an officer shows."""

    login: Annotated[str, msgspec.Meta(max_length=200)]
    password: Annotated[str, msgspec.Meta(max_length=1024)]
    code: Word


class DemoIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A synthetic officer of a demonstration."""

    login: Annotated[str, msgspec.Meta(max_length=200)]


class PlaceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The unit at which one works, by code, and the purpose for which."""

    unit: Word
    purpose: Word = ""


class UnitOut(msgspec.Struct, frozen=True):
    """A place of the bureau. `names`: language to name."""

    code: str
    names: dict[str, str]
    kind: str


class SignedInOut(msgspec.Struct, frozen=True):
    """A session. `token` is shown once."""

    token: str
    officer: str
    bureau: str
    units: tuple[UnitOut, ...]
    ends: datetime


class MeOut(msgspec.Struct, frozen=True):
    """The session as it stands. `purposes` are open at the unit, `registers` may be asked for the purpose; both empty until chosen."""

    officer: str
    login: str
    number: int
    authority: str
    bureau: str
    bureau_names: dict[str, str]
    roles: tuple[str, ...]
    clearance: str
    units: tuple[UnitOut, ...]
    unit: str
    purpose: str
    purposes: tuple[str, ...]
    registers: tuple[str, ...]
    started: datetime
    ends: datetime
    demo: bool


def _unit(unit: Unit) -> UnitOut:
    return UnitOut(unit.code, unit.names, unit.kind.code)


def _signed_in(result: SignInResult) -> SignedInOut:
    """Raises: TooFast; Unauthenticated, the same for whatever was wrong; Refused where there is no demonstration."""
    match result:
        case SignedIn(token, session):
            return SignedInOut(token, session.officer_name, session.bureau_code, tuple(map(_unit, session.units)), session.ends)
        case RateLimit():
            raise TooFast(result.retry_after)
        case Decision():
            if result == NO_DEMO:
                raise Refused(result.rule, result.sentence)
            raise Unauthenticated(result.sentence)


def me_out(session: Session) -> MeOut:
    """A session as the API shows it."""
    chosen = session.unit is not None and session.purpose is not None
    open_there = chosen and may_choose(session.roles, session.unit.kind, session.purpose).allowed  # type: ignore[union-attr]
    registers = set(askable(reader_of(session))) if open_there else set()
    return MeOut(
        officer=session.officer_name,
        login=session.login,
        number=session.officer,
        authority=session.authority_code,
        bureau=session.bureau_code,
        bureau_names=session.bureau_names,
        roles=tuple(sorted(session.roles)),
        clearance=LEVELS[session.clearance],
        units=tuple(map(_unit, session.units)),
        unit=session.unit.code if session.unit else "",
        purpose=session.purpose.code if session.purpose else "",
        purposes=tuple(purpose.code for purpose in purposes_open(session)),
        registers=tuple(entry.name for entry in STRIP if entry.number in registers),
        started=session.started,
        ends=session.ends,
        demo=session.demo,
    )


@post(
    "/sign-in",
    status_code=200,
    dto=Strict[SignInIn],
    opt={OPEN: True},
    request_max_body_size=SMALL,
    responses=open_to_all(401, 413, 422, 429, 503),
)
async def sign_in(comity: GivenComity, request: AnyRequest, data: JSONBody[SignInIn]) -> SignedInOut:
    """A session for login, password and one-time code. The answer is the same whatever did not fit."""
    peer, forwarded = request.client.host if request.client else "", request.headers.getall("x-forwarded-for", [])
    address = asker_address(peer, forwarded, behind_proxy=comity.settings.behind_proxy)
    return _signed_in(await comity.sign_in.sign_in(PasswordAndCode(data.login, data.password, data.code), address))


@post(
    "/sign-in/demo",
    status_code=200,
    dto=Strict[DemoIn],
    opt={OPEN: True},
    request_max_body_size=SMALL,
    responses=open_to_all(401, 403, 413, 422, 503),
)
async def sign_in_demo(comity: GivenComity, data: JSONBody[DemoIn]) -> SignedInOut:
    """A session of a synthetic officer; refused by every installation that is no demonstration."""
    return _signed_in(await comity.sign_in.sign_in_demo(data.login))


@post("/sign-out", status_code=204, responses=writing())
async def sign_out(
    comity: GivenComity,
    session: GivenSession,
    everywhere: Annotated[bool, QueryParameter(description="End every session of this officer, on every machine.")] = False,
) -> None:
    """Ends this session, or all of this officer's."""
    if everywhere:
        await comity.sessions.sign_out_everywhere(session)
    else:
        await comity.sessions.sign_out(session)


@get("/me", responses=reading())
async def me(session: GivenSession) -> MeOut:
    """Who is signed in, where, and what is open."""
    return me_out(session)


@put("/me/place", dto=Strict[PlaceIn], request_max_body_size=SMALL, responses=writing())
async def choose_place(comity: GivenComity, session: GivenSession, data: JSONBody[PlaceIn]) -> MeOut:
    """Chooses unit and purpose. The purpose is stated by the officer, never guessed or carried over (PUR-01)."""
    purpose = purpose_of(data.purpose) if data.purpose else None
    unit = next((unit for unit in session.units if unit.code == data.unit), None)
    if unit is None:
        raise Invalid(Fault("unit", "unknown", "There is no such unit among yours.", ", ".join(unit.code for unit in session.units)))
    chosen = await _chosen(comity, session, unit)
    return me_out(await comity.sessions.choose_purpose(chosen, purpose) if purpose else chosen)


async def _chosen(comity: Comity, session: Session, unit: Unit) -> Session:
    return session if session.unit == unit else await comity.sessions.choose_unit(session, unit.number)


ROUTES = Router("/", route_handlers=[sign_in, sign_in_demo, sign_out, me, choose_place], tags=["Signing in"])
