"""The synthetic list and small ones made for a test. Everybody in them is invented."""

from __future__ import annotations

import io
from pathlib import Path

from comity.imports.countries import known_names
from comity.imports.listed import Entry, Unreadable
from comity.imports.un_entries import entry_of
from comity.imports.un_xml import Node, read

LIST = Path(__file__).with_name("un_list.xml")
NAMES = {"Arvenia": "XAR", "Belmora": "XBM", "Castara": "XCS", "Quilara": "XQL"}
MEMBERS = known_names(NAMES)


def person(number: int, *, name: str = "", document: str = "", more: str = "") -> str:
    """A person of a list, found by a passport of Arvenia."""
    paper = f"<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>{document}</NUMBER><ISSUING_COUNTRY>Arvenia</ISSUING_COUNTRY>"
    return (
        f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{name or f'PERSON {letters(number)}'}</FIRST_NAME>"
        f"<UN_LIST_TYPE>Quilara</UN_LIST_TYPE><REFERENCE_NUMBER>QLi.{number}</REFERENCE_NUMBER><LISTED_ON>2016-01-20</LISTED_ON>"
        f"{f'<INDIVIDUAL_DOCUMENT>{paper}</INDIVIDUAL_DOCUMENT>' if document else ''}{more}</INDIVIDUAL>"
    )


def letters(number: int) -> str:
    """A number as letters, so that every name is another one."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def listing(*persons: str, entities: str = "") -> bytes:
    """A list of these."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-11-20T00:00:00Z">'
        f"<INDIVIDUALS>{''.join(persons)}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()


def entries(content: bytes) -> list[Entry | Unreadable]:
    """What a file holds."""
    return [entry_of(found) for found in read(io.BytesIO(content)) if isinstance(found, Node)]


def entry(content: bytes | None = None, number: str = "9900001") -> Entry:
    """One entry, of the synthetic list where no other is given."""
    (found,) = [one for one in entries(content or LIST.read_bytes()) if isinstance(one, Entry) and one.number == number][:1]
    return found
