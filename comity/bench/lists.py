"""What a page of one's own records costs, at any number of them: every sort, both ways, deep, and filters wide and narrow."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from comity.registers.bulk import Owner, bulk_insert
from comity.registers.lists.filters import Filter
from comity.registers.lists.listing import Page, Wanted, listed
from comity.registers.lists.sorting import names
from comity.registers.sample import sample_rows

if TYPE_CHECKING:
    from comity.access.model import Reader
    from comity.engines.keyring import Keyring
    from comity.registers.desk import Desk
    from comity.registers.model import Register
    from comity.registers.record import Values

PAGE: Final = 50
DEPTH: Final = 5  # pages walked from each beginning, and back again
_BATCHES: Final = 20  # loads on as many days, so that sorts and filters by time have something to tell apart


@dataclass(frozen=True, slots=True)
class Cost:
    """One kind of list. Units: milliseconds; `pages` how many were measured."""

    case: str
    p50_ms: float
    p99_ms: float
    pages: int


def fill(dsn: str, keyring: Keyring, register: Register, owner: Owner, rows: int, seed: int, at: datetime) -> int:
    """So many synthetic records of one owner, entered on twenty days. `dsn`: the role comity_owner."""
    stream: Iterator[Values] = itertools.islice(sample_rows(register, seed, rows, today=at.date()), rows)
    done = 0
    for batch in range(_BATCHES):
        share = rows // _BATCHES + (1 if batch < rows % _BATCHES else 0)
        done += bulk_insert(dsn, keyring, register, owner, itertools.islice(stream, share), at - timedelta(days=30 * (_BATCHES - batch)))
    return done


def cases(register: Register, example: Values, at: datetime) -> dict[str, Wanted]:
    """The lists that are measured: each sort of everything, and filters by what a record has."""
    first = (at - timedelta(days=30 * _BATCHES)).date().isoformat()
    made = {f"sorted by {name}": Wanted(sort=name) for name in names(register)}
    made |= {f"sorted by {name}, the other way": Wanted(sort=f"+{name}") for name in ("changed", "created")}
    made["released"] = Wanted(Filter({"state": "released"}))
    made["waiting: none"] = Wanted(Filter({"show": "waiting"}))
    made["ends soon"] = Wanted(Filter({"show": "ends_soon"}), "ends")
    made["stale"] = Wanted(Filter({"show": "stale"}), "confirmed")
    made["entered in the first month"] = Wanted(Filter({"created_to": first}))
    for field in register.columns[:6]:
        if field.name in example and not field.kind.name.endswith("date"):
            made[f"by {field.name}"] = Wanted(Filter({field.name: example[field.name]}))
    if register.keys[0].field in example:
        made["by identifier"] = Wanted(Filter({"identifier": example[register.keys[0].field]}))
    return made


async def measure(desk: Desk, reader: Reader, register: Register, lists: dict[str, Wanted], rounds: int = 5) -> list[Cost]:
    """The time of each page, audit and sealed fields included, as whoever lists it waits."""
    return [await _cost(desk, reader, register, case, wanted, rounds) for case, wanted in lists.items()]


def worst(costs: Iterable[Cost]) -> float:
    """The highest p99 of all lists, which is held against the target."""
    return max(cost.p99_ms for cost in costs)


async def _cost(desk: Desk, reader: Reader, register: Register, case: str, wanted: Wanted, rounds: int) -> Cost:
    taken: list[float] = []
    for _ in range(rounds):
        mark, way = "", "next"
        for step in range(2 * DEPTH):
            begun = time.perf_counter()
            page: Page = await listed(desk, reader, register, wanted, after=mark, most=PAGE)
            taken.append((time.perf_counter() - begun) * 1000)
            way = "previous" if step >= DEPTH or not page.next else "next"
            mark = page.next if way == "next" else page.previous
            if not mark:
                break
            await asyncio.sleep(0)
    return Cost(case, _part(taken, 0.5), _part(taken, 0.99), len(taken))


def _part(taken: Sequence[float], share: float) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
