"""What each purpose asks of a search for persons: read by supervisors and auditors, changed by the secretariat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Decision, Permission, Reader
from comity.access.rules import may
from comity.audit import Act
from comity.engines.store import Mode
from comity.kernel.errors import Invalid
from comity.kernel.purposes import Purpose
from comity.search.persons.model import PersonSetting
from comity.search.persons.rules import DEFAULTS, may_change, setting_faults

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_READ: Final = "select purpose, prior, possible, likely, alarm, lists, reason, at from persons.setting order by purpose"
_SET: Final = (
    "insert into persons.setting (purpose, prior, possible, likely, alarm, lists, reason, changed_by, at)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (purpose) do update set prior = excluded.prior, possible = excluded.possible,"
    " likely = excluded.likely, alarm = excluded.alarm, lists = excluded.lists, reason = excluded.reason,"
    " changed_by = excluded.changed_by, at = excluded.at"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """The setting of one purpose; `reason` and `at` are there where it was changed."""

    purpose: Purpose
    setting: PersonSetting
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """What the edges call. Each call is one transaction with its audit entry."""

    means: Means

    async def listed(self, reader: Reader) -> list[Stated]:
        """Every purpose. Raises: Refused (audited)."""
        decision = may(reader, Permission.PERSON_SETTING_LIST)
        await enforce(self.means, of_reader(reader), decision, "person settings")
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            changed = await _changed(connection)
            note = entry(Act.LIST, self.means.clock.now(), of_reader(reader), decision, "person settings")
            await self.means.recorder.record(connection, note)
        return [changed.get(purpose) or Stated(purpose, DEFAULTS[purpose]) for purpose in Purpose]

    async def change(self, reader: Reader, purpose: Purpose, setting: PersonSetting, reason: str) -> None:
        """Sets one purpose; searches follow it from the next on. Raises: Refused (audited); Invalid with every bad field."""
        await enforce(self.means, of_reader(reader), may(reader, Permission.PERSON_SETTING_CHANGE), "person settings")
        await enforce(self.means, of_reader(reader), may_change(reader), "person settings")
        if faults := setting_faults(setting, reason):
            raise Invalid(*faults)
        now, why = self.means.clock.now(), " ".join(reason.split())
        values = (*msgspec.structs.astuple(setting), why, reader.officer, now)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            before = (await _changed(connection)).get(purpose, Stated(purpose, DEFAULTS[purpose])).setting
            await connection.execute(_SET, (int(purpose), *values))
            decision = Decision(True, "HIT-06", "The secretariat sets the thresholds.")
            detail = f"persons, {purpose.code}: {_words(before)} -> {_words(setting)}"
            note = entry(Act.SETTING, now, of_reader(reader), decision, detail, question=why.encode())
            await self.means.recorder.record(connection, note)


async def _changed(connection: AsyncConnection) -> dict[Purpose, Stated]:
    rows = await (await connection.execute(_READ)).fetchall()
    return {Purpose(row[0]): Stated(Purpose(row[0]), PersonSetting(*row[1:6]), row[6], row[7]) for row in rows}


def _words(setting: PersonSetting) -> str:
    numbers = f"{setting.prior:g} {setting.possible:g} {setting.likely:g} {setting.alarm:g}"
    return f"{numbers} {'lists' if setting.lists else 'no lists'}"


__all__ = ["PersonSettings", "Stated"]
