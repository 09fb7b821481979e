"""Pages of the nineteen registers with sample values: all of them in a table, a form with repeated fields, a record with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from htpy import Element

from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import overview, record_form
from comity.edges.web.pages.overview import OverviewLine, OverviewView
from comity.edges.web.pages.record_form import FormGroup, FormSection, RecordFormView
from comity.registers.catalogue import DECLARED


def register_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Name -> page."""
    lines = tuple(
        OverviewLine(one.number, one.about, one.retention_years, one.number % 2 == 0, one.number != 18, one.number < 5) for one in DECLARED
    )
    return {
        "registers-overview": overview.page(themed(OverviewView(frame("/registers/overview", current=Entry.REGISTERS), lines)), t),
        "record-rows": record_form.page(themed(_form(frame)), t),
    }


def _form(frame: Callable[..., Frame]) -> RecordFormView:
    rows = tuple(
        (
            Field(f"names.{row}.full", "Whole name", Widget.TEXT, value, "As it is written, in any script", plain=True),
            Field(f"names.{row}.kind", "Kind of name", Widget.SELECT, options=(Option("", "–"), Option("main", "Main name")), plain=True),
        )
        for row, value in enumerate(("Selka Marrec", "سلكا ماريك", ""), 1)
    )
    nationalities = tuple(
        (Field(f"nationalities.{row}", "Nationalities", Widget.IDENTIFIER, plain=True, offered="offer-country"),) for row in (1, 2)
    )
    groups = (
        FormGroup("names", "Names", rows, 40, message("At most 40 of these are recorded.")),
        FormGroup("nationalities", "Nationalities", nationalities, 10),
    )
    sections = (
        FormSection("Who it is", (Field("sex", "Sex", Widget.SELECT, options=(Option("female", "Female"),), required=True),), groups),
    )
    offers = (("offer-country", (Option("XBM", "Belmora (XBM)"),)),)
    at = frame("/registers/1/new", current=Entry.REGISTERS)
    return RecordFormView(at, 1, "/registers/1/new", "/registers", sections, review=True, offers=offers)
