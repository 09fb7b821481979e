"""Georgian names in Latin letters."""

import pytest

from comity.names.scripts.georgian import read


def forms(word: str) -> tuple[str, ...]:
    return read(word)[0].forms


# Source: Georgia's national system of romanisation (2002), letter by letter, in its place names and common family names; no apostrophes.
@pytest.mark.parametrize(
    ("written", "passport"),
    [
        ("თბილისი", "tbilisi"),
        ("ქუთაისი", "kutaisi"),
        ("მცხეთა", "mtskheta"),
        ("ჭიათურა", "chiatura"),
        ("ყვარელი", "qvareli"),
        ("წყალტუბო", "tsqaltubo"),
        ("ღლონტი", "ghlonti"),
        ("ჟვანია", "zhvania"),
        ("ძაგანია", "dzagania"),
        ("ჯანაშია", "janashia"),
        ("ჰაერი", "haeri"),
        ("ჩხეიძე", "chkheidze"),
        ("ᲗᲐᲛᲐᲠ", "tamar"),
    ],
)
def test_a_passport_form_stands_first(written: str, passport: str) -> None:
    assert forms(written)[0] == passport


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("წერეთელი", "tsereteli tzereteli"),
        ("ყიფიანი", "qipiani kipiani"),
        ("ჯუღელი", "jugheli jugeli djougheli dzhugeli"),
        ("ფრანკი", "frank"),
        ("ჯონსონი", "jonson"),
        ("ხატია", "khatia hatia"),
        ("ალექსანდრე", "aleksandre alexandre"),
        ("უილიამი", "wiliam"),
    ],
)
def test_usual_spellings_are_among_the_forms(written: str, usual: str) -> None:
    assert set(usual.split()) <= set(forms(written))
