"""`comity bench checks`: the main job at size, beside a bare SELECT."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comity.bench import filtering, peer, serving, starting, timing, usage
from comity.bench.load import CONNECTIONS, Load, Requests
from comity.bench.load import run as load
from comity.bench.rows import Bound, Reported, Say, Sheet, Target
from comity.bench.world import World, server_of, world
from comity.engines.store.launcher import Server
from comity.engines.store.roles import APP
from comity.kernel.errors import ComityError

BATCH: Final = 1_000
BATCH_CONNECTIONS: Final = 16  # a server lets 50,000 checks wait; 64 batches would bring 64,000
PEER: Final = "select"

TARGETS: Final = {
    ("single", "checks_per_s"): Target(10_000, Bound.MIN),
    ("single", "p99_ms"): Target(15, Bound.MAX),
    ("single", "times_select"): Target(2, Bound.MIN),
    ("single", "server_cpu_us"): Target(90, Bound.MAX),
    ("batch", "checks_per_s"): Target(100_000, Bound.MIN),
    ("filter", "lookups_per_s"): Target(1_000_000, Bound.MIN),
    ("filter", "bytes_per_key"): Target(2.3, Bound.MAX),
    ("filter", "false_positive_share"): Target(0.000_03, Bound.MAX),
    ("build", "keys_per_s"): Target(2_000_000, Bound.MIN),
    ("audit", "bytes_per_entry"): Target(250, Bound.MAX),
    ("start", "first_s"): Target(15, Bound.MAX),
    ("start", "later_s"): Target(5, Bound.MAX),
    ("memory", "mb"): Target(600, Bound.MAX),
    ("timing", "advantage"): Target(0.02, Bound.MAX),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How large and how long. Units: seconds. `growth`: the smaller worlds that are measured too."""

    size: int
    growth: tuple[int, ...]
    load_s: float
    filter_s: float
    build_keys: int
    pairs: int
    other_pairs: int
    timing_s: float


FULL: Final = Plan(10_000_000, (100_000, 1_000_000), 15, 5, 10_000_000, 100_000, 20_000, 200)
QUICK: Final = Plan(100_000, (), 2, 0.5, 500_000, 1_000, 200, 2)


def plan(*, quick: bool, size: int) -> Plan:
    """The plan of a run; `size` 0 keeps its own."""
    chosen = QUICK if quick else FULL
    if not size:
        return chosen
    growth = tuple(smaller for smaller in chosen.growth if smaller < size)
    return Plan(size, growth, chosen.load_s, chosen.filter_s, chosen.build_keys, chosen.pairs, chosen.other_pairs, chosen.timing_s)


def run(place: Path, quick: bool, size: int, say: Say) -> tuple[str, Iterator[Reported]]:
    """The benchmark as the command runs it."""
    chosen = plan(quick=quick, size=size)
    return f"{chosen.size:,} documents", measured(place, chosen, say)


def measured(place: Path, chosen: Plan, say: Say) -> Iterator[Reported]:
    """All rows, each as soon as it is known. A case that fails gives rows without a value, and the rest goes on."""
    sheet = Sheet("checks", TARGETS)
    with server_of(place) as server:
        main = world(place, server, chosen.size, say)
        yield from safely(sheet, _SINGLE, lambda: _single_and_peer(sheet, main, chosen, say))
        for size in chosen.growth:
            yield from safely(sheet, (), lambda size=size: _growth(sheet, place, server, size, chosen, say))  # type: ignore[misc]
        yield from safely(sheet, (("batch", "checks_per_s", "1/s"),), lambda: _batch(sheet, main, chosen, say))
        yield from safely(sheet, _FILTER, lambda: _filter(sheet, main, chosen, say))
        yield from safely(sheet, (("timing", "advantage", ""),), lambda: _timing(sheet, main, chosen, say))
    yield from safely(sheet, (("build", "keys_per_s", "1/s"),), lambda: _build(sheet, chosen, say))
    yield from safely(sheet, _START, lambda: _start(sheet, say))


_SINGLE: Final = (
    ("single", "checks_per_s", "1/s"),
    ("single", "p99_ms", "ms"),
    ("single", "times_select", "x"),
    ("single", "server_cpu_us", "us"),
    ("audit", "bytes_per_entry", "bytes"),
)
_FILTER: Final = (("filter", "lookups_per_s", "1/s"), ("filter", "bytes_per_key", "bytes"), ("filter", "false_positive_share", ""))
_START: Final = (("start", "first_s", "s"), ("start", "later_s", "s"), ("memory", "mb", "MB"))


def safely(sheet: Sheet, wanted: tuple[tuple[str, str, str], ...], measure: Callable[[], list[Reported]]) -> list[Reported]:
    """The rows of a case; without values, and with the reason, where it fails. Never a made-up figure."""
    try:
        return measure()
    except (ComityError, OSError, RuntimeError) as problem:
        return [sheet.row(case, metric, None, unit, note=f"not measured: {problem}") for case, metric, unit in wanted]


def _single_and_peer(sheet: Sheet, main: World, chosen: Plan, say: Say) -> list[Reported]:
    say(f"the peer: a bare prepared SELECT over {main.size:,} documents")
    with peer.serving(main.dsn(APP)) as (port, process):
        requests = Requests(port, main.known.token, main.size, main.letters)
        load(requests, 2)
        pids = usage.tree(process, main.server.pid)
        cpu_s = -usage.cpu_seconds(pids)
        bare = load(requests, chosen.load_s)
        cpu_s += usage.cpu_seconds(pids)
    say(f"single checks over {main.size:,} documents")
    with serving.served(main) as served:
        before = serving.audit_kept(main)
        used = serving.loaded(served, served.requests(), chosen.load_s, CONNECTIONS)
        after = serving.audit_kept(main)
    known, name = main.known, used.load.generator
    made = f"{main.size:,} documents, made in {known.made_s:.0f} s ({known.rows_per_s:,.0f} sealed rows a second) outside this run"
    pool = f"{peer.POOL} connections in its pool; no rules, no audit"
    return [
        *_load_rows(sheet, "single", used, f"{name}, {CONNECTIONS} connections; {made}"),
        sheet.row("single", "times_select", used.load.per_second / bare.per_second, "x", note=_generators(used.load, bare)),
        sheet.row("single", "checks_per_s", bare.per_second, "1/s", subject=PEER, note=pool),
        sheet.row("single", "p99_ms", bare.measured.p99_ms, "ms", subject=PEER),
        sheet.row("single", "server_cpu_us", cpu_s * 1e6 / bare.measured.requests, "us", subject=PEER),
        sheet.row("single", "generator_cpu", used.load.generator_cpu, "cores", subject=name),
        _audit(sheet, "bytes_per_entry", before, after),
    ]


def _audit(sheet: Sheet, metric: str, before: serving.Kept, after: serving.Kept) -> Reported:
    note = "packs, leaves and indexes on disk" + ("" if after.whole else "; the tree had not caught up, so some leaves are missing")
    entries = after.entries - before.entries
    return sheet.row("audit", metric, (after.size - before.size) / max(1, entries), "bytes", note=note, judged=after.whole)


def _load_rows(sheet: Sheet, case: str, used: serving.Usage, note: str = "") -> list[Reported]:
    load = used.load
    return [
        sheet.row(case, "checks_per_s", load.per_second, "1/s", note=note),
        sheet.row(case, "p99_ms", load.measured.p99_ms, "ms"),
        sheet.row(case, "p50_ms", load.measured.p50_ms, "ms"),
        sheet.row(case, "server_cpu_us", used.cpu_us(load.measured.requests), "us"),
    ]


def _generators(ours: Load, bare: Load) -> str:
    cores = os.cpu_count() or 1
    return (
        f"{ours.generator} took {ours.generator_cpu / cores:.0%} of {cores} processors here, {bare.generator_cpu / cores:.0%} with the peer"
    )


def _growth(sheet: Sheet, place: Path, server: Server, size: int, chosen: Plan, say: Say) -> list[Reported]:
    smaller = world(place, server, size, say)
    say(f"single checks over {size:,} documents")
    with serving.served(smaller) as served:
        used = serving.loaded(served, served.requests(), chosen.load_s / 2, CONNECTIONS)
    return _load_rows(sheet, f"single at {size:,}", used)


def _batch(sheet: Sheet, main: World, chosen: Plan, say: Say) -> list[Reported]:
    say(f"batches of {BATCH:,}")
    cores = os.cpu_count() or 1
    with serving.served(main, cores) as served:
        before = serving.audit_kept(main)
        requests = served.requests(path="/api/v1/checks/batch", batch=BATCH)
        used = serving.loaded(served, requests, chosen.load_s, BATCH_CONNECTIONS)
        after = serving.audit_kept(main)
    load, name = used.load, used.load.generator
    how = f"{name}, {BATCH_CONNECTIONS} connections, {BATCH:,} checks a request, {cores} serving processes"
    return [
        sheet.row("batch", "checks_per_s", load.per_second * BATCH, "1/s", note=how),
        sheet.row("batch", "p99_ms", load.measured.p99_ms, "ms"),
        sheet.row("batch", "server_cpu_us", used.cpu_us(load.measured.requests * BATCH), "us"),
        sheet.row("batch", "generator_cpu", load.generator_cpu, "cores", subject=name),
        _audit(sheet, "bytes_per_entry of batches", before, after),
    ]


def _filter(sheet: Sheet, main: World, chosen: Plan, say: Say) -> list[Reported]:
    found = filtering.answering(main, chosen.filter_s, say)
    return [
        sheet.row(
            "filter", "lookups_per_s", found.lookups_per_s, "1/s", note=f"{found.keys:,} keys, {filtering.BATCH:,} a call, one thread"
        ),
        sheet.row("filter", "bytes_per_key", found.bytes_per_key, "bytes"),
        sheet.row("filter", "false_positive_share", found.false_positive_share, ""),
    ]


def _build(sheet: Sheet, chosen: Plan, say: Say) -> list[Reported]:
    built = filtering.building(chosen.build_keys, say)
    return [
        sheet.row("build", "keys_per_s", built.keys_per_s, "1/s", note=f"{built.keys:,} identifiers to a signed file on disk, one thread"),
        sheet.row("build", "packed_keys_per_s", built.packed_per_s, "1/s", note="the same from identifiers that lie one behind the other"),
    ]


def _start(sheet: Sheet, say: Say) -> list[Reported]:
    found = starting.started(say)
    return [
        sheet.row(
            "start", "first_s", found.first_s, "s", note="`comity demo` until its first page, environment and compiled loops in place"
        ),
        sheet.row("start", "later_s", found.later_s, "s"),
        sheet.row(
            "memory", "mb", found.memory_mb, "MB", note=f"PSS of {found.processes} processes of the demonstration, database included"
        ),
    ]


def _timing(sheet: Sheet, main: World, chosen: Plan, say: Say) -> list[Reported]:
    wrong = filtering.false_positives(main, say, 10 if chosen.pairs < FULL.pairs else 40)
    kinds = {
        "advantage": (main.known.hidden, chosen.pairs, "a record above the asker's clearance"),
        "advantage of a false positive": (wrong, chosen.other_pairs, "a false positive of the filter"),
        "advantage of a discreet record": (main.known.discreet, chosen.other_pairs, "a discreet record, whose owner is told"),
    }
    rows = []
    with serving.served(main) as served, timing.connected(served.port, main.known.token) as client:
        for metric, (numbers, pairs, what) in kinds.items():
            say(f"timing: {what}, or none")
            seconds = chosen.timing_s if metric == "advantage" else chosen.timing_s / 4
            found = timing.listen(client, numbers, pairs, seconds, say)
            sure = found.tells(TARGETS["timing", "advantage"].value)
            note = f"{found.pairs:,} pairs ({what} / none); best: {found.classifier}" + ("" if sure else "; too few to tell")
            rows.append(sheet.row("timing", metric, found.value, "", note=note, judged=sure))
    return rows
