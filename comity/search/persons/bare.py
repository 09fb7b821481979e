"""How often somebody of a bureau searched for a person by nothing but a name: for its supervisor, who asks why.

A name alone finds namesakes of whoever is sought, and is how a neighbour or a journalist is looked up; no number says which it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid

LONGEST: Final = timedelta(days=366)
_READ: Final = (
    "select day, unit, officer, system, count from statistics.bare_name where bureau = comity.viewer_bureau() and day >= %s and day <= %s"
    " order by day desc, count desc, officer, system, unit limit %s"
)
MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Bare:
    """Searches by name alone: of an officer or a system (the other is 0) at a unit on a day, UTC."""

    day: date
    unit: int
    officer: int
    system: int
    count: int


@dataclass(frozen=True, slots=True)
class BareNames:
    """What the edges call. The reading is in the audit too."""

    means: Means

    async def listed(self, reader: Reader, since: date, until: date) -> list[Bare]:
        """Those of the reader's bureau from day to day, both included, newest first, at most `MOST`. Raises: Refused (audited), Invalid."""
        decision = may(reader, Permission.PERSON_BARE_LIST)
        await enforce(self.means, of_reader(reader), decision, "bare names")
        if not timedelta(0) <= until - since <= LONGEST:
            raise Invalid(Fault("until", "out_of_range", "The days end after they begin, within a year.", "Up to 366 days."))
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            rows = await (await connection.execute(_READ, (since, until, MOST))).fetchall()
            note = entry(Act.LIST, self.means.clock.now(), of_reader(reader), decision, "bare names")
            await self.means.recorder.record(connection, note)
        return [Bare(*row) for row in rows]
