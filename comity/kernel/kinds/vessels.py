"""What ships and boats are known by.

Sources: IMO ship identification number: resolution A.1117(30), annex (seven digits; the last is the units digit of the sum of the first
six times 7 to 2). Hull identification number: 33 CFR 181.25 (twelve characters, no I, O, Q in the serial part) and ISO 10087 (the same
behind two letters of a country). Call signs: Radio Regulations, article 19, section III. Names follow no rule.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import fold_confusable
from comity.kernel.kinds.digits import digits
from comity.kernel.kinds.numbers import cleaner
from comity.kernel.kinds.rows import Message, line_kind
from comity.kernel.text import bad_character, identifier, prose

_IMO: Final = "Seven digits, with or without the letters IMO before them."
_HIN: Final = "12 characters (ABC12345D404), or 14 with the country first (US-ABC12345D404)."
_CALL_SIGN: Final = "3 to 8 letters and digits, one letter at least."
_REGISTRATION: Final = "2 to 20 letters and digits; spaces, hyphens, dots and slashes are ignored."
_NAME: Final = "The name as painted, with or without M/V before it."

HULL: Final = 12  # characters of a hull number without its country
_LONGEST_NAME: Final = 60
_NEVER: Final = str.maketrans("IOQ", "100")
# Behind maker (3) and serial part (5): month of certification A to L and the year's last digit, then the model year; or, before August
# 1984, M, the model year and a month; or month and year in digits.
_HULL_END: Final = re.compile(r"[A-L][0-9]{3}|M[0-9]{2}[A-L]|(?:0[1-9]|1[0-2])[0-9]{2}")
# How a vessel is driven, or what it is for, before its name: M/V, MT, S.Y., F/V. Dots and strokes are gone when these are compared.
_PREFIXES: Final = frozenset(
    {"MV", "MS", "MT", "MY", "MF", "MTS", "MTB", "SS", "SV", "SY", "FV", "FT", "RV", "PV", "TS", "TSS", "TV", "TSMV", "MFV", "GTS"}
    | {"LPGC", "LNGC", "VLCC", "ULCC"}
)
_IN_NAMES: Final = frozenset(" '\u2019\u2018`\u00b4\"-\u2013.,&/()#!:\u00b7")  # what may stand in a name beside letters and digits


def clean_imo(typed: str) -> str:
    """The seven digits. Raises: BadValue `not_digits`, `bad_length`, and those of `identifier`."""
    return digits(identifier(typed).removeprefix("IMO"), (7,), _IMO)


def imo_digit(number: str) -> str:
    """The check digit of the first six digits."""
    return str(sum(weight * int(digit) for weight, digit in zip(range(7, 1, -1), number, strict=False)) % 10)


def _odd_imo(number: str) -> tuple[Message, ...]:
    """Ships with a false number painted on them exist, so a wrong digit is said and not refused."""
    expected = imo_digit(number)
    if expected == number[-1]:
        return ()
    values = {"found": number[-1], "expected": expected}
    return (("The check digit of the IMO number is {found} and should be {expected}: look at the number again.", values),)


def clean_hin(typed: str) -> str:
    """12 characters, or 14 with the letters of a country. In the serial part, which has no I, O and Q, they are read as 1, 0 and 0.

    Raises: BadValue `bad_length`, `no_country`, and those of `identifier`.
    """
    value = identifier(typed)
    if len(value) not in (HULL, HULL + 2):
        values = {"count": str(len(value))}
        raise BadValue("bad_length", "A hull number has 12 characters, or 14 with its country; this has {count}.", _HIN, values)
    country, hull = value[:-HULL], value[-HULL:]
    if not (country.isalpha() or not country):
        raise BadValue("no_country", "A hull number of 14 characters begins with the two letters of a country.", _HIN)
    return country + hull[:3] + hull[3:8].translate(_NEVER) + hull[8:]


def _format_hin(value: str) -> str:
    return f"{value[:-HULL]}-{value[-HULL:]}" if len(value) > HULL else value


def fold_hin(value: str) -> str:
    """Without the country, so that a number is found whether or not it was typed with it."""
    return fold_confusable(value[-HULL:])


def _odd_hin(value: str) -> tuple[Message, ...]:
    country, end = value[:-HULL], value[-4:]
    odd: list[Message] = []
    if country and countries.country(country) is None:
        odd.append(("No country has the code {code}.", {"code": country}))
    if not _HULL_END.fullmatch(end):
        odd.append(("A hull number ends in month and year of building and the model year, such as D404; this ends in {end}.", {"end": end}))
    return tuple(odd)


def _clean_call_sign(typed: str) -> str:
    value = cleaner(3, 8, _CALL_SIGN)(typed)
    if value.isdigit():
        raise BadValue("no_letter", "A call sign has a letter.", _CALL_SIGN)
    return value


def clean_name(typed: str) -> str:
    """The name in one line, as written. Raises: BadValue `too_long`, `empty`, `bad_character`."""
    name = prose(typed, _LONGEST_NAME)
    for place, character in enumerate(name):
        lettered = unicodedata.category(character)[0] in "LMN"
        if not lettered and (character not in _IN_NAMES or (place == 0 and character in "-.&/#!:,")):
            raise bad_character(character)
    fold_name(name)  # raises where a letter has no spelling in A to Z
    return name


def fold_name(name: str) -> str:
    """A cleaned name without case, accents, punctuation, spaces and prefixes such as M/V; other scripts as `text.identifier` has them."""
    words = re.sub(r"\s*/\s*", "/", unicodedata.normalize("NFKC", name)).split()
    while len(words) > 1 and _bare(words[0]) in _PREFIXES:
        del words[0]
    if len(words) > 2 and _bare(words[0] + words[1]) in _PREFIXES and len(words[0]) <= 2 and len(words[1]) <= 2:  # M V, M. V.
        del words[:2]
    return identifier("".join(_bare(word) for word in words))


def _bare(word: str) -> str:
    return "".join(character for character in word.upper() if unicodedata.category(character)[0] in "LMN")


IMO = line_kind(
    "imo",
    clean_imo,
    hint="Seven digits, on the hull and in the papers",
    accepted=_IMO,
    personal=False,
    examples=("9074729", "IMO 9319466"),
    longest=7,
    spell=lambda value: f"IMO {value}",
    check=_odd_imo,
)
HIN = line_kind(
    "hin",
    clean_hin,
    hint="On the transom, right of the middle",
    accepted=_HIN,
    personal=False,
    examples=("ABC12345D404", "US-XYZ45678A505"),
    longest=HULL + 2,
    spell=_format_hin,
    fold=fold_hin,
    check=_odd_hin,
)
CALL_SIGN = line_kind(
    "call_sign",
    _clean_call_sign,
    hint="As in the radio licence",
    accepted=_CALL_SIGN,
    personal=False,
    examples=("XBMA7", "D5LA2"),
    longest=8,
    fold=fold_confusable,
)
VESSEL_REGISTRATION = line_kind(
    "vessel_registration",
    cleaner(2, 20, _REGISTRATION),
    hint="Port and number, or the official number",
    accepted=_REGISTRATION,
    personal=False,
    examples=("PZ 1234", "732918"),
    longest=20,
    fold=fold_confusable,
)
VESSEL_NAME = line_kind(
    "vessel_name",
    clean_name,
    hint="As painted, without home port",
    accepted=_NAME,
    personal=False,
    examples=("M/V Étoile du Nord", "Lena"),
    longest=_LONGEST_NAME,
    fold=fold_name,
)
