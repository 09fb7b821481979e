"""Arabic script read into words: the article apart, particles and titles told, usual spellings first, all else guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.names.model import Role, Script
from comity.names.scripts import arabic, arabic_letters, arabic_words
from comity.names.scripts.choices import MOST
from comity.names.tables import rows

TABLES = ("arabic_names", "persian_names", "foreign_names_in_arabic")


def forms(text: str, language: str = "") -> tuple[str, ...]:
    """The spellings of the last word of a text."""
    return arabic.read(text, language)[-1].forms


def test_the_article_is_a_particle_of_its_own() -> None:
    article, noun = arabic.read("الطائي")
    assert (article.text, article.role, article.forms[:3]) == ("ال", Role.PARTICLE, ("al", "el", "at"))
    assert (noun.text, noun.role) == ("طايي", Role.UNKNOWN)
    assert {"tai", "taee"} <= set(noun.forms)


def test_the_letters_of_an_article_may_be_part_of_the_word() -> None:
    assert len(arabic.read("الياس")) == 1
    assert len(arabic.read("ألبرتين")) == 1  # with its hamza: no article


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("محمد", {"mohammed", "muhammad", "mohamed", "mehmed"}),
        ("حسین", {"hussein", "hossein", "hocine"}),
        ("مُحَمَّد", {"mohammed"}),  # with vowel marks
        ("محـــمد", {"mohammed"}),  # with tatweel
        ("ﻤﺤﻤﺪ", {"mohammed"}),  # presentation forms
        ("عبدالرحمن", {"abdulrahman", "abderrahmane", "abdurrahman"}),
        ("عبدالشكور", {"abdulshakur", "abdushakur"}),  # not in the tables: joined
        ("سيفالدين", {"saifuddin", "seifeddine"}),
        ("جنتالله", {"janatullah", "janatallah"}),
        ("غلامحیدر", {"gholamheydar", "ghulamhaider"}),
        ("بلمختار", {"belmokhtar", "belmukhtar"}),
        ("کاظم‌زاده", {"zadeh", "zada"}),
        ("رجبزاده", {"rajabzadeh"}),
        ("قادروف", {"qaderov", "kaderov"}),
        ("ڕێژوان", {"rezhwan", "rejwan"}),  # Kurdish writes its vowels
    ],
)
def test_a_word_has_its_usual_spellings(written: str, spelled: set[str]) -> None:
    assert spelled & set(forms(written)) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("كريف", "karif"),
        ("رامد", "ramid"),
        ("متروم", "matrum"),
        ("سربان", "sarban"),
        ("إبقاس", "ibqas"),
        ("اوديرا", "odira"),
        ("تشيكادا", "chikada"),
    ],
)
def test_an_unknown_word_is_guessed_by_the_shape_of_nouns(written: str, spelled: str) -> None:
    assert arabic_letters.guess(written)[0] == spelled


def test_consonants_are_spelled_as_countries_do() -> None:
    assert {form[0] for form in arabic_letters.guess("قزلوم")} >= {"q", "g", "k"}
    assert {form[0] for form in arabic_letters.guess("جزلوم")} >= {"j", "g"}
    assert {"d", "z"} <= {form[0] for form in arabic_letters.guess("ضزلوم")}


def test_iran_reads_the_same_letters_otherwise() -> None:
    assert arabic_letters.guess("قزلوم", persian=True)[0].startswith("gh")
    assert arabic_letters.guess("وزلام", persian=True)[0].startswith("v")
    assert forms("حسن حسيني", "fa")[0] == "hosseini"
    assert forms("حسن حسيني", "ar")[0] == "husseini"


def test_letters_of_one_writing_fold() -> None:
    assert arabic_letters.fold("أحمدی") == arabic_letters.fold("احمدي")
    assert arabic_letters.fold("فاطمة") == arabic_letters.fold("فاطمه")
    assert arabic_letters.fold("رؤوف") == arabic_letters.fold("رووف")


@pytest.mark.parametrize("particle", ["بن", "ابن", "بنت", "ولد", "أبو", "آل", "ام"])
def test_particles_have_their_role(particle: str) -> None:
    roles = [word.role for word in arabic.read(f"سالم {particle} كريف")]
    assert roles == [Role.UNKNOWN, Role.PARTICLE, Role.UNKNOWN]


def test_a_title_is_one_only_before_a_name() -> None:
    assert [word.role for word in arabic.read("الشيخ سالم")] == [Role.PARTICLE, Role.TITLE, Role.UNKNOWN]
    assert [word.role for word in arabic.read("حاجی ملا سالم")] == [Role.TITLE, Role.TITLE, Role.UNKNOWN]
    assert [word.role for word in arabic.read("سالم الشيخ")] == [Role.UNKNOWN, Role.PARTICLE, Role.UNKNOWN]


def test_a_title_that_is_a_given_name_too_needs_its_article() -> None:
    assert [word.role for word in arabic.read("الأمير سالم")] == [Role.PARTICLE, Role.TITLE, Role.UNKNOWN]
    assert [word.role for word in arabic.read("أمير سالم")] == [Role.UNKNOWN, Role.UNKNOWN]


def test_the_younger_and_the_elder_are_generations() -> None:
    assert arabic.read("روبرتو الابن")[-1].role is Role.GENERATION


def test_split_words_stay_as_they_stand() -> None:
    words = arabic.read("عبد الرحمن")
    assert [word.text for word in words] == ["عبد", "ال", "رحمن"]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_the_tables_is_fit_to_be_a_word(table: str) -> None:
    seen: set[str] = set()
    for name, spelled in rows(table):
        assert 1 <= len(spelled.split()) <= MOST, name
        assert re.fullmatch("[a-z ]+", spelled), name
        assert arabic_letters.bare(name) == name
        assert arabic_letters.fold(name) not in seen, name
        seen.add(arabic_letters.fold(name))
        assert arabic_words.spellings(name)


def test_every_letter_of_the_table_can_be_guessed() -> None:
    for letter, _, sounds, *_ in (row for row in rows("arabic_letters") if len(row) > 2):
        assert arabic_letters.guess(f"ب{letter}ب"), sounds


@given(st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF) | st.sampled_from(" -ﷲﻻ'"), max_size=60))
def test_any_text_gives_words_of_latin_letters(text: str) -> None:
    for word in arabic.read(text):
        assert word.script is Script.ARABIC
        assert len(word.forms) == len(set(word.forms)) <= MOST
        assert all(re.fullmatch("[a-z]+", form) for form in word.forms)
