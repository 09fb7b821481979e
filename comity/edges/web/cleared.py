"""What a hit says of clearances: that the document asked about was cleared of its record, and the way to clear it. The hit stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import link_button, say
from comity.edges.web.i18n import Translator


@dataclass(frozen=True, slots=True)
class ClearedView:
    """`bureau`: the name of the one that gave it, empty where this officer is not told. `propose`: the address of a new one, or empty."""

    since: datetime | None = None
    until: datetime | None = None
    bureau: str = ""
    propose: str = ""


def address(entry: str, record: str) -> str:
    """The page that proposes a clearance. `entry`: of the check, with its time; `record`: register and id, as in addresses."""
    return f"{paths.CLEARANCE_NEW}?{urlencode({'entry': entry, 'record': record})}"


def note(cleared: ClearedView | None, t: Translator) -> Node:
    """Beside the hit, above what to do: never in its place."""
    if cleared is None:
        return None
    return [
        bool(cleared.since) and said(cleared, t),
        cleared.propose
        and h.details(".act")[
            h.summary[t("Not this person?")],
            h.div(".stack")[
                h.p[t("The next officer can be spared this: two officers of your bureau clear the document of this record.")],
                h.p[link_button(cleared.propose, t("Propose a clearance"), sign="clear")],
            ],
        ],
    ]


def said(cleared: ClearedView, t: Translator) -> Element:
    """Since when, until when, by whom where that is told; and that it decides nothing."""
    since, until = cleared.since and t.day(cleared.since), cleared.until and t.day(cleared.until)
    by = cleared.bureau and [" ", t("Given by"), " ", h.bdi[cleared.bureau], "."]
    return say(
        "",
        "clear",
        h.p[h.b[t("Cleared earlier: the holder of this document is another person.")]],
        h.p[t("Two officers compared them on {day}. It holds until {until}.", day=since, until=until), by],
        h.p(".small")[t("It takes nothing off this hit. Compare the person before you with the document and with the record.")],
    )
