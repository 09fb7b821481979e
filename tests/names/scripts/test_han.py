"""Names in Han: where they are cut, in which languages they are read, how they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.model import Role, Script
from comity.names.scripts import han, han_foreign, han_surnames, sinitic
from comity.names.scripts.characters import one_form, simplified, sounds

F, G, U = Role.FAMILY, Role.GIVEN, Role.UNKNOWN


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("王小明", [("王", F), ("小明", G)]),
        ("欧阳建华", [("欧阳", F), ("建华", G)]),
        ("諸葛明", [("諸葛", F), ("明", G)]),
        ("莹 建华 陈", [("莹", G), ("建华", G), ("陈", F)]),
        ("张 伟强", [("张", F), ("伟强", G)]),
        ("文 建华 陈", [("文", F), ("建华", G), ("陈", U)]),
        ("罗纳德 斯特朗", [("罗纳德", U), ("斯特朗", U)]),
        ("鈴木一郎", [("鈴木", F), ("一郎", G)]),
        ("鈴木 花子", [("鈴木", F), ("花子", G)]),
        ("花子 鈴木", [("花子", G), ("鈴木", F)]),
        ("林直樹", [("林", F), ("直樹", G)]),
        ("高橋誠", [("高橋", F), ("誠", G)]),
        ("佐々木美咲", [("佐々木", F), ("美咲", G)]),
        ("渡邊", [("渡邊", F)]),
        ("铃木一郎", [("铃木", F), ("一郎", G)]),
        ("渡边裕子", [("渡边", F), ("裕子", G)]),
        ("陈一郎", [("陈", F), ("一郎", G)]),
    ],
)
def test_surname_and_given_name_are_told_apart(text: str, parts: list[tuple[str, Role]]) -> None:
    assert [(word.text, word.role) for word in han.read(text)] == parts


@pytest.mark.parametrize(
    ("surname", "spellings"),
    [
        ("陈", {"chen", "chan", "tan", "tran"}),
        ("陳", {"chen", "chan", "tan"}),
        ("黄", {"huang", "wong", "ng", "hoang"}),
        ("张", {"zhang", "cheung", "chang", "truong"}),
        ("吴", {"wu", "ng", "goh", "ngo"}),
        ("李", {"li", "lee", "yi", "ri"}),
        ("蔡", {"cai", "choi", "tsai", "chua"}),
        ("许", {"xu", "hui", "hsu"}),
        ("郭", {"guo", "kwok", "kuo"}),
        ("朴", {"park", "pak"}),
        ("单", {"shan"}),
        ("解", {"xie"}),
        ("仇", {"qiu"}),
        ("查", {"zha"}),
        ("吕", {"lu", "lyu", "lui"}),
        ("阮", {"ruan", "nguyen"}),
    ],
)
def test_surnames_have_the_spellings_of_their_bearers(surname: str, spellings: set[str]) -> None:
    (word,) = han.read(surname, "zh")
    assert spellings <= set(word.forms)
    assert word.role is F
    assert word.script is Script.HAN


@pytest.mark.parametrize(
    ("text", "language", "spellings"),
    [
        ("王建国", "", {"jianguo", "chienkuo", "kinkwok"}),
        ("陳志強", "", {"zhiqiang", "chikeung"}),
        ("李美玲", "zh", {"meiling"}),
        ("王晟", "", {"sheng", "cheng"}),
        ("金英哲", "", {"yingzhe", "youngchul", "yongchol"}),
        ("金英哲", "ko", {"youngchul", "yongchol", "yeongcheol"}),
        ("山田裕美子", "", {"yumiko"}),
        ("佐藤太郎", "", {"taro", "tarou", "taroh"}),
        ("中村明美", "", {"akemi"}),
    ],
)
def test_given_names_are_read_as_a_whole(text: str, language: str, spellings: set[str]) -> None:
    word = han.read(text, language)[1]
    assert spellings <= set(word.forms)
    assert word.role is G


def test_the_language_decides_where_characters_are_common_to_two() -> None:
    assert han.read("林健", "ja")[1].forms[0] == "ken"
    assert han.read("林健", "zh")[1].forms[0] == "jian"
    assert han.read("林健")[0].forms[0] == "lin"
    assert "hayashi" in han.read("林健")[0].forms


@pytest.mark.parametrize(("piece", "sound"), [("斯特朗", "stlon"), ("罗伯特", "lobt"), ("马克", "mak"), ("罗伯特", "robt")])
def test_foreign_names_are_read_by_the_sounds_that_they_stand_for(piece: str, sound: str) -> None:
    assert han_foreign.likely(piece)
    assert sound in han_foreign.word(piece).forms


def test_variants_of_a_character_are_one() -> None:
    assert simplified("陳張劉") == "陈张刘"
    assert simplified("渡邊") == simplified("渡辺")
    assert sounds("長").cantonese == sounds("长").cantonese == "cheung"
    assert han_surnames.rank("陳") == han_surnames.rank("陈")


@pytest.mark.parametrize(
    ("pinyin", "wade"),
    [("xi", "hsi"), ("zhang", "chang"), ("jian", "chien"), ("guo", "kuo"), ("dong", "tung"), ("zi", "tzu"), ("zhi", "chih"), ("lv", "lu")],
)
def test_wade_giles_follows_by_rule(pinyin: str, wade: str) -> None:
    assert sinitic.wade_giles(pinyin) == wade


@pytest.mark.parametrize(
    ("jyutping", "spelt"),
    [("zoeng", "cheung"), ("loeng", "leung"), ("gwok", "kwok"), ("zang", "tsang"), ("jyun", "yuen"), ("wong", "wong"), ("coi", "choi")],
)
def test_hong_kong_follows_by_rule(jyutping: str, spelt: str) -> None:
    assert sinitic.hong_kong(jyutping) == spelt


@given(st.text(alphabet=st.characters(min_codepoint=0x3005, max_codepoint=0x9FFF) | st.sampled_from(" ·陈王鈴木一郎"), max_size=12))
def test_any_text_is_read_into_forms_of_small_letters(text: str) -> None:
    for word in han.read(text):
        assert len(word.forms) <= han.MOST_FORMS
        assert len(set(word.forms)) == len(word.forms)
        assert all(form.isascii() and form.isalpha() and form.islower() for form in word.forms)
        assert word.text in text


@pytest.mark.parametrize(
    ("one", "other"), [("陈志强", "陳志強"), ("渡辺", "渡邊"), ("리룡해", "이룡해"), ("로영희", "노영희"), ("铃木", "鈴木")]
)
def test_words_are_compared_in_one_form(one: str, other: str) -> None:
    assert one_form(one) == one_form(other)


def test_other_characters_stay_apart() -> None:
    assert len({one_form(name) for name in ("陈", "程", "김", "금", "이", "김리")}) == 6
