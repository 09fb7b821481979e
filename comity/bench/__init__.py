"""Benchmarks: `comity bench NAME`. Each says a figure a row, beside its bound and its peers; a missed figure is said as it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, TypeAlias

from comity.bench import table, world
from comity.bench.rows import WHOLE, Reported, Say, Wanted, as_lines
from comity.kernel.errors import ComityError

# What each module of a benchmark gives as `run`: (folder, quick, size or 0, say) -> what the title says, and the rows as they come.
Run: TypeAlias = Callable[[Path, bool, int, Say], tuple[str, Iterator[Reported]]]
# The module of each, imported when it is asked for.
NAMES: Final = {"checks": "checks", "load": "loading", "names": "names.running", "registers": "registers"}
_IN_PARTS: Final = ("names",)  # their `run` takes what is wanted of it


def main(
    name: str,
    quick: bool = False,
    size: int | None = None,
    as_json: bool = False,
    only: str = "",
    misses: Path | None = None,
    scorecard: Path | None = None,
) -> int:
    """Runs one benchmark and prints its rows. The exit code is 0 also where a figure is missed: that is a finding, not a fault."""
    if name not in NAMES:
        print(f"comity bench: there is no benchmark {name!r}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    wanted = Wanted(only, misses, scorecard)
    if wanted != WHOLE and name not in _IN_PARTS:
        print(f"comity bench: {name} has no parts. There are parts of: {', '.join(_IN_PARTS)}.", file=sys.stderr)
        return 2
    start = time.monotonic()

    def say(sentence: str) -> None:
        print(f"{time.monotonic() - start:6.1f} s  {sentence}", file=sys.stderr, flush=True)

    module = import_module(f"comity.bench.{NAMES[name]}")
    run: Run = partial(module.run, wanted=wanted) if name in _IN_PARTS else module.run
    reported: list[Reported] = []
    try:
        title, rows = run(world.folder(), quick, size or 0, say)
        for one in rows:
            reported.append(one)
            if as_json:
                print(as_lines([one]), end="", flush=True)
    except ComityError as problem:
        print(f"comity bench: {problem}", file=sys.stderr)
        return 1
    if as_json:
        _say_notes(reported)
    else:
        table.show(f"comity bench {name}: {title}, {time.monotonic() - start:.0f} s", reported)
    return 0


def _say_notes(reported: list[Reported]) -> None:
    """What stands below the table, for those who keep the JSON: on standard error, since a row has one form for all."""
    for one in reported:
        if one.note:
            print(f"{one.row.case} {one.row.metric} ({one.row.subject}): {one.note}", file=sys.stderr)
