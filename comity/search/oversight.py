"""Who looked: what owners and auditors may read of the audit. Each call is permitted, made and recorded here; reading is the audit's.

An auditor states a basis each time; it is kept sealed beside the entry of the search. What somebody asked stays sealed until it is opened,
which is an act of its own, durable before anything is shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act, EntryId, checkpoint, reading
from comity.audit.checkpoint import Checkpoint, NotACheckpoint
from comity.audit.model import Sighting
from comity.audit.reading import Cursor, Filters, Looked, Page, Period, Recorded
from comity.audit.sequencer import read_cursor
from comity.engines.keyring import KeyName
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid
from comity.search.model import Identifier
from comity.search.plan import traces

if TYPE_CHECKING:
    from psycopg import AsyncConnection

SHORTEST_BASIS: Final = 10  # characters; as the reason of a release
LONGEST_PERIOD: Final = timedelta(days=3 * 366)  # of the audit's own keeping
PAGE: Final = 50
MOST_FOUND: Final = 500
_ASKED: Final = msgspec.msgpack.Decoder(tuple[tuple[tuple[str, str, str], ...], str, str, bool])


@dataclass(frozen=True, slots=True)
class Asked:
    """What an entry's question was. A check has `identifiers` (kind, value, issuer), `reference` and, of a system, its `officer`; any other
    act has `text`.
    """

    at: datetime
    act: Act
    identifiers: tuple[tuple[str, str, str], ...] = ()
    reference: str = ""
    officer: str = ""
    protected: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How far the tree has come, and the last checkpoint that left the database; None where none is there or its signature is not ours."""

    size: int
    last: Checkpoint | None


@dataclass(frozen=True, slots=True)
class Oversight:
    """What the edges call. `origin`: the organisation's id, which checkpoints carry; `checkpoints`: their folder."""

    means: Means
    origin: str
    checkpoints: Path

    async def sightings(
        self, reader: Reader, period: Period, looked: Looked, cursor: Cursor | None = None
    ) -> tuple[list[Sighting], Cursor | None]:
        """Who looked at the records of the reader's authority, newest first; never the officer. Raises: Refused (audited), Invalid."""
        _check_period(period)
        decision = await self._permitted(reader, Permission.AUDIT_SIGHTING_LIST, "sightings")
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found, following = await reading.sightings(connection, reader.authority, period, None, cursor, PAGE, looked=looked)
            await self._note(connection, Act.LIST, reader, decision, "sightings")
        return found, following

    async def entries(self, reader: Reader, period: Period, filters: Filters, basis: str, cursor: Cursor | None = None) -> Page:
        """Entries of the reader's authority, newest first. Raises: Refused (audited), Invalid (basis, period)."""
        _check_period(period)
        decision = await self._permitted(reader, Permission.AUDIT_ENTRY_SEARCH, "audit")
        question = _basis(basis)
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            page = await reading.find(connection, period, reader.authority, filters, cursor, PAGE)
            await self._note(connection, Act.AUDIT_SEARCH, reader, decision, f"{len(page.entries)} entries", question)
        return page

    async def who_asked(self, reader: Reader, identifier: Identifier, period: Period, basis: str) -> list[Recorded]:
        """Entries of the reader's authority that asked about an identifier, found by keyed hashes: nothing is opened.

        Raises: Refused (audited), Invalid (identifier, basis, period).
        """
        _check_period(period)
        decision = await self._permitted(reader, Permission.AUDIT_ENTRY_SEARCH, "who asked")
        question = _basis(basis) + f"\n{identifier.kind} {identifier.value} {identifier.issuer}".encode()
        wanted = traces(identifier)
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found = [one for trace in wanted for one in await reading.who_asked(connection, self.means.keyring, trace, period, MOST_FOUND)]
            await self._note(connection, Act.AUDIT_SEARCH, reader, decision, f"who asked: {len(found)} entries", question)
        return list({one.id: one for one in found}.values())

    async def open(self, reader: Reader, entry_id: EntryId, at: datetime, basis: str) -> Asked:
        """What one entry asked, in the clear. That it is opened is durable before this returns.

        Raises: Refused (audited), Invalid (basis), EntryAbsent, KeyGone, Tampered.
        """
        decision = await self._permitted(reader, Permission.AUDIT_ENTRY_OPEN, "audit")
        question = _basis(basis)
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found = await reading.one(connection, entry_id, at)
            await self._note(connection, Act.AUDIT_OPEN, reader, decision, f"entry {entry_id.stream}-{entry_id.number}", question)
        return read_question(found, reading.open_question(found, self.means.keyring))

    async def one(self, reader: Reader, entry_id: EntryId, at: datetime) -> Recorded:
        """One entry, its question still sealed. Raises: Refused (audited), EntryAbsent."""
        decision = await self._permitted(reader, Permission.AUDIT_ENTRY_SEARCH, "entry")
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found = await reading.one(connection, entry_id, at)
            await self._note(connection, Act.AUDIT_SEARCH, reader, decision, f"entry {entry_id.stream}-{entry_id.number}")
        return found

    async def status(self, reader: Reader) -> Status:
        """The tree's size and the last checkpoint. Raises: Refused (audited)."""
        decision = await self._permitted(reader, Permission.AUDIT_ENTRY_SEARCH, "audit status")
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            size = (await read_cursor(connection)).size
            await self._note(connection, Act.AUDIT_SEARCH, reader, decision, "status")
        return Status(size, await asyncio.to_thread(self._last))

    def _last(self) -> Checkpoint | None:
        signers = self.means.keyring.signers(KeyName.CHECKPOINT)
        try:
            last = checkpoint.opened((self.checkpoints / "latest").read_text(encoding="utf-8"), signers)
        except (OSError, UnicodeDecodeError, NotACheckpoint):
            return None
        return last if last.origin == self.origin else None

    async def _permitted(self, reader: Reader, permission: Permission, what: str) -> Decision:
        decision = may(reader, permission)
        await enforce(self.means, of_reader(reader), decision, what)
        return decision

    async def _note(
        self, connection: AsyncConnection, act: Act, reader: Reader, decision: Decision, detail: str, question: bytes = b""
    ) -> None:
        note = entry(act, self.means.clock.now(), of_reader(reader), decision, detail, question=question)
        await self.means.recorder.record(connection, note)


def _basis(basis: str) -> bytes:
    """Raises: Invalid where nothing is stated."""
    stated = basis.strip()
    if len(stated) < SHORTEST_BASIS:
        raise Invalid(Fault("basis", "too_short", "State why you look at the audit.", f"At least {SHORTEST_BASIS} characters."))
    return stated.encode()


def _check_period(period: Period) -> None:
    if not timedelta(0) < period.until - period.since <= LONGEST_PERIOD:
        raise Invalid(
            Fault(
                "until", "out_of_range", "The period ends after it begins, and is not longer than entries are kept.", "Up to three years."
            )
        )


def read_question(found: Recorded, question: bytes) -> Asked:
    """What the opened question of an entry says."""
    if found.head.act is Act.CHECK:
        return Asked(found.at, found.head.act, *_ASKED.decode(question))
    if found.head.act is Act.READ and len(question) == len(UUID(int=0).bytes):
        return Asked(found.at, found.head.act, text=str(UUID(bytes=question)))
    return Asked(found.at, found.head.act, text=question.decode(errors="replace"))
