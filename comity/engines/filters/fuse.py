"""One binary fuse filter: 16-bit fingerprints, three cells a key; 2.25 bytes a key, one false positive in 65,536, never a false negative.

*Source*: Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters", ACM JEA 27, 2022: section 3 for the three
neighbouring segments, section 4 for their length and number. Ours differs in one point: keys are mixed, then *sorted* by the mixed value,
which puts them in the order of their cells and brings repeated keys together in one step.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comity.engines.filters.compiled import kernels
from comity.engines.filters.errors import BuildFailed

SEGMENTS_BEYOND_FIRST: Final = 2  # a key's other two cells lie in the next two segments
LONGEST_SEGMENT: Final = 1 << 18
MOST_KEYS: Final = 3_000_000_000  # cells are numbered with 32 bits
ATTEMPTS: Final = 64  # each succeeds with well over one half (the paper, section 4)
_GOLDEN: Final = 0x9E37_79B9_7F4A_7C15  # 2^64 / the golden ratio: seeds of successive attempts share no pattern


class Stage(StrEnum):
    """The steps of one build, in their order; the first and the last are those of a file."""

    LOAD = "load"
    SORT = "sort"
    COUNT = "count"
    PEEL = "peel"
    FILL = "fill"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Fuse:
    """A finished filter. Shape: cells ((segments + 2) * segment_length,), or (0,) of the empty set. `count`: different keys in it."""

    count: int
    seed: int
    segment_length: int
    segments: int
    cells: NDArray[np.uint16]


def shape(count: int) -> tuple[int, int]:
    """The length of a segment and the number of first segments for so many keys. *Source*: the paper, section 4 (arity 3)."""
    if count == 0:
        return 0, 0
    length = min(1 << math.floor(math.log(count) / math.log(3.33) + 2.25), LONGEST_SEGMENT)
    factor = 0.0 if count == 1 else max(1.125, 0.875 + 0.25 * max(1.0, math.log(1e6) / math.log(count)))
    return length, max(1, math.ceil(count * factor / length) - SEGMENTS_BEYOND_FIRST)


def build(keys: NDArray[np.uint64], seed: int = 0, progress: Callable[[Stage], None] = lambda _: None) -> Fuse:
    """Builds the filter of a set of keys, in any order and with repeats. Shape: keys (n,).

    The same keys and seed give the same filter. `progress` is told each stage as it begins (stages come again in a further attempt).
    *Cost*: about 0.3 us and 35 bytes of memory a key, on one core, without the interpreter's lock.
    Raises BuildFailed after 64 attempts (chance below 2^-64) or for more keys than cells can be numbered.
    """
    if keys.size > MOST_KEYS:
        raise BuildFailed(f"{keys.size:,} keys are more than one filter can hold ({MOST_KEYS:,}): split the class")
    for attempt in range(ATTEMPTS):
        fuse = _attempt(keys, (seed + attempt * _GOLDEN) % (1 << 64), progress)
        if fuse is not None:
            return fuse
    raise BuildFailed(f"no arrangement of {keys.size:,} keys was found in {ATTEMPTS} attempts")


def _attempt(keys: NDArray[np.uint64], seed: int, progress: Callable[[Stage], None]) -> Fuse | None:
    run = kernels()
    progress(Stage.SORT)
    hashes = np.empty(keys.size, np.uint64)
    run.mix_all(np.ascontiguousarray(keys), np.uint64(seed), hashes)
    hashes.sort()
    count = int(run.drop_repeats(hashes))
    length, segments = shape(count)
    size = (segments + SEGMENTS_BEYOND_FIRST) * length
    cells = np.zeros(size, np.uint16)
    if count == 0:
        return Fuse(0, seed, 0, 0, cells)
    dimensions = np.uint64(length), np.uint64(segments * length)

    progress(Stage.COUNT)
    degree, joined = np.zeros(size, np.uint8), np.zeros(size, np.uint64)
    run.count_cells(hashes[:count], *dimensions, degree, joined)
    progress(Stage.PEEL)
    order, turn = hashes[:count], np.empty(count, np.uint8)  # the hashes live on in `joined`, so their memory is free again
    if run.peel(*dimensions, degree, joined, order, turn) != count:
        return None
    progress(Stage.FILL)
    run.assign(*dimensions, order, turn, cells)
    return Fuse(count, seed, length, segments, cells)


def probe(fuses: tuple[Fuse, ...], keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether any of several sets may hold each key. Shapes: keys (n,), result (n,).

    This joins the cells of all filters in memory; a `FilterSet` asks a file, where they lie together already.
    """
    full = [fuse for fuse in fuses if fuse.count]
    cells = np.concatenate([fuse.cells for fuse in full]) if full else np.empty(0, np.uint16)
    starts = np.cumsum([0] + [fuse.cells.size for fuse in full])
    found = np.empty(keys.size, np.bool_)
    nothing = np.empty(0, np.uint64)
    kernels().probe(
        cells, rows([(int(start), fuse) for start, fuse in zip(starts, full, strict=False)]), nothing, nothing, nothing, keys, found
    )
    return found


def rows(fuses: list[tuple[int, Fuse]]) -> NDArray[np.uint64]:
    """What the probe needs of each filter that is not empty. Shape: (filters, 4): first cell, seed, segment length, spread."""
    table = [(start, fuse.seed, fuse.segment_length, fuse.segments * fuse.segment_length) for start, fuse in fuses if fuse.count]
    return np.array(table, np.uint64).reshape(len(table), 4)
