"""The one box beside documents and vehicles: labels, unmistakable forms, check digits; nothing is guessed in silence. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.edges.web.routes.answered import _COMPARED
from comity.search.reading import ASKED, READERS
from comity.search.recognise import recognise
from comity.search.recognised import Reading, What
from tests.pace import at_once

MONERO = "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"


def all_of(text: str) -> list[Reading]:
    seen = recognise(text)
    return [one for one in (seen.reading, *seen.alternatives) if one is not None]


@pytest.mark.parametrize(
    ("text", "what", "parts"),
    [
        ("IMO 9074729", What.IMO, {"imo": "9074729"}),
        ("imo9074729", What.IMO, {"imo": "9074729"}),
        ("IMO number: 9O74729", What.IMO, {"imo": "9074729"}),
        ("MMSI 247320162", What.MMSI, {"mmsi": "247320162"}),
        ("HIN US-ABC12345D404", What.HIN, {"hin": "USABC12345D404"}),
        ("hull no. ABC12345D404", What.HIN, {"hin": "ABC12345D404"}),
        ("call sign XBMA7", What.CALL_SIGN, {"call_sign": "XBMA7"}),
        ("Call-Sign: xbma7", What.CALL_SIGN, {"call_sign": "XBMA7"}),
        ("IMEI 49-015420-323751", What.IMEI, {"imei": "490154203237518"}),
        ("tel. +44 20 7946 0123", What.PHONE, {"phone": "+442079460123"}),
        ("phone 0044 20 7946 0123", What.PHONE, {"phone": "+442079460123"}),
        ("+44 20 7946 0123", What.PHONE, {"phone": "+442079460123"}),
        ("e-mail lena@example.org", What.EMAIL, {"email": "lena@example.org"}),
        ("Lena@Example.org", What.EMAIL, {"email": "lena@example.org"}),
        ("IBAN GB82 WEST 1234 5698 7654 32", What.IBAN, {"iban": "GB82WEST12345698765432"}),
        ("serial BXR412", What.SERIAL, {"serial": "BXR412"}),
        ("serial number BXR412 Glock", What.SERIAL, {"serial": "BXR412", "maker": "Glock"}),
        ("S/N Smith & Wesson BXR412", What.SERIAL, {"serial": "BXR412", "maker": "Smith & Wesson"}),
        ("engine M54B30-4711081", What.ENGINE, {"engine": "M54B304711081"}),
        ("vessel Étoile du Nord", What.VESSEL_NAME, {"vessel_name": "Étoile du Nord"}),
        ("M/V Lena", What.VESSEL_NAME, {"vessel_name": "M/V Lena"}),
        ("S.Y. Lena", What.VESSEL_NAME, {"vessel_name": "S.Y. Lena"}),
        ("registration PZ 1234 XBM", What.VESSEL_REGISTRATION, {"vessel_registration": "PZ1234", "country": "XBM"}),
        ("registration PZ 1234", What.VESSEL_REGISTRATION, {"vessel_registration": "PZ1234"}),
        ("900150983cd24fb0d6963f7d28e17f72", What.MD5, {"md5": "900150983cd24fb0d6963f7d28e17f72"}),
        ("SHA-256 " + "ab" * 32, What.SHA256, {"sha256": "ab" * 32}),
        ("PDQ " + "ab" * 32, What.PDQ, {"pdq": "ab" * 32}),
        (
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            What.CRYPTO_ADDRESS,
            {"crypto_address": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
        ),
        (MONERO, What.CRYPTO_ADDRESS, {"crypto_address": MONERO}),
        ("AB?23CD XBM", What.PLATE, {"plate": "AB?23CD", "country": "XBM"}),
        ("XBM AB 1*CD", What.PLATE, {"plate": "AB1*CD", "country": "XBM"}),
        ("plate AB?23CD XBM", What.PLATE, {"plate": "AB?23CD", "country": "XBM"}),
    ],
)
def test_one_reading_where_the_text_says_what_it_is(text: str, what: What, parts: dict[str, str]) -> None:
    seen = recognise(text)
    assert seen.reading is not None, seen.sentences
    assert (seen.reading.what, seen.reading.parts) == (what, parts)
    assert seen.certain
    assert list(READERS[what.kind](seen.reading.identifier(text)))


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("GB82WEST12345698765432", [What.IBAN]),
        ("490154203237518", [What.IMEI, What.DOCUMENT]),
        ("ABC12345D404", [What.HIN, What.DOCUMENT, What.PLATE]),
        ("9074729", [What.DOCUMENT, What.IMO]),
        ("247320162", [What.DOCUMENT, What.MMSI]),
        ("Glock BXR412", [What.SERIAL, What.DOCUMENT]),
        ("0044207946012", [What.DOCUMENT]),
    ],
)
def test_what_could_be_several_things_gives_them_in_order(text: str, whats: list[What]) -> None:
    found = [reading.what for reading in all_of(text)]
    assert [what for what in found if what in whats] == whats
    assert found[0] is whats[0]


@pytest.mark.parametrize(
    "text",
    [
        "IMO 123",
        "MMSI 12",
        "IMEI 123",
        "IBAN GB82WEST12345698765433",
        "phone 020 7946 0123",
        "call sign 1234",
        "serial ?",
        "HIN 12",
        "md5 xyz",
    ],
)
def test_a_label_decides_and_what_does_not_fit_it_is_said(text: str) -> None:
    seen = recognise(text)
    assert seen.reading is None
    assert seen.sentences
    assert all(sentence.format(**values) for sentence, values in seen.sentences)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lena@", "domain"),
        ("+44", "telephone"),
        ("AB?23CD", "country"),
        ("AB???CD XBM", "not read"),
        ("0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "checksum"),
    ],
)
def test_a_form_that_nothing_else_has_is_not_asked_as_something_else(text: str, said: str) -> None:
    seen = recognise(text)
    assert seen.reading is None
    assert said in seen.sentences[0][0]


def test_a_country_leaves_numbers_of_documents_and_plates() -> None:
    assert {reading.what for reading in all_of("247320162 XBM")} <= {What.DOCUMENT, What.PLATE}


def test_letters_read_as_digits_and_wrong_check_digits_are_said() -> None:
    assert any("look like digits" in sentence for sentence, _ in all_of("IMO 9O74729")[0].sentences)
    assert any("check digit" in sentence for sentence, _ in all_of("IMO 9074728")[0].sentences)
    assert all_of("IMO 9074729")[0].vouched
    assert not all_of("IMO 9074728")[0].vouched


def test_every_way_to_read_has_a_kind_that_is_asked_and_a_register() -> None:
    kinds = {row.kind for row in ASKED}
    for what in What:
        assert what.kind in kinds
        assert what.registers, what


@given(
    st.sampled_from(["IMO", "MMSI", "serial", "tel", "iban", "hin", "vessel", "call sign", "imei", "registration", "M/V", "+", ""]),
    st.text(max_size=60),
)
def test_any_text_behind_any_label_is_read_or_said(label: str, text: str) -> None:
    seen = recognise(f"{label} {text}")
    assert seen.reading is not None or seen.sentences
    for reading in all_of(f"{label} {text}"):
        assert list(READERS[reading.what.kind](reading.identifier(f"{label} {text}")))


@pytest.mark.parametrize("start", ["serial ", "M/V ", "+", "0x", "bc1", "IMO ", "vessel "])
def test_a_long_text_is_read_at_once(start: str) -> None:
    with at_once():
        for filling in ("A", "1 ", "é", "?", "@", "/ "):
            recognise(start + filling * 200)


def test_a_page_says_what_each_register_that_can_be_asked_compares() -> None:
    assert {name for what in What for name in what.registers} <= set(_COMPARED)


def test_a_hash_of_256_bits_may_be_that_of_a_file_or_of_an_image() -> None:
    found = recognise("ab" * 32)
    assert found.reading is not None
    assert (found.reading.what, [one.what for one in found.alternatives]) == (What.SHA256, [What.PDQ])
    assert recognise("0" * 63 + "a").alternatives[0].parts == {"pdq": "0" * 63 + "a"}
