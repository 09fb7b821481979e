"""Counts by month."""

from __future__ import annotations

import msgspec


class Cell(msgspec.Struct, frozen=True):
    """One count. `register` empty: a check in all the registers that it asked. `purpose` empty: each record or check once."""

    month: str
    owner: str
    register: str
    purpose: str
    measure: str
    count: int


class Total(msgspec.Struct, frozen=True):
    """The sum of the cells that are shown."""

    month: str
    register: str
    measure: str
    count: int


class Statistics(msgspec.Struct, frozen=True):
    """Counts. `hidden`: cells under five, and what is discreet or restricted, are not there."""

    since: str
    last: str
    items: tuple[Cell, ...]
    totals: tuple[Total, ...]
    hidden: bool = False
