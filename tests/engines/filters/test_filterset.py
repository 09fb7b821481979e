"""The set that a process asks: no false negative, whatever is added, built and swapped, in any order and at any moment."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from comity.engines.filters import filterset
from comity.engines.filters.delta import SMALLEST, Delta, salt
from comity.engines.filters.errors import OtherKey, StaleFile
from comity.engines.filters.filterset import Filters
from tests.engines.filters.making import keys, make, opened, some_keys

CLASSES = st.integers(-2, 5)
NUMBERS = st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 20))
KEY_LISTS = st.lists(NUMBERS, max_size=12)


def holding(folder: Path, classes: dict[int, np.ndarray], position: int = 1000) -> Filters:
    filters = Filters(key_version=1)
    filters.swap(opened(make(folder, classes, position)))
    return filters


def test_before_any_file_everything_is_a_maybe() -> None:
    filters = Filters(key_version=1)
    assert filters.probe(some_keys(100), (1, 2)).all()
    filters.add(1, keys(5), 10)
    assert filters.probe(some_keys(100), (1, 2)).all()
    assert filters.probe(some_keys(100), ()).all()
    assert not filters.stats().answering


def test_classes_are_apart(tmp_path: Path) -> None:
    one, two, new = some_keys(500, 1), some_keys(500, 2), some_keys(500, 3)
    filters = holding(tmp_path, {1: one, 2: two, 3: keys()})
    filters.add(4, new, 2000)
    for held, class_id in ((one, 1), (two, 2), (new, 4)):
        others = tuple({1, 2, 3, 4, 99} - {class_id})
        assert filters.probe(held, (class_id,)).all()
        assert filters.probe(held, (class_id, *others)).all()
        assert filters.probe(held, others).sum() <= 2
    assert not filters.probe(one, ()).any()


def test_a_class_that_nobody_knows_is_empty(tmp_path: Path) -> None:
    assert not holding(tmp_path, {1: some_keys(100)}).probe(some_keys(1000), (3, -9)).any()


def test_changes_from_the_position_on_survive_a_swap_and_older_ones_go(tmp_path: Path) -> None:
    filters = holding(tmp_path, {}, 1000)
    before, at, after = some_keys(200, 1), some_keys(200, 2), some_keys(200, 3)
    for held, position in ((before, 1999), (at, 2000), (after, 2001)):
        filters.add(1, held, position)
    filters.swap(opened(make(tmp_path, {}, 2000)))
    assert not filters.probe(before, (1,)).any()
    assert filters.probe(at, (1,)).all()
    assert filters.probe(after, (1,)).all()
    assert filters.stats().delta == 400


def test_a_repeat_at_a_later_position_counts_for_the_swap(tmp_path: Path) -> None:
    filters = holding(tmp_path, {})
    for position in (3000, 1500):
        filters.add(1, keys(5), position)
    filters.swap(opened(make(tmp_path, {}, 2000)))
    assert filters.probe(keys(5), (1,)).all()
    assert filters.stats().delta == 1


def test_the_first_swap_takes_the_changes_since_the_file(tmp_path: Path) -> None:
    filters = Filters(key_version=1)
    filters.swap(opened(make(tmp_path, {1: keys(1)}, 1000)), [(1, keys(2), 1000), (2, keys(3), 1007)])
    assert filters.probe(keys(1, 2, 3, 4), (1, 2)).tolist() == [True, True, True, False]


def test_an_older_file_is_refused(tmp_path: Path) -> None:
    """What changed between the two has left the delta, so it would be missed."""
    filters = holding(tmp_path, {1: keys(1)}, 2000)
    with pytest.raises(StaleFile, match="older"):
        filters.swap(opened(make(tmp_path, {1: keys(2)}, 1999)))
    assert filters.probe(keys(1), (1,)).all()


def test_a_file_under_another_key_is_refused(tmp_path: Path) -> None:
    filters = Filters(key_version=2)
    with pytest.raises(OtherKey, match="key version 1"):
        filters.swap(opened(make(tmp_path, {1: keys(1)})))
    assert filters.probe(keys(9), (1,)).all()


def test_stats_say_what_is_in_force(tmp_path: Path) -> None:
    filters = holding(tmp_path, {1: some_keys(300), 2: keys(4)}, 1234)
    filters.add(2, keys(8, 9, 9), 1300)
    stats = filters.stats()
    assert stats.path is not None
    assert (stats.position, stats.classes, stats.keys, stats.delta, stats.key_version) == (1234, 2, 301, 2, 1)
    assert (stats.answering, stats.bytes) == (True, stats.path.stat().st_size)


def test_the_memo_of_selections_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filterset, "_MEMO", 3)
    filters = holding(tmp_path, {n: keys(n) for n in range(20)})
    for n in range(20):
        assert filters.probe(keys(n), (n, n + 1)).all()


def test_keys_of_another_type_are_refused_loudly(tmp_path: Path) -> None:
    """The signed numbers of the database must be viewed as unsigned first; a silent conversion would miss."""
    filters = holding(tmp_path, {1: keys(1)})
    with pytest.raises(TypeError):
        filters.probe(np.array([1], np.int64), (1,))  # type: ignore[arg-type]


@given(st.lists(st.tuples(CLASSES, NUMBERS, st.integers(0, 50)), max_size=60), st.integers(0, 50))
def test_a_delta_is_a_set_of_pairs_with_their_latest_position(changes: list[tuple[int, int, int]], since: int) -> None:
    delta, used, latest = Delta.of_size(0), 0, dict[tuple[int, int], int]()
    for class_id, key, position in changes:
        delta = delta.with_room_for(1, used)
        used += delta.add(class_id, keys(key), position)
        latest[class_id, key] = max(position, latest.get((class_id, key), 0))
    assert len(delta) == used == len(latest)
    kept = delta.since(since)
    assert len(kept) == sum(position >= since for position in latest.values())
    assert len(delta) == used


def test_classes_have_different_salts() -> None:
    assert len({int(salt(class_id)) for class_id in range(-1000, 100_000)}) == 101_000


def test_a_delta_grows_without_losing(tmp_path: Path) -> None:
    filters, held = holding(tmp_path, {}), some_keys(10 * SMALLEST)
    for start in range(0, held.size, 97):
        filters.add(1, held[start : start + 97], 2000)
        assert filters.probe(held[: start + 97], (1,)).all()
    assert not filters.probe(some_keys(1000, 9), (1,)).any()
    assert filters.stats().delta == held.size


@dataclass(frozen=True)
class Row:
    class_id: int
    key: int
    position: int


class Life(RuleBasedStateMachine):
    """A process and its database: rows are committed at rising positions; files are built, come late, are asked between."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.filters = Filters(key_version=1)
        self.rows: list[Row] = []
        self.built: list[Path] = []
        self.position = 10

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(class_id=CLASSES, numbers=KEY_LISTS, late=st.integers(0, 3))
    def commit(self, class_id: int, numbers: list[int], late: int) -> None:
        """A transaction that began up to three positions ago: its own position lies before others already committed."""
        position = max(self.position - late, self.horizon())
        self.rows += [Row(class_id, number, position) for number in numbers]
        self.filters.add(class_id, keys(*numbers), position)
        self.position += 1

    @rule(again=st.integers(0, 30))
    def hear_again(self, again: int) -> None:
        """A reader of changes is told of the same rows twice."""
        for row in self.rows[-again:]:
            self.filters.add(row.class_id, keys(row.key), row.position)

    def horizon(self) -> int:
        """No transaction before it is still open, so no row before it can still appear."""
        return max((int(path.name[:20]) for path in self.built), default=0)

    @rule(back=st.integers(0, 2))
    def build(self, back: int) -> None:
        position = max(self.position - back, self.horizon())
        classes: dict[int, list[int]] = {}
        for row in self.rows:
            if row.position < position:
                classes.setdefault(row.class_id, []).append(row.key)
        held = {class_id: keys(*numbers) for class_id, numbers in classes.items()}
        self.built.append(make(Path(self.folder.name), held, position, built_at_us=len(self.built)))

    @rule(pick=st.integers(0, 3))
    def swap(self, pick: int) -> None:
        if not self.built:
            return
        file = opened(self.built[-1 - pick % len(self.built)])
        in_force = self.filters.stats().position
        try:
            self.filters.swap(file)
        except StaleFile:
            assert file.facts.position < in_force

    @rule()
    def restart(self) -> None:
        """Another process begins with the newest file and all changes since."""
        if not self.built:
            return
        self.filters = Filters(key_version=1)
        file = opened(self.built[-1])
        self.filters.swap(file, [(row.class_id, keys(row.key), row.position) for row in self.rows if row.position >= file.facts.position])

    @invariant()
    def every_row_is_a_maybe(self) -> None:
        if not hasattr(self, "rows"):
            return
        for class_id in {row.class_id for row in self.rows}:
            held = keys(*(row.key for row in self.rows if row.class_id == class_id))
            assert self.filters.probe(held, (class_id,)).all()
            assert self.filters.probe(held, (99, class_id, 98)).all()


Life.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase


def test_nothing_is_missed_while_files_are_swapped_under_the_probe(tmp_path: Path) -> None:
    """One thread adds, builds and swaps; others ask all the while for every key that was there when they began."""
    held = some_keys(20_000)
    filters = holding(tmp_path, {1: held[:1000], 2: held[1000:2000]}, 1)
    committed, missed, rounds, stop = [2000], [0], [0], threading.Event()

    def ask() -> None:
        while not stop.is_set():
            there = committed[0]
            missed[0] += int((~filters.probe(held[:there], (1, 2))).sum())
            rounds[0] += 1

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for position in range(2, 60):
        there = committed[0]
        for start in range(there, there + 300, 50):
            filters.add(1 + position % 2, held[start : start + 50], position)
            committed[0] = start + 50
        if position % 3 == 0:  # a build that began at the position before, and so lacks the newest
            everything = held[:there]
            filters.swap(opened(make(tmp_path, {1: everything[::2], 2: everything[1::2]}, position)))
    stop.set()
    for asker in askers:
        asker.join()
    assert missed == [0]
    assert rounds[0] > 10
    assert filters.probe(held[: committed[0]], (1, 2)).all()


def test_a_set_answers_for_its_own_file(tmp_path: Path) -> None:
    """A reader that began before a swap ends on the old snapshot, whole."""
    first = opened(make(tmp_path, {1: keys(1)}, 1))
    before = filterset.FilterSet.of(first, Delta.of_size(0))
    after = filterset.FilterSet.of(opened(make(tmp_path, {1: keys(2)}, 2)), Delta.of_size(0))
    assert before.probe(keys(1, 2), (1,)).tolist() == [True, False]
    assert after.probe(keys(1, 2), (1,)).tolist() == [False, True]
