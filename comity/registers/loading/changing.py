"""Rows about records that are there already: the same, corrected, withdrawn. One record at a time, within the load's own transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from comity.access.model import Reader
from comity.kernel.errors import Fault, Refused
from comity.registers import holding, store
from comity.registers.desk import Desk
from comity.registers.entering import content_of, save, sealed_version
from comity.registers.life import Ended, end_after_correction
from comity.registers.life_acts import taken_back
from comity.registers.model import Register
from comity.registers.record import Draft, Record
from comity.registers.rules import may_correct, may_withdraw, state_after_correction
from comity.registers.store import changed

if TYPE_CHECKING:
    from psycopg import AsyncConnection


def says_the_same(record: Record, draft: Draft) -> bool:
    """Whether a row says what its record says already. Its end of life counts only where it was shortened: a day later it is another."""
    return (
        dict(record.values) == dict(draft.values)
        and record.purposes == draft.purposes
        and (record.law, record.source, record.level) == (draft.law, draft.source, draft.level)
        and (record.handling_codes, record.warnings, record.discreet) == (draft.handling_codes, draft.warnings, draft.discreet)
    )


def refusal(refused: Refused) -> Fault:
    """A rule's refusal as what is wrong with a row."""
    return Fault("row", "refused", f"{refused.sentence} ({refused.rule})", refused.granted_by)


async def correct(
    desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, record: Record, draft: Draft, at: datetime
) -> None:  # fmt: skip
    """As one correction by hand, but for the entry: the load has one for all. Raises: Refused."""
    before = await store.fetch(connection, register, record.id, desk.keyring, lock=True)
    if before is None:
        raise Refused("OWN-02", "The record is no longer there.")
    may_correct(before.record).enforce()
    made = replace(draft, ends_at=end_after_correction(before.record.ends_at, "", draft.ends_at))
    state, _ = state_after_correction(register, before.record, made)
    news = content_of(made) | {"state": state, "reviewer": None, "changed_by": reader.hand, "changed_at": at, "confirmed_at": at}
    after = changed(before, **news)
    after = replace(after, record=await holding.laid_anew(connection, desk.keyring, register, after.record, made, at))
    await store.keep_version(connection, before, sealed_version(before), before.record.changed_by, at)
    await save(desk, connection, register, after)


async def withdraw(desk: Desk, connection: AsyncConnection, reader: Reader, register: Register, record: Record, at: datetime) -> bool:
    """As one withdrawal by hand, but for the entry. False where it is no longer there. Raises: Refused."""
    before = await store.fetch(connection, register, record.id, desk.keyring, lock=True)
    if before is None:
        return False
    may_withdraw(before.record).enforce()
    await taken_back(desk, connection, reader, register, before, Ended.WITHDRAWN, at)
    return True
