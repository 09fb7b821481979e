"""What a search for persons may do for which purpose, and when what it found is a positive result."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from comity.access.model import AuthorityKind
from comity.kernel.purposes import Purpose
from comity.kernel.results import Grade
from comity.search.persons.model import PersonSetting
from comity.search.persons.rules import DEFAULTS, is_positive, may_change, may_search, may_search_list, setting_faults
from tests.checking import reader

SETTING = PersonSetting(prior=1e-3, possible=0.1, likely=0.6, alarm=0.9, lists=True)


def test_PUR_07_work_on_trends_never_searches_for_one_person() -> None:
    assert [purpose for purpose in Purpose if not may_search(purpose).allowed] == [Purpose.TRENDS]
    assert may_search(Purpose.TRENDS).rule == "PUR-07"
    assert not may_search_list(Purpose.TRENDS, SETTING, "event").allowed


def test_whole_lists_are_searched_only_where_the_purpose_allows_it() -> None:
    allowed = {purpose for purpose, setting in DEFAULTS.items() if may_search_list(purpose, setting, "event").allowed}
    assert allowed == {Purpose.BORDER, Purpose.ACCREDITATION, Purpose.MISSING}
    assert not may_search_list(Purpose.BORDER, msgspec.structs.replace(SETTING, lists=False), "").allowed


def test_PUR_05_a_list_for_a_security_check_names_its_event() -> None:
    assert may_search_list(Purpose.ACCREDITATION, SETTING, "  ").rule == "PUR-05"
    assert not may_search_list(Purpose.ACCREDITATION, SETTING, "  ").allowed
    assert may_search_list(Purpose.ACCREDITATION, SETTING, "Summit of Lys").allowed
    assert may_search_list(Purpose.BORDER, SETTING, "").allowed


def test_a_person_is_positive_from_the_alarm_on_or_with_an_exact_identifier() -> None:
    assert not is_positive(0.899, SETTING, exact=False)
    assert is_positive(0.9, SETTING, exact=False)
    assert is_positive(0.001, SETTING, exact=True)


def test_grades_begin_at_their_thresholds() -> None:
    assert [SETTING.grade(one) for one in (0.09, 0.1, 0.59, 0.6)] == [None, Grade.POSSIBLE, Grade.POSSIBLE, Grade.LIKELY]


def test_the_secretariat_alone_changes_settings() -> None:
    assert not may_change(reader()).allowed
    assert may_change(replace(reader(), kind=AuthorityKind.SECRETARIAT)).allowed


@pytest.mark.parametrize(
    ("change", "field"),
    [({"prior": 0.0}, "prior"), ({"alarm": 1.0}, "alarm"), ({"likely": -1.0}, "likely"), ({"possible": 0.7}, "alarm"),
     ({"likely": 0.95}, "alarm"), ({"prior": float("nan")}, "prior")],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_refused(change: dict[str, float], field: str) -> None:
    assert setting_faults(SETTING, "Because of a test.") == []
    assert [fault.field for fault in setting_faults(msgspec.structs.replace(SETTING, **change), "Because of a test.")] == [field]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"prior": 0.2}, "prior"), ({"possible": 0.001}, "possible"), ({"possible": 0.1, "likely": 0.5, "alarm": 0.5}, "alarm")],
)
def test_HIT_06_nobody_sets_a_search_so_that_every_namesake_is_shown_or_told(change: dict[str, float], field: str) -> None:
    faults = setting_faults(msgspec.structs.replace(SETTING, **change), "Because of a test.")
    assert [(fault.field, fault.code) for fault in faults] == [(field, "beyond")]


def test_a_setting_is_changed_with_a_reason() -> None:
    assert [fault.field for fault in setting_faults(SETTING, " because  ")] == ["reason"]


def test_the_defaults_are_in_order() -> None:
    assert set(DEFAULTS) == set(Purpose)
    assert all(setting_faults(setting, "As they are meant.") == [] for setting in DEFAULTS.values())


def test_the_page_of_settings_says_the_defaults() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    for setting in DEFAULTS.values():
        for name in ("prior", "possible", "likely", "alarm"):
            assert re.search(rf"^\| `{name}` \|.*\| {getattr(setting, name):g} \|$", page, re.MULTILINE), name
