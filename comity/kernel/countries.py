"""Countries, and the codes of all who issue travel documents.

Source: ISO 3166-1 (codes; the list is in data/countries.tsv); ICAO Doc 9303-3, section 5, parts B to E (codes of issuers and
nationalities beside ISO 3166-1, in data/issuers.tsv). One spelling: Germany is DEU here, and D only within a machine readable zone.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

# ISO 3166-1, 8.1.3: user-assigned alpha-3 codes. Invented countries take theirs from here, and so do organisations of their own.
_USER_ASSIGNED: Final = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")


def table(name: str) -> list[list[str]]:
    """The rows of one of the kernel's data files: tab-separated, `#` begins a comment."""
    lines = files("comity.kernel").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


_ROWS: Final = table("countries.tsv")
NAMES: Final[dict[str, str]] = {alpha_3: name for alpha_3, _, name in _ROWS}  # English; pages take other languages from CLDR by alpha-2
ALPHA_2: Final[dict[str, str]] = {alpha_3: alpha_2 for alpha_3, alpha_2, _ in _ROWS}
ALPHA_3: Final[dict[str, str]] = {alpha_2: alpha_3 for alpha_3, alpha_2, _ in _ROWS}
ISSUERS: Final[dict[str, str]] = {row[0]: row[1] for row in table("issuers.tsv")}
SPECIMEN: Final = "UTO"  # Utopia: the issuer of ICAO's specimens, never of a real document
SPELLINGS: Final[dict[str, str]] = {"D": "DEU", **ALPHA_3}


def user_assigned(code: str) -> bool:
    """Whether ISO leaves this alpha-3 code to its users: an invented country, or one that only some recognise."""
    return _USER_ASSIGNED.fullmatch(code) is not None


def country(code: str) -> str | None:
    """The alpha-3 code of a country from its alpha-3, alpha-2 or ICAO code in capitals; None: no such country.

    User-assigned codes stay as they are.
    """
    spelled = SPELLINGS.get(code, code)
    return spelled if spelled in NAMES or user_assigned(spelled) else None


def issuer(code: str) -> str | None:
    """As `country`, and the codes of organisations and of statuses that ICAO 9303 has beside the countries."""
    return code if code in ISSUERS else country(code)


def title(code: str) -> str:
    """The English name of a code; the code itself for one that its users assigned."""
    return NAMES.get(code) or ISSUERS.get(code) or code
