"""What a benchmark says: one row a figure, the same form for all, with the bound that it is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

OURS: Final = "comity"


class Bound(StrEnum):
    """Which side of the target is good."""

    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is held against."""

    value: float
    bound: Bound


class Row(msgspec.Struct, frozen=True):
    """One figure. `met` is none where there is no target, or where it could not be measured; then `value` is none too."""

    bench: str
    case: str
    subject: str
    metric: str
    value: float | None
    unit: str
    target: float | None
    bound: Bound | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A row, and what a reader of the table must know beside it (how it was measured, or why it was not)."""

    row: Row
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Less than a whole benchmark, or more. `only`: one part; `misses`: a file for pairs that were missed; `scorecard`: a folder for it."""

    only: str = ""
    misses: Path | None = None
    scorecard: Path | None = None


WHOLE: Final = Wanted()
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Makes the rows of one benchmark. `targets`: (case, metric) to the bound that our own figure is held against."""

    bench: str
    targets: dict[tuple[str, str], Target]

    def row(
        self, case: str, metric: str, value: float | None, unit: str, *, subject: str = OURS, note: str = "", judged: bool = True
    ) -> Reported:
        """One figure, rounded to four digits. `judged` false: shown with its target, but measured in a way that proves nothing."""
        target = self.targets.get((case, metric)) if subject == OURS else None
        met = None
        if target is not None and value is not None and judged:
            met = value >= target.value if target.bound is Bound.MIN else value <= target.value
        shown = None if value is None else float(f"{value:.4g}") if abs(value) < 10_000 else round(value)
        value_held, bound = (target.value, target.bound) if target else (None, None)
        return Reported(Row(self.bench, case, subject, metric, shown, unit, value_held, bound, met), note)


def as_lines(reported: Iterable[Reported]) -> str:
    """JSON, one object a line."""
    return "".join(msgspec.json.encode(one.row).decode() + "\n" for one in reported)
