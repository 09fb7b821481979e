"""What the one box understands beside documents and vehicles: by a label, by a form that nothing else has, or by a check digit.

Numbers that could be anything (a serial number, an engine number, a call sign, a ship's name) are read as such only where a label or a
maker says so. A label decides: what does not fit it is not read as something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds import CRYPTO_ADDRESS, HIN, IBAN, IMEI, IMO, MMSI, PHONE, Kind
from comity.kernel.kinds.devices import DEVICE
from comity.kernel.kinds.mmsi import country_of
from comity.registers.vocabulary import suggestions
from comity.search.model import Identifier
from comity.search.reading import READERS
from comity.search.recognised import Reading, Recognised, Sentence, What, nothing
from comity.search.slips import is_partial

_LABELS: Final = tuple(
    (re.compile(rf"(?:{words})(?:\s*(?:no|nr|number)\b)?[\s.:#=]*", re.IGNORECASE), what)
    for words, what in (
        (r"imo\b|imo(?=\s*\d)", What.IMO),
        (r"mmsi\b", What.MMSI),
        (r"hin\b|hull\b", What.HIN),
        (r"call[ -]?sign\b", What.CALL_SIGN),
        (r"imei(?:sv)?\b", What.IMEI),
        (r"(?:tele)?phone\b|tel\b|mobile\b", What.PHONE),
        (r"e-?mail\b", What.EMAIL),
        (r"iban\b", What.IBAN),
        (r"serial\b|s/n\b|sn\b", What.SERIAL),
        (r"engine\b", What.ENGINE),
        (r"vessel\b|ship\b", What.VESSEL_NAME),
        (r"flag\b|registration\b", What.VESSEL_REGISTRATION),
        (r"wallet\b|btc\b|eth\b|xmr\b|ltc\b", What.CRYPTO_ADDRESS),
        (r"md5\b", What.MD5),
        (r"sha-?256\b", What.SHA256),
        (r"pdq\b", What.PDQ),
    )
)
_SHIP: Final = re.compile(r"[MSFRP]\s?/\s?[VSTY]\b|[MSFRP]\.[VSTY]\.(?=\s)", re.IGNORECASE)  # M/V Lena, S.Y. Lena
_CRYPTO: Final = re.compile(r"0x[0-9a-f]{40}|(?:bc1|ltc1)[a-z0-9]{20,90}|[13LMTDX489][1-9A-HJ-NP-Za-km-z]{25,105}", re.IGNORECASE)
_HASHES: Final = {32: (What.MD5,), 64: (What.SHA256, What.PDQ)}


def labelled(text: str) -> Recognised | None:
    """The reading of a text that says what it is; None where it does not. Raises nothing: what does not fit its label is said."""
    for label, what in _LABELS:
        if (found := label.match(text)) and (rest := text[found.end() :].strip(" \t\r\n,;")):
            return _read(what, rest, found[0].strip(" .:#=\t\r\n"))
    return None


def _read(what: What, rest: str, label: str) -> Recognised:
    value, beside = rest, ""
    if what is What.SERIAL:
        value, beside = with_maker(rest)
    elif what is What.VESSEL_REGISTRATION:
        value, beside = _with_country(rest)
    try:
        return Recognised(_as(what, value, beside, text=rest))
    except BadValue as bad:
        return nothing(("{label}: this does not fit. {accepted}", {"label": label, "accepted": bad.accepted}), (bad.sentence, bad.values))


def _as(what: What, value: str, beside: str = "", *, text: str) -> Reading:
    """The reading that asks this. Raises: BadValue of its kind."""
    (read, *_) = READERS[what.kind](Identifier(what.kind, value, beside))
    name = "maker" if what is What.SERIAL else "country"
    sentences = (*read.notes, *_spelled(read.value, text), *_flag(what, read.value))
    return Reading(what, {what.value: read.value} | ({name: read.issuer} if read.issuer else {}), sentences, _vouched(what, read.value))


def _spelled(value: str, text: str) -> tuple[Sentence, ...]:
    """Letters that were read as digits are said."""
    letters = sum(sign.isalpha() for sign in text)
    if value.isdigit() and 0 < letters <= len(value) and not text.upper().startswith("IMO"):
        return (("This number has digits only; letters that look like digits were read as such: {number}.", {"number": value}),)
    return ()


def _flag(what: What, value: str) -> tuple[Sentence, ...]:
    """Whose digits an MMSI has. It says which flag she sailed under when her radio was set, no more."""
    code = country_of(value) if what is What.MMSI else ""
    return (("Its digits are those of {country}.", {"country": countries.title(code)}),) if code else ()


def _vouched(what: What, value: str) -> bool:
    kinds = {What.IMO: IMO, What.IMEI: IMEI}
    return what in (What.IBAN, What.CRYPTO_ADDRESS) or (what in kinds and kinds[what].check(value) == ())


def unmistakable(text: str) -> Recognised | None:
    """The reading of a text whose form nothing else has: an address, a number with +, a hash, a plate read in part, M/V before a name."""
    joined = "".join(text.split())
    if "@" in text:
        return _try(What.EMAIL, text)
    if joined.startswith("+"):
        return _try(What.PHONE, text)
    if len(joined) in _HASHES and re.fullmatch(r"[0-9a-fA-F]+", joined) and not joined.isdigit():
        return _hash(joined)
    if _CRYPTO.fullmatch(joined) and (found := _clean(CRYPTO_ADDRESS, joined)):
        return _try(What.CRYPTO_ADDRESS, found)
    if _CRYPTO.fullmatch(joined) and len(joined) >= 40:
        return _try(What.CRYPTO_ADDRESS, joined)
    if is_partial(text):
        return _partial(text)
    if _SHIP.match(text.strip()) and len(text.split()) > 1:
        return _try(What.VESSEL_NAME, text)
    return None


def _hash(joined: str) -> Recognised:
    """The hash of a file; one of 256 bits may be that of an image as well."""
    first, *others = (_try(what, joined) for what in _HASHES[len(joined)])
    also = tuple(one.reading for one in others if one.reading)
    return Recognised(first.reading, also, first.sentences) if first.reading else first


def _try(what: What, text: str) -> Recognised:
    try:
        return Recognised(_as(what, text, text=""))
    except BadValue as bad:
        return nothing((bad.sentence, bad.values))


def _partial(text: str) -> Recognised:
    value, country = _with_country(re.sub(r"^\s*plate\b[\s.:#=]*", "", text, flags=re.IGNORECASE))
    try:
        return Recognised(_as(What.PLATE, value, country, text=""))
    except BadValue as bad:
        return nothing((bad.sentence, bad.values))


def _with_country(text: str) -> tuple[str, str]:
    """The text without the country at its end or start, and the country; empty where none stands there."""
    words = text.split()
    for word, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        code = word.upper().strip(",;")
        if rest and len(code) == 3 and code.isascii() and code.isalpha() and countries.country(code):
            return " ".join(rest), code
    return text, ""


@lru_cache(maxsize=1)
def _makers() -> tuple[str, ...]:
    """Makers of firearms, longest first, so that *Smith & Wesson* comes before a shorter one that it begins with."""
    return tuple(sorted(suggestions("firearm_make"), key=len, reverse=True))


def with_maker(text: str) -> tuple[str, str]:
    """The text without the maker at its start or end, and the maker; empty where none stands there."""
    plain = text.casefold()
    for maker in _makers():
        name = maker.casefold()
        if plain.startswith(f"{name} "):
            return text[len(name) :].strip(" ,;:"), maker
        if plain.endswith(f" {name}"):
            return text[: -len(name)].strip(" ,;:"), maker
    return text, ""


def with_a_maker(text: str) -> Reading | None:
    """A serial number beside the name of a maker."""
    value, maker = with_maker(" ".join(text.split()))
    if not maker or not any(sign.isdigit() for sign in value):
        return None
    try:
        return _as(What.SERIAL, value, maker, text="")
    except BadValue:
        return None


def _clean(kind: Kind, value: str) -> str:
    try:
        return kind.clean(value)
    except BadValue:
        return ""


def _valid(kind: Kind, value: str) -> str:
    """The cleaned value where nothing is odd about it, else empty."""
    cleaned = _clean(kind, value)
    return cleaned if cleaned and not kind.check(cleaned) else ""


def likely(value: str) -> Iterator[Reading]:
    """What a number without a country rather is than a document's, by a check digit or a form that few others have."""
    tests: tuple[tuple[What, Callable[[], str]], ...] = (
        (What.IBAN, lambda: _valid(IBAN, value)),
        (What.IMEI, lambda: _valid(IMEI, value) if len(value) == DEVICE + 1 and value.isdigit() and value[-1] != "0" else ""),
        (What.HIN, lambda: _valid(HIN, value) if value[:1].isalpha() and value[-3:].isdigit() else ""),
    )
    for what, found in tests:
        if cleaned := found():
            yield _as(what, cleaned, text="")


def possible(value: str) -> Iterator[Reading]:
    """What a number without a country can be besides."""
    if not value.isdigit():
        return
    tests: tuple[tuple[What, str], ...] = (
        (What.IMO, _valid(IMO, value) if len(value) == 7 else ""),
        (What.MMSI, _valid(MMSI, value) if len(value) == 9 else ""),
        (What.PHONE, _valid(PHONE, value) if value.startswith("00") else ""),
    )
    for what, cleaned in tests:
        if cleaned:
            yield _as(what, cleaned, text="")
