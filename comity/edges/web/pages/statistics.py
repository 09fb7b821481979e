"""Counts by month: drawings, each with the table that says the same in full."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.charts import Chart, draw, numbers
from comity.edges.web.elements import Column, Row, Table, empty, head, say, table
from comity.edges.web.forms import Field, errors, field
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """`charts` in their order; `hidden`: what is under five, and this month, is left away; `wrong`: the form was not understood."""

    frame: Frame
    owner: str
    fields: tuple[Field, ...]
    charts: tuple[Chart, ...]
    hidden: bool = False
    wrong: bool = False


def page(view: StatisticsView, t: Translator) -> Element:
    """Form, what is left away, drawings."""
    title = t("Statistics")
    return framed(
        view.frame,
        t,
        title,
        head(title, lead=[t("Owner"), ": ", h.bdi[view.owner]]),
        errors(view.fields, t),
        _form(view, t),
        view.hidden and _left_away(t),
        _charts(view, t),
    )


def _form(view: StatisticsView, t: Translator) -> Element:
    return h.form(".card.filter", method="get", action=paths.STATISTICS)[
        (field(each, t) for each in view.fields), h.button(".btn")[t("Show")]
    ]


def _left_away(t: Translator) -> Element:
    return say(
        "",
        "lock",
        h.p[t("Counts under five, this month, and what is discreet, restricted or above official use are not here, nor in any sum.")],
    )


def _charts(view: StatisticsView, t: Translator) -> Node:
    if view.wrong:
        return None
    if not view.charts:
        return empty(
            t("Nothing was counted"), t("Counts appear about a minute after what they count; those of others when a month is over.")
        )
    return [h.section(".card.stack")[h.h2[each.title], draw(each, t), _table(each, t)] for each in view.charts]


def _table(chart: Chart, t: Translator) -> Element:
    columns = (Column(t("Month")), *(Column(one.name, number=True) for one in chart.series))
    rows = tuple(Row((label, *numbers([one.counts[place] for one in chart.series], t))) for place, label in enumerate(chart.labels))
    return h.details(".more")[h.summary[t("The same as a table")], table(Table(chart.title, columns, rows))]
