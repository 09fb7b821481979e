"""The registers: our own records as a list, filtered, sorted, by pages. Never a count of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, free, head, identifier, level, link_button, newer_older, state, table_card
from comity.edges.web.forms import Field, Option, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator
from comity.edges.web.names import REGISTER
from comity.kernel.levels import Level
from comity.kernel.records import RecordState


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One line: `title` a message id (Stolen passport), `named` what its owner calls it.

    `key`: the identifier it is found by, empty where it has none.
    """

    record: str
    href: str
    key: str
    title: str
    state: RecordState
    level: Level
    confirmed: date
    restricted: bool = False
    tick: str = ""
    ends: date | None = None
    named: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in force: what it says, in the officer's language, and the list without it."""

    says: str
    without: str


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list that was saved: its name, as somebody typed it, and where it leads. `shared`: with the unit."""

    name: str
    href: str
    shared: bool = False
    drop: str = ""  # its id, where it is the officer's own


@dataclass(frozen=True, slots=True)
class RegistersView:
    """`registers` are those that this authority keeps. `main` and `more` are the fields of the filter, `more` folded away until used.

    `older` and `newer` are addresses, empty where there is none. `total` None: the list could not be made, `main` or `more` say why;
    `beyond`: more than `total` fit. `acts`: what may be done with the whole list: an address and a message id each.
    """

    frame: Frame
    owner: str
    registers: tuple[int, ...]
    register: int
    records: tuple[OwnRecord, ...]
    main: tuple[Field, ...] = ()
    more: tuple[Field, ...] = ()
    chips: tuple[Chip, ...] = ()
    views: tuple[SavedView, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()
    total: int | None = 0
    beyond: bool = False
    older: str = ""
    newer: str = ""
    may_write: bool = False
    may_save: bool = False
    may_export: bool = False
    may_tick: bool = False
    carried: tuple[tuple[str, str], ...] = ()


def page(view: RegistersView, t: Translator) -> Element:
    """Tabs, filter, what is in force, list."""
    name = t(REGISTER[view.register].name)
    return framed(
        view.frame,
        t,
        name,
        head(t("Our records"), *_acts(view, t), lead=[t("Owner"), ": ", h.bdi[view.owner]]),
        _tabs(view, t),
        errors((*view.main, *view.more), t),
        _views(view, t),
        _filter(view, t),
        _in_force(view, t),
        _ticked(view, _list(view, name, t), t),
        newer_older(t, view.older, view.newer),
        _of_the_list(view, t),
        _kept(view, t),
    )


def _acts(view: RegistersView, t: Translator) -> list[Node]:
    loads = link_button(paths.LOADS, t("Loads of files"))
    if not view.may_write:
        return [loads]
    return [
        loads,
        link_button(paths.at(paths.LOAD, register=view.register), t("Load a file"), sign="load"),
        link_button(paths.at(paths.RECORD_NEW, register=view.register), t("New record"), sign="plus", primary=True),
    ]


def _tabs(view: RegistersView, t: Translator) -> Element:
    links = (
        h.a(href=f"{paths.REGISTERS}?register={each}", aria_current="page" if each == view.register else None)[t(REGISTER[each].name)]
        for each in view.registers
    )
    return h.nav(".tabs", aria_label=t("Registers"))[links, h.a(href=paths.OVERVIEW)[t("All registers")]]


def _views(view: RegistersView, t: Translator) -> Node:
    if not view.views:
        return None
    links = (h.a(".tag", href=each.href)[h.bdi(dir="auto")[each.name], each.shared and [" ", t("(of the unit)")]] for each in view.views)
    return h.nav(".bits", aria_label=t("Saved lists"))[links]


def _filter(view: RegistersView, t: Translator) -> Element:
    """Plain GET, so that a list has an address. Who knows no script sees and sends the same."""
    more: Node = None
    if view.more:
        used = any(each.value or each.error for each in view.more)
        fields = h.div(".filter")[(field(each, t) for each in view.more)]
        more = h.details(".more", open=used)[h.summary[t("More conditions")], fields]
    return h.form(".card.stack", method="get", action=paths.REGISTERS)[
        hidden("register", str(view.register)),
        h.div(".filter")[(field(each, t) for each in view.main), h.button(".btn")[t("Filter")]],
        more,
    ]


def _in_force(view: RegistersView, t: Translator) -> Node:
    """How many, and each condition with a way out of it."""
    chips = [
        h.li[h.a(".tag", href=each.without, aria_label=t("Take away: {condition}", condition=each.says))[each.says, " ×"]]
        for each in view.chips
    ]
    return h.div(".bits", role="status")[
        view.total is not None and h.p[_count(view, t)],
        chips and h.ul(".bits", aria_label=t("Conditions in force"))[chips],
        len(chips) > 1 and h.a(href=f"{paths.REGISTERS}?register={view.register}")[t("Take all away")],
    ]


def _count(view: RegistersView, t: Translator) -> str:
    total = view.total or 0
    return t("More than {n} records", n=total) if view.beyond else t.plural("One record", "{n} records", total)


def _list(view: RegistersView, name: str, t: Translator) -> Node:
    if view.total is None:
        return None
    if not view.records and view.chips:
        return empty(t("No record of ours fits"), t("Take a condition away, or look under another register."))
    if not view.records:
        return empty(t("No record of ours here"), t("Records that you enter or load appear here; others find them once they are released."))
    labels = (t("What"), t("Identifier"), t("State"), t("Handling"), t("Confirmed"), t("Ends"))
    columns = tuple(map(Column, labels))
    return table_card(Table(name, columns, tuple(_row(each, t) for each in view.records)))


def _row(each: OwnRecord, t: Translator) -> Row:
    restricted = each.restricted and [" ", h.span(".tag")[t("with a restriction")]]
    called = h.a(href=each.href, data_row=True)[free(each.named) if each.named else t(each.title)]
    ticks = t("Tick {number}", number=each.record)
    tick = each.tick and h.input(type="checkbox", name="record", value=each.tick, aria_label=ticks)
    return Row(
        (
            h.div(".ticked")[tick, h.div[called, h.span(".quiet")[identifier(each.record)]]],
            identifier(each.key) if each.key else "–",
            [state(each.state, t), restricted],
            level(each.level, t),
            t.day(each.confirmed),
            t.day(each.ends) if each.ends else "–",
        )
    )


def _ticked(view: RegistersView, listed: Node, t: Translator) -> Node:
    """The list within the form that acts on its ticked rows, for who may."""
    if not (view.may_tick and view.records):
        return listed
    button = h.div(".acts")[h.button(".btn")[t("Act on the ticked ones")]]
    return post(paths.MANY, view.frame.csrf, hidden("register", str(view.register)), listed, button, class_="stack")


def _kept(view: RegistersView, t: Translator) -> Node:
    """To keep the list under a name, and to have it as a file."""
    carried = [hidden(name, value) for name, value in view.carried]
    shared = Field("shared", t("Share it with my unit"), Widget.TICK)
    forms = tuple(Option(one, one.upper()) for one in ("csv", "xlsx", "jsonl"))
    personal = Field("personal", t("With identifiers and what is said of persons"), Widget.TICK)
    drops = (
        post(paths.VIEWS, view.frame.csrf, carried[:1], hidden("drop", each.drop), submit(t("Drop {name}", name=each.name), primary=False))
        for each in view.views
        if each.drop
    )
    name = field(Field("name", t("Name"), required=True), t)
    keep = post(paths.VIEWS, view.frame.csrf, carried, name, field(shared, t), submit(t("Save")))
    save = view.may_save and h.details(".more")[h.summary[t("Save this list")], h.div(".stack")[keep, drops]]
    chosen = field(Field("format", t("Form"), Widget.SELECT, "csv", options=forms, plain=True), t)
    write = post(paths.EXPORT, view.frame.csrf, carried, chosen, field(personal, t), submit(t("Write the file")))
    file = view.may_export and view.records and h.details(".more")[h.summary[t("As a file")], write]
    return h.div(".stack")[save or None, file or None] if save or file else None


def _of_the_list(view: RegistersView, t: Translator) -> Node:
    if not (view.acts and view.records):
        return None
    return h.div(".acts")[(h.a(".btn", href=href)[t(label)] for href, label in view.acts)]
