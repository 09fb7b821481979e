"""Similar images: exact search within 31 of 256 bits, beside the binary indexes of faiss where that is installed.

The hashes are random, drawn anew from one seed: no image has any of them. Hashes of real images lie less evenly, so their fullest buckets
are fuller than these; a search of ours then looks at more rows, and is exact all the same.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from comity.bench.rows import Reported, Say, Sheet
from comity.engines.hamming import FURTHEST, HammingIndex, Hashes

CASE: Final = "pdq distance 31"
QUERIES: Final = 1_000
PEER_QUERIES: Final = 200  # a flat search reads every hash each time
_SEED: Final = 20_261_121
_PEERS: Final = ("faiss IndexBinaryFlat", "faiss IndexBinaryMultiHash")
_NO_FAISS: Final = "not measured: faiss is not installed (python3 run bench)"

Search = Callable[[Hashes], int]  # an asked hash, to how many were found


@dataclass(frozen=True, slots=True)
class Asked:
    """Hashes to ask for. `met`: how many of them were made from one that is there, at 0 to 31 bits from it."""

    hashes: Hashes
    met: int


def reported(sheet: Sheet, size: int, say: Say) -> Iterator[Reported]:
    """The rows of this case, ours first."""
    say(f"{size:,} random hashes of 256 bits")
    hashes = np.random.default_rng(_SEED).integers(0, 2**64, (size, 4), np.uint64)
    asked = questions(hashes, QUERIES)
    say("building our index")
    started = time.perf_counter()
    index = HammingIndex.build(hashes, np.arange(size, dtype=np.int64))
    built_s = time.perf_counter() - started
    yield from _ours(sheet, index, asked, built_s, size, say)
    yield from _peers(sheet, hashes, questions(hashes, PEER_QUERIES), say)


def questions(hashes: Hashes, count: int) -> Asked:
    """Half of them near one that is there, at every distance up to the furthest; half near none."""
    draw = np.random.default_rng(_SEED + 1)
    made = draw.integers(0, 2**64, (count, 4), np.uint64)
    for place in range(0, count, 2):
        made[place] = hashes[int(draw.integers(len(hashes)))]
        for bit in draw.choice(256, place // 2 % (FURTHEST + 1), replace=False):
            made[place, bit // 64] ^= np.uint64(1) << np.uint64(bit % 64)
    return Asked(made, (count + 1) // 2)


def _ours(sheet: Sheet, index: HammingIndex, asked: Asked, built_s: float, size: int, say: Say) -> Iterator[Reported]:
    say(f"{len(asked.hashes):,} searches")
    p95_ms, p50_ms, found = timed(lambda one: len(index.search(one)), asked.hashes)
    note = f"{size:,} random hashes, {len(asked.hashes):,} searches on one thread, half of them of hashes that are there at 0 to 31 bits"
    yield sheet.row(CASE, "p95_ms", p95_ms, "ms", note=note)
    yield sheet.row(CASE, "p50_ms", p50_ms, "ms")
    yield sheet.row(CASE, "found_share", found / asked.met, "")
    yield sheet.row(CASE, "bytes_per_hash", index.nbytes / size, "B")
    yield sheet.row(CASE, "build_s", built_s, "s")


def timed(search: Search, asked: Hashes) -> tuple[float, float, int]:
    """The 95th percentile and the median of one search in milliseconds, and how many hashes were found in all."""
    times: list[float] = []
    found = 0
    search(asked[0])  # what is loaded on first need is no part of a search
    for one in asked:
        started = time.perf_counter()
        found += search(one)
        times.append(time.perf_counter() - started)
    p95, p50 = (float(share) * 1e3 for share in np.percentile(times, (95, 50)))
    return p95, p50, found


def _peers(sheet: Sheet, hashes: Hashes, asked: Asked, say: Say) -> Iterator[Reported]:
    if importlib.util.find_spec("faiss") is None:
        yield from (sheet.row(CASE, "p95_ms", None, "ms", subject=name, note=_NO_FAISS) for name in _PEERS)
        return
    faiss: Any = importlib.import_module("faiss")  # never a dependency: measured where somebody installed it
    faiss.omp_set_num_threads(1)
    for name, index in zip(_PEERS, (faiss.IndexBinaryFlat(256), faiss.IndexBinaryMultiHash(256, 16, 16)), strict=True):
        say(f"building {name}")
        yield from _peer(sheet, name, index, hashes, asked, say)


def _peer(sheet: Sheet, name: str, index: Any, hashes: Hashes, asked: Asked, say: Say) -> Sequence[Reported]:
    if hasattr(index, "nflip"):
        index.nflip = 1  # sixteen tables of sixteen bits, one turned: exact to 31, as ours
    started = time.perf_counter()
    index.add(_octets(hashes))
    built_s = time.perf_counter() - started
    say(f"{len(asked.hashes):,} searches of {name}")
    p95_ms, p50_ms, found = timed(lambda one: len(index.range_search(_octets(one[None, :]), FURTHEST + 1)[1]), asked.hashes)
    return [
        sheet.row(CASE, "p95_ms", p95_ms, "ms", subject=name, note="one thread, range_search below a distance of 32"),
        sheet.row(CASE, "p50_ms", p50_ms, "ms", subject=name),
        sheet.row(CASE, "found_share", found / asked.met, "", subject=name),
        sheet.row(CASE, "build_s", built_s, "s", subject=name),
    ]


def _octets(hashes: Hashes) -> NDArray[np.uint8]:
    return np.ascontiguousarray(hashes).view(np.uint8)
