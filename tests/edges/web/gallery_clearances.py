"""The pages of clearances with sample values, for the gallery. Nobody in them is anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from htpy import Element

from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import clearances
from comity.edges.web.pages.clearances import GROUNDS, ClearanceLine
from comity.search.clearances.model import Ending, Ground, Objection, State

AT, UNTIL = datetime(2026, 11, 20, 9, 14, tzinfo=UTC), datetime(2027, 11, 20, 9, 14, tzinfo=UTC)
LINE = ClearanceLine(
    "00100000-0000-8001-8000-000000000001", AT, "Belmora", 1, "8C41-02B7-11AF", "/records/1.0020", Ground.BIRTH, State.PROPOSED, UNTIL
)


def clearance_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Each page of clearances in its states."""
    where = frame("/clearances", current=Entry.CLEARANCES)
    held = replace(LINE, state=State.IN_FORCE, acts=("end",))
    ended = replace(LINE, state=State.ENDED, ending=Ending.OBJECTED, objection=Objection.SAME_PERSON, href="")
    wrong = message("This is not the document that the first officer cleared.")
    waits = replace(LINE, acts=("confirm", "end"))
    mistyped = replace(waits, clearance="2", typed=("Q7745513", "XCS"), wrong=wrong)
    against = (replace(held, who="Bureau Arvenia", acts=("object",)),)
    options = (Option("", "–"), *(Option(ground.code, t(word)) for ground, word in GROUNDS.items()))
    fields = (
        Field("ground", "How did you tell the two persons apart?", Widget.SELECT, options=options, required=True),
        Field("agreed", "The person knows of the clearance and wants it", Widget.TICK, error=message("Choose an answer.")),
    )
    given = clearances.ClearancesView(where, False, True, (waits, mistyped, held, ended), older="/clearances?after=1")
    return {
        "clearances": clearances.page(themed(given), t),
        "clearances-against": clearances.page(themed(clearances.ClearancesView(where, True, True, against)), t),
        "clearances-empty": clearances.page(themed(clearances.ClearancesView(where, False, False, ())), t),
        "clearance-new": clearances.propose_page(
            themed(clearances.ProposeView(where, "3-1207-1795166040", "1.0020", "8C41-02B7-11AF", 1, fields)), t
        ),
    }
