"""Korean names in Hangul: surname and given name, and the spellings in use."""

from __future__ import annotations

import pytest

from comity.names.model import Role, Script
from comity.names.scripts import hangul


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("김영희", [("김", Role.FAMILY), ("영희", Role.GIVEN)]),
        ("허준", [("허", Role.FAMILY), ("준", Role.GIVEN)]),
        ("남궁민수", [("남궁", Role.FAMILY), ("민수", Role.GIVEN)]),
        ("진 황보", [("진", Role.UNKNOWN), ("황보", Role.FAMILY)]),
        ("현 박", [("현", Role.UNKNOWN), ("박", Role.FAMILY)]),
        ("진호 상호 박", [("진호", Role.GIVEN), ("상호", Role.GIVEN), ("박", Role.FAMILY)]),
        ("김 영희", [("김", Role.FAMILY), ("영희", Role.GIVEN)]),
        ("도널드 스미스", [("도널드", Role.UNKNOWN), ("스미스", Role.UNKNOWN)]),
    ],
)
def test_surname_and_given_name_are_told_apart(text: str, parts: list[tuple[str, Role]]) -> None:
    assert [(word.text, word.role) for word in hangul.read(text)] == parts


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("영희", {"younghee", "yeonghui", "yonghui"}),
        ("정은", {"jungeun", "jeongeun", "jongun", "chongun"}),
        ("현우", {"hyunwoo", "hyeonu", "hyonu"}),
        ("성수", {"sungsoo", "seongsu", "songsu"}),
        ("준영", {"junyoung", "junyeong", "joonyeong", "junyong"}),
        ("경철", {"kyungchul", "gyeongcheol", "kyongchol"}),
        ("룡혁", {"ryonghyok", "ryonghyeok", "yonghyeok"}),
    ],
)
def test_each_way_of_writing_goes_through_the_whole_given_name(name: str, spellings: set[str]) -> None:
    assert spellings <= set(hangul.spellings(name))


@pytest.mark.parametrize(
    ("surname", "spellings"),
    [("이", {"lee", "yi", "ri"}), ("박", {"park", "pak"}), ("최", {"choi", "choe"}), ("류", {"ryu", "yoo"}), ("노", {"noh", "ro"})],
)
def test_surnames_have_the_spellings_of_south_and_north(surname: str, spellings: set[str]) -> None:
    (word,) = hangul.read(surname)
    assert spellings <= set(word.forms)
    assert word.role is Role.FAMILY


def test_a_foreign_name_is_heard_without_the_filled_in_vowels() -> None:
    word = hangul.read("스미스")[0]
    assert "smis" in word.forms
    assert word.script is Script.HANGUL
