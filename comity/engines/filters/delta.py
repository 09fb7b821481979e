"""What changed since a file was built: a set of (key, class) that only grows, each with the position of its latest change.

An open-addressed table, at most half full. One writer adds in place; readers beside it need no lock (see `kernels.delta_add`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comity.engines.filters.compiled import kernels

SMALLEST: Final = 1024
_GOLDEN: Final = 0x9E37_79B9_7F4A_7C15
_SALT: Final = 0xD1B5_4A32_D192_ED03  # an odd number with no pattern, so that class 0 has a salt too


def salt(class_id: int) -> np.uint64:
    """What a class adds to its keys before they are mixed, different for each class."""
    return np.uint64(((class_id + 1) * _GOLDEN ^ _SALT) % (1 << 64))


@dataclass(frozen=True, slots=True)
class Delta:
    """Shapes: tokens, held (the keys as they came) and positions (slots,), a power of two, or (0,) where nothing was ever added;
    seen (slots / 4,): 16 bits a slot, one of them set for each key, so that most probes end there.
    """

    seen: NDArray[np.uint64]
    tokens: NDArray[np.uint64]
    held: NDArray[np.uint64]
    positions: NDArray[np.int64]

    @classmethod
    def of_size(cls, entries: int) -> Delta:
        """An empty one that can take so many entries."""
        slots = 0 if entries == 0 else max(SMALLEST, 1 << (2 * entries - 1).bit_length())
        words = np.zeros(slots // 4, np.uint64), np.zeros(slots, np.uint64), np.zeros(slots, np.uint64)
        return cls(*words, np.zeros(slots, np.int64))

    def __len__(self) -> int:
        return int(np.count_nonzero(self.tokens))

    def add(self, class_id: int, keys: NDArray[np.uint64], position: int) -> int:
        """Adds keys of a class and gives how many were new. The caller has asked `with_room_for` before."""
        return int(kernels().delta_add(*self.arrays(), keys, salt(class_id), position))

    def with_room_for(self, more: int, used: int) -> Delta:
        """This table, or a larger copy where `used + more` entries would make it more than half full."""
        if 2 * (used + more) <= self.tokens.size:
            return self
        return self.since(0, used + max(more, used))

    def since(self, position: int, room: int | None = None) -> Delta:
        """A copy of the entries whose latest change is at or after a position; those before it are in the file."""
        kept = int(np.count_nonzero(self.positions[self.tokens != 0] >= position))
        other = Delta.of_size(kept if room is None else max(room, kept))
        if kept:
            kernels().delta_move(self.tokens, self.held, self.positions, position, *other.arrays())
        return other

    def arrays(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64]]:
        """All four, in the order that the kernels take them."""
        return self.seen, self.tokens, self.held, self.positions
