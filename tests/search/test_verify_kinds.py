"""How each kind of identifier is graded on its stored value. Pure."""

from __future__ import annotations

import pytest

from comity.kernel.results import Grade
from comity.registers.catalogue import DECLARED
from comity.search.links import LINK
from comity.search.model import Sought
from comity.search.verify import _SAME, compare, match

EXACT, ALIKE = Grade.EXACT, Grade.CONFUSABLE


def graded(kind: str, asked: str, stored: str, *, issuer: str = "", country: str = "", maker: str = "") -> Grade | None:
    met = compare(Sought(9, kind, asked, issuer, b""), stored, country, maker)
    if met is not None:
        assert met.sentence[0].format(**met.sentence[1])
    return met.grade if met else None


@pytest.mark.parametrize(
    ("kind", "asked", "stored", "grade"),
    [
        ("imo", "9074729", "9074729", EXACT),
        ("imo", "9074729", "9074728", None),
        ("mmsi", "247320162", "247320162", EXACT),
        ("mmsi", "247320162", "247320163", None),
        ("hin", "ABC12345D404", "USABC12345D404", EXACT),
        ("hin", "FRABC12345D404", "USABC12345D404", None),
        ("hin", "ABC1Z345D404", "USABC12345D404", ALIKE),
        ("hin", "ABC12345D404", "ABC12346D404", None),
        ("call_sign", "XBMA7", "XBMA7", EXACT),
        ("call_sign", "X8MA7", "XBMA7", ALIKE),
        ("call_sign", "XBMA8", "XBMA7", None),
        ("vessel_name", "M/V Étoile du Nord", "ETOILE DU NORD", ALIKE),
        ("vessel_name", "Lena", "Lena", ALIKE),
        ("vessel_name", "Lena", "Lene", None),
        ("imei", "490154203237518", "490154203237510", EXACT),
        ("imei", "490154203237518", "490154203237618", None),
        ("phone", "+442079460123", "+442079460123", EXACT),
        ("phone", "+442079460123", "+442079460124", None),
        ("email", "lena@example.org", "lena@example.org", EXACT),
        ("iban", "GB82WEST12345698765432", "GB82WEST12345698765432", EXACT),
        ("iban", "GB82WEST12345698765432", "GB82WESTI2345698765432", None),
        ("crypto_address", "BC1Q", "bc1q", None),
        ("md5", "0" * 32, "0" * 32, EXACT),
        ("sha256", "0" * 64, "1" * 64, None),
        ("pdq", "0f" * 32, "0f" * 32, EXACT),
        ("pdq", "0f" * 32, "0f" * 31 + "0e", ALIKE),
        ("pdq", "f" * 56 + "0" * 8, "f" * 63 + "e", ALIKE),
        ("pdq", "f" * 56 + "0" * 8, "f" * 64, None),
        ("serial", "BXR412", "BXR412", EXACT),
        ("serial", "8XR412", "BXR412", ALIKE),
        ("serial", "BXR412", "BXR413", None),
        ("engine_number", "E0S1", "EOS1", ALIKE),
    ],
)
def test_HIT_06_exact_look_alike_or_another(kind: str, asked: str, stored: str, grade: Grade | None) -> None:
    assert graded(kind, asked, stored) is grade


@pytest.mark.parametrize(
    ("serial", "asked", "stored", "grade"),
    [
        ("BXR412", "Glock", "Glock", EXACT),
        ("BXR412", "GLOCK", "Glock Ges.m.b.H.", EXACT),
        ("BXR412", "Anschutz", "Anschütz", EXACT),
        ("BXR412", "Glock", "", ALIKE),
        ("BXR412", "Glock", "Beretta", ALIKE),
        ("BX412", "Glock", "Beretta", None),
        ("BXR412", "", "Beretta", EXACT),
    ],
)
def test_a_serial_number_with_its_maker(serial: str, asked: str, stored: str, grade: Grade | None) -> None:
    assert graded("serial", serial, serial, issuer=asked, maker=stored) is grade


@pytest.mark.parametrize(
    ("issuer", "country", "grade"), [("XBM", "XBM", EXACT), ("XCS", "XBM", None), ("", "XBM", EXACT), ("XBM", "", None)]
)
def test_a_registration_counts_under_its_flag(issuer: str, country: str, grade: Grade | None) -> None:
    assert graded("vessel_registration", "PZ1234", "PZ1234", issuer=issuer, country=country) is grade


def test_of_several_items_the_best_one_speaks_with_its_own_maker() -> None:
    weapon = {"serial": "ZZ1", "other_serials.1": "BXR413", "other_serials.2": "BXR412", "make": "Glock"}
    met = match(Sought(11, "other_serial", "BXR412", "Glock", b""), weapon)
    assert met is not None
    assert met.grade is EXACT
    assert match(Sought(11, "serial", "BXR412", "", b""), weapon) is None


def test_every_key_of_a_register_that_is_compared_has_its_sentence() -> None:
    kinds = {key.name for register in DECLARED for key in register.keys if not key.spread and key.name != LINK}
    assert kinds - {"vessel_name"} <= set(_SAME)
