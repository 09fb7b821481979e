"""Loading records from a file: good rows are taken, bad rows come back in the user's own file."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, head, identifier, link_button, say, table_card
from comity.edges.web.forms import Field, Widget, errors, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.names import REGISTER


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows refused for one reason: a stable code, what is wrong, how to mend it, the first row as an example."""

    code: str
    wrong: Message
    remedy: Message
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Counts of one load. `read` is the sum of the others; where it is not, the page says so loudly."""

    load: str
    read: int
    new: int
    changed: int
    same: int
    refused: int
    reasons: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadView:
    """`columns` are the names that the first line of the file must hold; `template` an address of an empty file."""

    frame: Frame
    register: int
    columns: tuple[str, ...]
    template: str = ""
    error: Message | None = None
    result: LoadResult | None = None
    fields: tuple[Field, ...] = ()


def page(view: LoadView, t: Translator) -> Element:
    """The result of the last load first, then the form for the next."""
    upload = Field("file", "File (CSV, UTF-8)", Widget.FILE, hint="The first line names the columns.", required=True, error=view.error)
    return framed(
        view.frame,
        t,
        t("Load a file"),
        errors((upload, *view.fields), t),
        head(t("Load a file"), lead=t(REGISTER[view.register].name)),
        _result(view.result, t) if view.result else None,
        h.div(".split")[
            post(
                paths.at(paths.LOAD, register=view.register),
                view.frame.csrf,
                field(upload, t),
                h.p(".small.quiet")[t("For rows that do not say it themselves:")] if view.fields else None,
                (field(each, t) for each in view.fields),
                h.p(".small.quiet")[
                    t("Good rows are recorded even where others are refused. Nothing is doubled if you load the file again.")
                ],
                submit(t("Load"), sign="load"),
                class_="card stack-l",
                upload=True,
            ),
            _columns(view, t),
        ],
    )


def _columns(view: LoadView, t: Translator) -> Element:
    return h.aside(".card.stack")[
        h.h2[t("Columns")],
        h.ul(".codes")[(h.li[identifier(each)] for each in view.columns)],
        view.template and h.p[h.a(href=view.template)[t("Empty file with these columns")]],
        view.template and h.p[h.a(href=f"{view.template}&as=xlsx")[t("The same as a spreadsheet")]],
        h.p[h.a(href=paths.at(paths.LOAD_COLUMNS, register=view.register))[t("The columns of my file have other names")]],
    ]


def _result(result: LoadResult, t: Translator) -> Element:
    parts = (result.new, result.changed, result.same, result.refused)
    adds_up = sum(parts) == result.read
    total = " + ".join(t.number(each) for each in parts) + " = " + t.number(sum(parts))
    proof: Node = (
        h.p(".small.quiet")[t.rich("{total} rows read: the counts add up.", total=h.bdi(dir="ltr")[total])]
        if adds_up
        else say(
            "hit",
            "bang",
            h.p[
                t.rich(
                    "{total}, but {read} rows were read: the counts do not add up. Tell your operator.",
                    total=h.bdi(dir="ltr")[total],
                    read=t.number(result.read),
                )
            ],
        )
    )
    tiles = (
        (result.new, t("New"), t("recorded")),
        (result.changed, t("Changed"), t("old version kept")),
        (result.same, t("The same"), t("nothing to do")),
        (result.refused, t("Refused"), t("in your own file")),
    )
    return h.section(".stack-l", aria_label=t("Result of the load"))[
        h.div(".tiles")[(_tile(*each, t) for each in tiles)], proof, _refused(result, t)
    ]


def _tile(count: int, name: str, more: str, t: Translator) -> Element:
    return h.div[h.span(".label")[name], h.b(".big")[t.number(count)], h.span(".small.quiet")[more]]


def _refused(result: LoadResult, t: Translator) -> Node:
    if not result.refused:
        return say("clear", "clear", h.p[t("Every row was taken.")])
    columns = (
        Column(t("Code")),
        Column(t("What is wrong")),
        Column(t("How to mend it")),
        Column(t("First row"), number=True),
        Column(t("Rows"), number=True),
    )
    rows = tuple(
        Row((identifier(each.code), t.say(each.wrong), t.say(each.remedy), t.number(each.first_row), t.number(each.rows)))
        for each in result.reasons
    )
    file = link_button(paths.at(paths.LOAD_ERRORS, load=result.load), t("My file with error columns (CSV)"), sign="doc")
    return [table_card(Table(t("Refused rows, by reason"), columns, rows)), h.div(".acts")[file]]
