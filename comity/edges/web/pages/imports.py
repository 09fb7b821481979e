"""Lists of others taken over as a whole: what a file would do, record by record, and what a second officer decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, free, head, identifier, listed, newer_older, say, table_card, tag
from comity.edges.web.forms import Field, Widget, errors, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.imports.compare import Counts, Kind
from comity.imports.model import State

STATES = {State.PROPOSED: mark("Proposed"), State.APPROVED: mark("Approved"), State.REFUSED: mark("Refused")}
KINDS = {Kind.ADDED: mark("Added"), Kind.CHANGED: mark("Changed"), Kind.WITHDRAWN: mark("Withdrawn"), Kind.REFUSED: mark("Refused")}
_SIGNS = {State.PROPOSED: ("wait", "wait"), State.APPROVED: ("clear", "clear"), State.REFUSED: ("", "off")}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import. `own`: the officer proposed it."""

    proposal: str
    at: datetime
    state: State
    own: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class ImportsView:
    """`fields` of the form are empty where the officer may not propose."""

    frame: Frame
    lines: tuple[ImportLine, ...]
    fields: tuple[Field, ...] = ()
    error: Message | None = None
    older: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry. `details`: (field, before, after) of what changes, or (field, code, sentence) of what is wrong."""

    kind: Kind
    reference: str
    name: str
    person: bool
    line: int = 0
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportView:
    """`reasons`: refusals by code. `may_approve`, `may_refuse`: what is offered. `filters`: address for each kind."""

    frame: Frame
    line: ImportLine
    generated: str
    digest: str
    law: str
    behalf: str
    stale: bool
    reasons: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, int], ...]
    differences: tuple[Difference, ...]
    kind: Kind | None = None
    older: str = ""
    newer: str = ""
    may_approve: bool = False
    may_refuse: bool = False
    needs_reason: bool = False
    error: Message | None = None


def page(view: ImportsView, t: Translator) -> Element:
    """The imports of one's authority, and the form for the next."""
    file = Field("file", "File (XML)", required=True, error=view.error)
    columns = (
        Column(t("Time (UTC)")),
        Column(t("State")),
        Column(t("Entries"), number=True),
        Column(t("Added"), number=True),
        Column(t("Changed"), number=True),
        Column(t("Withdrawn"), number=True),
        Column(t("Refused"), number=True),
    )
    nothing = empty(t("No import yet"), t("A list that was proposed appears here, with what it would do."))
    body = listed(Table(t("Imports"), columns, tuple(_row(each, t) for each in view.lines)), nothing)
    return framed(
        view.frame,
        t,
        t("Imports"),
        errors((file, *view.fields), t),
        head(t("Imports"), lead=t("The consolidated list of the United Nations Security Council, as special notices.")),
        body,
        newer_older(t, view.older, view.newer),
        bool(view.fields) and _form(view, file, t),
    )


def _row(line: ImportLine, t: Translator) -> Row:
    link = h.a(href=paths.at(paths.IMPORT, proposal=line.proposal), data_row=True)[t.moment(line.at)]
    counts = line.counts
    numbers = (counts.entries, counts.added, counts.changed, counts.withdrawn, counts.refused)
    own = line.own and [" ", h.span(".quiet")[t("proposed by you")]]
    return Row((link, [_state(line.state, t), own], *(t.number(each) for each in numbers)), on=line.state is State.PROPOSED)


def _state(state: State, t: Translator) -> Element:
    kind, sign = _SIGNS[state]
    return tag(kind, sign, t(STATES[state]))


def _form(view: ImportsView, file: Field, t: Translator) -> Element:
    return post(
        paths.IMPORTS,
        view.frame.csrf,
        h.h2[t("Propose a list")],
        h.div(class_="field bad" if file.error else "field")[
            h.label(for_="file")[t(file.label)],
            file.error and h.p(".why-bad", id="file-why")[t.say(file.error)],
            h.input(type="file", id="file", name="file", accept=".xml,application/xml,text/xml", required=True),
        ],
        (field(each, t) for each in view.fields),
        h.p(".small.quiet")[t("Nothing of it is seen by others before another officer of yours has looked at it and approved it.")],
        submit(t("Propose"), sign="load"),
        class_="card stack-l",
        upload=True,
    )


def import_page(view: ImportView, t: Translator) -> Element:
    """One import: counts that add up, what would be done, and the decision."""
    title = t("Import of {moment}", moment=t.moment(view.line.at))
    wrong = Field("reason", "Reason", error=view.error)
    return framed(
        view.frame,
        t,
        title,
        errors((wrong,), t) if view.error else None,
        head(title, lead=[_state(view.line.state, t), " ", view.line.own and t("proposed by you")]),
        view.stale and say("hit", "bang", h.p[t("Its records have changed since it was proposed. Refuse it, and propose the file anew.")]),
        _counts(view, t),
        _differences(view, t),
        newer_older(t, view.older, view.newer),
        _decision(view, t),
        h.p[h.a(href=paths.IMPORTS)[t("Back to the imports")]],
    )


def _counts(view: ImportView, t: Translator) -> Element:
    counts = view.line.counts
    parts = (counts.added, counts.changed, counts.unchanged, counts.refused)
    total = " + ".join(t.number(each) for each in parts) + " = " + t.number(sum(parts))
    tiles = (
        (counts.added, t("Added"), t("new records")),
        (counts.changed, t("Changed"), t("old version kept")),
        (counts.unchanged, t("The same"), t("nothing to do")),
        (counts.refused, t("Refused"), t("with a reason each")),
        (counts.withdrawn, t("Withdrawn"), t("of {count} records before", count=t.number(counts.before))),
    )
    people = t("Persons: {persons}. Entities: {entities}.", persons=t.number(counts.persons), entities=t.number(counts.entities))
    proof = t.rich("{total} entries: the counts add up.", total=h.bdi(dir="ltr")[total])
    wrong = t("The counts do not add up. Tell your operator.")
    facts: tuple[tuple[str, Node], ...] = (
        (t("The list was made"), view.generated),
        (t("National law or authority"), free(view.law)),
        (t("On behalf of"), view.behalf and free(view.behalf)),
        ("SHA-256", [[identifier(view.digest[place : place + 8]), " "] for place in range(0, len(view.digest), 8)]),
        (
            t("Refused, by code"),
            bool(view.reasons) and [[h.bdi(dir="ltr")[identifier(code), f" ({t.number(count)})"], " "] for code, count in view.reasons],
        ),
        (t("Elements not read"), [[h.bdi(dir="ltr")[f"{name} ({count})"], " "] for name, count in view.unread]),
    )
    return h.section(".stack-l", aria_label=t("What it comes to"))[
        h.div(".tiles")[(h.div[h.span(".label")[name], h.b(".big")[t.number(n)], h.span(".small.quiet")[more]] for n, name, more in tiles)],
        h.p(".small.quiet")[proof, " ", people] if counts.add_up else say("hit", "bang", h.p[wrong]),
        h.section(".card")[h.dl(".facts")[([h.dt[name], h.dd[value]] for name, value in facts if value)]],
    ]


def _differences(view: ImportView, t: Translator) -> Node:
    if view.line.state is not State.PROPOSED:
        return h.p[t("It is decided: what it held is erased, the records themselves and the audit have what became of it.")]
    at = paths.at(paths.IMPORT, proposal=view.line.proposal)
    tabs = [(None, t("All"), sum(view.line.counts.of(kind) for kind in Kind)), *((k, t(KINDS[k]), view.line.counts.of(k)) for k in Kind)]
    links = (
        h.a(href=f"{at}?kind={kind.code}" if kind else at, aria_current="page" if kind is view.kind else None)[
            name, " ", h.span(".n")[t.number(count)]
        ]
        for kind, name, count in tabs
    )
    columns = (Column(t("Reference")), Column(t("Difference")), Column(t("Name")), Column(t("What")))
    rows = tuple(Row((identifier(one.reference or "–"), t(KINDS[one.kind]), free(one.name), _details(one, t))) for one in view.differences)
    body: Node = table_card(Table(t("Differences"), columns, rows)) if rows else h.p(".quiet")[t("None of this kind.")]
    return [h.nav(".tabs", aria_label=t("Kinds of difference"))[links], body]


def _details(one: Difference, t: Translator) -> Node:
    if one.kind is Kind.REFUSED:
        return h.ul[
            (
                h.li[t("line {line}", line=one.line), " ", identifier(name) if name.isupper() else t(name), ": ", t.say((sentence, {}))]
                for name, _, sentence in one.details
            )
        ]
    if one.kind is Kind.CHANGED:
        return h.ul[_changes(one.details, t)]
    return t("Person") if one.person else t("Entity")


def _changes(details: Iterable[tuple[str, str, str]], t: Translator) -> Iterable[Element]:
    for name, before, after in details:
        was = h.del_[free(before)] if before else t("nothing")
        now = h.ins[free(after)] if after else t("nothing")
        yield h.li[t(name), ": ", was, " ", h.span(".flip", aria_hidden="true")["→"], " ", now]


def _decision(view: ImportView, t: Translator) -> Node:
    approve = Field(
        "reason", "Reason", Widget.LONG, required=view.needs_reason, error=view.error,
        hint=mark("It withdraws more than a tenth of the records: state why.") if view.needs_reason else "",
    )  # fmt: skip
    address = paths.at(paths.IMPORT, proposal=view.line.proposal)
    return [
        view.may_approve
        and post(
            address, view.frame.csrf, h.h2[t("Approve")],
            h.p[t("All of it becomes records at once, and other bureaus find them.")],
            h.p(".strong")[t(
                "Added: {added}. Changed: {changed}. Withdrawn: {withdrawn}.",
                added=view.line.counts.added, changed=view.line.counts.changed, withdrawn=view.line.counts.withdrawn,
            )],
            field(approve, t), submit(t("Approve all of it"), sign="clear", name="decision", value="approve"), class_="card stack-l",
        ),
        view.may_refuse
        and post(
            address, view.frame.csrf, h.h2[t("Refuse")],
            h.p[t("Nothing of it becomes a record.")],
            field(Field("reason", "Reason", Widget.LONG, required=True), t, "refuse-"),
            submit(t("Refuse it"), sign="off", primary=False, name="decision", value="refuse"), class_="card stack-l",
        ),
        not view.may_approve
        and view.line.state is State.PROPOSED
        and say("wait", "wait", h.p[t("Another officer of your bureau approves it (ACC-09).")]),
    ]  # fmt: skip
