"""Kinds that point elsewhere: ids of records, codes of laboratories, counts within bounds."""

from __future__ import annotations

import pytest

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import MONTHS, PROFILE_CODE, RECORD_ID, whole


def test_a_record_s_id_has_one_spelling() -> None:
    spelled = "0198a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b"
    for typed in (spelled, spelled.upper(), spelled.replace("-", ""), f" {spelled} "):
        assert RECORD_ID.clean(typed) == spelled


@pytest.mark.parametrize("typed", ["0198a1b2", "record", "8.0198a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b", "x" * 500])
def test_what_is_no_id_of_a_record_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        RECORD_ID.clean(typed)


@pytest.mark.parametrize("name", ["John Smith", "OSTROVAR", "Ana María", "أمينة"])
def test_REC_20_a_name_is_no_code_of_a_profile(name: str) -> None:
    with pytest.raises(BadValue):
        PROFILE_CODE.clean(name)


def test_REC_20_a_code_is_letters_and_digits() -> None:
    assert PROFILE_CODE.clean("xbm-24-004711") == "XBM24004711"
    for typed in ("1", "a1", "4711" * 20):
        with pytest.raises(BadValue):
            PROFILE_CODE.clean(typed)


def test_a_count_keeps_to_its_bounds() -> None:
    assert MONTHS.clean("024") == "24"
    assert whole("grooves", 2, 24, "Grooves").clean(" 6 ") == "6"
    for typed in ("1201", "-1", "2.5", "six", "9" * 40):
        with pytest.raises(BadValue):
            MONTHS.clean(typed)
