"""Loads of one's authority: the list, and one with its counts, a sample of what waits, and the second officer's decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import (
    Column,
    Fact,
    Row,
    Table,
    empty,
    facts,
    free,
    head,
    identifier,
    link_button,
    listed,
    newer_older,
    say,
    tag,
)
from comity.edges.web.forms import Field, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.names import REGISTER
from comity.edges.web.pages.jobs import COUNTED

STATES: Final = {
    "running": ("same", "load", mark("Running")),
    "done": ("clear", "clear", mark("Done")),
    "waiting": ("wait", "wait", mark("Waits for a second officer")),
    "released": ("clear", "clear", mark("Released")),
    "refused": ("hit", "bang", mark("Refused")),
    "broken_off": ("", "stop", mark("Broken off")),
}


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One load. `counts`: name and number, in their order; `file` as its sender called it."""

    load: str
    at: datetime
    register: int
    file: str
    state: str
    rows: int
    counts: tuple[tuple[str, int], ...] = ()
    encoding: str = ""
    sha256: str = ""
    why: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True)
class LoadsView:
    """One page of loads. `older`: address of the next one, empty on the last."""

    frame: Frame
    lines: tuple[LoadLine, ...]
    older: str = ""


@dataclass(frozen=True, slots=True)
class LoadPageView:
    """`new`, `missing`: samples, each record its particulars. `decides`: this officer may; `own`: loaded it, hence may not."""

    frame: Frame
    line: LoadLine
    new: tuple[tuple[Fact, ...], ...] = ()
    missing: tuple[tuple[Fact, ...], ...] = ()
    decides: bool = False
    own: bool = False
    error: Message | None = None


def page(view: LoadsView, t: Translator) -> Element:
    """Newest first."""
    title = t("Loads")
    why = t("A file that is loaded into a register appears here, with what became of its rows.")
    nothing = empty(t("No loads"), why, link_button(paths.OVERVIEW, t("Choose a register"), sign="load"))
    columns = (Column(t("Begun (UTC)")), Column(t("Register")), Column(t("File")), Column(t("State")), Column(t("Rows"), number=True))
    body = listed(Table(title, columns, tuple(_row(each, t) for each in view.lines)), nothing)
    return framed(view.frame, t, title, head(title, link_button(paths.JOBS, t("Jobs"))), body, newer_older(t, view.older))


def _row(line: LoadLine, t: Translator) -> Row:
    link = h.a(href=paths.at(paths.LOADED, load=line.load), data_row=True)[t.moment(line.at)]
    return Row((link, t(REGISTER[line.register].name), free(line.file), _state(line, t), t.number(line.rows)), on=line.state == "waiting")


def _state(line: LoadLine, t: Translator) -> Element:
    kind, sign, word = STATES[line.state]
    return tag(kind, sign, t(word))


def load_page(view: LoadPageView, t: Translator) -> Element:
    """One load: what became of it, a sample, the decision."""
    line = view.line
    title = t("Load of a file")
    return framed(
        view.frame,
        t,
        title,
        errors((_reason(view),), t),
        head(title, lead=[t(REGISTER[line.register].name), line.file and [" · ", free(line.file)]]),
        h.section(".card.stack")[h.h2[t("What became of it")], _facts(line, t)],
        _sample(t("Some of what would be visible"), view.new, t),
        _sample(t("Some of what would be withdrawn"), view.missing, t),
        view.own and line.state == "waiting" and say("wait", "wait", h.p[t("You loaded this file: another officer decides (ACC-09).")]),
        view.own
        and dict(line.counts).get("refused", 0) > 0
        and h.div(".acts")[link_button(paths.at(paths.LOAD_ERRORS, load=line.load), t("My file with error columns (CSV)"), sign="doc")],
        view.decides and _decision(view, t),
        h.p[h.a(href=paths.LOADS)[t("All loads")]],
    )


def _facts(line: LoadLine, t: Translator) -> Element:
    rows: list[tuple[str, Node]] = [(t("State"), _state(line, t)), (t("Begun"), t.moment(line.at)), (t("Rows"), t.number(line.rows))]
    rows += [(t(COUNTED[name]) if name in COUNTED else name, t.number(count)) for name, count in line.counts]
    if line.why:
        rows.append((t("Why"), line.why))
    rows += [(t("Encoding"), identifier(line.encoding)), (t("SHA-256 of the file"), identifier(line.sha256))]
    return h.dl(".facts")[((h.dt[term], h.dd[value]) for term, value in rows)]


def _sample(title: str, records: tuple[tuple[Fact, ...], ...], t: Translator) -> Node:
    if not records:
        return None
    return h.section(".card.stack")[h.h2[title], (facts(record, t) for record in records)]


def _reason(view: LoadPageView) -> Field:
    return Field("reason", "Reason", Widget.LONG, hint="A refusal needs at least 10 characters.", error=view.error, required=True)


def _decision(view: LoadPageView, t: Translator) -> Element:
    address = paths.at(paths.LOADED, load=view.line.load)
    return h.div(".split.split--even")[
        post(
            address,
            view.frame.csrf,
            hidden("action", "release"),
            h.h2[t("Release")],
            h.p[t("All of it at once. Look at the sample first.")],
            submit(t("Release all"), sign="clear"),
            class_="card stack",
        ),
        post(
            address,
            view.frame.csrf,
            hidden("action", "refuse"),
            h.h2[t("Refuse")],
            field(_reason(view), t),
            submit(t("Refuse all"), sign="stop", primary=False),
            class_="card stack",
        ),
    ]
