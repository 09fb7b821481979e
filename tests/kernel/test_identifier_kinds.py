"""Kinds of identifiers: published check digits, peers, and what each refuses or calls odd."""

from __future__ import annotations

import json
from hashlib import sha3_256, sha256
from pathlib import Path
from typing import Any

import pytest
import schwifty
from hypothesis import given, settings
from hypothesis import strategies as st
from schwifty.exceptions import SchwiftyException
from stdnum import bitcoin
from stdnum import imei as peer_imei
from stdnum import imo as peer_imo

from comity.kernel import countries, keccak
from comity.kernel.badvalue import BadValue
from comity.kernel.base58 import ALPHABET, checked, decoded
from comity.kernel.kinds import (
    BIC,
    CALIBRE,
    CALL_SIGN,
    CRYPTO_ADDRESS,
    EMAIL,
    HIN,
    IBAN,
    IMEI,
    IMO,
    KINDS,
    MMSI,
    PHONE,
    SERIAL,
    VESSEL_NAME,
    VESSEL_REGISTRATION,
    Kind,
)
from comity.kernel.kinds.calibres import CALIBRES
from comity.kernel.kinds.crypto_addresses import currency_of
from comity.kernel.kinds.digits import luhn_digit
from comity.kernel.kinds.mmsi import country_of, read_mmsi

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "identifiers.json").read_text())
BY_NAME = {kind.name: kind for kind in KINDS}


def rows(verdict: str) -> list[tuple[Kind, str]]:
    return [(BY_NAME[name], text) for name, vector in VECTORS.items() for text in vector.get(verdict, ())]


def named(value: object) -> str:
    return value.name if isinstance(value, Kind) else str(value)[:30]


@pytest.mark.parametrize(("kind", "typed"), rows("valid"), ids=named)
def test_published_values_are_taken_and_not_odd(kind: Kind, typed: str) -> None:
    value = kind.clean(typed)
    assert kind.check(value) == ()
    assert kind.clean(kind.format(value)) == kind.clean(value) == value
    assert len(value) <= kind.longest
    assert kind.fold(value).isascii()


@pytest.mark.parametrize(("kind", "typed"), rows("refused"), ids=named)
def test_a_wrong_checksum_or_form_is_refused_and_says_what_would_be_taken(kind: Kind, typed: str) -> None:
    with pytest.raises(BadValue) as bad:
        kind.clean(typed)
    assert bad.value.accepted
    assert typed not in bad.value.text


@pytest.mark.parametrize(("kind", "typed"), rows("odd"), ids=named)
def test_a_wrong_check_digit_that_may_stand_on_a_thing_is_said(kind: Kind, typed: str) -> None:
    ((sentence, values),) = kind.check(kind.clean(typed))
    assert sentence.format(**values)


def test_every_vector_has_a_source() -> None:
    assert all(vector["source"] for vector in VECTORS.values())


HOSTILE = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="0123456789 -+().", max_size=60),
    st.text(alphabet=ALPHABET + "0xOIl", max_size=110),
    st.text(alphabet="ABCxyz019@.-_é\u202e\u2066\u200f\u0660\uff21ßŒ\u0301/ ", max_size=80),
    st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.text(min_size=190, max_size=260),
)


@pytest.mark.parametrize("kind", KINDS, ids=named)
@given(typed=HOSTILE)
def test_anything_typed_is_a_value_or_a_fault(kind: Kind, typed: str) -> None:
    try:
        value = kind.clean(typed)
    except BadValue as bad:
        said = bad
    else:
        said = None
    if said is not None:
        assert said.code
        assert len(said.text) < 300
        return
    assert kind.clean(value) == value
    assert kind.clean(kind.format(value)) == value
    assert len(value) <= kind.longest
    kind.fold(value).encode("utf-8")
    assert all(sentence.format(**values) for sentence, values in kind.check(value))


@given(st.integers(0, 9_999_999))
def test_imo_agrees_with_its_peer(number: int) -> None:
    typed = f"{number:07}"
    assert (IMO.check(IMO.clean(typed)) == ()) == peer_imo.is_valid(typed)


@given(st.integers(1, 10**15 - 1))
def test_imei_agrees_with_its_peer(number: int) -> None:
    typed = f"{number:015}"
    if typed[:14].strip("0") and typed[-1] != "0":  # 0 is what networks report, whatever the digit is
        assert (IMEI.check(IMEI.clean(typed)) == ()) == peer_imei.is_valid(typed)


@given(st.text(alphabet="0123456789", min_size=1, max_size=30), st.data())
def test_luhn_finds_every_wrong_digit(number: str, data: st.DataObject) -> None:
    digit = luhn_digit(number)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([one for one in "0123456789" if one != number[place]]))
    assert luhn_digit(number[:place] + other + number[place + 1 :]) != digit


@pytest.mark.parametrize("country", [row[0] for row in countries.table("ibans.tsv")])
@settings(max_examples=5)
@given(source=st.randoms(use_true_random=False))
def test_the_forms_of_ibans_are_those_of_the_peer(country: str, source: Any) -> None:
    made = str(schwifty.IBAN.random(country_code=country, random=source, use_registry=False))
    assert IBAN.clean(made) == made


@given(st.text(alphabet="0123456789", min_size=2, max_size=2), st.text(alphabet="0123456789ABCWEST", min_size=18, max_size=18))
def test_a_made_up_iban_is_judged_as_by_the_peer(digits: str, rest: str) -> None:
    for typed in (f"GB{digits}WEST{rest[:14]}", f"DE{digits}{rest}"):
        try:
            schwifty.IBAN(typed)
            valid = True
        except SchwiftyException:
            valid = False
        try:
            IBAN.clean(typed)
            assert valid
        except BadValue:
            assert not valid


def test_the_head_office_has_one_spelling() -> None:
    assert BIC.clean("NEDSZAJJXXX") == BIC.clean("nedszajj") == "NEDSZAJJ"


@given(st.sampled_from([0x00, 0x05]), st.binary(min_size=20, max_size=20))
def test_bitcoin_addresses_agree_with_the_peer(version: int, program: bytes) -> None:
    address = _base58check(bytes([version]) + program)
    assert bitcoin.is_valid(address)
    assert currency_of(CRYPTO_ADDRESS.clean(address)) == "bitcoin"


@given(
    st.sampled_from([(0x30, "litecoin"), (0x32, "litecoin"), (0x1E, "dogecoin"), (0x4C, "dash"), (0x41, "tron")]),
    st.binary(min_size=20, max_size=20),
)
def test_the_version_byte_says_the_currency(version: tuple[int, str], program: bytes) -> None:
    assert currency_of(CRYPTO_ADDRESS.clean(_base58check(bytes([version[0]]) + program))) == version[1]


def _base58check(held: bytes) -> str:
    whole = held + sha256(sha256(held).digest()).digest()[:4]
    number, text = int.from_bytes(whole, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(whole) - len(whole.lstrip(b"\0"))) + text


@given(st.binary(min_size=5, max_size=60))
def test_base58_gives_back_what_was_put_in(held: bytes) -> None:
    assert checked(_base58check(held)) == held
    assert decoded(_base58check(held)) is not None


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_keccak_has_its_published_digests(message: bytes, digest: str) -> None:
    assert keccak.keccak_256(message).hex() == digest


@given(st.binary(max_size=400))
def test_the_permutation_is_that_of_sha_3(message: bytes) -> None:
    """SHA-3 differs from Keccak in one byte of padding alone, so the standard library is a peer of the permutation."""
    padded = bytearray(message + b"\x06" + bytes(-(len(message) + 1) % 136))
    padded[-1] |= 0x80
    assert keccak.sponge(bytes(padded)) == sha3_256(message).digest()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M/V Étoile du Nord", "ETOILE DU NORD"),
        ("m.v. Lena", "LENA"),
        ("MV Lena", "S/Y Lena"),
        ("M V Lena", "Lena"),
        ("L'Étoile", "LETOILE"),
        ("Queen-Mary (2)", "queen mary 2"),
        ("ЛЕНА", "лена"),
        ("Straße", "STRASSE"),
    ],
)
def test_a_ships_name_is_one_without_case_accents_and_prefix(one: str, other: str) -> None:
    assert VESSEL_NAME.fold(VESSEL_NAME.clean(one)) == VESSEL_NAME.fold(VESSEL_NAME.clean(other))


def test_a_ship_that_has_only_a_prefix_for_a_name_keeps_it() -> None:
    assert VESSEL_NAME.fold(VESSEL_NAME.clean("MS")) == "MS"
    assert VESSEL_NAME.fold(VESSEL_NAME.clean("Mary")) == "MARY"
    assert VESSEL_NAME.fold(VESSEL_NAME.clean("Lena")) != VESSEL_NAME.fold(VESSEL_NAME.clean("Lenz"))


def test_a_hull_number_is_one_with_and_without_its_country() -> None:
    assert HIN.fold(HIN.clean("US-ABC12345D404")) == HIN.fold(HIN.clean("ABC12345D404"))
    assert HIN.clean("ABCI2O45D404") == "ABC12045D404"
    with pytest.raises(BadValue, match="no_country"):
        HIN.clean("1SABC12345D404")


@pytest.mark.parametrize("typed", ["490154203237518", "49015420323751", "4901542032375101", "490154203237510", "49-015420-323751-8"])
def test_every_form_of_an_imei_names_one_device(typed: str) -> None:
    assert IMEI.fold(IMEI.clean(typed)) == "49015420323751"
    assert IMEI.check(IMEI.clean(typed)) == ()


def test_a_placeholder_is_no_imei() -> None:
    with pytest.raises(BadValue, match="placeholder"):
        IMEI.clean("000000000000000")


@pytest.mark.parametrize(("number", "mid"), [("366123456", "366"), ("002320001", "232"), ("111232001", "232"), ("970011234", "")])
def test_the_country_of_an_mmsi_stands_where_its_form_says(number: str, mid: str) -> None:
    found = read_mmsi(number)
    assert found is not None
    assert found[0] == mid


def test_digits_of_the_sea_are_of_countries_in_their_regions_and_given_once() -> None:
    table = countries.table("mids.tsv")
    digits = [mid for _, mids in table for mid in mids.split()]
    assert len(digits) == len(set(digits))
    assert all("201" <= mid <= "775" for mid in digits)
    assert all(code in countries.NAMES for code, _ in table)
    assert country_of("247320162") == "ITA"
    assert country_of("002320001") == "GBR"
    assert country_of("970011234") == country_of("299123456") == ""
    assert MMSI.check("299123456")


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("9 mm Luger", ["9x19", "9 x 19 mm", "9×19mm Parabellum", "9mm Para", "9 MM PARABELLUM", "cal. 9mm Luger", "9 mm NATO"]),
        (".45 Auto", [".45 ACP", "45 acp", "calibre .45 Auto", "11,43x23"]),
        ("12 bore", ["12 gauge", "12", "cal 12", "12/76", "12 ga."]),
        ("5.56x45 NATO", ["5,56x45", "5.56 mm NATO", "5.56×45mm NATO"]),
        (".22 Long Rifle", [".22 LR", "22lr", ".22 l.r."]),
        ("7.62x54R", ["7.62 x 54 R", "7,62x54r"]),
    ],
)
def test_a_calibre_has_one_designation(name: str, spellings: list[str]) -> None:
    assert {CALIBRE.clean(spelling) for spelling in (name, *spellings)} == {name}
    assert CALIBRE.check(name) == ()


def test_an_unknown_calibre_is_kept_and_said() -> None:
    value = CALIBRE.clean("6.66x42 Wildcat")
    assert value == "6.66x42 Wildcat"
    assert CALIBRE.check(value)


def test_calibres_each_have_aliases_of_their_own_and_a_source() -> None:
    table = countries.table("calibres.tsv")
    assert all(len(row) == 3 and all(row) for row in table)
    assert len(set(CALIBRES)) == len(CALIBRES)
    for name, aliases, _ in table:
        assert all(CALIBRE.clean(alias) == name for alias in aliases.split(";")), name
        assert CALIBRE.clean(name) == name


@pytest.mark.parametrize(("kind", "typed"), [(CALL_SIGN, "XBMA7"), (VESSEL_REGISTRATION, "PZ-1234"), (SERIAL, "A-1234567")], ids=named)
def test_look_alikes_fold_together_where_letters_and_digits_mix(kind: Kind, typed: str) -> None:
    value = kind.clean(typed)
    assert kind.fold(value.replace("A", "4") if "A" not in value else value.replace("1", "I")) == kind.fold(value)


@pytest.mark.parametrize("typed", ["1234", "12", "ABCDEFGHI"])
def test_what_is_no_call_sign(typed: str) -> None:
    with pytest.raises(BadValue):
        CALL_SIGN.clean(typed)


def test_digits_typed_as_letters_are_read_as_digits_where_no_letter_can_stand() -> None:
    assert IMO.clean("9O74729") == "9074729"
    assert MMSI.clean("36612345G") == "366123456"
    with pytest.raises(BadValue, match="not_digits"):
        IMO.clean("9A74729")


def test_an_address_in_another_script_is_found_by_its_key() -> None:
    assert EMAIL.clean("lena@BÜCHER.example") == "lena@xn--bcher-kva.example"
    assert EMAIL.fold(EMAIL.clean("лена@example.org")).isascii()
    assert EMAIL.fold("a%b@example.org") != EMAIL.fold("a%25b@example.org")


def test_a_number_that_nobody_has_yet_is_taken_and_said() -> None:
    assert PHONE.check(PHONE.clean("+44 7700 900123"))


def test_an_address_whose_capitals_carry_no_checksum_gets_them() -> None:
    assert CRYPTO_ADDRESS.clean("0x" + "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed") == "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    assert (
        CRYPTO_ADDRESS.clean("bitcoin:BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4?amount=1") == "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    )
