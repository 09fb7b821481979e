"""Vectors of the structured kinds: what is typed, and the one spelling."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.kinds import (
    AMOUNT,
    COORDINATES,
    CURRENCY,
    FILE,
    GROUP,
    HEIGHT,
    IMAGE,
    LANGUAGE,
    LOCI,
    MD5,
    MEASUREMENT,
    PDQ,
    PERSON_NAME,
    SCRIPT,
    SEALED_BLOB,
    SEX,
    SHA256,
    WEIGHT,
    BadValue,
    Kind,
)
from comity.kernel.kinds.coded import CURRENCIES, DIGITS, LANGUAGES, SCRIPTS
from comity.kernel.kinds.dna import CODIS, LOCI_NAMES

VECTORS: list[tuple[Kind, str, str]] = [
    # RFC 1321, A.5; FIPS 180-4 examples
    (MD5, "900150983CD24FB0 D6963F7D28E17F72", "900150983cd24fb0d6963f7d28e17f72"),
    (MD5, "90:01:50:98:3c:d2:4f:b0:d6:96:3f:7d:28:e1:7f:72", "900150983cd24fb0d6963f7d28e17f72"),
    (
        SHA256,
        "BA7816BF-8F01CFEA-414140DE-5DAE2223-B00361A3-96177A9C-B410FF61-F20015AD",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    ),
    (
        PDQ,
        "F8F8F0CEE0F4A84F06370A22038F63F0B36E2ED596621E1D33E6B39C4E9C9B22",
        "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
    ),
    (IMAGE, "0198A1B2-C3D4-7E5F-8A6B-9C0D1E2F3A4B", "0198a1b2c3d47e5f8a6b9c0d1e2f3a4b"),
    (LANGUAGE, "AR", "ara"),
    (LANGUAGE, "fre", "fra"),
    (LANGUAGE, "FRA", "fra"),
    (LANGUAGE, "German", "deu"),
    (LANGUAGE, "ger", "deu"),
    (SCRIPT, "ARAB", "Arab"),
    (SCRIPT, "cyrillic", "Cyrl"),
    (SCRIPT, "Hans", "Hans"),
    (CURRENCY, "eur", "EUR"),
    (CURRENCY, "€", "EUR"),
    (CURRENCY, "Swiss Franc", "CHF"),
    (AMOUNT, "1234.5 EUR", "1234.50 EUR"),
    (AMOUNT, "EUR 1.234,50", "1234.50 EUR"),
    (AMOUNT, "1,234.50 usd", "1234.50 USD"),
    (AMOUNT, "€1 234 567", "1234567.00 EUR"),
    (AMOUNT, "250000 XOF", "250000 XOF"),
    (AMOUNT, "JPY 12'500", "12500 JPY"),
    (AMOUNT, "1.234 KWD", "1.234 KWD"),
    (AMOUNT, "١٢٣٤٫٥ EGP", "1234.50 EGP"),
    (AMOUNT, "0 EUR", "0.00 EUR"),
    (MEASUREMENT, "120.50 cm", "120.5 cm"),
    (MEASUREMENT, "1,2 m", "120 cm"),
    (MEASUREMENT, '24"', "60.96 cm"),
    (MEASUREMENT, "5 ft 11 in", "180.34 cm"),
    (MEASUREMENT, "5'11\"", "180.34 cm"),
    (MEASUREMENT, "5′11″", "180.34 cm"),
    (MEASUREMENT, "9 mm", "0.9 cm"),
    (MEASUREMENT, "12 km", "1200000 cm"),
    (MEASUREMENT, "1 nmi", "185200 cm"),
    (MEASUREMENT, "3 lb 8 oz", "1.588 kg"),
    (MEASUREMENT, "1.5 t", "1500 kg"),
    (MEASUREMENT, "11 st 4 lb", "71.668 kg"),
    (MEASUREMENT, "250g", "0.25 kg"),
    (MEASUREMENT, "1 m 20 cm", "120 cm"),
    (MEASUREMENT, "2 inches", "5.08 cm"),
    (HEIGHT, "178", "178 cm"),
    (HEIGHT, "1.78 m", "178 cm"),
    (HEIGHT, "5'10\"", "177.8 cm"),
    (HEIGHT, "1m78", "178 cm"),
    (WEIGHT, "82", "82 kg"),
    (WEIGHT, "180 lbs", "81.647 kg"),
    (COORDINATES, "12.34567, -45.6789", "12.34567,-45.67890"),
    (COORDINATES, "12.34567 -45.6789", "12.34567,-45.67890"),
    (COORDINATES, "12,34567; -45,6789", "12.34567,-45.67890"),
    (COORDINATES, "N 12.5 W 45.25", "12.50000,-45.25000"),
    (COORDINATES, "45.25W, 12.5N", "12.50000,-45.25000"),
    (COORDINATES, "1°15'30\"S 103°50'E", "-1.25833,103.83333"),
    (COORDINATES, "01 15 30 S, 103 50 00 E", "-1.25833,103.83333"),
    (COORDINATES, "10°12.5′N, 064°41.2′W", "10.20833,-64.68667"),
    (COORDINATES, "40°26'46\"N 79°58'56\"W", "40.44611,-79.98222"),
    (COORDINATES, "0,-180", "0.00000,180.00000"),
    (COORDINATES, "-0.000001, -0.000001", "0.00000,0.00000"),
    (COORDINATES, "90, 0", "90.00000,0.00000"),
    (PERSON_NAME, "  José   da\u00a0Silva ", "José da Silva"),
    (PERSON_NAME, "Jose\u0301", "José"),
    (PERSON_NAME, "王\u200b小明", "王小明"),
    (PERSON_NAME, "می\u200cخواهم", "می\u200cخواهم"),
    (PERSON_NAME, "\u200cAli\u200c", "Ali"),
    (PERSON_NAME, "O\u2019Neill (\u201cSean\u201d)", "O\u2019Neill (\u201cSean\u201d)"),
    (HEIGHT, "5'10", "177.8 cm"),
    (SEX, "F", "female"),
    (SEX, "m", "male"),
    (SEX, "X", "unknown"),
    (SEX, "<", "unknown"),
    (SEX, "Other", "other"),
    (LOCI, "fga 24.2,21\nD3S1358: 17 15", "D3S1358 15,17; FGA 21,24.2"),
    (LOCI, "vWA=16/18; Amelogenin Y,X", "vWA 16,18; AMEL X,Y"),
    (LOCI, "TH01 9.3", "TH01 9.3"),
    (LOCI, "TH01 6,6", "TH01 6,6"),
    (LOCI, "penta d 9,12; SE33 17,29.2", "SE33 17,29.2; PentaD 9,12"),
    (LOCI, "DYS385 11,14; D21S11 28 30", "D21S11 28,30; DYS385 11,14"),
]
REFUSED: list[tuple[Kind, str, str]] = [
    (MD5, "d41d8cd98f00b204e9800998ecf8427e", "empty_file"),
    (MD5, "9001", "wrong_length"),
    (MD5, "z" * 32, "not_hexadecimal"),
    (SHA256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "empty_file"),
    (MD5, "А" * 32, "not_hexadecimal"),
    (PDQ, "0" * 64, "no_features"),
    (PDQ, "f" * 64, "no_features"),
    (PDQ, "ab" * 31, "wrong_length"),
    (LANGUAGE, "xx", "not_in_list"),
    (SCRIPT, "Zzzz", "not_in_list"),
    (CURRENCY, "DEM", "not_in_list"),
    (AMOUNT, "$ 100", "ambiguous_currency"),
    (AMOUNT, "100 ¥", "ambiguous_currency"),
    (AMOUNT, "1,234 EUR", "ambiguous_number"),
    (AMOUNT, "1.234 EUR", "too_fine"),
    (AMOUNT, "1.5 JPY", "too_fine"),
    (AMOUNT, "100", "bad_amount"),
    (AMOUNT, "-5 EUR", "bad_amount"),
    (AMOUNT, "1.23.456 EUR", "bad_number"),
    (AMOUNT, "9" * 16 + " EUR", "bad_number"),
    (MEASUREMENT, "12", "bad_measurement"),
    (MEASUREMENT, "12 parsec", "unknown_unit"),
    (MEASUREMENT, "5 ft 3 kg", "mixed_units"),
    (MEASUREMENT, "1,200 kg", "ambiguous_number"),
    (MEASUREMENT, "999999999 km", "too_great"),
    (MEASUREMENT, "-3 cm", "bad_measurement"),
    (HEIGHT, "12", "out_of_range"),
    (HEIGHT, "80 kg", "out_of_range"),
    (HEIGHT, "3 m", "out_of_range"),
    (WEIGHT, "0.2 kg", "out_of_range"),
    (COORDINATES, "91,0", "impossible_coordinates"),
    (COORDINATES, "0,180.1", "impossible_coordinates"),
    (COORDINATES, "12.5N 13.5N", "bad_coordinates"),
    (COORDINATES, "-12.5S 13.5E", "bad_coordinates"),
    (COORDINATES, "12°61'N 1°E", "bad_coordinates"),
    (COORDINATES, "12.5", "bad_coordinates"),
    (COORDINATES, "1 2 3", "bad_coordinates"),
    (COORDINATES, "12.5°10'N 1°E", "bad_coordinates"),
    (PERSON_NAME, "123", "no_letter"),
    (PERSON_NAME, "a\u202eb", "bad_character"),
    (PERSON_NAME, "a\x00b", "bad_character"),
    (PERSON_NAME, "x" * 301, "too_long"),
    (PERSON_NAME, "\u200b", "empty"),
    (LOCI, "D3S1358", "bad_loci"),
    (LOCI, "D9S9 1,2", "unknown_locus"),
    (LOCI, "FGA 1,2; fga 3", "same_locus"),
    (LOCI, "FGA X,Y", "bad_alleles"),
    (LOCI, "AMEL 1,2", "bad_alleles"),
    (LOCI, "FGA 1,2,3,4,5", "bad_alleles"),
    (LOCI, "FGA 1,1,2", "bad_alleles"),
    (LOCI, "FGA 0", "bad_alleles"),
    (IMAGE, "1234", "wrong_length"),
    (FILE, "g" * 32, "not_hexadecimal"),
    (SEALED_BLOB, "../../etc/passwd", "not_hexadecimal"),
    (GROUP, "anything", "has_parts"),
]
KINDS = sorted({kind.name: kind for kind, _, _ in VECTORS}.values(), key=lambda kind: kind.name)


@pytest.mark.parametrize(("kind", "typed", "value"), VECTORS, ids=[f"{kind.name}-{typed}" for kind, typed, _ in VECTORS])
def test_what_is_typed_has_one_spelling(kind: Kind, typed: str, value: str) -> None:
    assert kind.clean(typed) == value
    assert kind.clean(value) == value
    assert kind.clean(kind.format(value)) == value


@pytest.mark.parametrize(("kind", "typed", "code"), REFUSED, ids=[f"{kind.name}-{typed}"[:60] for kind, typed, _ in REFUSED])
def test_what_cannot_be_is_refused_with_its_reason(kind: Kind, typed: str, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        kind.clean(typed)
    assert refused.value.code == code
    assert refused.value.text


@pytest.mark.parametrize(
    ("kind", "value", "people"),
    [
        (AMOUNT, "1234567.50 EUR", "1\u202f234\u202f567.50\u00a0EUR"),
        (AMOUNT, "250000 XOF", "250\u202f000\u00a0XOF"),
        (MEASUREMENT, "0.9 cm", "9 mm"),
        (MEASUREMENT, "1234.5 cm", "12.345 m"),
        (MEASUREMENT, "12500 kg", "12.5 t"),
        (MEASUREMENT, "0.25 kg", "250 g"),
        (MEASUREMENT, "180.34 cm", "180.34 cm"),
        (COORDINATES, "-1.25833,103.83333", "1.25833°S 103.83333°E"),
    ],
)
def test_people_read_it_so(kind: Kind, value: str, people: str) -> None:
    assert kind.format(value) == people


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
@given(typed=st.one_of(st.text(max_size=80), st.text(alphabet="0123456789.,' \"°NSEWcmkgftinlbEURJPYXvwaFGAD:;=/-٣", max_size=40)))
def test_any_text_gives_a_value_or_a_reason(kind: Kind, typed: str) -> None:
    try:
        value = kind.clean(typed)
    except BadValue:
        return
    assert kind.clean(value) == value
    assert kind.clean(kind.format(value)) == value
    assert value.isprintable() or kind is PERSON_NAME
    assert len(value) <= 2 * kind.longest


@given(st.integers(0, 10**14), st.sampled_from(sorted(CURRENCIES)))
def test_every_amount_keeps_its_value(units: int, code: str) -> None:
    amount = Decimal(units).scaleb(-DIGITS[code])
    for written in (f"{amount:f} {code}", f"{code} {amount:f}", AMOUNT.format(f"{amount:f} {code}")):
        figures, unit = AMOUNT.clean(written).split(" ")
        assert (Decimal(figures), unit) == (amount, code)


@given(st.decimals(-90, 90, places=5), st.decimals(-179, 180, places=5))
def test_every_point_keeps_its_place(latitude: Decimal, longitude: Decimal) -> None:
    north, east = "NS"[latitude < 0], "EW"[longitude < 0]
    expected = COORDINATES.clean(f"{latitude:f}, {longitude:f}")
    assert COORDINATES.clean(f"{abs(latitude):f}°{north} {abs(longitude):f}°{east}") == expected
    assert COORDINATES.clean(f"{east}{abs(longitude):f} {north}{abs(latitude):f}") == expected
    assert [Decimal(part) for part in expected.split(",")] == [latitude, longitude]


@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.integers(0, 179), st.integers(0, 59), st.integers(0, 59))
def test_minutes_and_seconds_are_parts_of_a_degree(d: int, m: int, s: int, e: int, n: int, t: int) -> None:
    value = COORDINATES.clean(f"{d}°{m:02}'{s:02}\"N {e:03}°{n:02}'{t:02}\"W")
    latitude, longitude = (float(part) for part in value.split(","))
    assert latitude == pytest.approx(d + m / 60 + s / 3600, abs=6e-6)
    assert -longitude == pytest.approx(e + n / 60 + t / 3600, abs=6e-6)


@given(st.dictionaries(st.sampled_from(LOCI_NAMES[:20]), st.lists(st.integers(1, 99), min_size=1, max_size=2), min_size=1, max_size=20))
def test_a_profile_is_read_whatever_the_order(profile: dict[str, list[int]]) -> None:
    there = "; ".join(f"{locus} {','.join(map(str, alleles))}" for locus, alleles in profile.items())
    back = "\n".join(f"{locus.lower()}: {' '.join(map(str, reversed(alleles)))}" for locus, alleles in reversed(profile.items()))
    assert LOCI.clean(there) == LOCI.clean(back)
    read = dict(entry.split(" ") for entry in LOCI.clean(there).split("; "))
    assert read == {locus: ",".join(map(str, sorted(alleles))) for locus, alleles in profile.items()}


def test_the_lists_are_whole() -> None:
    assert len(CODIS) == 20  # FBI, core loci since 1 January 2017
    assert len(set(LOCI_NAMES)) == len(LOCI_NAMES)
    assert all(len(code) == 3 and code.isalpha() and code.islower() for code in LANGUAGES)
    assert all(len(code) == 4 and code.istitle() for code in SCRIPTS)
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert set(DIGITS.values()) == {0, 2, 3}
    assert {"ara", "eng", "fra", "spa", "rus", "zho"} <= set(LANGUAGES)
    for names in (LANGUAGES, SCRIPTS, CURRENCIES):
        assert len({name.casefold() for name in names.values()}) == len(names)
