"""The versions of a record, for its owner; and the correction of a record that was about somebody else, which leaves no version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.engines.store import Mode
from comity.registers import audiences, holding, life_store, rules, store
from comity.registers.desk import Desk, NoSuchRecord, acting, entry, held, permitted, probes
from comity.registers.entering import insert, made
from comity.registers.events import Happened, RecordEvent
from comity.registers.life import Ended, end_after_correction
from comity.registers.model import Register
from comity.registers.record import Entered, Record
from comity.registers.sealing import open_fields
from comity.registers.validate import draft


@dataclass(frozen=True, slots=True)
class Change:
    """What a version says otherwise than the one before it; empty: it says nothing there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a record. `officer` gave it; `until` is None for the present one; `changes`: against the version before it."""

    number: int
    officer: int
    since: datetime
    until: datetime | None
    values: Mapping[str, str]
    changes: tuple[Change, ...]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Field by field, those of `before` first."""
    names = [*before, *(name for name in after if name not in before)]
    return tuple(Change(one, before.get(one, ""), after.get(one, "")) for one in names if before.get(one, "") != after.get(one, ""))


async def versions(desk: Desk, reader: Reader, register: Register, record: UUID) -> tuple[Version, ...]:
    """Every content that the record has had, the newest first. For its owner alone. Raises: Refused, NoSuchRecord."""
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LIST)
    async with desk.store.transaction(reader.context(Mode.OWN)) as connection:
        found = await store.fetch(connection, register, record, desk.keyring)
        if found is None or not rules.may_write(reader, found.record).allowed:
            raise NoSuchRecord("There is no such record.")
        statement = "select number, officer, replaced_at, sealed from registers.version where record = %s order by number"
        rows = await (await connection.execute(statement, (record,))).fetchall()
        made = entry(Act.READ, desk.clock.now(), reader, register, rule="OWN-07", shown=(record,), detail="versions")
        await desk.recorder.record(connection, made)
    contents = [open_fields(found.key, record, row[3]) for row in rows]
    return _lined_up(found.record, [(row[0], row[1], row[2]) for row in rows], contents)


def _lined_up(present: Record, rows: list[tuple[int, int, datetime]], contents: list[dict[str, str]]) -> tuple[Version, ...]:
    since = [present.created_at, *(replaced for _, _, replaced in rows)]
    said = [*contents, _content(present)]
    heads = [(number, officer, until) for number, officer, until in rows] + [(present.version, present.changed_by, None)]
    differs: list[tuple[Change, ...]] = [(), *(changes(before, after) for before, after in pairwise(said))]
    lines = [
        Version(number, officer, began, until, values, differ)
        for (number, officer, until), began, values, differ in zip(heads, since, said, differs, strict=True)
    ]
    return tuple(reversed(lines))


def _content(record: Record) -> dict[str, str]:
    header = {"purposes": ",".join(sorted(one.code for one in record.purposes)), "law": record.law, "ends_at": record.ends_at.isoformat()}
    return {f"header.{name}": value for name, value in header.items()} | dict(record.values)


async def replace_person(
    desk: Desk, reader: Reader, register: Register, record: UUID, typed: Mapping[str, str], header: Entered, *, version: int | None = None
) -> tuple[Record, RecordEvent]:
    """The record was about a wrong person: it is erased at once, with its versions and identifiers, and what is right entered as another.

    The audit keeps keyed hashes alone. Life and restriction stay as they were; the review begins anew.
    Raises: as `entering.correct`.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_CORRECT)
    at = desk.clock.now()
    async with acting(desk, reader, register, "wrong person") as connection:
        before = await held(desk, connection, reader, register, record, version)
        rules.may_correct(before.record).enforce()
        checked = draft(register, typed, header, at.date(), await audiences.writes_for(connection))
        checked = replace(checked, ends_at=end_after_correction(before.record.ends_at, header.ends_at, checked.ends_at))
        (hold,) = await holding.judged(connection, desk.keyring, register, [checked], at, coming=0)
        if not await life_store.erase(connection, register, record, reader.officer, Ended.WRONG_PERSON, at):
            raise NoSuchRecord("There is no such record.")
        after = holding.waiting(made(reader, register, checked, before.record.audience, at), hold)
        await insert(desk, connection, register, after, hold)
        traces = probes(desk, register, after.values, at)
        written = entry(
            Act.CORRECT, at, reader, register, rule="REC-16", shown=(record, after.id), detail="wrong person: erased and replaced",
            probes=traces,
        )  # fmt: skip
        await desk.recorder.record(connection, written)
    return after, RecordEvent(Happened.CORRECTED, register.number, after.id, after.owner, after.bureau, at)
