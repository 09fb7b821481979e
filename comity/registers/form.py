"""The form of a register, as values for a page: sections of fields, each with its widget, label, hint and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from comity.kernel.errors import Fault
from comity.registers.model import Field, Register
from comity.registers.paths import items
from comity.registers.record import HandlingCode, Source
from comity.registers.vocabulary import suggestions

_CODES: Final = {"not_as_evidence": "Not as evidence without the owner's consent.", "ask_owner_first": "Do not act: ask the owner first.",
                 "receiving_bureau_only": "For the receiving bureau only.", "national_agencies": "May go to national agencies.",
                 "not_to_the_person": "Not to the person."}  # fmt: skip
_SOURCES: Final = {"authority": "Found by the authority", "holder": "Reported by the holder"}


SPARE: Final = 2  # empty rows of a repeated field beyond those that are filled: a form without script can add nothing


@dataclass(frozen=True, slots=True)
class Control:
    """One control. `name`: the path. `kind`: its kind's name. `choices`: (code, label). `value`: what was typed, also when wrong.

    Labels, hints and choices are message ids. `suggested`: what is offered while somebody types, in no language.
    """

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
    kind: str = ""
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A repeated or compound field: its rows, each of one control or of one for each part. `most`: rows that the record takes."""

    name: str
    label: str
    required: bool
    most: int
    rows: tuple[tuple[Control, ...], ...]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Controls and groups under one heading."""

    title: str
    controls: tuple[Control, ...]
    groups: tuple[Group, ...] = ()


def form(register: Register, typed: Mapping[str, str] | None = None, faults: Iterable[Fault] = ()) -> tuple[Section, ...]:
    """What is asked: the declaration's sections, or the required fields before the others, then the header that every register shares.

    `typed`: path -> what was typed.
    """
    given, wrong = typed or {}, {fault.field: fault for fault in faults}
    asked = tuple(
        Section(
            title,
            tuple(_control(field, field.name, given, wrong) for field in fields if not field.many and not field.parts),
            tuple(_group(field, given, wrong) for field in fields if field.many or field.parts),
        )
        for title, fields in sections(register).items()
    )
    header = tuple(_filled(control, given, wrong) for control in _header(register))
    return *asked, Section("Why it is recorded, and for whom", header)


def sections(register: Register) -> dict[str, list[Field]]:
    """The fields by the heading that they stand under: what tells one thing from another first, then the declaration's order."""
    telling = {name.partition(".")[0] for key in register.keys for name in (key.field, key.country)}
    telling |= {name for one in register.one_of for name in one}
    found: dict[str, list[Field]] = {}
    for field in sorted(register.fields, key=lambda field: not (field.required or field.section or field.name in telling)):
        title = field.section or ("What it is" if field.required or field.name in telling else "More about it")
        found.setdefault(title, []).append(field)
    return found


def _group(field: Field, given: Mapping[str, str], wrong: Mapping[str, Fault]) -> Group:
    """The rows that are filled, and empty ones after them."""
    filled = [int(item) for item in items(given, field.name) if item]
    last = min(max(filled, default=0) + SPARE, field.many)
    starts = [f"{field.name}.{number}" for number in range(1, last + 1)] if field.many else [field.name]
    rows = tuple(
        tuple(_control(part, f"{start}.{part.name}", given, wrong) for part in field.parts) or (_control(field, start, given, wrong),)
        for start in starts
    )
    return Group(field.name, field.label, field.required, field.many or 1, rows, wrong.get(field.name))


def _control(field: Field, path: str, given: Mapping[str, str], wrong: Mapping[str, Fault]) -> Control:
    kind, top = field.kind, path == field.name
    plain = Control(
        path, field.label, kind.widget, field.required and top, kind.hint, kind.longest, kind.choices, kind=kind.name,
        suggested=suggestions(kind.name),
    )  # fmt: skip
    return _filled(plain, given, wrong)


def _filled(control: Control, given: Mapping[str, str], wrong: Mapping[str, Fault]) -> Control:
    return replace(control, value=given.get(control.name, control.value), fault=wrong.get(control.name))


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
