"""Armenian names in Latin letters."""

import pytest

from comity.names.scripts.armenian import read


def forms(word: str) -> tuple[str, ...]:
    return read(word)[0].forms


# Source: BGN/PCGN romanisation of Armenian (1981) without its marks, which passports of Armenia follow; capital and common names.
@pytest.mark.parametrize(
    ("written", "passport"),
    [
        ("Երևան", "yerevan"),
        ("Երեւան", "yerevan"),
        ("Արամ", "aram"),
        ("Պետրոսյան", "petrosyan"),
        ("Գրիգորյան", "grigoryan"),
        ("Խաչատրյան", "khachatryan"),
        ("Ծովինար", "tsovinar"),
        ("Ղազարյան", "ghazaryan"),
        ("Ճանիկ", "chanik"),
        ("Ջիվան", "jivan"),
        ("Ոսկան", "voskan"),
        ("Ուրարտու", "urartu"),
        ("Ֆրունզե", "frunze"),
        ("Օհան", "ohan"),
        ("Ժիրայր", "zhirayr"),
    ],
)
def test_an_eastern_form_stands_first(written: str, passport: str) -> None:
    assert forms(written)[0] == passport


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Պետրոսեան", "bedrosian"),
        ("Յակոբ", "hagop jacob"),
        ("Տիգրան", "tigran dikran"),
        ("Կարապետ", "karapet garabed"),
        ("Ծատուր", "tsatur dzadour"),
        ("Ջեմս", "jems"),
        ("Խաչատրյան", "khatchatrian"),
        ("Օբամա", "obama"),
    ],
)
def test_western_and_foreign_spellings_are_among_the_forms(written: str, usual: str) -> None:
    assert set(usual.split()) <= set(forms(written))
