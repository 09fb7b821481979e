"""How many pairs of names one core scores a second, as a search does it: one name against many that were made ready before."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from comity.bench.rows import Bound, Reported, Sheet, Target
from comity.names.likeness import likenesses
from comity.names.packing import pack
from comity.names.reading import read_name

TARGETS: Final = {("scoring", "pairs_per_s"): Target(50_000, Bound.MIN)}
_AT_ONCE: Final = 200  # candidates of a search
_SHORTEST_S: Final = 2.0


def measured(names: Sequence[str]) -> Reported:
    """The figure over these names, after one round that warms the compiled loops."""
    sheet = Sheet("names", TARGETS)
    read = [read_name(name) for name in names]
    packed = [pack(name) for name in read]
    blocks = [packed[start : start + _AT_ONCE] for start in range(0, len(packed) - _AT_ONCE + 1, _AT_ONCE)] or [packed]
    likenesses(read[0], blocks[0])
    begun, count, turn = time.process_time(), 0, 0
    while time.process_time() - begun < _SHORTEST_S:
        block = blocks[turn % len(blocks)]
        likenesses(read[turn % len(read)], block)
        count, turn = count + len(block), turn + 1
    note = f"one name against {_AT_ONCE} that are packed, as in a search; processor time of one core"
    return sheet.row("scoring", "pairs_per_s", count / (time.process_time() - begun), "1/s", note=note)
