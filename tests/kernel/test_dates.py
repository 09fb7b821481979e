"""Dates as far as they are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import DATE, DAY, PAST_DATE, PAST_DAY, refuse_future

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1974", "1974"),
        ("1974-08", "1974-08"),
        ("1974-08-12", "1974-08-12"),
        ("19740812", "1974-08-12"),
        ("12.8.1974", "1974-08-12"),
        ("1974-??-??", "1974"),
        ("1974-08-??", "1974-08"),
        ("1974-??-12", "1974-??-12"),
        ("????-08-12", "????-08-12"),
        ("??.08.1974", "1974-08"),
        ("١٩٧٤-٠٨-١٢", "1974-08-12"),
        ("1974–08–12", "1974-08-12"),
        ("13/08/1974", "1974-08-13"),
        ("08/13/1974", "1974-08-13"),
        ("08/08/1974", "1974-08-08"),
        ("2000-02-29", "2000-02-29"),
        ("????-02-29", "????-02-29"),
    ],
)
def test_dates_have_one_spelling(typed: str, value: str) -> None:
    assert DATE.clean(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2023-02-29", "impossible_date"),
        ("2023-13-01", "impossible_date"),
        ("2023-00-10", "impossible_date"),
        ("2023-04-31", "impossible_date"),
        ("????-02-30", "impossible_date"),
        ("2023-??-32", "impossible_date"),
        ("1403-05-21", "bad_year"),  # a Persian year
        ("2567-08-12", "bad_year"),  # a Buddhist year
        ("0000", "bad_year"),
        ("????-??-??", "bad_date"),
        ("????", "bad_date"),
        ("yesterday", "bad_date"),
        ("74-08-12", "bad_date"),
        ("1974-8", "bad_date"),
        ("04/03/1974", "ambiguous_date"),
        ("99/99/1974", "ambiguous_date"),
        ("٢٣", "bad_date"),
    ],
)
def test_what_is_no_date_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as bad:
        DATE.clean(typed)
    if code == "ambiguous_date" and typed.startswith("99"):
        assert bad.value.code in ("ambiguous_date", "impossible_date")
        return
    assert bad.value.code == code
    assert bad.value.accepted


def test_an_ambiguous_date_names_both_readings() -> None:
    with pytest.raises(BadValue) as bad:
        DATE.clean("04/03/1974")
    assert bad.value.values == {"one": "1974-03-04", "other": "1974-04-03"}


@pytest.mark.parametrize("typed", ["1974", "1974-08", "1974-??-12"])
def test_a_day_has_all_parts(typed: str) -> None:
    with pytest.raises(BadValue, match="unknown_part"):
        DAY.clean(typed)


@pytest.mark.parametrize("value", ["2026-03-02", "2026-04", "2027", "2026-04-??", "2027-??-01"])
def test_the_future_is_refused(value: str) -> None:
    with pytest.raises(BadValue, match="future_date"):
        refuse_future(value, TODAY)


@pytest.mark.parametrize("value", ["2026-03-01", "2026-03", "2026", "????-12-31", "2026-??-31", "1974-08-12"])
def test_what_may_lie_in_the_past_is_taken(value: str) -> None:
    refuse_future(value, TODAY)


def test_kinds_say_whether_the_future_is_refused() -> None:
    assert [kind.not_future for kind in (DATE, PAST_DATE, DAY, PAST_DAY)] == [False, True, False, True]


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_of_the_calendar_is_taken(day: date) -> None:
    assert DAY.clean(day.isoformat()) == day.isoformat()
    assert DAY.clean(f"{day.day}.{day.month}.{day.year}") == day.isoformat()
