"""Counts by month, of one's own authority or of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from comity.edges.web import paths
from comity.edges.web.charts import Chart, Series
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import mark
from comity.edges.web.names import PURPOSES, REGISTER
from comity.edges.web.pages import statistics
from comity.edges.web.pages.statistics import StatisticsView
from comity.edges.web.routes.answers import Answer, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import authorities, authority_of, by_field
from comity.kernel.errors import Invalid
from comity.kernel.purposes import BY_CODE, Purpose
from comity.statistics.adding import month_before
from comity.statistics.model import ALL_REGISTERS, ASKED, MET, Measure
from comity.statistics.reading import ANY_PURPOSE, Asked, Report, visible

MEASURES: Final = {
    Measure.HELD: mark("Held"),
    Measure.ENTERED: mark("Entered"),
    Measure.RELEASED: mark("Released"),
    Measure.BLOCKED: mark("Blocked"),
    Measure.WITHDRAWN: mark("Withdrawn"),
    Measure.EXPIRED: mark("Expired"),
    Measure.CHECKS: mark("Checks"),
    Measure.HITS: mark("With a hit"),
    Measure.LOOK_ALIKES: mark("With look-alikes alone"),
    Measure.MET: mark("Met by others"),
    Measure.MET_ALIKE: mark("Met as look-alikes"),
    Measure.READ: mark("Read by others"),
}
_GROUPS: Final = (
    (mark("Records held at the end of each month"), (Measure.HELD,)),
    (mark("What became of records"), (Measure.ENTERED, Measure.BLOCKED, Measure.WITHDRAWN, Measure.EXPIRED)),
    (mark("Records released"), (Measure.RELEASED,)),
    (mark("Checks"), (Measure.CHECKS,)),
    (mark("Checks that met something"), ASKED[1:]),
    (mark("Our records, met and read by others"), MET),
)
_LENGTHS: Final = (3, 12, 24, 36)


async def shown(visit: Visit) -> Answer:
    """The page. A form that is not understood comes back with what is wrong with it."""
    asked = _asked(visit)
    fields = tuple(_fields(visit, asked))
    empty = StatisticsView(visit.frame(Entry.STATISTICS), visit.owner, fields, (), wrong=True)
    try:
        report = await visit.comity.statistics.read(visit.reader, asked)
    except Invalid as problem:
        wrong = by_field(problem)
        marked = tuple(replace(each, error=wrong.get(each.name)) for each in fields)
        return page(statistics.page(replace(empty, fields=marked), visit.t), 422)
    view = replace(empty, charts=tuple(_charts(visit, asked, report)), hidden=report.hidden, wrong=False)
    return page(statistics.page(view, visit.t))


def _asked(visit: Visit) -> Asked:
    given = visit.query
    months, register = number_in(given.get("months", "12"), 2), given.get("register", "0")
    purpose = BY_CODE.get(given.get("purpose", ""))
    return Asked(
        own=given.get("of", "own") != "others",
        register=number_in(register, 2) or 0,
        owner=authority_of(visit, given.get("owner", "")) or 0,
        purpose=int(purpose) if purpose else 0,
        months=12 if months is None else months,
    )


def _fields(visit: Visit, asked: Asked) -> Iterator[Field]:
    t = visit.t
    whose = (Option("own", t("Our own authority")), Option("others", t("Other authorities")))
    registers = tuple(Option(str(number), t(REGISTER[number].name)) for number in visible(visit.reader, own=asked.own))
    purposes = tuple(Option(one.code, t(PURPOSES[one])) for one in Purpose)
    lengths = tuple(Option(str(each), t.plural("One month", "{n} months", each)) for each in _LENGTHS)
    any_one = Option("", t("Any"))
    chosen = Purpose(asked.purpose).code if asked.purpose else ""
    number = str(asked.register) if asked.register else ""
    yield Field("of", mark("Whose"), Widget.SELECT, "own" if asked.own else "others", options=whose, plain=True)
    if not asked.own:
        owner = visit.query.get("owner", "")
        yield Field("owner", mark("Owner"), Widget.SELECT, owner, options=(any_one, *authorities(visit)), plain=True)
    yield Field("register", mark("Register"), Widget.SELECT, number, options=(any_one, *registers), plain=True)
    yield Field("purpose", mark("Purpose"), Widget.SELECT, chosen, options=(any_one, *purposes), plain=True)
    yield Field("months", mark("Time"), Widget.SELECT, str(asked.months), options=lengths, plain=True)


def _charts(visit: Visit, asked: Asked, report: Report) -> Iterator[Chart]:
    """A drawing for each group of measures of which something was counted."""
    months = tuple(_months(report.since, report.last))
    labels = tuple(visit.t.month(month) for month in months)
    below = tuple(visit.t.month_below(month, first=month == months[0]) for month in months)
    for place, (title, measures) in enumerate(_GROUPS):
        rows = tuple(Series(visit.t(MEASURES[one]), _row(report, one, months, asked)) for one in measures)
        if any(count for row in rows for count in row.counts):
            says = visit.t("Bars by month from {since} to {last}; the table below has the numbers.", since=labels[0], last=labels[-1])
            yield Chart(f"chart-{place}", visit.t(title), says, labels, rows, below)


def _row(report: Report, measure: Measure, months: tuple[date, ...], asked: Asked) -> tuple[int | None, ...]:
    """The counts of a measure by month. Of one's own, nothing is nothing; of others, nothing may be anything under five."""
    sums = dict.fromkeys(months, 0)
    purposes = {asked.purpose} if asked.purpose else {ANY_PURPOSE} if asked.own else set(map(int, Purpose))
    for cell in report.cells:
        of_all = cell.register == ALL_REGISTERS
        if cell.measure is measure and cell.purpose in purposes and of_all == (measure in ASKED and not asked.register):
            sums[cell.month] += cell.count
    return tuple(sums[month] or (0 if asked.own else None) for month in months)


def _months(since: date, last: date) -> Iterator[date]:
    months = [last]
    while months[-1] > since:
        months.append(month_before(months[-1]))
    yield from reversed(months)


ROUTES: Final[tuple[Route | Open, ...]] = (Route("GET", paths.STATISTICS, shown),)
