"""Identifiers of any script as A-Z and 0-9, and prose without characters that deceive."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.badvalue import BadValue
from comity.kernel.text import LONGEST_TYPED, identifier, prose
from tests.pace import at_once

FOLDED = [
    ("l898 902-c3", "L898902C3"),
    (" D2314.5890/7\\<\r\n", "D23145890" + "7"),
    ("А123ВС 77", "A123BC77"),  # Cyrillic look-alikes, as on plates
    ("о069оо", "O069OO"),
    ("ΙΚΑ-1234", "IKA1234"),  # Greek look-alikes
    ("Ж12", "ZH12"),  # no look-alike: ICAO 9303-3, section 6 B
    ("ＡＢ１２３", "AB123"),  # full width
    ("١٢٣٤٥٦٧٨٩٠", "1234567890"),  # Arabic-Indic
    ("۱۲۳۴۵۶۷۸۹۰", "1234567890"),  # Persian
    ("१२३४५६७८९०", "1234567890"),  # Devanagari
    ("๑๒๓༡༢༣០១២", "123123012"),  # Thai, Tibetan, Khmer
    ("١٢ـ٣ ب", "123B"),  # kashida dropped; beh
    ("ک ك", "KK"),  # Persian and Arabic keyboards agree
    ("Müß-Åøł", "MUSSAOL"),
    ("Ⅷ②", "VIII2"),
    ("A\u200bB\u00adC\u2011D\ufeff", "ABCD"),
    ("京A12345", "4EACA12345"),  # any other letter: the last words of its Unicode name
    ("さ500", "SA500"),
    ("12가3456", "12GA3456"),  # Korean plate
    ("กข1234", "KOKAIKHOKHAI1234"),
]


@pytest.mark.parametrize(("typed", "folded"), FOLDED)
def test_every_script_folds(typed: str, folded: str) -> None:
    assert identifier(typed) == folded


@pytest.mark.parametrize("typed", ["", " ", "-", "ـ", "\u200b", " . / ", "́"])
def test_nothing_left_is_empty(typed: str) -> None:
    with pytest.raises(BadValue, match="empty"):
        identifier(typed)


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x7f", "\u202e", "\u2066", "\u200f", "\u0378", "\ue000", "\ud800", "'", ";", "=", "@", "😀", "\n"]
)
def test_characters_that_cannot_stand_are_refused_and_named(character: str) -> None:
    with pytest.raises(BadValue) as bad:
        identifier(f"A{character}1")
    assert bad.value.code == "bad_character"
    assert f"U+{ord(character):04X}" in bad.value.values["character"]
    assert bad.value.accepted


@pytest.mark.parametrize("filling", ["a", "é", "\0", "ﷺ", "-"])
def test_overlong_values_are_refused_before_anything_looks_at_them(filling: str) -> None:
    for take in (identifier, lambda value: prose(value, 4000), lambda value: prose(value, 4000, lines=True)):
        with at_once(), pytest.raises(BadValue, match="too_long"):
            take(filling * 1_000_000)


def test_a_refusal_never_repeats_what_was_typed_in_its_log_form() -> None:
    with pytest.raises(BadValue) as bad:
        identifier("SECRET42=")
    assert "SECRET42" not in str(bad.value)
    assert "SECRET42" not in bad.value.text


@given(st.text(max_size=LONGEST_TYPED))
def test_whatever_is_taken_is_plain_and_stays_as_it_is(typed: str) -> None:
    try:
        folded = identifier(typed)
    except BadValue:
        return
    assert folded.isascii()
    assert folded.isalnum()
    assert folded == folded.upper()
    assert identifier(folded[:LONGEST_TYPED]) == folded[:LONGEST_TYPED]


@given(st.text(alphabet=st.characters(categories=("Nd",)), min_size=1, max_size=40))
def test_digits_of_every_script_are_the_same_digits(typed: str) -> None:
    assert identifier(typed) == "".join(str(unicodedata.decimal(character)) for character in typed)


def test_every_letter_of_every_plane_folds_or_is_refused_and_nothing_else() -> None:
    for point in range(0x80, 0x30000):
        character = chr(point)
        if unicodedata.category(character)[0] == "L":
            try:
                assert identifier(character).isalnum()
            except BadValue:
                assert not character.isascii()


@pytest.mark.parametrize(
    ("first", "last"),
    [("가", "힣"), ("一", "鿕"), ("ぁ", "ゔ"), ("ァ", "ヴ"), ("ሀ", "ቆ"), ("ก", "ฮ"), ("અ", "ઋ"), ("ა", "ჰ"), ("א", "ת"), ("Ա", "Ֆ")],
)
def test_letters_of_living_scripts_fold(first: str, last: str) -> None:
    folded = [identifier(chr(point)) for point in range(ord(first), ord(last) + 1) if unicodedata.category(chr(point)) != "Cn"]
    assert all(value.isalnum() and value.isascii() for value in folded)


def test_prose_joins_spaces_composes_and_keeps_lines() -> None:
    assert prose("  a\t b  ", 20) == "a b"
    assert prose("e\u0301", 20) == "é"
    assert prose("one  \r\ntwo\rthree", 40, lines=True) == "one\ntwo\nthree"
    assert prose("می\u200cخواهم", 20) == "می\u200cخواهم"  # the zero-width non-joiner is spelling in Persian


@pytest.mark.parametrize("typed", ["a\0b", "a\u202eb", "a\x07b", "\ud800", "a\u2069"])
def test_prose_refuses_what_deceives(typed: str) -> None:
    with pytest.raises(BadValue, match="bad_character"):
        prose(typed, 20)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b\u200c", "\n\n"])
def test_prose_of_nothing_is_empty(typed: str) -> None:
    with pytest.raises(BadValue, match="empty"):
        prose(typed, 20, lines=True)
