"""Countries as people type them: a code, or a name in one of the platform's four languages; the organisation's own members too.

Source of the names: Unicode CLDR, territories, by babel; `kernel.countries` for the codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from babel import Locale

from comity.kernel import countries
from comity.kernel.titles import plain

LANGUAGES: Final = ("en", "fr", "es", "ar")
# As they are called beside CLDR's names. General knowledge, in every language.
_ALSO: Final = {
    "usa": "USA", "us": "USA", "u s a": "USA", "united states of america": "USA", "etats unis d amerique": "USA", "eeuu": "USA",
    "uk": "GBR", "great britain": "GBR", "england": "GBR", "scotland": "GBR", "wales": "GBR", "uae": "ARE", "holland": "NLD",
    "ivory coast": "CIV", "burma": "MMR", "swaziland": "SWZ", "cape verde": "CPV", "czech republic": "CZE", "macedonia": "MKD",
    "russian federation": "RUS", "south korea": "KOR", "north korea": "PRK", "drc": "COD", "congo kinshasa": "COD",
    "syrian arab republic": "SYR", "palestine": "PSE", "turkey": "TUR", "viet nam": "VNM", "germany": "DEU", "d": "DEU",
}  # fmt: skip


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    """Every folded name and alpha-3 code -> alpha-3 code."""
    return {plain(name): code for name, code in _names()} | _ALSO | {code.casefold(): code for code in countries.NAMES}


def _names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for alpha_2, name in Locale.parse(language).territories.items():
            if str(alpha_2) in countries.ALPHA_3:
                yield str(name), countries.ALPHA_3[str(alpha_2)]
    for code, name in countries.NAMES.items():
        yield name, code


class Countries:
    """Names and codes to codes. `members`: names of the organisation's own countries -> their codes."""

    def __init__(self, members: Mapping[str, str] | None = None) -> None:
        own = members or {}
        self._members = {plain(name): code for name, code in own.items()} | {code.casefold(): code for code in own.values()}

    def code(self, typed: str) -> str:
        """The code of three letters for a name or a code of any length; empty where there is no such country."""
        if spelled := countries.country(typed.strip().upper()):
            return spelled
        return self.named(typed)

    def name(self, code: str) -> str:
        """What a country is called in English, of the organisation's own members as they call themselves; empty where it is not known."""
        own = next((name for name, held in self._members.items() if held == code and name != code.casefold()), "")
        return own or countries.NAMES.get(code, "")

    def named(self, typed: str) -> str:
        """The same for a name or a code of three letters alone: two letters in a text are more often part of a name."""
        name = plain(typed)
        name = name.removeprefix("the ")
        return self._members.get(name) or _named().get(name, "")
