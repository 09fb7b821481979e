"""The clock that is handed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from comity.engines.clock import Clock, FixedClock, SystemClock

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def test_the_machines_clock_is_aware_and_goes_on() -> None:
    clock: Clock = SystemClock()
    first, start = clock.now(), clock.monotonic()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first
    assert clock.monotonic() >= start


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock: Clock = (fixed := FixedClock(NOON))
    assert (clock.now(), clock.monotonic()) == (NOON, 0.0)
    fixed.advance(timedelta(seconds=90))
    assert (clock.now(), clock.monotonic()) == (NOON + timedelta(seconds=90), 90.0)


def test_a_jump_of_the_time_of_day_leaves_durations_alone() -> None:
    clock = FixedClock(NOON)
    clock.jump(NOON - timedelta(days=1))
    assert (clock.now(), clock.monotonic()) == (NOON - timedelta(days=1), 0.0)


def test_a_fixed_clock_tells_utc_whatever_it_was_given() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=5))))
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC


def test_time_neither_elapses_backwards_nor_without_a_zone() -> None:
    with pytest.raises(ValueError, match="forward"):
        FixedClock(NOON).advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="aware"):
        FixedClock(NOON.replace(tzinfo=None))
