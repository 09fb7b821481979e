"""Entering a record, or correcting one: drawn from a description of its fields."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
from htpy import Element

from comity.edges.web.elements import head, identifier
from comity.edges.web.forms import Field, errors, field, hidden, post, submit
from comity.edges.web.frame import Frame, framed
from comity.edges.web.i18n import Translator
from comity.edges.web.names import REGISTER


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields under one heading (a message id)."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class RecordFormView:
    """`record` is set when an existing record is corrected; then a reason is among the fields. `action` is where it posts."""

    frame: Frame
    register: int
    action: str
    back: str
    sections: tuple[FormSection, ...]
    record: str = ""
    review: bool = False
    version: int = 0


def page(view: RecordFormView, t: Translator) -> Element:
    """Errors first, then the sections; one button."""
    every = [each for section in view.sections for each in section.fields]
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
            (_section(each, t) for each in view.sections),
            h.p(".small.quiet")[seen],
            h.div(".acts")[submit(t("Record it")), h.a(".btn", href=view.back)[t("Back without recording")]],
        ),
    )


def _section(section: FormSection, t: Translator) -> Element:
    return h.fieldset(".card")[h.legend[t(section.title)], h.div(".trio")[(field(each, t) for each in section.fields)]]
