"""`comity review` and `comity measure`: what waits for the secretariat, its signatures, and measures on what an authority enters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.terminal import as_json, facts, note, say, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.client.life import Measures, Review, ReviewOutcome

Found = Annotated[str, Parameter(help="What you found, or what you ask; 10 characters at least.")]


def queue(*, json: AsJson = False) -> int:
    """Lists what waits for you as a reviewer: children and missing persons first, then the oldest."""
    return _listed(client().reviews(), json=json, empty="Nothing waits for your review.")


def own(*, json: AsJson = False) -> int:
    """Lists what of your authority's records waits or was refused, with what its reviewers said."""
    return _listed(client().own_reviews(), json=json, empty="None of your records waits.")


def _listed(found: Iterable[Review], *, json: bool, empty: str) -> int:
    lines = tuple(found)
    if json:
        as_json(lines)
        return 0
    rows = [
        (
            one.register.replace("_", " "),
            one.record,
            one.owner,
            f"{one.hours} h{' FIRST' if one.lane else ''}",
            one.state,
            ", ".join(f"{each.code.replace('_', ' ')} ({each.rule})" for each in one.findings),
            ", ".join(one.signed),
        )
        for one in lines
    ]
    table(("register", "record", "owner", "waits", "state", "why", "signed"), rows, empty)
    for one in lines:
        for each in one.signatures:
            note(f"{one.record}: {each.desk} desk, {each.outcome} {each.ground.replace('_', ' ')}: {each.reason}")
    return 0


def show(register: str, record: str, *, json: AsJson = False) -> int:
    """Opens a record that waits, as its reviewer. Its owner learns of the reading."""
    loan = client().open_review(register, record)
    if json:
        as_json(loan)
        return 0
    say(f"{register.replace('_', ' ')} {loan.waiting.record}, of {loan.waiting.owner}, {loan.waiting.state}", "bold")
    for one in loan.earlier:
        say(f"DECIDED BEFORE, {one.at:%Y-%m-%d}, {one.register.replace('_', ' ')}: {one.decision.replace('_', ' ')}", "bold red")
    facts((name, value) for name, value in loan.values.items())
    facts((("purposes", ", ".join(loan.purposes)), ("law", loan.law), ("source", loan.source)))
    for each in loan.waiting.signatures:
        note(f"{each.desk} desk: {each.outcome} {each.ground.replace('_', ' ')}: {each.reason}")
    return 0


def release(register: str, record: str, *, reason: Found) -> int:
    """Signs for a release. What asks for action against a person needs both desks, in two persons."""
    return _sign(register, record, "release", reason)


def ask(register: str, record: str, *, reason: Found) -> int:
    """Asks the owner something before signing."""
    return _sign(register, record, "ask", reason)


def refuse(register: str, record: str, *, ground: Annotated[str, Parameter(help="Of the closed list.")], reason: Found) -> int:
    """Refuses a record, with its ground; its owner reads both."""
    return _sign(register, record, "refuse", reason, ground)


def suspend(register: str, record: str, *, reason: Found) -> int:
    """Leaves a record unseen until something is known."""
    return _sign(register, record, "suspend", reason)


def _sign(register: str, record: str, outcome: ReviewOutcome, reason: str, ground: str = "") -> int:
    done = client().sign_review(register, record, outcome, reason, ground)
    say(f"Signed. The record is {done.state} now.")
    return 0


def measures(*, json: AsJson = False) -> int:
    """Lists supervised input and quotas: of all for the secretariat, of your authority otherwise."""
    return _measured(client().measures(), json=json)


def _measured(found: Measures, *, json: bool = False) -> int:
    if json:
        as_json(found)
        return 0
    rows = [(one.authority, "supervised", one.second_officer or "secretariat", one.reason) for one in found.supervised]
    rows += [(one.authority, "quota", one.register.replace("_", " "), f"{one.per_day} a day") for one in found.quotas]
    table(("authority", "measure", "of", ""), rows, "No measure is in force.")
    return 0


def supervise(
    authority: str,
    *,
    reason: Annotated[str, Parameter(help="Why, for the authority to read.")],
    officer: Annotated[int | None, Parameter(help="Number of its own officer who reviews; the secretariat otherwise.")] = None,
) -> int:
    """What this authority enters waits for review from now on; missing persons and children pass."""
    return _measured(client().supervise(authority, reason, officer))


def lift(authority: str) -> int:
    """Lifts the supervision of an authority."""
    client().lift_supervision(authority)
    say("Lifted. What waits already goes on waiting.")
    return 0


def quota(
    authority: str,
    register: str,
    *,
    per_day: Annotated[int | None, Parameter(help="Records a day; without it the quota is lifted.")] = None,
) -> int:
    """Sets how many records a day pass with one signature."""
    server = client()
    if per_day is None:
        server.lift_quota(authority, register)
        say("Lifted.")
        return 0
    return _measured(server.set_quota(authority, register, per_day))
