"""Choosing the purpose of a session. None is preselected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element

from comity.edges.web import paths
from comity.edges.web.elements import head, say
from comity.edges.web.forms import Option, hidden, post
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator, mark
from comity.edges.web.icons import icon
from comity.edges.web.names import PURPOSE_SIGNS, PURPOSES
from comity.kernel.purposes import Purpose

MEANINGS: Final = {
    Purpose.WANTED: mark("Find and arrest persons sought by a court or a prosecutor."),
    Purpose.WHEREABOUTS: mark("Learn who a person is, or where a person is."),
    Purpose.INTELLIGENCE: mark("Gather facts about an offence or those said to have done it."),
    Purpose.TRENDS: mark("Study patterns and groups, not one case."),
    Purpose.WARNING: mark("Protect against a danger that a person or thing brings."),
    Purpose.MISSING: mark("Find missing persons, name the dead."),
    Purpose.FORENSIC: mark("Compare traces, prints, images or profiles."),
    Purpose.ACCREDITATION: mark("Examine who asks for a post, a licence or access."),
    Purpose.BORDER: mark("Examine documents, persons and vehicles at a border."),
}


@dataclass(frozen=True, slots=True)
class PurposeView:
    """`next` is where the officer wanted to go. `units` are the officer's own; `unit` the one chosen, empty while none is."""

    frame: Frame
    next: str = paths.CHECK
    units: tuple[Option, ...] = ()
    unit: str = ""


def page(view: PurposeView, t: Translator) -> Element:
    """One button a purpose that the officer's role permits."""
    if view.units and not view.unit:
        return framed(
            view.frame,
            t,
            t("Choose where you work"),
            head(t("Where do you work now?"), lead=t("The place decides which purposes are open to you.")),
            _units(view),
        )
    buttons = (h.li[_choice(each, t)] for each in view.frame.purposes)
    content = (
        post(paths.PURPOSE, view.frame.csrf, hidden("next", view.next), h.ul(".trio")[buttons])
        if view.frame.purposes
        else say("hit", "lock", h.p[t("Your role permits no purpose. Your bureau's supervisor can grant one.")])
    )
    return framed(
        view.frame,
        t,
        t("Choose a purpose"),
        head(
            t("What do you ask for?"),
            lead=t("The purpose decides what you may see. It is recorded with every check and shown to the owner."),
        ),
        content,
        len(view.units) > 1 and h.section(".card.stack")[h.h2[t("Work at another place")], _units(view)],
    )


def _units(view: PurposeView) -> Element:
    """One button a unit; the purpose is asked anew after it."""
    buttons = (
        h.li[
            h.button(".card.choice", name="unit", value=each.value, aria_current="true" if each.value == view.unit else None)[
                h.b(aria_hidden="true")[icon("place")], h.span[h.span(".strong")[h.bdi[each.label]]]
            ]
        ]
        for each in view.units
    )
    return post(paths.PURPOSE, view.frame.csrf, hidden("next", view.next), h.ul(".trio")[buttons])


def _choice(purpose: Purpose, t: Translator) -> Element:
    return h.button(".card.choice", name="purpose", value=purpose.code)[
        h.b(aria_hidden="true")[icon(PURPOSE_SIGNS[purpose])],
        h.span[h.span(".strong")[t(PURPOSES[purpose])], h.span(".quiet.small")[t(MEANINGS[purpose])]],
    ]
