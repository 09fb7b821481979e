"""An officer's own checks: those since sign-in, as the officer asked them; and what the document says where one met a look-alike.

A look-alike is no positive result until whoever holds the document has read it again (HIT-06): the check tells nobody, `settle` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import structs

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act, EntryId
from comity.audit.reading import EntryAbsent, Filters, Period, Recorded, find, one, open_question
from comity.audit.store import insert_sightings
from comity.engines.store import Mode
from comity.engines.store.context import set_local
from comity.kernel.errors import Absent
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade
from comity.registers.lookup import owned
from comity.search.model import Positive
from comity.search.oversight import Asked, read_question
from comity.search.telling import Tell, sighting

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from comity.audit import Entry

SHOWN: Final = 8
_NOTED: Final = Decision(True, "HIT-06", "A look-alike is settled by who holds the document.")
_LONGEST: Final = timedelta(hours=24)
_AHEAD: Final = timedelta(minutes=1)  # clocks of two machines differ


class Says(StrEnum):
    """What the document in the officer's hand says, against a look-alike record."""

    RECORD = "record"
    ASKED = "asked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Shift:
    """What the edges call. Only one's own checks of a day: other questions stay sealed. `tell`: the statement that tells owners."""

    means: Means
    tell: Tell

    async def checks(self, reader: Reader, since: datetime, most: int = SHOWN) -> list[tuple[Recorded, Asked]]:
        """The last checks of this officer since `since`, newest first; none for a system, or for who may not ask. Raises: Unavailable."""
        decision = may(reader, Permission.CHECK_SINGLE_ASK)
        if not reader.officer or not decision.allowed:
            return []
        now = self.means.clock.now()
        period = Period(max(since, now - _LONGEST), now + _AHEAD)
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            found = await find(connection, period, reader.authority, Filters(officer=reader.officer, act=Act.CHECK), None, most)
            mine = found.entries[:most]
            if mine:
                note = entry(Act.LIST, now, of_reader(reader), decision, f"{len(mine)} own checks of this session")
                await self.means.recorder.record(connection, note)
        return [(each, self._asked(each)) for each in mine]

    async def settle(self, reader: Reader, check: EntryId, at: datetime, record: UUID, says: Says) -> bool:
        """Takes what the document says where a check of this reader met a look-alike; RECORD tells the owner, once (HIT-06).

        `check` and `at` as the answer of the check gave them. The purpose told is the check's; the time is that of the telling, for it is
        now that this is a positive result. What is said of a check that is not this reader's is an entry of the audit too.
        True where the check was protected: then the owner is not told, and what follows from it must be protected too (HIT-12).
        Raises: Refused (audited); Absent where there is no such check of this officer or system within 24 hours, where it did not show that
        record, and where the reader may not see the record any more.
        """
        await enforce(self.means, of_reader(reader), may(reader, Permission.CHECK_SINGLE_ASK), "settle")
        async with self.means.store.transaction(reader.context(Mode.AUDIT)) as connection:
            now = self.means.clock.now()
            asked = await own_check(connection, reader, check, at, now)
            settled = asked is not None and record.bytes in asked.head.shown
            if asked is not None and settled and says is Says.RECORD:
                protected = self._asked(asked).protected
                positive = await now_positive(connection, reader, asked, record, now, Grade.CONFUSABLE, protected=protected)
                settled = positive is not None
                if positive is not None and await tell_once(connection, self.tell, reader, positive) and not protected:
                    await insert_sightings(connection, [sighting(positive)])
            await self.means.recorder.record(connection, _note(reader, now, check, record, says, settled=settled))
            protected = asked is not None and self._asked(asked).protected
        if not settled:
            raise Absent("There is no such check of yours within the last 24 hours.")
        return protected

    def _asked(self, recorded: Recorded) -> Asked:
        return read_question(recorded, open_question(recorded, self.means.keyring))


async def own_check(connection: AsyncConnection, reader: Reader, check: EntryId, at: datetime, now: datetime) -> Recorded | None:
    """The entry of a check of this very officer, or of this system of this bureau, not older than 24 hours."""
    if not now - _LONGEST <= at <= now + _AHEAD:
        return None
    try:
        found = await one(connection, check, at)
    except EntryAbsent:
        return None
    head = found.head
    theirs = (found.authority, head.bureau, head.officer, head.system)
    mine = theirs == (reader.authority, reader.bureau, reader.officer, reader.system)
    return found if mine and head.act is Act.CHECK and found.at >= now - _LONGEST else None


def _note(reader: Reader, now: datetime, check: EntryId, record: UUID, says: Says, *, settled: bool) -> Entry:
    """A system's officer is sealed, as in a check."""
    by = f"The document was read by officer {reader.officer_name}." if reader.officer_name else ""
    note = entry(Act.READ, now, of_reader(reader), _NOTED, f"look-alike of {check.stream}-{check.number}: {says}", question=by.encode())
    return structs.replace(note, outcome=int(settled), shown=(record.bytes,) if settled else ())


async def now_positive(
    connection: AsyncConnection, reader: Reader, asked: Recorded, record: UUID, now: datetime, grade: Grade, *, protected: bool
) -> Positive | None:
    """What an officer's word makes of a record that a check showed; None where this reader would not meet it any more.

    The transaction goes on as a check for the purpose of that time.
    """
    as_asked = replace(reader, purpose=Purpose(asked.head.purpose))
    await connection.execute(set_local(as_asked.context(Mode.CHECK)).encode())
    whose = await owned(connection, asked.head.registers, record)
    if whose is None:
        return None
    return Positive(
        record=record.bytes,
        register=whose.register,
        owner=whose.owner,
        owner_bureau=whose.bureau,
        asking_authority=reader.authority,
        asking_bureau=reader.bureau,
        asking_unit_kind=int(reader.unit_kind),
        purpose=asked.head.purpose,
        grade=grade.value,
        at_us=int(now.timestamp() * 1_000_000),
        protected=protected,
        discreet=False,
        stream=asked.id.stream,
        number=asked.id.number,
    )


async def tell_once(connection: AsyncConnection, tell: Tell, reader: Reader, positive: Positive) -> bool:
    """Tells the owner, unless it is the reader's own or knows of this check and record already; whether it was told now."""
    if positive.owner == reader.authority:
        return False
    return (await connection.execute(*tell([positive]))).rowcount > 0


__all__ = ["SHOWN", "Says", "Shift", "now_positive", "own_check", "tell_once"]
