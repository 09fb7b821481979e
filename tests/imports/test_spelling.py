"""Names, numbers and countries taken out of the words of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.imports.countries import code_of, known_names
from comity.imports.names import script_of, spelled
from comity.imports.numbers import LONGEST, number_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Maren Orsk", "Latn"), ("مارين", "Arab"), ("Марен", "Cyrl"), ("Μάρεν", "Grek"), ("金铁三", "Hani"), ("さくら 山", "Jpan"),
        ("김철", "Hang"), ("מרן", "Hebr"), ("मारेन", "Deva"), ("12-3", "Zyyy"), ("Maren م", "Latn"), ("ꓐꓑ", "Zzzz"),
    ],
)  # fmt: skip
def test_the_script_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Maren", [("Maren", "")]),
        ("Maren; Mareen", [("Maren", ""), ("Mareen", "")]),
        ("Maren a) Mareen b) Marne", [("Maren", ""), ("Mareen", ""), ("Marne", "")]),
        ("Maren (مارين)", [("Maren", ""), ("مارين", "")]),
        ("مارين (Maren; Mareen)", [("مارين", ""), ("Maren", ""), ("Mareen", "")]),
        ("Hill Front (HF) (جبهة (original script); Hills Front)", [("Hill Front", ""), ("HF", ""), ("جبهة", ""), ("Hills Front", "")]),
        ("Maren (the tall)", [("Maren", "the tall")]),
        ("Relief Fund (NGO)", [("Relief Fund", "NGO")]),
        ("Maren, born 3 May 1966 (Orsk)", [("Maren", "born 3 May 1966; Orsk")]),
        ("Maren, previously listed as", [("Maren", "previously listed as")]),
        ("(Maren)", [("Maren", "")]),
        (") Maren", [("Maren", "")]),
        ("Maren (Mareen", [("Maren", "Mareen")]),
        ("Maren; Maren", [("Maren", "")]),
        ("  ; ", []),
        ("()", []),
    ],
)
def test_the_names_of_one_line(text: str, names: list[tuple[str, str]]) -> None:
    assert spelled(text) == names


@given(st.text(max_size=300))
def test_no_line_is_too_odd_and_every_name_is_of_it(text: str) -> None:
    joined = " ".join(text.split())
    for name, _ in spelled(text):
        assert name
        assert all(letter in joined for letter in name)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("K191609", "K191609"),
        ("  1-78-09-44621-80 ", "1-78-09-44621-80"),
        ("Castaran passport No. SE 012820", "SE 012820"),
        ("Diplomatic Passport: Z30321794", "Z30321794"),
        ("passport no.03825239, issued 4 May 2014", "03825239"),
        ("381110042 (Expired 25 Jan. 2016)", "381110042"),
        ("R00012098, Castara", "R00012098"),
        ("35202- 4135948-7", "35202- 4135948-7"),
        ("CAR diplomatic passport no. D00000898", "D00000898"),
        ("hill travel document (“Hügelpass”) A 0139243", "A 0139243"),
        ("8208 No. 555627", ""),
        ("8208, no. 555627", ""),
        ("73320881AG1191MAM20000", ""),
        ("passport", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_document_without_the_words_around_it(text: str, number: str) -> None:
    assert number_of(text) == number


@given(st.text(max_size=120))
def test_a_number_has_a_digit_and_no_more_than_the_usual_length(text: str) -> None:
    number = number_of(text)
    assert not number or any(letter.isdecimal() for letter in number)
    assert sum(letter.isalnum() for letter in number) <= LONGEST


def test_countries_as_the_united_nations_write_them() -> None:
    names = ("France", "Iran (Islamic Republic of)", "Côte d’Ivoire", "Bosnia and Herzegovina", "Viet Nam", "congo", "Türkiye", "Turkey")
    assert [code_of(name, {}) for name in names] == ["FRA", "IRN", "CIV", "BIH", "VNM", "COG", "TUR", "TUR"]


def test_members_are_known_by_their_names_and_any_country_by_its_code() -> None:
    members = known_names({"Arvenia": "XAR"})
    assert [code_of(name, members) for name in (" arvenia ", "XAR", "FRA")] == ["XAR", "XAR", "FRA"]


@pytest.mark.parametrize("name", ["na", "former Union of the Hills", "", "QQQ1", "NOT", "fra "])
def test_what_is_no_country_is_none(name: str) -> None:
    assert code_of(name, {}) == ""
