"""From the check's form to what is asked. What was typed is read in every way that it can be; nothing is left out in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.edges.web.elements import Fact, FactKind
from comity.edges.web.i18n import Message, Translator, mark, message
from comity.edges.web.pages.check import CheckValues, Seen
from comity.edges.web.pages.result import Asked
from comity.edges.web.routes.posted import Posted
from comity.kernel.errors import Fault, Invalid
from comity.search.model import MOST_IDENTIFIERS, Identifier
from comity.search.reading import ASKED
from comity.search.recognise import recognise
from comity.search.recognised import Reading, What

_TEXTS: Final = ("q", "number", "issuer", "vin", "plate", "plate_country", "kind", "value", "beside", "protected_reason")
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
_SHORTEST_REASON: Final = 10


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form asks: identifiers, how each is shown, how the box was understood, the form's fields that each one came from."""

    identifiers: tuple[Identifier, ...]
    shown: tuple[Asked, ...]
    seen: tuple[Seen, ...]
    fields: tuple[str, ...]


def values_of(posted: Posted) -> CheckValues:
    """The form as it was filled in."""
    texts = {name: posted.one(name) for name in _TEXTS}
    return CheckValues(**texts, protected=posted.one("protected") == "yes")


def asking(values: CheckValues, t: Translator) -> Asking:
    """What is asked. Raises: Invalid, by field of the form."""
    found: list[tuple[Identifier, Asked, str]] = []
    faults: list[Fault] = []
    seen: tuple[Seen, ...] = ()
    if values.q:
        boxed, seen = _boxed(values.q, t)
        found += [(identifier, shown, "q") for identifier, shown in boxed]
    found += _by_form(values)
    if values.value and values.kind not in TITLES:
        faults.append(Fault("kind", "required", _WHAT_IT_IS[0]))
    elif not found:
        faults.append(Fault("q", "nothing", _NOTHING[0]))
    if values.protected and len(values.protected_reason) < _SHORTEST_REASON:
        faults.append(Fault("protected_reason", "too_short", _SAY_WHY[0]))
    if faults:
        raise Invalid(*faults)
    found = found[:MOST_IDENTIFIERS]
    identifiers, shown, fields = zip(*found, strict=True)
    once = [one for place, one in enumerate(shown) if one not in shown[:place]]
    return Asking(identifiers, tuple(once), seen, fields)


def _boxed(text: str, t: Translator) -> tuple[list[tuple[Identifier, Asked]], tuple[Seen, ...]]:
    """The box in every way that it can be read; where it names a country, with that country."""
    recognised = recognise(text)
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
    """The box holds nothing that can be asked; `sentence` says why, in the officer's language."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(Fault("q", "not_read", sentence[0]))
        self.sentence = sentence


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


_ISSUERS: Final = {"number": "issuer", "plate": "plate_country", "value": "beside"}


def field_of(asked: Asking, name: str) -> str:
    """The form's field for a fault of the plan: `identifiers.1.issuer`."""
    parts = name.split(".")
    if len(parts) == 3 and parts[0] == "identifiers" and parts[1].isdigit() and int(parts[1]) < len(asked.fields):
        field = asked.fields[int(parts[1])]
        return _ISSUERS.get(field, field) if parts[2] == "issuer" else field
    return "q"
