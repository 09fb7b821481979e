"""One row of a list as what it asks about. Pure.

A cell that cannot be read is named, and the rest of the row is asked all the same; a row that leaves something unasked is never a *no hit*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds.model import BadValue
from comity.search.lists.columns import BESIDE, PERSON, Column
from comity.search.model import Identifier
from comity.search.persons.countries import Countries
from comity.search.persons.model import PersonAsked
from comity.search.persons.reading import read_person
from comity.search.reading import READERS

_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}", re.IGNORECASE)  # 1.23457E+12
_NOTHING: Final = frozenset({"", "-", "–", "n/a", "na", "none", "null", "nil", "?", "."})


class Unread(msgspec.Struct, frozen=True, array_like=True):
    """One cell that could not be read: the title of its column, a stable code, what is wrong, what would be accepted, values of both.

    `lost`: nothing was asked in its place. False where only less was known: a number without a readable country is asked under every code.
    """

    column: str
    code: str
    sentence: str
    accepted: str = ""
    values: dict[str, str] = {}
    lost: bool = True


class Asked(msgspec.Struct, frozen=True):
    """What a row asks."""

    identifiers: tuple[Identifier, ...] = ()
    unread: tuple[Unread, ...] = ()
    reference: str = ""
    person: PersonAsked | None = None

    @property
    def anything(self) -> bool:
        """Whether it asks anything at all."""
        return bool(self.identifiers) or self.person is not None


_OF_PERSONS: Final = ("born", "nationality", "sex", "birth_place")
Open = Callable[[str], bool]  # name of a search key -> whether a register that may be asked holds it


def asked(columns: Sequence[Column], cells: Sequence[str], is_open: Open = lambda _: True, countries: Countries | None = None) -> Asked:
    """What one row asks. `cells` in the order of the columns; fewer are as if the rest were empty.

    `countries`: as nationalities say them.
    """
    filled = {(column.kind, column.item, column.part): (column, value) for column, value in _cells(columns, cells)}
    found: list[Identifier] = []
    unread: list[Unread] = []
    for column, identifier in _identifiers(filled):
        kept, wrong = _tried(column, identifier, filled, is_open)
        found += kept
        unread += wrong
    reference = next((value for column, value in filled.values() if column.kind == "reference"), "")
    person, wrong = _person(filled, found, countries or Countries())
    return Asked(tuple(dict.fromkeys(found)), (*unread, *wrong), reference, person)


def _cells(columns: Sequence[Column], cells: Sequence[str]) -> Iterator[tuple[Column, str]]:
    for column, cell in zip(columns, cells, strict=False):
        value = cell.strip()
        if column.asked and value.casefold() not in _NOTHING:
            yield column, value


_Filled = dict[tuple[str, int, str], tuple[Column, str]]


def _identifiers(filled: _Filled) -> Iterator[tuple[Column, Identifier]]:
    lines: list[tuple[Column, str]] = []
    for (kind, item, part), (column, value) in filled.items():
        if part == "line":
            lines.append((column, value))
        elif not part and kind not in BESIDE and kind != PERSON:
            yield column, Identifier(kind, value, _beside(filled, kind, item))
    if lines:
        yield lines[0][0], Identifier("mrz", "\n".join(value for _, value in sorted(lines, key=lambda one: one[0].item)))
    if ("value", 1, "") in filled:
        column, value = filled["value", 1, ""]
        kind = filled.get(("kind", 1, ""), (column, ""))[1].strip().lower()
        yield column, Identifier(kind, value, _beside(filled, kind, 1) or _beside(filled, "document", 1))


def _person(filled: _Filled, found: Sequence[Identifier], countries: Countries) -> tuple[PersonAsked | None, list[Unread]]:
    """Who stands in the row, with the document beside; what cannot be read of the person is named, and the rest asked all the same."""
    said = {part: (column, value) for (kind, _, part), (column, value) in filled.items() if kind == PERSON}
    name = _name({part: value for part, (_, value) in said.items()})
    if not name:
        return None, []
    document = next((one for one in found if one.kind == "document"), Identifier("document", ""))
    known = {part: said[part][1] for part in _OF_PERSONS if part in said}
    person = PersonAsked(name, document=document.value, issuer=document.issuer, **known)
    try:
        read_person(person, countries)
    except Invalid as invalid:
        wrong = {fault.field.removeprefix("person."): fault for fault in invalid.faults}
    else:
        return person, []
    column = next((said[part][0] for part in ("", "family", "given") if part in said), Column("", PERSON))
    unread = [_of_fault(said.get(part, (column, ""))[0].title, fault, lost=part == "name") for part, fault in wrong.items()]
    if "name" in wrong:
        return None, unread
    return msgspec.structs.replace(person, **dict.fromkeys(wrong, "")), unread


def _name(said: dict[str, str]) -> str:
    """The whole name, or its parts: the family name first, with a comma, as passenger lists have it."""
    given = " ".join(said[part] for part in ("given", "middle") if part in said)
    family = said.get("family", "")
    if not said.get(""):
        return f"{family}, {given}" if family and given else family or given
    return said[""] if family or not given else f"{said['']}, {given}"


def _of_fault(title: str, fault: Fault, *, lost: bool) -> Unread:
    return Unread(title, fault.code, fault.sentence, fault.accepted, {}, lost)


def _beside(filled: _Filled, kind: str, item: int) -> str:
    """The country, issuer or maker beside a value."""
    return filled[kind, item, "issuer"][1] if (kind, item, "issuer") in filled else ""


def _tried(column: Column, identifier: Identifier, filled: _Filled, is_open: Open) -> tuple[list[Identifier], list[Unread]]:
    """The identifier as it can be asked, and what of it cannot be read."""
    if _SHORTENED.fullmatch(identifier.value):
        sentence = "A spreadsheet has shortened this number; its last digits are lost."
        return [], [Unread(column.title, "shortened", sentence, "Make the column text, and enter the number again.")]
    if identifier.kind not in READERS:
        return [], [Unread(column.title, "unknown_kind", "There is no kind of identifier of this name.", ", ".join(READERS))]
    try:
        keys = [read.key for read in READERS[identifier.kind](identifier)]
    except BadValue as bad:
        if bad.values.get("part") == "issuer":
            return _without_issuer(column, identifier, filled, is_open, bad)
        return [], [_unread(column.title, bad)]
    if any(map(is_open, keys)):
        return [identifier], []
    return [], [Unread(column.title, "closed", "No register that you may ask for this purpose holds such an identifier.")]


def _without_issuer(
    column: Column, identifier: Identifier, filled: _Filled, is_open: Open, bad: BadValue
) -> tuple[list[Identifier], list[Unread]]:
    """Its country cannot be read: the value is asked under every code."""
    beside = filled.get((column.kind, column.item, "issuer")) or filled.get(("document", 1, "issuer"))
    told = _unread(beside[0].title if beside else column.title, bad, lost=False)
    kept, unread = _tried(column, Identifier(identifier.kind, identifier.value), filled, is_open)
    return kept, [told, *unread]


def _unread(title: str, bad: BadValue, *, lost: bool = True) -> Unread:
    values = {name: str(value) for name, value in bad.values.items() if name != "part"}
    return Unread(title, bad.code, bad.sentence, bad.accepted, values, lost)
