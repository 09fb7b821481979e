"""Reading one record, and listing one's own. Each read is in the audit, with the ids shown, before its answer leaves."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.access.rules import may_ask
from comity.audit import Act
from comity.audit.model import SIGHTED_READ, Sighting
from comity.audit.store import insert_sightings
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid
from comity.kernel.records import RecordState
from comity.registers import store
from comity.registers.desk import Desk, NoSuchRecord, entry, permitted
from comity.registers.model import Register
from comity.registers.record import Record
from comity.registers.redact import Shown, redact

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.audit import EntryId

MOST_LISTED: Final = 200
_STATES: Final = {state.name.lower(): state for state in RecordState}


class BadCursor(Invalid):
    """The mark of a page is not one that a list gave."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of one's own records: in this state, with this value in the register's own column (reason, country of theft)."""

    state: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `next` is the mark of the following page, empty at the end; `total` counts one's own records alone."""

    records: tuple[Shown, ...]
    next: str
    total: int


async def read(desk: Desk, reader: Reader, register: Register, record: UUID, *, protected: bool = False) -> Shown:
    """The record, as far as this reader may see it.

    A read of another owner's record is a sighting for that owner, but for a protected one, of which the owner learns nothing and the
    audit says that it was protected (HIT-12). A read that shows nothing is an entry too.
    Raises: Refused; NoSuchRecord, the same for what is hidden and what is not there (OWN-04).
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_READ)
    at = desk.clock.now()
    asked = may_ask(reader, register.number)
    mode = Mode.CHECK if asked.allowed else Mode.OWN  # who may not ask the register may still read what its own authority holds
    async with desk.store.transaction(reader.context(mode)) as connection:
        found = await store.fetch(connection, register, record, desk.keyring)
        seen = found.record if found and lives(found.record, reader, at) else None
        shown = (record,) if seen else ()
        made = entry(
            Act.READ, at, reader, register, rule="HIT-12" if protected else "OWN-07", outcome=int(seen is not None), shown=shown,
            detail="protected" if protected else "", question=record.bytes,
        )  # fmt: skip
        (entry_id,) = await desk.recorder.record(connection, made)
        if seen and seen.owner != reader.authority and not protected:
            await insert_sightings(connection, [sighting(reader, seen, made.at_us, entry_id)])
    if seen is None:
        raise NoSuchRecord("There is no such record.")
    return redact(register, seen, reader)


def lives(record: Record, reader: Reader, at: datetime) -> bool:
    """Whether the record has not ended for this reader; its owner sees it to the last."""
    return record.owner == reader.authority or record.ends_at >= at.date()


def sighting(reader: Reader, record: Record, at_us: int, entry_id: EntryId) -> Sighting:
    """What the owner learns of a reading."""
    return Sighting(
        owner=record.owner,
        record=record.id,
        register=record.register,
        at_us=at_us,
        bureau=reader.bureau,
        unit_kind=int(reader.unit_kind),
        purpose=int(reader.purpose),
        outcome=SIGHTED_READ,
        stream=entry_id.stream,
        number=entry_id.number,
    )


async def listed(desk: Desk, reader: Reader, register: Register, wanted: Filter, *, after: str = "", most: int = 50) -> Page:
    """One's own records, the last changed first; a keyset, so that a new record shifts no page.

    Raises: Refused; BadCursor; Invalid for a filter that the register does not have.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    where, values = _where(register, wanted)
    most = max(1, min(most, MOST_LISTED))
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        total = await store.count(connection, register, where, values)
        rows = await _rows(desk, connection, register, (where, values), after, most + 1)
        made = entry(
            Act.LIST, desk.clock.now(), reader, register, rule="OWN-07", shown=tuple(row.id for row in rows[:most]), detail=f"{total} own"
        )
        await desk.recorder.record(connection, made)
    following = _cursor(rows[most - 1]) if len(rows) > most else ""
    return Page(tuple(redact(register, row, reader) for row in rows[:most]), following, total)


async def _rows(
    desk: Desk, connection: AsyncConnection, register: Register, wanted: tuple[str, list[object]], after: str, most: int
) -> list[Record]:
    where, values = wanted
    if after:
        where, values = f"{where} and (t.changed_at, t.id) < (%s, %s)", [*values, *_opened(after)]
    return await store.page(connection, register, desk.keyring, where, values, most)


def _where(register: Register, wanted: Filter) -> tuple[str, list[object]]:
    """SQL of fixed words, and its values."""
    parts, values = ["true"], list[object]()
    if wanted.state:
        if wanted.state not in _STATES:
            raise Invalid(Fault("state", "unknown_choice", "There is no such state.", ", ".join(_STATES)))
        parts.append("t.state = %s")
        values.append(int(_STATES[wanted.state]))
    if wanted.value:
        parts.append(f"t.{register.listed_by} = %s")
        values.append(wanted.value)
    return " and ".join(parts), values


def _cursor(record: Record) -> str:
    return base64.urlsafe_b64encode(f"{record.changed_at.isoformat()}|{record.id}".encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[datetime, UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, _, record = text.partition("|")
        return datetime.fromisoformat(at), UUID(record)
    except (ValueError, binascii.Error):
        raise BadCursor(Fault("after", "bad_cursor", "This is not the mark of a page.", "The mark that the page before gave.")) from None
