"""Finding an object by what it looks like."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, say, table


def find(
    register: Annotated[str, Parameter(help="A register whose objects have no number: art.")],
    *words: Annotated[str, Parameter(help="What it looks like, in any order.")],
    measure: Annotated[list[str] | None, Parameter(help="A measure, as height=120cm; may be given several times.")] = None,
    json: AsJson = False,
) -> int:
    """Finds objects by words and measures, the likest first."""
    found = client().find(register, " ".join(words), tuple(measure_of(one) for one in measure or ()))
    if json:
        as_json(found)
        return 0
    rows = [
        (one.record.id, one.record.owner, one.record.flat.get("title", ""), ", ".join((*one.words, *one.measures)), f"{one.share:.0%}")
        for one in found.items
    ]
    table(("record", "owner", "title", "agrees in", "of the question"), rows, "Nothing like it is recorded.")
    if found.common:
        say(f"Too common to lead to anything alone: {', '.join(found.common)}.")
    if found.more:
        say("There is more like it: add a word or a measure.")
    return 0


def measure_of(given: str) -> tuple[str, str]:
    """A dimension and its measure, as typed. Raises: Stopped."""
    dimension, parted, value = given.partition("=")
    if not parted:
        raise Stopped(f"{given!r} is not DIMENSION=MEASURE, such as height=120cm.")
    return dimension.strip(), value.strip()
