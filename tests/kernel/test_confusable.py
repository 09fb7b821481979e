"""One search key for all look-alike spellings; the grade is decided on the stored value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.check_digits import zone_digit
from comity.kernel.confusable import GROUPS, fold_confusable, grade
from comity.kernel.results import Grade

VALUES = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20)


def test_the_same_is_exact() -> None:
    graded = grade("AB0123", "AB0123")
    assert graded is not None
    assert graded.grade is Grade.EXACT


def test_look_alikes_are_confusable_and_the_sentence_names_each() -> None:
    graded = grade("AO12S", "A0125")
    assert graded is not None
    assert graded.grade is Grade.CONFUSABLE
    template, values = graded.sentence
    assert values == {"differences": "O / 0 (2), S / 5 (5)"}
    assert "O / 0 (2)" in template.format(**values)


def test_another_value_has_no_grade() -> None:
    assert grade("AB123", "AB124") is None
    assert grade("AB123", "AB1234") is None


def test_a_vouched_number_matches_exactly() -> None:
    assert grade("L898902C3", "L8989O2C3", vouched=True) is None
    graded = grade("L898902C3", "L898902C3", vouched=True)
    assert graded is not None
    assert graded.grade is Grade.EXACT


def test_a_check_digit_cannot_vouch_for_g_against_6() -> None:
    assert zone_digit("AG123") == zone_digit("A6123")
    graded = grade("AG123", "A6123", vouched=True)
    assert graded is not None
    assert graded.grade is Grade.CONFUSABLE


@given(VALUES, st.data())
def test_every_look_alike_spelling_has_one_key(value: str, data: st.DataObject) -> None:
    group_of = {character: group for group in GROUPS for character in group}
    spelled = "".join(data.draw(st.sampled_from(group_of.get(character, character))) for character in value)
    assert fold_confusable(spelled) == fold_confusable(value)
    assert grade(value, spelled) is not None


@given(VALUES, VALUES)
def test_a_grade_is_given_exactly_where_the_keys_agree(asked: str, stored: str) -> None:
    assert (grade(asked, stored) is not None) == (fold_confusable(asked) == fold_confusable(stored))
    assert fold_confusable(fold_confusable(asked)) == fold_confusable(asked)
