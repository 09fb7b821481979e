"""Firearms that were lost, stolen, trafficked or found, with all markings, so that a weapon can be traced to maker or importer."""

from comity.kernel.kinds import (
    CALIBRE,
    COUNT,
    COUNTRY,
    GROUP,
    IMAGE,
    LONG_TEXT,
    MEASUREMENT,
    NATIONAL_REFERENCE,
    PAST_DATE,
    RECORD_ID,
    SERIAL,
    TEXT,
    YEAR,
    choice,
    text,
)
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import EVENT, OF_THINGS, PHOTOGRAPHS, PLACE_NAME, WHAT
from comity.registers.model import Field, Key, Register
from comity.registers.vocabulary import choices

FIREARM_TYPE = choice("firearm_type", choices("firearm_types"))
FIREARM_ACTION = choice("firearm_action", choices("firearm_actions"))
FIREARM_MAKE = text("firearm_make", 60, "As marked on the weapon", personal=False, examples=("Arvenwerk",))
FIREARM_MODEL = text("firearm_model", 60, "As marked on the weapon", personal=False, examples=("K9",))
STATUS = choice("firearm_status", (
    ("lost", "Lost"), ("stolen", "Stolen"), ("trafficked", "Trafficked"), ("seized", "Taken in a case"), ("found", "Found"),
))  # fmt: skip
MARKING = choice("marking", (
    ("maker", "Maker's mark"), ("serial", "Serial number"), ("model", "Model"), ("calibre", "Calibre"), ("proof", "Proof mark"),
    ("import", "Import mark"), ("country", "Country of manufacture"), ("year", "Year"), ("property", "Property or military mark"),
    ("removed", "Removed or altered mark"), ("other", "Other"),
))  # fmt: skip
MARKINGS = Field(
    "markings", GROUP, "Markings", many=20, section=WHAT,
    parts=(
        Field("kind", MARKING, "Kind of marking", required=True), Field("text", TEXT, "Text"),
        Field("place", TEXT, "Where on the weapon"), Field("image", IMAGE, "Image"),
    ),
)  # fmt: skip

FIREARMS = Register(
    number=11,
    name="firearms",
    title="Firearms",
    about="Lost, stolen, trafficked and found firearms, to recognise one and trace it to its maker or importer.",
    legal_source="UN Firearms Protocol (2001), articles 7, 8 and 12; International Tracing Instrument (2005), paragraphs 7 to 23",
    retention_years=10,
    purposes=(Purpose.INTELLIGENCE, Purpose.WANTED, Purpose.BORDER, Purpose.WARNING, Purpose.FORENSIC),
    fields=(
        Field("status", STATUS, "Status", required=True, section=WHAT),
        Field("type", FIREARM_TYPE, "Type", required=True, section=WHAT),
        Field("make", FIREARM_MAKE, "Make", required=True, section=WHAT),
        Field("model", FIREARM_MODEL, "Model", section=WHAT),
        Field("calibre", CALIBRE, "Calibre", section=WHAT, sealed=False),
        Field("serial", SERIAL, "Serial number", sealed=True, section=WHAT),
        Field("other_serials", SERIAL, "Serial numbers on other parts", many=10, section=WHAT, first_line=False),
        Field("mechanism", FIREARM_ACTION, "Action", section=WHAT),
        Field("made_in", COUNTRY, "Country of manufacture", section=WHAT),
        Field("made_year", YEAR, "Year of manufacture", section=WHAT),
        Field("imported_to", COUNTRY, "Last legal import to", section=WHAT, first_line=False),
        Field("imported_year", YEAR, "Year of import", section=WHAT, first_line=False),
        Field("importer", TEXT, "Importer", section=WHAT, first_line=False),
        Field("barrel", MEASUREMENT, "Length of the barrel", sealed=False, section=WHAT),
        Field("capacity", COUNT, "Capacity of the magazine", section=WHAT),
        Field("finish", TEXT, "Finish", section=WHAT),
        MARKINGS,
        Field("reference_model", RECORD_ID, "Entry of the firearms reference", section=WHAT, first_line=False),
        PHOTOGRAPHS,
        Field("event_date", PAST_DATE, "Date of the event", sealed=False, section=EVENT),
        Field("event_country", COUNTRY, "Country of the event", required=True, section=EVENT),
        Field("event_place", PLACE_NAME, "Place of the event", section=EVENT, first_line=False),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", required=True, sealed=True, section=EVENT, first_line=False),
        Field("remarks", LONG_TEXT, "Remarks", section=EVENT, first_line=False),
    ),
    keys=(Key("serial", "serial"), Key("other_serial", "other_serials")),
    identity=("serial", "make", "model", "calibre", "national_reference"),
    listed_by="status",
    first_step=(
        "Keep your distance from the weapon, and have it made safe.",
        "Compare every marking with the record: serial numbers repeat between makers and models.",
        "Ask the owner to confirm before you act.",
    ),
    one_of=(("serial", "markings"),),
    warnings=OF_THINGS,
)  # fmt: skip
