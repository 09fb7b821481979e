"""Measures on what an authority enters: supervised input and quotas. Set by the secretariat, shown to the authority (COR-03, REC-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from comity.access.model import Permission, Reader
from comity.audit import Act, Entry
from comity.kernel.errors import Absent, Fault, Invalid
from comity.registers.desk import Desk, acting, entry, permitted
from comity.registers.life_acts import within
from comity.registers.review import may_review

if TYPE_CHECKING:
    from psycopg import AsyncConnection

REASON_SHORTEST: Final = 10
REASON_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Supervision:
    """New records of an authority wait for the secretariat, or for its own named officer."""

    authority: int
    second_officer: int | None
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Quota:
    """Records a day that pass without a second signature."""

    authority: int
    register: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Measures:
    """What is in force: of all for the secretariat, of itself for an authority."""

    supervised: tuple[Supervision, ...]
    quotas: tuple[Quota, ...]


async def shown(desk: Desk, reader: Reader) -> Measures:
    """The measures that this reader may know of. Raises: Refused."""
    await permitted(desk, reader, within(reader), Permission.REGISTER_RECORD_LIST)
    async with acting(desk, reader, within(reader), "measures") as connection:
        cursor = await connection.execute(
            "select authority, second_officer, reason, since from registers.supervision where lifted_at is null order by authority"
        )
        supervised = tuple(Supervision(*row) for row in await cursor.fetchall())
        cursor = await connection.execute("select authority, register, per_day from registers.quota order by authority, register")
        quotas = tuple(Quota(*row) for row in await cursor.fetchall())
        await desk.recorder.record(connection, _entry(desk, reader, Act.LIST, "measures"))
    return Measures(supervised, quotas)


async def supervise(desk: Desk, reader: Reader, authority: int, reason: str, second_officer: int | None = None) -> None:
    """From now on what this authority enters waits for review. Raises: Refused; Invalid without a reason."""
    await permitted(desk, reader, within(reader), Permission.REVIEW_MEASURE_SET)
    why = " ".join(reason.split())
    if not REASON_SHORTEST <= len(why) <= REASON_LONGEST:
        accepted = f"{REASON_SHORTEST} to {REASON_LONGEST} characters. It names nobody."
        raise Invalid(Fault("reason", "length", "Say why, for the authority to read.", accepted))
    async with acting(desk, reader, within(reader), "supervise") as connection:
        may_review(reader).enforce()
        await _there(connection, authority)
        await _lift(connection, reader, authority, desk.clock.now())
        await connection.execute(
            "insert into registers.supervision (authority, second_officer, reason, set_by, since) values (%s, %s, %s, %s, %s)",
            (authority, second_officer, why, reader.officer, desk.clock.now()),
        )
        await desk.recorder.record(connection, _entry(desk, reader, Act.HOLD, f"authority {authority} supervised"))


async def lift(desk: Desk, reader: Reader, authority: int) -> None:
    """What it enters no longer waits; what waits already goes on waiting. Raises: Refused; Absent where nothing is to be lifted."""
    await permitted(desk, reader, within(reader), Permission.REVIEW_MEASURE_SET)
    async with acting(desk, reader, within(reader), "lift supervision") as connection:
        may_review(reader).enforce()
        if not await _lift(connection, reader, authority, desk.clock.now()):
            raise Absent("This authority is not supervised.")
        await desk.recorder.record(connection, _entry(desk, reader, Act.HOLD, f"authority {authority} no longer supervised"))


async def set_quota(desk: Desk, reader: Reader, authority: int, register: int, per_day: int | None) -> None:
    """So many records a day pass with one signature; None lifts the quota. Raises: Refused; Invalid below zero."""
    await permitted(desk, reader, within(reader), Permission.REVIEW_MEASURE_SET)
    if per_day is not None and not 0 <= per_day < 1 << 31:
        raise Invalid(Fault("per_day", "range", "A quota is a number of records a day.", "0 or more."))
    async with acting(desk, reader, within(reader), "quota") as connection:
        may_review(reader).enforce()
        await _there(connection, authority)
        await connection.execute("delete from registers.quota where authority = %s and register = %s", (authority, register))
        if per_day is not None:
            await connection.execute(
                "insert into registers.quota (authority, register, per_day, set_by, at) values (%s, %s, %s, %s, %s)",
                (authority, register, per_day, reader.officer, desk.clock.now()),
            )
        said = "lifted" if per_day is None else str(per_day)
        await desk.recorder.record(connection, _entry(desk, reader, Act.HOLD, f"authority {authority} quota {said}", register))


async def _there(connection: AsyncConnection, authority: int) -> None:
    found = await (await connection.execute("select 1 from access.authority where number = %s", (authority,))).fetchone()
    if found is None:
        raise Invalid(Fault("authority", "unknown", "There is no such authority.", "The code of an authority."))


async def _lift(connection: AsyncConnection, reader: Reader, authority: int, at: datetime) -> bool:
    cursor = await connection.execute(
        "update registers.supervision set lifted_at = %s, lifted_by = %s where authority = %s and lifted_at is null",
        (at, reader.officer, authority),
    )
    return cursor.rowcount > 0


def _entry(desk: Desk, reader: Reader, act: Act, detail: str, register: int = 0) -> Entry:
    made = entry(act, desk.clock.now(), reader, within(reader), rule="COR-03" if act is Act.HOLD else "REC-18", detail=detail)
    return msgspec.structs.replace(made, registers=(register,) if register else ())
