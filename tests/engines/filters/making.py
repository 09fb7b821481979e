"""Filter files for tests, signed with a real key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from numpy.typing import NDArray

from comity.engines.filters.files import FilterFile, open_file, write
from comity.engines.filters.format import Facts

ORGANISATION = UUID("7a6f0000-0000-8000-8000-000000000001")
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FACTS = Facts(organisation=ORGANISATION, database=77, built_at_us=1_800_000_000_000_000, position=1000, key_version=1)


def verify(message: bytes, signature: bytes) -> bool:
    try:
        SIGNING.public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def keys(*numbers: int) -> NDArray[np.uint64]:
    return np.array(numbers, np.uint64)


def some_keys(count: int, seed: int = 0) -> NDArray[np.uint64]:
    return np.random.default_rng(seed).integers(0, 2**64, count, dtype=np.uint64)


def make(folder: Path, classes: Mapping[int, NDArray[np.uint64]], position: int = 1000, built_at_us: int = FACTS.built_at_us) -> Path:
    facts = replace(FACTS, position=position, built_at_us=built_at_us)
    return write(folder, facts, {number: (lambda held=held: held) for number, held in classes.items()}, SIGNING.sign)


def opened(path: Path) -> FilterFile:
    return open_file(path, organisation=ORGANISATION, verify=verify, database=77)
