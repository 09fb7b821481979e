"""Names of organisations and vessels: laws of their likeness, what is the same, what is not, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.names.entities import entity_likeness, explain_entity, read_entity
from comity.names.entities.forms import GLUED

# Invented bodies: rare words, common words, places, numbers, links and legal forms.
WORDS = [
    "Orvalis",
    "Tamirex",
    "Quindar",
    "Vesholm",
    "Brandelow",
    "Zirkonat",
    "Trading",
    "Holding",
    "International",
    "Bank",
    "Services",
    "and",
]
WORDS += ["of", "the", "Arvenia", "Spain", "Netherlands", "London", "II", "3", "seven", "GmbH", "Ltd", "S.A.", "OOO", "Zhk"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
ANYTHING = st.text(max_size=60)


def alike(one: str, other: str) -> float:
    return entity_likeness(read_entity(one), read_entity(other))


@given(NAMES | ANYTHING, NAMES | ANYTHING)
@settings(max_examples=300, deadline=None)
def test_likeness_is_symmetric_and_within_its_bounds(one: str, other: str) -> None:
    score = alike(one, other)
    assert score == alike(other, one)
    assert 0.0 <= score <= 1.0


@given(NAMES | ANYTHING)
@settings(max_examples=300, deadline=None)
def test_a_name_is_wholly_like_itself_where_anything_can_be_read(name: str) -> None:
    read = read_entity(name)
    assert entity_likeness(read, read) == (pytest.approx(1.0) if read.tokens else 0.0)


@given(
    st.lists(st.sampled_from(["Orvalis", "Tamirex", "Quindar", "Vesholm", "Trading", "Bank"]), min_size=2, max_size=5, unique=True),
    st.data(),
)
@settings(max_examples=100, deadline=None)
def test_the_order_of_words_matters_little(words: list[str], data: st.DataObject) -> None:
    turned = data.draw(st.permutations(words))
    assert alike(" ".join(words), " ".join(turned)) >= 0.97


@given(NAMES, NAMES)
@settings(deadline=None)
def test_case_marks_and_points_change_nothing(one: str, other: str) -> None:
    assert alike(one.upper(), other) == pytest.approx(alike(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orvalis Aktiengesellschaft", "Orvalis AG"),
        ("OOO Orvalis", "Orvalis Limited Liability Company"),
        ("ООО «Орвалис»", "Orvalis LLC"),
        ("Societatea cu Răspundere Limitată Tamirex", "Tamirex SRL"),
        ("Tamirex Spółka z ograniczoną odpowiedzialnością", "Tamirex Sp. z o.o."),
        ("Quindar S.A.R.L.", "Quindar SARL"),
        ("Quindar & Vesholm", "Quindar and Vesholm"),
        ("The Quindar Group, Inc.", "Quindar Group Inc"),
        ("T.R.X. Aviation", "TRX Aviation"),
        ("Brigade Fifty-five", "Brigade 55"),
        ("First Bank of Quindar", "1st Bank of Quindar"),
        ("7%ers Tamirex", "Seven Percenters Tamirex"),
        ("Quindar Labour Centre", "Quindar Labor Center"),
        ("Quindar Organisation", "Quindar Organization"),
        ("Orvalis Intl. Mfg. Co.", "Orvalis International Manufacturing Company"),
        ("Brandelow Bros", "Brandelow Brothers"),
        ("Gold Marquel Company", "Goldmarquel Company"),
        ("OrvalisAG", "Orvalis AG"),
        ("Orvalis Aktiengeselschaft", "Orvalis AG"),
        ("Banque Quindar", "بنك Quindar"),
        ("Vellmart Inc.", "Vellmartt Inc."),
        ("Brandelow Internatoinal", "Brandelow International"),
    ],
)
def test_one_body_written_in_two_ways(one: str, other: str) -> None:
    assert alike(one, other) > 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quindar Bank (Spain) S.L.", "Quindar Bank (Netherlands) B.V."),
        ("Quindar of Boston", "Quindar of Dallas"),
        ("Bank of Chad", "Bank of China"),
        ("Saudi Gas Company", "Saudi Oil Company"),
        ("Reef", "Reek"),
        ("BX plc", "BZ plc"),
        ("Management Company", "Vesholm Management Company"),
        ("construction ltd", "LLC CONSTRUCTION DREDGING COMPANY"),
        ("C.B.A. Company", "A.B.C. Company"),
        ("Lady Orvalis", "Lady Tamirex"),
        ("Quindar Railway", "Quindar Railroad"),
        ("Quindar", ""),
        ("", ""),
        ("!!!", "!!!"),
    ],
)
def test_two_bodies_are_not_taken_for_one(one: str, other: str) -> None:
    assert alike(one, other) < 0.6


def test_a_place_or_a_number_on_one_side_counts_more_than_a_common_word() -> None:
    plain = "Orvalis Steel Works"
    assert alike(plain, "Orvalis Steel Works Group") > alike(plain, "Orvalis Steel Works II") > 0.4
    assert alike(plain, "Orvalis Steel Works Group") > alike(plain, "Orvalis Steel Works Spain") > 0.4


def test_two_numbers_of_one_series_are_near_and_never_the_same() -> None:
    assert 0.6 < alike("Orvalis Fund III L.P.", "Orvalis Fund IV L.P.") < 0.9


def test_another_word_for_the_same_thing_is_a_little_less_than_another_spelling_of_it() -> None:
    assert 0.8 < alike("International Trading", "Mondial Commerce") < alike("International Trading", "Intl Trading") < 1.0


def test_legal_forms_weigh_little_and_their_kinds_weigh_by_how_they_differ() -> None:
    same, unclear, other, body = (alike("Orvalis AG", name) for name in ("Orvalis SA", "Orvalis Ltd", "Orvalis GmbH", "Orvalis e.V."))
    assert same == unclear == 1.0 > other > 0.95 > body > 0.8


def test_letters_of_a_name_are_weak_unless_the_name_gives_them() -> None:
    told = "Quindar Registry of Steel Traders (QRST)"
    assert alike(told, "QRST") == pytest.approx(0.85)
    assert 0.5 < alike("Quindar Registry of Steel Traders", "QRST") < 0.85
    assert alike("Quindar Registry of Steel Traders", "Q. R. S. T.") > 0.5
    assert alike("Quindar Registry of Steel Traders", "QRSV") < 0.5
    assert alike(told, "Quindar Registry of Steel Traders") > 0.9


@pytest.mark.parametrize("form", sorted(GLUED))
def test_a_legal_form_written_onto_the_name_is_told(form: str) -> None:
    assert alike(f"Tamirex{form}", f"Tamirex {form}") > 0.85


def test_the_matched_parts_and_what_stands_alone_are_told() -> None:
    found = explain_entity(read_entity("Orvalis Gold Marquel Trading (Spain) GmbH"), read_entity("Orvallis Goldmarquel Handel II eV"))
    assert [(match.left, match.right) for match in sorted(found.matches, key=lambda match: match.left)] == [
        ((0,), (0,)),
        ((1, 2), (1,)),
        ((3,), (2,)),
    ]
    said = [sentence.text.format(**sentence.values) for sentence in found.sentences]
    assert "Nearly the same word: orvalis and orvallis" in said
    assert "The same words, joined or split: gold marquel and goldmarquel" in said
    assert "The same word in another form or language: trading and handel" in said
    assert "Only one name has the place spain" in said
    assert "Only one name has the number ii" in said
    assert "Another legal form: gmbh and ev" in said


def test_the_explanation_has_the_score_of_the_likeness() -> None:
    one, other = read_entity("Quindar Steel Works 2"), read_entity("Steel Works Quindar 3 Ltd")
    assert explain_entity(one, other).score == entity_likeness(one, other)
    assert explain_entity(other, one).left == explain_entity(one, other).right


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ("Orvalis", "Tamirex", "Nothing in common"),
        ("Orvalis Spain", "Orvalis Norway", "Another place: spain and norway"),
        ("Orvalis Steel", "Orvalis", "Only one name has steel"),
        ("Quindar Registry of Steel (QRS)", "QRS", "One name gives the other as its short form"),
        ("Quindar Registry Steel", "QRS", "One name may be the first letters of the other"),
        ("Orvalis AG", "Orvalis SA", "The same legal form, or one of its kind"),
    ],
)
def test_each_finding_has_its_sentence(one: str, other: str, sentence: str) -> None:
    found = explain_entity(read_entity(one), read_entity(other))
    assert sentence in [told.text.format(**told.values) for told in found.sentences]
