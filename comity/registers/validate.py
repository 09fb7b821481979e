"""What was typed becomes a draft, or every fault at once, by name, with what would be accepted (REC-01, QUA-01).

A validator refuses, it does not warn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds.dates import clean_day, refuse_future
from comity.kernel.levels import Level
from comity.kernel.purposes import BY_CODE, Purpose
from comity.registers.model import Field, Register
from comity.registers.notice_rules import notice_faults
from comity.registers.paths import holds, in_order, items, leaf
from comity.registers.person_rules import person_faults
from comity.registers.record import Draft, Entered, HandlingCode, Source

# Words in the name of a field that would hold a name of a person (REC-13).
_NAME_WORDS: Final = ("name", "holder", "bearer", "person", "birth", "sex", "nationality", "photo")
LONGEST_LAW: Final = 300
DISCREET_DAYS: Final = 365  # HIT-11; setting hit.discreet.max_life, 12 months

_LEVELS: Final = {level.name.lower(): level for level in Level}
_SOURCES: Final = {source.code: source for source in Source}
_HANDLING: Final = {code.code: code for code in HandlingCode}


class InvalidRecord(Invalid):
    """A record that its register does not take. `faults` has them all."""


def draft(register: Register, typed: Mapping[str, str], header: Entered, today: date, writes_for: frozenset[str] | None = None) -> Draft:
    """The draft of a record. `writes_for`: issuing codes of the owner; None where the caller decides it later.

    Raises: InvalidRecord with every fault of every field.
    """
    values, faults = cleaned(register, typed, today)
    faults += _rules(register, values) + person_faults(register, values) + notice_faults(register, values)
    if writes_for is not None:
        faults += _issuer(register, values, writes_for)
    made, wrong = _header(register, header, today, values)
    if faults or wrong or made is None:
        raise InvalidRecord(*faults, *wrong)
    return Draft(values, *made)


def cleaned(register: Register, typed: Mapping[str, str], today: date) -> tuple[dict[str, str], list[Fault]]:
    """The known values in their one spelling, in the declaration's order, items counted from 1, and the faults of single values."""
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for path, raw in typed.items():
        field = leaf(register, path)
        if field is None:
            faults.append(_unknown(register, path))
        elif raw.strip():
            value = _clean(field, path, raw, today, faults)
            if value is not None:
                values[path] = value
    faults += _all_missing(register, values, {fault.field for fault in faults})
    return in_order(register, values), faults


def _clean(field: Field, path: str, raw: str, today: date, faults: list[Fault]) -> str | None:
    try:
        value = field.kind.clean(raw)
        if field.kind.not_future:
            refuse_future(value, today)
    except BadValue as bad:
        faults.append(Fault(path, bad.code, bad.text, bad.accepted.format(**bad.values) if bad.values else bad.accepted))
        return None
    return value


def clean_one(field: Field, path: str, raw: str, today: date) -> str | Fault:
    """The one spelling of a single value, or what is wrong with it."""
    faults: list[Fault] = []
    value = _clean(field, path, raw, today, faults)
    return faults[0] if value is None else value


def _all_missing(register: Register, values: Mapping[str, str], wrong: set[str]) -> list[Fault]:
    """What is required and not there: fields, and parts of the items that are there. `wrong`: paths that have a fault already."""
    faults = []
    for field in register.fields:
        if field.required and not holds(values, field.name) and not any(path.partition(".")[0] == field.name for path in wrong):
            faults.append(_missing(field))
        for part in field.parts:
            for item in items(values, field.name):
                path = ".".join(word for word in (field.name, item, part.name) if word)
                if part.required and path not in values and path not in wrong:
                    faults.append(_missing(part, path=path))
    return faults


def _unknown(register: Register, path: str) -> Fault:
    name = path.partition(".")[0]
    if register.no_names and any(word in name.lower() for word in _NAME_WORDS):
        return Fault(path[:40], "no_names", "This register holds no names and nothing else of a person (REC-13).", "Leave it out.")
    field = next((each for each in register.fields if each.name == name), None)
    if field is not None:
        return Fault(path[:80], "unknown_field", "This field has no such part.", accepted_paths(field))
    names = ", ".join(field.name for field in register.fields)
    return Fault(path[:40], "unknown_field", "This register has no such field.", f"One of: {names}.")


def accepted_paths(field: Field) -> str:
    """How the values of a field are named, for a sentence."""
    start = f"{field.name}.1" if field.many else field.name
    most = f" The number goes up to {field.many}." if field.many else ""
    return ", ".join(f"{start}.{part.name}" for part in field.parts or ()) + most if field.parts else f"{start}.{most}"


def _missing(field: Field, why: str = "This field is required.", path: str = "") -> Fault:
    return Fault(path or field.name, "required", why, field.kind.accepted)


def _rules(register: Register, values: Mapping[str, str]) -> list[Fault]:
    """What a field's own kind cannot see: fields that need one another, and dates in order."""
    faults = _needed(register, values)
    for group in register.one_of:
        if not any(holds(values, name) for name in group):
            faults.append(Fault(group[0], "one_of", "At least one of these is required.", ", ".join(group)))
    for key in register.keys:
        if key.country and key.field in values and key.country not in values and not register.field(key.country).required:
            faults.append(_missing(register.field(key.country), f"This field is required with {key.field}."))
    for order in register.orders:
        if order.earlier in values and order.later in values and certainly_before(values[order.later], values[order.earlier]):
            faults.append(Fault(order.later, "date_order", order.sentence, f"A date from {values[order.earlier]} on."))
    return faults


def _needed(register: Register, values: Mapping[str, str]) -> list[Fault]:
    """Fields, and parts of an item, that another field or part of the same item asks for."""
    faults = []
    for field in register.fields:
        if field.needed_for and not holds(values, field.name) and values.get(field.needed_for[0]) == field.needed_for[1]:
            of, value = field.needed_for
            faults.append(_missing(field, f"This field is required where {of} is {value}."))
        for part in field.parts:
            if part.needed_for:
                of, value = part.needed_for
                for item in items(values, field.name):
                    before = ".".join(word for word in (field.name, item) if word)
                    if f"{before}.{part.name}" not in values and values.get(f"{before}.{of}") == value:
                        faults.append(_missing(part, f"This field is required where {of} is {value}.", f"{before}.{part.name}"))
    return faults


def certainly_before(one: str, other: str) -> bool:
    """Whether a date with unknown parts lies before another in every reading. Compared from the year on, as far as both are known."""
    for left, right in zip(one.split("-"), other.split("-"), strict=False):
        if "?" in left or "?" in right:
            return False
        if left != right:
            return left < right
    return False


def _issuer(register: Register, values: Mapping[str, str], writes_for: frozenset[str]) -> list[Fault]:
    if not register.issuer_writes or values.get(register.issuer_writes, "") in writes_for | {""}:
        return []
    accepted = ", ".join(sorted(writes_for)) or "No code is yours: ask the secretariat."
    return [Fault(register.issuer_writes, "not_issuer", "Only the issuer of a document enters it (REC-13).", accepted)]


def _header(
    register: Register, typed: Entered, today: date, values: Mapping[str, str]
) -> tuple[tuple[frozenset[Purpose], str, Source, Level, int, int, bool, date] | None, list[Fault]]:
    faults: list[Fault] = []
    open_ones = {purpose.code for purpose in register.purposes}
    purposes = frozenset(BY_CODE[code] for code in typed.purposes if code in open_ones)
    if not typed.purposes:
        faults.append(Fault("purposes", "required", "State the purpose of the record (PUR-01).", ", ".join(sorted(open_ones))))
    faults += _not_among("purposes", typed.purposes, open_ones)
    law = " ".join(typed.law.split())
    if not law or len(law) > LONGEST_LAW or not law.isprintable():
        accepted = f"1 to {LONGEST_LAW} characters: the act and article, or the authority."
        faults.append(Fault("law", "required", "State the national law or authority under which this is recorded (OWN-09).", accepted))
    faults += _not_among("source", (typed.source,), _SOURCES)
    faults += _not_among("level", (typed.level,), _LEVELS)
    faults += _not_among("handling", typed.handling, _HANDLING)
    bits = {warning.name: warning.bit for warning in register.warnings}
    faults += _not_among("warnings", typed.warnings, bits)
    end, wrong = ends_at(register, typed.ends_at, today, typed.discreet, values)
    faults += wrong
    if faults:
        return None, faults
    handling = sum({int(_HANDLING[code]) for code in typed.handling})
    warnings = sum({bits[name] for name in typed.warnings})
    return (purposes, law, _SOURCES[typed.source], _LEVELS[typed.level], handling, warnings, typed.discreet, end), []


def _not_among(field: str, words: tuple[str, ...], known: Mapping[str, object] | set[str]) -> list[Fault]:
    accepted = "One of: " + ", ".join(sorted(known)) + "." if known else "None in this register."
    return [
        Fault(
            field,
            "required" if not word else "unknown_choice",
            "This field is required." if not word else "This is not in the list.",
            accepted,
        )
        for word in words
        if word not in known
    ]


def longest_end(register: Register, today: date, values: Mapping[str, str] | None = None) -> date:
    """The last day that a record with these values, entered today, may live to (RET-01)."""
    kept = [keep.years for keep in register.kept if values and values.get(keep.field) in keep.values]
    year = today.year + (kept[0] if kept else register.retention_years)
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(year, today.month, day)


def ends_at(
    register: Register, typed: str, today: date, discreet: bool, values: Mapping[str, str] | None = None
) -> tuple[date, list[Fault]]:
    """The earlier of the register's longest retention, the owner's own limit, and a year for a discreet record (RET-01, HIT-11)."""
    latest = longest_end(register, today, values)
    if discreet:
        latest = min(latest, today + timedelta(days=DISCREET_DAYS))
    if not typed.strip():
        return latest, []
    try:
        wanted = date.fromisoformat(clean_day(typed))
    except BadValue as bad:
        return latest, [Fault("ends_at", bad.code, bad.text, bad.accepted)]
    if wanted <= today:
        return latest, [Fault("ends_at", "past_date", "A record that has ended is of no use.", f"A day after {today.isoformat()}.")]
    return min(wanted, latest), []
