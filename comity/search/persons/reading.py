"""A person as typed, read: the name to its forms, the rest to facts, what is wrong said by field. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

import msgspec

from comity.kernel.badvalue import BadValue
from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds import DATE, DOCUMENT_NUMBER, PERSON_NAME, SEX
from comity.names.facts import Birth, Facts
from comity.names.model import Name
from comity.names.reading import read_name
from comity.search.model import Identifier
from comity.search.persons.countries import Countries
from comity.search.persons.model import LONGEST_NAME, PersonAsked, Word
from comity.search.reading import READERS, Read

_NOT_READ: Final = "Nothing of this name can be read, so nothing could be found by it."
_A_NAME: Final = "A name in letters, in any script."
_NO_COUNTRY: Final = "There is no country of this name or code."
_A_COUNTRY: Final = "A code such as XCS, or the country's name."
_LONGEST_PLACE: Final = 120


class PersonRead(msgspec.Struct, frozen=True, gc=False):
    """A person as read. `facts` hold one name; `read`: the document's identifier, asked with the others; none where none was typed."""

    asked: PersonAsked
    facts: Facts
    read: tuple[Read, ...] = ()

    @property
    def name(self) -> Name:
        return self.facts.names[0]

    @property
    def years(self) -> tuple[int, ...]:
        """The year of birth, as far as it is known."""
        return tuple(int(birth.date[:4]) for birth in self.facts.births if birth.date[:4].isdecimal())

    def words(self) -> tuple[Word, ...]:
        """The name word by word, as it was understood."""
        return tuple(Word(word.text, word.forms[0] if word.forms else "", word.role.name.lower()) for word in self.name.words)


def read_person(asked: PersonAsked, countries: Countries) -> PersonRead:
    """The person. Raises: Invalid with every bad field, as `person.born`."""
    faults: list[Fault] = []

    def taken(field: str, clean: Callable[[str], str]) -> str:
        typed: str = getattr(asked, field)
        try:
            return clean(typed) if typed.strip() or field == "name" else ""
        except BadValue as bad:
            faults.append(Fault(f"person.{field}", bad.code, bad.text, bad.accepted))
            return ""

    written = taken("name", _name)
    born = taken("born", DATE.clean)
    nationality = taken("nationality", partial(_country, countries))
    sex = taken("sex", SEX.clean)
    place = taken("birth_place", _place)
    read = _document(asked, countries, faults)
    if faults:
        raise Invalid(*faults)
    facts = Facts(
        names=(named(written),),
        births=(Birth(born),) if born else (),
        nationalities=frozenset({nationality}) if nationality else frozenset(),
        sex=sex if sex in ("male", "female") else "",
        birth_places=(place,) if place else (),
        documents=tuple((DOCUMENT_NUMBER.fold(one.value), one.issuer) for one in read),
    )
    return PersonRead(asked, facts, read)


@lru_cache(maxsize=4096)
def named(written: str, language: str = "") -> Name:
    """A name read, remembered: lists and records say the same ones again and again."""
    return read_name(written, language)


def readable(name: Name) -> bool:
    """Whether anything of the name can be said in sounds; two names of which nothing can be are no more alike than others."""
    return any(word.forms for word in name.words)


def _name(typed: str) -> str:
    """Raises: BadValue."""
    if len(typed) > LONGEST_NAME:
        raise BadValue("too_long", "This is too long.", f"At most {LONGEST_NAME} characters.")
    written = PERSON_NAME.clean(typed)
    if not readable(named(written)):
        raise BadValue("unreadable", _NOT_READ, _A_NAME)
    return written


def _country(countries: Countries, typed: str) -> str:
    """Raises: BadValue."""
    if code := countries.code(typed):
        return code
    raise BadValue("no_country", _NO_COUNTRY, _A_COUNTRY)


def _place(typed: str) -> str:
    """Raises: BadValue."""
    place = " ".join(typed.split())
    if len(place) > _LONGEST_PLACE:
        raise BadValue("too_long", "This is too long.", f"At most {_LONGEST_PLACE} characters.")
    return place


def _document(asked: PersonAsked, countries: Countries, faults: list[Fault]) -> tuple[Read, ...]:
    """The document as an identifier; a country's name is understood for its issuer."""
    issuer = asked.issuer.strip()
    if not asked.document.strip():
        if issuer:
            faults.append(Fault("person.document", "empty", "An issuer stands beside a document's number.", "The number, or no issuer."))
        return ()
    try:
        return tuple(READERS["document"](Identifier("document", asked.document, countries.named(issuer) or issuer)))
    except BadValue as bad:
        faults.append(Fault(f"person.{bad.values.get('part', 'document')}", bad.code, bad.text, bad.accepted))
        return ()
