"""HIT-12: a check of a refugee is protected whether or not the asker says so."""

from __future__ import annotations

import pytest

from comity.kernel.kinds.mrz import zone_digit
from comity.search.model import Identifier
from comity.search.person import PersonAsked
from comity.search.persons.countries import Countries
from comity.search.shielding import REFUGEES, of_refugee

COUNTRIES = Countries({"Arvenia": "XAR", "Belmora": "XBM"})
NUMBER = Identifier("document", "C0118832", "XBM")


def zone(nationality: str) -> Identifier:
    line = f"C0118832<0{nationality}8001014F3001019<<<<<<<<<<<<<<0"
    text = "P<XBMORSK<<LENA".ljust(44, "<") + "\n" + line + zone_digit(line[0:10] + line[13:20] + line[21:43])
    return Identifier("mrz", text)


@pytest.mark.parametrize("code", sorted(REFUGEES))
@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}"])
def test_HIT_12_a_nationality_of_a_refugee_protects_the_check_however_it_is_typed(code: str, typed: str) -> None:
    asked = PersonAsked("Lena Orsk", nationality=typed.format(code, lower=code.lower()))
    assert of_refugee((), asked, COUNTRIES)


@pytest.mark.parametrize("code", sorted(REFUGEES))
def test_HIT_12_the_zone_of_a_refugees_document_protects_the_check(code: str) -> None:
    assert of_refugee((NUMBER, zone(code)), None, COUNTRIES)


@pytest.mark.parametrize("nationality", ["", "XAR", "Belmora", "XXA", "XXX"])
def test_nobody_else_is_protected_unasked(nationality: str) -> None:
    """Stateless (XXA) and unspecified (XXX) have no state that could learn of them by this rule; the asker may protect them."""
    assert not of_refugee((NUMBER,), PersonAsked("Lena Orsk", nationality=nationality), COUNTRIES)


def test_the_code_elsewhere_in_a_zone_or_in_a_damaged_one_protects_nothing_by_chance() -> None:
    named = Identifier("mrz", zone("XBM").value.replace("ORSK<<LENA", "XXB<<XXC<<<"[:10]))
    assert not of_refugee((named,), None, COUNTRIES)
    assert not of_refugee((Identifier("mrz", "XXB"),), None, COUNTRIES)
    assert not of_refugee((Identifier("document", "XXB118832", "XBM"),), None, COUNTRIES)
