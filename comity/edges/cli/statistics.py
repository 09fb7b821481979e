"""`comity statistics`: counts of records and checks by month."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.terminal import as_json, note, table


def statistics(
    *,
    others: Annotated[bool, Parameter(help="Of other authorities, as far as it is published.", negative="")] = False,
    register: Annotated[str, Parameter(help="Of one register.")] = "",
    owner: Annotated[str, Parameter(help="Of one authority, by its code.")] = "",
    purpose: Annotated[str, Parameter(help="Of one purpose.")] = "",
    months: Annotated[int, Parameter(help="How many months, the last one included.")] = 12,
    last: Annotated[str, Parameter(help="The last month, YYYY-MM; this one otherwise.")] = "",
    json: AsJson = False,
) -> int:
    """Counts your authority's records and checks, or others' records, by month."""
    found = client().statistics(others=others, register=register, owner=owner, purpose=purpose, months=months, last=last)
    if json:
        as_json(found)
        return 0
    rows = [
        (one.month, one.owner, one.register.replace("_", " ") or "all", one.measure.replace("_", " "), one.purpose or "any", one.count)
        for one in found.items
    ]
    table(("month", "authority", "register", "what", "purpose", "count"), rows, "Nothing was counted.")
    if found.hidden:
        note("Cells under five, the running month, and what is discreet or restricted are not shown.")
    return 0
