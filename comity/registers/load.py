"""Loading a file: good rows go in by chunks, bad ones come back in the user's own file with what is wrong and what would be accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO

from comity.access.model import Permission, Reader
from comity.audit import Act
from comity.kernel.errors import Fault
from comity.kernel.records import RecordState
from comity.registers import audiences, store
from comity.registers.csv_files import csv_line
from comity.registers.desk import AlreadyThere, Desk, acting, entry, permitted
from comity.registers.entering import made
from comity.registers.hashing import hasher
from comity.registers.load_file import ERROR_COLUMNS, Row, header_of, opened
from comity.registers.model import Register
from comity.registers.record import Draft, Entered
from comity.registers.search_keys import identity_bytes
from comity.registers.validate import InvalidRecord, draft

if TYPE_CHECKING:
    from psycopg import AsyncConnection

CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows. They add up: rows = entered + unchanged + refused; `waiting` of those entered wait for a second officer."""

    rows: int = 0
    entered: int = 0
    unchanged: int = 0
    refused: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Good:
    row: Row
    draft: Draft
    identity: int


Refusal = tuple[Row, Sequence[Fault]]


async def load(
    desk: Desk, reader: Reader, register: Register, file: BinaryIO, defaults: Entered, errors: TextIO,
    progress: Callable[[Counts], None] = lambda _: None,
) -> Counts:  # fmt: skip
    """Loads a CSV file. The same row again changes nothing, so a load that broke off is started again with the same file.

    `errors` gets the refused rows with three columns more; a row with several faults has them all, separated by `; `. A row that is
    recorded with other content already is refused: a load enters, it does not correct.
    Each chunk of 1,000 rows is one transaction with its entry in the audit, which has the digest of its rows.
    Raises: Refused; InvalidFile, before anything is loaded, or where the file turns out not to be UTF-8.
    """
    await permitted(desk, reader, register, Permission.REGISTER_RECORD_LOAD)
    layout, rows = opened(register, file)
    errors.write(csv_line([*layout.titles, *ERROR_COLUMNS]))
    total, digest = Counts(), hashlib.sha256()
    while chunk := list(islice(rows, CHUNK)):
        total, refused = await _chunk(desk, reader, register, chunk, defaults, total, digest)
        errors.writelines(_error_line(row, faults, len(layout.titles)) for row, faults in refused)
        progress(total)
    return total


def _error_line(row: Row, faults: Sequence[Fault], width: int) -> str:
    cells = (*row.cells, *[""] * (width - len(row.cells)))
    said = [f"{fault.sentence} {fault.accepted}".strip() for fault in faults]
    return csv_line([*cells, "; ".join(fault.field for fault in faults), "; ".join(fault.code for fault in faults), "; ".join(said)])


async def _chunk(
    desk: Desk, reader: Reader, register: Register, chunk: list[Row], defaults: Entered, total: Counts, digest: hashlib._Hash
) -> tuple[Counts, list[Refusal]]:
    for row in chunk:
        digest.update("\x1f".join(row.cells).encode() + b"\x1e")
    for attempt in range(2):
        try:
            return await _attempt(desk, reader, register, chunk, defaults, total, digest.hexdigest())
        except AlreadyThere:  # somebody entered one of them since we looked: now it is seen
            if attempt:
                raise
    raise AssertionError("two attempts end in an answer or an error")


async def _attempt(
    desk: Desk, reader: Reader, register: Register, chunk: list[Row], defaults: Entered, total: Counts, digest: str
) -> tuple[Counts, list[Refusal]]:
    at = desk.clock.now()
    async with acting(desk, reader, register, "load") as connection:
        good, refused = checked(desk, register, chunk, defaults, at, await audiences.writes_for(connection))
        new, unchanged, others = await _sorted_out(desk, connection, register, good)
        refused += others
        audience = await audiences.default(connection, reader.authority)
        records = [made(reader, register, one.draft, audience, at) for one in new]
        await store.insert_many(connection, desk.keyring, register, records)
        counts = Counts(
            total.rows + len(chunk), total.entered + len(records), total.unchanged + unchanged, total.refused + len(refused),
            total.waiting + sum(record.state is RecordState.WAITING for record in records),
        )  # fmt: skip
        detail = (
            f"{counts.rows} rows so far: {counts.entered} entered, {counts.unchanged} unchanged, {counts.refused} refused; sha256 {digest}"
        )
        await desk.recorder.record(connection, entry(Act.LOAD, at, reader, register, rule="REC-01", detail=detail))
    return counts, refused


def checked(
    desk: Desk, register: Register, chunk: Sequence[Row], defaults: Entered, at: datetime, writes_for: frozenset[str]
) -> tuple[list[_Good], list[Refusal]]:
    """The rows that the register takes, with their identities, and the others with all that is wrong with them."""
    good: list[tuple[Row, Draft]] = []
    refused: list[Refusal] = []
    for row in chunk:
        if row.fault:
            refused.append((row, (row.fault,)))
            continue
        typed = dict(row.typed)
        header = header_of(typed, defaults)
        try:
            good.append((row, draft(register, typed, header, at.date(), writes_for)))
        except InvalidRecord as invalid:
            refused.append((row, invalid.faults))
    identities = hasher(desk.keyring).many([identity_bytes(register, one.values) for _, one in good])
    return [_Good(row, one, int(identity)) for (row, one), identity in zip(good, identities, strict=True)], refused


async def _sorted_out(
    desk: Desk, connection: AsyncConnection, register: Register, good: Sequence[_Good]
) -> tuple[list[_Good], int, list[Refusal]]:
    """Which rows are new, how many are there already word for word, and which say something else of what is there."""
    there = await store.by_identity(connection, register, desk.keyring, [one.identity for one in good])
    seen = {identity: dict(record.values) for identity, record in there.items()}
    new: list[_Good] = []
    refused: list[Refusal] = []
    for one in good:
        values = seen.get(one.identity)
        if values is None:
            seen[one.identity] = dict(one.draft.values)
            new.append(one)
        elif values != one.draft.values:
            refused.append((one.row, (_OTHER,)))
    return new, len(good) - len(new) - len(refused), refused


_OTHER: Final = Fault(
    "row", "already_there", "Your authority has recorded this already, with other content.", "Correct the record that is there."
)
