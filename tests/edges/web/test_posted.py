"""What a form or an address sent, before anybody believes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.edges.web.routes.posted import number_in
from comity.edges.web.routes.visit import whole
from comity.edges.web.routes.words import day_of, record_of, register_of
from comity.kernel.errors import Absent

ODD = ["", " ", "-1", "+1", "1.0", "1_0", "²", "٣", "１", "x", "9" * 5000]
RECORD = "01000000-0000-8002-8000-000000000001"


@pytest.mark.parametrize("text", ODD)
def test_what_python_takes_for_a_digit_is_not_yet_a_number(text: str) -> None:
    assert number_in(text, 18) is None
    with pytest.raises(Absent):
        whole(text)


@given(st.integers(0, 10**18 - 1))
def test_a_number_is_read_as_it_stands(number: int) -> None:
    assert number_in(str(number), 18) == whole(str(number)) == number


def test_a_number_of_more_digits_than_there_may_be_is_none() -> None:
    assert number_in("999", 3) == 999
    assert number_in("1000", 3) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_none(text: str) -> None:
    found = number_in(text, 6)
    assert found is None or str(found) == text.lstrip("0") or int(text) == found == 0


@pytest.mark.parametrize(
    "text", [*(f"{odd}.{RECORD}" for odd in ODD), "3", "3.", "3.x", f"3.{RECORD}0", f"99.{RECORD}", f"0.{RECORD}", RECORD]
)
def test_an_address_that_names_no_record_is_absent(text: str) -> None:
    with pytest.raises(Absent):
        record_of(text)


@pytest.mark.parametrize("text", [*ODD, "0", "99", "100"])
def test_an_address_that_names_no_register_is_absent(text: str) -> None:
    with pytest.raises(Absent):
        register_of(text)


def test_an_address_names_register_and_record() -> None:
    register, record = record_of(f"3.{RECORD}")
    assert (register.number, str(record)) == (3, RECORD)
    assert register_of("03") == register


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "2026-13-01", "0001-01-01", "²026-01-01", "9" * 5000])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None
