"""Laws of likeness: symmetric, the order of words, own name 1; scripts that meet and names that must not."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.names.likeness import JOINED, SAME, SHORT, likeness, likenesses
from comity.names.packing import pack
from comity.names.reading import read_name

# Invented people of many cultures: words that are common, whole names that nobody is meant by.
WORDS = (  # noqa: SIM905
    "Yusuf Salim Khattari Mohamed Abdulrahman Ivan Petrovich Sidorov Olena Kowalski Ana Souza Nguyen Tran Kim Minjun Park Tanaka Haruto "
    "Chen Weiming Okafor Chukwu Mbeki Olsen Bjork Garcia Lopez Muller Schmidt Pappas Levy Cohen Singh Sharma Haile Bekele Rossi Dupont"
).split()
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True)


def like(one: str, other: str) -> float:
    return likeness(read_name(one), read_name(other)).score


@given(NAMES, NAMES)
@settings(max_examples=150, deadline=None)
def test_symmetric(one: list[str], other: list[str]) -> None:
    assert like(" ".join(one), " ".join(other)) == pytest.approx(like(" ".join(other), " ".join(one)), abs=1e-5)


@given(NAMES, st.data())
@settings(max_examples=150, deadline=None)
def test_its_own_name_is_1_in_any_order(words: list[str], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(words))
    assert like(" ".join(words), " ".join(turned)) == 1.0


@given(NAMES, NAMES)
@settings(max_examples=150, deadline=None)
def test_the_order_of_words_does_not_matter(one: list[str], other: list[str]) -> None:
    """But for what stands beside each other and may be written as one word, and for whose first word it is."""
    assume(len(one) == len(other))
    assert like(" ".join(one), " ".join(other)) == pytest.approx(like(" ".join(reversed(one)), " ".join(reversed(other))), abs=1e-5)


@given(NAMES, NAMES)
@settings(max_examples=100, deadline=None)
def test_between_0_and_1_and_the_same_for_many_at_once(one: list[str], other: list[str]) -> None:
    name = read_name(" ".join(one))
    found = likenesses(name, [pack(read_name(" ".join(other))), pack(name)])
    assert 0.0 <= found[0] <= 1.0
    assert found[1] == 1.0
    assert found[0] == pytest.approx(like(" ".join(one), " ".join(other)), abs=1e-5)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_compared(text: str) -> None:
    name = read_name(text)
    score = likeness(name, name).score
    assert score == (1.0 if name.words else 0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Юсуф Салимов", "Yusuf Salimov"),
        ("يوسف سليم الخطاري", "Youssef Salim El Khattari"),
        ("Κώστας Παππάς", "Kostas Pappas"),
        ("ნინო გელაშვილი", "Nino Gelashvili"),
        ("Արամ Սարգսյան", "Aram Sargsyan"),
        ("רחל לוי", "Rachel Levy"),
        ("김민준", "Kim Min-jun"),
        ("陈伟明", "Chen Weiming"),
        ("अनिल शर्मा", "Anil Sharma"),
        ("Abdul Rahman Khattari", "Abdurrahman al-Khattari"),
        ("KHATTARI, Yusuf", "Yusuf Khattari"),
        ("Jean-Claude Dupont", "Jean Claude Dupont"),
        ("Dr. Ana Souza", "Ana Souza"),
    ],
)
def test_one_person_written_in_two_ways(one: str, other: str) -> None:
    assert like(one, other) > 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivan Sidorov", "Ivan Petrov"),
        ("Kim Min-jun", "Kim Min-seok"),
        ("Chen Weiming", "Chen Weihong"),
        ("يوسف سليم", "Karim Salim"),
        ("陈伟明", "陈伟强"),
        ("Ana Souza", "Olena Kowalski"),
    ],
)
def test_two_people_of_like_names(one: str, other: str) -> None:
    assert like(one, other) < 0.6


def test_the_pairs_say_which_word_stands_for_which() -> None:
    found = likeness(read_name("Bob Sidorov Khattari"), read_name("Sidorov Robert Khat Tari"))
    by_left = {pair.left: pair for pair in found.pairs}
    assert by_left[(1,)].right == (0,)
    assert by_left[(1,)].why == SAME
    assert by_left[(0,)].right == (1,)
    assert by_left[(0,)].why == SHORT
    assert by_left[(2,)].right == (2, 3)
    assert by_left[(2,)].why == JOINED


def test_two_names_that_nobody_can_read_are_not_alike() -> None:
    assert like("♠♣", "♥♦") == 0.0
    assert like("", "") == 0.0
    assert like("", "Ana") == 0.0


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("이영희", "Lee Young-hee|Lee Younghee|Younghee Lee|Yi Yeong-hui|Lee Young Hee|Ri Yong-hui"),
        ("김정희", "Kim Jung-hee|Kim Junghee|Kim Jeong-hui|Kim Chung Hee|Kim Jong Hui"),
        ("박경희", "Park Kyung-hee|Park Kyunghee|Pak Kyong-hui|Bak Gyeonghui|Park Kyoung Hee"),
        ("정영호", "Jung Young-ho|Jung Youngho|Jeong Yeongho|Chung Yong Ho"),
        ("이석호", "Lee Suk-ho|Lee Seokho|Lee Sukho"),
        ("박옥희", "Park Ok-hee|Park Okhee|Pak Okhui"),
        ("최갑현", "Choi Kap-hyun|Choi Kaphyun|Choe Gaphyeon"),
        ("한영우", "Han Young-woo|Han Youngwoo|Han Yeong-u|Han Yeongu"),
        ("백승우", "Baek Seung-woo|Baek Seungwoo|Paik Seung Woo"),
    ],
)
def test_a_korean_given_name_is_one_joined_hyphenated_or_apart(written: str, spelled: str) -> None:
    assert [one for one in spelled.split("|") if likeness(read_name(written), read_name(one)).score < 0.85] == []


@pytest.mark.parametrize(
    ("one", "other"), [("Lee Young-hee", "Yi Yeong-hui"), ("Lim Changhwan", "Im Changhwan"), ("Ryu Jinhee", "Yoo Jin Hee")]
)
def test_a_korean_surname_that_loses_its_first_sound_is_near_itself(one: str, other: str) -> None:
    assert likeness(read_name(one), read_name(other)).score > 0.6


def test_a_name_that_stands_wholly_in_a_longer_one_is_nearer_than_one_that_does_not() -> None:
    within = likeness(read_name("Selka Marrec"), read_name("Selka Ondo Marrec")).score
    beside = likeness(read_name("Selka Ondo Marrec"), read_name("Selka Tivar Marrec")).score
    assert within > 0.77 > beside


def test_abdul_behind_a_comma_stands_before_what_it_belongs_to() -> None:
    assert likeness(read_name("RAHMAN TOLVAN, ABDUL"), read_name("Abdul Rahman Tolvan")).score == 1.0
    assert likeness(read_name("Tolvan, Abdul Rahman"), read_name("Abdul Rahman Tolvan")).score == 1.0
