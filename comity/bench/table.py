"""The table at the end, for a terminal: each figure beside its bound and its peers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from comity.bench.rows import Bound, Reported, Row

_WIDTH: Final = 120  # a figure cut off is no figure
_WORDS: Final = {True: "[green]met[/]", False: "[bold red]MISSED[/]", None: ""}


def show(title: str, reported: Sequence[Reported], console: Console | None = None) -> None:
    """Prints the table, and below it the notes by their number."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name, justify in (("case", "left"), ("metric", "left"), ("subject", "left"), ("value", "right"), ("unit", "left")):
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=True)
    table.add_column("bound", justify="right")
    table.add_column("", justify="left")
    notes: list[str] = []
    for one in reported:
        if one.note and one.note not in notes:
            notes.append(one.note)
        mark = f" [dim]({notes.index(one.note) + 1})[/]" if one.note else ""
        row = one.row
        table.add_row(row.case, row.metric, row.subject, number(row.value), row.unit, bound(row), _WORDS[row.met] + mark)
    console = console or Console(file=sys.stdout)
    console.width = max(console.width, _WIDTH)
    console.print(table)
    for count, note in enumerate(notes, 1):
        console.print(f"[dim]({count})[/] {note}", highlight=False)


def number(value: float | None) -> str:
    """A figure as it is read: thousands apart, no false digits."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def bound(row: Row) -> str:
    """The target with its side."""
    if row.target is None:
        return ""
    return ("≥ " if row.bound is Bound.MIN else "≤ ") + number(row.target)
