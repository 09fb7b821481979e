"""How each kind of identifier is read: what was typed, in the one spelling that records have, under the name of its search key.

`READERS` is the list of kinds that the API, the command line, the form and the reference page have. `document` and `engine` are also
taken under the names of their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec

from comity.kernel.kinds import (
    CALL_SIGN,
    COUNTRY,
    CRYPTO_ADDRESS,
    DOCUMENT_NUMBER,
    EMAIL,
    ENGINE_NUMBER,
    HIN,
    IBAN,
    IMEI,
    IMO,
    ISSUING_CODE,
    LAST8,
    MD5,
    MMSI,
    PDQ,
    PHONE,
    PLATE,
    SERIAL,
    SHA256,
    VESSEL_NAME,
    VESSEL_REGISTRATION,
    VIN,
    Kind,
)
from comity.kernel.kinds.model import BadValue
from comity.kernel.kinds.mrz import parse as parse_mrz
from comity.kernel.kinds.vin import LENGTH, never_in_vins
from comity.kernel.text import identifier as plain
from comity.kernel.text import prose
from comity.registers.catalogue import DECLARED
from comity.search.model import Identifier
from comity.search.slips import clean_partial, is_partial, plates_meant, vins_meant

Message = tuple[str, dict[str, str]]
# A few hundred codes are asked over and over; reading one anew costs as much as the rest of the identifier.
_issuer: Final = lru_cache(maxsize=4096)(ISSUING_CODE.clean)
_country: Final = lru_cache(maxsize=4096)(COUNTRY.clean)
_LONGEST_MAKER: Final = 60
# The number of a thing, and those of its parts or by another hand, where a register keeps them apart.
_OTHERS: Final = {key.name for register in DECLARED for key in register.keys} & {"other_serial"}
_SERIALS: Final = ("serial", *_OTHERS)
_MEANT: Final = "Numbers that differ in one character were asked too: {count} spellings."
_PARTLY: Final = "The plate was read in part: {count} spellings were asked."


class Read(msgspec.Struct, frozen=True, gc=False):
    """One identifier as read. `key`: the name of the search key. `vouched`: a valid check digit stands for the value.

    `issuer`: the code of a country or issuer; the maker of a thing with a serial number. `variants`: folded spellings to be asked as
    well; what they meet is compared with `value`.
    """

    key: str
    value: str
    issuer: str = ""
    vouched: bool = False
    notes: tuple[Message, ...] = ()
    variants: tuple[str, ...] = ()


def _part(part: str, clean: Callable[[str], str], value: str) -> str:
    """Cleans one part; a fault says which part of the identifier it is in."""
    try:
        return clean(value)
    except BadValue as bad:
        raise BadValue(bad.code, bad.sentence, bad.accepted, {**bad.values, "part": part}) from bad


def _document(identifier: Identifier) -> Iterable[Read]:
    issuer = _part("issuer", _issuer, identifier.issuer) if identifier.issuer else ""
    return (Read("document_number", DOCUMENT_NUMBER.clean(identifier.value), issuer),)


def _mrz(identifier: Identifier) -> Iterable[Read]:
    zone = parse_mrz(identifier.value)
    return (Read("document_number", zone.number, zone.issuer, vouched=zone.number_vouched, notes=zone.sentences()),)


def _vin(identifier: Identifier) -> Iterable[Read]:
    return _vin_read(identifier.value, unsure=False)


def _vin_like(identifier: Identifier) -> Iterable[Read]:
    return _vin_read(identifier.value, unsure=True)


def _vin_read(typed: str, *, unsure: bool) -> Iterable[Read]:
    """A VIN, with a character too few or too many as well; an evident error is asked for in every spelling that it may stand for."""
    value = never_in_vins(plain(typed))
    if len(value) not in (LENGTH - 1, LENGTH + 1):
        value = VIN.clean(typed)
    variants = vins_meant(value, unsure=unsure)
    notes = VIN.check(value) if len(value) == LENGTH else (("A VIN has 17 characters; this has {count}.", {"count": str(len(value))}),)
    asked = ((_MEANT, {"count": str(len(variants))}),) if variants else ()
    return (Read("vin", value, notes=(*notes, *asked), variants=variants),)


def _plate(identifier: Identifier) -> Iterable[Read]:
    partial = is_partial(identifier.value)
    if partial and not identifier.issuer:
        sentence = "A plate that was read in part is asked with its country only."
        raise BadValue("country_needed", sentence, COUNTRY.accepted, {"part": "issuer"})
    country = _part("issuer", _country, identifier.issuer) if identifier.issuer else ""
    if not partial:
        return (Read("plate", PLATE.clean(identifier.value), country),)
    value = clean_partial(identifier.value)
    variants = plates_meant(value)
    return (Read("plate", value, country, notes=((_PARTLY, {"count": str(len(variants))}),), variants=variants),)


def _registration(identifier: Identifier) -> Iterable[Read]:
    country = _part("issuer", _country, identifier.issuer) if identifier.issuer else ""
    return (Read("vessel_registration", VESSEL_REGISTRATION.clean(identifier.value), country),)


def _serial(identifier: Identifier) -> Iterable[Read]:
    maker = _part("issuer", lambda typed: prose(typed, _LONGEST_MAKER), identifier.issuer) if identifier.issuer else ""
    value = SERIAL.clean(identifier.value)
    return tuple(Read(key, value, maker) for key in _SERIALS)


def _of(kind: Kind) -> Callable[[Identifier], Iterable[Read]]:
    """The reader of a kind that stands alone, under its own name."""

    def read(identifier: Identifier) -> Iterable[Read]:
        value = kind.clean(identifier.value)
        return (Read(kind.name, value, notes=kind.check(value)),)

    return read


READERS: Final[dict[str, Callable[[Identifier], Iterable[Read]]]] = {
    "document": _document,
    "mrz": _mrz,
    "vin": _vin,
    "vin_like": _vin_like,
    "last8": _of(LAST8),
    "plate": _plate,
    "engine": _of(ENGINE_NUMBER),
    "imo": _of(IMO),
    "hin": _of(HIN),
    "mmsi": _of(MMSI),
    "call_sign": _of(CALL_SIGN),
    "vessel_registration": _registration,
    "vessel_name": _of(VESSEL_NAME),
    "serial": _serial,
    "imei": _of(IMEI),
    "phone": _of(PHONE),
    "email": _of(EMAIL),
    "iban": _of(IBAN),
    "crypto_address": _of(CRYPTO_ADDRESS),
    "md5": _of(MD5),
    "sha256": _of(SHA256),
    "pdq": _of(PDQ),
    "document_number": _document,
    "engine_number": _of(ENGINE_NUMBER),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of identifier as people meet it: `kind` its name in a check, `title` a message id, `accepted` what it takes.

    `beside`: what `issuer` is for it, a message id; empty where it has none.
    """

    kind: str
    title: str
    accepted: str
    example: str
    beside: str = ""


def _asked(kind: str, title: str, of: Kind, beside: str = "") -> Asked:
    return Asked(kind, title, of.accepted, of.examples[0], beside)


_ZONE: Final = "The two or three lines at the foot of a document, one after the other."
# ICAO Doc 9303-4, appendix A
_SPECIMEN: Final = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< L898902C36UTO7408122F1204159ZE184226B<<<<<10"
_LIKE: Final = "A VIN that may be misread: every number that differs in one character is asked too."
_PLATE: Final = "2 to 12 letters and digits; with the country, ? for a character that was not read, or one * for up to two."
# In the order of a form; every reader but the two that have another name has its row (a test keeps them in step).
ASKED: Final = (
    _asked("document", "Document number", DOCUMENT_NUMBER, "Issued by"),
    Asked("mrz", "Machine readable zone", _ZONE, _SPECIMEN),
    _asked("vin", "VIN", VIN),
    Asked("vin_like", "VIN that may be misread", _LIKE, VIN.examples[0]),
    _asked("last8", "End of a VIN", LAST8),
    Asked("plate", "Plate", _PLATE, PLATE.examples[0], "Country of the plate"),
    _asked("engine", "Engine number", ENGINE_NUMBER),
    _asked("imo", "IMO number", IMO),
    _asked("hin", "Hull number", HIN),
    _asked("mmsi", "MMSI", MMSI),
    _asked("call_sign", "Call sign", CALL_SIGN),
    _asked("vessel_registration", "Registration of a vessel", VESSEL_REGISTRATION, "Flag"),
    _asked("vessel_name", "Name of a vessel", VESSEL_NAME),
    _asked("serial", "Serial number", SERIAL, "Maker"),
    _asked("imei", "IMEI", IMEI),
    _asked("phone", "Telephone number", PHONE),
    _asked("email", "E-mail address", EMAIL),
    _asked("iban", "IBAN", IBAN),
    _asked("crypto_address", "Address of a crypto currency", CRYPTO_ADDRESS),
    _asked("md5", "MD5 hash of a file", MD5),
    _asked("sha256", "SHA-256 hash of a file", SHA256),
    _asked("pdq", "PDQ hash of an image", PDQ),
)
