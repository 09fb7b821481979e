"""The form of a register, as values for a page: sections of fields, each with its widget, label, hint and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from comity.kernel.errors import Fault
from comity.registers.model import Field, Register
from comity.registers.record import HandlingCode, Source

_CODES: Final = {"not_as_evidence": "Not as evidence without the owner's consent", "ask_owner_first": "Do not act: ask the owner first",
                 "receiving_bureau_only": "For the receiving bureau only", "national_agencies": "May go to national agencies",
                 "not_to_the_person": "Not to the person"}  # fmt: skip
_SOURCES: Final = {"authority": "Found by the authority", "holder": "Reported by the holder"}


@dataclass(frozen=True, slots=True)
class Control:
    """One control. `choices`: (code, label). Labels, hints and choices are message ids. `value` is what was typed, also when wrong."""

    name: str
    label: str
    widget: str
    required: bool
    hint: str = ""
    longest: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    many: bool = False
    value: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of controls under one heading."""

    title: str
    controls: tuple[Control, ...]


def form(register: Register, typed: Mapping[str, str] | None = None, faults: Iterable[Fault] = ()) -> tuple[Section, ...]:
    """What is asked: the required fields first, then the others, then the header that every register shares."""
    given, wrong = typed or {}, {fault.field: fault for fault in faults}
    first = tuple(_control(field, given, wrong) for field in register.fields if field.required)
    others = tuple(_control(field, given, wrong) for field in register.fields if not field.required)
    header = tuple(_filled(control, given, wrong) for control in _header(register))
    return Section("What it is", first), Section("More about it", others), Section("Why it is recorded, and for whom", header)


def _control(field: Field, given: Mapping[str, str], wrong: Mapping[str, Fault]) -> Control:
    kind = field.kind
    plain = Control(field.name, field.label, kind.widget, field.required, kind.hint, kind.longest, kind.choices)
    return _filled(plain, given, wrong)


def _filled(control: Control, given: Mapping[str, str], wrong: Mapping[str, Fault]) -> Control:
    return Control(
        control.name, control.label, control.widget, control.required, control.hint, control.longest, control.choices, control.many,
        given.get(control.name, control.value), wrong.get(control.name),
    )  # fmt: skip


def _header(register: Register) -> tuple[Control, ...]:
    purposes = tuple((purpose.code, purpose.code.capitalize()) for purpose in register.purposes)
    warnings = tuple((warning.name, warning.label) for warning in register.warnings)
    levels = (("official", "Official use only"), ("restricted", "Restricted"), ("confidential", "Confidential"))
    latest = f"Left empty: {register.retention_years} years"
    return (
        Control("purposes", "Purposes", "select", True, "What it is kept for", choices=purposes, many=True, value=purposes[0][0]),
        Control("law", "National law or authority", "text", True, "Act and article under which it is recorded", longest=300),
        Control("source", "Source", "select", True, choices=tuple((source.code, _SOURCES[source.code]) for source in Source)),
        Control("level", "Handling level", "select", True, choices=levels, value="official"),
        Control("handling", "Handling codes", "select", False, choices=tuple((c.code, _CODES[c.code]) for c in HandlingCode), many=True),
        *([Control("warnings", "Warnings", "select", False, choices=warnings, many=True)] if warnings else []),
        Control("ends_at", "Keep until", "date", False, latest, longest=10),
        Control("discreet", "Discreet", "select", False, "Only your bureau learns of a check", choices=(("", "No"), ("yes", "Yes"))),
    )
