"""`comity record`: one's authority's own records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.restrictions import Denied, Kinds, codes
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table

if TYPE_CHECKING:
    from comity.client.records import Act, Record

Values = Annotated[list[str], Parameter(help="NAME=VALUE, once for each field; `comity registers NAME` lists them.", negative="")]
Law = Annotated[str, Parameter(help="The law the record rests on.")]
Reason = Annotated[str, Parameter(help="Why; kept with the act.")]
Many = list[str] | None
WHERE = (
    "NAME=VALUE, once for each condition: state, purposes, level, warnings, discreet, source, changed_by=me, show=waiting|ends_soon|stale,"
    " identifier, a field with a column, created_from, created_to and the like."
)


def new(
    register: str,
    *,
    set: Values,  # noqa: A002 - the option's name
    purpose: Annotated[list[str], Parameter(help="What it is kept for; once for each.", negative="")],
    law: Law,
    source: Annotated[str, Parameter(help="authority or holder: who reported it.")],
    level: Annotated[str, Parameter(help="official, restricted or confidential.")] = "official",
    handling: Annotated[Many, Parameter(help="A handling code; once for each.", negative="")] = None,
    warning: Annotated[Many, Parameter(help="A warning of the register; once for each.", negative="")] = None,
    discreet: Annotated[bool, Parameter(help="The asker sees nothing; you are told.")] = False,
    ends: Annotated[str, Parameter(help="Last day of its life; as long as the register keeps otherwise.")] = "",
    json: AsJson = False,
) -> int:
    """Enters a record. Some wait for a second officer before anybody else sees them."""
    from comity.client.records import Header

    header = Header(tuple(purpose), law, source, level, tuple(handling or ()), tuple(warning or ()), discreet, ends)
    made = client().enter_record(register, _values(set), header)
    _show(made, json=json)
    if made.state == "waiting":
        note("It waits for a second officer: comity record release.")
    return 0


def show(
    register: str,
    record: str,
    *,
    protected: Annotated[bool, Parameter(help="After a protected check: the owner is not told.", negative="")] = False,
    json: AsJson = False,
) -> int:
    """Shows a record. What is hidden from you and what is not there give the same answer."""
    _show(client().record(register, record, protected=protected), json=json)
    return 0


def listed(
    register: str,
    *,
    state: Annotated[str, Parameter(help="waiting, released, blocked, withdrawn or expired.")] = "",
    value: Annotated[str, Parameter(help="In the register's own column, such as the reason.")] = "",
    where: Annotated[Many, Parameter(help=WHERE, negative="")] = None,
    sort: Annotated[str, Parameter(help="changed, created, ends, confirmed or the register's own column; + or - before it.")] = "",
    after: After = "",
    limit: Annotated[int, Parameter(help="Records on a page.")] = 50,
    json: AsJson = False,
) -> int:
    """Lists your authority's own records, the last changed first unless told otherwise."""
    page = client().records(register, conditions(where), sort=sort, state=state, value=value, after=after, limit=limit)
    if json:
        as_json(page)
        return 0
    rows = [
        (one.id, one.state, " ".join(list(one.flat.values())[:4]), ", ".join(one.purposes), one.ends_at, one.version) for one in page.items
    ]
    table(("record", "state", "values", "purposes", "until", "version"), rows, "None of your records fits.")
    if page.next:
        note(f"{'More than ' if page.more else ''}{page.total} in all. There is more: --after {page.next}")
    if page.previous:
        note(f"Back: --after {page.previous}")
    return 0


def correct(
    register: str,
    record: str,
    *,
    set: Annotated[Many, Parameter(help="NAME=VALUE; NAME= empties a field.", negative="")] = None,  # noqa: A002 - the option's name
    version: Annotated[int | None, Parameter(help="The version you read; the newest otherwise.")] = None,
    law: Law = "",
    purpose: Annotated[Many, Parameter(help="What it is kept for, anew.", negative="")] = None,
    level: str = "",
    ends: Annotated[str, Parameter(help="Last day of its life.")] = "",
    wrong_person: Annotated[bool, Parameter(help="It was about somebody else: erased at once with its versions.", negative="")] = False,
    json: AsJson = False,
) -> int:
    """Corrects a record: what is not named stays."""
    server = client()
    found = server.record(register, record)
    if not found.own:
        raise Stopped(f"The record belongs to {found.owner}: only its owner corrects it (OWN-01).")
    header = found.header
    changes: dict[str, object] = {
        name: value for name, value in (("law", law), ("purposes", tuple(purpose or ())), ("level", level), ("ends_at", ends)) if value
    }
    header = msgspec.structs.replace(header, **changes)
    values = {name: value for name, value in {**found.flat, **_values(set or [])}.items() if value}
    put = server.replace_person if wrong_person else server.correct_record
    _show(put(register, record, values, header, version or found.version), json=json)
    return 0


def restrict(register: str, record: str, *, deny: Denied = None, deny_kind: Kinds = None, reason: Reason = "") -> int:
    """Keeps a record from authorities or kinds of entity; without either, from nobody but whom you keep from all."""
    from comity.client.records import Restriction

    done = _decide(register, record, "restrict", reason, Restriction(codes(deny), tuple(deny_kind or ())))
    if not deny and not deny_kind:
        say("The record's own restriction is lifted: it is kept from nobody but those whom you keep from all your records.")
    return done


def block(register: str, record: str, *, reason: Reason) -> int:
    """Hides a record from everybody else while its facts are in doubt."""
    return _decide(register, record, "block", reason)


def unblock(register: str, record: str, *, reason: Reason = "") -> int:
    """Lifts your own block; a commission's stays."""
    return _decide(register, record, "unblock", reason)


def withdraw(register: str, record: str, *, reason: Reason) -> int:
    """Takes a record back for good; its values become unreadable."""
    return _decide(register, record, "withdraw", reason)


def release(register: str, record: str) -> int:
    """Releases a record that another officer entered."""
    return _decide(register, record, "release")


def confirm(register: str, record: str) -> int:
    """Says that a record still stands, so that it lives on."""
    return _decide(register, record, "confirm")


def _decide(register: str, record: str, act: Act, reason: str = "", restriction: object = None) -> int:
    from comity.client.records import Restriction

    whom = restriction if isinstance(restriction, Restriction) else Restriction()
    done = client().decide(register, record, act, reason, whom)
    say(f"Record {done.id}: {done.happened.replace('_', ' ')} at {done.at:%Y-%m-%d %H:%M:%S}Z.")
    return 0


def conditions(given: Many) -> dict[str, str]:
    """Conditions of a list, as typed. Raises: Stopped."""
    return _values(given or [])


def _values(given: list[str]) -> dict[str, str]:
    values = {}
    for one in given:
        name, parted, value = one.partition("=")
        if not parted or not name:
            raise Stopped(f"{one!r} is not NAME=VALUE.")
        values[name] = value
    return values


def _show(record: Record, *, json: bool) -> None:
    if json:
        as_json(record)
        return
    say(f"{record.register.replace('_', ' ')} {record.id}, of {record.owner}{f', {record.state}' if record.state else ''}", "bold")
    for warning in record.warnings:
        say(f"WARNING: {warning.replace('_', ' ')}", "bold red")
    facts((name.replace("_", " "), value) for name, value in record.flat.items())
    facts(
        (
            ("purposes", ", ".join(record.purposes)),
            ("level", record.level),
            ("handling", ", ".join(record.handling).replace("_", " ")),
            ("law", record.law),
            ("source", record.source),
            ("blocked by", record.blocked_by),
            ("entered", f"{record.created_at:%Y-%m-%d %H:%M}Z"),
            ("confirmed", f"{record.confirmed_at:%Y-%m-%d %H:%M}Z"),
            ("until", record.ends_at),
            ("version", record.version or ""),
            ("not shown to you", ", ".join(record.left_out).replace("_", " ")),
        )
    )
    for number, step in enumerate(record.first_step if not record.own else (), start=1):
        say(f"{number}. {step}")
