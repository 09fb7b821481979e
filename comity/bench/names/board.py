"""The table of pairs on a terminal: a line a scorer, so that scorers stand one below the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from comity.bench.names.pairs import Line

_HEAD: Final = ("pairs (same, other)", "scorer", "best F1", "", "recall at 0.1 %", "", "at 1 %", "", "at 5 %", "")
_WIDTHS: Final = (42, 20, 8, 13, 16, 13, 8, 13, 8, 13)


def text(title: str, lines: Iterable[Line]) -> str:
    """The whole table. Intervals are the middle 95 % of a bootstrap by case."""
    made, former = [title, _row(_HEAD)], ""
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.case, []).append(line)
    for line in (line for group in grouped.values() for line in group):
        case = "" if line.case == former else f"{line.case} ({line.positives:,}, {line.negatives:,})"
        cells = [case, line.scorer]
        for value, low, high in zip(line.figures.all(), line.low, line.high, strict=True):
            cells += [f"{value:.3f}", f"{low:.3f}-{high:.3f}"]
        made.append(_row(cells))
        former = line.case
    return "\n".join(made) + "\n"


def _row(cells: Iterable[str]) -> str:
    placed = enumerate(zip(cells, _WIDTHS, strict=True))
    return "  ".join(cell.ljust(width) if place < 2 else cell.rjust(width) for place, (cell, width) in placed).rstrip()
