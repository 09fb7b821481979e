"""A tree of the consolidated list as an entry, or why it is none. Pure; nothing is dropped: what has no place goes into notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from comity.imports.listed import Address, BirthDate, Certainty, Document, Entry, Name, Quality, Unreadable
from comity.imports.names import script_of, spelled
from comity.imports.numbers import number_of
from comity.imports.un_xml import Node
from comity.kernel.errors import Fault

_PERSON: Final = "INDIVIDUAL"
_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITIES: Final = {"good": Quality.GOOD, "low": Quality.LOW, "a.k.a.": Quality.AKA, "f.k.a.": Quality.FKA}
_CERTAINTIES: Final = {"EXACT": Certainty.EXACT, "APPROXIMATELY": Certainty.APPROXIMATELY, "BETWEEN": Certainty.BETWEEN}
_MONTHS: Final = {
    name: number
    for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
}
_WORDS: Final = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})")
_BESIDE: Final = re.compile(r"\b(?:issued|expir|under|valid|born)")  # what follows speaks of dates, which hold digits too
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-\d{2}:\d{2})?")
# Elements of which nothing is kept: they say nothing of whom they list.
_OF_THE_FORM: Final = frozenset({"SORT_KEY", "SORT_KEY_LAST_MOD", "VERSIONNUM", "LIST_TYPE"})
_READ: Final = frozenset(
    {
        "DATAID", "REFERENCE_NUMBER", *_NAMES, "NAME_ORIGINAL_SCRIPT", "UN_LIST_TYPE", "LISTED_ON", "LAST_DAY_UPDATED", "GENDER", "TITLE",
        "DESIGNATION", "NATIONALITY", "COMMENTS1",
    }
    | {f"{kind}_{part}" for kind in ("INDIVIDUAL", "ENTITY") for part in ("ALIAS", "ADDRESS")}
    | {f"INDIVIDUAL_{part}" for part in ("DATE_OF_BIRTH", "PLACE_OF_BIRTH", "DOCUMENT")}
)  # fmt: skip
_PARTS: Final = frozenset(
    {
        "VALUE", "QUALITY", "ALIAS_NAME", "NOTE", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "DATE_OF_BIRTH", "STREET", "CITY", "STATE_PROVINCE",
        "ZIP_CODE", "COUNTRY", "TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER",
        "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE", "DATE_OF_ISSUE",
    }
)  # fmt: skip


def entry_of(node: Node) -> Entry | Unreadable:
    """The entry of an INDIVIDUAL or ENTITY. Refused: what is too large, has no key, no reference or no name."""
    number, reference = node.word("DATAID"), node.word("REFERENCE_NUMBER")
    main = " ".join(word for tag in _NAMES if (word := node.word(tag)))
    person = node.tag == _PERSON
    fault = node.fault or _missing(number, reference, main)
    if fault:
        return Unreadable(node.line, number[:40], reference[:40], person, main[:200], fault)
    aliases, said = _aliases(node)
    return Entry(
        line=node.line,
        number=number,
        reference=reference,
        person=person,
        names=tuple(dict.fromkeys([*_own(node, main), *aliases])),
        list_type=node.word("UN_LIST_TYPE"),
        listed_on=_day(node.word("LISTED_ON")),
        updated=tuple(sorted(set(filter(None, map(_day, _values(node, "LAST_DAY_UPDATED")))))),
        gender=node.word("GENDER"),
        titles=tuple(_values(node, "TITLE")),
        designations=tuple(_values(node, "DESIGNATION")),
        nationalities=tuple(_values(node, "NATIONALITY")),
        birth_dates=tuple(date for one in node.all("INDIVIDUAL_DATE_OF_BIRTH") if (date := _birth(one))),
        birth_places=tuple(place for one in node.all("INDIVIDUAL_PLACE_OF_BIRTH") if (place := _address(one)) != Address()),
        documents=tuple(found for one in node.all("INDIVIDUAL_DOCUMENT") if (found := _document(one))),
        addresses=tuple(place for one in node.all(f"{node.tag}_ADDRESS") if (place := _address(one)) != Address()),
        comments=" ".join([node.word("COMMENTS1"), *said]).strip(),
        unread=tuple(sorted(_unread(node))),
    )


def _missing(number: str, reference: str, name: str) -> Fault | None:
    if not number or len(number) > 40:
        return Fault("DATAID", "no_number", "The entry has no key of its own, so that it cannot be found again.", "DATAID.")
    if not reference:
        return Fault("REFERENCE_NUMBER", "no_reference", "The entry has no reference number.", "REFERENCE_NUMBER.")
    if not name:
        return Fault("FIRST_NAME", "no_name", "The entry has no name.", "FIRST_NAME, of a person or an entity.")
    return None


def _values(node: Node, tag: str) -> list[str]:
    return [value.plain for one in node.all(tag) for value in one.all("VALUE") if value.plain]


def _own(node: Node, main: str) -> list[Name]:
    """The entry's own name, as it stands in the list, and in its own script."""
    own = [Name(main, Quality.PRIMARY, script_of(main))]
    own += [Name(name, Quality.PRIMARY, script_of(name)) for name, note in spelled(main) if not note]
    for text in (one.plain for one in node.all("NAME_ORIGINAL_SCRIPT") if one.plain):
        own += [Name(name, Quality.PRIMARY, script_of(name), note) for name, note in spelled(text)]
    return own


def _aliases(node: Node) -> tuple[list[Name], list[str]]:
    """The aliases; and what is said in an alias without a name."""
    found: list[Name] = []
    said: list[str] = []
    for one in node.all(f"{node.tag}_ALIAS"):
        quality = _QUALITIES.get(one.word("QUALITY").lower(), Quality.AKA)
        born = ", ".join(filter(None, (one.word("DATE_OF_BIRTH"), one.word("CITY_OF_BIRTH"), one.word("COUNTRY_OF_BIRTH"))))
        beside = [f"born {born}" if born else "", one.word("NOTE")]
        names = spelled(one.word("ALIAS_NAME"))
        found += [Name(name, quality, script_of(name), "; ".join(filter(None, (note, *beside)))) for name, note in names]
        if not names and any(beside):
            said.append(f"Alias without a name: {'; '.join(filter(None, beside))}.")
    return found, said


def _day(text: str) -> str:
    """A day as the list has it, without the offset from UTC that a few carry; the words themselves where it is none."""
    found = _DAY.fullmatch(text)
    return found[1] if found else text


def _birth(node: Node) -> BirthDate | None:
    """A date of birth; None where the element says nothing."""
    certainty = _CERTAINTIES.get(node.word("TYPE_OF_DATE").upper(), Certainty.EXACT)
    note, since, until = node.word("NOTE"), node.word("FROM_YEAR"), node.word("TO_YEAR")
    if since or until:
        return BirthDate(Certainty.BETWEEN, since or until, until if since else "", note)
    if date := _day(node.word("DATE")) or node.word("YEAR"):
        return BirthDate(certainty, date, "", note)
    if not note:
        return None
    found = _WORDS.fullmatch(note)
    month = _MONTHS.get(found[2].lower()) if found else None
    if not found or not month:
        return BirthDate(certainty, "", "", note)
    day = f"-{int(found[1]):02}" if found[1] else ""
    return BirthDate(certainty, f"{found[3]}-{month:02}{day}")


def _address(node: Node) -> Address:
    words = (node.word(tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"))
    return Address(*words)


def _document(node: Node) -> Document | None:
    """A document; None where the element is empty, as in every entry without one."""
    text, kind, other = node.word("NUMBER"), node.word("TYPE_OF_DOCUMENT"), node.word("TYPE_OF_DOCUMENT2")
    issuing, country = node.word("ISSUING_COUNTRY"), node.word("COUNTRY_OF_ISSUE")
    number = number_of(text) if text else number_of(_BESIDE.split(node.word("NOTE"))[0]) or number_of(other)
    elsewhere = f"issued in {country}" if country and issuing and country != issuing else ""
    as_listed = f"as listed: {text}" if text and text != number else ""
    note = "; ".join(filter(None, (other if other != kind else "", as_listed, elsewhere, node.word("NOTE"))))
    found = Document(kind, number, issuing or country, _day(node.word("DATE_OF_ISSUE")), node.word("CITY_OF_ISSUE"), note)
    return found if found != Document(kind, "") else None


def _unread(node: Node) -> Iterable[str]:
    """The names of elements with something in them that no line above reads."""
    for child in node.children:
        if child.tag not in _READ | _OF_THE_FORM:
            if child.plain or child.children:
                yield child.tag
            continue
        yield from {f"{child.tag}/{part.tag}" for part in child.children if part.tag not in _PARTS and (part.plain or part.children)}
