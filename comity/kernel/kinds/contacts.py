"""Telephone numbers and e-mail addresses.

Sources: ITU-T E.164 (numbers with their country code, 15 digits at most; national plans by the package phonenumbers); RFC 5321, 4.1.2 and
4.5.3.1, RFC 5322, 3.4.1 and RFC 6531, 3.3 (addresses), RFC 3490 (domains in other scripts). The local part is folded in case: RFC 5321, 2.4
leaves that to the addressee's server, and none that matters tells cases apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.rows import Message, line_kind
from comity.kernel.text import LONGEST_TYPED, prose, refuse_deceiving, too_long

_PHONE: Final = "With + and the country's code, such as +44 20 7946 0123."
_EMAIL: Final = "One address, such as lena@example.org."
_ATOM: Final = re.compile(r"[a-z0-9_!#$%&'*+\-/=?^`{|}~]+(?:\.[a-z0-9_!#$%&'*+\-/=?^`{|}~]+)*")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_WRITTEN: Final = re.compile(r"[+0-9 ()./\-\u2010-\u2015\u00a0\u202f]+")
_KEPT: Final = "@!#$&'*+-/=?^_`{}~."
_BLOCK: Final = 4  # digits at the end of a number that no national plan looks at
_LONGEST_PHONE: Final = 16  # the 15 digits of E.164, and +
_LONGEST_LOCAL: Final = 64  # octets, RFC 5321, 4.5.3.1.1
_LONGEST_ADDRESS: Final = 254  # octets: RFC 5321, 4.5.3.1.3, without the brackets of a path


def clean_phone(typed: str) -> str:
    """The number in E.164. 00 before it counts as +. Raises: BadValue `too_long`, `bad_character`, `no_country_code`, `bad_phone`."""
    if len(typed) > LONGEST_TYPED:
        raise too_long(LONGEST_TYPED)
    refuse_deceiving(typed.strip())
    text = unicodedata.normalize("NFKC", typed.strip())
    text = "".join(str(unicodedata.decimal(character, character)) for character in text)
    text = re.sub(r"^(?:tel:|00(?=[1-9]))", lambda found: "" if found[0] == "tel:" else "+", text, flags=re.IGNORECASE)
    if not _WRITTEN.fullmatch(text) or not any(character.isdigit() for character in text):
        raise BadValue("bad_phone", "This is not a telephone number.", _PHONE)
    if not text.startswith("+"):
        raise BadValue("no_country_code", "A telephone number begins with + and the country's code.", _PHONE)
    return _e164(text)


def _e164(text: str) -> str:
    import phonenumbers as plans  # noqa: PLC0415 - 50 ms that most processes never need

    try:
        number = plans.parse(text)
        if not plans.is_possible_number(number):
            raise BadValue("bad_phone", "No telephone number of this country has so many digits.", _PHONE)
        spelled = plans.format_number(number, plans.PhoneNumberFormat.E164)
        # Reading a number costs most of all this: what was typed as it is spelled is not read again.
        again = spelled if spelled == text else plans.format_number(plans.parse(spelled), plans.PhoneNumberFormat.E164)
    except plans.NumberParseException:
        raise BadValue("bad_phone", "This is not a telephone number of any country.", _PHONE) from None
    if again != spelled or len(spelled) > _LONGEST_PHONE:
        raise BadValue("bad_phone", "This is not a telephone number of any country.", _PHONE)
    return spelled


def _format_phone(value: str) -> str:
    import phonenumbers as plans  # noqa: PLC0415 - as above

    spelled = plans.format_number(plans.parse(value), plans.PhoneNumberFormat.INTERNATIONAL)
    return spelled if _WRITTEN.fullmatch(spelled) else value


def _odd_phone(value: str) -> tuple[Message, ...]:
    if _given_out(value[:-_BLOCK].ljust(len(value), "5")):
        return ()
    return (("No number of this form was given out when this program was made: look at the number again.", {}),)


@lru_cache(maxsize=8192)
def _given_out(sample: str) -> bool:
    """Whether numbers of a block are given out, by one in its middle: plans tell blocks of ten thousand apart; trying takes 0.2 ms."""
    import phonenumbers as plans  # noqa: PLC0415 - as above

    return plans.is_valid_number(plans.parse(sample))


def clean_email(typed: str) -> str:
    """The address in lower case, its domain as it is written in the network. Raises: BadValue `too_long`, `bad_character`, `bad_email`."""
    if len(typed) > 2 * LONGEST_TYPED:
        raise too_long(_LONGEST_ADDRESS)
    text = unicodedata.normalize("NFKC", prose(typed, 2 * LONGEST_TYPED)).casefold()
    text = unicodedata.normalize("NFKC", text).removeprefix("mailto:")
    local, at, domain = text.rpartition("@")
    if not at or not _ATOM.fullmatch(_as_ascii(local)) or len(local.encode()) > _LONGEST_LOCAL:
        raise BadValue("bad_email", "This is not an e-mail address.", _EMAIL)
    value = f"{local}@{_domain(domain)}"
    if len(value.encode()) > _LONGEST_ADDRESS:
        raise too_long(_LONGEST_ADDRESS)
    return value


def _as_ascii(local: str) -> str:
    """Letters, marks and numbers of other scripts as one letter, for the look at the form (RFC 6531)."""
    return "".join("x" if not sign.isascii() and unicodedata.category(sign)[0] in "LMN" else sign for sign in local)


def _domain(domain: str) -> str:
    try:
        spelled = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise BadValue("bad_email", "The part behind @ is not the name of a domain.", _EMAIL) from None
    labels = spelled.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise BadValue("bad_email", "The part behind @ is not the name of a domain.", _EMAIL)
    return spelled


def _fold_email(value: str) -> str:
    return quote(value, safe=_KEPT)


PHONE = line_kind(
    "phone",
    clean_phone,
    hint="With + and the country's code",
    accepted=_PHONE,
    personal=True,
    examples=("+44 20 7946 0123", "+12025550143"),
    longest=_LONGEST_PHONE,
    spell=_format_phone,
    check=_odd_phone,
)
EMAIL = line_kind(
    "email",
    clean_email,
    hint="One address",
    accepted=_EMAIL,
    personal=True,
    examples=("lena@example.org", "Lena.Orsk@Example.com"),
    longest=_LONGEST_ADDRESS,
    fold=_fold_email,
)
