"""Number plates."""

from __future__ import annotations

import pytest

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import PLATE
from comity.kernel.kinds.plates import FORMS, PlateForm, countries_of, fits


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.country)
def test_every_form_has_an_example_a_source_and_a_country(form: PlateForm) -> None:
    assert form.country in countries.NAMES
    assert PLATE.clean(form.example) == form.example
    assert fits(form.example, form.country)
    assert form.source


def test_cyrillic_and_greek_plates_fold_to_their_latin_look() -> None:
    assert fits(PLATE.clean("А 123 ВС 77"), "RUS")
    assert fits(PLATE.clean("ΙΚΑ-1234"), "GRC")
    assert fits(PLATE.clean("АА 1234 ВВ"), "UKR")


def test_an_unknown_country_has_no_form_and_refuses_nothing() -> None:
    assert fits("AB123CD", "XBM") is None
    assert fits("1", "XBM") is None


def test_another_form_is_no_fault() -> None:
    assert PLATE.clean("MINE 1") == "MINE1"
    assert fits("MINE1", "FRA") is False


def test_one_plate_can_be_of_several_countries() -> None:
    assert {"FRA", "ITA", "SVK"} <= set(countries_of("AB123CD"))
    assert countries_of("ZZZZZZZZZZ") == ()


@pytest.mark.parametrize("typed", ["A", "ABCDEFGHIJKLM"])
def test_lengths(typed: str) -> None:
    with pytest.raises(BadValue):
        PLATE.clean(typed)
