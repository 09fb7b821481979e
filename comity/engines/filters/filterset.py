"""What a process asks: one file and the changes since, swapped whole. Never a false negative, whatever is added or swapped meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comity.engines.filters.compiled import kernels
from comity.engines.filters.delta import Delta, salt
from comity.engines.filters.errors import OtherKey, StaleFile
from comity.engines.filters.files import FilterFile

_CELL_BYTES: Final = 2
_MEMO: Final = 4096  # viewers see a few thousand different combinations of classes at most; beyond that the memo starts anew

Selection = tuple[NDArray[np.uint64], NDArray[np.uint64]]
Change = tuple[int, NDArray[np.uint64], int]  # class, keys, position (xid8 of the change)


@dataclass(frozen=True, slots=True)
class Stats:
    """For the operator's page. `answering` is false while every answer is *maybe*. Units: `bytes` of the file, times in microseconds."""

    answering: bool
    path: Path | None
    position: int
    built_at_us: int
    key_version: int
    classes: int
    keys: int
    bytes: int
    delta: int


@dataclass(frozen=True, slots=True)
class FilterSet:
    """One file with the delta since. A class that neither knows is empty."""

    file: FilterFile
    delta: Delta
    _rows: dict[int, tuple[int, int, int, int]] = field(repr=False)
    _memo: dict[tuple[int, ...], Selection] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, file: FilterFile, delta: Delta) -> FilterSet:
        """A set over an opened file."""
        full = [section for section in file.sections if section.count]
        spread = {s.class_id: (s.offset // _CELL_BYTES, s.seed, s.segment_length, s.segments * s.segment_length) for s in full}
        return cls(file, delta, spread)

    def with_delta(self, delta: Delta) -> FilterSet:
        """The same file with another delta."""
        return FilterSet(self.file, delta, self._rows, self._memo)

    def probe(self, keys: NDArray[np.uint64], class_ids: tuple[int, ...]) -> NDArray[np.bool_]:
        """Whether any of the classes may hold each key. Shapes: keys (n,), contiguous; result (n,)."""
        rows, salts = self._memo.get(class_ids) or self._select(class_ids)
        found = np.empty(keys.size, np.bool_)
        kernels().probe(self.file.cells, rows, salts, self.delta.seen, self.delta.tokens, keys, found)
        return found

    def _select(self, class_ids: tuple[int, ...]) -> Selection:
        known = [self._rows[class_id] for class_id in class_ids if class_id in self._rows]
        selection = np.array(known, np.uint64).reshape(len(known), 4), np.array([salt(c) for c in class_ids], np.uint64)
        if len(self._memo) >= _MEMO:
            self._memo.clear()
        self._memo[class_ids] = selection
        return selection


class Filters:
    """The holder that a process keeps for its life, for one version of the filter key: a rotated key has a holder of its own.

    Many threads may probe while one adds or swaps. Before the first file every answer is *maybe*.
    """

    __slots__ = ("_current", "_delta", "_used", "_writing", "key_version")

    def __init__(self, key_version: int) -> None:
        self.key_version = key_version
        self._current: FilterSet | None = None
        self._delta = Delta.of_size(0)
        self._used = 0  # entries of the delta
        self._writing = Lock()

    def probe(self, keys: NDArray[np.uint64], class_ids: tuple[int, ...]) -> NDArray[np.bool_]:
        """Whether any of the classes may hold each key; false means *certainly not*. Shapes: keys (n,), contiguous; result (n,).

        *Cost*: under 10 us for 64 keys and six classes.
        """
        current = self._current
        if current is None:
            return np.ones(keys.size, np.bool_)
        return current.probe(keys, class_ids)

    def add(self, class_id: int, keys: NDArray[np.uint64], position: int) -> None:
        """Adds keys of a class that a change at this position brought. Once it returns, every probe finds them. Repeats are harmless."""
        with self._writing:
            self._take(((class_id, keys, position),))
            if self._current is not None and self._current.delta is not self._delta:
                self._current = self._current.with_delta(self._delta)

    def swap(self, file: FilterFile, changes: Iterable[Change] = ()) -> None:
        """Puts a newer file in force, at once for every probe that begins after. Entries at or after its position stay in the delta.

        `changes` come in with it: at the first swap of a process *all* changes since the file's position, since nobody added them.
        Raises OtherKey, or StaleFile for a file older than the one in force, whose missing changes have left the delta.
        """
        if file.facts.key_version != self.key_version:
            raise OtherKey(f"{file.path.name} was built under key version {file.facts.key_version}, asked under {self.key_version}")
        with self._writing:
            if self._current is not None and file.facts.position < self._current.file.facts.position:
                raise StaleFile(f"{file.path.name} is older than {self._current.file.path.name}, which is in force")
            self._delta = self._delta.since(file.facts.position)
            self._used = len(self._delta)
            self._take(changes)
            self._current = FilterSet.of(file, self._delta)

    def _take(self, changes: Iterable[Change]) -> None:
        for class_id, keys, position in changes:
            self._delta = self._delta.with_room_for(keys.size, self._used)
            self._used += self._delta.add(class_id, keys, position)

    def stats(self) -> Stats:
        """What is in force now."""
        current = self._current
        if current is None:
            return Stats(False, None, 0, 0, self.key_version, 0, 0, 0, self._used)
        facts, sections = current.file.facts, current.file.sections
        keys = sum(section.count for section in sections)
        when = facts.position, facts.built_at_us, facts.key_version
        return Stats(True, current.file.path, *when, len(sections), keys, current.file.cells.nbytes, self._used)
