"""One line, as officers type it, read as a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.search.persons.box import read_box
from comity.search.persons.countries import Countries
from comity.search.persons.model import PersonAsked

COUNTRIES = Countries({"Castara": "XCS", "Arvenia": "XAR"})


@pytest.mark.parametrize(
    ("line", "name", "born", "nationality"),
    [
        ("Yusuf al-Khattari 1984 Castara", "Yusuf al-Khattari", "1984", "XCS"),
        ("Yusuf al-Khattari, 12.3.1984, XCS", "Yusuf al-Khattari", "1984-03-12", "XCS"),
        ("Yusuf al-Khattari; 1984-03-??; (Castara)", "Yusuf al-Khattari", "1984-03", "XCS"),
        ("Yusuf al-Khattari Castara", "Yusuf al-Khattari", "", "XCS"),
        ("Yusuf al-Khattari XCS", "Yusuf al-Khattari", "", "XCS"),
        ("YUSUF KHATTARI XCS", "YUSUF KHATTARI XCS", "", ""),  # among capitals a code may be a name
        ("AL-KHATTARI, Yusuf", "AL-KHATTARI, Yusuf", "", ""),
        ("AL-KHATTARI, Yusuf 1984", "AL-KHATTARI, Yusuf", "1984", ""),
        ("Ana Ostrovar b. 12 mars 1984 (France)", "Ana Ostrovar", "1984-03-12", "FRA"),
        ("Ana Ostrovar born on 3 May 1970, Spain", "Ana Ostrovar", "1970-05-03", "ESP"),
        ("José Lys 3 de mayo de 1970 Estados Unidos", "José Lys", "1970-05-03", "USA"),
        ("يوسف الخطاري ١٩٨٤ مصر", "يوسف الخطاري", "1984", "EGY"),
        ("Michael Jordan", "Michael Jordan", "", ""),
        ("Michael Jordan 1963 Jordan", "Michael Jordan", "1963", "JOR"),
        ("Michael Jordan, Jordan", "Michael Jordan", "", "JOR"),
        ("Georgia Brown", "Georgia Brown", "", ""),
        ("Yusuf 1984", "Yusuf", "1984", ""),
        ("Ana Lys 03/04/1980", "Ana Lys", "1980", ""),  # day/month or month/day: the year is sure
        ("Ana Lys 13/04/1980", "Ana Lys", "1980-04-13", ""),
        ("Kim 13-12-1980", "Kim", "1980-12-13", ""),
    ],
)
def test_a_line_is_read_as_it_is_meant(line: str, name: str, born: str, nationality: str) -> None:
    assert read_box(line, COUNTRIES) == PersonAsked(name, born, nationality)


@pytest.mark.parametrize("line", ["", "   ", "1984", "12.3.1984", "!!!"])
def test_a_line_without_a_name_is_nobody(line: str) -> None:
    assert read_box(line, COUNTRIES) is None


@given(st.text(max_size=500))
def test_any_text_is_read_or_is_nobody(line: str) -> None:
    found = read_box(line, COUNTRIES)
    assert found is None or any(sign.isalpha() for sign in found.name)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("XCS", "XCS"), ("castara", "XCS"), ("Germany", "DEU"), ("Allemagne", "DEU"), ("Alemania", "DEU"), ("ألمانيا", "DEU"), ("de", "DEU"),
     ("United States", "USA"), ("the Netherlands", "NLD"), ("Nowhere", ""), ("", "")],
)  # fmt: skip
def test_a_country_is_known_by_code_and_by_name_in_four_languages(typed: str, code: str) -> None:
    assert COUNTRIES.code(typed) == code


@pytest.mark.parametrize("line", ["Central Bank of Castara", "Sociedad Orvalis de Castara", "Friends of the People of Castara"])
def test_a_country_that_a_word_joins_to_the_name_stays_in_it(line: str) -> None:
    assert read_box(line, COUNTRIES) == PersonAsked(line)
    assert read_box(f"{line}, Arvenia", COUNTRIES) == PersonAsked(line, nationality="XAR")
