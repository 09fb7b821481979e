"""Names in kana: Japanese ones as passports and their bearers spell them, foreign ones by their sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.model import Role, Script
from comity.names.scripts import kana


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("たろう", {"taro", "tarou", "taroh"}),
        ("ゆうこ", {"yuko", "yuuko"}),
        ("オオノ", {"ono", "oono"}),
        ("しんぺい", {"shinpei", "shimpei", "sinpei"}),
        ("つちや", {"tsuchiya", "tutiya"}),
        ("ふじい", {"fujii", "huzii"}),
        ("じょうじ", {"joji", "jouji", "zyozi"}),
        ("いっちゃん", {"itchan"}),
        ("けいいち", {"keiichi"}),
    ],
)
def test_japanese_words_have_the_spellings_in_use(text: str, spellings: set[str]) -> None:
    (word,) = kana.read(text)
    assert spellings <= set(word.forms)
    assert word.script is Script.KANA


@pytest.mark.parametrize(
    ("text", "sound"),
    [("スミス", "smis"), ("ロバート", "lobat"), ("ドナルド", "donald"), ("ヴィクトル", "vikutor"), ("マルティン", "martin")],
)
def test_foreign_words_lose_the_vowels_that_were_put_in(text: str, sound: str) -> None:
    assert sound in kana.read(text)[0].forms


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("すずき たろう", [Role.FAMILY, Role.GIVEN]),
        ("タロウ スズキ", [Role.GIVEN, Role.FAMILY]),
        ("ジョン スミス", [Role.UNKNOWN, Role.UNKNOWN]),
        ("たろう", [Role.UNKNOWN]),
    ],
)
def test_a_surname_is_told_by_its_sound(text: str, roles: list[Role]) -> None:
    assert [word.role for word in kana.read(text)] == roles


def test_pieces_are_parted_by_spaces_and_dots() -> None:
    assert [word.text for word in kana.read("ジョン・スミス やまだ")] == ["ジョン", "スミス", "やまだ"]


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x30FF) | st.just(" "), max_size=12))
def test_any_text_is_read_into_forms_of_small_letters(text: str) -> None:
    for word in kana.read(text):
        assert len(word.forms) <= kana.MOST_FORMS
        assert all(form.isascii() and form.isalpha() and form.islower() for form in word.forms)
