"""Pages of the nineteen registers with sample values: all of them in a table, each one's form, a person with repeated particulars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from htpy import Element

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Option
from comity.edges.web.frame import Entry, Frame
from comity.edges.web.i18n import Translator, message
from comity.edges.web.pages import overview, record, record_form, registers
from comity.edges.web.pages.overview import OverviewLine, OverviewView
from comity.edges.web.pages.record import Action, FactGroup, RecordView, Section
from comity.edges.web.pages.record_files import FileLine, FilesView
from comity.edges.web.pages.record_form import RecordFormView
from comity.edges.web.pages.registers import OwnRecord, RegistersView
from comity.edges.web.routes.entering import form_view
from comity.kernel.errors import Fault
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.registers.catalogue import DECLARED
from comity.registers.catalogue import register as declared
from comity.registers.model import Register

LONG = "Marrec-Valdorane of the house of the lower ferries, called the younger " * 3
TYPED = {"names.1.full": "Selka Marrec", "names.2.full": "سلكا ماريك", "documents.1.number": "C0118832", "documents.1.issuer": "XBM"}


def register_pages(frame: Callable[..., Frame], themed: Callable[[Any], Any], t: Translator) -> dict[str, Element]:
    """Name -> page."""
    lines = tuple(
        OverviewLine(one.number, one.about, one.retention_years, one.number % 2 == 0, one.number != 18, one.number < 5) for one in DECLARED
    )
    return {
        "registers-overview": overview.page(themed(OverviewView(frame("/registers/overview", current=Entry.REGISTERS), lines)), t),
        "registers-of-persons": registers.page(themed(_listed(frame)), t),
        "record-rows": record_form.page(themed(_form(frame, t, declared("persons"), TYPED, _FAULTS)), t),
        "person": record.page(themed(_person(frame)), t),
    } | {f"form-{one.name}": record_form.page(themed(_form(frame, t, one)), t) for one in DECLARED}


_FAULTS = (
    Fault("names.2.kind", "not_in_list", "Choose one of the list."),
    Fault("nationalities", "too_many", "So many are not recorded.", "At most 10."),
    Fault("somewhere", "taken", "This record is there already."),
)


def _form(
    frame: Callable[..., Frame], t: Translator, register: Register, values: dict[str, str] | None = None, faults: tuple[Fault, ...] = ()
) -> RecordFormView:
    """The form as its route draws it, for an officer of an organisation with one member."""
    where = frame(f"/registers/{register.number}/new", current=Entry.REGISTERS)
    visit: Any = SimpleNamespace(
        t=t,
        place=lambda name: "",
        frame=lambda entry: where,
        manners=SimpleNamespace(language=t.language),
        comity=SimpleNamespace(directory=SimpleNamespace(issuing={"XBM": 2})),
        authority_name=lambda number: "Belmora",
    )
    return form_view(visit, register, values, faults)


def _listed(frame: Callable[..., Frame]) -> RegistersView:
    """All nineteen tabs, one record with a name that is far too long, rows to tick, what may be done with the list."""
    one = OwnRecord("AB12-0000-0001", "/records/1.1", "C0118832", "Person", RecordState.WAITING, Level.RESTRICTED, date(2026, 9, 3))
    records = (
        replace(one, named="سلكا ماريك", tick="1.1", ends=date(2027, 9, 3)),
        replace(one, named=LONG, restricted=True, key="C0118832" * 6, tick="1.2"),
        replace(one, key="", state=RecordState.BLOCKED, tick="1.3"),
    )
    return RegistersView(
        frame("/registers", current=Entry.REGISTERS), "Bureau Arvenia", tuple(one.number for one in DECLARED), 1, records,
        acts=(("/lists/many?register=1", "Act on all of them"),), total=3, newer="/registers?before=1",
        views=(registers.SavedView("Waiting", "/registers?register=1", drop="7"),),
        may_write=True, may_save=True, may_export=True, may_tick=True, carried=(("register", "1"),),
    )  # fmt: skip


def _person(frame: Callable[..., Frame]) -> RecordView:
    names = tuple((Fact("Whole name", name, FactKind.FREE), Fact("Kind of name", "Alias")) for name in ("Selka Marrec", "سلكا ماريك", LONG))
    papers = ((Fact("Number", "C0118832", FactKind.IDENTIFIER), Fact("Issued by", "Belmora", FactKind.FREE)),)
    sections = (
        Section("Who it is", (Fact("Sex", "Female"),), (FactGroup("Names", names), FactGroup("Documents", papers))),
        Section("Warnings", (Fact("Warning", "Armed"), Fact("Warning", "Infectious"))),
    )
    asked = (Option("portrait", "Portrait"), Option("scars", "Marks"))
    picture = FileLine("0f" * 16, "Portrait", "image/jpeg", 48_211, LONG, 120, 160)
    paper = FileLine("1f" * 16, "Documents", "application/pdf", 3_048_211)
    files = FilesView("1.1", "c5f1a0", (picture, paper), asked, message("This is no image that can be read."))
    return RecordView(
        frame("/records/1.1", current=Entry.REGISTERS), "AB12-0000-0001", "1.1", 1, "", "سلكا ماريك", "Bureau Arvenia", True,
        RecordState.WAITING,
        Level.RESTRICTED, (Purpose.WANTED, Purpose.BORDER), date(2031, 9, 3), sections, seen_by=message("Your own authority alone."),
        actions=(Action.CORRECT, Action.CLOSE, Action.WITHDRAW), stale_days=412, history="/life/1.1/versions", files=files,
    )  # fmt: skip
