"""`comity clearances`: that a document is not that of a record's person, by two officers; the owner's objection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.terminal import as_json, facts, note, say, table

if TYPE_CHECKING:
    from comity.client.clearances import Clearance

_Ground = Literal["birth", "face", "fingerprints", "dna", "build", "owner", "other"]
_Which = Annotated[str, Parameter(help="The clearance's id, as listed.")]


def listed(*, side: Literal["given", "against"] = "given", after: After = "", json: AsJson = False) -> int:
    """Lists clearances that your bureau gave; with --side against those against your authority's records."""
    page = client().clearances(side, after)
    if json:
        as_json(page)
        return 0
    rows = [
        (
            str(one.id),
            f"{one.confirmed_at or one.proposed_at:%Y-%m-%d %H:%M}Z",
            one.bureau if side == "against" else one.owner,
            one.register.replace("_", " "),
            str(one.record),
            one.ground,
            _state(one),
        )
        for one in page.items
    ]
    who = "given by" if side == "against" else "owner"
    table(("clearance", "at", who, "register", "record", "told apart by", "state"), rows, "There is no clearance.")
    if page.waiting:
        note(f"{page.waiting} wait for your signature: comity clearances confirm ID NUMBER ISSUER")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def _state(one: Clearance) -> str:
    if one.state == "ended":
        return f"ended: {(one.objection or one.ending).replace('_', ' ')}"
    return f"{one.state.replace('_', ' ')} until {one.until:%Y-%m-%d}"


def propose(
    check: Annotated[str, Parameter(help="The entry that the check ended with, such as 3-1207.")],
    at: Annotated[str, Parameter(help="Its time, as printed with it.")],
    record: Annotated[str, Parameter(help="The record that it met, as printed.")],
    *,
    ground: Annotated[_Ground, Parameter(help="By what the two persons were told apart.")],
    agreed: Annotated[bool, Parameter(help="The person knows of the clearance and wants it.")] = False,
    named: Annotated[bool, Parameter(help="Other authorities may see that your bureau gave it.")] = False,
    json: AsJson = False,
) -> int:
    """Says that the holder of the document is not the record's person. Another officer of your bureau confirms it.

    Only who asked may say it, within 24 hours, of a check of exactly one document with its issuer. `comity check` prints the check, its
    time and the record.
    """
    from comity.client.clearances import ClearanceProposal

    made = client().propose_clearance(ClearanceProposal(check, at, record, ground, agreed, named))
    return _told(made, "Proposed. It is shown to nobody else before another officer of your bureau confirms it.", json=json)


def confirm(
    clearance: _Which,
    number: Annotated[str, Parameter(help="The document's number, as you read it.")],
    issuer: Annotated[str, Parameter(help="Who issued it.")],
    *,
    json: AsJson = False,
) -> int:
    """The second signature. You read the document again: what was cleared is kept as a keyed hash, which nobody can show you."""
    made = client().confirm_clearance(clearance, number, issuer)
    return _told(made, f"In force until {made.until:%Y-%m-%d}. The record's owner is told.", json=json)


def object_to(
    clearance: _Which,
    why: Annotated[Literal["same-person", "not-shown", "under-inquiry"], Parameter(help="Why.")],
    *,
    json: AsJson = False,
) -> int:
    """Objects to a clearance against a record of yours. It ends at once."""
    from typing import cast

    from comity.client.clearances import ObjectionWhy

    made = client().object_to_clearance(clearance, cast("ObjectionWhy", why.replace("-", "_")))
    return _told(made, "Noted. It has ended.", json=json)


def end(
    clearance: _Which,
    *,
    person_withdrew: Annotated[bool, Parameter(help="The person does not want it any more.")] = False,
    json: AsJson = False,
) -> int:
    """Ends a clearance that your bureau gave, or refuses one that a colleague proposed."""
    made = client().end_clearance(clearance, "person_withdrew" if person_withdrew else "by_bureau")
    return _told(made, "It has ended.", json=json)


def _told(one: Clearance, sentence: str, *, json: bool) -> int:
    if json:
        as_json(one)
        return 0
    say(sentence, "bold")
    facts((("clearance", str(one.id)), ("record", f"{one.record} of {one.owner}"), ("told apart by", one.ground), ("state", _state(one))))
    return 0
