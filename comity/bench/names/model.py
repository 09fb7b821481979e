"""Values of the benchmark of names: labelled pairs, the sets that hold them, and scorers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from comity.names.model import Script


class Half(StrEnum):
    """Tables and weights are tuned on one half of every set; figures are told of the other."""

    REPORT = "report"
    TUNE = "tune"


class Kind(StrEnum):
    """Whose names: the two are compared by different rules."""

    ENTITY = "entity"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they are of the same bearer.

    `case`: what the pair was made from, the unit of halves and of the bootstrap: pairs of one person stand and fall together.
    `script`: of `a`, unless that is Latin; then of `b`. `hard`: a negative that was chosen because it is near.
    """

    case: str
    a: str
    b: str
    match: bool
    script: Script
    hard: bool = False

    @property
    def half(self) -> Half:
        """By a hash of the case, the same on every machine."""
        return Half.TUNE if hashlib.sha256(self.case.encode()).digest()[0] & 1 else Half.REPORT


@dataclass(frozen=True, slots=True)
class PairSet:
    """Labelled pairs. `name`: its case in the table; `real`: whether real names stand in it, which are never printed."""

    name: str
    kind: Kind
    pairs: tuple[Pair, ...]
    real: bool = True

    def of(self, half: Half) -> PairSet:
        """One half of it."""
        return PairSet(self.name, self.kind, tuple(pair for pair in self.pairs if pair.half is half), self.real)


@dataclass(frozen=True, slots=True)
class Scorer:
    """One way to compare, by name. `missing`: why it cannot be measured here; then `score` gives nothing to rely on."""

    name: str
    score: Callable[[Kind, str, str], float]
    missing: str = ""
