"""Finding an object by what it looks like: words and measures in, what is like it out, each with what agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, empty, free, head, identifier, say, table_card
from comity.edges.web.forms import Field, errors, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER

DIMENSIONS = {"height": mark("Height"), "width": mark("Width"), "depth": mark("Depth"), "length": mark("Length"),
              "diameter": mark("Diameter"), "weight": mark("Weight")}  # fmt: skip
_UNIT = mark("With its unit, such as 120 cm")
_UNIT_OF_WEIGHT = mark("With its unit, such as 12 kg")


@dataclass(frozen=True, slots=True)
class LikeLine:
    """One record that is like the description. `href`: its page, whose opening tells the owner."""

    href: str
    title: str
    maker: str
    owner: str
    words: tuple[str, ...]
    measures: tuple[str, ...]
    met: int
    asked: int


@dataclass(frozen=True, slots=True)
class FindView:
    """`fields`: words, then the measures. `lines` is None before anything was asked."""

    frame: Frame
    register: int
    fields: tuple[Field, ...]
    lines: tuple[LikeLine, ...] | None = None
    common: tuple[str, ...] = ()
    more: bool = False


def questions(typed: Callable[[str], str], wrong: Mapping[str, Message]) -> tuple[Field, ...]:
    """Words, then a measure by each dimension; any of them may be left open, not all."""
    hint = mark("Type, maker, subject, material, marks")
    words = Field("words", "What it looks like", value=typed("words"), hint=hint, error=wrong.get("words"), plain=True)
    measures = (
        Field(name, label, value=typed(name), hint=_UNIT_OF_WEIGHT if name == "weight" else _UNIT, error=wrong.get(name), plain=True)
        for name, label in DIMENSIONS.items()
    )
    return (words, *measures)


def page(view: FindView, t: Translator) -> Element:
    """What was found first, then the form that asked for it, filled as it was."""
    return framed(
        view.frame,
        t,
        t("Find by description"),
        errors(view.fields, t),
        head(t("Find by description"), lead=t(REGISTER[view.register].name)),
        _found(view, t) if view.lines is not None else None,
        post(
            paths.at(paths.FIND, register=view.register),
            view.frame.csrf,
            field(view.fields[0], t),
            h.div(".trio.trio--s")[(field(each, t) for each in view.fields[1:])],
            h.p(".small.quiet")[t("Words count in any order and any language of the record. Measures may be a tenth off.")],
            submit(t("Find"), sign="search"),
            class_="card stack-l",
        ),
    )


def _found(view: FindView, t: Translator) -> Node:
    lines = view.lines or ()
    if not lines:
        return empty(
            t("Nothing like it is recorded"), t("That is no proof that it was not stolen. Try fewer words, or the measures alone.")
        )
    columns = (Column(t("Object")), Column(t("Agrees in")), Column(t("Owner")), Column(t("Of the question"), number=True))
    rows = tuple(_row(line, t) for line in lines)
    return h.section(".stack-l", aria_label=t("Found"))[
        say("wait", "neq", h.p[t("These records are like it. Open one and compare: copies of a work look alike.")]),
        table_card(Table(t("Like the description"), columns, rows)),
        view.common and h.p(".small.quiet")[t("Too common to lead to anything alone:"), " ", h.bdi[", ".join(view.common)]],
        view.more and h.p(".small.quiet")[t("There is more like it: add a word or a measure.")],
    ]


def _row(line: LikeLine, t: Translator) -> Row:
    agrees: list[Node] = [[identifier(word), " "] for word in line.words]
    agrees += [[t(DIMENSIONS.get(name, name)), " "] for name in line.measures]
    what: Node = [h.a(href=line.href)[free(line.title)], line.maker and [h.br, h.span(".quiet")[free(line.maker)]]]
    share = t.rich("{met} of {asked}", met=t.number(line.met), asked=t.number(line.asked))
    return Row((what, agrees, line.owner, share))
