"""COR-04: missing persons and children pass under any measure. Whoever may still be a child counts as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.kernel.purposes import Purpose
from comity.registers.catalogue import BY_NUMBER
from comity.registers.holds import CHILD, humanitarian
from tests.made import TODAY, draft

PERSONS, DOCUMENTS = BY_NUMBER[1], BY_NUMBER[3]
births = st.dates(date(1990, 1, 1), date(2026, 1, 1))
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def is_child(day: date, today: date) -> bool:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day)) < CHILD


def passes(born: str, today: date = TODAY) -> bool:
    return humanitarian(PERSONS, draft(values={"births.1.date": born}), today)


@given(births, days)
@example(date(2008, 2, 29), date(2026, 2, 28))
@example(date(2008, 2, 29), date(2026, 3, 1))
@example(date(2008, 11, 22), date(2026, 11, 22))
def test_COR_04_of_a_known_day_it_is_the_age(born: date, today: date) -> None:
    assert passes(born.isoformat(), today) is is_child(born, today)


@given(births, days)
@example(date(2008, 11, 1), date(2026, 11, 29))  # born on the 30th: still a child
@example(date(2008, 12, 1), date(2026, 12, 30))
def test_COR_04_of_a_month_or_a_year_it_is_whether_any_of_its_days_makes_a_child(born: date, today: date) -> None:
    year = [date(born.year, 1, 1) + timedelta(days=each) for each in range(366)]
    of_year = [day for day in year if day.year == born.year]
    of_month = [day for day in of_year if day.month == born.month]
    for unread in ("", "-??-??"):
        assert passes(f"{born.year}{unread}", today) is any(is_child(day, today) for day in of_year)
    for unread in ("", "-??"):
        assert passes(f"{born:%Y-%m}{unread}", today) is any(is_child(day, today) for day in of_month)


@pytest.mark.parametrize("born", ["", "????", "????-11-22"])
def test_of_whom_nothing_is_known_nothing_is_presumed(born: str) -> None:
    assert not passes(born)


def test_COR_04_one_birth_of_several_is_enough() -> None:
    assert humanitarian(PERSONS, draft(values={"births.1.date": "1980", "births.2.date": "2015-03-??"}), TODAY)


def test_COR_04_the_missing_pass_whatever_their_age_and_things_never() -> None:
    assert humanitarian(PERSONS, draft(values={}, purposes=frozenset({Purpose.MISSING})), TODAY)
    assert not humanitarian(DOCUMENTS, draft(values={"births.1.date": "2015"}), TODAY)
