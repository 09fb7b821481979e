"""The compiled loops: keyed hashing, fuse build, probing, the delta's table.

All of them stand in this one file because the on-disk cache of numba notices changes only in the file that a function stands in.
Signatures are written out, so that *importing this module* is the moment of compilation (or of loading the cache, in the folder that
`NUMBA_CACHE_DIR` names when numba is first imported). Every kernel runs without the interpreter's lock.

Integers are unsigned 64-bit throughout: numba makes a float of a signed and an unsigned one, so constants are spelled as `np.uint64`.
Arrays are little-endian; the package refuses to be imported elsewhere (`format`).
"""

from __future__ import annotations

import numpy as np
from numba import boolean, int64, njit, uint8, uint16, uint64, void
from numba.core.types import Array
from numpy.typing import NDArray

U64 = NDArray[np.uint64]

_BYTES = Array(uint8, 1, "C", readonly=True)
_OFFSETS = Array(int64, 1, "C", readonly=True)
_KEYS = Array(uint64, 1, "C", readonly=True)
_CELLS = Array(uint16, 1, "C", readonly=True)
_ROWS = Array(uint64, 2, "C", readonly=True)

_ZERO, _ONE = np.uint64(0), np.uint64(1)
_R13, _R16, _R17, _R21, _R32, _R33, _R56 = (np.uint64(n) for n in (13, 16, 17, 21, 32, 33, 56))
_R48, _R51, _R47, _R43, _R18, _R36 = (np.uint64(n) for n in (48, 51, 47, 43, 18, 36))
_SIX, _SIXTY_THREE, _SIXTY_FOUR = np.uint64(6), np.uint64(63), np.uint64(64)
_LOW32 = np.uint64(0xFFFF_FFFF)
_LOW16 = np.uint64(0xFFFF)
_END = np.uint64(0xFF)
# "somepseudorandomlygeneratedbytes", the initial state of SipHash (Aumasson and Bernstein 2012, section 2.1).
_S0, _S1 = np.uint64(0x736F6D6570736575), np.uint64(0x646F72616E646F6D)
_S2, _S3 = np.uint64(0x6C7967656E657261), np.uint64(0x7465646279746573)
# The 64-bit finaliser of MurmurHash3 (Appleby), a bijection that spreads every bit.
_M0, _M1 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)


@njit(inline="always")
def _sip_round(v0: np.uint64, v1: np.uint64, v2: np.uint64, v3: np.uint64) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    v0 += v1
    v1 = (v1 << _R13) | (v1 >> _R51)
    v1 ^= v0
    v0 = (v0 << _R32) | (v0 >> _R32)
    v2 += v3
    v3 = (v3 << _R16) | (v3 >> _R48)
    v3 ^= v2
    v0 += v3
    v3 = (v3 << _R21) | (v3 >> _R43)
    v3 ^= v0
    v2 += v1
    v1 = (v1 << _R17) | (v1 >> _R47)
    v1 ^= v2
    v2 = (v2 << _R32) | (v2 >> _R32)
    return v0, v1, v2, v3


@njit(inline="always")
def _word(data: NDArray[np.uint8], at: int) -> np.uint64:
    """Eight bytes, least significant first; the compiler makes one load of it."""
    word = uint64(data[at])
    for i in range(1, 8):
        word |= uint64(data[at + i]) << uint64(8 * i)
    return word  # type: ignore[no-any-return]


@njit(void(_BYTES, _OFFSETS, uint64, uint64, uint64[::1]), cache=True, nogil=True)
def sip_many(data: NDArray[np.uint8], offsets: NDArray[np.int64], k0: np.uint64, k1: np.uint64, out: U64) -> None:
    """SipHash-2-4 of `data[offsets[i]:offsets[i + 1]]` into `out[i]`. Shapes: offsets (n + 1,), out (n,)."""
    for i in range(out.size):
        start, end = offsets[i], offsets[i + 1]
        v0, v1, v2, v3 = k0 ^ _S0, k1 ^ _S1, k0 ^ _S2, k1 ^ _S3
        at = start
        while at + 8 <= end:
            m = _word(data, at)
            v3 ^= m
            v0, v1, v2, v3 = _sip_round(v0, v1, v2, v3)
            v0, v1, v2, v3 = _sip_round(v0, v1, v2, v3)
            v0 ^= m
            at += 8
        m = uint64(end - start) << _R56
        for j in range(end - at):
            m |= uint64(data[at + j]) << uint64(8 * j)
        v3 ^= m
        v0, v1, v2, v3 = _sip_round(v0, v1, v2, v3)
        v0, v1, v2, v3 = _sip_round(v0, v1, v2, v3)
        v0 ^= m
        v2 ^= _END
        for _ in range(4):
            v0, v1, v2, v3 = _sip_round(v0, v1, v2, v3)
        out[i] = v0 ^ v1 ^ v2 ^ v3


@njit(inline="always")
def _mix(key: np.uint64, seed: np.uint64) -> np.uint64:
    """A bijection of the key for each seed, so that equal mixed values mean equal keys."""
    h = key + seed
    h ^= h >> _R33
    h *= _M0
    h ^= h >> _R33
    h *= _M1
    return h ^ (h >> _R33)


@njit(inline="always")
def _high_product(a: np.uint64, b: np.uint64) -> np.uint64:
    """The upper half of a 64 x 64 bit product, for b below 2^32: maps a uniform hash to 0..b-1 (Lemire 2019) in its own order."""
    return ((a >> _R32) * b + (((a & _LOW32) * b) >> _R32)) >> _R32


@njit(inline="always")
def _places(h: np.uint64, length: np.uint64, spread: np.uint64) -> tuple[np.uint64, np.uint64, np.uint64]:
    """The three cells of a mixed key, in three neighbouring segments (Graf and Lemire 2022, section 3)."""
    p0 = _high_product(h, spread)
    mask = length - _ONE
    p1 = (p0 + length) ^ ((h >> _R18) & mask)
    p2 = (p0 + length + length) ^ (h & mask)
    return p0, p1, p2


@njit(inline="always")
def _fingerprint(h: np.uint64) -> np.uint64:
    return (h ^ (h >> _R32)) & _LOW16


@njit(void(_KEYS, uint64, uint64[::1]), cache=True, nogil=True)
def mix_all(keys: U64, seed: np.uint64, out: U64) -> None:
    """Mixes every key. Shapes: keys (n,), out (n,)."""
    for i in range(keys.size):
        out[i] = _mix(keys[i], seed)


@njit(int64(uint64[::1]), cache=True, nogil=True)
def drop_repeats(values: U64) -> int:
    """Moves the different values of a sorted array to its front, in place; gives how many there are."""
    if values.size == 0:
        return 0
    kept = 1
    for i in range(1, values.size):
        if values[i] != values[i - 1]:
            values[kept] = values[i]
            kept += 1
    return kept


@njit(void(_KEYS, uint64, uint64, uint8[::1], uint64[::1]), cache=True, nogil=True)
def count_cells(hashes: U64, length: np.uint64, spread: np.uint64, degree: NDArray[np.uint8], joined: U64) -> None:
    """How many hashes touch each cell, and their XOR. A cell touched 255 times or more stays at 255, and so is never peeled.

    Sorted hashes walk the cells in order: that is what makes this pass fast. Shapes: degree and joined (cells,), zeroed.
    """
    for i in range(hashes.size):
        h = hashes[i]
        for p in _places(h, length, spread):
            joined[p] ^= h
            if degree[p] < 255:
                degree[p] += 1


@njit(int64(uint64, uint64, uint8[::1], uint64[::1], uint64[::1], uint8[::1]), cache=True, nogil=True)
def peel(length: np.uint64, spread: np.uint64, degree: NDArray[np.uint8], joined: U64, order: U64, turn: NDArray[np.uint8]) -> int:
    """Takes hashes off one by one, each through a cell that only it still touches; gives how many came off.

    `order[i]` is the i-th hash taken and `turn[i]` which of its three cells (0, 1, 2) it alone touched. The construction works where
    all came off. A cell that becomes single while its neighbours are walked is followed at once through a small stack in `alone`.
    Shapes: degree and joined (cells,), order and turn (n,).
    """
    cells = degree.size
    alone = np.empty(cells, np.uint32)
    waiting = 0
    for cell in range(cells):
        if degree[cell] == 1:
            alone[waiting] = cell
            waiting += 1
    taken = 0
    while waiting > 0:
        waiting -= 1
        cell = alone[waiting]
        if degree[cell] != 1:
            continue
        h = joined[cell]
        order[taken] = h
        for which, p in enumerate(_places(h, length, spread)):
            if p == cell:
                turn[taken] = which
            joined[p] ^= h
            if degree[p] < 255:
                degree[p] -= 1
                if degree[p] == 1:
                    alone[waiting] = p
                    waiting += 1
        taken += 1
    return taken


@njit(void(uint64, uint64, _KEYS, Array(uint8, 1, "C", readonly=True), uint16[::1]), cache=True, nogil=True)
def assign(length: np.uint64, spread: np.uint64, order: U64, turn: NDArray[np.uint8], cells: NDArray[np.uint16]) -> None:
    """Fills the cells backwards, so that the three of each hash give its fingerprint. Shapes: order, turn (n,); cells (m,), zeroed."""
    for i in range(order.size - 1, -1, -1):
        h = order[i]
        p0, p1, p2 = _places(h, length, spread)
        total = uint16(_fingerprint(h)) ^ cells[p0] ^ cells[p1] ^ cells[p2]
        own = p0
        if turn[i] == 1:
            own = p1
        elif turn[i] == 2:
            own = p2
        cells[own] = total ^ cells[own]


@njit(inline="always")
def _token(key: np.uint64, salt: np.uint64) -> np.uint64:
    """One number for a key in a class; never 0, which marks an empty slot. Two pairs share one with chance 2^-64, a false *maybe*."""
    token = _mix(key, salt)
    return token if token != _ZERO else _ONE


@njit(inline="always")
def _slot(tokens: U64, token: np.uint64) -> np.uint64:
    """Where the token stands, else the empty slot where it would go."""
    mask = uint64(tokens.size) - _ONE
    slot = token & mask
    while tokens[slot] != _ZERO and tokens[slot] != token:
        slot = (slot + _ONE) & mask
    return slot


@njit(inline="always")
def _bit(seen: U64, key: np.uint64) -> tuple[np.uint64, np.uint64]:
    """The word and the bit that stand for a key in `seen`."""
    at = key & (uint64(seen.size) * _SIXTY_FOUR - _ONE)
    return at >> _SIX, _ONE << (at & _SIXTY_THREE)


@njit(
    int64(uint64[::1], uint64[::1], uint64[::1], int64[::1], _KEYS, uint64, int64),
    cache=True,
    nogil=True,
)
def delta_add(seen: U64, tokens: U64, held: U64, positions: NDArray[np.int64], keys: U64, salt: np.uint64, position: int) -> int:
    """Puts keys of one class into the open-addressed table; an entry that is there keeps the later position. Gives how many were new.

    The token is stored last and in one piece, and nothing ever moves within a table, so a reader beside needs no lock.
    Shapes: seen (a power of two,), tokens, held and positions (a power of two,), at most half full afterwards (the caller sees to it);
    keys (n,).
    """
    new = 0
    for i in range(keys.size):
        token = _token(keys[i], salt)
        slot = _slot(tokens, token)
        positions[slot] = max(positions[slot], position)
        if tokens[slot] == _ZERO:
            word, bit = _bit(seen, keys[i])
            seen[word] |= bit
            held[slot] = keys[i]
            tokens[slot] = token
            new += 1
    return new


@njit(
    int64(uint64[::1], uint64[::1], int64[::1], int64, uint64[::1], uint64[::1], uint64[::1], int64[::1]),
    cache=True,
    nogil=True,
)
def delta_move(
    tokens: U64,
    held: U64,
    positions: NDArray[np.int64],
    since: int,
    new_seen: U64,
    new_tokens: U64,
    new_held: U64,
    new_positions: NDArray[np.int64],
) -> int:
    """Copies the entries at or after a position into an empty, larger or smaller table; gives how many there are."""
    kept = 0
    for i in range(tokens.size):
        if tokens[i] != _ZERO and positions[i] >= since:
            slot = _slot(new_tokens, tokens[i])
            word, bit = _bit(new_seen, held[i])
            new_seen[word] |= bit
            new_held[slot] = held[i]
            new_positions[slot] = positions[i]
            new_tokens[slot] = tokens[i]
            kept += 1
    return kept


@njit(void(_CELLS, _ROWS, _KEYS, uint64[::1], uint64[::1], _KEYS, boolean[::1]), cache=True, nogil=True)
def probe(cells: NDArray[np.uint16], rows: U64, salts: U64, seen: U64, tokens: U64, keys: U64, out: NDArray[np.bool_]) -> None:
    """Whether any of the classes may hold each key: its fuse filters, then its delta.

    Class by class and without a branch, so that many look-ups are under way at once: they wait for memory, not for one another.
    The delta is asked only for keys whose bit in `seen` is set: a few in a hundred, which the processor foresees.
    Shapes: cells (the whole file,) 16-bit; rows (classes, 4): first cell, seed, segment length, spread; salts (classes,);
    seen and tokens (a power of two or 0,); keys and out (n,).
    """
    for i in range(keys.size):
        out[i] = False
    for row in range(rows.shape[0]):
        base, seed, length, spread = rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 3]
        for i in range(keys.size):
            h = _mix(keys[i], seed)
            p0, p1, p2 = _places(h, length, spread)
            held = cells[base + p0] ^ cells[base + p1] ^ cells[base + p2]
            out[i] |= uint16(_fingerprint(h)) == held
    if tokens.size > 0:
        for i in range(keys.size):
            word, bit = _bit(seen, keys[i])
            if seen[word] & bit != _ZERO:
                for row in range(salts.size):
                    out[i] |= tokens[_slot(tokens, _token(keys[i], salts[row]))] != _ZERO
