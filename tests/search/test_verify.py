"""A stored value compared with what was asked. Pure."""

from __future__ import annotations

import pytest

from comity.kernel.results import Grade
from comity.search.model import Sought
from comity.search.verify import Match, best, match

STORED = {"number": "C0118832", "issuer": "XBM"}
CAR = {"vin": "1M8GDM9AXKP042788", "plate": "AB123CD", "plate_country": "XBM", "engine_number": "E0S1"}


def sought(value: str, issuer: str = "XBM", kind: str = "document_number", register: int = 3, *, vouched: bool = False) -> Sought:
    return Sought(register, kind, value, issuer, b"", vouched)


def test_the_same_number_and_issuer_is_exact() -> None:
    found = match(sought("C0118832"), STORED)
    assert found is not None
    assert found == Match(Grade.EXACT, ("The number and the issuing country are the same as the record's.", {}))


def test_HIT_06_look_alikes_are_confusable_and_say_where() -> None:
    found = match(sought("CO118B3Z"), STORED)
    assert found is not None
    assert found.grade is Grade.CONFUSABLE
    assert found.sentence[1]["differences"] == "O / 0 (2), B / 8 (6), Z / 2 (8)"


@pytest.mark.parametrize("value", ["C0118833", "C011883", "C01188322", "", "D0118832"])
def test_another_number_is_no_match(value: str) -> None:
    assert match(sought(value), STORED) is None


def test_another_issuer_is_no_match() -> None:
    assert match(sought("C0118832", "XCS"), STORED) is None
    assert match(sought("CO118832", "XCS"), STORED) is None


def test_without_a_country_the_sentence_names_the_records() -> None:
    found = match(sought("C0118832", ""), STORED)
    assert found is not None
    assert (found.grade, found.sentence[1]) == (Grade.EXACT, {"country": "XBM"})


def test_a_vouched_number_meets_no_look_alike_that_its_digit_tells_apart() -> None:
    assert match(sought("CO118832", vouched=True), STORED) is None
    exact = match(sought("C0118832", vouched=True), STORED)
    assert exact is not None
    assert exact.grade is Grade.EXACT


def test_the_last_eight_are_compared_with_the_end_of_the_number() -> None:
    found = match(sought("KP042788", "", "last8", 8), CAR)
    assert found is not None
    assert found.grade is Grade.EXACT
    assert "whole number" in found.sentence[0]
    assert match(sought("1M8GDM9A", "", "last8", 8), CAR) is None


def test_a_plate_needs_its_country() -> None:
    assert match(sought("AB123CD", "XBM", "plate", 8), CAR) is not None
    assert match(sought("AB123CD", "XCS", "plate", 8), CAR) is None


def test_a_record_without_the_field_is_no_match() -> None:
    assert match(sought("E0S1", "", "engine_number", 8), {"vin": CAR["vin"]}) is None
    assert match(sought("C0118832"), {}) is None


def test_the_exact_match_speaks_whatever_came_first() -> None:
    exact, alike = Match(Grade.EXACT, ("a", {})), Match(Grade.CONFUSABLE, ("b", {}))
    assert best([alike, exact]) is best([exact, alike]) is exact
    assert best([alike]) is alike
