"""Any text becomes a name or an empty one; nothing that a writer cannot see changes it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.names.cleaning import LONGEST_READ, cleaned
from comity.names.model import Name, Script
from comity.names.reading import read_name
from comity.names.tokens import MOST_WORDS
from tests.pace import at_once

MOST_FORMS = 8


def forms(name: Name) -> list[tuple[str, ...]]:
    return [word.forms for word in name.words]


def first(text: str) -> str:
    return " ".join(word.forms[0] for word in read_name(text).words if word.forms)


@settings(deadline=None)  # the first text of a script waits for its tables
@given(st.text(max_size=400))
def test_any_text_is_read_within_the_limits(text: str) -> None:
    name = read_name(text)
    assert name.written == text
    assert len(name.words) <= MOST_WORDS
    for word in name.words:
        assert len(word.forms) <= MOST_FORMS
        assert len(set(word.forms)) == len(word.forms)
        assert all(form.isascii() and form.isalpha() and form.islower() for form in word.forms), word


@settings(deadline=None)
@given(st.text(max_size=400))
def test_cleaning_twice_gives_the_same(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert len(once) <= LONGEST_READ
    assert forms(read_name(once)) == forms(read_name(text))


@settings(deadline=None)
@given(st.lists(st.sampled_from("\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200b\u200e\u200f\u061c\ufeff\u00ad"), min_size=1, max_size=6))
def test_controls_of_direction_change_nothing(controls: list[str]) -> None:
    written = "".join(letter + controls[place % len(controls)] for place, letter in enumerate("Adan Quill"))
    assert forms(read_name(written)) == [("adan",), ("quill",)]


@settings(deadline=None)
@given(st.integers(min_value=5, max_value=9_000))
def test_a_pile_of_marks_is_one_letter(count: int) -> None:
    assert first("A" + "\u0301" * count + "dan") == "adan"


def test_ten_thousand_characters_of_any_kind_are_read_at_once() -> None:
    for letter in ("a", "a ", "\u0301", "\u202e", "\ufdfa", "毛", "ا", "-", "A1", "Aa", "\ud800", "\U0001f600", "ไ", "\u0f71\u0f72"):
        with at_once():
            assert len(read_name(letter * 10_000).words) <= MOST_WORDS


def test_what_holds_no_letter_holds_no_word() -> None:
    for text in ("", " ", "123", "- , -", "\u202e", "!?", "'", "\u0301"):
        assert read_name(text).words == ()


def test_letters_of_another_script_that_look_alike_are_put_right() -> None:
    assert first("Ivаn Kolоbov") == "ivan kolobov"  # Cyrillic а, о
    name = read_name("Ивaн")  # Latin a
    assert name.script is Script.CYRILLIC
    assert forms(name) == forms(read_name("Иван"))


def test_digits_within_a_word_are_letters() -> None:
    assert first("Jan5en 0wen M1les") == "jansen owen miles"
    assert "wlles" in read_name("W1les").words[0].forms


def test_marks_have_both_spellings() -> None:
    assert read_name("Müller").words[0].forms == ("muller", "mueller")
    assert read_name("Müller", "de").words[0].forms == ("mueller", "muller")
    assert set(read_name("Ağaoğlu").words[0].forms) >= {"agaoglu"}
    assert read_name("Łukasz").words[0].forms == ("lukasz", "wukasz")
    assert first("Nguyễn Đức Ánh") == "nguyen duc anh"
    assert first("Əliyev Ọláìyá") == "eliyev olaiya"


def test_apostrophes_join_and_hyphens_part() -> None:
    assert first("O'Tarrick") == first("O’Tarrick") == "otarrick"
    assert first("Sa'ad ʻAlī") == "saad ali"
    assert first("Jean-Luc") == "jean luc"


def test_a_capital_within_a_word_parts_it_but_for_usual_beginnings() -> None:
    assert first("RamiHaddad") == "rami haddad"
    assert first("McTavish DeVoss MacTavish") == "mactavish devoss mactavish"


def test_the_script_and_what_it_tells_of_the_language() -> None:
    assert (read_name("김민수").script, read_name("김민수").language) == (Script.HANGUL, "ko")
    assert read_name("Δημήτρης").language == "el"
    assert read_name("Ivan").language == ""
    assert [read_name(text).language for text in ("Łukasz", "Ağaoğlu", "Đặng", "Strauß", "Muñiz", "João")] == [
        "pl",
        "tr",
        "vi",
        "de",
        "es",
        "pt",
    ]
    assert read_name("José").language == ""  # of several languages
    assert read_name("Strauß", "nl").language == "nl"


def test_every_script_has_its_reader() -> None:
    written = "حداد Հայկ মন Иван हरि አበበ გია Γιώργος 王 김 דוד たろう សុខ Adan ᚠᚢ ชัย"
    name = read_name(written)
    assert {word.script for word in name.words} == set(Script)
    assert all(word.forms for word in name.words), name.words
