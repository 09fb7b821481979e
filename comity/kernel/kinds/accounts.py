"""Accounts at banks, and banks.

Sources: ISO 13616-1:2020 (IBAN: country, two check digits, the account as its country writes it; data/ibans.tsv); ISO/IEC 7064:2003, MOD
97-10 (the check digits); ISO 9362:2022 (BIC: four characters of the party, country, two of its place, three of a branch).
"""

from __future__ import annotations

import re
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.rows import Message, line_kind
from comity.kernel.text import identifier, too_long

_IBAN: Final = "Two letters, two digits and the account: 15 to 34 characters, such as GB82 WEST 1234 5698 7654 32."
_BIC: Final = "8 or 11 characters, such as DEUTDEFF or DEUTDEFF500."
LONGEST_IBAN: Final = 34
_KOSOVO: Final = "XK"  # in the registry of IBAN and BIC, though not of ISO 3166-1
_CLASSES: Final = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
_FORMS: Final[dict[str, re.Pattern[str]]] = {
    country: re.compile("".join(f"{_CLASSES[part[-1]]}{{{part[:-1]}}}" for part in form.split()))
    for country, form in countries.table("ibans.tsv")
}
_BANK: Final = re.compile(r"[A-Z0-9]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def mod_97(value: str) -> int:
    """The rest of a number whose letters count 10 to 35, by 97. Right check digits give 1."""
    return int("".join(str(int(character, 36)) for character in value)) % 97


def clean_iban(typed: str) -> str:
    """The account without spaces, in capitals. Nothing is taken whose check digits are wrong: no payment reaches it.

    Raises: BadValue `bad_iban`, `wrong_check_digits`, `bad_length`, `too_long`, and those of `identifier`.
    """
    value = identifier(typed).removeprefix("IBAN")
    if len(value) > LONGEST_IBAN:
        raise too_long(LONGEST_IBAN)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", value):
        raise BadValue("bad_iban", "This is not an IBAN.", _IBAN)
    form = _FORMS.get(value[:2])
    if form is not None and not form.fullmatch(value[4:]):
        raise BadValue("bad_iban", "No IBAN of the country {code} has this form.", _IBAN, {"code": value[:2]})
    if not "02" <= value[2:4] <= "98" or mod_97(value[4:] + value[:4]) != 1:
        raise BadValue("wrong_check_digits", "The check digits of this IBAN are wrong: look at it again.", _IBAN)
    return value


def _odd_iban(value: str) -> tuple[Message, ...]:
    if value[:2] in _FORMS:
        return ()
    return (("The country {code} is not in the registry of IBANs.", {"code": value[:2]}),)


def clean_bic(typed: str) -> str:
    """Eight characters, or eleven for a branch; XXX, the head office, is left out. Raises: BadValue `bad_bic`, `unknown_country`."""
    value = identifier(typed)
    found = _BANK.fullmatch(value)
    if not found:
        raise BadValue("bad_bic", "This is not a BIC.", _BIC)
    if found[1] != _KOSOVO and found[1] not in countries.ALPHA_3:
        raise BadValue("unknown_country", "No country has the code {code}.", _BIC, {"code": found[1]})
    return value.removesuffix("XXX") if len(value) == 11 else value


IBAN = line_kind(
    "iban",
    clean_iban,
    hint="As on a statement of the account",
    accepted=_IBAN,
    personal=True,
    examples=("GB82 WEST 1234 5698 7654 32", "DE75512108001245126199"),
    longest=LONGEST_IBAN,
    spell=lambda value: " ".join(value[place : place + 4] for place in range(0, len(value), 4)),
    check=_odd_iban,
)
BIC = line_kind(
    "bic",
    clean_bic,
    hint="8 or 11 characters",
    accepted=_BIC,
    personal=False,
    examples=("DEUTDEFF", "NEDSZAJJXXX"),
    longest=11,
)
