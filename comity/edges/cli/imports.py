"""The consolidated list of the United Nations: proposed by one officer, approved by another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import After, AsJson
from comity.edges.cli.sentences import Stopped
from comity.edges.cli.terminal import as_json, facts, note, say, table, under

if TYPE_CHECKING:
    from comity.client.imports import Difference, Import

_LARGEST: Final = 32 << 20
Reason = Annotated[str, Parameter(help="Why; at least 10 characters.")]


def propose(
    file: Path,
    *,
    purpose: Annotated[list[str] | None, Parameter(help="A purpose of the records; warning otherwise.", negative="")] = None,
    law: Annotated[str, Parameter(help="The law or decision that the records rest on.")] = "",
    level: Annotated[str, Parameter(help="official, restricted or confidential.")] = "official",
    behalf: Annotated[str, Parameter(help="Of the secretariat: for whom it writes, and the mandate.")] = "",
    json: AsJson = False,
) -> int:
    """Proposes the consolidated list (XML). Nothing of it is visible to others before a second officer approves it."""
    if file.stat().st_size > _LARGEST:
        raise Stopped(f"{file} is larger than {_LARGEST >> 20} MB.", "The list itself has 2 MB: is it this file?")
    made = client().propose_import(file.read_bytes(), purposes=purpose or ("warning",), law=law, level=level, behalf=behalf)
    if json:
        as_json(made)
        return 0
    _told(made)
    note(f"Another officer looks at it with `comity imports show {made.id}` and approves or refuses it.")
    return 0


def _told(one: Import) -> None:
    counts = one.counts
    say(f"Import {one.id}: {one.state}{', yours' if one.own else ''}", "bold")
    facts(
        (
            ("proposed", f"{one.at:%Y-%m-%d %H:%M}Z"),
            ("the list was made", one.generated),
            ("entries", f"{counts.entries}: {counts.persons} persons, {counts.entities} entities"),
            ("added", counts.added),
            ("changed", counts.changed),
            ("unchanged", counts.unchanged),
            ("refused", counts.refused),
            ("withdrawn", f"{counts.withdrawn} of {counts.before} records"),
            ("on behalf of", one.behalf),
            ("not read", ", ".join(f"{name} ({count})" for name, count in one.unread.items())),
        )
    )
    for code, count in one.reasons.items():
        under(f"refused: {count} {code.replace('_', ' ')}")
    if one.stale:
        say("Stale: the records it compares with have changed since. Refuse it, and propose the file anew.")


def listed(*, after: After = "", json: AsJson = False) -> int:
    """Lists the imports of your authority, newest first."""
    page = client().imports(after)
    if json:
        as_json(page)
        return 0
    rows = [
        (
            one.id,
            f"{one.at:%Y-%m-%d %H:%M}Z",
            one.state,
            one.counts.entries,
            one.counts.added,
            one.counts.changed,
            one.counts.withdrawn,
            one.counts.refused,
        )
        for one in page.items
    ]
    table(("import", "at", "state", "entries", "added", "changed", "withdrawn", "refused"), rows, "There is no import.")
    if page.next:
        note(f"There is more: --after {page.next}")
    return 0


def show(
    proposal: str,
    *,
    kind: Annotated[Literal["", "added", "changed", "withdrawn", "refused"], Parameter(help="One kind of difference.")] = "",
    after: Annotated[int, Parameter(help="The mark that the page before ended with.")] = 0,
    json: AsJson = False,
) -> int:
    """Shows what an import would do, fifty differences a page; none once it is decided."""
    found = client().show_import(proposal, kind, after)
    if json:
        as_json(found)
        return 0
    _told(found.proposal)
    for one in found.items:
        _difference(one)
    if found.next:
        note(f"There is more: --after {found.next}")
    return 0


def _difference(one: Difference) -> None:
    say(f"{one.kind}: {one.reference} {one.name} ({one.subject})")
    for change in one.changes:
        under(f"{change.field}: {change.before or '-'} -> {change.after or '-'}", 4)
    for fault in one.faults:
        under(f"line {one.line}, {fault.field}: {fault.sentence} ({fault.code})", 4)


def approve(proposal: str, *, reason: Reason = "", json: AsJson = False) -> int:
    """Makes all of it records, at once. A reason is needed where more than a tenth of the records would be withdrawn."""
    done = client().approve_import(proposal, reason)
    if json:
        as_json(done)
    else:
        _told(done)
    return 0


def refuse(proposal: str, *, reason: Reason, json: AsJson = False) -> int:
    """Ends an import without any record. Who proposed it may take it back."""
    done = client().refuse_import(proposal, reason)
    if json:
        as_json(done)
    else:
        _told(done)
    return 0
