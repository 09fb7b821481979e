"""A list checked as a whole, in plain steps: choose the file, see how its columns are understood, check, read what came of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.answer import HitView, banner
from comity.edges.web.elements import Column, Row, Table, empty, head, link_button, listed, say, table_card, tag
from comity.edges.web.forms import Field, Widget, errors, hidden, post, submit
from comity.edges.web.forms import field as asked_field
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.icons import icon
from comity.edges.web.person_card import answers_form, candidates_of, card

# What becomes of a row: the badge's kind and sign, its word, what it means.
OUTCOMES: Final = {
    "hit": ("hit", "hit", mark("Hit"), mark("a record matches")),
    "look_alike": ("wait", "neq", mark("To be compared"), mark("a look-alike or a candidate")),
    "no_answer": ("wait", "wait", mark("No answer"), mark("nothing is known either way")),
    "partly_asked": ("wait", "bang", mark("Asked in part"), mark("a cell could not be read")),
    "not_asked": ("", "off", mark("Not asked"), mark("nothing could be read")),
    "no_hit": ("clear", "clear", mark("No hit"), mark("asked whole, answered whole")),
}
STATES: Final = {
    "kept": mark("Not asked yet"),
    "unfinished": mark("Not finished"),
    "stopped": mark("Stopped"),
    "done": mark("Done"),
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One of my lists."""

    href: str
    title: str
    at: datetime
    state: str
    rows: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ListsView:
    """The page where a list begins. `mine`: lists of the last day. `error`: why the file that was sent could not be taken."""

    frame: Frame
    mine: tuple[ListLine, ...] = ()
    error: Message | None = None


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: a select of what it may be, and its first cells as they are."""

    field: Field
    sample: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """Cells that cannot be read for one reason."""

    column: str
    wrong: Message
    cells: int
    first_line: int


@dataclass(frozen=True, slots=True)
class DryView:
    """What the list would ask. `asks`: the first rows in words, by line; `errors` are by field name."""

    frame: Frame
    name: str
    title: str
    encoding: str
    rows: int
    asking: int
    identifiers: int
    persons: int
    columns: tuple[ColumnLine, ...]
    unread: tuple[UnreadLine, ...]
    asks: tuple[tuple[int, tuple[str, ...]], ...]
    manner: tuple[Field, ...]
    notes: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row that is no plain no-hit: its hits as cards, or a sentence for each thing that is open."""

    line: int
    outcome: str
    cells: str
    hits: tuple[HitView, ...] = ()
    entry: str = ""
    said: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersView:
    """What came of a list. `job`: the address of its progress; `going`: it is being asked just now; `next_page`: more rows to see."""

    frame: Frame
    name: str
    title: str
    state: str
    going: bool
    done: int
    total: int
    counts: dict[str, int]
    cards: tuple[RowLine, ...]
    open: tuple[RowLine, ...]
    not_asked: tuple[str, ...] = ()
    job: str = ""
    next_page: str = ""
    first_page: str = ""
    left: Message | None = None
    protected: bool = False
    more: dict[str, str] = field(default_factory=dict)


def lists_page(view: ListsView, t: Translator) -> Element:
    """The first step, and my lists of the last day."""
    upload = Field(
        "file", mark("File (CSV or XLSX)"), Widget.FILE, hint=mark("The first line names the columns."), required=True, error=view.error
    )
    title = t("Check a list")
    return framed(
        view.frame,
        t,
        title,
        errors((upload,), t),
        head(title, lead=t("Passengers, crew, vehicles, cargo: each row is one check, and comes back with its answer.")),
        post(
            paths.CHECK_LISTS,
            view.frame.csrf,
            asked_field(upload, t),
            h.p(".small.quiet")[t("Next you see how each column is understood. Nothing is asked before you say so.")],
            submit(t("Read the file"), sign="load"),
            class_="card stack-l",
            upload=True,
        ),
        _mine(view, t),
    )


def _mine(view: ListsView, t: Translator) -> Element:
    title = t("My lists of the last day")
    nothing = empty(t("No lists yet"), t("A list and its answers are kept for a day, sealed, for you alone."))
    columns = (Column(t("Time (UTC)")), Column(t("List")), Column(t("State")), Column(t("Rows"), number=True), Column(t("Answer")))
    return listed(Table(title, columns, tuple(_line(each, t) for each in view.mine)), nothing)


def _line(line: ListLine, t: Translator) -> Row:
    worst = next((outcome for outcome in OUTCOMES if line.counts.get(outcome)), "")
    badge: Node = _badge(worst, t) if worst else "–"
    linked = h.a(href=line.href, data_row=True)[h.bdi(dir="auto")[line.title]]
    return Row((t.moment(line.at), linked, t(STATES[line.state]), t.number(line.rows), badge))


def _badge(outcome: str, t: Translator) -> Element:
    kind, sign, word, _ = OUTCOMES[outcome]
    return tag(kind, sign, t(word))


def dry_page(view: DryView, t: Translator) -> Element:
    """The second step: how each column is understood, what cannot be read, and how the list is asked. Nothing is asked yet."""
    title = t("How the list is understood")
    fields = (*view.notes, *(column.field for column in view.columns), *view.manner)
    counts = t(
        "{rows} rows; {asking} of them ask about {identifiers} things.",
        rows=t.number(view.rows), asking=t.number(view.asking), identifiers=t.number(view.identifiers),
    )  # fmt: skip
    persons = t.plural("{n} row asks about a person.", "{n} rows ask about persons.", view.persons) if view.persons else ""
    return framed(
        view.frame,
        t,
        title,
        errors(fields, t),
        head(title, lead=h.bdi(dir="auto")[view.title]),
        say(
            "",
            "bang",
            h.p[counts, " ", persons, " ", t("Nothing was asked yet.")],
            h.p(".small.quiet")[t("Encoding: {name}", name=view.encoding)],
        ),
        post(
            paths.at(paths.CHECK_LIST, list=view.name),
            view.frame.csrf,
            (asked_field(each, t) for each in view.notes),
            _columns(view, t),
            _unread(view, t),
            _asks(view, t),
            h.section(".card.stack-l")[h.h2[t("How it is asked")], (asked_field(each, t) for each in view.manner)],
            h.div(".acts")[
                submit(t("Check the list"), sign="check", name="do", value="ask"),
                submit(t("Read it again, as chosen here"), primary=False, name="do", value="read"),
                submit(t("Take it away"), primary=False, name="do", value="remove"),
            ],
        ),
    )


def _columns(view: DryView, t: Translator) -> Element:
    rows = tuple(
        Row((asked_field(each.field, t), [[h.bdi(dir="auto")[cell], h.br] for cell in each.sample]))
        for each in view.columns
    )  # fmt: skip
    carried = t("A whole name, or a family name with given names, is searched as a person; a family name alone is not.")
    return h.div(".stack")[
        table_card(Table(t("Columns"), (Column(t("Column, and what it is read as")), Column(t("First cells"))), rows)),
        h.p(".small.quiet")[carried],
    ]


def _unread(view: DryView, t: Translator) -> Node:
    if not view.unread:
        return None
    columns = (Column(t("Column")), Column(t("What is wrong")), Column(t("First line"), number=True), Column(t("Cells"), number=True))
    rows = tuple(
        Row((h.bdi(dir="auto")[each.column], t.say(each.wrong), t.number(each.first_line), t.number(each.cells))) for each in view.unread
    )
    note = h.p(".small.quiet")[
        t("The rest of such a row is asked all the same. Where nothing was asked in its place, the row is never called a no-hit.")
    ]
    return [table_card(Table(t("Cells that cannot be read"), columns, rows)), note]


def _asks(view: DryView, t: Translator) -> Node:
    if not view.asks:
        return None
    rows = tuple(Row((t.number(line), [[h.bdi(dir="auto")[each], h.br] for each in what] or t("nothing"))) for line, what in view.asks)
    return table_card(Table(t("What the first rows ask"), (Column(t("Line")), Column(t("Asked"))), rows))


def answers_page(view: AnswersView, t: Translator) -> Element:
    """What came of the list: the worst first. While it is being asked, the page comes again by itself."""
    title = t("Answers to the list")
    return framed(
        view.frame,
        t,
        title,
        head(title, lead=h.bdi(dir="auto")[view.title]),
        _progress(view, t),
        _banner(view, t),
        h.div(".tiles")[(_tile(outcome, view.counts.get(outcome, 0), t) for outcome in OUTCOMES)],
        view.not_asked and h.p(".small.quiet")[t("Columns that were not asked about:"), " ", h.bdi(dir="auto")[", ".join(view.not_asked)]],
        _acts(view, t),
        any(hit.person for row in view.cards for hit in row.hits)
        and h.p(".small.quiet")[t("No machine identifies anybody: you compare the person before you, and the owner confirms.")],
        (_card(view, each, t) for each in view.cards),
        _open(view, t),
        (view.next_page or view.first_page)
        and h.nav(".acts", aria_label=t("Pages"))[
            view.first_page and h.a(".btn", href=view.first_page)[t("First rows")],
            view.next_page and h.a(".btn", href=view.next_page)[t("Next rows")],
        ],
    )


def _tile(outcome: str, count: int, t: Translator) -> Element:
    _, sign, word, more = OUTCOMES[outcome]
    return h.div[h.span(".label")[icon(sign), " ", t(word)], h.b(".big")[t.number(count)], h.span(".small.quiet")[t(more)]]


def _progress(view: AnswersView, t: Translator) -> Node:
    if view.state in ("done", "kept"):
        return None
    share = h.progress(value=str(view.done), max=str(max(1, view.total)), aria_label=t("How far it is"))
    far = t("{done} of {total} rows are answered.", done=t.number(view.done), total=t.number(view.total))
    if view.going:
        again = h.p(".small.quiet")[t("This page comes again by itself. You may leave it: the work goes on.")]
        return h.section(".card.stack", role="status")[h.p[share, " ", far, " ", view.left and t.say(view.left)], again]
    return say("wait", "wait", h.p[far, " ", t("The rest was not asked.")])


def _banner(view: AnswersView, t: Translator) -> Node:
    if not view.done:
        return None
    worst = next((outcome for outcome in OUTCOMES if view.counts.get(outcome)), "no_hit")
    kind, sign, word, _ = OUTCOMES[worst]
    sentence = {
        "hit": t("Ask the owner to confirm before you act on the person."),
        "look_alike": t("Neither a hit nor a no-hit until you have read the document, or compared the person."),
        "no_answer": t("This is not a no-hit: nothing is known either way."),
        "partly_asked": t("Some cells could not be read. What was read is not known."),
        "not_asked": t("Nothing of these rows could be read."),
        "no_hit": t("Every row was asked whole. None is known in the registers that you may ask."),
    }[worst]
    return banner(kind or "wait", sign, t(word), sentence, focus=not view.going)


def _acts(view: AnswersView, t: Translator) -> Element:
    at = paths.at(paths.CHECK_LIST, list=view.name)
    over = view.state in ("done", "stopped")
    return h.div(".acts")[
        view.done > 0 and link_button(paths.at(paths.CHECK_LIST_RESULT, list=view.name), t("My rows with their answers (CSV)"), sign="doc"),
        view.job and link_button(view.job, t("How far it is, and to stop it")),
        view.state == "unfinished"
        and not view.going
        and post(at, view.frame.csrf, submit(t("Go on with it"), name="do", value="go_on"), class_=""),
        over and post(at, view.frame.csrf, submit(t("Take it away"), primary=False, name="do", value="remove"), class_=""),
        link_button(paths.CHECK_LISTS, t("Another list")),
    ]


def _card(view: AnswersView, row: RowLine, t: Translator) -> Element:
    kept = (hidden("list", view.name), hidden("line", str(row.line)))
    of_persons = (*kept, hidden("protected", "yes")) if view.protected else kept
    heading = h.h2[t("Line {line}", line=t.number(row.line)), " ", h.span(".quiet.small")[h.bdi(dir="auto")[row.cells]]]
    said = (h.p(".small")[t.say(each)] for each in row.said)
    return h.section(".stack", id=f"line-{row.line}")[
        heading,
        (card(hit, row.entry, view.frame.csrf, t, *kept) for hit in row.hits),
        answers_form(row.entry, view.frame.csrf, candidates_of(row.hits, t), *of_persons),
        said,
    ]  # fmt: skip


def _open(view: AnswersView, t: Translator) -> Node:
    if not view.open:
        return None
    columns = (Column(t("Line")), Column(t("Row")), Column(t("Answer")), Column(t("Why")))
    rows = tuple(
        Row((t.number(each.line), h.bdi(dir="auto")[each.cells], _badge(each.outcome, t), [h.p(".small")[t.say(one)] for one in each.said]))
        for each in view.open
    )
    return table_card(Table(t("Rows that are still open"), columns, rows))
