"""Retrieval: who is among the first ten of a crowd, asked in another script, altered or by an alias; ours beside two peers."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from comity.bench.names import finders
from comity.bench.names.crowd import Crowd, crowd
from comity.bench.names.finders import Built
from comity.bench.rows import OURS, Bound, Reported, Say, Sheet, Target

SIZE: Final = 1_000_000
QUICK: Final = 20_000
TARGETS: Final = {
    ("retrieval original script Arab", "recall_at_10"): Target(0.85, Bound.MIN),
    ("retrieval original script Cyrl", "recall_at_10"): Target(0.98, Bound.MIN),
    ("retrieval altered Latin", "recall_at_10"): Target(0.99, Bound.MIN),
    ("retrieval good aliases", "recall_at_10"): Target(0.85, Bound.MIN),
    ("index", "build_s"): Target(120, Bound.MAX),
    ("index", "mb"): Target(400, Bound.MAX),
}
_FEWEST: Final = 5  # questions, below which a set is not shown
Open: TypeAlias = Callable[..., AbstractContextManager[Built]]
_FINDERS: Final[dict[str, Open]] = {OURS: finders.ours, "tantivy trigram": finders.trigrams, "pg_trgm": finders.pg_trgm}


def measured(place: Path, source: Path, size: int, say: Say) -> Iterator[Reported]:
    """Every index over the same crowd, one after the other. `place`: the folder of benchmarks; `source`: real data."""
    sheet = Sheet("names", TARGETS)
    say(f"a crowd of {size:,} names")
    made = crowd(source, size)
    workers = os.cpu_count() or 1
    for subject, opened in _FINDERS.items():
        folder = Path(tempfile.mkdtemp(prefix="names-", dir=place))
        try:
            say(f"building {subject}")
            with opened(made.rows(), folder, workers) as built:
                yield from _rows(sheet, subject, made, built, say)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _rows(sheet: Sheet, subject: str, made: Crowd, built: Built, say: Say) -> Iterator[Reported]:
    say(f"{len(made.asked):,} questions to {subject}")
    asked: Counter[str] = Counter(one.set for one in made.asked)
    found: Counter[str] = Counter()
    times = []
    for one in made.asked:
        begun = time.perf_counter()
        met = one.wanted in built.finder.find(one.name)
        times.append(time.perf_counter() - begun)
        found[one.set] += met
    for name, count in asked.items():
        if count >= _FEWEST:
            case = f"retrieval {name}"
            yield sheet.row(
                case, "recall_at_10", found[name] / count, "", subject=subject, note=f"{count} questions in {made.size:,} names"
            )
    judged = made.size >= SIZE
    p50, p99 = (float(value) * 1e3 for value in np.percentile(times, (50, 99)))
    yield sheet.row("retrieval", "queries_per_s", len(times) / sum(times), "1/s", subject=subject, note="one process, one after the other")
    yield sheet.row("retrieval", "p50_ms", p50, "ms", subject=subject)
    yield sheet.row("retrieval", "p99_ms", p99, "ms", subject=subject)
    yield sheet.row("index", "build_s", built.build_s, "s", subject=subject, judged=judged)
    yield sheet.row("index", "mb", built.mb, "MB", subject=subject, judged=judged)
