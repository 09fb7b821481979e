"""Whole checks of persons over HTTP: found, weighed, answered and audited, at several sizes; and the index of names behind them."""

from __future__ import annotations

import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from comity.bench import serving
from comity.bench.checks import safely
from comity.bench.names import persons_world
from comity.bench.names.crowd import crowd
from comity.bench.rows import Bound, Reported, Say, Sheet, Target
from comity.bench.world import World, server_of
from comity.kernel.errors import Unavailable

GROWTH: Final = (10_000, 100_000)
SIZE: Final = 1_000_000
QUICK: Final = 5_000
CONNECTIONS: Final = 8  # a post's gates; more would measure the queue before two cores
TARGETS: Final = {
    ("persons", "queries_per_s"): Target(200, Bound.MIN),
    ("persons", "p99_ms"): Target(50, Bound.MAX),
    ("persons index", "build_s"): Target(120, Bound.MAX),
    ("persons index", "mb"): Target(400, Bound.MAX),
}
_WANTED: Final = (
    ("persons", "queries_per_s", "1/s"),
    ("persons", "p99_ms", "ms"),
    ("persons index", "build_s", "s"),
    ("persons index", "mb", "MB"),
)
_READY_S: Final = 1_200.0


class _Outcome(msgspec.Struct):
    outcome: str
    why: str = ""


class _Answer(msgspec.Struct):
    person: _Outcome | None = None


def measured(place: Path, source: Path, size: int, load_s: float, say: Say) -> Iterator[Reported]:
    """Smaller worlds first, to show the growth."""
    sheet = Sheet("names", TARGETS)
    with server_of(place) as server:
        for chosen in (*(one for one in GROWTH if one < size), size):
            made = crowd(source, chosen)
            wanted = _WANTED if chosen == size else ()
            yield from safely(
                sheet,
                wanted,
                lambda made=made, chosen=chosen: _checks(  # type: ignore[misc]
                    sheet,
                    persons_world.world(place, server, made, chosen, say),
                    list(persons_world.bodies(made)),
                    chosen == size,
                    load_s,
                    say,
                ),
            )


def _checks(sheet: Sheet, main: World, bodies: list[bytes], whole: bool, load_s: float, say: Say) -> list[Reported]:
    file = main.settings.home / "persons.bodies"
    file.write_bytes(b"".join(bodies))
    names = main.settings.home / "names"
    shutil.rmtree(names, ignore_errors=True)
    cores = os.cpu_count() or 1
    with serving.served(main, cores) as served:
        say(f"the index of {main.size:,} names is being built")
        build_s = _ready(served.port, main.known.token, bodies[1])
        mb = sum(one.stat().st_size for one in names.rglob("*") if one.is_file()) / 1e6
        say(f"checks of persons over {main.size:,} records")
        used = serving.loaded(served, served.requests(bodies=str(file)), load_s, CONNECTIONS)
    tail = "" if whole else f" at {main.size:,}"
    note = (
        f"{used.load.generator}, {CONNECTIONS} connections, {cores} serving processes, {main.size:,} persons; one in "
        f"{persons_world.HIT_EVERY} questions is about one of them; scored, audited"
    )
    measured = used.load.measured
    judged = whole and main.size >= SIZE
    return [
        sheet.row(f"persons{tail}", "queries_per_s", used.load.per_second, "1/s", note=note, judged=judged),
        sheet.row(f"persons{tail}", "p99_ms", measured.p99_ms, "ms", judged=judged),
        sheet.row(f"persons{tail}", "p50_ms", measured.p50_ms, "ms"),
        sheet.row(f"persons{tail}", "cpu_ms", used.cpu_us(measured.requests) / 1e3, "ms", note="processor time of a check, all processes"),
        sheet.row(
            f"persons index{tail}", "build_s", build_s, "s", judged=judged, note="from the start of the processes to the first answer"
        ),
        sheet.row(f"persons index{tail}", "mb", mb, "MB", judged=judged),
    ]


def _ready(port: int, token: str, body: bytes) -> float:
    """Seconds until a check of a person is answered. Raises: Unavailable."""
    begun = time.perf_counter()
    why = ""
    while time.perf_counter() - begun < _READY_S:
        said = _asked(port, token, body)
        if said is not None and said.outcome != "no_answer":
            return time.perf_counter() - begun
        why = said.why if said else "the check says nothing of a person"
        time.sleep(0.25)
    raise Unavailable(f"Persons could not be asked: {why}", "All other figures.")


def _asked(port: int, token: str, body: bytes) -> _Outcome | None:
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/checks", body, head)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
            return msgspec.json.decode(answer.read(), type=_Answer).person
    except urllib.error.HTTPError as problem:
        raise Unavailable(f"A check was refused: {problem.read()[:300].decode(errors='replace')}", "All other figures.") from None
    except OSError as problem:
        return _Outcome("no_answer", str(problem))
