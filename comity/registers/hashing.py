"""A record's keys and identity as keyed hashes, under the keyring's key for filters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from comity.engines.filters.hashing import KeyHasher
from comity.engines.keyring import KeyName, Keyring
from comity.registers.model import Register
from comity.registers.record import Values
from comity.registers.search_keys import identity_bytes, search_keys


@lru_cache(maxsize=8)
def _hasher(secret: bytes) -> KeyHasher:
    return KeyHasher(secret)


def hasher(keyring: Keyring) -> KeyHasher:
    """The one hasher of this organisation: filters, search keys and identities agree by it."""
    return _hasher(keyring.key(KeyName.FILTER).secret)


def hashed(keyring: Keyring, register: Register, values: Values) -> tuple[int, list[int]]:
    """The identity and the search keys of a record. Units: 0 to 2**64 - 1."""
    identity, *keys = hasher(keyring).many((identity_bytes(register, values), *search_keys(register, values)))
    return int(identity), [int(key) for key in keys]


def hashed_many(keyring: Keyring, register: Register, many: Sequence[Values]) -> list[tuple[int, list[int]]]:
    """As `hashed`, of many records in one batch."""
    parts = [(identity_bytes(register, values), *search_keys(register, values)) for values in many]
    flat = iter(hasher(keyring).many([part for parts_of_one in parts for part in parts_of_one]).tolist())
    return [(next(flat), [next(flat) for _ in parts_of_one[1:]]) for parts_of_one in parts]
