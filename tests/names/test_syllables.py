"""Syllables of Chinese and Korean names in Latin letters: cut in every way of writing, one key for one syllable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.scripts import hangul, sinitic
from comity.names.syllables import MOST_SYLLABLES, key, keys, syllables


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("jongun", ("jong", "un")),
        ("Jong-un", ("jong", "un")),
        ("cho'ng-u'n", ("chong", "un")),
        ("CHO'NG-CH'O'L", ("chong", "chol")),
        ("younghee", ("young", "hee")),
        ("jianguo", ("jian", "guo")),
        ("chien-kuo", ("chien", "kuo")),
        ("weiming", ("wei", "ming")),
        ("ouyang", ("ou", "yang")),
        ("hyonchol", ("hyon", "chol")),
        ("smith", ()),
        ("mohammed", ()),
        ("nguyen", ()),
        ("", ()),
    ],
)
def test_a_word_is_cut_into_syllables_of_one_system(form: str, parts: tuple[str, ...]) -> None:
    assert syllables(form) == parts


@pytest.mark.parametrize(
    "spellings",
    [
        "jeong jung chung jong cho'ng cheong",
        "xi hsi si",
        "eun un",
        "yeong young yong yung",
        "hyeon hyun hyon",
        "seok suk sok",
        "cheol chul chol",
        "choi choe",
        "park pak bak",
        "woo u wu",
        "soo su",
        "lee ri li",
        "heo huh hur ho",
        "zhang chang",
        "guo kuo",
        "tian tien",
        "jian chien",
        "xu hsu",
        "zhi chih",
        "xiong hsiung",
        "zi tzu",
        "ge ko",
    ],
)
def test_all_spellings_of_a_syllable_have_one_key(spellings: str) -> None:
    assert len({key(each) for each in spellings.split()}) == 1


@pytest.mark.parametrize(
    "syllables_apart", ["su so", "li lu", "min ming", "san shan", "sun xun", "ren len", "wang huang", "mao mou", "ko ku", "jin jing"]
)
def test_different_syllables_have_different_keys(syllables_apart: str) -> None:
    one, other = syllables_apart.split()
    assert key(one) != key(other)


@pytest.mark.parametrize("name", ["영희", "정은", "현우", "성수", "준영", "경철", "민호", "상훈", "동혁", "미경", "선영", "철수"])
def test_all_spellings_of_a_korean_name_have_the_same_keys(name: str) -> None:
    assert len({keys(form) for form in hangul.spellings(name)}) == 1


@pytest.mark.parametrize(
    "name", ["jian guo", "xiao ping", "wei ming", "zhi qiang", "li juan", "shu fen", "guo dong", "xue mei", "yong zhi"]
)
def test_pinyin_and_wade_giles_have_the_same_keys(name: str) -> None:
    wade = "-".join(sinitic.wade_giles(each) for each in name.split())
    assert keys(name.replace(" ", "")) == keys(wade) == keys(name)


@given(st.text(max_size=30))
def test_any_text_gives_few_syllables_that_stand_in_it(text: str) -> None:
    found = syllables(text)
    assert len(found) <= MOST_SYLLABLES
    letters = "".join(letter for letter in text.lower() if "a" <= letter <= "z")
    assert "".join(found) in {"", letters}
    assert isinstance(key(text), str)
