"""Names of bodies as they are read: words, legal forms, numbers, places, letters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.names.entities import read_entity
from comity.names.entities.edits import FAR, distance
from comity.names.entities.latin import latin_forms
from comity.names.entities.meaning import cut, straight
from comity.names.entities.model import Kind
from comity.names.entities.tables import legal_forms, meanings, phrase, slips
from comity.names.entities.writing import MOST_WORDS, fold, words


def own(name: str) -> list[str]:
    return [token.text for token in read_entity(name).tokens]


def meant(name: str) -> list[str]:
    return [meaning for token in read_entity(name).tokens for meaning in token.meanings]


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    read = read_entity(text)
    assert read.written == text
    assert len(read.tokens) <= MOST_WORDS
    assert all(token.forms for token in read.tokens)


def test_a_very_long_text_is_read_in_part() -> None:
    assert len(read_entity("Orvalis " * 10_000).tokens) <= MOST_WORDS
    assert read_entity("̈" * 10_000).tokens == read_entity("̈" * 400).tokens


@pytest.mark.parametrize(
    ("name", "rest", "kinds"),
    [
        ("Orvalis GmbH & Co. KG", ["orvalis"], ("lp",)),
        ("Orvalis S.A. de C.V.", ["orvalis"], ("jsc",)),
        ("OOO Orvalis", ["orvalis"], ("llc",)),
        ("Orvalis o.O.O.", ["orvalis"], ("llc",)),
        ("Orvalis A/S", ["orvalis"], ("jsc",)),
        ("Orvalis p.l.c.", ["orvalis"], ("jsc",)),
        ("Tamirex Joint Stock Company Orvalis", ["tamirex", "orvalis"], ("jsc",)),
        ("ORVALIS JOINT STOCK COMPAN", ["orvalis"], ("jsc",)),
        ("株式会社オルバリス", ["オルバリス"], ("jsc",)),
        ("शोरूम प्राइवेट लिमिटेड", ["शोरूम"], ("corp",)),
        ("شركة تاميركس ذ.م.م", ["تاميركس"], ("corp", "llc")),
        ("Limited", ["limited"], ("corp",)),
        ("Orvalis AG Österreich", ["orvalis", "osterreich"], ("jsc",)),
        ("Orvalis PJSC (Hong Kong)", ["orvalis", "hong kong"], ("jsc",)),
        ("AG Spain", ["spain"], ("jsc",)),
        ("Orvalis & Co. KG", ["orvalis", "and"], ("corp", "lp")),
        ("Pt Orvalis as Tamirex", ["orvalis", "as", "tamirex"], ("corp",)),
    ],
)
def test_legal_forms_are_told_from_the_name(name: str, rest: list[str], kinds: tuple[str, ...]) -> None:
    assert own(name) == rest
    assert read_entity(name).forms == kinds


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Brigade 44", "44"),
        ("Brigade Forty-four", "44"),
        ("Brigade forty 4", "44"),
        ("Orvalis 1st", "1"),
        ("First Orvalis", "1"),
        ("Orvalis Fund XIV", "14"),
        ("Orvalis Fund V L.P.", "5"),
        ("Orvalis 007", "7"),
        ("Tamirex №5", "5"),
        ("двадцать первый Орвалис", "21"),
        ("2007-ORV1", "2007"),
    ],
)
def test_numbers_are_read_in_digits_words_and_roman(name: str, number: str) -> None:
    assert f"number:{number}" in meant(name)


@pytest.mark.parametrize("name", ["V Orvalis", "X", "Vidal Orvalis", "Orvalis Xi Tamirex"])
def test_letters_that_only_look_roman_are_no_number_unless_they_may_be(name: str) -> None:
    numbers = [meaning for meaning in meant(name) if meaning.startswith("number:")]
    assert numbers == (["number:11"] if "Xi" in name else [])


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Orvalis Schweiz", "place:CHE"),
        ("Orvalis (Switzerland)", "place:CHE"),
        ("Орвалис Россия", "place:RUS"),
        ("Orvalis Hong Kong", "place:HKG"),
        ("Orvalis 中国", "place:CHN"),
        ("Orvalis of New York City", "place:new york"),
    ],
)
def test_places_are_one_in_every_language(name: str, place: str) -> None:
    assert place in meant(name)


def test_a_spelling_of_two_countries_may_be_either() -> None:
    assert {"place:KOR", "place:COD"} <= {*meant("Orvalis Korea"), *meant("Orvalis Congo")}
    assert len(read_entity("Orvalis Congo").tokens[1].meanings) == 2


@pytest.mark.parametrize("name", ["bank", "banque", "Банк", "بنك", "البنك", "银行", "은행", "τράπεζα", "ธนาคาร", "בנק"])
def test_a_common_word_is_one_in_every_language(name: str) -> None:
    token = read_entity(f"Orvalis {name}").tokens[-1]
    assert (token.meanings, token.kind) == (("bank",), Kind.COMMON)
    assert token.weight < 0.5


def test_words_that_stand_together_are_cut_where_they_are_known() -> None:
    assert cut("中国银行") == ["中国", "银行"]
    assert cut("오르바은행") == ["오르바", "은행"]
    assert cut("orvalis") == ["orvalis"]
    assert cut("") == [""]


def test_one_slip_in_a_long_common_word_is_seen_through_and_none_in_a_short_one() -> None:
    assert straight("organisaton") == "organisation"
    assert straight("gesellschat") == "gesellschaft"
    assert straight("limitted") == "limited"
    assert straight("bamk") == "bamk"
    assert straight("nation") == "nation"
    assert straight("axtions") == "axtions"
    assert straight("arvenia") == "arvenia"
    assert straight("orvalisorvalis") == "orvalisorvalis"


def test_a_name_of_small_words_alone_keeps_them() -> None:
    assert [token.weight > 0 for token in read_entity("The Of").tokens] == [True, True]


def test_letters_in_brackets_are_the_short_form_and_a_place_there_is_a_place() -> None:
    assert read_entity("Quindar Registry of Traders (QRT)").short == ("qrt",)
    assert read_entity("Quindar Registry Traders [qrt]").short == ("qrt",)
    assert read_entity("QUINDAR REGISTRY (QATAR)").short == ()
    assert read_entity("QUINDAR (TAM)").short == ()
    assert read_entity("QUINDAR STEEL / QST").short == ("qst",)
    assert read_entity("(QRT)").tokens[0].weight > 0.5


def test_a_long_remark_in_brackets_weighs_less_than_the_name() -> None:
    remark, name = read_entity("Orvalis Office (branch that lies in the old town of Vesholm, Spain)"), read_entity("Orvalis Office")
    assert {token.text: token.weight for token in remark.tokens}["vesholm"] == pytest.approx(0.3)
    assert [token.weight for token in remark.tokens[:2]] == [token.weight for token in name.tokens]


def test_the_article_written_onto_an_arabic_word_is_no_part_of_it() -> None:
    assert read_entity("للتجارة").tokens[0].meanings == ("trading",)
    assert not any(form.startswith("al") for form in read_entity("القندر").tokens[0].forms[:1])


def test_an_article_that_is_heard_as_the_next_letter_may_be_left_out() -> None:
    assert latin_forms("eddine") == ("eddine", "dine")
    assert latin_forms("edgar") == ("edgar",)


def test_words_without_marks_and_signs() -> None:
    assert words("«Orvalis» S.A. & C/O #2 50%") == ["orvalis", "sa", "and", "co", "no", "2", "50", "percent"]
    assert [fold(word) for word in ("Żółw", "Ørsted", "straße", "الأنصار", "Ёлка", "Đặng")] == [
        "zolw",
        "orsted",
        "strasse",
        "الانصار",
        "елка",
        "dang",
    ]


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("abc", "abc", 0.0),
        ("tanner", "taner", 0.3),
        ("tomer", "tamer", 0.5),
        ("brandel", "bradnel", 0.7),
        ("karl", "carl", 0.5),
        ("smits", "smit", 1.0),
    ],
)
def test_slips_cost_what_they_are(one: str, other: str, cost: float) -> None:
    assert distance(one, other, 9.0) == pytest.approx(cost)
    assert distance(other, one, 9.0) == pytest.approx(cost)


@given(st.text("abehs10", min_size=1, max_size=8), st.text("abehs10", min_size=1, max_size=8))
@settings(deadline=None)
def test_distance_is_symmetric_and_far_beyond_its_limit(one: str, other: str) -> None:
    cost = distance(one, other, 50.0)
    assert cost == pytest.approx(distance(other, one, 50.0))
    assert (cost == 0.0) == (one == other)
    assert distance(one, other, cost - 0.01) == FAR
    assert distance(one, other, cost) == pytest.approx(cost)


def test_the_tables_are_whole() -> None:
    assert {*legal_forms().values()} == {"llc", "jsc", "corp", "lp", "coop", "state", "sole", "npo", "branch"}
    assert all(spelled == phrase(spelled) for spelled in (*legal_forms(), *meanings()))
    assert all(0.0 <= sense.weight < 1.0 for senses in meanings().values() for sense in senses)
    assert all(len(word) > 6 for word in slips().values())
