"""Kinds with a code from a list too long for a select: languages, scripts, currencies. The code is the one spelling.

Source: ISO 639-3 and ISO 639-1; ISO 15924; ISO 4217. The lists and where they come from are in kernel/data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.countries import table
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import prose

_LONGEST: Final = 60

LANGUAGES: Final[dict[str, str]] = {alpha_3: name for alpha_3, _, name in table("languages.tsv")}
ALPHA_2: Final[dict[str, str]] = {alpha_3: alpha_2 for alpha_3, alpha_2, _ in table("languages.tsv") if alpha_2 != "-"}
SCRIPTS: Final[dict[str, str]] = {row[0]: row[1] for row in table("scripts.tsv")}
CURRENCIES: Final[dict[str, str]] = {code: name for code, _, name in table("currencies.tsv")}
DIGITS: Final[dict[str, int]] = {code: int(digits) for code, digits, _ in table("currencies.tsv")}  # of the minor unit

# ISO 639-2 has two codes for 20 languages: these are the bibliographic ones, which ISO 639-3 does not use.
_BIBLIOGRAPHIC: Final = (
    "alb sqi arm hye baq eus bur mya chi zho cze ces dut nld fre fra geo kat ger deu "
    "gre ell ice isl mac mkd mao mri may msa per fas rum ron slo slk tib bod wel cym"
)


def _spellings(names: Mapping[str, str], also: Mapping[str, str]) -> dict[str, str]:
    """Every spelling in folded case, to its code: names first, so that a code wins where both are the same word."""
    return {name.casefold(): code for code, name in names.items()} | dict(also) | {code.casefold(): code for code in names}


def _cleaner(names: Mapping[str, str], also: Mapping[str, str], accepted: str) -> Callable[[str], str]:
    known = _spellings(names, also)

    def clean(typed: str) -> str:
        text = prose(typed, _LONGEST)
        if (code := known.get(text.casefold())) is None:
            raise BadValue("not_in_list", "{value} is not in the list.", accepted, {"value": text})
        return code

    return clean


def _coded(name: str, names: Mapping[str, str], also: Mapping[str, str], hint: str, accepted: str, examples: tuple[str, ...]) -> Kind:
    clean = _cleaner(names, also, accepted)
    return Kind(name, "string", "text", "text", clean, as_is, as_is, hint, accepted, False, examples, _LONGEST)


def _of_languages() -> dict[str, str]:
    words = _BIBLIOGRAPHIC.split()
    return {alpha_2: alpha_3 for alpha_3, alpha_2 in ALPHA_2.items()} | dict(zip(words[::2], words[1::2], strict=True))


LANGUAGE = _coded(
    "language",
    LANGUAGES,
    _of_languages(),
    "Three letters, such as ara",
    "A language: its code of three letters (ara), of two (ar), or its English name.",
    ("ara", "FR", "Spanish"),
)
SCRIPT = _coded(
    "script",
    SCRIPTS,
    {},
    "Four letters, such as Arab",
    "A script: its code of four letters (Arab, Cyrl, Latn) or its English name.",
    ("Arab", "latn", "Cyrillic"),
)
CURRENCY = _coded(
    "currency",
    CURRENCIES,
    {"€": "EUR"},
    "Three letters, such as EUR",
    "A currency: its code of three letters (EUR) or its English name.",
    ("EUR", "xof", "Japanese yen"),
)
