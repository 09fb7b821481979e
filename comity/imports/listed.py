"""One entry of a sanctions list as it was read: words as the list has them, before any register has looked at them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.kernel.errors import Fault


class Quality(StrEnum):
    """What the list says of a name: its own, an alias of good or low quality, *also known as*, *formerly known as*."""

    PRIMARY = "primary"
    GOOD = "good"
    LOW = "low"
    AKA = "aka"
    FKA = "fka"


class Certainty(StrEnum):
    """What the list says of a date of birth."""

    EXACT = "exact"
    APPROXIMATELY = "approximately"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Name:
    """One name in one script (ISO 15924, as guessed)."""

    full: str
    quality: Quality
    script: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class BirthDate:
    """`date`, `until`: with unknown parts; `until` only between two. Where nothing but words is known, they stand in `note`."""

    certainty: Certainty
    date: str = ""
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """`kind`, `issuer` in the list's words; `number` without the words around it, which `note` keeps; empty where none was found."""

    kind: str
    number: str
    issuer: str = ""
    issued: str = ""
    city: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A place, of birth or of stay; `country` in the list's words."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person or an entity. `number` (the list's own key) and `reference` name it; `line` is where it begins in the file.

    `unread`: elements that the reader does not know, by name, so that a change of the list's form is seen.
    """

    line: int
    number: str
    reference: str
    person: bool
    names: tuple[Name, ...]
    list_type: str = ""
    listed_on: str = ""
    updated: tuple[str, ...] = ()
    gender: str = ""
    titles: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    birth_dates: tuple[BirthDate, ...] = ()
    birth_places: tuple[Address, ...] = ()
    documents: tuple[Document, ...] = ()
    addresses: tuple[Address, ...] = ()
    comments: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that is no entry, and why."""

    line: int
    number: str
    reference: str
    person: bool
    name: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Opened:
    """The beginning of the file: the moment at which the list says that it was made, as it spells it."""

    generated: str
