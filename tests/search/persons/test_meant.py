"""One line in the box: a person, or a thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.search.persons.countries import Countries
from comity.search.persons.meant import person_meant, person_possible
from comity.search.persons.model import PersonAsked
from comity.search.recognise import recognise

COUNTRIES = Countries({"Castara": "XCS", "Belmora": "XBM"})


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Yusuf al-Khattari 1984 Castara", PersonAsked("Yusuf al-Khattari", "1984", "XCS")),
        ("Ana Ruiz 1984", PersonAsked("Ana Ruiz", "1984")),
        ("Li Na 1984", PersonAsked("Li Na", "1984")),
        ("SOLVANE, Mira, 1980-01-01", PersonAsked("SOLVANE, Mira", "1980-01-01")),
        ("Khattari", PersonAsked("Khattari")),
        ("Orr", PersonAsked("Orr")),
        ("KAI 1984 Castara", PersonAsked("KAI", "1984", "XCS")),
        ("يوسف الخطاري ١٩٨٤", PersonAsked("يوسف الخطاري", "1984")),
        ("王小明", PersonAsked("王小明")),
        ("李", PersonAsked("李")),
        ("Émile Zürn", PersonAsked("Émile Zürn")),
    ],
)
def test_a_name_is_a_person_in_any_script(line: str, person: PersonAsked) -> None:
    assert person_meant(line, recognise(line), COUNTRIES) == person


@pytest.mark.parametrize(
    "line",
    [
        *(
            "C0118832 XBM",
            "AB 1234567",
            "1M8GDM9AXKP042788",
            "XCS AB 123 CD",
            "AB?123 XCS",
            "京A12345",
            "HH AB 1984",
            "AB 1984",
            "KAI 1984",
        ),
        *("IMO 9074729", "serial BXR412 Glock", "vessel Polaris", "plate KAI", "passport ABCDEF", "ana.ruiz@example.org", "Jean-Paul 2"),
        *("P<XBMSOLVANE<<MIRA<<<<<<<<<<<", "1984", "12.3.1984", "O", "?", "", "'; drop table audit.pack; --", "x" * 400),
    ],
)
def test_a_number_a_plate_or_nothing_is_no_person(line: str) -> None:
    assert person_meant(line, recognise(line), COUNTRIES) is None


@pytest.mark.parametrize(("line", "possible"), [("KAI 1984", True), ("vessel Polaris", True), ("C0118832 XBM", False), ("?", False)])
def test_what_could_be_a_name_as_well_is_offered_as_one(line: str, possible: bool) -> None:
    assert (person_possible(line, COUNTRIES) is not None) is possible


@given(st.text(max_size=400))
def test_whatever_is_typed_a_person_has_a_letter_and_no_figure_in_the_name(line: str) -> None:
    person = person_meant(line, recognise(line), COUNTRIES)
    assert person is None or (any(sign.isalpha() for sign in person.name) and not any(sign.isdigit() for sign in person.name))


def test_a_name_with_a_figure_is_a_name_where_the_officer_says_so() -> None:
    """Bodies have figures in their names; so have a thousand things that are typed, which come first."""
    for line in ("Quindar Brigade 55", "Orvalis Tamirex 2000"):
        assert person_possible(line, COUNTRIES) is not None
    assert person_meant("Quindar Brigade 55", recognise("Quindar Brigade 55"), COUNTRIES) is None
    for line in ("XCS AB 123 CD", "C0118832 XBM", "Brigade 55", "HH AB 19845"):
        assert person_possible(line, COUNTRIES) is None, line
