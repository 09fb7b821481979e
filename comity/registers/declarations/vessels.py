"""Stolen vessels, boats and outboard engines, found by any identifier."""

from comity.kernel.kinds import (
    CALL_SIGN,
    COLOUR,
    COUNTRY,
    ENGINE_NUMBER,
    GROUP,
    HIN,
    IMO,
    LONG_TEXT,
    MEASUREMENT,
    MMSI,
    NATIONAL_REFERENCE,
    PAST_DATE,
    VESSEL_NAME,
    VESSEL_REGISTRATION,
    YEAR,
    choice,
    text,
)
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import EVENT, OF_THINGS, PHOTOGRAPHS, PLACE_NAME, WHAT
from comity.registers.model import Field, Key, Register
from comity.registers.vocabulary import choices

VESSEL_TYPE = choice("vessel_type", choices("vessel_types"))
BUILDER = text("builder", 60, "Builder or maker", personal=False, examples=("Lysmar",))

VESSELS = Register(
    number=9,
    name="vessels",
    title="Vessels and engines",
    about="Stolen ships, boats and outboard engines.",
    legal_source="Rules on stolen property; IMO resolution A.1117(30), ISO 10087, ITU-R M.585 for the numbers",
    retention_years=5,
    purposes=(Purpose.BORDER, Purpose.WANTED, Purpose.INTELLIGENCE, Purpose.WARNING),
    fields=(
        Field("type", VESSEL_TYPE, "Type", required=True, section=WHAT),
        Field("name", VESSEL_NAME, "Name", sealed=True, section=WHAT),
        Field("imo", IMO, "IMO number", sealed=True, section=WHAT),
        Field("hin", HIN, "Hull identification number", sealed=True, section=WHAT),
        Field("mmsi", MMSI, "MMSI", sealed=True, section=WHAT),
        Field("call_sign", CALL_SIGN, "Call sign", sealed=True, section=WHAT),
        Field("registration", VESSEL_REGISTRATION, "Registration", sealed=True, section=WHAT),
        Field("flag", COUNTRY, "Flag", section=WHAT),
        Field("engines", GROUP, "Engines", many=8, section=WHAT, parts=(
            Field("number", ENGINE_NUMBER, "Engine number", required=True),
            Field("maker", BUILDER, "Maker"),
            Field("model", BUILDER, "Model"),
            Field("power", MEASUREMENT, "Power"),
        )),
        Field("builder", BUILDER, "Builder", section=WHAT),
        Field("model", BUILDER, "Model", section=WHAT),
        Field("year", YEAR, "Year of building", section=WHAT),
        Field("length", MEASUREMENT, "Length", sealed=False, section=WHAT),
        Field("beam", MEASUREMENT, "Beam", sealed=False, section=WHAT),
        Field("colour", COLOUR, "Colour of the hull", section=WHAT),
        Field("distinguishing", LONG_TEXT, "Distinguishing features", section=WHAT),
        Field("theft_date", PAST_DATE, "Date of theft", required=True, sealed=False, section=EVENT),
        Field("theft_country", COUNTRY, "Country of theft", required=True, section=EVENT),
        Field("theft_place", PLACE_NAME, "Place of theft", section=EVENT, first_line=False),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", sealed=True, section=EVENT, first_line=False),
        PHOTOGRAPHS,
    ),
    keys=(
        Key("imo", "imo"), Key("hin", "hin"), Key("mmsi", "mmsi"), Key("call_sign", "call_sign"),
        Key("vessel_registration", "registration", "flag"), Key("vessel_name", "name"), Key("engine_number", "engines.number"),
    ),
    identity=("imo", "hin", "registration", "flag"),
    listed_by="type",
    first_step=(
        "Compare the numbers on hull and engine with the record: names and colours are painted over.",
        "Ask the owner to confirm before you act.",
        "Who sails it may have bought or hired it in good faith.",
    ),
    one_of=(("imo", "hin", "mmsi", "call_sign", "registration", "engines.number"),),
    warnings=OF_THINGS,
)  # fmt: skip
