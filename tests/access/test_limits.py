"""Rates of checks in one process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comity.access.limits import Buckets, RateLimit
from comity.access.settings import Rate
from comity.engines.clock import FixedClock

START = datetime(2026, 11, 21, tzinfo=UTC)


def test_a_burst_then_so_many_a_second():
    clock = FixedClock(START)
    buckets = Buckets(Rate(burst=10, per_second=2), "checks", clock)
    assert [buckets.take(1) for _ in range(10)] == [None] * 10
    assert buckets.take(1) == RateLimit("checks", 1)
    assert buckets.take(2) is None  # another's bucket
    clock.advance(timedelta(seconds=1))
    assert [buckets.take(1) for _ in range(3)] == [None, None, RateLimit("checks", 1)]


def test_a_batch_costs_as_much_as_it_asks_and_says_when_to_come_back():
    clock = FixedClock(START)
    buckets = Buckets(Rate(burst=100, per_second=10), "checks", clock)
    assert buckets.take(1, 90) is None
    assert buckets.take(1, 60) == RateLimit("checks", 5)
    clock.advance(timedelta(seconds=5))
    assert buckets.take(1, 60) is None


def test_a_batch_above_the_burst_passes_when_the_bucket_is_full_and_is_paid_off_afterwards():
    clock = FixedClock(START)
    buckets = Buckets(Rate(burst=100, per_second=10), "checks", clock)
    assert buckets.take(1, 300) is None
    assert buckets.take(1) == RateLimit("checks", 21)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 20)), max_size=60))
def test_never_more_than_burst_and_rate_allow(steps: list[tuple[int, int]]):
    clock = FixedClock(START)
    buckets = Buckets(Rate(burst=20, per_second=3), "checks", clock)
    taken = 0
    for wait_ms, cost in steps:
        clock.advance(timedelta(milliseconds=wait_ms))
        taken += cost if buckets.take(7, cost) is None else 0
        assert taken <= 20 + 3 * clock.monotonic() + 1e-6
