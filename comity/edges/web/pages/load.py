"""Loading records from a file: good rows are taken, bad rows come back in the user's own file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, head, identifier, link_button, say, table_card
from comity.edges.web.forms import Field, Widget, errors, field, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows refused for one reason: a stable code, what is wrong, what would be accepted, the first row as an example."""

    code: str
    wrong: Message
    accepted: Message
    rows: int
    first_row: int


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Counts of one load. `read` is the sum of new, changed, same, withdrawn, held and refused; where it is not, the page says so loudly.

    `waiting`: of the new ones, those that are reviewed first. `missing`: recorded, and not in a file that is all there is. `dry`: nothing
    was written.
    """

    load: str
    read: int
    new: int
    changed: int
    same: int
    refused: int
    reasons: tuple[Refusal, ...] = ()
    withdrawn: int = 0
    held: int = 0
    waiting: int = 0
    missing: int = 0
    dry: bool = False


@dataclass(frozen=True, slots=True)
class LoadView:
    """`columns` are the names that the first line of the file must hold; `template` an address of an empty file.

    `manner`: what the file is; `fields`: what its rows need not say.
    """

    frame: Frame
    register: int
    columns: tuple[str, ...]
    template: str = ""
    error: Message | None = None
    result: LoadResult | None = None
    fields: tuple[Field, ...] = ()
    manner: tuple[Field, ...] = ()


_HINT: Final = mark("The first line names the columns.")


def page(view: LoadView, t: Translator) -> Element:
    """The result of the last load first, then the form for the next."""
    upload = Field("file", mark("File (CSV, XLSX or JSON Lines)"), Widget.FILE, hint=_HINT, required=True, error=view.error)
    return framed(
        view.frame,
        t,
        t("Load a file"),
        errors((upload, *view.manner, *view.fields), t),
        head(t("Load a file"), lead=t(REGISTER[view.register].name)),
        _result(view.result, t) if view.result else None,
        h.div(".split")[
            post(
                paths.at(paths.LOAD, register=view.register),
                view.frame.csrf,
                field(upload, t),
                (field(each, t) for each in view.manner),
                h.p(".small.quiet")[t("For rows that do not say it themselves:")] if view.fields else None,
                (field(each, t) for each in view.fields),
                h.p(".small.quiet")[
                    t("Good rows are recorded even where others are refused. Nothing is doubled if you load the file again.")
                ],
                h.div(".acts")[
                    submit(t("Load"), sign="load", name="do", value="load"),
                    submit(t("Only say what would become of it"), name="do", value="dry", primary=False),
                ],
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
    parts = [result.new, result.changed, result.same, *filter(None, (result.withdrawn, result.held)), result.refused]
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
    return h.section(".stack-l", aria_label=t("Result of the load"))[
        result.dry and say("wait", "wait", h.p[t("Nothing was written: this is what would become of the rows.")]),
        h.div(".tiles")[(_tile(*each, t) for each in _tiles(result, t))],
        proof,
        _waits(result, t),
        _refused(result, t),
    ]


def _tiles(result: LoadResult, t: Translator) -> Iterator[tuple[int, str, str]]:
    """Each count, what it is called, and what that means."""
    yield result.new, t("New"), t("would be recorded") if result.dry else t("recorded")
    yield result.changed, t("Changed"), t("would be corrected") if result.dry else t("old version kept")
    yield result.same, t("The same"), t("nothing to do")
    if result.withdrawn:
        yield result.withdrawn, t("Withdrawn"), t("would be erased") if result.dry else t("erased")
    if result.held:
        yield result.held, t("Held"), t("until a second officer decides")
    yield result.refused, t("Refused"), t("in your own file")


def _waits(result: LoadResult, t: Translator) -> Node:
    """What is not done yet, and where it is decided."""
    if result.dry or not (result.held or result.waiting or result.missing):
        return None
    missing = t.plural(
        "{n} record is no longer in the file: a second officer decides whether it is withdrawn.",
        "{n} records are no longer in the file: a second officer decides whether they are withdrawn.",
        result.missing,
    )
    return say(
        "wait",
        "wait",
        result.held > 0 and h.p[t("So large a load waits for a second officer: nobody sees it before.")],
        result.waiting > 0
        and h.p[
            t.plural("{n} record is reviewed before others see it.", "{n} records are reviewed before others see them.", result.waiting)
        ],
        result.missing > 0 and h.p[missing],
        h.p[h.a(href=paths.at(paths.LOADED, load=result.load))[t("What became of it")]],
    )


def _tile(count: int, name: str, more: str, t: Translator) -> Element:
    return h.div[h.span(".label")[name], h.b(".big")[t.number(count)], h.span(".small.quiet")[more]]


def _refused(result: LoadResult, t: Translator) -> Node:
    if not result.refused:
        return say("clear", "clear", h.p[t("Every row would be taken.") if result.dry else t("Every row was taken.")])
    columns = (
        Column(t("Code")),
        Column(t("What is wrong")),
        Column(t("What is accepted")),
        Column(t("First row"), number=True),
        Column(t("Rows"), number=True),
    )
    rows = tuple(
        Row((identifier(each.code), t.say(each.wrong), t.say(each.accepted), t.number(each.first_row), t.number(each.rows)))
        for each in result.reasons
    )
    file = link_button(paths.at(paths.LOAD_ERRORS, load=result.load), t("My file with error columns (CSV)"), sign="doc")
    mend = h.p(".small.quiet")[t("Mend it in your file and load that again.")]
    return [table_card(Table(t("Refused rows, by reason"), columns, rows)), h.div(".acts")[file], mend]
