"""The one box: what a typed, scanned or pasted text is, with everything else that it could be. Never guesses in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from comity.kernel import countries
from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.mrz import parse
from comity.kernel.kinds.numbers import DOCUMENT_NUMBER
from comity.kernel.kinds.plates import PLATE, countries_of, fits
from comity.kernel.kinds.vin import LENGTH, CheckDigit, clean_vin, never_in_vins, read_vin
from comity.kernel.text import identifier
from comity.search.recognised import Reading, Recognised, Sentence, What, nothing
from comity.search.slips import vins_meant
from comity.search.things import labelled, likely, possible, unmistakable, with_a_maker

LONGEST: Final = 400  # characters; a zone of 90 with the noise of a paste fits
_BETWEEN: Final = re.compile(r"[\s,;:]+")  # what parts words, every kind of white space
_SHORTEST_NUMBER: Final = 4  # shorter document numbers exist, but only the form asks for them
_SURELY_NUMBER: Final = 6  # characters in one word: two letters after it are a country, before it rather the number's series
_ZONE_LINE: Final = 28  # characters of the shortest line of a zone with its last fillers lost
_LONGEST_PLATE_GROUP: Final = 9  # characters of a plate typed in groups; longer values in groups are document numbers


# Words before a value that say what it is: what is left of the readings.
LABELS: Final = {
    "VIN": frozenset({What.VIN, What.LAST8}),
    "CHASSIS": frozenset({What.VIN, What.LAST8}),
    "PLATE": frozenset({What.PLATE}),
    "PASSPORT": frozenset({What.DOCUMENT}),
    "DOCUMENT": frozenset({What.DOCUMENT}),
}


@dataclass(frozen=True, slots=True)
class _Typed:
    """A value with the country that stood beside it, the number of groups it was typed in, what its label allows (empty: all)."""

    value: str
    country: str = ""
    groups: int = 1
    only: frozenset[What] = frozenset()


def recognise(text: str) -> Recognised:
    """Reads one text. Never raises; never reads a clock or a table of records."""
    if len(text) > LONGEST:
        return nothing(("This is longer than {longest} characters.", {"longest": str(LONGEST)}))
    if not _BETWEEN.sub("", text):
        return nothing(
            (
                "Type or scan a number with what it is, or its country: of a document, vehicle, vessel, weapon, telephone, account.",
                {},
            )
        )
    if _zone_like(text):
        return _zone(text)
    if (sure := labelled(text.strip()) or unmistakable(text)) is not None:
        return sure
    try:
        candidates = _candidates(text)
    except BadValue as bad:
        return nothing((bad.sentence, bad.values))
    readings = _unique([reading for typed in candidates for reading in _readings(typed)])
    if not candidates[0].only and (made := with_a_maker(text)):
        readings.insert(0, made)
    if not readings:
        return nothing(_almost(candidates[0].value))
    return Recognised(readings[0], tuple(readings[1:]))


def _zone_like(text: str) -> bool:
    """Fillers, or two or three lines with a long one: nothing else that is asked has them."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text.strip()) if line.strip()]
    return any(filler in text for filler in "<«＜‹") or (len(lines) in (2, 3) and max(map(len, lines)) >= _ZONE_LINE)


def _zone(text: str) -> Recognised:
    try:
        zone = parse(text)
    except BadValue as bad:
        return nothing((bad.sentence, bad.values))
    parts = {"number": zone.number} | ({"country": zone.issuer} if countries.issuer(zone.issuer) else {})
    return Recognised(Reading(What.ZONE, parts, zone.sentences(), zone.number_vouched, zone))


def _candidates(text: str) -> list[_Typed]:
    """The text as value and country, in each way in which it can be split, likeliest first. Raises: BadValue of `identifier`."""
    words = [word for word in _BETWEEN.split(text) if word]
    only: frozenset[What] = frozenset()
    if len(words) > 1 and (only := LABELS.get(words[0].upper(), only)):
        words = words[1:]
    splits: list[tuple[int, str, list[str]]] = []
    for place, (word, rest) in enumerate(((words[-1], words[:-1]), (words[0], words[1:]))):
        if rest and (found := _country(word)):
            after_number = place == 0 and len(rest) == 1 and len(rest[0]) >= _SURELY_NUMBER
            splits.append((place if after_number else found[0] * 2 + place, found[1], rest))
    sure = [_typed(rest, code, only) for rank, code, rest in sorted(splits) if rank < 2]
    unsure = [_typed(rest, code, only) for rank, code, rest in sorted(splits) if rank >= 2]
    return [*sure, _typed(words, "", only), *unsure]


def _country(word: str) -> tuple[int, str] | None:
    """How sure it is that a word is a country (0: three letters; 1: two letters, or D), and its code."""
    code = word.upper()
    if not code.isascii() or not code.isalpha() or len(code) > 3:
        return None
    found = countries.issuer(code)
    return (0 if len(code) == 3 else 1, found) if found else None


def _typed(words: list[str], country: str, only: frozenset[What]) -> _Typed:
    groups = sum(len([part for part in re.split(r"[-./·–—]", word) if part]) for word in words)
    return _Typed(identifier(" ".join(words)), country, groups, only)


def _readings(typed: _Typed) -> list[Reading]:
    """Every way to read one value, likeliest first."""
    makers = {What.VIN: _as_vin, What.LAST8: _as_last8, What.PLATE: _as_plate, What.DOCUMENT: _as_document}
    order = [What.VIN, What.PLATE, What.DOCUMENT] if _rather_plate(typed) else [What.VIN, What.DOCUMENT, What.PLATE]
    readings = [reading for what in [*order, What.LAST8] if (reading := makers[what](typed)) is not None]
    if typed.only:
        return [reading for reading in readings if reading.what in typed.only]
    return readings if typed.country else [*likely(typed.value), *readings, *possible(typed.value)]


def _rather_plate(typed: _Typed) -> bool:
    """Whether a plate is likelier than a document number: by the country's usual form, else by groups and length."""
    if typed.country and (known := fits(typed.value, typed.country)) is not None:
        return known
    in_groups = typed.groups >= 2 and len(typed.value) <= _LONGEST_PLATE_GROUP
    return in_groups or (not typed.country and bool(countries_of(typed.value)) and len(typed.value) < 8)


def _parts(name: str, value: str, typed: _Typed) -> dict[str, str]:
    return {name: value} | ({"country": typed.country} if typed.country else {})


def _as_vin(typed: _Typed) -> Reading | None:
    if len(typed.value) in (LENGTH - 1, LENGTH + 1):
        return _nearly_vin(typed)
    if len(typed.value) != LENGTH:
        return None
    number = clean_vin(typed.value)
    vin = read_vin(number)
    sentences = [vin.sentence]
    if number != typed.value:
        sentences.insert(0, ("A VIN has no letters I, O and Q; they were read as 1 and 0: {vin}.", {"vin": number}))
    return Reading(What.VIN, {"vin": number}, tuple(sentences), vin.check is CheckDigit.VALID and number == typed.value)


def _as_last8(typed: _Typed) -> Reading | None:
    """Eight characters that end in four digits can be the end of a VIN (ISO 3779: its last four are digits)."""
    value = typed.value
    if len(value) != 8 or not value[-4:].isdigit() or set(value) & set("IOQ") or typed.country:
        return None
    return Reading(What.LAST8, {"last8": value}, (("It can be the end of a VIN.", {}),))


def _as_plate(typed: _Typed) -> Reading | None:
    try:
        plate = PLATE.clean(typed.value)
    except BadValue:
        return None
    if not typed.country and not any(character.isdigit() for character in plate) and typed.groups == 1 and not typed.only:
        return None
    return Reading(What.PLATE, _parts("plate", plate, typed), _why_plate(plate, typed.country))


def _why_plate(plate: str, country: str) -> tuple[Sentence, ...]:
    if country:
        known = fits(plate, country)
        if known is None:
            return ()
        sentence = "It has the usual form of plates of {country}." if known else "It has not the usual form of plates of {country}."
        return ((sentence, {"country": countries.title(country)}),)
    without: Sentence = ("No country was given: plates of every country are asked.", {})
    possible = countries_of(plate)
    if not possible:
        return (without,)
    return (without, ("Plates of this form are usual in: {countries}.", {"countries": ", ".join(possible)}))


def _as_document(typed: _Typed) -> Reading | None:
    if not typed.only and (len(typed.value) < _SHORTEST_NUMBER or not any(character.isdigit() for character in typed.value)):
        return None
    try:
        number = DOCUMENT_NUMBER.clean(typed.value)
    except BadValue:
        return None
    without: tuple[Sentence, ...] = () if typed.country else (("No country was given: the number is asked under every code.", {}),)
    return Reading(What.DOCUMENT, _parts("number", number, typed), without)


def _unique(readings: list[Reading]) -> list[Reading]:
    """The same reading once, in the first place that it was found in."""
    seen: set[tuple[What, tuple[tuple[str, str], ...]]] = set()
    kept = []
    for reading in readings:
        key = (reading.what, tuple(sorted(reading.parts.items())))
        if key not in seen:
            seen.add(key)
            kept.append(reading)
    return kept


def _nearly_vin(typed: _Typed) -> Reading | None:
    """A VIN with a character too many or too few: every spelling that it may stand for is asked. Without a label only if it ends as one."""
    number = never_in_vins(typed.value)
    if not typed.only and not (number[-4:].isdigit() and any(sign.isalpha() for sign in number[:-4])):
        return None
    said: Sentence = ("If this is a VIN, look again: a VIN has 17 characters, this has {count}.", {"count": str(len(number))})
    return Reading(What.VIN, {"vin": number}, (said,)) if vins_meant(number) else None


def _almost(value: str) -> Sentence:
    if len(value) > LENGTH:
        return "This is too long for a document number, a VIN or a plate.", {}
    return "This is neither a document number, nor a machine readable zone, a VIN or a number plate.", {}
