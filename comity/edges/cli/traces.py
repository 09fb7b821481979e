"""Requests to trace a firearm: ask, look, answer, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table, under

if TYPE_CHECKING:
    from comity.client.traces import Asked, Trace

Others = Annotated[
    list[str] | None, Parameter(name="--ask", help="Another authority by its code; CODE:why with maker, importer, exported.", negative="")
]


def _asked(others: list[str] | None) -> tuple[Asked, ...]:
    from comity.client.traces import Asked

    return tuple(Asked(code, why or "other") for code, _, why in (one.partition(":") for one in others or ()))


def _values(pairs: list[str] | None) -> dict[str, str]:
    """`name=value` as a mapping. Raises: Stopped."""
    values = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise Stopped(f"{pair!r} is no value.", "Such as --set make=Arvenwerk.")
        values[name] = value
    return values


def ask(
    record: Annotated[str, Parameter(help="Your own record of the weapon, where there is one.")] = "",
    *,
    values: Annotated[list[str] | None, Parameter(name="--set", help="A field of the weapon: make=Arvenwerk.", negative="")] = None,
    others: Others = None,
    words: Annotated[str, Parameter(help="What those asked should know.")] = "",
    json: AsJson = False,
) -> int:
    """Asks the maker's and the importer's country (made_in, imported_to) whom a weapon was sold or exported to."""
    made = client().ask_trace(record=record, values=_values(values), ask=_asked(others), words=words)
    return _told(made, json=json)


def listed(*, side: Literal["own", "asked"] = "own", after: After = "", json: AsJson = False) -> int:
    """Lists your traces, or with --side asked those that wait for your answer or have it."""
    page = client().traces(side, after)
    if json:
        as_json(page)
        return 0
    rows = [
        (one.id, f"{one.at:%Y-%m-%d %H:%M}Z", one.asker, one.state, f"{sum(bool(leg.answer) for leg in one.legs)} of {len(one.legs)}")
        for one in page.items
    ]
    table(("trace", "at", "asker", "state", "answered"), rows, "There is no trace.")
    if page.waiting:
        note(f"{page.waiting} wait for your answer: comity traces list --side asked")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def show(trace: str, *, json: AsJson = False) -> int:
    """Shows a trace: its asker every answer, who was asked its own."""
    return _told(client().trace(trace), json=json)


def further(trace: str, *, others: Others = None, json: AsJson = False) -> int:
    """Asks others too: where an answer leads to."""
    if not others:
        raise Stopped("Say whom to ask too.", "comity traces further ID --ask XDV:exported")
    return _told(client().ask_further(trace, _asked(others)), json=json)


def answer(
    trace: str,
    what: Literal["sold", "exported", "no_record", "refused"],
    *,
    dealer: Annotated[str, Parameter(help="To whom it was sold.")] = "",
    country: Annotated[str, Parameter(help="Where it was exported to.")] = "",
    date: Annotated[str, Parameter(help="When, as far as known.")] = "",
    reference: Annotated[str, Parameter(help="Of the sale or licence.")] = "",
    words: Annotated[str, Parameter(help="More; the reason of a refusal.")] = "",
    json: AsJson = False,
) -> int:
    """Answers for your authority, once."""
    from comity.client.traces import TraceAnswer

    return _told(client().answer_trace(trace, TraceAnswer(what, dealer, country, date, reference, words)), json=json)


def close(
    trace: str,
    outcome: Literal["traced", "not_traced", "withdrawn"],
    *,
    words: Annotated[str, Parameter(help="Sealed in the audit.")] = "",
    json: AsJson = False,
) -> int:
    """Closes your trace with what came of it."""
    return _told(client().close_trace(trace, outcome, words), json=json)


def _told(one: Trace, *, json: bool) -> int:
    if json:
        as_json(one)
        return 0
    say(f"Trace {one.id}: {one.state}{f', {one.outcome}' if one.outcome else ''}", "bold")
    facts((("asked by", one.asker), ("at", f"{one.at:%Y-%m-%d %H:%M}Z"), *one.values.items(), ("words", one.words)))
    for leg in one.legs:
        state = leg.answer.replace("_", " ") or ("late" if leg.late else f"due {leg.due_at:%Y-%m-%d}")
        say(f"{leg.place}. {leg.authority} ({leg.why}): {state}")
        said = "; ".join(part for part in (leg.dealer, leg.country, leg.date, leg.reference, leg.words) if part)
        if said:
            under(said, 4)
    for code in one.next:
        note(f"An answer leads to {code}: comity traces further {one.id} --ask {code}:exported")
    return 0
