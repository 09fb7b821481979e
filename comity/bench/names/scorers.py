"""Our own ways to compare two names, as the benchmark calls them."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from comity.bench.names.model import Kind, Scorer
from comity.bench.names.near import trigrams

_KEPT: Final = 200_000  # names; each is read once and compared many times


def ours() -> Scorer:
    """What the product scores with."""
    likeness = import_module("comity.names.likeness").likeness
    reading = import_module("comity.names.reading").read_name
    entity = _entity()

    @lru_cache(maxsize=_KEPT)
    def read(text: str) -> Any:
        return reading(text)

    def score(kind: Kind, a: str, b: str) -> float:
        if kind is Kind.ENTITY and entity is not None:
            return float(entity(a, b))
        return float(likeness(read(a), read(b)).score)

    return Scorer("comity", score)


def _entity() -> Any:
    try:
        entities = import_module("comity.names.entities")
    except ModuleNotFoundError:
        return None

    @lru_cache(maxsize=_KEPT)
    def read(text: str) -> Any:
        return entities.read_entity(text)

    return lambda a, b: entities.entity_likeness(read(a), read(b))


def plainest() -> Scorer:
    """Shared trigrams of anyascii's letters, words sorted: what costs nothing, to see what the rest is worth."""

    @lru_cache(maxsize=_KEPT)
    def pieces(text: str) -> frozenset[str]:
        return frozenset(trigrams(text))

    def score(_: Kind, a: str, b: str) -> float:
        one, other = pieces(a), pieces(b)
        return len(one & other) / max(1, len(one | other))

    return Scorer("anyascii trigrams", score)


def available() -> list[Scorer]:
    """Ours where it is there, and the plainest."""
    try:
        product = ours()
        product.score(Kind.PERSON, "a", "b")
        return [product, plainest()]
    except (ImportError, AttributeError):
        return [plainest()]
