"""The log as an auditor reads it, over the API. Each call states its basis, and is an entry of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import After, AsJson, moment
from comity.edges.cli.terminal import as_json, facts, note, say, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.client.oversight import AuditEntry

Basis = Annotated[str, Parameter(help="Why this is looked at, at least 10 characters; kept sealed in the log.")]
Purpose = Annotated[str, Parameter(help="The purpose you state; it must be your session's.")]
Since = Annotated[str, Parameter(help="A day or a time; a month back otherwise.")]
Until = Annotated[str, Parameter(help="A day or a time, not included; now otherwise.")]
_MET: Final = {0: "no hit", 1: "hit", 2: "no answer", 3: "look-alike"}


def status(*, json: AsJson = False) -> int:
    """Says how far the log is, and its last signed checkpoint."""
    found = client().audit_status()
    if json:
        as_json(found)
        return 0
    last = found.last
    signed = f"{last.at:%Y-%m-%d %H:%M:%S}Z over {last.size} entries" if last else "none, or not by this installation's key"
    facts((("entries in the tree", found.size), ("last checkpoint", signed), ("root", last.root if last else "")))
    return 0


def search(
    *,
    basis: Basis,
    purpose: Purpose = "",
    since: Since = "",
    until: Until = "",
    officer: Annotated[int | None, Parameter(help="Number of an officer.")] = None,
    act: Annotated[str, Parameter(help="Such as check, read, create, correct, sign_in, refusal, audit_open.")] = "",
    register: str = "",
    after: After = "",
    json: AsJson = False,
) -> int:
    """Searches the log of your authority: who did what, where, when and for which purpose. What was asked stays sealed."""
    from comity.client.oversight import AuditQuery

    server = client()
    _state(server.me().purpose if purpose else "", purpose)
    page = server.audit_entries(AuditQuery(basis, moment(since), moment(until), officer, act, register, after))
    if json:
        as_json(page)
        return 0
    _entries(page.items)
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def who_asked(
    kind: Annotated[str, Parameter(help="A kind of identifier: document, mrz, vin, plate, imo, serial ...")],
    value: Annotated[str, Parameter(help="The number; with :ISSUER or :COUNTRY for a document or plate.")],
    *,
    basis: Basis,
    purpose: Purpose = "",
    since: Since = "",
    until: Until = "",
    json: AsJson = False,
) -> int:
    """Finds who asked about a document or vehicle, by keyed hashes: nothing is opened."""
    from comity.client.checks import Identifier

    plain, _, issuer = value.partition(":") if kind in ("document", "plate") else (value, "", "")
    server = client()
    _state(server.me().purpose if purpose else "", purpose)
    found = server.who_asked(Identifier(kind, plain, issuer.upper()), basis, moment(since), moment(until))
    if json:
        as_json(found)
    else:
        _entries(found)
    return 0


def open_entry(entry: str, *, basis: Basis, purpose: Purpose = "", json: AsJson = False) -> int:
    """Opens what was asked. The opening, and why, is in the log before you see it."""
    server = client()
    _state(server.me().purpose if purpose else "", purpose)
    opened = server.open_entry(entry, basis)
    if json:
        as_json(opened)
        return 0
    asked = "; ".join(f"{one.kind} {one.value}{f' of {one.issuer}' if one.issuer else ''}" for one in opened.identifiers)
    say(f"{opened.act.replace('_', ' ')}: {asked or opened.text or 'nothing was asked'}", "bold")
    protected = "the owner was not told" if opened.protected else ""
    facts(
        (("at", f"{opened.at:%Y-%m-%d %H:%M:%S}Z"), ("reference", opened.reference), ("officer", opened.officer), ("protected", protected))
    )
    return 0


def _state(of_session: str, stated: str) -> None:
    """A stated purpose that is not the session's stops the command before anything is looked at. Raises: Stopped."""
    from comity.edges.cli.sentences import Stopped

    if stated and stated != of_session:
        raise Stopped(
            f"Your session works for {of_session or 'no purpose yet'}, not for {stated} (PUR-01).", "Choose: comity place UNIT PURPOSE."
        )


def _entries(entries: Iterable[AuditEntry]) -> None:
    rows = [
        (
            one.id,
            f"{one.at:%Y-%m-%d %H:%M:%S}Z",
            one.act,
            _who(one),
            one.purpose,
            ", ".join(one.registers),
            _outcome(one),
            one.rule,
            one.detail,
        )
        for one in entries
    ]
    titles = ("entry", "at", "act", "who", "purpose", "registers", "outcome", "rule", "detail")
    table(titles, rows, "Nothing on this page fits.")


def _outcome(entry: AuditEntry) -> str:
    """In words for a check; else 1 where it was done."""
    return _MET.get(entry.outcome, str(entry.outcome)) if entry.act == "check" else str(entry.outcome)


def _who(entry: AuditEntry) -> str:
    who = f"officer {entry.officer}" if entry.officer else f"system {entry.system}" if entry.system else "nobody known"
    return f"{who}, {entry.bureau}" if entry.bureau else who
