"""The index that a process holds.

Memory: 109 bytes a hash (32 of its own, 64 for its place in sixteen tables, 12 for its key both ways, 1 for whether it is gone), and 4 MB
for where buckets begin: 1.1 GB for ten million.
Cost: a search among ten million random hashes looks at 42 000 rows, in some milliseconds; building takes a second or two for a million.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]  # (n, 4): the hexadecimal text read as four big-endian words
Keys = NDArray[np.int64]

BITS: Final = 256
BANDS: Final = 16
FURTHEST: Final = 31  # what "similar" means for PDQ (Facebook 2019), and as far as sixteen bands are exact
HIGHEST: Final = 2**31 - 1  # rows of one index
_ROOM: Final = 1024
_FEW: Final = 4096  # hashes added since the tables were built are compared one by one; above this the tables are built anew


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One hash that is near: how many bits differ, and the key that its owner gave."""

    distance: int
    key: int


@cache
def _kernels() -> ModuleType:
    """The compiled loops. Cost: the first call compiles them, or loads them from the folder `NUMBA_CACHE_DIR`."""
    return import_module("comity.engines.hamming.kernels")


def of_hex(texts: Iterable[str]) -> Hashes:
    """Hashes from their cleaned spelling. Shapes: (n, 4). Raises: ValueError for what is not 64 hexadecimal characters."""
    joined = b"".join(_bytes(text) for text in texts)
    return np.frombuffer(joined, dtype=">u8").astype(np.uint64).reshape(-1, 4)


def _bytes(text: str) -> bytes:
    if len(text) != BITS // 4:
        raise ValueError("a hash has 64 hexadecimal characters")
    return bytes.fromhex(text)


def to_hex(one: Hashes) -> str:
    """The spelling of one hash. Shapes: (4,)."""
    return "".join(f"{int(word):016x}" for word in one)


class HammingIndex:
    """Hashes with keys of their owner: numbers, each once. Not safe for several threads that change it; searches may run side by side."""

    def __init__(self, hashes: Hashes | None = None, keys: Keys | None = None) -> None:
        self._rows = np.zeros((0, 4), np.uint64)
        self._keys = np.zeros(0, np.int64)
        self._dead = np.zeros(0, np.uint8)
        self._starts = np.zeros((BANDS, 65537), np.uint32)
        self._order = np.zeros((BANDS, 0), np.uint32)
        self._by_key = np.zeros(0, np.uint32)  # rows in the order of their keys
        self._gone = 0
        self._fresh: dict[int, tuple[int, int, int, int]] = {}
        if hashes is not None and keys is not None:
            self._build(hashes, keys)

    @classmethod
    def build(cls, hashes: Hashes, keys: Keys) -> Self:
        """An index of all these. Shapes: (n, 4), (n,). Raises: ValueError for two equal keys, other shapes or too many."""
        return cls(hashes, keys)

    def __len__(self) -> int:
        return len(self._keys) - self._gone + len(self._fresh)

    def __contains__(self, key: int) -> bool:
        return key in self._fresh or self._row_of(key) >= 0

    def _build(self, hashes: Hashes, keys: Keys) -> None:
        if hashes.shape != (len(keys), 4) or len(keys) > HIGHEST:
            raise ValueError(f"hashes are (n, 4) and keys (n,), n up to {HIGHEST}")
        by_key = np.argsort(keys, kind="stable").astype(np.uint32)
        if len(keys) > 1 and bool((np.diff(keys[by_key]) == 0).any()):
            raise ValueError("two hashes have one key")
        self._rows = np.array(hashes, np.uint64, order="C")  # a copy: what is taken away is wiped here
        self._keys, self._by_key = np.array(keys, np.int64), by_key
        self._dead = np.zeros(len(keys), np.uint8)
        self._order = np.zeros((BANDS, len(keys)), np.uint32)
        self._fresh, self._gone = {}, 0
        _kernels().tables(self._rows, self._starts, self._order)

    def _row_of(self, key: int) -> int:
        """The living row of a key; -1 where there is none."""
        at = bisect.bisect_left(self._by_key, key, key=lambda row: int(self._keys[row]))
        if at == len(self._by_key) or int(self._keys[self._by_key[at]]) != key:
            return -1
        row = int(self._by_key[at])
        return -1 if self._dead[row] else row

    def hash_of(self, key: int) -> Hashes:
        """The hash of a key that is there. Shapes: (4,). Raises: KeyError."""
        if key in self._fresh:
            return np.array(self._fresh[key], np.uint64)
        row = self._row_of(key)
        if row < 0:
            raise KeyError(key)
        found: Hashes = self._rows[row].copy()
        return found

    def add(self, key: int, one: Hashes) -> None:
        """One more; a key that is there already gets this hash instead. Shapes: (4,). Cost: now and then the whole is built anew."""
        self.remove(key)
        self._fresh[key] = (int(one[0]), int(one[1]), int(one[2]), int(one[3]))
        if len(self._fresh) > self._few:
            self.compact()

    def remove(self, key: int) -> bool:
        """Takes one away; from the next search on it is not found. False where it was not there.

        Its bits are wiped at once. Its place in the tables, which tells of them too, goes when these are built anew: after so many, or
        by `compact`.
        """
        if self._fresh.pop(key, None) is not None:
            return True
        row = self._row_of(key)
        if row < 0:
            return False
        self._rows[row] = 0
        self._dead[row] = 1
        self._gone += 1
        if self._gone > self._few:
            self.compact()
        return True

    @property
    def _few(self) -> int:
        return max(_FEW, len(self._keys) // 100)

    def compact(self) -> None:
        """Builds the tables anew from what lives."""
        lives = self._dead == 0
        fresh = np.array(list(self._fresh.values()), np.uint64).reshape(-1, 4)
        keys = np.array(list(self._fresh), np.int64)
        self._build(np.concatenate((self._rows[lives], fresh)), np.concatenate((self._keys[lives], keys)))

    def search(self, one: Hashes, most: int = FURTHEST) -> list[Found]:
        """Every hash at a distance of at most `most`, the nearest first; none is left out. Shapes: (4,).

        Raises: ValueError where `most` is not 0 to 31.
        """
        if not 0 <= most <= FURTHEST:
            raise ValueError(f"a distance of 0 to {FURTHEST}")
        asked = np.ascontiguousarray(one, np.uint64)
        near = self._in_tables(asked, most) + self._in_fresh(asked, most)
        return sorted(near)

    def _in_tables(self, asked: Hashes, most: int) -> list[Found]:
        room = _ROOM
        while True:
            found, far = np.zeros(room, np.int32), np.zeros(room, np.int32)
            number = int(_kernels().probe(self._rows, self._dead, self._starts, self._order, asked, most, found, far))
            if number <= room:
                return [Found(int(far[at]), int(self._keys[found[at]])) for at in range(number)]
            room = number

    def _in_fresh(self, asked: Hashes, most: int) -> list[Found]:
        words = [int(word) for word in asked]
        away = (
            (key, sum((mine ^ theirs).bit_count() for mine, theirs in zip(row, words, strict=True))) for key, row in self._fresh.items()
        )
        return [Found(distance, key) for key, distance in away if distance <= most]

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return sum(part.nbytes for part in (self._rows, self._keys, self._dead, self._starts, self._order, self._by_key))
