"""A list against the register and against the records that the list before made: what each entry comes to. Pure but for the file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import BinaryIO, Final
from uuid import UUID

from comity.imports import un_values
from comity.imports.compare import Counts, Kind, changes
from comity.imports.listed import Entry, Opened, Unreadable
from comity.imports.model import Header, Item
from comity.imports.un_entries import entry_of
from comity.imports.un_xml import read
from comity.kernel.errors import Fault, Invalid
from comity.registers.declarations.notices import NOTICES
from comity.registers.record import Entered, Record
from comity.registers.rules import may_correct
from comity.registers.validate import InvalidRecord, draft

_DOUBLE_NUMBER: Final = Fault("DATAID", "double_number", "An earlier entry of the file has the same key.", "One entry for each key.")
_DOUBLE_REFERENCE: Final = Fault(
    "REFERENCE_NUMBER", "double_reference", "An earlier entry of the file has the same reference number.", "One entry for each."
)
_BLOCKED: Final = Fault("record", "blocked", "The record of this entry is blocked: it stays as it is.", "Who has blocked it lifts that.")
_THERE: Final = Fault("record", "already_there", "Your authority has recorded this itself.", "Withdraw that record, or leave it out.")
_OF_HEADER: Final = frozenset({"purposes", "law", "source", "level", "handling", "warnings", "ends_at"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A file, read. `good`: entries as the register takes them, cleaned; `refused`: the others. The file's order in each."""

    generated: str
    digest: str
    persons: int
    entities: int
    good: tuple[Item, ...]
    refused: tuple[Item, ...]
    unread: Mapping[str, int] = field(default_factory=dict)


class _Digested:
    """A file whose bytes are counted into a digest as they are read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


def entered(header: Header) -> Entered:
    """The header of each record: found by the authority that lists, never reported by a holder."""
    return Entered(purposes=header.purposes, law=header.law, source="authority", level=header.level)


def refuse_header(header: Header, today: date) -> None:
    """Raises: Invalid with what is wrong with what the officer stated for all records."""
    try:
        draft(NOTICES, {}, entered(header), today)
    except InvalidRecord as invalid:
        wrong = [fault for fault in invalid.faults if fault.field in _OF_HEADER]
        if wrong:
            raise Invalid(*wrong) from None


def judged(file: BinaryIO, header: Header, today: date, members: Mapping[str, str]) -> Judged:
    """Reads a whole list. `members`: names of the organisation's own members with their codes, folded.

    Raises: InvalidList where the file as a whole is none.
    """
    digested = _Digested(file)
    generated, kinds, unread = "", Counter[bool](), Counter[str]()
    good: list[Item] = []
    refused: list[Item] = []
    seen: set[str] = set()
    for found in read(digested):  # type: ignore[arg-type]  # of a file it only reads
        if isinstance(found, Opened):
            generated = found.generated
            continue
        one = entry_of(found)
        kinds[one.person] += 1
        item = _judged(one, header, today, members, seen)
        (refused if item.kind is Kind.REFUSED else good).append(item)
        if isinstance(one, Entry):
            unread.update(one.unread)
    return Judged(generated, digested.digest.hexdigest(), kinds[True], kinds[False], tuple(good), tuple(refused), dict(unread))


def _judged(one: Entry | Unreadable, header: Header, today: date, members: Mapping[str, str], seen: set[str]) -> Item:
    if isinstance(one, Unreadable):
        return _refused(Item(Kind.REFUSED, one.number, one.reference, one.name, one.person, one.line), one.fault)
    item = Item(Kind.REFUSED, one.number, one.reference, one.names[0].full, one.person, one.line)
    for key, fault in ((f"number {one.number}", _DOUBLE_NUMBER), (f"reference {one.reference}", _DOUBLE_REFERENCE)):
        if key in seen:
            return _refused(item, fault)
    seen.update((f"number {one.number}", f"reference {one.reference}"))
    try:
        taken = draft(NOTICES, un_values.values_of(one, members), entered(header), today)
    except InvalidRecord as invalid:
        return _refused(item, *invalid.faults)
    return replace(item, kind=Kind.ADDED, values=dict(taken.values))


def _refused(item: Item, *faults: Fault) -> Item:
    return replace(item, kind=Kind.REFUSED, values={}, faults=tuple((fault.field, fault.code, fault.sentence) for fault in faults))


def compared(list_now: Judged, before: Mapping[UUID, Record], there: frozenset[str]) -> tuple[tuple[Item, ...], Counts]:
    """What the list would do: added, changed, withdrawn, refused, in this order; what stays as it is is counted alone.

    `before`: the live records that the list before made. `there`: keys of entries that the owner has recorded otherwise. The record of an
    entry that is refused stays as it is: what cannot be read is not withdrawn.
    """
    known = {un_values.number_of(record.values): record for record in before.values()}
    found = [_met(item, known.get(item.number), there) for item in list_now.good]
    refused = [*list_now.refused, *(item for item in found if item.kind is Kind.REFUSED)]
    kept = {item.number for item in (*list_now.good, *list_now.refused)} | _of_references(list_now.refused, before.values())
    withdrawn = [_withdrawn(record) for number, record in known.items() if number not in kept]
    added = [item for item in found if item.kind is Kind.ADDED]
    changed = [item for item in found if item.kind is Kind.CHANGED and item.changes]
    counts = Counts(
        entries=len(list_now.good) + len(list_now.refused),
        persons=list_now.persons,
        entities=list_now.entities,
        added=len(added),
        changed=len(changed),
        unchanged=len(found) - len(added) - len(changed) - len(refused) + len(list_now.refused),
        refused=len(refused),
        withdrawn=len(withdrawn),
        before=len(before),
    )
    return (*added, *changed, *withdrawn, *refused), counts


def _of_references(refused: Sequence[Item], before: Iterable[Record]) -> set[str]:
    """The keys of records whose reference stands in an entry that lost its key."""
    references = {item.reference for item in refused} - {""}
    return {un_values.number_of(record.values) for record in before if un_values.reference_of(record.values) in references}


def _met(item: Item, record: Record | None, there: frozenset[str]) -> Item:
    if record is None:
        return _refused(item, _THERE) if item.number in there else item
    found = changes(NOTICES, record.values, item.values)
    if found and not may_correct(record).allowed:
        return _refused(item, _BLOCKED)
    return replace(item, kind=Kind.CHANGED, record=record.id, version=record.version, changes=found)


def _withdrawn(record: Record) -> Item:
    values = record.values
    return Item(
        Kind.WITHDRAWN,
        un_values.number_of(values),
        un_values.reference_of(values),
        un_values.name_of(values),
        un_values.is_person(values),
        record=record.id,
        version=record.version,
    )


def basis_of(versions: Mapping[UUID, int]) -> str:
    """A digest of records and their versions: the same as long as nobody touched one."""
    lines = [f"{record} {version}\n" for record, version in sorted(versions.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
