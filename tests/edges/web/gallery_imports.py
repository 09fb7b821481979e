"""The pages of imports with sample values, for the gallery. Everybody in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from htpy import Element

from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import imports
from comity.edges.web.pages.imports import Difference, ImportLine, ImportView
from comity.imports.compare import Counts, Kind
from comity.imports.model import State

AT = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
COUNTS = Counts(entries=1004, persons=731, entities=273, added=12, changed=31, unchanged=958, refused=3, withdrawn=4, before=993)
LINE = ImportLine("01000000-0000-8007-8000-000000000001", AT, State.PROPOSED, False, COUNTS)
DOUBLE = ("DATAID", "double_number", "An earlier entry of the file has the same key.")
DIFFERENCES = (
    Difference(Kind.ADDED, "QLi.061", "TOVAR ELMIN QASSEN DORRU", True),
    Difference(Kind.ADDED, "QLe.014", "HILL TRADING COMPANY", False),
    Difference(
        Kind.CHANGED, "QLi.014", "MAREN ORSK", True,
        details=(
            ("names", "", "full: مارين أورسك; kind: original_script; script: Arab"),
            ("documents", "number: AR5520917; issuer: XAR; type: passport", ""),
            ("sex", "unknown", "female"),
        ),
    ),
    Difference(Kind.WITHDRAWN, "QLi.002", "OLD MILLER", True),
    Difference(Kind.REFUSED, "QLi.003", "SOMEBODY", True, 412, (DOUBLE,)),
)  # fmt: skip


def view(frame: Frame) -> ImportView:
    return ImportView(
        frame=frame,
        line=LINE,
        generated="2026-11-20T00:00:09.554Z",
        digest="9f2c" * 16,
        law="Resolution 9900 (2014)",
        behalf="The regional tribunal, mandate 7 of 2014",
        stale=False,
        reasons=(("double_number", 2), ("no_name", 1)),
        unread=(("SUBMITTED_BY", 1),),
        differences=DIFFERENCES,
        older="/imports/1?after=50",
        may_approve=True,
        may_refuse=True,
    )


def import_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Each page of imports in its states."""
    where = frame("/imports", current=Entry.IMPORTS)
    one = view(where)
    fields = (
        Field("purposes", "Purposes", Widget.TICKS, "warning", options=(Option("warning", t("Warning of a threat")),), plain=True),
        Field("law", "National law or authority", required=True),
    )
    lines = (LINE, replace(LINE, state=State.APPROVED, own=True), replace(LINE, state=State.REFUSED))
    wrong = replace(one, needs_reason=True, error=message("This withdraws 400 of 993 records: state why (REC-18)."))
    return {
        "imports": imports.page(themed(imports.ImportsView(where, lines, fields, older="/imports?after=1")), t),
        "imports-empty": imports.page(themed(imports.ImportsView(where, (), fields, message("Choose a file."))), t),
        "import": imports.import_page(themed(one), t),
        "import-own": imports.import_page(themed(replace(one, may_approve=False, line=replace(LINE, own=True), kind=Kind.CHANGED)), t),
        "import-stale": imports.import_page(themed(replace(one, stale=True, may_approve=False)), t),
        "import-errors": imports.import_page(themed(wrong), t),
        "import-decided": imports.import_page(themed(replace(one, line=lines[1], differences=(), may_approve=False, may_refuse=False)), t),
    }
