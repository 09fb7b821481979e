"""Keccak-256 as Ethereum, Tron and Monero use it: the padding of the competition, which SHA-3 changed before it became a standard.

Source: The Keccak reference, version 3.0, 1.2 (permutation), 2.1 (padding 10*1); rate 1088 bits, capacity 512. The packages here offer
SHA-3 alone. Cost: 0.5 ms a block of 136 bytes, in plain Python; an address needs one.
"""

from __future__ import annotations

from typing import Final

_RATE: Final = 136  # bytes
_MASK: Final = (1 << 64) - 1


def _constants() -> tuple[int, ...]:
    """The round constants, from the shift register of 1.2: bits of x^t mod x^8 + x^6 + x^5 + x^4 + 1."""
    state, constants = 1, []
    for _ in range(24):
        constant = 0
        for place in range(7):
            if state & 1:
                constant |= 1 << ((1 << place) - 1)
            state = (state << 1) ^ (0x171 if state & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _offsets() -> tuple[int, ...]:
    """How far each lane x + 5 y turns: the triangular numbers along the path of 1.2 (rho)."""
    offsets, x, y = [0] * 25, 1, 0
    for step in range(24):
        offsets[x + 5 * y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return tuple(offsets)


_CONSTANTS: Final = _constants()
_OFFSETS: Final = _offsets()


def _turned(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK


def _permuted(lanes: list[int]) -> list[int]:
    """Keccak-f[1600]. Shapes: 25 lanes of 64 bits, lane x + 5 y."""
    for constant in _CONSTANTS:
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        mixed = [columns[x - 1] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
        moved = [0] * 25
        for place in range(25):
            x, y = place % 5, place // 5
            moved[y + 5 * ((2 * x + 3 * y) % 5)] = _turned(lanes[place] ^ mixed[x], _OFFSETS[place])
        lanes = [
            moved[place] ^ (~moved[(place + 1) % 5 + place // 5 * 5] & moved[(place + 2) % 5 + place // 5 * 5] & _MASK)
            for place in range(25)
        ]
        lanes[0] ^= constant
    return lanes


def keccak_256(message: bytes) -> bytes:
    """The 32 bytes of the hash."""
    padded = bytearray(message + b"\x01" + bytes(-(len(message) + 1) % _RATE))
    padded[-1] |= 0x80
    return sponge(bytes(padded))


def sponge(padded: bytes) -> bytes:
    """The first 32 bytes out of the sponge. Shapes: whole blocks of 136 bytes in."""
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for place in range(_RATE // 8):
            lanes[place] ^= int.from_bytes(padded[start + 8 * place : start + 8 * place + 8], "little")
        lanes = _permuted(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])
