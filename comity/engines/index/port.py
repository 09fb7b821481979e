"""What an index of weighted keys does, whichever engine serves it.

A document lies in a lane: the set of those who may meet it. Whoever asks names the lanes open to them, and a document elsewhere is neither
read nor counted for them. A document's score is the sum of the weights of the keys that it shares with the question: never what the index
holds beside it. Equal scores are ordered by a hash of the record, never by when a document came.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Unavailable


class IndexUnusable(Unavailable):
    """The folder holds no index that this engine can read or write."""


class Document(NamedTuple):
    """What is found. Units: `record`, lanes and keys 0 to 2**64 - 1; `ends` a day, counted from 1970-01-01.

    `record`: documents of one record are replaced and removed together. `lanes`: each with the keys that find the document in it; who asks
    in two of its lanes at once adds both up. `held`: given back as it is, at most some hundred bytes.
    Shapes: keys (n,), each once.
    """

    record: int
    lanes: tuple[tuple[int, NDArray[np.uint64]], ...]
    held: bytes
    ends: int = 0


class Question(msgspec.Struct, frozen=True, gc=False):
    """`keys` with their weights, which are above 0; `lanes` that are open to the asker; `most` documents wanted."""

    keys: tuple[tuple[int, float], ...]
    lanes: tuple[int, ...]
    most: int


class Found(NamedTuple):
    """A document that shares a key with the question. `score`: the sum of the weights of those it shares, to four digits."""

    score: float
    held: bytes


class Index(Protocol):
    """One state of an index, to be asked. Several threads may ask."""

    def search(self, question: Question) -> list[Found]:
        """The best documents in the asker's lanes, the best first. Raises: IndexUnusable."""

    def __len__(self) -> int:
        """Documents that it holds."""


class Writer(Protocol):
    """The one that changes an index; a second one of the same folder is refused. Nothing is seen by others before `commit`."""

    def add(self, documents: list[Document]) -> None:
        """Adds documents."""

    def remove(self, record: int) -> None:
        """Takes away all documents of a record that were added before."""

    def remove_ended(self, day: int) -> None:
        """Takes away all documents that end on that day."""

    def commit(self) -> None:
        """Makes what was done durable, all of it or nothing, and seen by whoever looks anew. Raises: IndexUnusable."""

    def close(self) -> None:
        """Lets the folder go, without what was not committed."""
