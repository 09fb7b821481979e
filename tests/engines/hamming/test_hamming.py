"""Exact search by distance: always what comparing one by one gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from comity.engines.hamming import FURTHEST, Found, HammingIndex, Hashes, index, kernels, of_hex, to_hex

ZERO = np.zeros(4, np.uint64)


def random_hashes(count: int, seed: int = 1) -> Hashes:
    return np.random.default_rng(seed).integers(0, 2**64, (count, 4), np.uint64)


def turned(one: Hashes, bits: list[int]) -> Hashes:
    """The hash with these bits turned."""
    other = one.copy()
    for bit in bits:
        other[bit // 64] ^= np.uint64(1 << (bit % 64))
    return other


def apart(one: Hashes, other: Hashes) -> int:
    return sum((int(mine) ^ int(theirs)).bit_count() for mine, theirs in zip(one, other, strict=True))


def one_by_one(hashes: Hashes, asked: Hashes, most: int) -> list[Found]:
    return sorted(Found(apart(row, asked), key) for key, row in enumerate(hashes) if apart(row, asked) <= most)


def test_a_hash_is_spelled_as_it_was_read() -> None:
    text = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
    assert to_hex(of_hex([text])[0]) == text
    for wrong in ("", "f" * 63, "g" * 64, "f" * 65):
        with pytest.raises(ValueError, match="hex"):
            of_hex([wrong])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("distance", [0, 1, 15, 16, 30, 31, 32])
def test_a_hash_is_found_up_to_its_distance_and_no_further(seed: int, distance: int) -> None:
    hashes = random_hashes(500, seed)
    bits = list(np.random.default_rng(seed).choice(256, distance, replace=False))
    found = HammingIndex.build(hashes, np.arange(500)).search(turned(hashes[77], bits))
    assert found == ([Found(distance, 77)] if distance <= FURTHEST else [])


@pytest.mark.parametrize("first", range(16))
def test_the_worst_spread_of_31_differences_is_found(first: int) -> None:
    """Two in each of fifteen bands and one in the last: no band is the same."""
    bits = [16 * band + side for band in range(16) for side in (3, 12)]
    bits.remove(16 * first + 3)
    assert len(bits) == 31
    made = HammingIndex.build(random_hashes(100), np.arange(100))
    made.add(1000, ZERO)
    for asked in (made, HammingIndex.build(np.vstack((random_hashes(100), ZERO)), np.array([*range(100), 1000]))):
        assert Found(31, 1000) in asked.search(turned(ZERO, bits))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 255), max_size=40, unique=True), min_size=1, max_size=40),
    st.lists(st.integers(0, 255), max_size=40, unique=True),
    st.integers(0, FURTHEST),
)
def test_it_gives_what_comparing_one_by_one_gives(near: list[list[int]], asked_bits: list[int], most: int) -> None:
    hashes = np.array([turned(ZERO, bits) for bits in near], np.uint64)
    asked = turned(ZERO, asked_bits)
    assert HammingIndex.build(hashes, np.arange(len(hashes))).search(asked, most) == one_by_one(hashes, asked, most)


def test_its_compiled_scan_says_the_same() -> None:
    hashes = np.array([turned(ZERO, list(range(bits))) for bits in range(60)], np.uint64)
    found, far = np.zeros(60, np.int32), np.zeros(60, np.int32)
    number = kernels.scan(hashes, np.zeros(60, np.uint8), ZERO, FURTHEST, found, far)
    assert sorted(zip(far[:number], found[:number], strict=True)) == [(bits, bits) for bits in range(32)]


def test_a_thousand_equal_hashes_are_all_given() -> None:
    hashes = np.zeros((3000, 4), np.uint64)
    found = HammingIndex.build(hashes, np.arange(3000)).search(turned(ZERO, [9]))
    assert [one.key for one in found] == list(range(3000))


def test_what_was_taken_away_is_not_found_and_not_in_memory() -> None:
    hashes = random_hashes(50)
    made = HammingIndex.build(hashes, np.arange(50))
    assert made.remove(7)
    assert not made.remove(7)
    assert not made.remove(1234)
    assert made.search(hashes[7]) == []
    assert 7 not in made
    assert len(made) == 49
    assert not (made._rows == hashes[7]).all(axis=1).any()
    made.compact()
    assert made.search(hashes[7]) == []
    assert made.search(hashes[8]) == [Found(0, 8)]
    assert len(made) == 49


def test_the_callers_own_hashes_stay_as_they_are() -> None:
    hashes = random_hashes(3)
    HammingIndex.build(hashes, np.arange(3)).remove(1)
    assert (hashes == random_hashes(3)).all()


def test_many_taken_away_leave_the_tables_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_FEW", 10)
    hashes = random_hashes(50)
    made = HammingIndex.build(hashes, np.arange(50))
    for key in range(11):
        made.remove(key)
    assert len(made) == len(made._keys) == 39
    assert made.search(hashes[11]) == [Found(0, 11)]


def test_a_zero_hash_asked_for_does_not_meet_what_was_taken_away() -> None:
    made = HammingIndex.build(random_hashes(50), np.arange(50))
    made.remove(7)
    assert made.search(ZERO) == []


def test_many_added_ones_are_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_FEW", 10)
    hashes = random_hashes(30)
    made = HammingIndex()
    for key, one in enumerate(hashes):
        made.add(key, one)
    assert len(made) == 30
    assert len(made._fresh) < 30
    assert all(made.search(one) == [Found(0, key)] for key, one in enumerate(hashes))


def test_a_key_that_comes_again_has_its_new_hash() -> None:
    hashes = random_hashes(2)
    made = HammingIndex.build(hashes[:1], np.array([5]))
    made.add(5, hashes[1])
    assert (made.search(hashes[0]), made.search(hashes[1]), len(made)) == ([], [Found(0, 5)], 1)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        HammingIndex.build(random_hashes(2), np.array([1, 1]))
    with pytest.raises(ValueError, match="hashes are"):
        HammingIndex.build(random_hashes(2), np.array([1]))
    for most in (-1, 32):
        with pytest.raises(ValueError, match="0 to 31"):
            HammingIndex().search(ZERO, most)
    assert HammingIndex().search(ZERO) == []


def test_its_memory_is_as_said() -> None:
    made = HammingIndex.build(random_hashes(100_000), np.arange(100_000))
    assert (made.nbytes - 16 * 65537 * 4) / 100_000 <= 32 + 64 + 8 + 4 + 1


class Changing(RuleBasedStateMachine):
    """Adds, takes away, compacts in any order, beside a plain dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.made = HammingIndex()
        self.there: dict[int, Hashes] = {}

    @rule(key=st.integers(0, 20), bits=st.lists(st.integers(0, 255), max_size=6))
    def add(self, key: int, bits: list[int]) -> None:
        self.there[key] = turned(ZERO, bits)
        self.made.add(key, self.there[key])

    @rule(key=st.integers(0, 20))
    def remove(self, key: int) -> None:
        assert self.made.remove(key) == (self.there.pop(key, None) is not None)

    @rule()
    def compact(self) -> None:
        self.made.compact()

    @invariant()
    def it_knows_what_is_there(self) -> None:
        expected = sorted(Found(apart(one, ZERO), key) for key, one in self.there.items() if apart(one, ZERO) <= 4)
        assert self.made.search(ZERO, 4) == expected
        assert len(self.made) == len(self.there)


TestChanging = Changing.TestCase
TestChanging.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
