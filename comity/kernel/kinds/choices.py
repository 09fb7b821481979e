"""Kinds with a closed list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from comity.kernel.badvalue import BadValue
from comity.kernel.kinds.model import Kind, as_is
from comity.kernel.text import prose

_LONGEST: Final = 60

Choices = tuple[tuple[str, str], ...]


def choice(name: str, choices: Choices, hint: str = "", personal: bool = False) -> Kind:
    """A kind that takes one of (code, English title): the code in any case, or the title. The code is the one spelling."""
    accepted = ", ".join(code for code, _ in choices)
    examples = tuple(code for code, _ in choices[:2])
    clean = _cleaner(choices, accepted)
    return Kind(name, "string", "text", "select", clean, as_is, as_is, hint, accepted, personal, examples, _LONGEST, choices)


def _cleaner(choices: Choices, accepted: str) -> Callable[[str], str]:
    known = {title.casefold(): code for code, title in choices}
    known |= {code.casefold(): code for code, _ in choices}

    def clean(typed: str) -> str:
        text = prose(typed, _LONGEST)
        code = known.get(text.casefold()) or known.get(text.casefold().replace(" ", "_").replace("-", "_"))
        if code is None:
            raise BadValue("not_in_list", "{value} is not in the list.", accepted, {"value": text})
        return code

    return clean


_COLOURS: Final = (
    *("beige", "black", "blue", "brown", "gold", "green", "grey", "orange"),
    *("pink", "purple", "red", "silver", "turquoise", "white", "yellow", "other"),
)

# Travel documents of ICAO 9303: parts 4 (passports), 5 and 6 (official travel documents), 7 (visas); crew and convention documents.
DOCUMENT_TYPE = choice(
    "document_type",
    (
        ("passport", "Passport"),
        ("diplomatic_passport", "Diplomatic passport"),
        ("service_passport", "Service or official passport"),
        ("emergency_passport", "Emergency passport or travel certificate"),
        ("identity_card", "Identity card"),
        ("residence_permit", "Residence permit"),
        ("visa", "Visa"),
        ("travel_document_1951", "Travel document (Convention of 1951)"),
        ("travel_document_1954", "Travel document (Convention of 1954)"),
        ("travel_document_other", "Other travel document for aliens"),
        ("laissez_passer", "Laissez-passer"),
        ("seafarer_document", "Seafarer's identity document"),
        ("crew_certificate", "Crew member certificate"),
        ("border_card", "Border crossing card"),
        ("driving_licence", "Driving licence"),
        ("other", "Other"),
    ),
    "As printed on the document",
)
# Colours as registration papers have them (UNECE harmonised and national lists agree on these); shades go by the nearest.
COLOUR = choice(
    "colour",
    (*((name, name.capitalize()) for name in _COLOURS), ("several", "Several colours")),
    "The main colour",
)
VEHICLE_TYPE = choice(
    "vehicle_type",
    (
        ("car", "Car"),
        ("van", "Van"),
        ("lorry", "Lorry"),
        ("bus", "Bus or coach"),
        ("motorcycle", "Motorcycle"),
        ("moped", "Moped"),
        ("trailer", "Trailer"),
        ("caravan", "Caravan or motor home"),
        ("agricultural", "Agricultural vehicle"),
        ("construction", "Construction machine"),
        ("other", "Other"),
    ),
)
