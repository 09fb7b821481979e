"""What is known of an organisation, on the side of the question and of a record. Pure."""

from __future__ import annotations

from functools import lru_cache

from comity.names.entities import Entity, read_entity
from comity.names.entities.assessment import BodyFacts
from comity.registers.paths import each
from comity.registers.record import Values
from comity.search.bodies.rules import ABOUT
from comity.search.persons.countries import Countries
from comity.search.persons.reading import PersonRead


@lru_cache(maxsize=4096)
def bodied(written: str) -> Entity:
    """A body's name read, remembered: records say the same ones again and again."""
    return read_entity(written)


def asked_of(person: PersonRead, countries: Countries) -> BodyFacts:
    """The question as one about a body. A country that was said apart may belong to its name: *Orvalis Castara* is read both ways."""
    written = person.name.written
    names = [bodied(written), *(bodied(f"{written} {said}") for code in person.facts.nationalities if (said := countries.name(code)))]
    return BodyFacts(tuple(name for name in names if name.tokens), person.facts.nationalities)


def is_body(values: Values) -> bool:
    """Whether the record is about an organisation that has a name."""
    return any(values.get(field) == word for field, word in ABOUT.values()) and any(path.startswith("names.") for path in values)


def facts_of(values: Values) -> BodyFacts:
    """What the record says of its body, of fields alone that whoever may ask its register sees (PUR-06)."""
    names = (bodied(full) for (full,) in each(values, "names.full") if full)
    countries = frozenset(code for (code,) in each(values, "nationalities") if code)
    return BodyFacts(tuple(name for name in names if name.tokens), countries)
