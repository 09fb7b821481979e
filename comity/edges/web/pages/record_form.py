"""Entering a record, or correcting one: drawn from a description of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import htpy as h
from htpy import Element

from comity.edges.web.elements import head, identifier
from comity.edges.web.forms import Field, Option, Widget, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Message, Translator, mark
from comity.edges.web.icons import icon
from comity.edges.web.names import REGISTER


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A repeated field: rows of fields, the last ones empty. `most` rows are taken. `required`: it stands open.

    `label` and `note`, what to know of it, are message ids.
    """

    name: str
    label: str
    rows: tuple[tuple[Field, ...], ...]
    most: int
    error: Message | None = None
    required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields and groups under one heading (a message id)."""

    title: str
    fields: tuple[Field, ...]
    groups: tuple[FormGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordFormView:
    """`record` is set when an existing record is corrected; then a reason is among the fields. `action` is where it posts.

    `offers`: lists of suggestions by id; each stands in the page once, whatever many fields use it.
    """

    frame: Frame
    register: int
    action: str
    back: str
    sections: tuple[FormSection, ...]
    record: str = ""
    review: bool = False
    version: int = 0
    offers: tuple[tuple[str, tuple[Option, ...]], ...] = ()


WRONG_PERSON: Final = Field(
    "wrong_person",
    mark("It was about a wrong person or thing"),
    Widget.TICK,
    hint=mark("The record is erased at once with all its versions; what you write here is recorded as another."),
)


def page(view: RecordFormView, t: Translator) -> Element:
    """Errors first, then the sections; one button."""
    every = [each for section in view.sections for each in fields_of(section)]
    first = next((group.name for section in view.sections for group in section.groups), "")
    title = t("Correct a record") if view.record else t("New record")
    lead = [t(REGISTER[view.register].name), view.record and [" · ", identifier(view.record)]]
    seen = t("Nobody sees it before it is reviewed.") if view.review else t("Other bureaus find it from the moment it is recorded.")
    return framed(
        view.frame,
        t,
        title,
        errors(every, t),
        head(title, lead=lead),
        post(
            view.action,
            view.frame.csrf,
            view.version > 0 and hidden("version", str(view.version)),
            (_section(each, first, t) for each in view.sections),
            (h.datalist(id=name)[(h.option(value=each.value)[each.label] for each in offered)] for name, offered in view.offers),
            view.version > 0 and field(WRONG_PERSON, t),
            h.p(".small.quiet")[seen],
            h.div(".acts")[submit(t("Record it")), h.a(".btn", href=view.back)[t("Back without recording")]],
        ),
    )


def fields_of(section: FormSection) -> Iterator[Field]:
    """All fields of a section; a group that is wrong as a whole stands for its rows."""
    yield from section.fields
    for group in section.groups:
        if group.error:
            yield Field(group.name, group.label, Widget.NOTE, error=group.error)
        yield from (each for row in group.rows for each in row)


def _section(section: FormSection, first: str, t: Translator) -> Element:
    return h.fieldset(".card")[
        h.legend[t(section.title)],
        bool(section.fields) and h.div(".trio")[(field(each, t) for each in section.fields)],
        (_group(each, t, first=each.name == first) for each in section.groups),
    ]


def _group(group: FormGroup, t: Translator, *, first: bool) -> Element:
    """Without script there are empty rows; with it, a button that adds one more. The first of the form (names, of a person) stands open."""
    rows = (h.div(".trio.row", data_item=True)[(field(each, t) for each in row)] for row in group.rows)
    filled = first or group.required or any(each.value or each.error for row in group.rows for each in row) or group.error is not None
    return h.details(".group", id=group.name, open=filled)[
        h.summary[t(group.label)],
        group.error is not None and h.p(".why-bad")[icon("bang"), " ", t.say(group.error)],
        bool(group.note) and h.p(".small.quiet")[t(group.note)],
        h.div(".stack", data_items=group.name, data_most=str(group.most))[rows],
        group.most > len(group.rows) and _another(group, t),
    ]


def _another(group: FormGroup, t: Translator) -> Element:
    return h.p[h.button(".btn", type="button", hidden=True, data_add=group.name)[icon("plus"), t("Add another row")]]
