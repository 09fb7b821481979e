"""My account: what I may do and why, and how the pages are shown to me."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import head, identifier, level, purpose_name
from comity.edges.web.forms import hidden, post, submit
from comity.edges.web.frame import Frame, Theme, framed, language_button
from comity.edges.web.i18n import Digits, Language, Translator
from comity.edges.web.names import REGISTER


@dataclass(frozen=True, slots=True)
class AccountView:
    """`roles` and `may` are message ids; `registers` those that this officer may ask; `version` of the program."""

    frame: Frame
    roles: tuple[str, ...]
    registers: tuple[int, ...]
    digits: Digits = Digits.WESTERN
    session_ends: str = ""
    version: str = ""


def page(view: AccountView, t: Translator) -> Element:
    """Access first, settings beside it; each setting is a form of its own."""
    return framed(
        view.frame,
        t,
        t("My access and settings"),
        head(t("My access and settings"), lead=h.bdi[view.frame.officer]),
        h.div(".split")[
            h.div(".stack-l")[_access(view, t), _sessions(view, t)],
            h.aside(".card.stack-l")[h.h2[t("How pages are shown")], _settings(view, t)],
        ],
        view.version and h.p(".small.quiet")["Comity ", h.bdi[view.version]],
    )


def _access(view: AccountView, t: Translator) -> Element:
    frame = view.frame
    rows = (
        (h.dt[t("Bureau")], h.dd[h.bdi[frame.bureau]]),
        (h.dt[t("Unit")], h.dd[h.bdi[frame.unit]]),
        (h.dt[t("Roles")], h.dd[t(", ").join(t(each) for each in view.roles)]),
        (h.dt[t("Clearance")], h.dd[level(frame.clearance, t)]),
        (h.dt[t("Purposes")], h.dd[h.ul[(h.li[purpose_name(each, t)] for each in frame.purposes)] if frame.purposes else "–"]),
        (h.dt[t("Registers")], h.dd[t(", ").join(t(REGISTER[each].name) for each in view.registers) or "–"]),
        bool(view.session_ends) and (h.dt[t("Signed in until")], h.dd[identifier(view.session_ends)]),
    )
    return h.section(".card")[
        h.h2[t("What I may do")], h.dl(".facts")[rows], h.p(".small.quiet")[t("Your bureau's supervisor changes roles.")]
    ]


def _sessions(view: AccountView, t: Translator) -> Element:
    return h.section(".card.stack")[
        h.h2[t("My sessions")],
        h.p(".small.quiet")[t("If a machine is lost on which you are signed in: this ends every session of yours, this one too.")],
        post(paths.SIGN_OUT, view.frame.csrf, hidden("everywhere", "yes"), submit(t("Sign out everywhere"), primary=False), class_=""),
    ]


def _settings(view: AccountView, t: Translator) -> Node:
    themes = ((Theme.SYSTEM, t("As the machine")), (Theme.LIGHT, t("Light")), (Theme.DARK, t("Dark")))
    digits = ((Digits.WESTERN, "0123"), (Digits.ARABIC, "٠١٢٣"))
    keys = (("on", t("On")), ("off", t("Off")))
    frame = view.frame
    languages = h.div(".langs")[(language_button(t, each) for each in Language)]
    return [
        post(paths.SETTINGS, frame.csrf, hidden("next", frame.path), h.p(".label")[t("Language")], languages, class_="stack"),
        _choice(view, "theme", t("Theme"), [(each.value, name, each is frame.theme) for each, name in themes], t),
        _choice(view, "digits", t("Digits of numbers and times"), [(each.value, name, each is view.digits) for each, name in digits], t),
        _choice(view, "keys", t("Single-key commands"), [(value, name, (value == "on") == frame.keys) for value, name in keys], t),
    ]


def _choice(view: AccountView, name: str, title: str, options: list[tuple[str, str, bool]], t: Translator) -> Element:
    radios = (h.label[h.input(type="radio", name=name, value=value, checked=on), h.span[label]] for value, label, on in options)
    return post(
        paths.SETTINGS,
        view.frame.csrf,
        hidden("next", view.frame.path),
        h.fieldset[h.legend[title], h.div(".tri")[radios]],
        submit(t("Keep"), primary=False),
        class_="stack",
    )
