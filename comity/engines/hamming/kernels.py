"""The compiled loops of exact search among hashes of 256 bits: tables by band, probing them, comparing one by one.

A hash is four unsigned 64-bit numbers. Its bands are sixteen pieces of sixteen bits, band 4w + k being bits 16k to 16k + 15 of word w.
Two hashes that differ in at most 31 of 256 bits differ in at most one bit of at least one of sixteen bands, since 16 bands with two
differences each make 32. So it is enough to look, in each band, at the rows whose piece equals the asked one (one bucket) or differs in
one bit (sixteen buckets).
Source: Norouzi, Punjani, Fleet, "Fast exact search in Hamming space with multi-index hashing", IEEE TPAMI 36 (6), 2014, section 3.

Signatures are written out, so that importing this module is the moment of compilation, or of loading what an earlier process compiled (in
the folder that `NUMBA_CACHE_DIR` names when numba is first imported). Every kernel runs without the interpreter's lock.
"""

from __future__ import annotations

import numpy as np
from numba import boolean, int32, int64, njit, uint8, uint32, uint64, void
from numba.core.types import Array
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]

_ROWS = Array(uint64, 2, "C", readonly=True)
_HASH = Array(uint64, 1, "C", readonly=True)
_DEAD = Array(uint8, 1, "C", readonly=True)
_STARTS = Array(uint32, 2, "C", readonly=True)
_ORDER = Array(uint32, 2, "C", readonly=True)

_ONE, _TWO, _FOUR = np.uint64(1), np.uint64(2), np.uint64(4)
_FIFTY_SIX, _SIXTEEN = np.uint64(56), np.uint64(16)
_M1, _M2, _M4 = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
_H01 = np.uint64(0x0101010101010101)
_LOW16 = np.uint64(0xFFFF)


@njit(inline="always")
def _ones(word: np.uint64) -> np.uint64:
    """Bits set in a word; the compiler makes one instruction of it where the machine has one."""
    word -= (word >> _ONE) & _M1
    word = (word & _M2) + ((word >> _TWO) & _M2)
    word = (word + (word >> _FOUR)) & _M4
    return (word * _H01) >> _FIFTY_SIX


@njit(inline="always")
def _piece(words: U64, band: int) -> np.uint64:
    piece: np.uint64 = (words[band >> 2] >> (np.uint64(band & 3) * _SIXTEEN)) & _LOW16
    return piece


@njit(inline="always")
def _distance(one: U64, other: U64) -> np.uint64:
    total = _ones(one[0] ^ other[0]) + _ones(one[1] ^ other[1])
    return total + _ones(one[2] ^ other[2]) + _ones(one[3] ^ other[3])


@njit(void(_ROWS, uint32[:, ::1], uint32[:, ::1]), cache=True, nogil=True)
def tables(rows: U64, starts: NDArray[np.uint32], order: NDArray[np.uint32]) -> None:
    """For each band, its rows in the order of their pieces (a counting sort).

    Shapes: `rows` (n, 4); `starts` (16, 65537), where each piece's rows begin; `order` (16, n), numbers of rows. Both are written.
    """
    count = rows.shape[0]
    for band in range(16):
        begin = starts[band]
        begin[:] = 0
        for row in range(count):
            begin[int64(_piece(rows[row], band)) + 1] += uint32(1)
        for piece in range(65536):
            begin[piece + 1] += begin[piece]
        free = begin.copy()
        for row in range(count):
            own = int64(_piece(rows[row], band))
            order[band, free[own]] = uint32(row)
            free[own] += uint32(1)


@njit(boolean(_HASH, _HASH, int64), cache=True, nogil=True)
def met_before(one: U64, other: U64, band: int) -> bool:
    """Whether an earlier band has brought these two together already, so that a row is given once."""
    for earlier in range(band):  # noqa: SIM110 - numba knows no generator expressions
        if _ones(_piece(one, earlier) ^ _piece(other, earlier)) <= _ONE:
            return True
    return False


@njit(int64(_ROWS, _DEAD, _STARTS, _ORDER, _HASH, int64, int32[::1], int32[::1]), cache=True, nogil=True)
def probe(
    rows: U64, dead: NDArray[np.uint8], starts: NDArray[np.uint32], order: NDArray[np.uint32], asked: U64, most: int, found: I32, far: I32
) -> int:
    """The rows within `most` (at most 31) of the asked hash, each once. Gives how many, also where more than `found` has room for.

    Shapes: `asked` (4,); `found`, `far` (room,) are written: numbers of rows and their distances.
    """
    number = 0
    bound = np.uint64(most)
    for band in range(16):
        piece = _piece(asked, band)
        for change in range(17):  # the piece itself, then each of its bits turned
            bucket = int64(piece if change == 0 else piece ^ (_ONE << np.uint64(change - 1)))
            for at in range(starts[band, bucket], starts[band, bucket + 1]):
                row = order[band, at]
                away = _distance(rows[row], asked)
                if away <= bound and dead[row] == 0 and not met_before(rows[row], asked, band):
                    if number < found.shape[0]:
                        found[number] = int32(row)
                        far[number] = int32(away)
                    number += 1
    return number


@njit(int64(_ROWS, _DEAD, _HASH, int64, int32[::1], int32[::1]), cache=True, nogil=True)
def scan(rows: U64, dead: NDArray[np.uint8], asked: U64, most: int, found: I32, far: I32) -> int:
    """The same by comparing with every row, at any distance: for few rows, and to prove `probe` right."""
    number = 0
    bound = np.uint64(most)
    for row in range(rows.shape[0]):
        away = _distance(rows[row], asked)
        if away <= bound and dead[row] == 0:
            if number < found.shape[0]:
                found[number] = int32(row)
                far[number] = int32(away)
            number += 1
    return number
