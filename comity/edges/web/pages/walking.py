"""Looking around: records and their links; a document in hand beside genuine and false ones of its kind."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Fact, Row, Table, empty, facts, free, head, link_button, say, table_card
from comity.edges.web.forms import Field, errors, field, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of a record. `how`: the stated role with its grades, or which identifier both have."""

    title: str
    href: str
    how: str


@dataclass(frozen=True, slots=True)
class Met:
    """One record of a walk. `href` opens it, `onward` walks from it."""

    title: str
    kind: str
    owner: str
    steps: int
    href: str
    onward: str
    links: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class LinksView:
    """A walk. `choices`: addresses of the same walk with other numbers of steps, with the one in force last named."""

    frame: Frame
    back: str
    met: tuple[Met, ...]
    steps: int
    choices: tuple[tuple[int, str], ...]
    more: bool = False


def links(view: LinksView, t: Translator) -> Element:
    """The records around one, nearest first, each with what links it."""
    first = (Column(t("Record")), Column(t("Owner")), Column(t("Links away"), number=True))
    columns = (*first, Column(t("Linked with")), Column(t("Further")))
    rows = tuple(_met(one, t) for one in view.met)
    chosen = (
        h.a(href=href, aria_current="true" if steps == view.steps else None)[t.plural("{n} link", "{n} links", steps)]
        for steps, href in view.choices
    )
    return framed(
        view.frame,
        t,
        t("Linked records"),
        head(t("Linked records"), link_button(view.back, t("Back to the record"), sign="back")),
        h.nav(".tabs", aria_label=t("How far"))[chosen],
        view.more and say("wait", "wait", h.p[t("There is more: begin at a record further out.")]),
        table_card(Table(t("Records on this walk"), columns, rows)),
        h.p(".small.quiet")[t("A link is a lead, not a proof. Each owner learns that these records were shown to your bureau.")],
    )


def _met(one: Met, t: Translator) -> Row:
    what: Node = [h.a(href=one.href)[free(one.title)], h.br, h.span(".quiet")[t(one.kind)]]
    linked: Node = h.ul[(h.li[free(each.how), ": ", h.a(href=each.href)[free(each.title)]] for each in one.links)]
    onward = link_button(one.onward, t("Walk from here")) if one.steps else None
    return Row((what, one.owner, t.number(one.steps), linked if one.links else "–", onward), on=one.steps == 0)


@dataclass(frozen=True, slots=True)
class Example:
    """One specimen or counterfeit. `alert`: how to see it; `signs`: feature, then where and how it looks."""

    title: str
    owner: str
    href: str
    particulars: tuple[Fact, ...]
    signs: tuple[tuple[str, str], ...]
    alert: str = ""


@dataclass(frozen=True, slots=True)
class CompareView:
    """`genuine`, `false`: None before anything was asked, or where that side is closed (then `closed` says why)."""

    frame: Frame
    fields: tuple[Field, ...]
    asked: bool = False
    genuine: tuple[Example, ...] | None = None
    false: tuple[Example, ...] | None = None
    closed: str = ""
    more: bool = False


def compare(view: CompareView, t: Translator) -> Element:
    """The form, then both sides beside each other; one below the other on a narrow screen."""
    return framed(
        view.frame,
        t,
        t("Compare a document"),
        errors(view.fields, t),
        head(t("Compare a document"), lead=t("Specimens of the genuine document, and counterfeits that were found.")),
        h.form(".card.stack-l", method="get", action=paths.COMPARE)[
            h.div(".trio.trio--s")[(field(each, t) for each in view.fields)], submit(t("Compare"), sign="search")
        ],
        _sides(view, t) if view.asked else None,
    )


def _sides(view: CompareView, t: Translator) -> Node:
    return [
        say("wait", "neq", h.p[t("Look at the document itself. This page says nothing about the one in your hand; an examiner decides.")]),
        view.more and h.p(".small.quiet")[t("There are more of this kind: name the series.")],
        h.div(".split.split--even")[
            _side(t("Genuine"), view.genuine, view.closed, t("No specimen of this kind is recorded."), t),
            _side(t("False"), view.false, view.closed, t("No counterfeit of this kind is recorded. That is no proof."), t),
        ],
    ]


def _side(title: str, examples: tuple[Example, ...] | None, closed: str, none: str, t: Translator) -> Element:
    if examples is None:
        return h.section(".stack-l")[h.h2[title], empty(t("Not open to you"), t(closed))]
    return h.section(".stack-l")[h.h2[title], (_example(each, t) for each in examples) if examples else h.p(".quiet")[none]]


def _example(one: Example, t: Translator) -> Element:
    return h.article(".card.stack")[
        h.h3[h.a(href=one.href)[free(one.title)]],
        h.p(".small.quiet")[t.rich("Recorded by {owner}", owner=h.bdi[one.owner])],
        one.alert and say("hit", "bang", h.p[free(one.alert)]),
        facts(one.particulars, t) if one.particulars else None,
        h.dl(".facts")[((h.dt[t(feature)], h.dd[free(where)]) for feature, where in one.signs)] if one.signs else None,
    ]
