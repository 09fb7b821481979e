"""A record's keys and identity as keyed hashes, under the keyring's key for filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from comity.engines.filters.hashing import KeyHasher
from comity.engines.keyring import KeyName, Keyring, KeyringUnusable
from comity.registers.model import Register
from comity.registers.record import Values
from comity.registers.search_keys import identity_bytes, search_keys


class FilterKeyReplaced(KeyringUnusable):
    """Others hash under another key by now: whoever went on would miss what they write, and they what it writes."""

    def __init__(self) -> None:
        super().__init__("The filter key was replaced while this process ran. Start it again.")


class FilterHasher(KeyHasher):
    """Hashes under the version that the process began with, for as long as it is the newest. Raises: FilterKeyReplaced."""

    __slots__ = ("_keyring", "_version")

    def __init__(self, keyring: Keyring) -> None:
        key = keyring.key(KeyName.FILTER)
        super().__init__(key.secret)
        self._keyring = keyring
        self._version = key.version

    def _hash(self, data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
        if self._keyring.key(KeyName.FILTER).version != self._version:
            raise FilterKeyReplaced
        return super()._hash(data, offsets)


_HASHERS: Final[WeakKeyDictionary[Keyring, FilterHasher]] = WeakKeyDictionary()


def hasher(keyring: Keyring) -> KeyHasher:
    """The one hasher of this organisation: filters, search keys and identities agree by it. Cost of a batch: 2 us more, for the look."""
    found = _HASHERS.get(keyring)
    if found is None:
        found = _HASHERS[keyring] = FilterHasher(keyring)
    return found


def hashed(keyring: Keyring, register: Register, values: Values) -> tuple[int, list[int]]:
    """The identity and the search keys of a record. Units: 0 to 2**64 - 1."""
    identity, *keys = hasher(keyring).many((identity_bytes(register, values), *search_keys(register, values)))
    return int(identity), [int(key) for key in keys]


def hashed_many(keyring: Keyring, register: Register, many: Sequence[Values]) -> list[tuple[int, list[int]]]:
    """As `hashed`, of many records in one batch."""
    parts = [(identity_bytes(register, values), *search_keys(register, values)) for values in many]
    flat = iter(hasher(keyring).many([part for parts_of_one in parts for part in parts_of_one]).tolist())
    return [(next(flat), [next(flat) for _ in parts_of_one[1:]]) for parts_of_one in parts]
