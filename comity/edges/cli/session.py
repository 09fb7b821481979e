"""Signing in and out, and where and why one works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.edges.cli.asking import secret
from comity.edges.cli.connection import address, client, keep, kept
from comity.edges.cli.terminal import as_json, facts, note, say

if TYPE_CHECKING:
    from comity.client.people import Me, Unit


def sign_in(
    login: str, *, demo: Annotated[bool, Parameter(help="A synthetic officer of a demonstration: nothing is asked.")] = False
) -> int:
    """Signs in with password and code, asked without echo.

    The session is kept in a file that only you can read; COMITY_TOKEN overrides it. Standard input works too: password, then code.
    """
    from comity.client.errors import SignInFirst
    from comity.edges.cli.sentences import Stopped

    server = client("")
    try:
        signed_in = server.sign_in_demo(login) if demo else server.sign_in(login, secret("Password"), secret("Code"))
    except SignInFirst:
        raise Stopped("Not signed in: login, password or code do not fit, or the code was used before.") from None
    keep(address(), signed_in.token)
    say(f"Signed in: {signed_in.officer}, bureau {signed_in.bureau}, until {signed_in.ends:%Y-%m-%d %H:%M}Z.")
    note(f"Now choose: comity place UNIT PURPOSE. Your units: {_units(signed_in.units)}")
    return 0


def sign_out(*, everywhere: Annotated[bool, Parameter(help="Every session of yours, on every machine.", negative="")] = False) -> int:
    """Ends the session, on the server and here."""
    from comity.client.errors import SignInFirst

    where = address()
    try:
        if kept(where):
            client().sign_out(everywhere=everywhere)
            say("Signed out everywhere." if everywhere else "Signed out.")
        else:
            say("Nobody was signed in.")
    except SignInFirst:
        say("The session had ended.")
    keep(where, "")
    return 0


def me(*, json: Annotated[bool, Parameter(help="As JSON.")] = False) -> int:
    """Says who you are, where, for which purpose, and what is open to you."""
    found = client().me()
    if json:
        as_json(found)
    else:
        _show(found)
    return 0


def place(unit: str, purpose: str) -> int:
    """Chooses unit and purpose for what follows. The purpose is yours to state: it is never guessed, and stands in every entry."""
    _show(client().choose_place(unit.upper(), purpose.lower()))
    return 0


def _show(found: Me) -> None:
    facts(
        (
            ("officer", f"{found.officer} ({found.login})"),
            ("bureau", f"{found.bureau} of {found.authority}"),
            ("roles", ", ".join(found.roles)),
            ("clearance", found.clearance),
            ("unit", found.unit or "not chosen"),
            ("purpose", found.purpose or "not chosen"),
            ("units", _units(found.units)),
            ("purposes open there", ", ".join(found.purposes)),
            ("registers to ask", ", ".join(found.registers).replace("_", " ")),
            ("session ends", f"{found.ends:%Y-%m-%d %H:%M}Z"),
        )
    )


def _units(units: tuple[Unit, ...]) -> str:
    return ", ".join(f"{unit.code} ({unit.kind.replace('_', ' ')})" for unit in units)
