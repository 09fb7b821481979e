"""The pages of traces with sample values, for the gallery. Every weapon and place in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from htpy import Element

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import traces
from comity.edges.web.pages.traces import LegLine, TraceLine
from comity.traces.model import Answer, Outcome, State, Why

AT = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
LINE = TraceLine("01000000-0000-8001-8000-000000000001", AT, "Arvenia", "Arvenwerk K9 9 mm AW44719", State.OPEN, None, 1, 3)
LEGS = (
    LegLine("Belmora", Why.MAKER, AT, False, Answer.EXPORTED, (("Exported to", "XCS"), ("Date", "2019-05"))),
    LegLine("Castara", Why.EXPORTED, AT, True),
    LegLine("Dovania", Why.OTHER, AT, False),
)
FACTS = (Fact("Make", "Arvenwerk", FactKind.FREE), Fact("Serial number", "AW44719", FactKind.IDENTIFIER))
SIDES = (Option("", "–"), Option("XDV", "Dovania (XDV)"))


def trace_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Each page of traces in its states."""
    where = frame("/traces", current=Entry.TRACES)
    fields = (Field("make", "Make", plain=True), Field("serial", "Serial number", plain=True, error=message("Choose an answer.")))
    lines = (LINE, replace(LINE, waits=True, answered=0), replace(LINE, state=State.CLOSED, outcome=Outcome.TRACED))
    answer = (Field("answer", "Answer", Widget.SELECT, options=(Option("sold", t("Sold")),), required=True), Field("dealer", "Sold to"))
    further = (Field("authority", "Authority", Widget.SELECT, options=SIDES),)
    close = (Field("outcome", "Outcome", Widget.SELECT, options=(Option("traced", t("Traced")),), required=True),)
    own = traces.TraceView(where, LINE, "Bureau Arvenia", FACTS, "Found in a container.", LEGS, (), further, close, (("XCS", "Castara"),))
    asked = traces.TraceView(where, lines[1], "Bureau Arvenia", FACTS, "", LEGS[1:2], answer)
    return {
        "traces": traces.page(themed(traces.TracesView(where, True, lines, fields, older="/traces?after=1")), t),
        "traces-empty": traces.page(themed(traces.TracesView(where, False, ())), t),
        "trace": traces.trace_page(themed(own), t),
        "trace-asked": traces.trace_page(themed(asked), t),
    }
