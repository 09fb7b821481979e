"""A name is found by the keys that it shares with itself in another script, order or spelling, and by few that others have too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names import keys
from comity.names.keys import LEAST_KEYS, MOST_KEYS, MOST_LED, asked, bits, held, share
from comity.names.reading import read_name

TEXTS = st.text(max_size=60)


def shared(one: str, other: str) -> float:
    """What the keys weigh by which `one` finds `other`."""
    there = set(held(read_name(other)))
    return sum(key.weight for key in asked(read_name(one)) if key.text.encode() in there)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Selka Marrec", "MARREC, Selka"),
        ("Selka Marrec", "Selka Marec"),
        ("Selka Marrec", "Selkamarrec"),
        ("Владимир Сорокин", "Vladimir Sorokin"),
        ("Wladimir Sorokine", "Владимир Сорокин"),
        ("عبد الرحمن الشريف", "Abdurrahman Sharif"),
        ("شمس الدين", "Shamsuddin"),
        ("김정훈", "Kim Jong-hoon"),
        ("Kim Jeong Hun", "김정훈"),
        ("王小明", "Wang Xiaoming"),
        ("Wang Xiao Ming", "王小明"),
        ("Γεώργιος Παππάς", "Georgios Pappas"),
        ("Jean-Luc Tolvan", "Tolvan Jean Luc"),
        ("Al-Sheikh Karim", "Alsheikh Karim"),
        ("Abdul Rahman Tolvan", "Rahman Tolvan"),
    ],
)
def test_a_name_finds_itself_as_others_write_it(one: str, other: str) -> None:
    assert shared(one, other) > 2 * max(shared(one, "Noemi Quarto"), 2.0)
    assert shared(other, one) > 2 * max(shared(other, "Noemi Quarto"), 2.0)


@pytest.mark.parametrize(
    "altered", ["Brandolvek", "Brandovlesk", "Brndolvesk", "Brandolwesk", "Branddolvesk", "Bramdolvesk", "Brandolbesk"]
)
def test_a_slip_of_the_fingers_in_a_rare_name_is_found(altered: str) -> None:
    assert shared(altered, "Brandolvesk") > 0
    assert shared("Brandolvesk", altered) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sirajuddin Marrec", "Siraj Marrec"),  # a compound and what it holds
        ("Abu Brandol", "Ahmed Brandol"),
        ("Abdul Jabbarov", "Jabbarov"),
        ("Brandolveska", "Brandolvoi"),  # the same beginning
        ("Tibrandolvek", "Okrandolvek"),  # the same end
        ("Akhund Zadan", "Akhundzadan Tolvan"),  # neighbours written as one
    ],
)
def test_what_two_words_have_in_common_is_a_key(one: str, other: str) -> None:
    assert shared(one, other) >= 6
    assert shared(other, one) >= 6


def test_a_rare_spelling_tells_more_than_common_consonants_written_as_one() -> None:
    assert shared("Kony", "Joseph Kony") > shared("Kony", "Kunna")
    assert shared("Jovad Rahiqi", "Javed Rahiqi") > shared("Jovad Rahiqi", "Josephdorak")


def test_an_initial_finds_the_name_that_it_begins() -> None:
    assert shared("S. Marrec", "Selka Marrec") > shared("S. Marrec", "Ondo Marrec")


def test_a_year_and_a_nationality_raise_and_add_nothing_else() -> None:
    name = read_name("Selka Marrec")
    plain, known = {key.text for key in asked(name)}, {key.text for key in asked(name, (1970,), ("XBM",))}
    assert plain < known
    assert all(text[0] in "yn" for text in known - plain)
    assert {text.decode()[0] for text in set(held(name, (1970,), ("XBM",))) - set(held(name))} == {"y", "n"}


@given(TEXTS, st.lists(st.integers(1900, 2020), max_size=2))
def test_any_text_has_keys_within_bounds(text: str, years: list[int]) -> None:
    name = read_name(text)
    laid, found = held(name, years), asked(name, years)
    assert len(laid) == len(set(laid))
    assert len({key.text for key in found}) == len(found) <= MOST_KEYS
    assert all(key.weight > 0 and 0 < key.share <= 1 for key in found)
    assert [key.share for key in found] == sorted(key.share for key in found), "the rarest first"
    assert bool(laid) == bool(found) or years


@given(TEXTS)
def test_what_a_question_leads_to_is_bounded(text: str) -> None:
    found = asked(read_name(text))
    assert sum(key.share for key in found[:-1]) <= MOST_LED or len(found) <= LEAST_KEYS


@given(TEXTS)
def test_a_name_finds_itself(text: str) -> None:
    name = read_name(text)
    if keys.held(name):
        assert {key.text.encode() for key in asked(name)} & set(held(name))


def test_weights_are_fixed_by_a_table_and_a_formula() -> None:
    assert bits("MT") < bits("BRNTLFSK")
    assert share("MT") > share("KFBM")
    assert bits("") > 0


def test_nothing_readable_has_no_key() -> None:
    for text in ("", "...", "\u200f\u200e", "!?"):
        assert held(read_name(text)) == ()
        assert asked(read_name(text)) == ()
