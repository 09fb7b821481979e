"""Small components that every page shares: identifiers, badges, facts, tables, messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import htpy as h
from htpy import Element, Node

from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import dashed_emblem, icon
from comity.edges.web.names import GRADES, LEVELS, PURPOSE_SIGNS, PURPOSES, STATES
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.kernel.results import Grade


class FactKind(StrEnum):
    """How a value is set: in the page's direction, as an identifier (left to right, monospaced), or as written by someone."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Fact:
    """One particular. `label` is a message id; `value` is data, or a message id where `kind` is TEXT. `href`: where it leads."""

    label: str
    value: str
    kind: FactKind = FactKind.TEXT
    more: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What the officer's last act did: said once, on the next page."""

    what: Message
    outstanding: bool = False


def identifier(value: str) -> Element:
    """A number, plate or code: left to right and isolated in every language."""
    return h.bdi(".id", dir="ltr")[value]


def free(value: str) -> Element:
    """Text that a person wrote, in its own direction."""
    return h.bdi(dir="auto")[value]


def shown(fact: Fact, t: Translator) -> Node:
    """The value of a fact."""
    match fact.kind:
        case FactKind.IDENTIFIER:
            value: Node = identifier(fact.value)
        case FactKind.FREE:
            value = free(fact.value)
        case _:
            value = t(fact.value)
    value = h.a(href=fact.href)[value] if fact.href else value
    return [value, fact.more and [" ", h.span(".quiet")[t(fact.more)]]]


def facts(rows: Sequence[Fact], t: Translator) -> Element:
    """Particulars as a list of terms."""
    return h.dl(".facts")[((h.dt[t(row.label)], h.dd[shown(row, t)]) for row in rows)]


def tag(kind: str, sign: str, word: str) -> Element:
    """A badge: sign and word. `kind`: clear, hit, wait, same, flash, urgent, or empty."""
    return h.span(class_=f"tag tag--{kind}" if kind else "tag")[icon(sign), word]


def level(value: Level, t: Translator) -> Element:
    """One, two, three bars and the name."""
    bars = (h.b(class_="f" if bar <= value else None) for bar in Level)
    return h.span(".level")[h.i(aria_hidden="true")[bars], t(LEVELS[value])]


def grade(value: Grade, t: Translator, *, positive: bool = True) -> Element:
    """*Exact* is a hit's badge; a look-alike is outstanding until the officer has read the document again.

    Of a person: *likely* is a hit's only where it is a positive result; *possible* is a quiet dot.
    """
    kind, sign = {
        Grade.EXACT: ("hit", "eq"),
        Grade.CONFUSABLE: ("wait", "neq"),
        Grade.LIKELY: ("hit", "hit") if positive else ("", "people"),
        Grade.POSSIBLE: ("", "dot"),
    }[value]
    return tag(kind, sign, t(GRADES[value]))


def state(value: RecordState, t: Translator) -> Element:
    """The state of a record, seen by its owner."""
    kind, sign = {
        RecordState.WAITING: ("wait", "wait"),
        RecordState.RELEASED: ("clear", "clear"),
        RecordState.BLOCKED: ("", "lock"),
        RecordState.WITHDRAWN: ("", "off"),
        RecordState.EXPIRED: ("", "off"),
    }[value]
    return tag(kind, sign, t(STATES[value]))


def purpose_name(value: Purpose, t: Translator) -> Element:
    """A purpose in a row: sign and name."""
    return h.span(".purpose-name")[icon(PURPOSE_SIGNS[value]), " ", t(PURPOSES[value])]


def say(kind: str, sign: str, *content: Node, role: str | None = None) -> Element:
    """A message to the officer. `kind`: clear (done), wait (outstanding), hit (refused), or empty."""
    return h.div(class_=f"say say--{kind}" if kind else "say", role=role)[icon(sign), h.div[content]]


def done(what: Done | None, t: Translator) -> Node:
    """What the last act did, or nothing."""
    if what is None:
        return None
    kind, sign = ("wait", "wait") if what.outstanding else ("clear", "clear")
    return say(kind, sign, h.p[t.say(what.what)], role="status")


def head(title: Node, *acts: Node, lead: Node = None) -> Element:
    """The heading of a page, and its actions at the end side."""
    return h.div(".head")[h.h1[title], lead and h.p[lead], acts and h.div(".acts")[acts]]


def link_button(href: str, label: str, *, sign: str = "", primary: bool = False, key: str = "") -> Element:
    """A link that looks like a button. `key` is the single key that follows it, where keys are on."""
    class_ = "btn btn--go" if primary else "btn"
    return h.a(class_=class_, href=href, data_key=key or None)[sign and icon(sign), label, key and h.kbd[key.upper()]]


def empty(title: str, sentence: str, *next_step: Node) -> Element:
    """What would be here, when it appears, one next step."""
    return h.div(".card.empty")[dashed_emblem(), h.b[title], h.p[sentence], next_step]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `number` puts it at the end side."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; the first names the row."""

    cells: tuple[Node, ...]
    on: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that becomes cards on a narrow screen."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(default=())


def table(what: Table) -> Element:
    """The table in a region that scrolls by keyboard where it is too wide."""
    heads = (h.th(".num", scope="col")[c.label] if c.number else h.th(scope="col")[c.label] for c in what.columns)
    return h.div(".scroll", tabindex="0", role="region", aria_label=what.title)[
        h.table(".table.cards-s")[h.thead[h.tr[heads]], h.tbody[(_row(row, what.columns) for row in what.rows)]]
    ]


def _row(row: Row, columns: Sequence[Column]) -> Element:
    return h.tr(class_="on" if row.on else None)[_cells(row, columns)]


def _cells(row: Row, columns: Sequence[Column]) -> Iterable[Element]:
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        if index == 0:
            yield h.th(scope="row", data_l=column.label)[h.div[cell]]
        else:
            yield h.td(class_="num" if column.number else None, data_l=column.label)[h.div[cell]]


def table_card(what: Table, *aside: Node) -> Element:
    """A card with a table to its edges."""
    return h.section(".card.flush")[h.header[h.h2[what.title], aside], table(what)]


def listed(what: Table, nothing: Element) -> Element:
    """The table in a card; `nothing` where it has no row."""
    return table_card(what) if what.rows else nothing


def newer_older(t: Translator, older: str, newer: str = "") -> Node:
    """Paging by cursor: two links, no total."""
    if not (older or newer):
        return None
    return h.nav(".acts", aria_label=t("Pages"))[
        newer and h.a(".btn", href=newer)[t("Newer")], older and h.a(".btn", href=older)[t("Older")]
    ]
