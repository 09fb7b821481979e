"""How each kind of identifier is read: what was typed, in the one spelling that records have, under the name of its search key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import msgspec

from comity.kernel.kinds.model import BadValue
from comity.kernel.kinds.mrz import parse as parse_mrz
from comity.kernel.kinds.numbers import DOCUMENT_NUMBER, ENGINE_NUMBER
from comity.kernel.kinds.places import COUNTRY, ISSUING_CODE
from comity.kernel.kinds.plates import PLATE
from comity.kernel.kinds.vin import LAST8, VIN
from comity.search.model import Identifier

Message = tuple[str, dict[str, str]]
# A few hundred codes are asked over and over; reading one anew costs as much as the rest of the identifier.
_issuer: Final = lru_cache(maxsize=4096)(ISSUING_CODE.clean)
_country: Final = lru_cache(maxsize=4096)(COUNTRY.clean)


class Read(msgspec.Struct, frozen=True, gc=False):
    """One identifier as read. `key`: the name of the search key. `vouched`: a valid check digit stands for the value."""

    key: str
    value: str
    issuer: str = ""
    vouched: bool = False
    notes: tuple[Message, ...] = ()


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
    value = VIN.clean(identifier.value)
    return (Read("vin", value, notes=VIN.check(value)),)


def _last8(identifier: Identifier) -> Iterable[Read]:
    return (Read("last8", LAST8.clean(identifier.value)),)


def _plate(identifier: Identifier) -> Iterable[Read]:
    country = _part("issuer", _country, identifier.issuer) if identifier.issuer else ""
    return (Read("plate", PLATE.clean(identifier.value), country),)


def _engine(identifier: Identifier) -> Iterable[Read]:
    return (Read("engine_number", ENGINE_NUMBER.clean(identifier.value)),)


READERS: Final[dict[str, Callable[[Identifier], Iterable[Read]]]] = {
    "document": _document,
    "mrz": _mrz,
    "vin": _vin,
    "last8": _last8,
    "plate": _plate,
    "engine": _engine,
}
