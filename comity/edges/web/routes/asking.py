"""From the check's form to what is asked. What was typed is read in every way that it can be; nothing is left out in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from msgspec import structs

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.i18n import Message, Translator, mark, message
from comity.edges.web.pages.check import CheckValues, Seen
from comity.edges.web.pages.result import Asked
from comity.edges.web.routes.posted import Posted
from comity.kernel.errors import Fault, Invalid
from comity.kernel.kinds.mrz import Mrz
from comity.search.bodies.rules import may_be_body
from comity.search.model import MOST_IDENTIFIERS, Identifier
from comity.search.persons.countries import Countries
from comity.search.persons.meant import person_meant, person_possible
from comity.search.persons.model import PersonAsked
from comity.search.reading import ASKED
from comity.search.recognise import recognise
from comity.search.recognised import Reading, Recognised, What

PARTS: Final = ("name", "born", "nationality", "sex", "birth_place")  # of a person, as fields of the form
_TEXTS: Final = ("q", "number", "issuer", "vin", "plate", "plate_country", "kind", "value", "beside", "protected_reason", *PARTS, "meant")
TITLES: Final = {asked.kind: asked.title for asked in ASKED}
_SIGNS: Final = (
    dict.fromkeys(("mrz", "document"), "pass")
    | dict.fromkeys(("vin", "vin_like", "last8", "plate", "engine"), "car")
    | dict.fromkeys(("imo", "hin", "mmsi", "call_sign", "vessel_registration", "vessel_name"), "place")
    | {"email": "mail", "phone": "user", "imei": "user", "iban": "doc", "crypto_address": "key", "serial": "key"}
)
_NAMES: Final = {what: (TITLES[what.kind], _SIGNS.get(what.kind, "doc")) for what in What} | {
    What.DOCUMENT: (mark("Travel document"), "pass")
}
_PARTS: Final = TITLES | {"number": mark("Number"), "country": mark("Country"), "maker": mark("Maker")}
_NOTHING: Final = message("Type or scan something, or fill in a field below.")
_SAY_WHY: Final = message("Say why: one sentence. It is kept, sealed, with the check.")
_WHAT_IT_IS: Final = message("Say what this is.")
_SAY_NAME: Final = message("Say the name too: nobody is found by the rest alone.")
_TWO_NAMES: Final = message("The box holds a name already. Leave one of the two empty.")
_NO_NAME: Final = message("This holds no name that can be searched.")
_PERSON: Final = mark("Person")
_EITHER: Final = mark("Person or organisation")
_PERSON_PARTS: Final = {
    "name": mark("name"),
    "born": mark("born"),
    "nationality": mark("nationality"),
    "sex": mark("sex"),
    "birth_place": mark("born at"),
}
_SHORTEST_REASON: Final = 10


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form asks: identifiers, how each is shown, how the box was understood, the form's fields that each one came from.

    `by_form`: the parts of the person that came from fields of their own. `other`: what the box could hold as well, `person` or `thing`.
    `zone`: of a scanned document, whose holder can be searched by name too.
    """

    identifiers: tuple[Identifier, ...]
    shown: tuple[Asked, ...]
    seen: tuple[Seen, ...]
    fields: tuple[str, ...]
    person: PersonAsked | None = None
    by_form: frozenset[str] = frozenset()
    other: str = ""
    zone: Mrz | None = None


def values_of(posted: Posted) -> CheckValues:
    """The form as it was filled in."""
    texts = {name: posted.one(name) for name in _TEXTS}
    return CheckValues(**texts, protected=posted.one("protected") == "yes")


@dataclass(frozen=True, slots=True)
class _Box:
    """What the box asks: things, or a person."""

    things: tuple[tuple[Identifier, Asked], ...] = ()
    seen: tuple[Seen, ...] = ()
    person: PersonAsked | None = None
    other: str = ""
    zone: Mrz | None = None


def asking(values: CheckValues, t: Translator, countries: Countries) -> Asking:
    """What is asked. Raises: Invalid, by field of the form."""
    box = _box(values, t, countries) if values.q else _Box()
    found = [(identifier, shown, "q") for identifier, shown in box.things] + _by_form(values)
    person = _person(values, box.person)
    if faults := _faults(values, box, anything=bool(found or person)):
        raise Invalid(*faults)
    found = found[:MOST_IDENTIFIERS]
    shown = [one for _, one, _ in found]
    once = [one for place, one in enumerate(shown) if one not in shown[:place]]
    if person is not None:
        kind = _EITHER if may_be_body(person, (one for one, _, _ in found)) else _PERSON
        once.insert(0, Asked(person.name, kind, parts=_parts_of(person), person=True))
    fields = tuple(field for _, _, field in found)
    by_form = frozenset(part for part in PARTS if getattr(values, part))
    return Asking(tuple(one for one, _, _ in found), tuple(once), box.seen, fields, person, by_form, box.other, box.zone)


def _faults(values: CheckValues, box: _Box, *, anything: bool) -> list[Fault]:
    faults: list[Fault] = []
    if values.name and box.person is not None:
        faults.append(Fault("name", "twice", _TWO_NAMES[0]))
    elif box.person is None and not values.name and any(getattr(values, part) for part in PARTS):
        faults.append(Fault("name", "required", _SAY_NAME[0]))
    elif values.value and values.kind not in TITLES:
        faults.append(Fault("kind", "required", _WHAT_IT_IS[0]))
    elif not anything:
        faults.append(Fault("q", "nothing", _NOTHING[0]))
    if values.protected and len(values.protected_reason) < _SHORTEST_REASON:
        faults.append(Fault("protected_reason", "too_short", _SAY_WHY[0]))
    return faults


def _box(values: CheckValues, t: Translator, countries: Countries) -> _Box:
    """The box as a person or as things: as the officer says, else as it reads. Raises: BoxNotRead."""
    recognised = recognise(values.q)
    possible = person_possible(values.q, countries)
    person = possible if values.meant == "person" else None if values.meant == "thing" else person_meant(values.q, recognised, countries)
    if person is not None:
        seen = Seen(_PERSON, "people", _parts_of(person))
        return _Box((), (seen,), person, "thing" if recognised.reading is not None else "")
    if values.meant == "person":
        raise BoxNotRead(_NO_NAME)
    other = "person" if possible is not None else ""
    if recognised.reading is None:
        raise BoxNotRead(recognised.sentences[0], other)
    things, seen_as = _boxed(recognised, values.q, t)
    return _Box(tuple(things), seen_as, None, other, recognised.reading.zone)


def _person(values: CheckValues, boxed: PersonAsked | None) -> PersonAsked | None:
    """The person of the box or of the form, what the form knows beside, and the document that stands there too."""
    if boxed is None and not values.name:
        return None
    said = boxed or PersonAsked(values.name)
    known = {part: getattr(values, part) for part in PARTS[1:] if getattr(values, part)}
    return structs.replace(said, document=values.number, issuer=values.issuer if values.number else "", **known)


def holder_of(zone: Mrz, today: date) -> CheckValues | None:
    """The form that searches the holder of a scanned document by name; None where the zone holds no name."""
    name = ", ".join(filter(None, (zone.surname, zone.given_names)))
    sex = {"M": "male", "F": "female"}.get(zone.sex, "")
    return CheckValues(name=name, born=zone.born(today), nationality=zone.nationality, sex=sex) if name else None


def _parts_of(person: PersonAsked) -> tuple[Fact, ...]:
    return tuple(Fact(_PERSON_PARTS[part], value, FactKind.FREE) for part, value in person.parts() if part in _PERSON_PARTS)


def _boxed(recognised: Recognised, text: str, t: Translator) -> tuple[list[tuple[Identifier, Asked]], tuple[Seen, ...]]:
    """The box as a thing, in every way that it can be read; where it names a country, with that country. Raises: BoxNotRead."""
    if recognised.reading is None:
        raise BoxNotRead(recognised.sentences[0])
    first, others = recognised.reading, recognised.alternatives
    if "country" in first.parts:
        others = tuple(reading for reading in others if "country" in reading.parts)
    also = t(", ").join(dict.fromkeys(t(_NAMES[reading.what][0]) for reading in others if reading.what is not first.what))
    notes = (*first.sentences, *recognised.sentences, *([message("Asked as well as: {kinds}.", kinds=also)] if also else []))
    shown = Asked(first.value, _NAMES[first.what][0], first.beside, notes)
    seen = tuple(_seen(reading) for reading in (first, *others))
    return [(reading.identifier(text), shown) for reading in (first, *others)], seen


class BoxNotRead(Invalid):
    """The box holds nothing that can be asked; `sentence` says why, in the officer's language. `other`: what it could hold all the same."""

    def __init__(self, sentence: Message, other: str = "") -> None:
        super().__init__(Fault("q", "not_read", sentence[0]))
        self.sentence = sentence
        self.other = other


def _seen(reading: Reading) -> Seen:
    name, sign = _NAMES[reading.what]
    parts = tuple(Fact(_PARTS[part], value, FactKind.IDENTIFIER) for part, value in reading.parts.items())
    return Seen(name, sign, parts, reading.sentences)


def _by_form(values: CheckValues) -> list[tuple[Identifier, Asked, str]]:
    """The fields below the box: said by the officer, so read in one way."""
    out: list[tuple[Identifier, Asked, str]] = []
    if values.number:
        out.append(
            (Identifier("document", values.number, values.issuer), Asked(values.number, _NAMES[What.DOCUMENT][0], values.issuer), "number")
        )
    if values.vin:
        kind, what = ("last8", What.LAST8) if len(values.vin.replace(" ", "")) == 8 else ("vin", What.VIN)
        out.append((Identifier(kind, values.vin), Asked(values.vin, _NAMES[what][0]), "vin"))
    if values.plate:
        out.append(
            (
                Identifier("plate", values.plate, values.plate_country),
                Asked(values.plate, _NAMES[What.PLATE][0], values.plate_country),
                "plate",
            )
        )
    if values.value and values.kind in TITLES:
        out.append((Identifier(values.kind, values.value, values.beside), Asked(values.value, TITLES[values.kind], values.beside), "value"))
    return out


_PAPERS: Final = {"document": "number", "issuer": "issuer"}
_ISSUERS: Final = {"number": "issuer", "plate": "plate_country", "value": "beside"}


def field_of(asked: Asking, name: str) -> str:
    """The form's field for a fault of the plan: `identifiers.1.issuer`, `person.born`."""
    parts = name.split(".")
    if parts[0] == "person" and len(parts) == 2:
        return _PAPERS.get(parts[1]) or (parts[1] if parts[1] in asked.by_form else "q")
    if len(parts) == 3 and parts[0] == "identifiers" and parts[1].isdigit() and int(parts[1]) < len(asked.fields):
        field = asked.fields[int(parts[1])]
        return _ISSUERS.get(field, field) if parts[2] == "issuer" else field
    return "q"
