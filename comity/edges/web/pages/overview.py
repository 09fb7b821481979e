"""All nineteen registers: what each is for, how long it keeps, and what this officer may do there."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import Column, Row, Table, head, table_card
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator
from comity.edges.web.names import REGISTER


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One register. `about` is a message id; `years` the longest life of its records.

    `asked`: this officer's checks reach it under the purpose in hand; `listed`, `entered`: what the officer may do with one's own.
    """

    register: int
    about: str
    years: int
    asked: bool
    listed: bool
    entered: bool


@dataclass(frozen=True, slots=True)
class OverviewView:
    """In the order of the strip."""

    frame: Frame
    lines: tuple[OverviewLine, ...]


def page(view: OverviewView, t: Translator) -> Element:
    """One table."""
    title = t("All registers")
    columns = (
        Column(t("Register")),
        Column(t("What it is for")),
        Column(t("Kept, years"), number=True),
        Column(t("Your checks reach it")),
        Column(t("New record")),
    )
    rows = tuple(_row(line, t) for line in view.lines)
    return framed(
        view.frame, t, title, head(title, lead=t("What each holds, and what you may do there.")), table_card(Table(title, columns, rows))
    )


def _row(line: OverviewLine, t: Translator) -> Row:
    name = t(REGISTER[line.register].name)
    named: Node = h.a(href=f"{paths.REGISTERS}?register={line.register}", data_row=True)[name] if line.listed else name
    new = line.entered and h.a(href=paths.at(paths.RECORD_NEW, register=line.register))[t("New record")]
    return Row((named, t(line.about), t.number(line.years), t("Yes") if line.asked else t("No"), new))
