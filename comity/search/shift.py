"""An officer's own checks since sign-in, as the officer asked them: read from the audit, and the reading is an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import structs

from comity.access.entries import Means, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act, EntryId
from comity.audit.reading import Filters, Period, Recorded, find, open_question
from comity.engines.store import Mode
from comity.kernel.errors import Absent
from comity.search.oversight import Asked, read_question

SHOWN: Final = 8
_MOST: Final = 2000  # checks of one session among which a look-alike is looked for
_NOTED: Final = Decision(True, "HIT-06", "A look-alike is settled by who holds the document.")
_LONGEST: Final = timedelta(hours=24)


class Says(StrEnum):
    """What the document in the officer's hand says, against a look-alike record."""

    RECORD = "record"
    ASKED = "asked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Shift:
    """What the edges call. Only the officer's own checks, only of the session: other questions stay sealed."""

    means: Means

    async def checks(self, reader: Reader, since: datetime, most: int = SHOWN) -> list[tuple[Recorded, Asked]]:
        """The last checks of this officer since `since`, newest first; none for a system, or for who may not ask. Raises: Unavailable."""
        decision = may(reader, Permission.CHECK_SINGLE_ASK)
        if not reader.officer or not decision.allowed:
            return []
        now = self.means.clock.now()
        period = Period(max(since, now - _LONGEST), now + timedelta(minutes=1))
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found = await find(connection, period, reader.authority, Filters(officer=reader.officer, act=Act.CHECK), None, most)
            mine = found.entries[:most]
            if mine:
                note = entry(Act.LIST, now, of_reader(reader), decision, f"{len(mine)} own checks of this session")
                await self.means.recorder.record(connection, note)
        return [(one, read_question(one, open_question(one, self.means.keyring))) for one in mine]

    async def settle(self, reader: Reader, since: datetime, check: EntryId, record: UUID, says: Says) -> None:
        """Notes what the document says where a check of this officer met a look-alike (HIT-06).

        Raises: Absent, where no check of this session with that number showed that record.
        """
        now = self.means.clock.now()
        period = Period(max(since, now - _LONGEST), now + timedelta(minutes=1))
        filters = Filters(officer=reader.officer, act=Act.CHECK)
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found = await find(connection, period, reader.authority, filters, None, _MOST)
            if not any(one.id == check and record.bytes in one.head.shown for one in found.entries):
                raise Absent("There is no such check of yours in this session.")
            note = entry(Act.READ, now, of_reader(reader), _NOTED, f"look-alike of {check.stream}-{check.number}: {says}")
            await self.means.recorder.record(connection, structs.replace(note, shown=(record.bytes,)))


__all__ = ["SHOWN", "Says", "Shift"]
