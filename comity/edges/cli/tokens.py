"""Tokens of a bureau's national systems, for its security officer."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.terminal import as_json, note, say, table


def listed(*, systems: Annotated[bool, Parameter(help="List the systems instead.", negative="")] = False, json: AsJson = False) -> int:
    """Lists the tokens of your bureau, or its systems."""
    if systems:
        return _systems(json=json)
    with client() as server:
        found = server.tokens()
    if json:
        as_json(found)
        return 0
    rows = [
        (
            one.number,
            one.system,
            ", ".join(one.registers),
            ", ".join(one.purposes),
            "yes" if one.loads else "",
            f"{one.expires:%Y-%m-%d}",
            _state(one.revoked is not None),
        )
        for one in found
    ]
    table(("token", "system", "registers", "purposes", "loads", "until", "state"), rows, "Your bureau has no token.")
    return 0


def _systems(*, json: bool) -> int:
    found = client().systems()
    if json:
        as_json(found)
        return 0
    rows = [(one.number, one.code, one.names.get("en", ""), ", ".join(one.roles), "active" if one.active else "withdrawn") for one in found]
    table(("system", "code", "name", "roles", "state"), rows, "Your bureau has no system. Enter one with `comity admin system add`.")
    return 0


def issue(
    system: Annotated[int, Parameter(help="Number of a system of your bureau.")],
    *,
    register: Annotated[list[str], Parameter(help="A register it may ask; once for each.", negative="")],
    purpose: Annotated[list[str], Parameter(help="A purpose it may state; once for each.", negative="")],
    days: Annotated[int, Parameter(help="How long it lives.")] = 365,
    load: Annotated[bool, Parameter(help="It may also hand in files of records of these registers.", negative="")] = False,
    json: AsJson = False,
) -> int:
    """Issues a token to a system, shown once. It reaches no further than you do."""
    with client() as server:
        issued = server.issue_token(system, register, purpose, days, loads=load)
    if json:
        as_json(issued)
        return 0
    say(issued.token)
    note(f"Token {issued.number}, until {issued.expires:%Y-%m-%d}. It is shown this once: put it where the system alone reads it.")
    if load:
        note("It loads in its own name. You never release what it loads: another officer of your bureau does.")
    return 0


def revoke(number: int) -> int:
    """Revokes a token; it opens nothing from the next second on."""
    client().revoke_token(number)
    say(f"Token {number} is revoked.")
    return 0


def _state(revoked: bool) -> str:
    return "revoked" if revoked else "in force"
