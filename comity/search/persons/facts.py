"""A record's declared fields as facts of a person, to be weighed against a question. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from comity.kernel.kinds import DOCUMENT_NUMBER
from comity.kernel.kinds.coded import ALPHA_2
from comity.names.facts import Birth, Facts
from comity.names.model import Name
from comity.registers.catalogue import DECLARED
from comity.registers.paths import each
from comity.registers.record import Values
from comity.search.persons.reading import named

_SEXES: Final = frozenset({"male", "female"})
_PEOPLE: Final = {"subject": "person", "kind_of_entry": "person"}  # where a register holds others too, what says that it is a person


@lru_cache(maxsize=1)
def registers_with_persons() -> tuple[int, ...]:
    """The numbers of the registers whose records have names of persons."""
    return tuple(register.number for register in DECLARED if register.persons and any(field.name == "names" for field in register.fields))


def is_person(values: Values) -> bool:
    """Whether the record is about a person that has a name; a notice may be about a company, a ship or a threat."""
    return all(values.get(field, who) == who for field, who in _PEOPLE.items()) and any(path.startswith("names.") for path in values)


def facts_of(values: Values) -> Facts | None:
    """What the record says of its person; None where it has none."""
    return Facts(names_of(values), *msgspec.structs.astuple(nameless(values))[1:]) if is_person(values) else None


def names_of(values: Values) -> tuple[Name, ...]:
    """The record's names, read. Cost: 75 us each, where they were not met before."""
    return tuple(named(full, ALPHA_2.get(language, "")) for full, language in each(values, "names.full", "names.language") if full)


def nameless(values: Values) -> Facts:
    """The same without its names, which take the longest to read."""
    return Facts(
        names=(),
        births=tuple(_births(values)),
        nationalities=frozenset(one for (one,) in each(values, "nationalities") if one),
        sex=values.get("sex", "") if values.get("sex") in _SEXES else "",
        birth_places=tuple(place for (place,) in each(values, "births.place") if place),
        documents=tuple(
            (DOCUMENT_NUMBER.fold(number), by) for number, by in each(values, "documents.number", "documents.issuer") if number
        ),
    )


def _births(values: Values) -> Iterator[Birth]:
    for date, until, certainty in each(values, "births.date", "births.until", "births.certainty"):
        if date:
            yield Birth(date, until if certainty == "between" else "", certainty == "about")
