"""Hebrew script read into words: tables first, the rest guessed; geresh, articles, endings, particles and titles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.model import Role, Script
from comity.names.scripts import hebrew
from comity.names.scripts.choices import MOST
from comity.names.tables import rows


def forms(text: str) -> tuple[str, ...]:
    return hebrew.read(text)[0].forms


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("כהן", "cohen"),
        ("מוחמד", "mohammed"),
        ("ג׳בארין", "jabarin"),
        ("ג'בארין", "jabarin"),  # an apostrophe as keyboards have it
        ("יִצְחָק", "yitzhak"),  # with points
        ("הכרמל", "hacarmel"),  # the article
        ("ברקוביץ", "berkovich"),
        ("לבנוני", "lavnoni"),
        ("צ׳רצ׳יל", "charchil"),
        ("תמירה", "tamira"),
        ("שטרסברגר", "shatrasbarger"),
    ],
)
def test_a_word_has_its_usual_spelling(written: str, spelled: str) -> None:
    assert spelled in forms(written)


def test_the_usual_spelling_comes_first() -> None:
    assert forms("כהן")[0] == "cohen"
    assert forms("משה")[0] == "moshe"


def test_letters_of_two_sounds_are_spelled_with_both() -> None:
    assert {form[0] for form in forms("פקרון")} == {"p", "f"}
    assert {form[:2] for form in forms("חדמון")} >= {"ha", "ch"}


def test_particles_have_their_role_and_a_hyphen_parts_words() -> None:
    ben, desert = hebrew.read("בן-מדבר")
    assert (ben.role, ben.forms[0]) == (Role.PARTICLE, "ben")
    assert desert.role is Role.UNKNOWN


def test_a_title_is_one_only_before_a_name() -> None:
    assert [word.role for word in hebrew.read('ד"ר דנה כרמי')] == [Role.TITLE, Role.UNKNOWN, Role.UNKNOWN]
    assert [word.role for word in hebrew.read("דנה הרב")] == [Role.UNKNOWN, Role.UNKNOWN]
    assert [word.role for word in hebrew.read("הרב")] == [Role.UNKNOWN]


def test_a_letter_alone_is_an_initial() -> None:
    assert [word.role for word in hebrew.read("ש׳ כרמי")] == [Role.INITIAL, Role.UNKNOWN]


def test_yiddish_reads_its_vowels() -> None:
    assert hebrew.read("מענדל", "yi")[0].forms[0].startswith("mend")


def test_every_row_of_the_tables_is_fit_to_be_a_word() -> None:
    for name, spelled in rows("hebrew_names"):
        assert 1 <= len(spelled.split()) <= MOST, name
        assert re.fullmatch("[a-z ]+", spelled), name
        assert hebrew.read(name)[0].forms == tuple(spelled.split()), name


@given(st.text(alphabet="אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״'\" -־ְֹּ", max_size=60))
def test_any_text_gives_words_of_latin_letters(text: str) -> None:
    for word in hebrew.read(text):
        assert word.script is Script.HEBREW
        assert len(word.forms) == len(set(word.forms)) <= MOST
        assert all(re.fullmatch("[a-z]+", form) for form in word.forms)
