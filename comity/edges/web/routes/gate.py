"""Signing in and out, and how pages are shown; the only routes without a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.access.limits import RateLimit
from comity.access.model import Permission, Session
from comity.access.rules import granted
from comity.access.sign_in import PasswordAndCode, SignedIn, SignInResult
from comity.edges.web import paths
from comity.edges.web.i18n import Message, message
from comity.edges.web.pages import sign_in
from comity.edges.web.pages.sign_in import SignInView
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Needs, Open, Route
from comity.edges.web.routes.arrival import Gate, manners_cookie, session_cookie
from comity.edges.web.routes.demo import DemoOfficers
from comity.edges.web.routes.guard import own_path
from comity.edges.web.routes.manners import chosen
from comity.edges.web.routes.problems import TooFast
from comity.edges.web.routes.visit import Visit
from comity.kernel.errors import Absent

_WRONG: Final = message(
    "Name, password and code do not fit together, or the account is closed. The security officer of your bureau can help."
)
HOMES: Final = (
    (Permission.CHECK_SINGLE_ASK, paths.CHECK),
    (Permission.AUDIT_ENTRY_SEARCH, paths.AUDIT),
    (Permission.ACCESS_TOKEN_LIST, paths.TOKENS),
)


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The ways in. `officers`: those of a demonstration."""

    officers: DemoOfficers

    async def form(self, gate: Gate) -> Answer:
        """The gate."""
        return await self._gate(gate)

    async def with_password(self, gate: Gate) -> Answer:
        """A session, or one refusal for whatever was wrong."""
        given = gate.posted
        method = PasswordAndCode(given.one("name"), given.values.get("password", ("",))[0], given.one("code").replace(" ", ""))
        return await self._in(gate, await gate.comity.sign_in.sign_in(method, gate.address))

    async def with_a_click(self, gate: Gate) -> Answer:
        """A synthetic officer's session. Where this is no demonstration the service refuses, which is an entry, and nothing is here."""
        result = await gate.comity.sign_in.sign_in_demo(gate.posted.one("officer"))
        if not gate.comity.settings.demo:
            raise Absent
        return await self._in(gate, result)

    async def _gate(self, gate: Gate, failed: Message | None = None, status: int = 200) -> Answer:
        given = gate.posted
        view = SignInView(
            csrf=gate.csrf,
            organisation=gate.comity.directory.organisation_name,
            contact=gate.comity.settings.contact,
            name=given.one("name"),
            next=own_path(given.one("next") or gate.query.get("next", ""), ""),
            failed=failed,
            theme=gate.manners.theme,
            demo_officers=await self.officers.for_language(gate.manners.language),
        )
        return page(sign_in.page(view, gate.manners.translator), status, cookies=gate.cookies)

    async def _in(self, gate: Gate, result: SignInResult) -> Answer:
        match result:
            case SignedIn():
                await _only_unit(gate, result.session)
                return go(own_path(gate.posted.one("next"), _home(result.session)), session_cookie(gate.comity, result.token))
            case RateLimit():
                raise TooFast(result)
            case _:
                return await self._gate(gate, _WRONG, 422)

    @property
    def routes(self) -> tuple[Route | Open, ...]:
        """Its pages. All but signing out are open: nobody is signed in yet."""
        return (
            Open("GET", paths.SIGN_IN, self.form),
            Open("POST", paths.SIGN_IN, self.with_password),
            Open("POST", paths.SIGN_IN_DEMO, self.with_a_click),
            Open("POST", paths.SETTINGS, settings),
            Route("POST", paths.SIGN_OUT, out, Needs.SESSION),
        )


def _home(session: Session) -> str:
    """Where an officer begins: the check, or what the role is for."""
    for permission, address in HOMES:
        if granted(session.roles, permission).allowed:
            return address
    return paths.ACCOUNT


async def _only_unit(gate: Gate, session: Session) -> None:
    """Who is posted to one place works there: with nothing to choose from, nothing is guessed."""
    if session.unit is None and len(session.units) == 1:
        await gate.comity.sessions.choose_unit(session, session.units[0].number)


async def settings(gate: Gate) -> Answer:
    """Language and theme, before there is an officer."""
    return go(own_path(gate.posted.one("next"), paths.SIGN_IN), manners_cookie(gate.comity, chosen(gate.manners, gate.posted.firsts())))


async def out(visit: Visit) -> Answer:
    """The session ends, or every one of the officer's, and the cookie goes."""
    if visit.posted.one("everywhere") == "yes":
        await visit.comity.sessions.sign_out_everywhere(visit.session)
    else:
        await visit.comity.sessions.sign_out(visit.session)
    return go(paths.SIGN_IN, session_cookie(visit.comity, "", 0))
