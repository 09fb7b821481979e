"""Reading one record. Each read is in the audit, with the id shown, before its answer leaves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.access.rules import may_ask
from comity.audit import Act
from comity.audit.model import SIGHTED_READ, Sighting
from comity.audit.store import insert_sightings
from comity.engines.store import Mode
from comity.registers import references, store
from comity.registers.desk import Desk, NoSuchRecord, entry, permitted
from comity.registers.model import Register
from comity.registers.record import Record
from comity.registers.redact import Shown, redact

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.audit import EntryId


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
        told = await references.followed(connection, reader, [redact(register, seen, reader)]) if seen else []
    if not told:
        raise NoSuchRecord("There is no such record.")
    return told[0]


async def seen(desk: Desk, connection: AsyncConnection, register: Register, record: UUID) -> Record | None:
    """The record, where the transaction's viewer may see it and it has not ended; its reading is for the caller to note."""
    held = await store.fetch(connection, register, record, desk.keyring)
    return held.record if held is not None and held.record.ends_at >= desk.today else None


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
