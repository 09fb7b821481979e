"""Pages of finding, walking, comparing, and of what anybody may look up, with sample values. Everything in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from htpy import Element

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Field, Option, Widget
from comity.edges.web.frame import Entry, Frame, Theme
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import find, public_art, walking
from comity.edges.web.pages.find import FindView, LikeLine
from comity.edges.web.pages.public_art import BoxView, GateView, ItemLine, ItemView, LookUpView, PublicFrame, WorkLine, WorkView
from comity.edges.web.pages.walking import CompareView, Example, Linked, LinksView, Met

TITLE = "Saint Orla blessing the ferries of the lower Lys, with donors and a view of the harbour, central panel of a triptych"
WORDS = Field("words", "What it looks like", value="triptych orla oak", hint="Type, maker, subject, material, marks", plain=True)
HEIGHT = Field("height", "Height", value="ninety", error=message("Write a number and its unit."), plain=True)
WORK = "/art/works/01000000-0000-8001-8000-000000000001"


def thing_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator, theme: Theme) -> dict[str, Element]:
    """Each of these pages in its states."""
    public = PublicFrame("c5f1a0", "/art", "Organisation of the demo", theme)
    return _finding(frame, themed, t) | _walking(frame, themed, t) | _art(public, t) | _inventory(public, t)


def _finding(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/registers/10/find", current=Entry.CHECK)
    like = LikeLine("/records/10.1", TITLE, "Odo Vance, workshop of", "Belmora", ("triptych", "orla", "oak"), ("height",), 4, 4)
    view = FindView(where, 10, (WORDS, replace(HEIGHT, error=None)), (like, replace(like, maker="", met=1)), ("painting",), more=True)
    return {
        "find": find.page(themed(replace(view, lines=None, fields=(WORDS, HEIGHT))), t),
        "find-like": find.page(themed(view), t),
        "find-none": find.page(themed(replace(view, lines=(), more=False)), t),
    }


def _walking(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    where = frame("/records/5.1/links", current=Entry.CHECK)
    linked = (Linked("Selka Marrec", "/records/5.2", "driver of (B2)"), Linked(TITLE, "/records/5.3", t("the same: {what}", what="IBAN")))
    met = tuple(
        Met(title, "Person", "Belmora", steps, "/records/5.1", "/x", linked) for steps, title in enumerate(("+999 5550 0142", TITLE))
    )
    met += (replace(met[1], links=(), steps=2),)
    choices = tuple((steps, f"/records/5.1/links?steps={steps}") for steps in (1, 2, 3))
    signs = (("Watermark", "Page 3, where a heron should be · Transmitted light · none"), ("Laser perforation", TITLE))
    example = Example(
        "P2019", "Belmora", "/records/6.1", (Fact("Material", "Polycarbonate", FactKind.FREE),), signs, "The chip does not answer."
    )
    countries = (Option("", "–"), Option("XBM", "Belmora (XBM)"))
    fields = (
        Field("country", "Country on the document", Widget.SELECT, "XBM", options=countries, plain=True),
        Field("series", "Series", value="P2019", hint="Where it can be told", error=message("Say at least what kind it is."), plain=True),
    )
    fine = (fields[0], replace(fields[1], error=None))
    side = CompareView(where, fine, True, (replace(example, alert=""),), (example, example), more=True)
    return {
        "links": walking.links(themed(LinksView(where, "/records/5.1", met, 2, choices, more=True)), t),
        "links-alone": walking.links(themed(LinksView(where, "/records/5.1", (replace(met[0], links=()),), 1, choices)), t),
        "compare": walking.compare(themed(side), t),
        "compare-empty": walking.compare(themed(CompareView(where, fields)), t),
        "compare-closed": walking.compare(themed(replace(side, genuine=(), false=None, closed="Counterfeits are for specialists.")), t),
    }


def _art(public: PublicFrame, t: Translator) -> dict[str, Element]:
    line = WorkLine(WORK, TITLE, "Odo Vance, workshop of", "Belmora", ("triptych", t("Height")))
    view = LookUpView(public, (WORDS, replace(HEIGHT, error=None)), (line, replace(line, maker="", agrees=())))
    facts = (Fact("Title", TITLE, FactKind.FREE), Fact("Height", "120 cm", FactKind.IDENTIFIER))
    return {
        "art": public_art.look_up(replace(view, works=None, fields=(WORDS, HEIGHT)), t),
        "art-like": public_art.look_up(view, t),
        "art-none": public_art.look_up(replace(view, works=()), t),
        "art-work": public_art.work(WorkView(public, TITLE, "Belmora", facts), t),
    }


def _inventory(public: PublicFrame, t: Translator) -> dict[str, Element]:
    here = replace(public, path="/art/inventory", open_box=True)
    short = Field(
        "passphrase", "Choose a passphrase", Widget.PASSWORD, error=message("At least 12 characters; four words do"), required=True
    )
    items = (ItemLine(1, TITLE, "Odo Vance", "120 cm × 90 cm × 4 cm"), ItemLine(2, "Ring", "", ""))
    kinds = (Option("painting", "Painting"),)
    fields = (
        Field("type", "Type", Widget.SELECT, "painting", options=kinds, required=True),
        Field("measures.1.value", "Measure", hint="With its unit", error=message("Write a number and its unit.")),
        Field("marks", "Marks", Widget.LONG),
        Field("items", "Inventory", Widget.NOTE, error=message("An inventory holds at most {most} objects.", most="200")),
    )
    return {
        "inventory": public_art.gate(GateView(here), t),
        "inventory-wrong": public_art.gate(GateView(here, message("No inventory opens with this code and passphrase."), short), t),
        "inventory-open": public_art.box(BoxView(here, items, "K7QM-24XA-PP0C-9RTW"), t),
        "inventory-empty": public_art.box(BoxView(here, (), failed=message("Another window changed this inventory meanwhile.")), t),
        "inventory-object": public_art.item(ItemView(here, 1, fields), t),
    }
