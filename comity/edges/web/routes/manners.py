"""How pages are shown to this browser: language, theme, digits, keys. The browser's wish first, then what was chosen, in a cookie."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from comity.edges.web.frame import Theme
from comity.edges.web.i18n import Digits, Language, Translator

COOKIE: Final = "comity-shown"
YEAR_S: Final = 31_536_000
_WISH: Final = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([0-9.]{1,5}))?\s*")


@dataclass(frozen=True, slots=True)
class Manners:
    """What holds for one request. Holds nothing of a person, so it outlives the session."""

    language: Language = Language.ENGLISH
    theme: Theme = Theme.SYSTEM
    digits: Digits = Digits.WESTERN
    keys: bool = True

    @property
    def translator(self) -> Translator:
        """Says messages in this language and these digits."""
        return Translator(self.language, self.digits)

    @property
    def cookie(self) -> str:
        """The four choices as the cookie holds them."""
        return ".".join((self.language.value, self.theme.value, self.digits.value, "on" if self.keys else "off"))


def manners_of(accepted: str, cookie: str) -> Manners:
    """From the Accept-Language header and the cookie; what is not understood changes nothing."""
    language, theme, digits, keys = (cookie.split(".") + [""] * 4)[:4]
    return chosen(Manners(_wished(accepted)), {"language": language, "theme": theme, "digits": digits, "keys": keys})


def chosen(before: Manners, given: Mapping[str, str]) -> Manners:
    """The manners with what was chosen; an unknown word leaves things as they are."""
    language, theme, digits, keys = (given.get(name, "") for name in ("language", "theme", "digits", "keys"))
    return replace(
        before,
        language=Language(language) if language in set(Language) else before.language,
        theme=Theme(theme) if theme in set(Theme) else before.theme,
        digits=Digits(digits) if digits in set(Digits) else before.digits,
        keys=keys == "on" if keys in ("on", "off") else before.keys,
    )


def _wished(accepted: str) -> Language:
    """The first of our languages in the order of the browser's wishes (RFC 9110, 12.5.4); English where it wishes for none."""
    wishes: list[tuple[float, int, Language]] = []
    for place, part in enumerate(accepted[:500].split(",")):
        found = _WISH.fullmatch(part)
        if found and found[1].lower() in set(Language):
            weight = float(found[2]) if found[2] and found[2].count(".") <= 1 and found[2] != "." else 1.0
            wishes.append((-weight, place, Language(found[1].lower())))
    return min(wishes)[2] if wishes else Language.ENGLISH
