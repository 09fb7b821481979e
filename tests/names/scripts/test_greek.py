"""Greek names in Latin letters."""

import pytest

from comity.names.scripts.greek import read


def forms(word: str) -> tuple[str, ...]:
    return read(word)[0].forms


# Source: the rules of ELOT 743 (2001), applied to common names: αυ, ευ before voiced and voiceless, γγ, γκ, ντ, initial and medial μπ.
@pytest.mark.parametrize(
    ("written", "passport"),
    [
        ("Γεώργιος", "georgios"),
        ("Κωνσταντίνος", "konstantinos"),
        ("Ευάγγελος", "evangelos"),
        ("Ευθύμιος", "efthymios"),
        ("Αυγουστίνος", "avgoustinos"),
        ("Σταύρος", "stavros"),
        ("Παύλος", "pavlos"),
        ("Ναύτης", "naftis"),
        ("Χρήστος", "christos"),
        ("Ψαρράς", "psarras"),
        ("Ξένια", "xenia"),
        ("Λάμπρος", "lampros"),
        ("Μπότσαρης", "botsaris"),
        ("Γκίκας", "gkikas"),
        ("Άγγελος", "angelos"),
        ("Τζαβέλλας", "tzavellas"),
        ("Υψηλάντης", "ypsilantis"),
        ("Παπαδοπούλου", "papadopoulou"),
    ],
)
def test_a_passport_form_stands_first(written: str, passport: str) -> None:
    assert forms(written)[0] == passport


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("Χρήστος", "hristos khristos"),
        ("Γιάννης", "yiannis yannis giannis"),
        ("Μπάιντεν", "baiden"),
        ("Τζόνσον", "jonson"),
        ("Ντίνος", "dinos"),
        ("Ουίλιαμ", "wiliam"),
        ("Μάικλ", "maikl"),
        ("Ὀδυσσεύς", "odyssefs odysseus"),
        ("ΓΕΏΡΓΙΟΣ", "georgios"),
    ],
)
def test_usual_spellings_are_among_the_forms(written: str, usual: str) -> None:
    assert set(usual.split()) <= set(forms(written))
