"""What anybody may look up, and private inventories: pages without an officer, in the same look, with nothing kept of who asks."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Fact, Row, Table, empty, facts, free, head, link_button, say, table_card
from comity.edges.web.forms import Field, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Theme, language_menu, shell
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import emblem


@dataclass(frozen=True, slots=True)
class PublicFrame:
    """What every public page needs. `path`: its own address, for coming back. `open_box`: an inventory is open in this browser."""

    csrf: str
    path: str
    organisation: str
    theme: Theme = Theme.SYSTEM
    open_box: bool = False


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One work in a list. `agrees`: the words and dimensions in which it meets the question."""

    href: str
    title: str
    maker: str
    owner: str
    agrees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookUpView:
    """`works` is None before anything was asked."""

    frame: PublicFrame
    fields: tuple[Field, ...]
    works: tuple[WorkLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class WorkView:
    """One work as anybody sees it."""

    frame: PublicFrame
    title: str
    owner: str
    particulars: tuple[Fact, ...]


def framed(frame: PublicFrame, t: Translator, title: str, *content: Node) -> Element:
    """A page that needs no session."""
    links = ((paths.ART, t("Look up a work of art")), (paths.INVENTORY, t("Private inventory")))
    return shell(
        t,
        title,
        frame.theme,
        h.header(".top")[
            h.a(".brand", href=paths.ART)[emblem(), h.span[t("Comity")]],
            h.nav(".acts", aria_label=t("Main"))[
                (h.a(href=href, aria_current="page" if href == frame.path else None)[word] for href, word in links)
            ],
            h.span(".push"),
            language_menu(t, frame.csrf, frame.path),
        ],
        h.main("#main.public.stack-l", tabindex="-1")[content, h.p(".small.quiet")[h.bdi[frame.organisation]]],
        keys=False,
    )


def look_up(view: LookUpView, t: Translator) -> Element:
    """The form, and what was found."""
    return framed(
        view.frame,
        t,
        t("Look up a work of art"),
        errors(view.fields, t),
        head(t("Look up a work of art"), lead=t("Stolen works that police forces opened to everybody. Nothing is kept of what you ask.")),
        _works(view.works, t) if view.works is not None else None,
        post(
            paths.ART,
            view.frame.csrf,
            field(view.fields[0], t),
            h.details(".more", open=any(each.value or each.error for each in view.fields[1:]))[
                h.summary[t("Measurements")], h.div(".trio.trio--s")[(field(each, t) for each in view.fields[1:])]
            ],
            submit(t("Look up"), sign="search"),
            class_="card stack-l",
        ),
    )


def _works(works: tuple[WorkLine, ...], t: Translator) -> Node:
    if not works:
        sentence = t("That is no proof that it was not stolen: not every theft is known, and not every record is open to the public.")
        return empty(t("Nothing like it is open to the public"), sentence)
    columns = (Column(t("Object")), Column(t("Agrees in")), Column(t("Recorded by")))
    rows = tuple(
        Row(
            (
                [h.a(href=work.href)[free(work.title)], work.maker and [h.br, h.span(".quiet")[free(work.maker)]]],
                free(", ".join(work.agrees)),
                work.owner,
            )
        )
        for work in works
    )
    advice = t("A record that looks alike is no proof. Buy nothing, accuse nobody, and tell your police: they can ask its owner.")
    return [say("wait", "neq", h.p[advice]), table_card(Table(t("Like what you described"), columns, rows))]


def work(view: WorkView, t: Translator) -> Element:
    """One work, with what to do."""
    return framed(
        view.frame,
        t,
        view.title,
        head(free(view.title), lead=t.rich("Recorded as stolen by {owner}", owner=h.bdi[view.owner])),
        say(
            "wait",
            "neq",
            h.p[t("Compare measures, marks and damage: copies of a work look alike.")],
            h.p[t("If it is the same, tell your police and name this page. Who has it may have bought it in good faith.")],
        ),
        h.section(".card.stack")[h.h2[t("Description")], facts(view.particulars, t)],
        h.div(".acts")[link_button(paths.ART, t("Look up another"), sign="search")],
    )


@dataclass(frozen=True, slots=True)
class GateView:
    """Opening or beginning an inventory. `failed`: why the last try did not work, `code`: as it was typed then."""

    frame: PublicFrame
    failed: Message | None = None
    wrong: Field | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One object of an inventory."""

    number: int
    title: str
    maker: str
    size: str


@dataclass(frozen=True, slots=True)
class BoxView:
    """An open inventory. `code` is shown once, after it was begun."""

    frame: PublicFrame
    items: tuple[ItemLine, ...]
    code: str = ""
    failed: Message | None = None


@dataclass(frozen=True, slots=True)
class ItemView:
    """The form of one object; `number` 0 for a new one."""

    frame: PublicFrame
    number: int
    fields: tuple[Field, ...]


def gate(view: GateView, t: Translator) -> Element:
    """Two ways in: with a code, or a new one."""
    shortest = "At least 12 characters; four words do"
    code = Field("code", "Code of your inventory", Widget.IDENTIFIER, view.code, required=True)
    enter = (code, Field("passphrase", "Passphrase", Widget.PASSWORD, required=True))
    begin = view.wrong or Field("passphrase", "Choose a passphrase", Widget.PASSWORD, hint=shortest, required=True)
    return framed(
        view.frame,
        t,
        t("Private inventory"),
        errors((view.wrong,) if view.wrong else (), t, "new-"),
        head(
            t("Private inventory"),
            lead=t("Describe what you own before it is stolen. Only your code and passphrase together open it: nobody here can read it."),
        ),
        view.failed and say("hit", "bang", h.p[t.say(view.failed)], role="alert"),
        h.div(".split.split--even")[
            post(
                paths.INVENTORY_OPEN,
                view.frame.csrf,
                h.h2[t("Open yours")],
                (field(each, t) for each in enter),
                submit(t("Open"), sign="key"),
                class_="card stack-l",
            ),
            post(
                paths.INVENTORY_NEW,
                view.frame.csrf,
                h.h2[t("Begin a new one")],
                field(begin, t, "new-"),
                h.p(".small.quiet")[t("A lost passphrase cannot be given back. What nobody opens for five years is erased.")],
                submit(t("Begin"), sign="plus", primary=False),
                class_="card stack-l",
            ),
        ],
    )


def box(view: BoxView, t: Translator) -> Element:
    """The list of an open inventory."""
    columns = (Column(t("Object")), Column(t("Size")), Column(t("Take out")))
    rows = tuple(_item(one, view.frame.csrf, t) for one in view.items)
    listed = (
        table_card(Table(t("Your objects"), columns, rows))
        if rows
        else empty(t("Nothing is described yet"), t("Begin with what would be hardest to describe from memory."))
    )
    return framed(
        view.frame,
        t,
        t("Private inventory"),
        head(t("Private inventory"), link_button(paths.INVENTORY_ITEM_NEW, t("Describe an object"), sign="plus", primary=True)),
        view.failed and say("hit", "bang", h.p[t.say(view.failed)], role="alert"),
        view.code
        and say("wait", "key", h.p[t("Write this code down now. It is not shown again:")], h.p(".big.secret")[h.bdi(dir="ltr")[view.code]]),
        listed,
        h.div(".acts")[
            link_button(paths.INVENTORY_FILE, t("File for the police (JSON Lines)"), sign="doc"),
            post(paths.INVENTORY_CLOSE, view.frame.csrf, submit(t("Close"), sign="lock", primary=False), class_=""),
        ],
        h.details(".more")[
            h.summary[t("Erase this inventory")],
            post(
                paths.INVENTORY_ERASE,
                view.frame.csrf,
                h.p[t("Everything in it is gone for good.")],
                field(Field("sure", "I am sure", Widget.TICK, required=True), t),
                submit(t("Erase it"), primary=False),
                class_="card stack-l",
            ),
        ],
    )


def _item(one: ItemLine, csrf: str, t: Translator) -> Row:
    effect = h.p(".small.quiet")[t("Its description is erased. This cannot be undone.")]
    form = post(
        paths.INVENTORY_REMOVE, csrf, hidden("number", str(one.number)), effect, submit(t("Take out"), primary=False), class_="stack"
    )
    away = h.details(".act")[h.summary[t("Take out")], form]
    what: Node = [h.a(href=paths.at(paths.INVENTORY_ITEM, item=one.number))[free(one.title)], one.maker and [h.br, free(one.maker)]]
    return Row((what, free(one.size) if one.size else "–", away))


def item(view: ItemView, t: Translator) -> Element:
    """The form of one object, after Object ID: what a photograph does not tell."""
    title = t("Describe an object")
    address = paths.at(paths.INVENTORY_ITEM, item=view.number) if view.number else paths.INVENTORY_ITEM_NEW
    return framed(
        view.frame,
        t,
        title,
        errors(view.fields, t),
        head(title, lead=t("Measures, marks and damage tell it from every other of its kind.")),
        post(
            address,
            view.frame.csrf,
            h.div(".trio")[(field(each, t) for each in view.fields)],
            h.div(".acts")[submit(t("Keep")), h.a(".btn", href=paths.INVENTORY)[t("Back without keeping it")]],
            class_="card stack-l",
        ),
    )
