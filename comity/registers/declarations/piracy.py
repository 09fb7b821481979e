"""Maritime piracy: persons, phones, vessels, incidents and accounts of one analysis file, and the links between them."""

from comity.kernel.kinds import (
    AMOUNT,
    BIC,
    CALL_SIGN,
    COORDINATES,
    COUNT,
    COUNTRY,
    IBAN,
    IMEI,
    IMO,
    LONG_TEXT,
    MMSI,
    PAST_DATE,
    PHONE,
    SEX,
    VESSEL_NAME,
    VESSEL_REGISTRATION,
    choice,
)
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import (
    BIRTHS,
    DOCUMENTS,
    EVENT,
    FACT_GRADE,
    LINK,
    NAMES,
    OF_PERSONS,
    PERSON_STEPS,
    PLACE_NAME,
    REFERENCE,
    SOURCE,
    SOURCE_GRADE,
    STATUS,
    WHAT,
    heading,
)
from comity.registers.declarations.vessels import VESSEL_TYPE
from comity.registers.model import Field, Key, Register, Review

ENTRY = choice("piracy_entry", (
    ("person", "Person"), ("phone", "Telephone"), ("vessel", "Vessel"), ("incident", "Incident"), ("account", "Account"),
))  # fmt: skip
INCIDENT = choice("piracy_incident", (
    ("attack", "Attack"), ("boarding", "Boarding"), ("hijacking", "Hijacking"), ("robbery", "Armed robbery at anchor"),
    ("suspicious", "Suspicious approach"), ("ransom", "Payment of a ransom"),
))  # fmt: skip
SHIP = heading("The vessel")
MONEY = heading("The account")

PIRACY = Register(
    number=19,
    name="piracy",
    title="Maritime piracy",
    about="One analysis file on piracy: who, by which phone, on which vessel, in which incident, paid through which account.",
    legal_source="UN Convention on the Law of the Sea (1982), articles 100 to 107; rules on crime analysis files",
    retention_years=5,
    purposes=(Purpose.INTELLIGENCE, Purpose.TRENDS, Purpose.WARNING),
    persons=True,
    statuses="status",
    fields=(
        Field("kind_of_entry", ENTRY, "Kind of entry", required=True, section=WHAT),
        Field("reference", REFERENCE, "Reference", required=True, section=WHAT),
        Field("status", STATUS, "Status in the case", section=WHAT, needed_for=("kind_of_entry", "person")),
        Field("summary", LONG_TEXT, "Summary", section=WHAT, level=Level.RESTRICTED),
        NAMES,
        Field("sex", SEX, "Sex"),
        BIRTHS,
        Field("nationalities", COUNTRY, "Nationalities", many=10),
        DOCUMENTS,
        Field("phone", PHONE, "Telephone number", needed_for=("kind_of_entry", "phone")),
        Field("imei", IMEI, "IMEI", sealed=True),
        Field("vessel_name", VESSEL_NAME, "Name of the vessel", sealed=True, section=SHIP, needed_for=("kind_of_entry", "vessel")),
        Field("vessel_type", VESSEL_TYPE, "Type", section=SHIP),
        Field("imo", IMO, "IMO number", sealed=True, section=SHIP),
        Field("mmsi", MMSI, "MMSI", sealed=True, section=SHIP),
        Field("call_sign", CALL_SIGN, "Call sign", sealed=True, section=SHIP),
        Field("registration", VESSEL_REGISTRATION, "Registration", sealed=True, section=SHIP),
        Field("flag", COUNTRY, "Flag", section=SHIP),
        Field("incident", INCIDENT, "Incident", section=EVENT, needed_for=("kind_of_entry", "incident")),
        Field("event_date", PAST_DATE, "Date of the event", sealed=False, section=EVENT, needed_for=("kind_of_entry", "incident")),
        Field("position", COORDINATES, "Position", sealed=True, section=EVENT),
        Field("place", PLACE_NAME, "Sea area or anchorage", section=EVENT),
        Field("crew_taken", COUNT, "Crew members taken", section=EVENT),
        Field("iban", IBAN, "IBAN", sealed=True, section=MONEY, needed_for=("kind_of_entry", "account")),
        Field("bic", BIC, "BIC", sealed=True, section=MONEY),
        Field("amount", AMOUNT, "Amount", sealed=True, section=MONEY),
        LINK,
        Field("source_grade", SOURCE_GRADE, "Grade of the source", required=True, section=SOURCE),
        Field("fact_grade", FACT_GRADE, "Grade of the fact", required=True, section=SOURCE),
    ),
    keys=(
        Key("document_number", "documents.number", "documents.issuer"), Key("phone", "phone"), Key("imei", "imei"), Key("imo", "imo"),
        Key("mmsi", "mmsi"), Key("call_sign", "call_sign"), Key("vessel_registration", "registration", "flag"),
        Key("vessel_name", "vessel_name"), Key("iban", "iban"), Key("link", "links.record"),
    ),
    identity=("reference",),
    listed_by="kind_of_entry",
    first_step=PERSON_STEPS,
    warnings=OF_PERSONS,
    reviewed=(Review("REV-01", "kind_of_entry", ("person",)),),
)  # fmt: skip
