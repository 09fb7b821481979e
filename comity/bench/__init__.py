"""Benchmarks: `comity bench NAME`. Each says a figure a row, beside its bound and its peers; a missed figure is said as it is."""

from __future__ import annotations

import sys
import time
from typing import Final

from comity.bench import checks, table, world
from comity.bench.rows import Reported, as_lines
from comity.kernel.errors import ComityError

NAMES: Final = ("checks",)


def main(name: str, quick: bool = False, size: int | None = None, as_json: bool = False) -> int:
    """Runs one benchmark and prints its rows. The exit code is 0 also where a figure is missed: that is a finding, not a fault."""
    if name not in NAMES:
        print(f"comity bench: there is no benchmark {name!r}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    start = time.monotonic()

    def say(sentence: str) -> None:
        print(f"{time.monotonic() - start:6.1f} s  {sentence}", file=sys.stderr, flush=True)

    chosen = checks.plan(quick=quick, size=size or 0)
    reported: list[Reported] = []
    try:
        for one in checks.measured(world.folder(), chosen, say):
            reported.append(one)
            if as_json:
                print(as_lines([one]), end="", flush=True)
    except ComityError as problem:
        print(f"comity bench: {problem}", file=sys.stderr)
        return 1
    if as_json:
        _say_notes(reported)
    else:
        table.show(f"comity bench {name}: {chosen.size:,} documents, {time.monotonic() - start:.0f} s", reported)
    return 0


def _say_notes(reported: list[Reported]) -> None:
    """What stands below the table, for those who keep the JSON: on standard error, since a row has one form for all."""
    for one in reported:
        if one.note:
            print(f"{one.row.case} {one.row.metric} ({one.row.subject}): {one.note}", file=sys.stderr)
