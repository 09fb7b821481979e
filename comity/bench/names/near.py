"""Who on a list is nearest to a name, by a measure that none of the scorers uses: trigrams of the words in the order of the alphabet.

So a hard negative is hard for all of them alike, and not chosen by what one of them takes for near.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

_WIDTH: Final = 2048  # columns; trigrams that share one are rare enough not to change who is nearest
_STEP: Final = 4096  # rows at once, so that memory stays small

Places = NDArray[np.int64]


def plain(text: str) -> str:
    """Small Latin letters and digits, the words in the order of the alphabet."""
    folded = "".join(letter if letter.isalnum() else " " for letter in anyascii(text).lower())
    return " ".join(sorted(folded.split()))


def trigrams(text: str) -> list[str]:
    """Three letters at a time, spaces at the ends included."""
    spaced = f" {plain(text)} "
    return [spaced[at : at + 3] for at in range(len(spaced) - 2)]


def vectors(names: Sequence[str]) -> NDArray[np.float32]:
    """Counted trigrams, of length 1. Shape (n, 2048)."""
    made = np.zeros((len(names), _WIDTH), np.float32)
    for row, name in enumerate(names):
        for piece in trigrams(name):
            made[row, zlib.crc32(piece.encode()) % _WIDTH] += 1
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    made /= np.maximum(lengths, 1e-9)
    return made


def nearest(names: Sequence[str], others: Sequence[str], count: int, same: Sequence[frozenset[int]] | None = None) -> Places:
    """The places in `others` of those nearest to each name, nearest first. Shape (n, count).

    `same`: for each name the places that are the same bearer and never come.
    """
    asked = vectors(names)
    best = np.zeros((len(names), 0), np.float32)
    places = np.zeros((len(names), 0), np.int64)
    for start in range(0, len(others), _STEP):
        alike = asked @ vectors(others[start : start + _STEP]).T
        for row, own in enumerate(same or ()):
            alike[row, [place - start for place in own if start <= place < start + alike.shape[1]]] = -1
        here = np.broadcast_to(np.arange(start, start + alike.shape[1]), alike.shape)
        best, places = np.hstack((best, alike)), np.hstack((places, here))
        order = np.argsort(-best, axis=1, kind="stable")[:, :count]
        best, places = np.take_along_axis(best, order, 1), np.take_along_axis(places, order, 1)
    return places
