"""Sign-in: where one is, what is recorded, and the way in."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.elements import say
from comity.edges.web.forms import Field, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Theme, language_button, shell
from comity.edges.web.i18n import Language, Message, Translator
from comity.edges.web.icons import emblem, icon


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """A way in without a password; exists in the demo alone. `role` and `may` are message ids."""

    value: str
    name: str
    role: str
    bureau: str
    may: str


@dataclass(frozen=True, slots=True)
class SignInView:
    """`machine` is what this place is known as; `failed` says why the last try did not work, never which part was wrong."""

    csrf: str
    organisation: str
    bureau: str = ""
    machine: str = ""
    contact: str = ""
    name: str = ""
    next: str = ""
    failed: Message | None = None
    theme: Theme = Theme.SYSTEM
    demo_officers: tuple[DemoOfficer, ...] = ()


def page(view: SignInView, t: Translator) -> Element:
    """The gate. Languages stand before the form."""
    return shell(
        t,
        t("Sign in"),
        view.theme,
        h.div(".gate")[
            _aside(view, t),
            h.main("#main.stack-l", tabindex="-1")[
                _languages(view, t),
                h.div(".stack")[h.h1[t("Sign in")], _place(view, t)],
                view.failed and say("hit", "bang", h.p[t.say(view.failed)], role="alert"),
                _form(view, t),
                _demo(view, t),
                say(
                    "",
                    "audit",
                    h.p(".small")[t("Every check and every read is recorded with your name, the purpose, the time and this place.")],
                ),
                view.contact and h.p(".small.quiet")[t.rich("Cannot sign in? {contact}", contact=h.bdi[view.contact])],
            ],
        ],
        keys=False,
    )


def _aside(view: SignInView, t: Translator) -> Element:
    return h.aside[
        emblem("art flip"),
        h.p(".brand")[emblem(), h.span[t("Comity")]],
        h.div(".stack")[h.p(".lead")[t("Ask once. Every register answers.")], h.p[h.bdi[view.organisation]]],
    ]


def _languages(view: SignInView, t: Translator) -> Element:
    buttons = (language_button(t, each) for each in Language)
    return h.nav(".langs", aria_label=t("Language"))[post(paths.SETTINGS, view.csrf, hidden("next", paths.SIGN_IN), buttons, class_="")]


def _place(view: SignInView, t: Translator) -> Node:
    if not view.bureau:
        return None
    if not view.machine:
        return h.p(".quiet")[h.bdi[view.bureau]]
    known = t.rich("this machine is known as {machine}", machine=h.bdi[view.machine])
    return h.p(".quiet")[h.bdi[view.bureau], " · ", known]


def _form(view: SignInView, t: Translator) -> Element:
    fields = (
        Field("name", "Officer name", value=view.name, required=True, autocomplete="username"),
        Field("password", "Password", Widget.PASSWORD, required=True, autocomplete="current-password"),
        Field("code", "Code from your authenticator", Widget.CODE, hint="Six digits", required=True, autocomplete="one-time-code"),
    )
    return post(
        paths.SIGN_IN,
        view.csrf,
        view.next and hidden("next", view.next),
        errors(fields, t),
        (field(each, t) for each in fields),
        submit(t("Sign in"), sign="key", wide=True),
    )


def _demo(view: SignInView, t: Translator) -> Node:
    if not view.demo_officers:
        return None
    rows = (
        h.li[
            h.button(".btn.btn--wide.demo", name="officer", value=each.value)[
                icon("user"),
                h.span[h.b[h.bdi[each.name]], h.span(".quiet.small")[t(each.role), " · ", h.bdi[each.bureau], h.br, t(each.may)]],
            ]
        ]
        for each in view.demo_officers
    )
    return h.section(".stack", aria_label=t("Demo officers"))[
        h.p(".or")[t("or, in this demo, sign in as")],
        post(paths.SIGN_IN_DEMO, view.csrf, view.next and hidden("next", view.next), h.ul(".stack")[rows], class_=""),
    ]
