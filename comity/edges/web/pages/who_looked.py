"""Who looked at our data: reads a day by purpose, then each read. Bureau and kind of unit, never the officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import (
    Column,
    Row,
    Table,
    empty,
    head,
    identifier,
    link_button,
    newer_older,
    purpose_name,
    table,
    table_card,
    tag,
)
from comity.edges.web.forms import Field, Option, Widget, field
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator
from comity.edges.web.names import PURPOSES, REGISTER
from comity.edges.web.pages.audit import Log, log_state
from comity.kernel.purposes import Purpose

SERIES: Final = 3  # more than four colours cannot be told apart; the fourth is the rest together


class CameBack(StrEnum):
    """What a reader got of a record of ours."""

    HIT = "hit"
    LOOKALIKE = "lookalike"
    READ = "read"
    DISCREET = "discreet"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One read of a record of ours. `unit_kind` is a message id (Border post), empty where it is not told."""

    at: datetime
    bureau: str
    unit_kind: str
    record: str
    href: str
    register: int
    purpose: Purpose
    came_back: CameBack


@dataclass(frozen=True, slots=True)
class ReadsOfDay:
    """Reads of one day, by purpose."""

    day: date
    by_purpose: tuple[tuple[Purpose, int], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen; empty means any. Days as 2026-11-21."""

    register: str = ""
    reader: str = ""
    purpose: str = ""
    since: str = ""
    until: str = ""


ANY: Final = Filters()


@dataclass(frozen=True, slots=True)
class WhoLookedView:
    """`days` are in order of time; `registers` and `readers` are choices whose labels are shown as they are.

    `bare`: who reads it may see the bureau's own searches by a name alone too.
    """

    frame: Frame
    owner: str
    days: tuple[ReadsOfDay, ...]
    reads: tuple[Sighting, ...]
    registers: tuple[int, ...]
    readers: tuple[Option, ...]
    chosen: Filters = ANY
    log: Log | None = None
    older: str = ""
    newer: str = ""
    bare: bool = False


def page(view: WhoLookedView, t: Translator) -> Element:
    """The state of the log first, filters, the picture, the reads."""
    return framed(
        view.frame,
        t,
        t("Who looked at our data"),
        head(
            t("Who looked at our data"),
            view.bare and link_button(paths.BARE_NAMES, t("Searches by a name alone"), sign="people"),
            lead=[t("Owner"), ": ", h.bdi[view.owner]],
        ),
        log_state(view.log, t) if view.log else None,
        _filters(view, t),
        _figure(view, t) if view.days else None,
        _reads(view, t),
        newer_older(t, view.older, view.newer),
    )


def _filters(view: WhoLookedView, t: Translator) -> Element:
    chosen = view.chosen
    registers = (Option("", t("All of ours")), *(Option(str(each), t(REGISTER[each].name)) for each in view.registers))
    purposes = (Option("", t("Any purpose")), *(Option(each.code, t(PURPOSES[each])) for each in Purpose))
    fields = (
        Field("register", "Register", Widget.SELECT, chosen.register, options=registers, plain=True),
        Field("reader", "Reader", Widget.SELECT, chosen.reader, options=(Option("", t("Any bureau")), *view.readers), plain=True),
        Field("purpose", "Purpose", Widget.SELECT, chosen.purpose, options=purposes, plain=True),
        Field("since", "From day", Widget.DAY, chosen.since, "As 2026-11-21", plain=True),
        Field("until", "To day", Widget.DAY, chosen.until, "As 2026-11-21", plain=True),
    )
    return h.form(".card.filter", method="get", action=paths.WHO_LOOKED)[(field(each, t) for each in fields), h.button(".btn")[t("Filter")]]


def _figure(view: WhoLookedView, t: Translator) -> Element:
    totals: dict[Purpose, int] = {}
    for day in view.days:
        for purpose, count in day.by_purpose:
            totals[purpose] = totals.get(purpose, 0) + count
    named = sorted(totals, key=lambda purpose: -totals[purpose])[:SERIES]
    rows = [_stack(day, named) for day in view.days]
    all_reads = sum(totals.values())
    names = [t(PURPOSES[each]) for each in named] + ([t("Others")] if len(totals) > SERIES else [])
    return h.figure(".card.stack")[
        h.figcaption(".head")[h.h2[t("Reads a day, by purpose")], h.span(".quiet.small")[_total(all_reads, len(view.days), t)]],
        chart(view.days, rows, t),
        h.p(".key")[(_key(index, name) for index, name in enumerate(names, start=1))],
        h.details(".more")[h.summary[t("As a table")], table(_as_table(view.days, rows, names, t))],
    ]


def _total(reads: int, days: int, t: Translator) -> str:
    return t.plural("{n} read", "{n} reads", reads) + " · " + t.plural("{n} day", "{n} days", days)


def _stack(day: ReadsOfDay, named: Sequence[Purpose]) -> list[int]:
    counts = dict(day.by_purpose)
    return [*(counts.get(each, 0) for each in named), sum(count for purpose, count in counts.items() if purpose not in named)]


def chart(days: Sequence[ReadsOfDay], rows: Sequence[Sequence[int]], t: Translator) -> Element:
    """Stacked bars from zero, 600 x 160 units; words stand in HTML beside the picture, and in its label."""
    top = _round_up(max((sum(row) for row in rows), default=1))
    wide = 600 / max(len(rows), 1)
    bars = [bar for index, row in enumerate(rows) for bar in _bars(row, index * wide, wide, top)]
    most = max(range(len(rows)), key=lambda index: sum(rows[index]))
    label = t(
        "Reads a day, {first} to {last}: most on {day}, {most}",
        first=t.day(days[0].day), last=t.day(days[-1].day), day=t.day(days[most].day), most=sum(rows[most]),
    )  # fmt: skip
    lines = (_line(y) for y in (0.0, 80.0, 160.0))
    scale = (h.span[t.number(value)] for value in (top, top // 2, 0))
    ends = [days[0].day, days[len(days) // 2].day, days[-1].day] if len(days) > 2 else [each.day for each in days]
    return h.div(".chart")[
        h.div(".y", aria_hidden="true")[scale],
        h.svg(".plot", viewBox="0 0 600 160", preserveAspectRatio="none", role="img", aria_label=label)[lines, bars],
        h.div(".x", aria_hidden="true")[(h.bdi[t.day(each)] for each in ends)],
    ]


def _round_up(value: int) -> int:
    step = int("1" + "0" * (len(str(value)) - 1))
    return max(2, -(-value // step) * step)


def _line(y: float) -> Element:
    return h.Element("line")(x1="0", x2="600", y1=f"{y:.1f}", y2=f"{y:.1f}")


def _bars(row: Sequence[int], x: float, wide: float, top: int) -> list[Element]:
    bars, base = [], 160.0
    for index, count in enumerate(row, start=1):
        tall = count / top * 160
        if tall > 0:
            gap = min(1.0, tall / 2)
            box = {"x": f"{x + wide * 0.14:.1f}", "y": f"{base - tall:.1f}", "width": f"{wide * 0.72:.1f}", "height": f"{tall - gap:.1f}"}
            bars.append(h.Element("rect")(box, class_=f"b{index}"))
            base -= tall
    return bars


def _key(index: int, name: str) -> Element:
    return h.span[h.svg(viewBox="0 0 8 8", aria_hidden="true")[h.Element("rect")(class_=f"b{index}", width="8", height="8")], " ", name]


def _as_table(days: Sequence[ReadsOfDay], rows: Sequence[Sequence[int]], names: Sequence[str], t: Translator) -> Table:
    columns = (Column(t("Day")), *(Column(name, number=True) for name in names))
    cells = (Row((t.day(day.day), *(t.number(count) for count in row[: len(names)]))) for day, row in zip(days, rows, strict=True))
    return Table(t("Reads a day, by purpose"), columns, tuple(cells))


def _reads(view: WhoLookedView, t: Translator) -> Element:
    if not view.reads:
        return empty(t("Nobody looked"), t("Reads of your records appear here within a second. Protected checks are not shown."))
    columns = (Column(t("Time (UTC)")), Column(t("Reader")), Column(t("Record")), Column(t("Purpose")), Column(t("What came back")))
    return table_card(Table(t("Reads"), columns, tuple(_row(each, t) for each in view.reads)), h.span(".quiet.small")[t("newest first")])


def _row(read: Sighting, t: Translator) -> Row:
    who = [h.bdi[read.bureau], read.unit_kind and h.span(".quiet")[t(read.unit_kind)]]
    what = [h.a(href=read.href, data_row=True)[identifier(read.record)], h.span(".quiet")[t(REGISTER[read.register].name)]]
    return Row((t.moment(read.at), who, what, purpose_name(read.purpose, t), _came_back(read.came_back, t)))


def _came_back(what: CameBack, t: Translator) -> Node:
    match what:
        case CameBack.HIT:
            return tag("hit", "hit", t("Hit"))
        case CameBack.LOOKALIKE:
            return tag("wait", "neq", t("Look-alike"))
        case CameBack.DISCREET:
            return tag("", "lock", t("Nothing shown: discreet"))
        case CameBack.READ:
            return tag("", "audit", t("Record read"))
