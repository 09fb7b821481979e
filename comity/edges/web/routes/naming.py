"""What a record is called: by what it is, never by the register it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from comity.edges.web.i18n import mark
from comity.edges.web.routes.visit import Visit
from comity.edges.web.routes.words import COUNTRIES, country
from comity.registers.model import Register
from comity.registers.paths import leaf

_TITLES: Final = {  # by register and the reason that the record gives
    (3, "stolen"): mark("Stolen travel document"),
    (3, "stolen_blank"): mark("Document made of a stolen blank"),
    (3, "lost"): mark("Lost travel document"),
    (3, "revoked"): mark("Revoked travel document"),
    (8, ""): mark("Stolen vehicle"),
}
# For each register, which particulars name a record: the first line of which anything is there. A person's register names no other thing.
_NAMED: Final[dict[int, tuple[tuple[str, ...], ...]]] = {
    1: (("names.1.full",), ("status",)),
    2: (("names.1.full",), ("reference",), ("colour",)),
    3: (("number", "issuer"),),
    4: (("type", "number"), ("type", "vin")),
    5: (("type", "number"),),
    6: (("country", "type", "series"),),
    7: (("country", "type", "reference"),),
    8: (("make", "model", "plate"), ("vin",), ("engine_number",)),
    9: (("name",), ("type", "registration"), ("type", "hin"), ("builder", "model"), ("type",)),
    10: (("title", "maker"), ("object_name", "maker"), ("type",)),
    11: (("make", "model", "serial"), ("type",)),
    12: (("make", "model"),),
    13: (("code", "item"),),
    14: (("code",),),
    15: (("code",),),
    16: (("code",),),
    17: (("code",),),
    18: (("list", "series"),),
    19: (("names.1.full",), ("vessel_name",), ("kind_of_entry", "reference"), ("reference",)),
}
_SHOWN_AS_WRITTEN: Final = frozenset({"issuer"})  # a code that belongs to the number


def title(register: Register, values: Mapping[str, str]) -> str:
    """The kind of thing that a record is about: a message id."""
    return _TITLES.get((register.number, values.get("reason", ""))) or _TITLES.get((register.number, "")) or register.title


def specific(register: Register, values: Mapping[str, str]) -> str:
    """The same, empty where it would say no more than the register's own name."""
    said = title(register, values)
    return "" if said == register.title else said


def called(visit: Visit, register: Register, values: Mapping[str, str]) -> str:
    """What a record is called, in the officer's language: `Arvenwerk K9 K400000004`; empty where nothing that names it may be seen."""
    for row in _NAMED[register.number]:
        words = tuple(_words(visit, register, values, row))
        if words and (len(row) == 1 or values.get(row[0]) or len(words) > 1):
            return " ".join(words)
    return ""


def _words(visit: Visit, register: Register, values: Mapping[str, str], row: tuple[str, ...]) -> Iterator[str]:
    for path in row:
        value, field = values.get(path, ""), leaf(register, path)
        if not value or field is None:
            continue
        if field.kind.choices:
            yield visit.t(dict(field.kind.choices).get(value, value))
        elif field.kind.name in COUNTRIES and path not in _SHOWN_AS_WRITTEN:
            yield country(visit, value) or value
        else:
            yield field.kind.format(value)
