"""Common names tell little, whatever their spelling; unheard ones tell all; the table is clean and wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.model import Script
from comity.names.rarity import CLASSES, spelled, weight
from comity.names.tables import rows

CULTURES = 30


@pytest.mark.parametrize(
    "form", ["mohammed", "muhammad", "ali", "kim", "van", "wang", "nguyen", "maria", "smith", "singh", "ivanov", "silva"]
)
def test_the_most_common_names_tell_least(form: str) -> None:
    assert weight(form) <= CLASSES["2"]


def test_a_name_that_is_never_heard_tells_all() -> None:
    for form in ("quilzarbek", "trovenxil", "brelquorfin"):
        assert weight(form) == 1.0


def test_spellings_of_a_common_name_weigh_about_the_same() -> None:
    for spellings in (
        ("mohammed", "mohamud", "muhamed", "mohammd"),
        ("hussein", "housseine", "husseyn"),
        ("petrov", "petroff"),
        ("sergei", "serguei"),
    ):
        weights = [weight(form) for form in spellings]
        assert max(weights) - min(weights) <= 0.25, dict(zip(spellings, weights, strict=True))


def test_few_letters_tell_less_than_many() -> None:
    assert weight("q") < weight("qx") <= weight("qix") <= weight("qixv") < weight("qixvarnel")


def test_a_syllable_of_han_or_hangul_never_tells_all() -> None:
    assert weight("zhuangxq", Script.HAN) < weight("zhuangxq", Script.LATIN)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=40))
def test_every_form_has_a_weight_within_the_range(form: str) -> None:
    assert 0.25 <= weight(form) <= 1.0


def test_the_table_is_clean_and_wide() -> None:
    table = rows("common_names")
    names = [name for _, _, forms in table for name in forms.split()]
    assert len(names) == len(set(names)) >= 2_500
    assert all(name.isascii() and name.isalpha() and name.islower() for name in names)
    assert {number for number, _, _ in table} <= set(CLASSES)
    assert len({culture for _, culture, _ in table}) >= CULTURES


def test_a_surname_of_one_in_fifteen_tells_least() -> None:
    for form in ("kim", "lee", "park", "wang", "zhang", "nguyen"):
        assert weight(form) < weight("garcia"), form


def test_a_given_name_of_two_syllables_tells_less_than_a_word_of_its_letters() -> None:
    korean, chinese, other = (weight("dalbok", Script.HANGUL, 2), weight("dalbok", Script.HAN, 2), weight("dalbok"))
    assert korean < chinese < other
    assert weight("dal", Script.HANGUL, 1) < korean


def test_a_form_spelled_the_same_tells_more_than_one_with_its_consonants() -> None:
    assert spelled("kony") > weight("kony")
    assert spelled("garcia") == weight("garcia")
