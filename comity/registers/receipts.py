"""Receipts of deletion: every holder of a copy owes one (RET-07). Pure but for the statements at the end, in the owner's context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from psycopg import AsyncConnection

DUE: Final = timedelta(days=7)


class Holder(StrEnum):
    """Who holds a copy. The database gives its receipt within the deletion itself; later holders join here and in the migration. Stored."""

    BACKUPS = "backups"
    BLOBS = "blobs"
    DATABASE = "database"
    FILTERS = "filters"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One holder's receipt; `received_at` empty while it is missing."""

    holder: Holder
    due_at: datetime
    received_at: datetime | None

    def overdue(self, now: datetime) -> bool:
        """Missing after its day (RET-07)."""
        return self.received_at is None and now > self.due_at


@dataclass(frozen=True, slots=True)
class Deletion:
    """One line of the ledger as its owner sees it: a number and no word of the record (RET-08)."""

    number: int
    record: UUID
    register: int
    reason: str
    outcome: str
    at: datetime
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Gives:
    """What a holder knows of itself.

    `filter_position`: transaction from whose snapshot the oldest filter file was built; `names_position`: the same of the only index of
    names; `oldest_key`: oldest version of the key of
    records that still lives, since any older copy of the database is sealed under that or a later one; `files_left`: whether files of
    erased records are still on the disk, looked at after the receipts that are owed.
    """

    holder: Holder
    filter_position: int = 0
    names_position: int = 0
    oldest_key: int = 0
    files_left: bool = False

    def of(self, xid: int, key_version: int) -> bool:
        """Whether it can give the receipt for a deletion made by transaction `xid`, its key sealed under `key_version`."""
        match self.holder:
            case Holder.FILTERS:
                return self.filter_position > xid
            case Holder.NAMES:
                return self.names_position > xid
            case Holder.BACKUPS:
                return self.oldest_key > key_version
            case Holder.BLOBS:
                return not self.files_left
            case Holder.DATABASE:
                return True


_LISTED: Final = """
select d.number, d.record, d.register, d.reason, d.outcome, d.at,
       array_agg(r.holder order by r.holder), array_agg(r.due_at order by r.holder), array_agg(r.received_at order by r.holder)
from registers.deletion d join registers.receipt r on r.record = d.record
where d.owner = comity.viewer() and d.number < %s and (not %s or exists (
    select from registers.receipt m where m.record = d.record and m.received_at is null))
group by d.number, d.record order by d.number desc limit %s
"""
_MISSING: Final = """
select r.holder, count(*), count(*) filter (where r.due_at < %s) from registers.receipt r
where r.owner = comity.viewer() and r.received_at is null group by r.holder order by r.holder
"""


async def listed(connection: AsyncConnection, before: int, most: int, *, missing: bool) -> list[Deletion]:
    """The owner's own deletions, the newest first, those with a receipt missing alone if asked."""
    rows = await (await connection.execute(_LISTED, (before, missing, most))).fetchall()
    return [
        Deletion(row[0], row[1], row[2], row[3], row[4], row[5], _receipts(row[6], row[7], row[8]))
        for row in rows
    ]  # fmt: skip


def _receipts(holders: Sequence[str], due: Sequence[datetime], received: Sequence[datetime | None]) -> tuple[Receipt, ...]:
    return tuple(Receipt(Holder(holder), when, came) for holder, when, came in zip(holders, due, received, strict=True))


async def missing(connection: AsyncConnection, now: datetime) -> dict[Holder, tuple[int, int]]:
    """How many receipts each holder owes the owner, and how many of them are overdue."""
    rows = await (await connection.execute(_MISSING, (now,))).fetchall()
    return {Holder(row[0]): (int(row[1]), int(row[2])) for row in rows}
