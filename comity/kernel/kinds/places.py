"""Kinds of countries and of those who issue documents."""

from __future__ import annotations

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import identifier, too_long

_COUNTRY: str = "A code of three letters (ISO 3166-1 alpha-3, such as FRA), or of two (FR)."
_ISSUER: str = "A code of three letters: a country (FRA) or another issuer of travel documents (UNO, EUE, XXA); D means DEU."


def _code(typed: str, accepted: str) -> str:
    code = identifier(typed)
    if len(code) > 3:
        raise too_long(3)
    if not code.isalpha():
        raise BadValue("bad_code", "A code of a country has letters only.", accepted)
    return code


def clean_country(typed: str) -> str:
    """The alpha-3 code. Raises: BadValue `unknown_country`, `bad_code`, and those of `identifier`."""
    code = _code(typed, _COUNTRY)
    if found := countries.country(code):
        return found
    raise BadValue("unknown_country", "No country has the code {code}.", _COUNTRY, {"code": code})


def clean_issuer(typed: str) -> str:
    """The alpha-3 or ICAO code. Raises: BadValue `unknown_issuer`, `bad_code`, and those of `identifier`."""
    code = _code(typed, _ISSUER)
    if found := countries.issuer(code):
        return found
    raise BadValue("unknown_issuer", "Nobody issues documents under the code {code}.", _ISSUER, {"code": code})


COUNTRY = Kind(
    "country", "string", "text", "text", clean_country, as_is, as_is, "Three letters, such as XBM", _COUNTRY, False, ("FRA", "XBM"), 3
)
ISSUING_CODE = Kind(
    "issuing_code", "string", "text", "text", clean_issuer, as_is, as_is, "As on the document", _ISSUER, False, ("XBM", "DEU", "UNO"), 3
)
