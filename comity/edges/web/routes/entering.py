"""Entering and correcting a record: the form that its register describes, errors beside their fields, the values kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from comity.edges.web import paths
from comity.edges.web.composed import taken_apart
from comity.edges.web.forms import Field, Option, Widget, or_none
from comity.edges.web.frame import Entry
from comity.edges.web.i18n import mark
from comity.edges.web.names import LEVELS, PURPOSES
from comity.edges.web.pages import record_form
from comity.edges.web.pages.record_form import FormGroup, FormSection, RecordFormView, fields_of
from comity.edges.web.routes.answers import Answer, go, page
from comity.edges.web.routes.application import Open, Route
from comity.edges.web.routes.posted import Posted, number_in
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import COUNTRIES, DATES, FILES, IDENTIFIERS, address_of, countries, record_of, register_of, said, short
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE
from comity.kernel.records import RecordState
from comity.registers.entering import correct, create
from comity.registers.form import Control, Group, form
from comity.registers.life_versions import replace_person
from comity.registers.model import Register
from comity.registers.paths import leaf
from comity.registers.reading import read
from comity.registers.record import Entered, Record
from comity.registers.redact import Shown
from comity.registers.vocabulary import suggestions

_FILES_LATER: Final = mark("Files are added on the record's page, once it is recorded.")
MANY: Final = ("purposes", "handling", "warnings")


async def empty(visit: Visit) -> Answer:
    """A new record."""
    return _drawn(visit, register_of(visit.place("register")), {}, (), 200)


async def entered(visit: Visit) -> Answer:
    """Enters it; where something is wrong, the form again."""
    register = register_of(visit.place("register"))
    values, header = typed(register, visit.posted)
    try:
        record, _ = await create(visit.comity.records, visit.reader, register, values, header)
    except Invalid as problem:
        return _drawn(visit, register, _kept(visit.posted), problem.faults, 422)
    return _to(register, record, "entered")


async def correction(visit: Visit) -> Answer:
    """The record in its form. Reading it is an entry."""
    register, found = await _mine(visit)
    return _drawn(visit, register, _as_typed(found), (), 200, found.version)


async def corrected(visit: Visit) -> Answer:
    """Puts the new content in the old one's place; another officer's change in between is said, not overwritten."""
    register, number = record_of(visit.place("record"))
    values, header = typed(register, visit.posted)
    given = number_in(visit.posted.one("version"), 9)
    version = -1 if given is None else given  # no version of any record: it says that another has changed it
    try:
        act = replace_person if visit.posted.one("wrong_person") == "yes" else correct
        record, _ = await act(visit.comity.records, visit.reader, register, number, values, header, version=version)
    except Invalid as problem:
        return _drawn(visit, register, _kept(visit.posted), problem.faults, 422, version)
    return _to(register, record, "corrected")


def _to(register: Register, record: Record, done: str) -> Answer:
    word = "waiting" if record.state is RecordState.WAITING else done
    return go(f"{paths.at(paths.RECORD, record=address_of(register.number, record.id))}?done={word}")


async def _mine(visit: Visit) -> tuple[Register, Shown]:
    register, number = record_of(visit.place("record"))
    found = await read(visit.comity.records, visit.reader, register, number)
    if not found.own:
        raise Absent
    return register, found


def typed(register: Register, posted: Posted) -> tuple[dict[str, str], Entered]:
    """The values and the header as they were typed; what the form does not have is left out."""
    values = {path: value for path, value in posted.firsts().items() if leaf(register, path) is not None}
    header = Entered(
        purposes=posted.many("purposes"),
        law=posted.one("law"),
        source=posted.one("source"),
        level=posted.one("level") or "official",
        handling=posted.many("handling"),
        warnings=posted.many("warnings"),
        discreet=posted.one("discreet") == "yes",
        ends_at=posted.one("ends_at"),
    )
    return values, header


def _kept(posted: Posted) -> dict[str, str]:
    return posted.firsts() | {name: " ".join(posted.many(name)) for name in MANY}


def _as_typed(found: Shown) -> dict[str, str]:
    """A record as its form would have been filled in."""
    header = {
        "purposes": " ".join(found.purposes),
        "law": found.law,
        "source": found.source,
        "level": Level(found.level).name.lower(),
        "handling": " ".join(found.handling),
        "warnings": " ".join(found.warnings),
        "ends_at": found.ends_at.isoformat(),
        "discreet": "yes" if found.discreet else "",
    }
    return dict(found.values) | header


def _drawn(visit: Visit, register: Register, values: Mapping[str, str], faults: Iterable[Fault], status: int, version: int = 0) -> Answer:
    return page(record_form.page(form_view(visit, register, values, faults, version), visit.t), status)


def form_view(
    visit: Visit, register: Register, values: Mapping[str, str] | None = None, faults: Iterable[Fault] = (), version: int = 0
) -> RecordFormView:
    """The form of a register as this officer sees it, with what was typed and what is wrong with it."""
    place = visit.place("record")
    faults = tuple(faults)
    sections = [
        FormSection(
            each.title,
            tuple(_field(visit, one) for one in each.controls),
            tuple(_group(visit, one) for one in each.groups),
        )
        for each in form(register, values, tuple(spelled(visit, register, one) for one in faults))
    ]
    sections = [*_stray(sections, faults), *sections]
    at = paths.at(paths.RECORD_ACT, record=place, action="correct") if place else paths.at(paths.RECORD_NEW, register=register.number)
    return RecordFormView(
        frame=visit.frame(Entry.REGISTERS),
        register=register.number,
        action=at,
        back=paths.at(paths.RECORD, record=place) if place else f"{paths.REGISTERS}?register={register.number}",
        sections=tuple(sections),
        record=short(record_of(place)[1]) if place else "",
        review=any(not each.field for each in register.reviewed),
        version=version,
        offers=tuple(_offers(visit, register)),
    )


def spelled(visit: Visit, register: Register, fault: Fault) -> Fault:
    """A fault with the labels of the form in the place of the names that an API knows; what is merely missing has its hint already."""

    def label(name: str) -> str:
        field = leaf(register, name)
        return visit.t(field.label) if field else name

    if fault.code == "one_of":
        return replace(fault, sentence="At least one of these is required.", accepted=", ".join(map(label, fault.accepted.split(", "))))
    if fault.code != "required":
        return fault
    of, value = needed_for(register, fault.field)
    if not of:
        found = taken_apart(fault.sentence)
        told = visit.t(found[0], **{name: label(given) for name, given in found[1].items()}) if found else fault.sentence
        return replace(fault, sentence=told, accepted="")
    choices = dict(field.kind.choices) if (field := leaf(register, of)) else {}
    whole = visit.t("This field is required where {field} is {value}.", field=label(of), value=visit.t(choices.get(value, value)))
    return replace(fault, sentence=whole, accepted="")


def needed_for(register: Register, path: str) -> tuple[str, str]:
    """The field and the value that ask for this one; empty where it is always asked for."""
    field = leaf(register, path) or next((one for one in register.fields if one.name == path), None)  # a repeated one as a whole
    if field is None or not field.needed_for or field.required:
        return "", ""
    of, value = field.needed_for
    before = path.rpartition(".")[0]
    return f"{before}.{of}" if before else of, value


def _stray(sections: list[FormSection], faults: tuple[Fault, ...]) -> list[FormSection]:
    """Faults that belong to no field of the form (the record is there already; somebody changed it) stand beside the first one."""
    names = {field.name for section in sections for field in fields_of(section)}
    stray = [fault for fault in faults if fault.field not in names]
    if not stray:
        return []
    notes = (
        Field("as-a-whole" + (f"-{place}" if place else ""), "The record as a whole", Widget.NOTE, error=said(fault), plain=True)
        for place, fault in enumerate(stray)
    )
    return [FormSection(mark("What stands in the way"), tuple(notes))]


def _group(visit: Visit, group: Group) -> FormGroup:
    """A group whose rows are files has no empty ones: a file is added on the record's page, and its row is there then.

    Where a file only goes with a row (the copy of a warrant), the rest of the row is entered here.
    """
    error = said(group.fault) if group.fault else None
    files = any(control.kind in FILES for row in group.rows for control in row)
    filed = any(row[0].kind in FILES for row in group.rows)
    wanted = [row for row in group.rows if not filed or any(control.value or control.fault for control in row)]
    rows = tuple(tuple(_field(visit, control, repeated=True) for control in row) for row in wanted)
    note = _FILES_LATER if files else ""
    return FormGroup(group.name, group.label, rows, len(rows) if filed else group.most, error, group.required, note)


def _field(visit: Visit, control: Control, *, repeated: bool = False) -> Field:
    error = said(control.fault) if control.fault else None
    widget, offered = _widget(control), control.kind if control.suggested else ""
    hint = "" if widget is Widget.SELECT and control.kind in COUNTRIES else control.hint  # nobody types a code into a list of names
    if repeated and control.kind in COUNTRIES:  # a list of 250 countries stands in the page once, not in every row
        widget, offered = Widget.IDENTIFIER, control.kind
    options = _options(visit, control) if widget in (Widget.SELECT, Widget.TICKS) else ()
    return Field(
        control.name, control.label, widget, control.value, hint, options, error, control.required,
        plain=repeated, offered=offered and f"offer-{offered}",
    )  # fmt: skip


def _offers(visit: Visit, register: Register) -> Iterable[tuple[str, tuple[Option, ...]]]:
    """The lists of suggestions that the form uses: makers, and countries for fields in rows."""
    leaves = [(part, bool(field.many or field.parts)) for field in register.fields for part in field.parts or (field,)]
    kinds = {field.kind.name for field, _ in leaves}
    repeated = {field.kind.name for field, within in leaves if within}
    for name in sorted(repeated & COUNTRIES):
        yield f"offer-{name}", countries(visit)
    for name in sorted(kinds):
        if offered := suggestions(name):
            yield f"offer-{name}", tuple(Option(word, word) for word in offered)


def _widget(control: Control) -> Widget:
    if control.many:
        return Widget.TICKS
    if control.kind in FILES:
        return Widget.HIDDEN
    if control.choices or control.kind in COUNTRIES:
        return Widget.SELECT
    if control.widget == "date" or control.kind in DATES:
        return Widget.DATE
    if control.widget == "textarea":
        return Widget.LONG
    return Widget.IDENTIFIER if control.kind in IDENTIFIERS else Widget.TEXT


def _options(visit: Visit, control: Control) -> tuple[Option, ...]:
    if control.kind in COUNTRIES:
        return countries(visit) if control.required else or_none(countries(visit))
    if control.name == "purposes":
        return tuple(Option(code, visit.t(PURPOSES[BY_CODE[code]])) for code, _ in control.choices)
    if control.name == "level":
        return tuple(Option(code, visit.t(LEVELS[Level[code.upper()]])) for code, _ in control.choices)
    choices = tuple(Option(code, visit.t(label)) for code, label in control.choices)
    open_ended = not control.required and not control.many and bool(choices) and all(one.value for one in choices)
    return or_none(choices) if open_ended else choices


ROUTES: Final[tuple[Route | Open, ...]] = (
    Route("GET", paths.RECORD_NEW, empty),
    Route("POST", paths.RECORD_NEW, entered),
)
