"""Refused, absent, unavailable, too many requests, and a form that cannot be trusted: each with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import identifier, link_button
from comity.edges.web.frame import Frame, Theme, framed, shell
from comity.edges.web.i18n import Message, Translator
from comity.edges.web.icons import emblem, icon
from comity.edges.web.names import GRANTS


class Problem(StrEnum):
    """The families of answers that are not what was asked for."""

    REFUSED = "refused"
    ABSENT = "absent"
    UNAVAILABLE = "unavailable"
    TOO_MANY = "too_many"
    STALE = "stale"  # the form is too old, or came from elsewhere (CSRF)
    FAULT = "fault"  # ours


@dataclass(frozen=True, slots=True)
class ProblemView:
    """`frame` is None before sign-in. `rule`, `granted_by` belong to REFUSED, `still_works` to UNAVAILABLE, `seconds` to TOO_MANY.

    `reference` is the audit entry of a refusal, or the number under which the operator finds a fault.
    """

    problem: Problem
    frame: Frame | None = None
    sentence: Message | None = None
    rule: str = ""
    granted_by: str = ""
    still_works: Message | None = None
    seconds: int = 0
    reference: str = ""
    back: str = paths.CHECK


def page(view: ProblemView, t: Translator) -> Element:
    """Says what happened and what to do; never blames."""
    sign, title, lines = _words(view, t)
    body = h.section(class_=f"card stack problem problem--{view.problem}")[
        h.h1[icon(sign), " ", title], (h.p[line] for line in lines if line), h.div(".acts")[_way_on(view, t)]
    ]
    if view.frame is None:
        return shell(t, title, Theme.SYSTEM, h.main("#main.alone", tabindex="-1")[h.p(".brand-alone")[emblem(), h.span[t("Comity")]], body])
    return framed(view.frame, t, title, body)


def _way_on(view: ProblemView, t: Translator) -> Node:
    if view.frame is None:
        return link_button(paths.SIGN_IN, t("Sign in"), primary=True)
    return link_button(view.back, t("Back"), primary=True)


def _words(view: ProblemView, t: Translator) -> tuple[str, str, list[Node]]:
    said: Node = t.say(view.sentence) if view.sentence else None
    reference: Node = [t("Audit entry"), " ", identifier(view.reference)] if view.reference else None
    match view.problem:
        case Problem.REFUSED:
            rule: Node = [t("Rule"), " ", identifier(view.rule)] if view.rule else None
            granted: Node = t(GRANTS[view.granted_by]) if view.granted_by in GRANTS else None
            return "lock", t("Not permitted"), [said, granted, rule, reference]
        case Problem.ABSENT:
            return "off", t("Nothing here"), [t("There is nothing at this address that you may see.")]
        case Problem.UNAVAILABLE:
            works: Node = [h.b[t("What still works:")], " ", t.say(view.still_works)] if view.still_works else None
            return "wait", t("No answer"), [said, works, t("This is not a no-hit. Nothing was lost; try again.")]
        case Problem.TOO_MANY:
            wait = t.plural("Try again in {n} second.", "Try again in {n} seconds.", view.seconds) if view.seconds else None
            return "wait", t("Too many requests"), [said or t("More came from here than this place may send at once."), wait]
        case Problem.STALE:
            return "bang", t("This form is no longer valid"), [t("Nothing was done. Open the page again and send it once more.")]
        case Problem.FAULT:
            number: Node = [t("Tell your operator this number:"), " ", identifier(view.reference)] if view.reference else None
            return "bang", t("Comity made a mistake"), [t("No answer was given. This is not a no-hit."), number]
