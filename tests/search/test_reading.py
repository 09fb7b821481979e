"""How what was typed is read, kind by kind; bad input of every kind is a named fault, never anything else. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.kinds.model import BadValue
from comity.search.model import Identifier
from comity.search.plan import places
from comity.search.reading import READERS, Read

BAD = {
    "empty": "",
    "blank": "   ",
    "NUL": "C011\x008832",
    "bidi control": "C011\u202e8832",
    "zero width": "\u200b",
    "overlong": "A" * 5_000,
    "SQL": "'; drop table registers.travel_documents; --",
    "formula": '=HYPERLINK("x")',
    "emoji": "\N{PASSPORT CONTROL}",
    "lone surrogate": "\ud800",
    "line feeds": "\n\n\n",
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_bad_input_of_every_kind_is_a_named_fault(kind: str, text: str) -> None:
    with pytest.raises(BadValue) as bad:
        list(READERS[kind](Identifier(kind, text)))
    assert bad.value.code
    assert bad.value.accepted


@pytest.mark.parametrize("kind", ["document", "plate"])
@pytest.mark.parametrize("issuer", ["Q!", "XXXXXX", "1", "\x00", "'--"])
def test_a_bad_country_is_named_as_the_issuer(kind: str, issuer: str) -> None:
    with pytest.raises(BadValue) as bad:
        list(READERS[kind](Identifier(kind, "AB123CD", issuer)))
    assert bad.value.values["part"] == "issuer"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (Identifier("document", " c0118832 ", "XBM"), Read("document_number", "C0118832", "XBM")),
        (Identifier("document", "\uff23\uff10118832", ""), Read("document_number", "C0118832", "")),
        (Identifier("document", "C\u0660118832", ""), Read("document_number", "C0118832", "")),
        (Identifier("plate", "ab-123 cd", "xbm"), Read("plate", "AB123CD", "XBM")),
        (Identifier("engine", "e0/s1", ""), Read("engine_number", "E0S1", "")),
        (Identifier("last8", "kp042788", ""), Read("last8", "KP042788", "")),
    ],
)
def test_every_script_and_spacing_has_one_spelling(typed: Identifier, read: Read) -> None:
    assert list(READERS[typed.kind](typed)) == [read]


def test_a_vehicle_number_with_a_wrong_check_digit_is_read_and_said() -> None:
    (right,) = READERS["vin"](Identifier("vin", "1M8GDM9AXKP042788"))
    (wrong,) = READERS["vin"](Identifier("vin", "1M8GDM9A1KP042788"))
    assert (right.notes, wrong.value) == ((), "1M8GDM9A1KP042788")
    assert wrong.notes


@given(st.sampled_from(sorted(READERS)), st.text(max_size=120), st.text(max_size=5))
def test_any_text_is_read_or_a_named_fault(kind: str, text: str, issuer: str) -> None:
    try:
        reads = list(READERS[kind](Identifier(kind, text, issuer)))
    except BadValue:
        return
    assert all(place.key(read.value, "") for read in reads for place in places(read.key))
    assert all(read.value for read in reads)
