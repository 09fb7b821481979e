"""Birth dates, as far as they are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names import births
from comity.names.births import compare
from comity.names.facts import Birth


def told(one: str, other: str) -> float:
    found = compare([Birth(one)], [Birth(other)])
    assert found is not None
    return found.log_odds


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1984-02-17", "1984-02-17", births.SAME_DAY),
        ("1984-02", "1984-02-17", births.SAME_MONTH),
        ("1984", "1984-02-17", births.SAME_YEAR),
        ("1984-03-07", "1984-07-03", births.SWAPPED),
        ("1984-02-17", "1984-02-16", births.ONE_DIGIT),
        ("1984-02-17", "1994-02-17", births.ONE_DIGIT),
        ("1984-01-01", "1984-07-23", births.FIRST_OF_JANUARY),
        ("1984-02-17", "1984-11-05", births.SAME_YEAR_OTHER_DAY),
        ("1984", "1985", births.CLOSE_YEARS),
        ("1984", "1990-05-05", births.APART),
        ("1944", "1990-05-05", births.FAR_APART),
    ],
)
def test_what_two_dates_say(one: str, other: str, expected: float) -> None:
    assert told(one, other) == expected == told(other, one)


def test_more_that_agrees_says_more() -> None:
    assert births.SAME_DAY > births.SAME_MONTH > births.SAME_YEAR > births.CLOSE_YEARS > 0 > births.APART > births.FAR_APART
    assert births.SAME_DAY > births.SWAPPED > births.ONE_DIGIT > 0


def test_an_unknown_date_says_nothing() -> None:
    assert compare([], [Birth("1984")]) is None
    assert compare([Birth("1984")], []) is None
    assert compare([Birth("????-02-17")], [Birth("1984")]) is None


def test_the_likest_of_several_counts() -> None:
    found = compare([Birth("1984")], [Birth("1950"), Birth("1984-02-17")])
    assert found is not None
    assert found.log_odds == births.SAME_YEAR


def test_a_span_of_time() -> None:
    span = Birth("1980", "1985")
    assert compare([Birth("1983-02-01")], [span]) is not None
    assert compare([Birth("1983-02-01")], [span]).log_odds > 0  # type: ignore[union-attr]
    assert compare([Birth("1999")], [span]).log_odds < 0  # type: ignore[union-attr]


def test_about_a_year_is_close() -> None:
    exact, about = compare([Birth("1984")], [Birth("1988")]), compare([Birth("1984")], [Birth("1988", about=True)])
    assert exact is not None
    assert about is not None
    assert exact.log_odds < 0 < about.log_odds


@given(
    st.builds("{:04}-{:02}-{:02}".format, st.integers(1900, 2020), st.integers(1, 12), st.integers(1, 28)),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(1900, 2020), st.integers(1, 12), st.integers(1, 28)),
)
def test_either_side_may_ask(one: str, other: str) -> None:
    assert told(one, other) == told(other, one)
    assert told(one, one) >= told(one, other)
