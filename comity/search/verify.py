"""A candidate graded on its stored value, and the sentence that says why. Pure.

The search key brought the candidate; it folds look-alike characters together and may come from a filter's false positive or a hash
that two values share. What counts is the stored value, character by character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from comity.engines.hamming import FURTHEST
from comity.kernel.badvalue import BadValue
from comity.kernel.confusable import grade
from comity.kernel.kinds.devices import DEVICE
from comity.kernel.kinds.vessels import HULL, fold_name
from comity.kernel.results import Grade, PersonMatch
from comity.kernel.text import identifier
from comity.registers.catalogue import BY_NUMBER
from comity.registers.lookup import Candidate
from comity.registers.model import Key
from comity.registers.paths import each
from comity.search.model import Sought
from comity.search.slips import fits_partial, is_partial, slip

Message = tuple[str, dict[str, str]]

_SAME: Final[dict[str, str]] = {
    "document_number": "The number and the issuing country are the same as the record's.",
    "vin": "The vehicle number is the same as the record's.",
    "last8": "The last eight characters of the vehicle number are the same as the record's. Compare the whole number.",
    "plate": "The plate and its country are the same as the record's.",
    "engine_number": "The engine number is the same as the record's.",
    "imo": "The IMO number is the same as the record's.",
    "hin": "The hull number is the same as the record's.",
    "mmsi": "The MMSI is the same as the record's. It changes with the flag: compare the IMO number or the hull.",
    "call_sign": "The call sign is the same as the record's. It changes with the flag: compare the IMO number or the hull.",
    "vessel_registration": "The registration and the flag are the same as the record's.",
    "serial": "The serial number is the same as the record's.",
    "other_serial": "The serial number is the same as another one on the record.",
    "imei": "The IMEI names the same device as the record's.",
    "phone": "The telephone number is the same as the record's.",
    "email": "The e-mail address is the same as the record's.",
    "iban": "The IBAN is the same as the record's.",
    "crypto_address": "The address is the same as the record's.",
    "md5": "The MD5 hash is the same as the record's. Different files can be made to have the same one.",
    "sha256": "The SHA-256 hash is the same as the record's.",
    "pdq": "The PDQ hash is the same as the record's: the same image, or one that looks the same.",
}
_SAME_ANYWHERE: Final = "The number is the same as the record's. You named no country; the record's is {country}."
_LOOKS_ALIKE: Final = "The record differs in look-alike characters, asked / stored (place): {differences}. Look at what stands there."
_NAME: Final = "The name is the same but for case, accents and what stands before it. Ships share names: compare a number."
_PARTLY: Final = "The plate was read in part, {asked}; the record's is {stored}. Compare every character."
_SAME_MAKER: Final = "The serial number and the maker are the same as the record's."
_NO_MAKER: Final = "The serial number is the same; the record names no maker. Compare what stands on the thing."
_OTHER_MAKER: Final = "The serial number is the same; the record names another maker, {maker}. Compare what stands on the thing."
_SIMILAR: Final = "The PDQ hashes differ in {bits} of 256 bits; two images within {most} are usually the same. A specialist decides."
_OWN_FOR_LONG: Final = 6  # characters: shorter serial numbers are used by every maker


@dataclass(frozen=True, slots=True)
class Match:
    """How one stored value met what was asked; `person`: how the record's person is like the one asked about, where it is."""

    grade: Grade
    sentence: Message
    person: PersonMatch | None = None

    @property
    def positive(self) -> bool:
        """Whether it tells the owner by itself; else somebody has to look first (HIT-06)."""
        return self.grade is Grade.EXACT or (self.person is not None and self.person.positive)


Found = tuple[Candidate, Match]


def match(sought: Sought, values: Mapping[str, str]) -> Match | None:
    """The match of a record's values with what was sought, of a repeated field by its best item; None where what is stored is another."""
    key = _key(sought)
    group = key.field.rpartition(".")[0]
    maker = f"{group}.make" if group else "make"
    found = [
        matched
        for stored, country, made in each(dict(values), key.field, key.country, maker)
        if (matched := compare(sought, stored[-key.last :], country, made)) is not None
    ]
    return best(found) if found else None


def compare(sought: Sought, stored: str, country: str = "", maker: str = "") -> Match | None:
    """One stored value beside one that is sought. `country`, `maker`: what the record has beside it, empty where it has none."""
    if not stored:
        return None
    if sought.kind in ("serial", "other_serial"):
        return _serial(sought, stored, maker)
    if sought.issuer and country != sought.issuer:
        return None
    if sought.kind == "plate" and is_partial(sought.value):
        return _partly(sought, stored)
    own = _OWN.get(sought.kind)
    return own(sought, stored) if own else _plain(sought, stored, country)


def _plain(sought: Sought, stored: str, country: str = "") -> Match | None:
    graded = grade(sought.value, stored, vouched=sought.vouched)
    if graded is None:
        return None
    if graded.grade is Grade.CONFUSABLE:
        return Match(Grade.CONFUSABLE, (_LOOKS_ALIKE, graded.sentence[1]))
    if country and not sought.issuer:
        return Match(Grade.EXACT, (_SAME_ANYWHERE, {"country": country}))
    return Match(Grade.EXACT, (_SAME[sought.kind], {}))


def _vin(sought: Sought, stored: str) -> Match | None:
    """Also with one typing error; the spellings that it may stand for were asked by `reading`."""
    matched = _plain(sought, stored)
    if matched is not None:
        return matched
    slipped = slip(sought.value, stored)
    return Match(Grade.CONFUSABLE, slipped) if slipped else None


def _hin(sought: Sought, stored: str) -> Match | None:
    """With or without the country before it; two different countries are two boats."""
    asked = sought.value
    if len(asked) == len(stored) and asked[:-HULL] != stored[:-HULL]:
        return None
    graded = grade(asked[-HULL:], stored[-HULL:])
    if graded is None:
        return None
    if graded.grade is Grade.CONFUSABLE:
        return Match(Grade.CONFUSABLE, (_LOOKS_ALIKE, graded.sentence[1]))
    return Match(Grade.EXACT, (_SAME["hin"], {}))


def _imei(sought: Sought, stored: str) -> Match | None:
    """By the digits that name the device: networks report the last one as 0."""
    return Match(Grade.EXACT, (_SAME["imei"], {})) if sought.value[:DEVICE] == stored[:DEVICE] else None


def _name(sought: Sought, stored: str) -> Match | None:
    """A name alone is never more than a look-alike."""
    return Match(Grade.CONFUSABLE, (_NAME, {})) if fold_name(sought.value) == fold_name(stored) else None


def _partly(sought: Sought, stored: str) -> Match | None:
    if fits_partial(sought.value, stored):
        return Match(Grade.CONFUSABLE, (_PARTLY, {"asked": sought.value, "stored": stored}))
    return None


def _exactly(sought: Sought, stored: str) -> Match | None:
    """For what has a checksum or no look-alikes: the same, or another one."""
    return Match(Grade.EXACT, (_SAME[sought.kind], {})) if sought.value == stored else None


def _similar(sought: Sought, stored: str) -> Match | None:
    """By the bits that differ: a hash of what an image looks like is never more than near, unless it is the same one."""
    bits = (int(sought.value, 16) ^ int(stored, 16)).bit_count()
    if bits > FURTHEST:
        return None
    return Match(Grade.CONFUSABLE, (_SIMILAR, {"bits": str(bits), "most": str(FURTHEST)})) if bits else _exactly(sought, stored)


def _serial(sought: Sought, stored: str, maker: str) -> Match | None:
    matched = _plain(Sought(sought.register, sought.kind, sought.value, "", sought.key), stored)
    if matched is None or not sought.issuer:
        return matched
    if not maker:
        return Match(Grade.CONFUSABLE, (_NO_MAKER, {}))
    if _same_maker(sought.issuer, maker):
        return Match(Grade.EXACT, (_SAME_MAKER, {})) if matched.grade is Grade.EXACT else matched
    return Match(Grade.CONFUSABLE, (_OTHER_MAKER, {"maker": maker})) if len(stored) >= _OWN_FOR_LONG else None


def _same_maker(one: str, other: str) -> bool:
    """Whether two names of makers are the same but for case, accents, punctuation and what follows (Arven, Arven Works)."""
    left, right = _maker(one), _maker(other)
    return left.startswith(right) or right.startswith(left)


def _maker(name: str) -> str:
    try:
        return identifier("".join(sign for sign in name if sign.isalnum()))
    except BadValue:
        return name.casefold()


_OWN: Final[dict[str, Callable[[Sought, str], Match | None]]] = {
    "vin": _vin,
    "hin": _hin,
    "imei": _imei,
    "vessel_name": _name,
    "pdq": _similar,
    **dict.fromkeys(("imo", "mmsi", "phone", "email", "iban", "crypto_address", "md5", "sha256"), _exactly),
}


def _key(sought: Sought) -> Key:
    return next(key for key in BY_NUMBER[sought.register].keys if key.name == sought.kind)


def best(matches: list[Match]) -> Match:
    """One record met several ways: the exact match speaks, whatever came first; what is said of its person stays beside it."""
    chosen = min(matches, key=lambda match: match.grade is not Grade.EXACT)
    if chosen.person is not None:
        return chosen
    person = next((match.person for match in matches if match.person is not None), None)
    return replace(chosen, person=person) if person else chosen
