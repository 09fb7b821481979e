"""The registers: our own records as a list, with a filter and pages by cursor. Never a count of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, head, identifier, level, link_button, newer_older, state, table_card
from comity.edges.web.forms import Field, Option, Widget, field, hidden
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator
from comity.edges.web.names import REGISTER, STATES
from comity.kernel.levels import Level
from comity.kernel.records import RecordState


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One line: `title` a message id (Stolen passport), `key` the identifier it is found by."""

    record: str
    href: str
    key: str
    title: str
    state: RecordState
    level: Level
    changed: date
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class RegistersView:
    """`registers` are those that this authority keeps; `by` filters by the register's own column, named as its declaration does.

    `older` and `newer` are addresses, empty where there is none.
    """

    frame: Frame
    owner: str
    registers: tuple[int, ...]
    register: int
    records: tuple[OwnRecord, ...]
    by: Field | None = None
    state: RecordState | None = None
    older: str = ""
    newer: str = ""
    may_write: bool = False


def page(view: RegistersView, t: Translator) -> Element:
    """Tabs, filter, list."""
    name = t(REGISTER[view.register].name)
    return framed(
        view.frame,
        t,
        name,
        head(t("Our records"), *_acts(view, t), lead=[t("Owner"), ": ", h.bdi[view.owner]]),
        _tabs(view, t),
        _filter(view, t),
        _list(view, name, t),
        newer_older(t, view.older, view.newer),
    )


def _acts(view: RegistersView, t: Translator) -> list[Node]:
    if not view.may_write:
        return []
    return [
        link_button(paths.at(paths.LOAD, register=view.register), t("Load a file"), sign="load"),
        link_button(paths.at(paths.RECORD_NEW, register=view.register), t("New record"), sign="plus", primary=True),
    ]


def _tabs(view: RegistersView, t: Translator) -> Element:
    links = (
        h.a(href=f"{paths.REGISTERS}?register={each}", aria_current="page" if each == view.register else None)[t(REGISTER[each].name)]
        for each in view.registers
    )
    return h.nav(".tabs", aria_label=t("Registers"))[links]


def _filter(view: RegistersView, t: Translator) -> Element:
    states = (Option("", t("Any state")), *(Option(str(int(each)), t(STATES[each])) for each in RecordState))
    chosen = "" if view.state is None else str(int(view.state))
    return h.form(".card.filter", method="get", action=paths.REGISTERS)[
        hidden("register", str(view.register)),
        view.by is not None and field(view.by, t),
        field(Field("state", "State", Widget.SELECT, chosen, options=states, plain=True), t),
        h.button(".btn")[t("Filter")],
    ]


def _list(view: RegistersView, name: str, t: Translator) -> Element:
    if not view.records:
        return empty(t("No record of ours here"), t("Records that you enter or load appear here; others find them once they are released."))
    columns = (Column(t("Number")), Column(t("What")), Column(t("State")), Column(t("Handling")), Column(t("Changed")))
    return table_card(Table(name, columns, tuple(_row(each, t) for each in view.records)))


def _row(each: OwnRecord, t: Translator) -> Row:
    restricted = each.restricted and [" ", h.span(".tag")[t("with a restriction")]]
    key = h.a(href=each.href, data_row=True)[identifier(each.key)]
    return Row(
        (
            key,
            [t(each.title), h.span(".quiet")[identifier(each.record)]],
            [state(each.state, t), restricted],
            level(each.level, t),
            t.day(each.changed),
        )
    )
