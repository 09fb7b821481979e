"""What is counted. The numbers are stored: never renumber."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from comity.kernel.codes import Coded


class Measure(Coded):
    """What a count is of."""

    HELD = 0
    ENTERED = 1
    RELEASED = 2
    BLOCKED = 3
    WITHDRAWN = 4
    EXPIRED = 5
    CHECKS = 6
    HITS = 7
    LOOK_ALIKES = 8
    MET = 9
    MET_ALIKE = 10
    READ = 11


ASKED: Final = tuple(Measure)[6:9]
MET: Final = tuple(Measure)[9:]
FEWEST: Final = 5  # a cell of fewer is hidden from everybody but its owner, and what is held is told to the full five below
ALL_REGISTERS: Final = 0  # a check that asks several registers is one check


@dataclass(frozen=True, slots=True)
class Cell:
    """One count: of a measure, in a month, of one owner's records in a register (or of what one authority asked of it), for a purpose."""

    month: date
    owner: int
    register: int
    purpose: int
    measure: Measure
    count: int


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the cells shown, never of those that are hidden, so that no subtraction brings one back."""

    measure: Measure
    register: int
    month: date
    count: int
