"""Entering and correcting records: one transaction each, with its audit entry, or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.kernel.ids import AuthorityNumber, record_id
from comity.kernel.records import RecordState
from comity.registers import audiences, holding, store
from comity.registers.desk import Desk, acting, entry, held, permitted, probes
from comity.registers.events import Happened, RecordEvent
from comity.registers.hashing import hashed
from comity.registers.holds import Hold
from comity.registers.life import end_after_correction
from comity.registers.model import Register
from comity.registers.record import Draft, Entered, Record
from comity.registers.rules import first_state, may_correct, may_enter, state_after_correction
from comity.registers.sealing import fresh_key, seal_fields, wrap
from comity.registers.search_keys import traces
from comity.registers.store import Held, changed
from comity.registers.validate import draft

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_NOISE_BITS: Final = 62


def new_id(owner: int, at: datetime) -> UUID:
    """A fresh id that carries its authority of origin."""
    return record_id(AuthorityNumber(owner), int(at.timestamp() * 1000), secrets.randbits(_NOISE_BITS))


async def create(desk: Desk, reader: Reader, register: Register, typed: Mapping[str, str], header: Entered) -> tuple[Record, RecordEvent]:
    """Enters a record for the reader's own authority.

    Raises: Refused; InvalidRecord with every fault at once; AlreadyThere.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CREATE)
    at = desk.clock.now()
    async with acting(desk, reader, register, "create") as connection:
        may_enter(reader, register).enforce()
        writes_for = await audiences.writes_for(connection)
        checked = draft(register, typed, header, at.date(), writes_for)
        (hold,) = await holding.judged(connection, desk.keyring, register, [checked], at)
        record = holding.waiting(made(reader, register, checked, await audiences.default(connection, reader.authority), at), hold)
        await insert(desk, connection, register, record, hold)
        await holding.counted(connection, reader, register, at.date(), 1)
        state = "waiting" if record.state is RecordState.WAITING else "released"
        rule = hold.rule if hold else first_state(register, checked)[1]
        written = entry(
            Act.CREATE, at, reader, register, rule=rule, shown=(record.id,), detail=state,
            probes=probes(desk, register, record.values, at),
        )  # fmt: skip
        await desk.recorder.record(connection, written)
    return record, RecordEvent(Happened.CREATED, register.number, record.id, record.owner, record.bureau, at)


def made(reader: Reader, register: Register, checked: Draft, audience: int, at: datetime) -> Record:
    """The record that a draft becomes, in its first state."""
    state, _ = first_state(register, checked)
    return Record(
        register=register.number,
        id=new_id(reader.authority, at),
        owner=reader.authority,
        bureau=reader.bureau,
        author=reader.officer,
        changed_by=reader.officer,
        reviewer=None,
        audience=audience,
        state=state,
        blocked_by=None,
        created_at=at,
        changed_at=at,
        confirmed_at=at,
        version=1,
        **content_of(checked),
    )


def content_of(checked: Draft) -> dict[str, Any]:
    """The part of a record that its draft gives."""
    return {name: getattr(checked, name) for name in Draft.__slots__}


async def insert(desk: Desk, connection: AsyncConnection, register: Register, record: Record, hold: Hold | None) -> None:
    """A new record with its keys, and why it waits."""
    identity, keys = hashed(desk.keyring, register, record.values)
    key = fresh_key()
    await store.insert(connection, register, Held(record, key), wrap(desk.keyring, record.id, key), identity)
    await store.put_keys(connection, record, keys)
    await store.follow(connection, desk.keyring, register, [record])
    if hold:
        await holding.put(connection, [(record, hold)], record.changed_at)


async def correct(
    desk: Desk, reader: Reader, register: Register, record: UUID, typed: Mapping[str, str], header: Entered, *, version: int | None = None
) -> tuple[Record, RecordEvent]:
    """Puts new content in the place of a record's; the old one stays, sealed, as an older version.

    Raises: Refused; NoSuchRecord; InvalidRecord; ChangedMeanwhile; AlreadyThere.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    at = desk.clock.now()
    async with acting(desk, reader, register, "correct") as connection:
        before = await held(desk, connection, reader, register, record, version)
        may_correct(before.record).enforce()
        checked = draft(register, typed, header, at.date(), await audiences.writes_for(connection))
        checked = replace(checked, ends_at=end_after_correction(before.record.ends_at, header.ends_at, checked.ends_at))
        state, rule = state_after_correction(register, before.record, checked)
        news = content_of(checked) | {"state": state, "reviewer": None, "changed_by": reader.officer, "changed_at": at, "confirmed_at": at}
        after = changed(before, **news)
        more = int(names_more(register, before.record, checked))
        laid = await holding.laid_anew(connection, desk.keyring, register, after.record, checked, at, more)
        after = replace(after, record=laid)
        await holding.counted(connection, reader, register, at.date(), more)
        await store.keep_version(connection, before, sealed_version(before), before.record.changed_by, at)
        await save(desk, connection, register, after)
        written = entry(
            Act.CORRECT,
            at,
            reader,
            register,
            rule=rule,
            shown=(record,),
            detail="corrected",
            probes=probes(desk, register, after.record.values, at),
        )
        await desk.recorder.record(connection, written)
    return after.record, RecordEvent(Happened.CORRECTED, register.number, record, after.record.owner, after.record.bureau, at)


def names_more(register: Register, before: Record, after: Draft) -> bool:
    """Whether a correction names a document, vehicle or device that its record did not: for quotas and bursts an entry (REC-18)."""
    return not set(traces(register, after.values)) <= set(traces(register, before.values))


def sealed_version(before: Held) -> bytes:
    """What a record said, sealed with its own key, as an older version of it."""
    record = before.record
    header = {"purposes": ",".join(sorted(p.code for p in record.purposes)), "law": record.law, "ends_at": record.ends_at.isoformat()}
    return seal_fields(before.key, record.id, {f"header.{name}": value for name, value in header.items()} | dict(record.values))


async def save(desk: Desk, connection: AsyncConnection, register: Register, after: Held) -> None:
    """The record as it now is, with its keys and what follows from it."""
    identity, keys = hashed(desk.keyring, register, after.record.values)
    await store.update(connection, register, after, identity)
    await store.put_keys(connection, after.record, keys)
    await store.follow(connection, desk.keyring, register, [after.record])
