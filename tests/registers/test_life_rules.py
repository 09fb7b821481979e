"""The life of a record: each rule alone, over values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import Invalid
from comity.kernel.purposes import Purpose
from comity.kernel.records import RecordState
from comity.registers import life
from comity.registers.catalogue import BY_NUMBER
from comity.registers.life import Answer
from comity.registers.record import BlockedBy
from comity.registers.validate import longest_end
from tests.made import MARLOW, NOW, TODAY, TOREN, officer, record, system

DOCUMENTS = BY_NUMBER[3]
RECORD = record(ends_at=date(2027, 5, 22))
LATEST = longest_end(DOCUMENTS, TODAY, RECORD.values)
TYPED = {"until": "2028-05-22", "purpose": "border", "reason": "The document was seen at a border again; the case goes on."}
days = st.dates(date(2000, 1, 1), date(2200, 1, 1))


def wrong(**changes: str) -> list[str]:
    with pytest.raises(Invalid) as raised:
        life.extension(DOCUMENTS, RECORD, {**TYPED, **changes}, TODAY)
    return [fault.field for fault in raised.value.faults]


def test_RET_03_an_extension_is_a_later_day_a_purpose_of_the_record_and_why() -> None:
    asked = life.extension(DOCUMENTS, RECORD, TYPED, TODAY)
    assert (asked.until, asked.purpose, asked.reason) == (date(2028, 5, 22), Purpose.BORDER, TYPED["reason"])


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"until": ""}, ["until"]),
        ({"until": "soon"}, ["until"]),
        ({"until": "2027-05-22"}, ["until"]),  # the day that it ends on already
        ({"until": f"{LATEST + timedelta(days=1)}"}, ["until"]),
        ({"purpose": ""}, ["purpose"]),
        ({"purpose": "wanted"}, ["purpose"]),  # a purpose, and none of this record's
        ({"purpose": "nonsense"}, ["purpose"]),
        ({"reason": "needed"}, ["reason"]),
        ({"reason": "needed" + " " * 60}, ["reason"]),  # white space is no reason
        ({"reason": "x" * 2001}, ["reason"]),
        ({"until": "", "purpose": "", "reason": ""}, ["until", "purpose", "reason"]),
    ],
)
def test_RET_03_all_that_an_extension_lacks_is_said_at_once(changes: dict[str, str], fields: list[str]) -> None:
    assert wrong(**changes) == fields


def test_RET_01_an_extension_reaches_to_the_longest_retention_and_no_further() -> None:
    assert life.extension(DOCUMENTS, RECORD, {**TYPED, "until": f"{LATEST}"}, TODAY).until == LATEST


def test_RET_10_what_another_has_blocked_is_not_extended() -> None:
    assert life.may_extend(record()).allowed
    assert life.may_extend(record(state=RecordState.BLOCKED, blocked_by=BlockedBy.OWNER)).allowed
    for by in BlockedBy:
        if by is not BlockedBy.OWNER:
            assert life.may_extend(record(state=RecordState.BLOCKED, blocked_by=by)).rule == "RET-10"
    assert not any(life.may_extend(record(state=state)).allowed for state in (RecordState.WITHDRAWN, RecordState.EXPIRED))


def test_RET_03_a_second_officer_decides_about_an_extension() -> None:
    assert life.may_decide(officer(officer=TOREN), Answer.EXTENSION_ASKED, MARLOW).allowed
    assert not life.may_decide(officer(), Answer.EXTENSION_ASKED, MARLOW).allowed
    assert not life.may_decide(system(), Answer.EXTENSION_ASKED, MARLOW).allowed


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.EXTENSION_ASKED])
def test_RET_03_nothing_is_decided_that_nobody_asked_for(answer: Answer) -> None:
    assert not life.may_decide(officer(officer=TOREN), answer, MARLOW).allowed


@given(before=days, draft=days, typed=st.sampled_from(["", "  ", "2030-01-01"]))
def test_RET_03_a_correction_never_lengthens_a_life(before: date, draft: date, typed: str) -> None:
    if typed.strip() and draft > before:
        with pytest.raises(Invalid):
            life.end_after_correction(before, typed, draft)
    else:
        assert life.end_after_correction(before, typed, draft) <= before


def test_REC_16_readers_are_told_after_eighteen_months_without_a_word_and_not_before() -> None:
    for months, told in ((17, False), (18, True), (40, True)):
        confirmed = NOW.replace(year=2026 - months // 12, month=11, day=22) - timedelta(days=30 * (months % 12))
        confirmed = confirmed.combine(life.months_before(NOW.date(), months), confirmed.timetz())
        assert bool(life.stale_days(confirmed, NOW)) is told
    assert life.stale_days(NOW, NOW) == 0


@given(start=days, register=st.sampled_from(sorted(BY_NUMBER)))
def test_RET_01_every_register_has_a_longest_end_from_any_day(start: date, register: int) -> None:
    end = longest_end(BY_NUMBER[register], start)
    assert end.year == start.year + BY_NUMBER[register].retention_years
    assert (end.month, end.day) == (start.month, min(start.day, 28) if start.month == 2 else start.day)
