"""Codes of countries and issuers."""

from __future__ import annotations

import pytest

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import COUNTRY, ISSUING_CODE


def test_the_list_is_whole_and_consistent() -> None:
    assert len(countries.NAMES) == 249  # ISO 3166-1, officially assigned
    assert len(countries.ALPHA_3) == 249
    assert all(len(code) == 3 and code.isupper() for code in countries.NAMES)
    assert not any(countries.user_assigned(code) for code in countries.NAMES)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("fra", "FRA"), ("fr", "FRA"), ("D", "DEU"), ("DE", "DEU"), ("D<<", "DEU"), ("ＦＲＡ", "FRA"), ("XBM", "XBM"), ("qmx", "QMX")],
)
def test_a_country_has_one_spelling(typed: str, code: str) -> None:
    assert COUNTRY.clean(typed) == code
    assert ISSUING_CODE.clean(typed) == code


@pytest.mark.parametrize("code", ["UNO", "UNA", "EUE", "XXA", "XXB", "XXC", "XXX", "GBD", "GBN", "XOM", "XPO", "UTO"])
def test_issuers_beside_countries(code: str) -> None:
    assert ISSUING_CODE.clean(code) == code
    assert countries.title(code) != code


@pytest.mark.parametrize("typed", ["UNO", "EUE", "ZZ", "QQ", "ABC", "F"])
def test_what_is_no_country_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="unknown_country"):
        COUNTRY.clean(typed)


@pytest.mark.parametrize(
    ("typed", "code"), [("12", "bad_code"), ("FRAN", "too_long"), ("", "empty"), ("QQQQ", "too_long"), ("ABC", "unknown_issuer")]
)
def test_refusals_say_what_would_be_accepted(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as bad:
        ISSUING_CODE.clean(typed)
    assert bad.value.code == code
    assert bad.value.accepted


def test_invented_countries_have_no_name_of_their_own_here() -> None:
    assert countries.title("XBM") == "XBM"
    assert countries.issuer("ABC") is None
