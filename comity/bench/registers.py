"""`comity bench registers`: one check over every register that it may ask, and lists at size."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from comity.app import opened
from comity.bench import lists, pdq, serving
from comity.bench.checks import safely
from comity.bench.load import CONNECTIONS
from comity.bench.registers_world import PURPOSE, Known, world
from comity.bench.rows import Bound, Reported, Say, Sheet, Target
from comity.bench.world import World, registrar, server_of
from comity.bench.world import world as documents
from comity.registers.catalogue import register as declared
from comity.registers.lists.listing import Wanted, listed
from comity.search.model import MOST_IDENTIFIERS

SIZE: Final = 10_000_000
QUICK: Final = 20_000
HIT_EVERY: Final = 100  # checks; DOMAIN gives a hit in 5,000, so this is hard on us
_BODIES: Final = 5_000
# The identifiers of one check, which together ask every register that has search keys and is open to who asks.
_KINDS: Final = ("document", "vin", "imo", "serial", "phone", "vessel_name", "email", "md5")
TARGETS: Final = {
    ("all registers", "checks_per_s"): Target(2_000, Bound.MIN),
    ("all registers", "p99_ms"): Target(60, Bound.MAX),
    ("list page", "p99_ms"): Target(200, Bound.MAX),
    ("pdq distance 31", "p95_ms"): Target(50, Bound.MAX),
}
_LISTS: Final = (("list page", "p99_ms", "ms"),)
_PDQ: Final = (("pdq distance 31", "p95_ms", "ms"),)
_CHECKS: Final = (("all registers", "checks_per_s", "1/s"), ("all registers", "p99_ms", "ms"))


def run(place: Path, quick: bool, size: int, say: Say) -> tuple[str, Iterator[Reported]]:
    """The benchmark as the command runs it."""
    chosen = size or (QUICK if quick else SIZE)
    return f"{chosen:,} records", measured(place, chosen, 2 if quick else 15, say)


def measured(place: Path, size: int, load_s: float, say: Say) -> Iterator[Reported]:
    """All rows, each as soon as it is known. The index of similar images comes last: the database is gone by then, and its memory free."""
    sheet = Sheet("registers", TARGETS)
    with server_of(place) as server:
        main, known = world(place, server, size, say)
        yield from safely(sheet, _CHECKS, lambda: _checks(sheet, main, known, place, load_s, say))
        yield from safely(sheet, _LISTS, lambda: _lists(sheet, documents(place, server, size, say), say))
    yield from safely(sheet, _PDQ, lambda: list(pdq.reported(sheet, size, say)))


def _lists(sheet: Sheet, main: World, say: Say) -> list[Reported]:
    """Every list of one register that holds as many records as all registers together, as its owner pages through it."""
    say(f"pages of {main.size:,} documents of one owner")
    costs = asyncio.run(_costs(main))
    slowest = max(costs, key=lambda cost: cost.p99_ms)
    pages = sum(cost.pages for cost in costs)
    note = f"{main.size:,} documents of one owner, {len(costs)} lists, {pages} pages of {lists.PAGE}; the slowest: {slowest.case}"
    return [
        sheet.row("list page", "p99_ms", lists.worst(costs), "ms", note=note),
        sheet.row("list page", "p50_ms", max(cost.p50_ms for cost in costs), "ms", note="of the list whose median is the highest"),
    ]


async def _costs(main: World) -> list[lists.Cost]:
    register = declared("travel_documents")
    async with opened(main.settings) as comity:
        owner = registrar(2)
        (first, *_) = (await listed(comity.records, owner, register, Wanted())).records
        wanted = lists.cases(register, first.values, comity.clock.now())
        return await lists.measure(comity.records, owner, register, wanted)


def _checks(sheet: Sheet, main: World, known: Known, place: Path, load_s: float, say: Say) -> list[Reported]:
    kinds = [kind for kind in _KINDS if kind in known.there][:MOST_IDENTIFIERS]
    bodies = place / "registers.bodies"
    bodies.write_bytes(b"".join(itertools.islice(_bodies(known, kinds), _BODIES)))
    say(f"checks of {len(kinds)} identifiers each over {main.size:,} records")
    cores = os.cpu_count() or 1
    with serving.served(main, cores) as served:
        used = serving.loaded(served, served.requests(bodies=str(bodies)), load_s, CONNECTIONS)
    load = used.load
    counted = ", ".join(f"{count:,} {name}" for name, count in known.counts.items())
    how = f"{load.generator}, {CONNECTIONS} connections, {cores} serving processes"
    note = f"{how}; {', '.join(kinds)} in each check, one in {HIT_EVERY} there; {counted}"
    return [
        sheet.row("all registers", "checks_per_s", load.per_second, "1/s", note=note),
        sheet.row("all registers", "identifiers_per_s", load.per_second * len(kinds), "1/s"),
        sheet.row("all registers", "p99_ms", load.measured.p99_ms, "ms"),
        sheet.row("all registers", "p50_ms", load.measured.p50_ms, "ms"),
        sheet.row("all registers", "server_cpu_us", used.cpu_us(load.measured.requests), "us"),
    ]


def _bodies(known: Known, kinds: Sequence[str]) -> Iterator[bytes]:
    """Checks, one a line. In one of a hundred one identifier is there; the others are of the same form and stand nowhere."""
    for count in itertools.count(1):
        # Samples share a thousand telephone numbers and a few names of vessels: each would meet hundreds of records.
        found = [kind for kind in kinds if kind not in ("phone", "vessel_name")]
        there = found[count // HIT_EVERY % len(found)] if count % HIT_EVERY == 0 else ""
        asked = [_identifier(known, kind, count, there=kind == there) for kind in kinds]
        yield msgspec.json.encode({"purpose": PURPOSE.code, "officer": "u77", "unit": "LYS", "identifiers": asked}) + b"\n"


def _identifier(known: Known, kind: str, count: int, *, there: bool) -> dict[str, str]:
    values = known.there[kind]
    value, code = values[count % len(values)]
    asked = {"kind": kind, "value": value if there else _elsewhere(kind, count)}
    return asked | ({"issuer": code} if code else {})


def _elsewhere(kind: str, count: int) -> str:
    """A well-formed identifier that no sample row has."""
    match kind:
        case "document":
            return f"ZZ{count:07d}"
        case "vin":
            return f"0XZC1D0EZZ{count % 10_000_000:07d}"
        case "imo":
            digits = f"{9_000_00 + count % 99_999:06d}"
            return digits + str(sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=True)) % 10)
        case "phone":
            return f"+4477009{1_000 + count % 99_000:05d}"  # the sample's numbers are the thousand below, set aside for fiction
        case "email":
            return f"nobody{count}@example.org"
        case "md5":
            return f"{count:032x}"
        case _:
            return f"ZQZ{count:08d}"
