"""The frame of every page: top bar, rail, skip link, main. The purpose is always in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

import htpy as h
from htpy import Element, Node

from comity.edges.web import paths
from comity.edges.web.assets import asset
from comity.edges.web.elements import Done, done
from comity.edges.web.forms import hidden, post
from comity.edges.web.i18n import Language, Translator, mark
from comity.edges.web.icons import emblem, icon
from comity.edges.web.names import LEVELS, PURPOSE_SIGNS, PURPOSES
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose


class Theme(StrEnum):
    """The officer's choice; SYSTEM follows the machine."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Entry(StrEnum):
    """Entries of the rail, in their order. A frame holds only those that the officer may open."""

    CHECK = "check"
    INBOX = "inbox"
    HELD = "held"
    REGISTERS = "registers"
    LIFE = "life"
    REVIEW = "review"
    IMPORTS = "imports"
    TRACES = "traces"
    CLEARANCES = "clearances"
    RESTRICTIONS = "restrictions"
    WHO_LOOKED = "who_looked"
    STATISTICS = "statistics"
    AUDIT = "audit"
    TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """How an entry is shown: its name, sign, address, and the keys after G."""

    name: str
    sign: str
    href: str
    key: str
    gap: bool = False


ENTRIES: Final = {
    Entry.CHECK: EntryFacts(mark("Check"), "check", paths.CHECK, "g c"),
    Entry.INBOX: EntryFacts(mark("Inbox"), "mail", paths.INBOX, "g h"),
    Entry.HELD: EntryFacts(mark("Protected"), "seal", paths.HELD, "g p"),
    Entry.REGISTERS: EntryFacts(mark("Registers"), "registers", paths.REGISTERS, "g r", gap=True),
    Entry.LIFE: EntryFacts(mark("Record life"), "wait", paths.LIFE, "g e"),
    Entry.REVIEW: EntryFacts(mark("Review"), "eq", paths.REVIEW, "g v"),
    Entry.IMPORTS: EntryFacts(mark("Imports"), "load", paths.IMPORTS, "g i"),
    Entry.TRACES: EntryFacts(mark("Traces"), "place", paths.TRACES, "g f"),
    Entry.CLEARANCES: EntryFacts(mark("Clearances"), "clear", paths.CLEARANCES, "g n"),
    Entry.RESTRICTIONS: EntryFacts(mark("Restrictions"), "lock", paths.RESTRICTIONS, "g x"),
    Entry.WHO_LOOKED: EntryFacts(mark("Who looked"), "audit", paths.WHO_LOOKED, "g l"),
    Entry.STATISTICS: EntryFacts(mark("Statistics"), "stats", paths.STATISTICS, "g s"),
    Entry.AUDIT: EntryFacts(mark("Audit"), "finger", paths.AUDIT, "g a", gap=True),
    Entry.TOKENS: EntryFacts(mark("Systems"), "key", paths.TOKENS, "g t"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every signed-in page says: who sits here, for which purpose, what they may open.

    `role` is a message id. `path` is the page's own address, where settings return to. `waiting` counts only what waits for
    this officer. `oversight` marks work without a purpose of the nine (audit, tokens).
    """

    path: str
    csrf: str
    bureau: str
    unit: str
    officer: str
    role: str
    clearance: Level
    purpose: Purpose | None
    purposes: tuple[Purpose, ...]
    entries: tuple[Entry, ...]
    now: datetime
    theme: Theme = Theme.SYSTEM
    keys: bool = True
    demo: bool = False
    current: Entry | None = None
    waiting: Mapping[Entry, int] = field(default_factory=dict)
    done: Done | None = None


def shell(t: Translator, title: str, theme: Theme, *content: Node, keys: bool = True) -> Element:
    """The document: head and body, no inline script or style."""
    language = t.language
    chosen = None if theme is Theme.SYSTEM else theme.value
    return h.html(lang=language.value, dir=language.direction, data_theme=chosen, data_keys=None if keys else "off")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width,initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.title[title, " - ", t("Comity")],
            h.link(rel="stylesheet", href=asset("tokens.css")),
            h.link(rel="stylesheet", href=asset("comity.css")),
            h.script(src=asset("comity.js"), defer=True),
        ],
        h.body[h.a(".skip.vh", href="#main")[t("Skip to content")], content],
    ]


def framed(frame: Frame, t: Translator, title: str, *content: Node) -> Element:
    """A signed-in page. The content's first element should hold its one `h1`."""
    return shell(
        t,
        title,
        frame.theme,
        h.div(".app")[
            _top(frame, t),
            _rail(frame, t),
            h.main("#main", tabindex="-1")[done(frame.done, t), content, _print_line(frame, t)],
        ],
        keys=frame.keys,
    )


def _top(frame: Frame, t: Translator) -> Element:
    home = paths.CHECK if Entry.CHECK in frame.entries else paths.ACCOUNT
    return h.header(".top")[
        h.a(".brand", href=home)[emblem(), h.span[t("Comity")]],
        h.div(".ctx")[h.p(".where")[h.b[h.bdi[frame.bureau]], h.span[h.bdi[frame.unit]]], purpose_chooser(frame, t)],
        h.a(".go.push", href=paths.PALETTE, data_key="ctrl k")[
            icon("search"), h.span[t("Go to or do …")], h.kbd["Ctrl K"], h.span(".vh")[t("Open the command list")]
        ],
        language_menu(t, frame.csrf, frame.path),
        theme_button(t, frame.csrf, frame.path, frame.theme),
        _account_menu(frame, t),
    ]


def purpose_chooser(frame: Frame, t: Translator) -> Element:
    """The purpose, in sight and changeable. Nothing is preselected: without one it says so."""
    if not frame.purposes:
        return h.p(".purpose")[h.span(".purpose-none")[h.b(aria_hidden="true")["–"], h.span[h.small[t("Purpose")], t("Not chosen")]]]
    chosen = frame.purpose
    disc: Node = icon(PURPOSE_SIGNS[chosen]) if chosen else "–"
    word = t(PURPOSES[chosen]) if chosen else t("Not chosen")
    options = (h.li[purpose_button(each, t, current=each == chosen)] for each in frame.purposes)
    return h.details(".purpose.pop")[
        h.summary[h.b(aria_hidden="true")[disc], h.span[h.small[t("Purpose")], " ", word], icon("down")],
        post(paths.PURPOSE, frame.csrf, hidden("next", frame.path), h.ul[options], class_=""),
    ]


def purpose_button(purpose: Purpose, t: Translator, *, current: bool = False) -> Element:
    """One purpose as a button that chooses it."""
    return h.button(name="purpose", value=purpose.code, aria_current="true" if current else None)[
        icon(PURPOSE_SIGNS[purpose]), t(PURPOSES[purpose])
    ]


def language_menu(t: Translator, csrf: str, path: str) -> Element:
    """Languages by their own names."""
    return h.details(".pop")[
        h.summary(".tool")[icon("globe"), h.span[t.language.short], h.span(".vh")[t("Language")]],
        post(paths.SETTINGS, csrf, hidden("next", path), h.ul[(h.li[language_button(t, each)] for each in Language)], class_=""),
    ]


def language_button(t: Translator, language: Language) -> Element:
    """Chooses a language; named in that language."""
    current = "true" if language is t.language else None
    return h.button(name="language", value=language.value, lang=language.value, dir=language.direction, aria_current=current)[
        language.own_name
    ]


def theme_button(t: Translator, csrf: str, path: str, theme: Theme) -> Element:
    """Turns to the other theme; the system's own is chosen on the account page."""
    dark = theme is Theme.DARK
    word, sign, value = (t("Light theme"), "sun", Theme.LIGHT) if dark else (t("Dark theme"), "moon", Theme.DARK)
    button = h.button(".tool", name="theme", value=value.value)[icon(sign), h.span(".vh")[word]]
    return post(paths.SETTINGS, csrf, hidden("next", path), button, class_="theme")


def _account_menu(frame: Frame, t: Translator) -> Element:
    leave = post(paths.SIGN_OUT, frame.csrf, h.ul[h.li[h.button[t("Sign out")]]], class_="")
    return h.details(".pop")[
        h.summary(".tool")[icon("user"), h.span(".vh")[t("{officer}: your account", officer=frame.officer)]],
        h.div[h.ul[h.li[h.a(href=paths.ACCOUNT)[t("My access and settings")]]], leave],
    ]


def _rail(frame: Frame, t: Translator) -> Element:
    return h.nav(".rail", aria_label=t("Main"))[
        h.div[
            h.ul[(_entry(frame, entry, t) for entry in Entry if entry in frame.entries)],
            h.p(".foot")[h.b[h.bdi[frame.officer]], t(frame.role), h.br, t("Clearance: {level}", level=t(LEVELS[frame.clearance]))],
        ]
    ]


def _entry(frame: Frame, entry: Entry, t: Translator) -> Element:
    what, count = ENTRIES[entry], frame.waiting.get(entry, 0)
    number = count > 0 and h.span(".n")[t.number(count), h.span(".vh")[" ", t("waiting")]]
    return h.li(class_="gap" if what.gap else None)[
        h.a(href=what.href, aria_current="page" if entry is frame.current else None, data_key=what.key)[
            icon(what.sign), h.span[t(what.name)], number
        ]
    ]


def _print_line(frame: Frame, t: Translator) -> Element:
    purpose = t(PURPOSES[frame.purpose]) if frame.purpose else t("Not chosen")
    return h.p(".only-print")[
        t(
            "Printed by {officer}, {bureau}, {moment}. Purpose: {purpose}. Every copy carries the owner's conditions.",
            officer=frame.officer,
            bureau=frame.bureau,
            moment=t.moment(frame.now),
            purpose=purpose,
        )
    ]
