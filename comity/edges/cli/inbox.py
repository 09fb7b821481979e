"""The inbox, protected results, and who looked."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table

AsJson = Annotated[bool, Parameter(name="--json", help="As JSON.")]
After = Annotated[str, Parameter(help="The mark that the page before ended with.")]


def inbox(
    message: Annotated[str, Parameter(help="An entry to open; it counts as read then.")] = "", *, after: After = "", json: AsJson = False
) -> int:
    """Lists who met your records, or opens one entry. Which bureau, for which purpose, how it matched: never the officer."""
    if message:
        return _open(message, json=json)
    page = client().inbox(after)
    if json:
        as_json(page)
        return 0
    rows = [
        (
            one.id,
            f"{one.at:%Y-%m-%d %H:%M}Z",
            one.bureau,
            one.purpose,
            one.grade,
            one.register.replace("_", " "),
            "" if one.read_at else "new",
        )
        for one in page.items
    ]
    table(("entry", "at", "bureau", "purpose", "grade", "register", ""), rows, "The inbox is empty.")
    _more(page.next)
    return 0


def _open(message: str, *, json: bool) -> int:
    told = client().open_message(message)
    if json:
        as_json(told)
        return 0
    did = "cleared a document of" if told.clearance else "met"
    say(f"{told.bureau} of {told.authority} {did} your record {told.record} ({told.register.replace('_', ' ')}).", "bold")
    seen = "the asker saw nothing" if told.discreet else ""
    facts((("purpose", told.purpose), ("grade", told.grade), ("at", f"{told.at:%Y-%m-%d %H:%M:%S}Z"), ("discreet", seen)))
    return 0


def held(
    action: Literal["release"] | None = None,
    message: str = "",
    *,
    reason: Annotated[str, Parameter(help="Why the owner may know now; at least 10 characters.")] = "",
    json: AsJson = False,
) -> int:
    """Lists protected results that their owners do not know of; `held release ID` tells the owner after all."""
    if action:
        if not message or not reason:
            raise Stopped("A release names the result and its reason: comity held release ID --reason TEXT.")
        client().release_held(message, reason)
        say("Released: the owner has it in the inbox now.")
        return 0
    found = client().held()
    if json:
        as_json(found)
        return 0
    rows = [(one.id, f"{one.at:%Y-%m-%d %H:%M}Z", one.owner, one.purpose, one.grade, one.register.replace("_", " ")) for one in found]
    table(("result", "at", "owner", "purpose", "grade", "register"), rows, "No protected result waits.")
    return 0


def who_looked(
    *,
    register: str = "",
    purpose: str = "",
    bureau: Annotated[str, Parameter(help="Code of the bureau that looked.")] = "",
    since: Annotated[str, Parameter(help="A day or a time, such as 2026-11-21 or 2026-11-21T08:00Z; a month back otherwise.")] = "",
    until: Annotated[str, Parameter(help="A day or a time, not included; now otherwise.")] = "",
    after: After = "",
    json: AsJson = False,
) -> int:
    """Lists who looked at your data: bureau, kind of place, purpose and outcome; never the officer."""
    from comity.client.oversight import SightingQuery

    page = client().sightings(SightingQuery(register, purpose, bureau, moment(since), moment(until), after))
    if json:
        as_json(page)
        return 0
    rows = [
        (
            f"{one.at:%Y-%m-%d %H:%M:%S}Z",
            one.bureau,
            one.place.replace("_", " "),
            one.purpose,
            one.outcome,
            one.register.replace("_", " "),
            one.record,
        )
        for one in page.items
    ]
    table(("at", "bureau", "place", "purpose", "outcome", "register", "record"), rows, "Nobody looked, as far as this was asked.")
    _more(page.next)
    return 0


def moment(given: str) -> str:
    """A day or a time as ISO 8601 with a zone; UTC where none was given. Raises: Stopped."""
    from datetime import UTC, datetime

    if not given:
        return ""
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise Stopped(f"{given!r} is no time.", "Such as 2026-11-21, or 2026-11-21T08:00Z.") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()


def _more(following: str) -> None:
    if following:
        note(f"There is more: --after {following}")
