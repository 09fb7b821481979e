"""The inbox of an owner's bureau, and the release of protected results by the asking bureau's supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from comity.access.entries import Means, enforce, of_reader
from comity.access.model import Permission, Reader
from comity.access.rules import may
from comity.audit.entry import Act, Entry
from comity.engines.store import Mode
from comity.hits import store as table
from comity.hits.model import Held, NoSuchMessage, Told
from comity.kernel.errors import Fault, Invalid

PAGE: Final = 50
SHORTEST_REASON: Final = 10  # characters; a release without a real reason is no release (HIT-12)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the edges call. Each call is one transaction with its audit entry."""

    means: Means

    async def listed(self, reader: Reader, before: tuple[datetime, UUID] | None = None) -> list[Told]:
        """A page of the newest entries of the reader's authority. Raises Refused (ACC-08)."""
        await self._permitted(reader, Permission.HIT_INBOX_LIST, "hits.inbox")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            told = await table.listed(connection, before, PAGE)
            await self.means.recorder.record(connection, self._entry(Act.LIST, reader, "hits.inbox", tuple(entry.record for entry in told)))
        return told

    async def opened(self, reader: Reader, message: UUID) -> Told:
        """One entry, marked as read. Raises Refused, NoSuchMessage."""
        await self._permitted(reader, Permission.HIT_INBOX_LIST, "hits.inbox")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            told = await table.opened(connection, message, self.means.clock.now())
            shown = (told.record,) if told else ()
            await self.means.recorder.record(connection, self._entry(Act.READ, reader, "hits.inbox", shown))
        if told is None:
            raise NoSuchMessage
        return told

    async def unread(self, reader: Reader) -> int:
        """How many wait for this reader's authority; nought for who may not list them."""
        if not may(reader, Permission.HIT_INBOX_LIST).allowed:
            return 0
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            return await table.unread(connection)

    async def held(self, reader: Reader) -> list[Held]:
        """Protected results of the reader's bureau whose owners know nothing yet. Raises Refused."""
        await self._permitted(reader, Permission.CHECK_PROTECTED_RELEASE, "hits.held")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            held = await table.held(connection, PAGE)
            await self.means.recorder.record(connection, self._entry(Act.LIST, reader, "hits.held", ()))
        return held

    async def release(self, reader: Reader, message: UUID, reason: str) -> None:
        """Tells the owner after all (HIT-12). Raises Refused, Invalid (no reason), NoSuchMessage."""
        await self._permitted(reader, Permission.CHECK_PROTECTED_RELEASE, "hits.held")
        reason = reason.strip()
        if len(reason) < SHORTEST_REASON:
            raise Invalid(Fault("reason", "too_short", "A release needs its reason.", f"At least {SHORTEST_REASON} characters."))
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            released = await table.release(connection, message, reader.officer, reason, self.means.clock.now())
            await self.means.recorder.record(
                connection, self._entry(Act.RELEASE, reader, "hits.held" if released else "hits.held absent", ())
            )
        if not released:
            raise NoSuchMessage

    async def _permitted(self, reader: Reader, permission: Permission, detail: str) -> None:
        """Raises Refused, audited."""
        await enforce(self.means, of_reader(reader), may(reader, permission), detail)

    def _entry(self, act: Act, reader: Reader, detail: str, shown: tuple[UUID, ...]) -> Entry:
        return Entry(
            act=act,
            at_us=int(self.means.clock.now().timestamp() * 1_000_000),
            authority=reader.authority,
            bureau=reader.bureau,
            unit=reader.unit,
            officer=reader.officer,
            system=reader.system,
            purpose=int(reader.purpose),
            registers=(),
            outcome=0,
            rule="ACC-08",
            shown=tuple(record.bytes for record in shown),
            detail=detail,
            question=b"",
            probes=(),
        )
