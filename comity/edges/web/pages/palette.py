"""The palette: commands as links; the script turns it into a box that narrows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element

from comity.edges.web import paths
from comity.edges.web.elements import head
from comity.edges.web.frame import ENTRIES, Frame, framed
from comity.edges.web.i18n import Translator, mark
from comity.edges.web.icons import icon

KEYS: Final = (
    ("/", mark("Go to the box")),
    ("Ctrl K", mark("Open the command list")),
    ("N", mark("Next check")),
    ("J", mark("Next row")),
    ("K", mark("Previous row")),
    ("Enter", mark("Open the row")),
    ("Esc", mark("Close")),
    ("?", mark("All keys")),
)


@dataclass(frozen=True, slots=True)
class Command:
    """A verb phrase (message id) and where it leads."""

    label: str
    sign: str
    href: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class PaletteView:
    """`commands` beyond the entries of the rail, which are always there."""

    frame: Frame
    commands: tuple[Command, ...] = ()


def page(view: PaletteView, t: Translator) -> Element:
    """Every command that this officer may give, then the keys."""
    entries = tuple(Command(ENTRIES[each].name, ENTRIES[each].sign, ENTRIES[each].href, ENTRIES[each].key) for each in view.frame.entries)
    own = (Command("Change the purpose", "pass", paths.PURPOSE), Command("My access and settings", "user", paths.ACCOUNT))
    rows = (_command(each, t) for each in (*entries, *view.commands, *own))
    return framed(
        view.frame,
        t,
        t("Go to or do"),
        head(t("Go to or do")),
        h.section(".card.flush.palette")[
            h.div(hidden=True, data_palette=True)[
                h.label(for_="palette")[t("Narrow the list")], h.input("#palette", dir="auto", autocomplete="off")
            ],
            h.ul("#commands")[rows],
        ],
        h.section(".card.stack")[h.h2(id="keys")[t("Keys")], h.ul(".eg")[(h.li[h.span[t(what)], h.kbd[key]] for key, what in KEYS)]],
    )


def _command(each: Command, t: Translator) -> Element:
    return h.li[icon(each.sign), h.a(href=each.href, data_row=True)[t(each.label)], each.key and h.kbd[each.key.upper()]]
