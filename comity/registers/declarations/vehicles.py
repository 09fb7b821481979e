"""Stolen vehicles, found by their number, by its last eight characters, by plate and country, or by engine."""

from comity.kernel.kinds import (
    COLOUR,
    COUNTRY,
    ENGINE_NUMBER,
    LONG_TEXT,
    NATIONAL_REFERENCE,
    PART_NUMBER,
    PAST_DATE,
    PLATE,
    VEHICLE_TYPE,
    VIN,
    YEAR,
    text,
)
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import PHOTOGRAPHS, PLACE_NAME
from comity.registers.model import Field, Key, Register, SafetyWarning

MAKE = text("make", 60, "As in the papers", personal=False, examples=("Arven",))
MODEL = text("model", 60, "As in the papers", personal=False, examples=("Kestrel",))

VEHICLES = Register(
    number=8,
    name="vehicles",
    title="Vehicles",
    about="Stolen vehicles of every kind, found by any number on them.",
    legal_source="Rules on stolen property; vehicle numbers as in ISO 3779",
    retention_years=5,
    purposes=(Purpose.BORDER, Purpose.WANTED, Purpose.INTELLIGENCE, Purpose.WARNING),
    fields=(
        Field("vin", VIN, "VIN", sealed=True),
        Field("plate", PLATE, "Plate"),
        Field("plate_country", COUNTRY, "Country of the plate"),
        Field("type", VEHICLE_TYPE, "Type"),
        Field("make", MAKE, "Make"),
        Field("model", MODEL, "Model"),
        Field("year", YEAR, "Year of manufacture"),
        Field("colour", COLOUR, "Colour"),
        Field("engine_number", ENGINE_NUMBER, "Engine number", sealed=True),
        Field("gearbox_number", PART_NUMBER, "Gearbox number", sealed=True, first_line=False),
        Field("theft_date", PAST_DATE, "Date of theft", required=True, sealed=False),
        Field("theft_country", COUNTRY, "Country of theft", required=True),
        Field("theft_place", PLACE_NAME, "Place of theft", first_line=False),
        Field("distinguishing", LONG_TEXT, "Distinguishing features"),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", sealed=True, first_line=False),
        PHOTOGRAPHS,
    ),
    keys=(Key("vin", "vin"), Key("last8", "vin", last=8), Key("plate", "plate", "plate_country"), Key("engine_number", "engine_number")),
    identity=("vin",),
    listed_by="theft_country",
    first_step=(
        "Compare the number stamped on the vehicle with the record, not the plate alone.",
        "Ask the owner to confirm before you act.",
        "The driver may have bought the vehicle in good faith.",
    ),
    one_of=(("vin", "plate", "engine_number"),),
    warnings=(
        SafetyWarning(1, "armed", "Somebody in it may be armed"),
        SafetyWarning(2, "violent", "Somebody in it may be violent"),
        SafetyWarning(4, "self_harm", "Somebody in it may harm themselves"),
        SafetyWarning(8, "child_at_risk", "A child in it may be at risk"),
        SafetyWarning(16, "dangerous_goods", "It may carry dangerous goods"),
    ),
)
