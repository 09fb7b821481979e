"""What can be asked without a record of it: how a text is read, works of art that are open to the public, whether the service answers."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.find import measure_of
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table


def recognise(text: str, *, json: AsJson = False) -> int:
    """Says how a number, a scanned zone or a pasted text is read. Nothing is asked, and nothing recorded."""
    found = client().recognise(text)
    if json:
        as_json(found)
        return 0
    readings: list[dict[str, Any]] = [one for one in (found["reading"], *found["alternatives"]) if one]
    rows = [
        (one["what"].replace("_", " "), ", ".join(one["parts"].values()), ", ".join(one["registers"]), " ".join(one["sentences"]))
        for one in readings
    ]
    table(("read as", "value", "registers", "why"), rows, "It cannot be read as anything that is asked.")
    for sentence in found["sentences"]:
        note(sentence)
    return 0


def public_art(
    *words: Annotated[str, Parameter(help="What it looks like, in any order; or with --record nothing.")],
    measure: Annotated[list[str] | None, Parameter(help="A measure, as height=120cm; may be given several times.")] = None,
    record: Annotated[str, Parameter(help="One work, by its number.")] = "",
    json: AsJson = False,
) -> int:
    """Looks up works of art that their owners opened to everybody. Needs no sign-in."""
    server = client("")
    if record:
        one = server.public_work(record)
        if json:
            as_json(one)
            return 0
        facts((("work", one.id), ("owner", one.owner), *((name, _told(value)) for name, value in one.values.items())))
        return 0
    if not words and not measure:
        raise Stopped("Say what it looks like: comity public-art bronze heron --measure height=40cm.")
    found = server.find_public(" ".join(words), tuple(measure_of(one) for one in measure or ()))
    if json:
        as_json(found)
        return 0
    rows = [(one.id, one.owner, _told(one.values.get("title", "")), ", ".join((*one.words, *one.measures))) for one in found]
    table(("work", "owner", "title", "agrees in"), rows, "Nothing like it is open to the public.")
    return 0


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(map(_told, value.values()))
    return "; ".join(map(_told, value)) if isinstance(value, list) else str(value)


def directory(*, json: AsJson = False) -> int:
    """Lists the authorities that take part, and their bureaus."""
    server = client()
    authorities, bureaus = server.authorities(), server.bureaus()
    if json:
        as_json({"authorities": authorities, "bureaus": bureaus})
        return 0
    offices = {name: ", ".join(one.code for one in bureaus if one.authority == name) for name in {one.authority for one in bureaus}}
    rows = [(one.code, one.kind, one.names.get("en", ""), offices.get(one.code, "")) for one in authorities]
    table(("authority", "kind", "name", "bureaus"), rows, "Nobody takes part yet.")
    return 0


def health(*, json: AsJson = False) -> int:
    """Says whether the service and its database answer. Needs no sign-in; where they do not, the sentence says what still works."""
    found = client("").health()
    if json:
        as_json(found)
    else:
        say(f"{found.status}, version {found.version}")
    return 0
