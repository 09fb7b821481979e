"""The one box: every way in which a text can be read, the likeliest first, never in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.search.reading import READERS
from comity.search.recognise import recognise
from comity.search.recognised import What
from tests.pace import at_once

ZONES = json.loads((Path(__file__).parent.parent / "vectors" / "mrz.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", ZONES, ids=lambda vector: vector["format"] + vector["number"])
def test_zones_have_one_reading(vector: dict[str, object]) -> None:
    lines = vector["lines"]
    assert isinstance(lines, list)
    for text in ("\n".join(lines), "".join(lines), "\r\n".join(lines).lower()):
        seen = recognise(text)
        assert seen.certain
        assert seen.reading is not None
        assert seen.reading.what is What.ZONE
        assert seen.reading.vouched
        assert seen.reading.parts == {"number": vector["number"], "country": vector["issuer"]}


@pytest.mark.parametrize(
    ("text", "what", "parts"),
    [
        ("L898902C3 XBM", What.DOCUMENT, {"number": "L898902C3", "country": "XBM"}),
        ("XBM L898902C3", What.DOCUMENT, {"number": "L898902C3", "country": "XBM"}),
        ("xbm, l898902c3", What.DOCUMENT, {"number": "L898902C3", "country": "XBM"}),
        ("12AB34567 D", What.DOCUMENT, {"number": "12AB34567", "country": "DEU"}),
        ("12AB34567 fr", What.DOCUMENT, {"number": "12AB34567", "country": "FRA"}),
        ("UNO 1234567", What.DOCUMENT, {"number": "1234567", "country": "UNO"}),
        ("L898902C3", What.DOCUMENT, {"number": "L898902C3"}),
        ("AB 123 CD XBM", What.PLATE, {"plate": "AB123CD", "country": "XBM"}),
        ("AB-123-CD FRA", What.PLATE, {"plate": "AB123CD", "country": "FRA"}),
        ("AB123CD FRA", What.PLATE, {"plate": "AB123CD", "country": "FRA"}),
        ("А123ВС77 RUS", What.PLATE, {"plate": "A123BC77", "country": "RUS"}),
        ("AB 123 CD", What.PLATE, {"plate": "AB123CD"}),
        ("1M8GDM9AXKP042788", What.VIN, {"vin": "1M8GDM9AXKP042788"}),
        ("vin: 1m8gdm9axkp042788", What.VIN, {"vin": "1M8GDM9AXKP042788"}),
        ("1M8 GDM9AX KP042788", What.VIN, {"vin": "1M8GDM9AXKP042788"}),
        ("1M8GDM9AXKPO42788", What.VIN, {"vin": "1M8GDM9AXKP042788"}),
        ("plate ABC", What.PLATE, {"plate": "ABC"}),
        ("passport AB123", What.DOCUMENT, {"number": "AB123"}),
    ],
)
def test_the_likeliest_reading(text: str, what: What, parts: dict[str, str]) -> None:
    seen = recognise(text)
    assert seen.reading is not None
    assert (seen.reading.what, seen.reading.parts) == (what, parts)


def test_what_could_be_several_things_gives_all() -> None:
    seen = recognise("A4711081")
    assert [reading.what for reading in (seen.reading, *seen.alternatives) if reading] == [What.DOCUMENT, What.PLATE, What.LAST8]
    assert not seen.certain
    seen = recognise("AB 123 CD")
    assert {"plate": "AB123", "country": "COD"} in [reading.parts for reading in seen.alternatives]  # CD is a country as well
    assert {"number": "AB123CD"} in [reading.parts for reading in seen.alternatives]


def test_a_number_without_a_country_says_that_every_code_is_asked() -> None:
    seen = recognise("L898902C3")
    assert seen.reading is not None
    assert seen.reading.sentences == (("No country was given: the number is asked under every code.", {}),)


def test_a_wrong_check_digit_of_a_vin_is_said() -> None:
    seen = recognise("1M8GDM9A1KP042788")
    assert seen.reading is not None
    assert seen.reading.what is What.VIN
    assert not seen.reading.vouched
    assert seen.reading.sentences[0][1] == {"found": "1", "expected": "X"}


def test_letters_read_as_digits_are_said() -> None:
    seen = recognise("1M8GDM9AXKPO42788")
    assert seen.reading is not None
    assert "were read as 1 and 0" in seen.reading.sentences[0][0]
    assert not seen.reading.vouched


@pytest.mark.parametrize("text", ["1M8GDM9AXKP04278", "1M8GDM9AXKP0427888"])
def test_a_vin_that_is_too_short_or_too_long_by_one_is_said(text: str) -> None:
    seen = recognise(text)
    assert seen.reading is not None
    assert seen.reading.what is What.VIN
    assert seen.reading.sentences[0][1] == {"count": str(len(text))}


def test_a_label_leaves_one_reading() -> None:
    assert recognise("VIN 1M8GDM9AXKP042788").certain
    assert recognise("plate AB123CD").certain
    assert recognise("VIN L898902C3").reading is None
    seen = recognise("VIN KP042788")
    assert seen.certain
    assert seen.reading is not None
    assert seen.reading.parts == {"last8": "KP042788"}


def test_a_zone_that_is_not_whole_is_no_number() -> None:
    seen = recognise("P<UTOERIKSSON<<ANNA")
    assert seen.reading is None
    assert seen.sentences


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":",
        ", ;",
        "\0",
        "hello",
        "=1+1",
        "'; DROP TABLE record; --",
        "AB\u202e123",
        "<script>",
        "XBM",
        "FRA",
        "\ud800",
        "12 345 678 9012345678901234",
        "😀",
        "A" * 30,
    ],
)
def test_what_is_nothing_says_why(text: str) -> None:
    seen = recognise(text)
    assert seen.reading is None
    assert seen.sentences
    template, values = seen.sentences[0]
    assert template.format(**values)


@pytest.mark.parametrize("filling", ["A", "<", "\n", "é", " ", "\0", "A "])
def test_a_million_characters_are_refused_at_once(filling: str) -> None:
    typed = filling * 1_000_000
    with at_once():
        assert recognise(typed).reading is None


@given(st.one_of(st.text(max_size=100), st.text(alphabet="ABDFRXM0123456789 -<\n:", max_size=100)))
def test_any_text_has_readings_or_a_reason(text: str) -> None:
    seen = recognise(text)
    assert (seen.reading is None) <= bool(seen.sentences)
    readings = [reading for reading in (seen.reading, *seen.alternatives) if reading]
    keys = [(reading.what, tuple(reading.parts.items())) for reading in readings]
    assert len(keys) == len(set(keys))
    assert all(list(READERS[reading.what.kind](reading.identifier(text))) for reading in readings)
    assert recognise(text) == seen
