"""Binary fuse filters: never a false negative; size and false positives as published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.engines.filters import fuse
from comity.engines.filters.errors import BuildFailed
from comity.engines.filters.fuse import Stage, build, probe
from tests.engines.filters.making import keys, some_keys

NUMBERS = st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 40), st.integers(2**64 - 40, 2**64 - 1))


@given(st.lists(NUMBERS, max_size=300), st.integers(0, 2**64 - 1))
def test_every_key_is_found(numbers: list[int], seed: int) -> None:
    held = keys(*numbers)
    made = build(held, seed)
    assert made.count == len(set(numbers))
    assert probe((made,), held).all()


@given(st.lists(st.lists(NUMBERS, max_size=60), max_size=7))
def test_every_key_is_found_in_any_split_over_classes(classes: list[list[int]]) -> None:
    fuses = tuple(build(keys(*numbers)) for numbers in classes)
    assert probe(fuses, keys(*(number for numbers in classes for number in numbers))).all()


@pytest.mark.parametrize("count", [*range(1, 70), 1000, 4097, 100_000])
def test_small_and_odd_sizes_build(count: int) -> None:
    held = some_keys(count)
    assert probe((build(held),), held).all()


@pytest.mark.parametrize("start", [0, 2**63 - 50_000, 2**64 - 100_000])
def test_keys_in_a_row_build(start: int) -> None:
    held = np.arange(100_000, dtype=np.uint64) + np.uint64(start)
    assert probe((build(held),), held).all()


def test_the_empty_set_holds_nothing() -> None:
    nothing = build(keys())
    assert nothing.cells.size == nothing.count == 0
    assert not probe((nothing,), some_keys(1000)).any()


def test_no_class_holds_nothing() -> None:
    assert not probe((), some_keys(10)).any()


def test_repeats_count_once() -> None:
    held = some_keys(1000)
    assert build(np.concatenate([held] * 50)).cells.tolist() == build(held).cells.tolist()


def test_the_order_of_keys_does_not_matter_and_keys_stay_as_they_were() -> None:
    held = some_keys(5000)
    before = held.copy()
    assert build(held).cells.tolist() == build(held[::-1]).cells.tolist()
    assert (held == before).all()


def test_a_million_keys_meet_size_and_false_positive_share() -> None:
    held, others = some_keys(1_000_000, 1), some_keys(4_000_000, 2)
    made = build(held)
    assert probe((made,), held).all()
    assert made.cells.nbytes / held.size <= 2.3
    # Expected 2^-16 = 61 of 4 million; 0.00003 is 120, more than seven standard deviations above.
    assert probe((made,), others).mean() <= 0.00003


def test_stages_are_told_in_order() -> None:
    told: list[Stage] = []
    build(some_keys(10_000), progress=told.append)
    assert told[:2] == [Stage.SORT, Stage.COUNT]
    assert told[-2:] == [Stage.PEEL, Stage.FILL]


def test_a_failed_attempt_is_followed_by_another_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    roomy, tight = fuse.shape, iter([True, True, False])
    monkeypatch.setattr(fuse, "shape", lambda count: (8, 1) if next(tight) else roomy(count))
    held = some_keys(500)
    made = build(held, 5)
    assert made.seed == (5 + 2 * 0x9E3779B97F4A7C15) % 2**64
    assert probe((made,), held).all()


def test_attempts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuse, "shape", lambda _: (8, 1))
    with pytest.raises(BuildFailed, match="64 attempts"):
        build(some_keys(500))


def test_more_keys_than_can_be_numbered_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuse, "MOST_KEYS", 10)
    with pytest.raises(BuildFailed, match="split the class"):
        build(some_keys(11))
