"""The Merkle tree of RFC 6962 (section 2.1; the same in RFC 9162): append only, small proofs. Pure.

Shapes: every hash is 32 bytes (SHA-256). A *frontier* is the roots of the full subtrees of a tree, largest first: one for each
bit that is set in its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def hash_leaf(content: bytes) -> bytes:
    """The prefix keeps a leaf from ever being taken for a node (second preimage)."""
    return sha256(_LEAF + content).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children, 32 bytes. *Source*: RFC 9162, 2.1.1: the prefix 0x01 tells it from a leaf."""
    return sha256(_NODE + left + right).digest()


EMPTY_ROOT: Final = sha256(b"").digest()


class Frontier:
    """A tree that grows leaf by leaf and remembers no more than it needs for its root. Cost of an append: 1 hash on average."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Raises: ValueError, where the peaks do not fit the size."""
        if len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(peaks)}")
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> None:
        """Takes one more leaf hash."""
        size = self.size
        while size & 1:
            leaf = sha256(_NODE + self._peaks.pop() + leaf).digest()
            size >>= 1
        self._peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Appends leaves in order. *Cost*: on average one hash a leaf."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The root hash of what was appended so far."""
        if not self._peaks:
            return EMPTY_ROOT
        total = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            total = hash_node(peak, total)
        return total

    def to_bytes(self) -> bytes:
        """The peaks, largest first, 32 bytes each."""
        return b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> Frontier:
        """Raises: ValueError, where the bytes do not fit the size."""
        if len(peaks) % HASH_BYTES:
            raise ValueError("a frontier is whole hashes of 32 bytes")
        return cls(size, [peaks[i : i + HASH_BYTES] for i in range(0, len(peaks), HASH_BYTES)])


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]): shows that leaf `index` is in the tree of these leaves.

    Raises: ValueError, where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ValueError(f"leaf {index} is not in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(index, leaves[:split]), root_of(leaves[split:])]
    return [*inclusion_proof(index - split, leaves[split:]), root_of(leaves[:split])]


def consistency_proof(size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n]): shows that the tree of these leaves began with the tree of its first `size`.

    Raises: ValueError, where `size` is nought or larger than the tree.
    """
    if not 0 < size <= len(leaves):
        raise ValueError(f"no tree of {size} leaves begins a tree of {len(leaves)}")
    return _subproof(size, leaves, whole=True)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows this leaf hash at this place under this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, total = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            total = hash_node(step, total)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            total = hash_node(total, step)
        place, last = place >> 1, last >> 1
    return last == 0 and total == root


def consistent(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the larger tree began with the smaller one (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = hash_node(step, old), hash_node(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = hash_node(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def _subproof(size: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = _split(len(leaves))
    if size <= split:
        return [*_subproof(size, leaves[:split], whole=whole), root_of(leaves[split:])]
    return [*_subproof(size - split, leaves[split:], whole=False), root_of(leaves[:split])]
