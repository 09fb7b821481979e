"""Marks of pages: what was put in comes out, and whatever else somebody sends is one fault of the field."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.audit.reading import Cursor
from comity.edges.api import cursors
from comity.kernel.errors import Invalid

moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds are naive, what is made is not
bigints = st.integers(0, 2**63 - 1)
READERS = [cursors.cursor_of, cursors.message_of, cursors.number_of, cursors.record_of_day]


def spelled(*parts: object) -> str:
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")


@given(moments, bigints, bigints)
def test_a_page_of_the_audit_goes_on_where_it_ended(at: datetime, stream: int, number: int) -> None:
    assert cursors.cursor_of(cursors.mark_of(Cursor(at, stream, number))) == Cursor(at, stream, number)


@given(moments, st.uuids())
def test_a_page_of_the_inbox_goes_on_where_it_ended(at: datetime, message: UUID) -> None:
    assert cursors.message_of(cursors.mark_of_message(at, message)) == (at, message)


@given(st.integers(1, 2**31 - 1))
def test_a_page_of_numbered_things_goes_on_where_it_ended(number: int) -> None:
    assert cursors.number_of(cursors.mark_of_number(number)) == number


@given(st.dates(), st.uuids())
def test_a_page_of_what_ends_soon_goes_on_where_it_ended(day: date, record: UUID) -> None:
    assert cursors.record_of_day(cursors.mark_of_day(day, record)) == (day, record)


def test_the_first_page_has_no_mark() -> None:
    assert cursors.mark_of(None) == ""
    assert [bool(read("")) for read in READERS] == [False] * 4


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "mark",
    [
        "?", "é", "\ud800", "a", "AAAA", spelled("n"), spelled("n", "0"), spelled("n", "-1"), spelled("n", "9" * 20),
        spelled("n", "9" * 5000), spelled("m", "5"), spelled("n", "5", "6"), spelled("2026-11-22", "no id"),
        spelled("2026-13-01", UUID(int=1)), spelled("2026-11-22T09:00:00", UUID(int=1), "6"), spelled("2026-11-22T09:00:00", "5", "6"),
        spelled("2026-11-22T09:00:00+00:00", "-5", "6"), spelled("2026-11-22T09:00:00+00:00", str(2**63), "6"),
        spelled("2026-11-22T09:00:00+00:00", "9" * 5000, "6"),
    ],
)  # fmt: skip
def test_what_no_page_gave_is_a_fault_of_the_field(read: Callable[[str], object], mark: str) -> None:
    with pytest.raises(Invalid) as raised:
        read(mark)
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [("after", "bad_cursor")]


@given(st.sampled_from(READERS), st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_nothing_that_is_sent_breaks_the_reading(read: Callable[[str], object], mark: str) -> None:
    try:
        read(mark)
    except Invalid as refusal:
        assert refusal.faults[0].code == "bad_cursor"  # noqa: PT017 - most are refused, a few are marks by chance
