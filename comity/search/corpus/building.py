"""Rows to an index in a folder. Reading names takes most of the time and is shared among processes; one writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.engines.filters.hashing import KeyHasher
from comity.engines.index import Document, create
from comity.names import keys
from comity.names.packing import pack
from comity.search.corpus.facts import person_of
from comity.search.corpus.model import Row
from comity.search.corpus.working import shared

CHUNK: Final = 2_000  # rows that a process takes at once
LANE: Final = 0  # nobody is kept from anything: the file is the asker's own


class Held(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the index gives back of a row: enough to compare it without the file."""

    row: Row
    packed: bytes


class Made(NamedTuple):
    """A chunk, read. `keys`: of all rows, one behind the other; `counts`: how many each row has. `unread`: (place, field)."""

    keys: bytes
    counts: list[int]
    held: list[bytes]
    unread: list[tuple[int, str]]


@lru_cache(maxsize=1)
def hasher() -> KeyHasher:
    """Keys without a secret: the index lives as long as the command, beside the file that it was made of."""
    return KeyHasher(bytes(32))


def build(rows: Iterable[Row], folder: Path, workers: int) -> tuple[int, list[tuple[int, str]]]:
    """The index of the rows. Gives how many there were, and (place from 0, field) of what could not be read.

    Raises: IndexUnusable. Cost: 300 us a row and process.
    """
    count, unread = 0, []
    with closing(create(folder)) as writer:
        for made in shared(read_chunk, _chunks(rows), workers):
            writer.add(list(_documents(made, count)))
            unread += [(count + place, field) for place, field in made.unread]
            count += len(made.counts)
        writer.commit()
    return count, unread


def read_chunk(rows: Sequence[Row]) -> Made:
    """The names of a chunk read, with their keys."""
    found: list[bytes] = []
    counts, held, unread = [], [], []
    for place, row in enumerate(rows):
        person = person_of(row.name, row.born, row.nationality)
        mine = keys.held(person.name, person.years, sorted(person.facts.nationalities))
        found += mine
        counts.append(len(mine))
        held.append(msgspec.msgpack.encode(Held(row, pack(person.name))))
        unread += [(place, field) for field in person.unread]
    return Made(hasher().many(found).tobytes(), counts, held, unread)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _documents(made: Made, start: int) -> Iterator[Document]:
    every: NDArray[np.uint64] = np.frombuffer(made.keys, np.uint64)
    at = 0
    for place, (count, held) in enumerate(zip(made.counts, made.held, strict=True), start):
        yield Document(place, ((LANE, np.unique(every[at : at + count])),), held)
        at += count
