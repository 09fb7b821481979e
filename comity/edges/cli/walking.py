"""Looking around: a record's links, and a document in hand beside others of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.terminal import as_json, say, table

if TYPE_CHECKING:
    from comity.client.records import Record


def links(
    register: str, record: str, *, steps: Annotated[int, Parameter(help="How many links to follow, 1 to 4.")] = 2, json: AsJson = False
) -> int:
    """Shows what lies around a record: stated links and shared identifiers."""
    found = client().links(register, record, steps)
    if json:
        as_json(found)
        return 0
    rows = [(one.distance, one.record.id, one.record.owner, " ".join(list(one.record.flat.values())[:3])) for one in found.items]
    table(("steps", "record", "owner", "values"), rows, "Nothing is there.")
    for edge in found.edges:
        how = (
            f"both have the same {edge.shared.replace('_', ' ')}" if edge.shared else f"{edge.role} ({edge.source_grade}{edge.fact_grade})"
        )
        say(f"{edge.one} - {edge.other}: {how}")
    if found.more:
        say("There is more: begin at a record further out.")
    return 0


def compare(
    country: Annotated[str, Parameter(help="The country that the document names.")],
    type_: Annotated[str, Parameter(name="TYPE", help="Its type: passport, identity_card, visa …")],
    *,
    series: Annotated[str, Parameter(help="Its series, where it can be told.")] = "",
    json: AsJson = False,
) -> int:
    """Shows specimens and counterfeits of a kind of document."""
    found = client().compare(country, type_, series)
    if json:
        as_json(found)
        return 0
    for title, side in (("Genuine", found.genuine), ("False", found.false)):
        say(title, "bold")
        rows = [(one.id, one.owner, one.flat.get("series", ""), _signs(one)) for one in side or ()]
        table(("record", "owner", "series", "what to look at"), rows, found.closed if side is None else "None is recorded.")
    return 0


def _signs(one: Record) -> str:
    """The features, with where they are."""
    flat = one.flat
    found = [path.rsplit(".", 1)[0] for path in flat if path.startswith("features.") and path.endswith(".feature")]
    return "; ".join(
        " ".join(flat[f"{item}.{part}"] for part in ("feature", "where", "what") if f"{item}.{part}" in flat) for item in found
    )
