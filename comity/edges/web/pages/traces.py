"""Traces of firearms: what was asked, what each authority answered, and the forms for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Fact, Row, Table, empty, facts, free, head, identifier, listed, newer_older, table_card, tag
from comity.edges.web.forms import Field, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator, mark
from comity.traces.model import Answer, Outcome, State, Why

WHYS: Final = {
    Why.MAKER: mark("Maker's country"),
    Why.IMPORTER: mark("Importer's country"),
    Why.EXPORTED: mark("Exported there"),
    Why.OTHER: mark("Asked besides"),
}
ANSWERS: Final = {
    Answer.SOLD: mark("Sold"),
    Answer.EXPORTED: mark("Exported"),
    Answer.NO_RECORD: mark("No record"),
    Answer.REFUSED: mark("Not answered, with a reason"),
}
OUTCOMES: Final = {
    Outcome.TRACED: mark("Traced"),
    Outcome.NOT_TRACED: mark("Not traced"),
    Outcome.WITHDRAWN: mark("Withdrawn by who asked"),
}


@dataclass(frozen=True, slots=True)
class LegLine:
    """One authority asked. `said`: the particulars of its answer, each with its label (a message id)."""

    authority: str
    why: Why
    due_at: datetime
    late: bool
    answer: Answer | None = None
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One trace in a list. `answered` of `asked` legs that the viewer sees."""

    trace: str
    at: datetime
    asker: str
    weapon: str
    state: State
    outcome: Outcome | None
    answered: int
    asked: int
    waits: bool = False


@dataclass(frozen=True, slots=True)
class TracesView:
    """`own`: one's own traces, else those that one was asked. `fields`: the form for a new one, empty where it is not offered.

    `of`: the number and the page of one's own record that the new one is of.
    """

    frame: Frame
    own: bool
    lines: tuple[TraceLine, ...]
    fields: tuple[Field, ...] = ()
    of: tuple[str, str] = ("", "")
    older: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class TraceView:
    """`answer`, `further`, `close`: fields of the forms that are offered. `next`: (code, name) of authorities that an answer leads to."""

    frame: Frame
    line: TraceLine
    bureau: str
    facts: tuple[Fact, ...]
    words: str
    legs: tuple[LegLine, ...]
    answer: tuple[Field, ...] = ()
    further: tuple[Field, ...] = ()
    close: tuple[Field, ...] = ()
    next: tuple[tuple[str, str], ...] = ()


def page(view: TracesView, t: Translator) -> Element:
    """The list, both sides of it, and the form for a new trace."""
    sides = ((True, t("Asked by us"), paths.TRACES), (False, t("Asked of us"), f"{paths.TRACES}?side=asked"))
    columns = (Column(t("Time (UTC)")), Column(t("Asked by")), Column(t("Firearm")), Column(t("State")), Column(t("Answered"), number=True))
    nothing = empty(t("No trace here"), t("A firearm that was found is traced to its maker and importer, and appears here."))
    body = listed(Table(t("Traces"), columns, tuple(_row(each, t) for each in view.lines)), nothing)
    return framed(
        view.frame,
        t,
        t("Traces of firearms"),
        errors(view.fields, t),
        head(t("Traces of firearms"), lead=t("To the countries of maker and importer: whom was it sold or exported to?")),
        h.nav(".tabs", aria_label=t("Whose traces"))[
            (h.a(href=href, aria_current="page" if own is view.own else None)[name] for own, name, href in sides)
        ],
        body,
        newer_older(t, view.older, view.newer),
        bool(view.fields) and _new(view, t),
    )


def _new(view: TracesView, t: Translator) -> Element:
    """The form for a new trace: of a record, or of what is known of a weapon that is not recorded."""
    number, href = view.of
    if number:
        of: Node = t.rich("Of your record {record}. Its particulars are sent.", record=h.a(href=href)[identifier(number)])
    else:
        of = t("Of a firearm that is not recorded. Where it is, open its record and trace it from there.")
    return post(
        paths.TRACES,
        view.frame.csrf,
        h.h2(id="record")[t("Trace a firearm")],
        h.p(".quiet")[of],
        h.div(".trio")[(field(each, t) for each in view.fields)],
        submit(t("Ask"), sign="mail"),
        class_="card stack-l",
    )


def _row(line: TraceLine, t: Translator) -> Row:
    link = h.a(href=paths.at(paths.TRACE, trace=line.trace), data_row=True)[t.moment(line.at)]
    count = h.bdi(dir="ltr")[f"{t.number(line.answered)} / {t.number(line.asked)}"]
    return Row((link, h.bdi[line.asker], free(line.weapon), _state(line, t), count), on=line.waits)


def _state(line: TraceLine, t: Translator) -> Element:
    if line.outcome:
        return tag(
            "clear" if line.outcome is Outcome.TRACED else "",
            "clear" if line.outcome is Outcome.TRACED else "off",
            t(OUTCOMES[line.outcome]),
        )
    return tag("flash", "mail", t("Waits for your answer")) if line.waits else tag("wait", "wait", t("Under way"))


def trace_page(view: TraceView, t: Translator) -> Element:
    """One trace."""
    title = t("Trace of a firearm")
    columns = (Column(t("Asked")), Column(t("Why")), Column(t("Answer")), Column(t("Particulars")))
    forms = (*view.answer, *view.further, *view.close)
    return framed(
        view.frame,
        t,
        title,
        errors(forms, t),
        head(title, lead=[_state(view.line, t), " ", h.bdi[view.line.asker], " · ", h.bdi[view.bureau]]),
        h.section(".card")[
            h.h2[t("The firearm")], facts(view.facts, t), view.words and [h.h3[t("What happened, and what you ask")], h.p[free(view.words)]]
        ],
        table_card(Table(t("Who was asked"), columns, tuple(_leg(each, t) for each in view.legs))),
        _form(view, view.answer, "answer", t("Answer"), t("Answer for our authority"), t),
        _next(view, t),
        _form(view, view.further, "further", t("Ask"), t("Ask another authority too"), t),
        _form(view, view.close, "close", t("Close"), t("Close the trace"), t, t("Nobody can answer any more. It cannot be opened again.")),
        h.p[h.a(href=paths.TRACES)[t("Back to the traces")]],
    )


def _leg(leg: LegLine, t: Translator) -> Row:
    if leg.answer:
        state: Node = t(ANSWERS[leg.answer])
    else:
        state = (
            tag("hit", "bang", t("Overdue since {day}", day=t.day(leg.due_at)))
            if leg.late
            else t("Hoped for by {day}", day=t.day(leg.due_at))
        )
    return Row((h.bdi[leg.authority], t(WHYS[leg.why]), state, [h.div[t(label), ": ", free(value)] for label, value in leg.said] or "–"))


def _next(view: TraceView, t: Translator) -> Node:
    if not view.next:
        return None
    forms = (
        post(
            paths.at(paths.TRACE, trace=view.line.trace),
            view.frame.csrf,
            hidden("act", "further"),
            hidden("why", "exported"),
            h.button(".btn", name="authority", value=code)[t("Ask {authority}", authority=name)],
            class_="",
        )
        for code, name in view.next
    )
    return h.section(".card.stack")[h.h2[t("An answer leads on")], h.div(".acts")[forms]]


def _form(view: TraceView, fields: tuple[Field, ...], act: str, label: str, title: str, t: Translator, effect: str = "") -> Node:
    if not fields:
        return None
    return post(
        paths.at(paths.TRACE, trace=view.line.trace),
        view.frame.csrf,
        hidden("act", act),
        h.h2[title],
        effect and h.p(".small.quiet")[effect],
        h.div(".trio")[(field(each, t) for each in fields)],
        submit(label, primary=act != "close"),
        class_="card stack-l",
    )
