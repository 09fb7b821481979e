"""`comity record views|view-save|view-drop|export|many|sign`: what is done with a list of one's own records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from cyclopts import Parameter

from comity.edges.cli.connection import client
from comity.edges.cli.inbox import AsJson
from comity.edges.cli.jobs import fetched, followed
from comity.edges.cli.record import WHERE, Many, conditions
from comity.edges.cli.restrictions import Denied, Kinds, codes
from comity.edges.cli.terminal import as_json, note, say, table

if TYPE_CHECKING:
    from comity.client.views import Many as Act
    from comity.client.views import ManyAct

Where = Annotated[Many, Parameter(help=WHERE, negative="")]
Sort = Annotated[str, Parameter(help="As in `comity record list`.")]


def views(register: str, *, json: AsJson = False) -> int:
    """Lists your saved lists of a register, and those that your unit shares."""
    found = client().views(register)
    if json:
        as_json(found)
        return 0
    rows = [
        (one.id, one.name, " ".join(f"{name}={value}" for name, value in one.where.items()), one.sort, "shared" if one.shared else "")
        for one in found
    ]
    table(("view", "name", "where", "sort", ""), rows, "There are no saved lists.")
    return 0


def view_save(
    register: str,
    name: str,
    *,
    where: Where = None,
    sort: Sort = "",
    shared: Annotated[bool, Parameter(help="With the officers of your unit.", negative="")] = False,
) -> int:
    """Saves a list under a name; one of the same name is replaced. An identifier is not saved."""
    made = client().save_view(register, name, conditions(where), sort=sort, shared=shared)
    say(f"View {made.id}: {made.name}.")
    return 0


def view_drop(register: str, view: str) -> int:
    """Takes one of your own saved lists away."""
    client().drop_view(register, view)
    say("The list is not saved any more.")
    return 0


def export(
    register: str,
    file: Path,
    *,
    where: Where = None,
    format: Annotated[str, Parameter(help="csv, jsonl or xlsx; as the file's name ends otherwise.")] = "",  # noqa: A002 - the option's name
    personal: Annotated[bool, Parameter(help="With identifiers and fields on persons.", negative="")] = False,
) -> int:
    """Writes own records into a file, each row with its conditions."""
    server = client()
    job = server.export_records(register, conditions(where), format=format or file.suffix.lstrip(".") or "csv", personal=personal)
    done = followed(server, str(job))
    if done.state != "done":
        note(f"The job is {done.state}: comity jobs show {job}")
        return 1
    fetched(server, str(job), file)
    say(f"{done.done} records in {file}.")
    return 0


def many(
    register: str,
    act: Annotated[str, Parameter(help="confirm, release, restrict, shorten or withdraw.")],
    *,
    where: Where = None,
    record: Annotated[Many, Parameter(help="A record, instead of conditions; once for each.", negative="")] = None,
    count: Annotated[int, Parameter(help="How many, as the look before said; without it nothing is done.")] = 0,
    reason: str = "",
    ends: Annotated[str, Parameter(help="The new last day, to shorten.")] = "",
    deny: Denied = None,
    deny_kind: Kinds = None,
) -> int:
    """Acts on many records: without --count it counts them and shows ten; with the same count it does it."""
    from comity.client.views import Particulars

    server, what, words = client(), cast("ManyAct", act), conditions(where)
    if not count:
        found = server.preview_many(register, what, words, record or ())
        rows = [(one.id, one.state, " ".join(list(one.flat.values())[:4]), one.ends_at) for one in found.sample]
        table(("record", "state", "values", "until"), rows, "None of your records fits.")
        note(f"{found.count} in all. To do it: --count {found.count}{'; a second officer signs' if found.signed else ''}")
        return 0
    particulars = Particulars(reason, ends, codes(deny), tuple(deny_kind or ()))
    _said(server.order_many(register, what, count, words, record or (), particulars))
    return 0


def sign(act: str = "", *, refuse: Annotated[bool, Parameter(help="It is not done.", negative="")] = False, json: AsJson = False) -> int:
    """Signs an act on many that another officer asked for (REC-18); without one, lists those that wait or are under way."""
    if act:
        _said(client().sign_many(act, refuse=refuse))
        return 0
    found = client().many_waiting()
    if json:
        as_json(found)
        return 0
    rows = [(one.id, one.register.replace("_", " "), one.act, one.total, one.state.replace("_", " ")) for one in found]
    table(("act", "register", "what", "records", "state"), rows, "No act on many records waits.")
    return 0


def _said(made: Act) -> None:
    state = {"unsigned": "waits for a second officer: comity record sign", "under_way": "is under way: comity jobs show"}
    say(f"{made.act.capitalize()} of {made.total}: {state.get(made.state, made.state)} {made.id}")
