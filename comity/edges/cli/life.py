"""`comity life`: what ends soon, how it may be extended, what a record said before, what was deleted and who still holds a copy."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.terminal import as_json, note, say, table

Why = Annotated[str, Parameter(help="Why the purpose needs it longer; 40 characters at least.")]
Outcome = Literal["acquitted", "charge_dropped", "found", "identified", "recovered", "surrendered"]


def listed(*, after: After = "", json: AsJson = False) -> int:
    """Lists what of your records ends within six months, and what nobody confirmed for a year."""
    page = client().life_questions(after)
    if json:
        as_json(page)
        return 0
    rows = [
        (
            one.register.replace("_", " "),
            one.record,
            one.ends_at,
            one.stage.replace("_", " "),
            one.answer.replace("_", " "),
            one.until or "",
        )
        for one in page.items
    ]
    table(("register", "record", "ends after", "told", "answer", "asked until"), rows, "None of your records ends within six months.")
    if page.to_confirm:
        confirm = [(one.register.replace("_", " "), one.record, f"{one.confirmed_at:%Y-%m-%d}") for one in page.to_confirm]
        table(("register", "record", "confirmed"), confirm, "")
        note("Say whether these still hold: comity record confirm.")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def extend(
    register: str,
    record: str,
    *,
    until: Annotated[str, Parameter(help="The new last day, such as 2028-06-30.")],
    purpose: Annotated[str, Parameter(help="The purpose of the record that needs it longer.")],
    reason: Why,
) -> int:
    """Asks for a longer life; another officer decides."""
    client().answer_life(register, record, "extend", until=until, purpose=purpose, reason=reason)
    say("Asked. Another officer decides: comity life approve. Without that it is erased at its end.")
    return 0


def let_go(register: str, record: str) -> int:
    """Says that a record is not needed: it is erased at its end, and nobody is reminded."""
    client().answer_life(register, record, "let-go")
    say("Noted: it is erased at its end.")
    return 0


def approve(register: str, record: str) -> int:
    """Approves a longer life that another officer asked for; the record passes today's rules again."""
    client().answer_life(register, record, "approve")
    say("Approved: the record lives on.")
    return 0


def refuse(register: str, record: str) -> int:
    """Does not approve a longer life: the record is erased at its end."""
    client().answer_life(register, record, "refuse")
    say("Refused: it is erased at its end, unless it is asked for again.")
    return 0


def close(register: str, record: str, *, outcome: Outcome, reason: Annotated[str, Parameter(help="Kept sealed in the audit.")] = "") -> int:
    """Says that the purpose of a record is met: it is erased at once."""
    done = client().close_record(register, record, outcome, reason)
    say(f"Record {done.record}: purpose met ({done.act.replace('_', ' ')}); erased.")
    return 0


def history(register: str, record: str, *, json: AsJson = False) -> int:
    """Shows what a record said before, and what changed."""
    found = client().versions(register, record)
    if json:
        as_json(found)
        return 0
    for one in found:
        until = f" until {one.until:%Y-%m-%d %H:%M}Z" if one.until else ", as it stands"
        say(f"Version {one.version}, from {one.since:%Y-%m-%d %H:%M}Z{until}, by {_who(one.officer)}", "bold")
        table(("field", "before", "after"), [(each.field, each.before, each.after) for each in one.changes], "The first content.")
    return 0


def _who(officer: int) -> str:
    return f"officer {officer}" if officer > 0 else f"system {-officer}"


def deletions(
    *,
    missing: Annotated[bool, Parameter(help="Only those of which a receipt is missing.", negative="")] = False,
    after: After = "",
    json: AsJson = False,
) -> int:
    """Lists what was deleted of your records, with the receipt of each holder of a copy."""
    page = client().deletions(after, missing=missing)
    if json:
        as_json(page)
        return 0
    rows = [
        (
            one.number,
            f"{one.at:%Y-%m-%d %H:%M}Z",
            one.register.replace("_", " "),
            one.record,
            f"{one.reason} {one.outcome}".strip().replace("_", " "),
            ", ".join(f"{each.holder}{' OVERDUE' if each.overdue else ''}" for each in one.receipts if not each.received_at) or "none",
        )
        for one in page.items
    ]
    table(("number", "at", "register", "record", "why", "receipts missing"), rows, "Nothing was deleted.")
    for owed in page.owed:
        note(f"{owed.holder}: {owed.missing} receipts missing, {owed.overdue} of them overdue")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0
