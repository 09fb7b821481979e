"""What the filters do by themselves: answering many look-ups, and being built from many keys. Hashing counts in both."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from comity.app import opened
from comity.bench.rows import Say
from comity.bench.timing import absent
from comity.bench.world import SEED, World
from comity.engines import crypto
from comity.engines.filters import files
from comity.engines.filters.files import FilterFile
from comity.engines.filters.filterset import Filters
from comity.engines.filters.format import Facts
from comity.engines.filters.hashing import KeyHasher
from comity.kernel.errors import Unavailable
from comity.kernel.kinds import DOCUMENT_NUMBER
from comity.registers.catalogue import register
from comity.registers.hashing import hasher
from comity.registers.sample import sample_number
from comity.registers.search_keys import key_bytes
from comity.search.audiences import OPEN_CLASS

BATCH: Final = 1_000
_NUMBER: Final = register("travel_documents").number
_NUMBERS: Final = 100_000
_RANDOM_AT_ONCE: Final = 1_000_000
_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class Answering:
    """How the filter of a world answers. Shares: 0 to 1."""

    lookups_per_s: float
    bytes_per_key: float
    false_positive_share: float
    keys: int


@dataclass(frozen=True, slots=True)
class Building:
    """How a filter is built. `packed_per_s`: the same from values that lie one behind the other already."""

    keys_per_s: float
    packed_per_s: float
    keys: int


async def _of(world: World) -> tuple[FilterFile, KeyHasher]:
    async with opened(world.settings) as comity:
        file = comity.place.newest()
        if file is None:
            raise Unavailable("The world has no filter.", "All figures without it.")
        return file, hasher(comity.keyring)


def answering(world: World, seconds: float, say: Say) -> Answering:
    """Look-ups as a batch makes them: a thousand identifiers hashed together, then probed. Half of them are there."""
    file, hashing = asyncio.run(_of(world))
    filters = Filters(file.facts.key_version)
    filters.swap(file)
    there = (sample_number(SEED, place % world.size) for place in range(_NUMBERS))
    values = [_key(number) for pair in zip(there, absent(3), strict=False) for number in pair]
    batches = [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
    say(f"look-ups in batches of {BATCH:,}")
    rate = _rate(filters, hashing, batches, seconds)
    say("false positives among keys that nobody has")
    wrong = sum(int(filters.probe(_random_keys(), (OPEN_CLASS,)).sum()) for _ in range(_ROUNDS))
    keys = sum(section.count for section in file.sections)
    return Answering(rate, file.path.stat().st_size / keys, wrong / (_ROUNDS * _RANDOM_AT_ONCE), keys)


def _rate(filters: Filters, hashing: KeyHasher, batches: list[list[bytes]], seconds: float) -> float:
    done, start = 0, time.perf_counter()
    while (took := time.perf_counter() - start) < seconds:
        for batch in batches:
            filters.probe(hashing.many(batch), (OPEN_CLASS,))
            done += len(batch)
    return done / took


def _key(number: str) -> bytes:
    return key_bytes(_NUMBER, "document_number", DOCUMENT_NUMBER.fold(number), "XBM")


def _random_keys() -> NDArray[np.uint64]:
    return np.frombuffer(secrets.token_bytes(8 * _RANDOM_AT_ONCE), np.uint64)


def building(keys: int, say: Say) -> Building:
    """A whole file from identifiers: hashed, built, signed, durable."""
    say(f"building a filter of {keys:,} keys")
    numbers = (sample_number(SEED, place) for place in range(keys))
    values = [_key(number) for number in numbers]
    packed = np.frombuffer(b"".join(values) + b"\0", np.uint8)
    offsets = np.zeros(keys + 1, np.int64)
    np.cumsum(np.fromiter(map(len, values), np.int64, keys), out=offsets[1:])
    hashing = KeyHasher(secrets.token_bytes(32))
    hashing.many(values[:BATCH])
    return Building(keys / _built(lambda: hashing.many(values)), keys / _built(lambda: hashing.packed(packed, offsets)), keys)


def _built(keys: Callable[[], NDArray[np.uint64]]) -> float:
    """Seconds."""
    seed = secrets.token_bytes(32)
    facts = Facts(uuid4(), 0, 1, 1, 1)
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        files.write(Path(place), facts, {OPEN_CLASS: keys}, lambda message: crypto.sign(seed, message))
        return time.perf_counter() - start


def false_positives(world: World, say: Say, wanted: int) -> tuple[str, ...]:
    """Numbers of documents that are not there although the filter says *maybe*."""
    say("looking for false positives of the filter")
    file, hashing = asyncio.run(_of(world))
    filters = Filters(file.facts.key_version)
    filters.swap(file)
    found: list[str] = []
    for start in range(0, 10_000_000, _NUMBERS):
        numbers = [f"ZZ{place:07d}" for place in range(start, start + _NUMBERS)]
        keys = hashing.many([_key(number) for number in numbers])
        found += [numbers[place] for place in np.flatnonzero(filters.probe(keys, (OPEN_CLASS,))).tolist()]
        if len(found) >= wanted:
            break
    return tuple(found)
