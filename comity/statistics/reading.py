"""What may be read of the counts: all of one's own, and of others' what was published. Each reading is in the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from comity.access.entries import Means, enforce, entry, of_reader
from comity.access.model import Permission, Reader
from comity.access.rules import may, may_ask
from comity.audit import Act
from comity.engines.store import Mode
from comity.kernel.errors import Fault, Invalid
from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.statistics.adding import month_before, month_of
from comity.statistics.model import ALL_REGISTERS, ASKED, FEWEST, MET, Cell, Measure, Total

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MOST_MONTHS: Final = 36
MONTHS: Final = 12
ANY_PURPOSE: Final = 0  # each record or check once

_OWN_RECORDS: Final = """
select m.month, r.owner, r.register, p.bit, r.measure, sum(r.count)
from generate_series(%(since)s::timestamp, %(last)s::timestamp, interval '1 month') m (month)
join statistics.record r on r.day < m.month + interval '1 month' and (r.measure = 0 or r.day >= m.month)
cross join generate_series(0, 9) p (bit)
where r.owner = %(owner)s and r.register = any(%(registers)s) and (p.bit = 0 or r.purposes & (1 << p.bit) <> 0)
group by 1, 2, 3, 4, 5 having sum(r.count) <> 0
"""
_OWN_ASKED: Final = """
select date_trunc('month', a.day::timestamp), a.authority, a.register, p.bit, a.measure, sum(a.count)
from statistics.asked a cross join lateral (values (0), (a.purpose::int)) p (bit)
where a.authority = %(owner)s and a.register = any(%(registers)s) and a.day >= %(since)s
  and a.day < %(last)s::timestamp + interval '1 month'
group by 1, 2, 3, 4, 5
"""
_OTHERS: Final = """
select month, owner, register, purpose, measure, count from statistics.published
where month between %(since)s and %(last)s and register = any(%(registers)s) and owner <> %(owner)s
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted. Zero or None: any. `last`: the last month; None: this one. `own`: of one's own authority, else of others."""

    own: bool = True
    register: int = 0
    owner: int = 0
    purpose: int = 0
    months: int = MONTHS
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `cells`: by month, owner, register, purpose and measure; of one's own, purpose 0 counts each record or check once.

    `totals` add up the cells that are here, by measure, register and month. `hidden`: cells under five, and those of this month, may be
    missing.
    """

    since: date
    last: date
    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]
    registers: tuple[int, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the edges call."""

    means: Means

    async def read(self, reader: Reader, asked: Asked) -> Report:
        """The counts. Raises: Refused (audited); Invalid for a register not seen, a purpose that is none, a long time."""
        decision = may(reader, Permission.STATISTICS_COUNT_READ)
        await enforce(self.means, of_reader(reader), decision, "statistics")
        last = month_of(asked.last or self.means.clock.now().date())
        registers = self._registers(reader, asked)
        since = _since(last, asked.months)
        async with self.means.store.transaction(reader.context(Mode.OWN)) as connection:
            cells = await _cells(connection, reader, asked, since, last, registers)
            detail = f"{'own' if asked.own else 'others'}, {len(cells)} cells"
            note = entry(Act.STATISTICS, self.means.clock.now(), of_reader(reader), decision, detail, registers=registers)
            await self.means.recorder.record(connection, note)
        return Report(since, last, tuple(cells), totals(cells), registers, hidden=not asked.own)

    def _registers(self, reader: Reader, asked: Asked) -> tuple[int, ...]:
        seen = visible(reader, own=asked.own)
        if asked.register and asked.register not in seen:
            raise Invalid(Fault("register", "unknown_choice", "There are no counts of that register for you.", "Leave it open."))
        if asked.purpose not in {0, *map(int, Purpose)}:
            raise Invalid(Fault("purpose", "unknown_choice", "There is no such purpose.", "Leave it open."))
        return (asked.register,) if asked.register else seen


def visible(reader: Reader, *, own: bool) -> tuple[int, ...]:
    """The registers whose counts the reader may see: within the scope; of specialists' registers, and of others' records, as a check's."""
    return tuple(
        number
        for number, register in sorted(BY_NUMBER.items())
        if may(reader, Permission.STATISTICS_COUNT_READ, number).allowed
        and (may_ask(reader, number).allowed or (own and not register.specialists))
    )


def _since(last: date, months: int) -> date:
    if not 1 <= months <= MOST_MONTHS:
        raise Invalid(Fault("months", "out_of_range", "So many months are not counted.", f"1 to {MOST_MONTHS}"))
    for _ in range(months - 1):
        last = month_before(last)
    return last


async def _cells(
    connection: AsyncConnection, reader: Reader, asked: Asked, since: date, last: date, registers: tuple[int, ...]
) -> list[Cell]:
    every = [*registers, *([] if asked.register else [ALL_REGISTERS])]
    values = {"since": since, "last": last, "owner": reader.authority, "registers": every}
    rows = [row for text in ((_OWN_RECORDS, _OWN_ASKED) if asked.own else (_OTHERS,)) for row in await _found(connection, text, values)]
    made = (
        Cell(month.date() if hasattr(month, "date") else month, owner, register, purpose, Measure(measure), int(count))
        for month, owner, register, purpose, measure, count in rows
    )
    return sorted(
        (one for one in made if asked.purpose in (0, one.purpose) and asked.owner in (0, one.owner)),
        key=lambda one: (one.month, one.owner, one.register, one.measure, one.purpose),
    )


async def _found(connection: AsyncConnection, text: str, values: dict[str, object]) -> Sequence[tuple[date, int, int, int, int, int]]:
    return await (await connection.execute(text.encode(), values)).fetchall()


def totals(cells: Iterable[Cell]) -> tuple[Total, ...]:
    """Sums over owners and purposes of what is shown. Where cells count each record once already, only these are added."""
    kept = list(cells)
    once = {(one.measure, one.register, one.month, one.owner) for one in kept if one.purpose == ANY_PURPOSE}
    sums: Counter[tuple[Measure, int, date]] = Counter()
    for one in kept:
        if one.purpose == ANY_PURPOSE or (one.measure, one.register, one.month, one.owner) not in once:
            sums[one.measure, one.register, one.month] += one.count
    ordered = sorted(sums.items(), key=lambda pair: (pair[0][2], pair[0][1], pair[0][0]))
    return tuple(Total(measure, register, month, count) for (measure, register, month), count in ordered)


__all__ = ["ASKED", "FEWEST", "MET", "Asked", "Report", "Statistics", "totals", "visible"]
