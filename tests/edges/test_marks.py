"""Marks of a number that all authorities share: they tell nothing, and open nowhere else (OWN-04)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.edges.marks import number_in, sealed_mark
from comity.engines.clock import FixedClock
from comity.engines.keyring import Keyring
from comity.kernel.errors import Invalid


def opened(folder: Path) -> Keyring:
    return Keyring.open(folder, None, FixedClock(datetime(2026, 11, 22, 9, tzinfo=UTC)))


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return opened(tmp_path_factory.mktemp("keys"))


@given(number=st.integers(1, 2**63 - 1))
def test_the_number_comes_back(keyring: Keyring, number: int) -> None:
    assert number_in(keyring, sealed_mark(keyring, number)) == number


def test_the_first_page_has_no_mark(keyring: Keyring) -> None:
    assert number_in(keyring, "") == 0


def test_OWN_04_two_marks_of_one_number_do_not_look_alike_and_tell_no_distance(keyring: Keyring) -> None:
    one, again, next_one = sealed_mark(keyring, 4000), sealed_mark(keyring, 4000), sealed_mark(keyring, 4001)
    assert len({one, again, next_one}) == 3
    assert len(one) == len(next_one) == len(sealed_mark(keyring, 2**60))


def test_the_mark_of_another_installation_opens_nothing(keyring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        number_in(keyring, sealed_mark(opened(tmp_path / "others"), 7))


@pytest.mark.parametrize("place", [0, 1, 12, -1])
def test_a_mark_that_was_changed_opens_nothing(keyring: Keyring, place: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(sealed_mark(keyring, 7) + "=="))
    raw[place] ^= 1
    with pytest.raises(Invalid):
        number_in(keyring, base64.urlsafe_b64encode(raw).decode().rstrip("="))


@given(mark=st.text(min_size=1, max_size=200))
def test_nothing_that_is_sent_breaks_the_reading(keyring: Keyring, mark: str) -> None:
    with pytest.raises(Invalid) as raised:
        number_in(keyring, mark)
    assert raised.value.faults[0].field == "after"
