"""Values of inner slices as the pages show them: countries, particulars of records, messages of faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from babel import Locale

from comity.access.model import AuthorityKind
from comity.edges.web import paths
from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.forms import Option
from comity.edges.web.i18n import Language, Message, Translator, message
from comity.edges.web.names import AUTHORITY_KINDS
from comity.edges.web.pages.record import FactGroup, Section
from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import Visit
from comity.kernel.countries import ALPHA_2, ISSUERS, NAMES
from comity.kernel.errors import Absent, Fault, Invalid
from comity.kernel.kinds.coded import ALPHA_2 as LANGUAGE_ALPHA_2
from comity.kernel.kinds.coded import LANGUAGES
from comity.kernel.kinds.model import Kind
from comity.registers.catalogue import BY_NUMBER
from comity.registers.form import sections
from comity.registers.model import Field, Register
from comity.registers.paths import in_order, items, leaf

COUNTRIES: Final = frozenset({"country", "issuing_code"})
DATES: Final = frozenset({"date", "past_date", "year"})
IDENTIFIERS: Final = DATES | {
    *("document_number", "vin", "plate", "engine_number", "part_number", "national_reference", "profile_code", "record_id", "loci"),
    *("imo", "hin", "mmsi", "call_sign", "vessel_registration", "serial", "imei", "phone", "email", "iban", "bic", "crypto_address"),
    *("md5", "sha256", "pdq", "coordinates"),
}
FILES: Final = frozenset({"image", "file", "sealed_blob"})  # shown by the page's own part for files, never as an id
_LEADS: Final = {  # the register that the id of a record leads to, by the label of its field
    "Compared with": 15,
    "Entry of the firearms reference": 12,
    "Firearm": 11,
    "Linked notices": 2,
    "Notice": 2,
    "Record of the person": 1,
    "Specimen of the genuine document": 6,
}
_EARLIEST: Final = date(2000, 1, 1)


@lru_cache(maxsize=8)
def _territories(language: str) -> Mapping[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(language).territories.items()}


def country(visit: Visit, code: str) -> str:
    """The name of a country or issuing code in the officer's language; empty where nobody knows it."""
    owner = visit.comity.directory.issuing.get(code)
    if owner is not None and code not in NAMES:
        return visit.authority_name(owner)
    return territory(visit.manners.language.value, code)


def territory(language: str, code: str) -> str:
    """The name of a country in a language, else its English one; empty where nobody knows it."""
    if code in ISSUERS:
        return Translator(Language(language))(ISSUERS[code])
    return _territories(language).get(ALPHA_2.get(code, ""), "") or NAMES.get(code, "")


@lru_cache(maxsize=8)
def _languages(reader: str) -> Mapping[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(reader).languages.items()}


def language(reader: str, code: str) -> str:
    """The name of a language, by its code of three letters, in the reader's own; else in English; else the code."""
    known = _languages(reader)
    return known.get(LANGUAGE_ALPHA_2.get(code, code)) or known.get(code) or LANGUAGES.get(code, code)


def countries(visit: Visit) -> tuple[Option, ...]:
    """Every issuing code with its name, those of the organisation's own members first."""
    return _countries(visit.manners.language.value, tuple(sorted((code, country(visit, code)) for code in visit.comity.directory.issuing)))


@lru_cache(maxsize=16)
def _countries(language: str, members: tuple[tuple[str, str], ...]) -> tuple[Option, ...]:
    own = {code for code, _ in members}
    others = [(territory(language, code), code) for code in (*NAMES, *ISSUERS) if code not in own]
    return tuple(Option(code, f"{name} ({code})") for code, name in members) + tuple(
        Option(code, f"{name} ({code})") for name, code in sorted(others)
    )


def authorities(visit: Visit) -> tuple[Option, ...]:
    """The other authorities of the directory, by code."""
    others = [one for one in visit.comity.directory.authorities.values() if one.number != visit.session.authority]
    return tuple(Option(one.code, f"{visit.name(one.names)} ({one.code})") for one in others)


def authority_kinds(visit: Visit) -> tuple[Option, ...]:
    """The kinds of authority as choices, in the visitor's language."""
    return tuple(Option(kind.code, visit.t(AUTHORITY_KINDS[kind])) for kind in AuthorityKind)


def kind_of(code: str) -> AuthorityKind | None:
    """The kind of authority of that code."""
    return next((kind for kind in AuthorityKind if kind.code == code), None)


def authority_of(visit: Visit, code: str) -> int | None:
    """The number of an authority by its code."""
    return next((number for number, one in visit.comity.directory.authorities.items() if one.code == code), None)


def facts(visit: Visit, register: Register, values: Mapping[str, str]) -> tuple[Fact, ...]:
    """The particulars of a record in the declaration's order, each under the label of its own field or part."""
    found = ((leaf(register, path), value) for path, value in in_order(register, values).items() if value)
    return tuple(
        _leading(register, field, fact(visit, field.label, field.kind, value), value)
        for field, value in found
        if field is not None and field.kind.name not in FILES
    )


def particulars(visit: Visit, register: Register, values: Mapping[str, str]) -> Iterator[Section]:
    """The same under the headings of the form: single fields first, then each repeated one, item by item."""
    for title, fields in sections(register).items():
        plain = [field for field in fields if not field.many and not field.parts and values.get(field.name)]
        groups = tuple(_group(visit, register, field, values) for field in fields if field.many or field.parts)
        shown = tuple(_facts_of(visit, register, values, [field.name for field in plain]))
        if shown or any(group.rows for group in groups):
            yield Section(title, shown, tuple(group for group in groups if group.rows))


def _group(visit: Visit, register: Register, field: Field, values: Mapping[str, str]) -> FactGroup:
    rows = []
    for item in items(values, field.name):
        start = ".".join(word for word in (field.name, item) if word)
        paths_of = [f"{start}.{part.name}" for part in field.parts] or [start]
        rows.append(tuple(_facts_of(visit, register, values, paths_of)))
    return FactGroup(field.label, tuple(rows))


def _facts_of(visit: Visit, register: Register, values: Mapping[str, str], wanted: Iterable[str]) -> Iterator[Fact]:
    for path in wanted:
        field = leaf(register, path)
        if field is not None and values.get(path) and field.kind.name not in FILES:
            yield _leading(register, field, fact(visit, field.label, field.kind, values[path]), values[path])


def _leading(register: Register, field: Field, shown: Fact, value: str) -> Fact:
    """The id of another record as its number, which leads there where it is known which register it is of."""
    if field.kind.name != "record_id":
        return shown
    of = _LEADS.get(field.label, register.number if field.label == "Record" else 0)
    return replace(shown, value=short(value), href=record_page(of, value) if of else "")


def fact(visit: Visit, label: str, kind: Kind, value: str) -> Fact:
    """One particular: names for codes, identifiers set as such, what somebody wrote in its own direction."""
    if kind.choices:
        return Fact(label, dict(kind.choices).get(value, value))
    if kind.name in COUNTRIES:
        return Fact(label, value, FactKind.IDENTIFIER, country(visit, value))
    if kind.name == "language":
        return Fact(label, language(visit.manners.language.value, value), FactKind.FREE)
    return Fact(label, kind.format(value), FactKind.IDENTIFIER if kind.name in IDENTIFIERS else FactKind.FREE)


def in_words(visit: Visit, field: Field, value: str) -> str:
    """One value of a field as text: codes by their name in the viewer's language."""
    if not value:
        return value
    shown = fact(visit, field.label, field.kind, value)
    return visit.t(shown.value) if shown.kind is FactKind.TEXT else shown.value


def said(fault: Fault) -> Message:
    """A fault as a message: what is wrong, and what would be accepted."""
    if fault.accepted and len(fault.accepted) < 120 and fault.accepted not in fault.sentence:
        return message("{sentence} Accepted: {accepted}", sentence=fault.sentence, accepted=fault.accepted)
    return (fault.sentence, {})


def by_field(problem: Invalid) -> dict[str, Message]:
    """The faults by the name of their field."""
    return {fault.field: said(fault) for fault in problem.faults}


def address_of(register: int, record: UUID | str) -> str:
    """What names a record in an address: register and id."""
    return f"{register}.{record}"


def record_page(register: int, record: UUID | str, *, protected: bool = False, done: str = "") -> str:
    """The address of a record's page. `protected`: its reading tells the owner nothing, as the check that leads there (HIT-12)."""
    query = {"protected": "yes"} if protected else {}
    query |= {"done": done} if done else {}
    return paths.at(paths.RECORD, record=address_of(register, record)) + (f"?{urlencode(query)}" if query else "")


def record_of(text: str) -> tuple[Register, UUID]:
    """The register and id in an address. Raises: Absent for anything else."""
    number, _, record = text.partition(".")
    register = BY_NUMBER.get(number_in(number, 2) or 0)
    try:
        if register is not None:
            return register, UUID(record)
    except ValueError:
        pass
    raise Absent


def register_of(text: str) -> Register:
    """A declared register by its number. Raises: Absent."""
    register = BY_NUMBER.get(number_in(text, 2) or 0)
    if register is None:
        raise Absent
    return register


def short(record: UUID | str) -> str:
    """The number of a record that is shown: the last twelve digits, in groups."""
    tail = str(record).replace("-", "")[-12:].upper()
    return "-".join((tail[:4], tail[4:8], tail[8:]))


def day_of(text: str) -> date | None:
    """A day as typed, 2026-11-21; None for anything else, or one before there were computers to ask."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _EARLIEST else None


def midnight(day: date) -> datetime:
    """The moment at which a day begins, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def after(day: date) -> datetime:
    """The end of a day."""
    return midnight(day) + timedelta(days=1)
