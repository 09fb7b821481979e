"""From whom all records of one's authority are kept."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, say

Denied = Annotated[list[str] | None, Parameter(help="Code of an authority to keep out; once for each.", negative="")]
Kinds = Annotated[list[str] | None, Parameter(help="A kind to keep out: country, entity or secretariat; once for each.", negative="")]


def restrict_all(
    *,
    deny: Denied = None,
    deny_kind: Kinds = None,
    lift: Annotated[bool, Parameter(help="Keep nobody out.", negative="")] = False,
    json: AsJson = False,
) -> int:
    """Shows from whom all records of your authority are kept; with options, sets it anew, at once."""
    from comity.client.records import Restriction

    if lift and (deny or deny_kind):
        raise Stopped("Either lift the restriction, or say whom to keep out.")
    server = client()
    wanted = Restriction(codes(deny), tuple(deny_kind or ())) if lift or deny or deny_kind else None
    found = server.restriction() if wanted is None else server.restrict_all(wanted)
    if json:
        as_json(found)
    elif found.denied_authorities or found.denied_kinds:
        say("All records of your authority are kept from:")
        facts((("authorities", ", ".join(found.denied_authorities)), ("kinds", ", ".join(found.denied_kinds))))
    else:
        say("Your records are kept from nobody as a whole; single records may have a restriction of their own.")
    return 0


def codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes of authorities as the API writes them."""
    return tuple(code.upper() for code in given or ())
