"""Notices of every colour, the special notice of the United Nations among them. What a colour asks for is needed by it."""

from comity.kernel.kinds import (
    AMOUNT,
    BIC,
    COUNTRY,
    CRYPTO_ADDRESS,
    DATE,
    EMAIL,
    FILE,
    GROUP,
    HEIGHT,
    IBAN,
    IMO,
    LONG_TEXT,
    NATIONAL_REFERENCE,
    PAST_DATE,
    PHONE,
    PLATE,
    SERIAL,
    SEX,
    TEXT,
    VIN,
    choice,
)
from comity.kernel.levels import Level
from comity.kernel.purposes import Purpose
from comity.registers.declarations import shared as s
from comity.registers.model import Field, Key, Register, Review

COLOUR_NAMES = (
    ("red", "Red: wanted"), ("blue", "Blue: locate, identify, inform"), ("green", "Green: warning"), ("yellow", "Yellow: missing"),
    ("black", "Black: unidentified body"), ("orange", "Orange: imminent threat"), ("purple", "Purple: modus operandi"),
    ("silver", "Silver: assets"), ("un", "United Nations special notice"),
)  # fmt: skip
NOTICE_COLOUR = choice("notice_colour", COLOUR_NAMES)
SUBJECT = choice("subject", (("person", "Person"), ("entity", "Entity"), ("object", "Object"), ("event", "Event"), ("process", "Process")))
WARRANT = choice("warrant", (
    ("arrest_warrant", "Judicial warrant"), ("judgment", "Judgment"), ("other_decision", "Other judicial decision"),
))  # fmt: skip
FORFEITURE = choice(
    "forfeiture",
    (("criminal", "Criminal"), ("civil", "Civil"), ("post_conviction", "After conviction"), ("non_conviction", "Without conviction")),
)
THREAT = choice("threat", (("person", "A person"), ("object", "An object"), ("event", "An event"), ("process", "A way of doing it")))
ASSET = choice("asset", (
    ("account", "Account"), ("vehicle", "Vehicle"), ("vessel", "Vessel"), ("property", "Property"), ("company", "Company"),
    ("other", "Other"),
))  # fmt: skip
MEASURE = choice("measure", (("assets_freeze", "Assets freeze"), ("travel_ban", "Travel ban"), ("arms_embargo", "Arms embargo")))
DETAILS, BODY, THREATS, ASSETS, LISTED = (
    s.heading("The request"), s.heading("The body"), s.heading("The threat"), s.heading("Objects and assets"),
    s.heading("The list of sanctions"),
)  # fmt: skip

NOTICES = Register(
    number=2,
    name="notices",
    title="Notices",
    about="Requests and warnings to all: who is wanted, missing or under sanctions, and what threatens. None is seen before review.",
    legal_source="Rules on notices: conditions of each colour; for the United Nations special notice, resolutions of the Security Council",
    retention_years=5,
    purposes=(Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.WARNING, Purpose.MISSING, Purpose.INTELLIGENCE),
    persons=True,
    statuses="status",
    fields=(
        Field("colour", NOTICE_COLOUR, "Colour", required=True, section=s.WHAT),
        Field("reference", s.REFERENCE, "Reference", required=True, section=s.WHAT),
        Field("subject", SUBJECT, "Subject", required=True, section=s.WHAT),
        Field("status", s.STATUS, "Status in the case", section=s.WHAT, needed_for=("subject", "person")),
        Field("request", s.ACTION, "Action asked for", section=s.WHAT),
        s.NAMES,
        Field("sex", SEX, "Sex", section=s.WHO),
        s.BIRTHS,
        Field("nationalities", COUNTRY, "Nationalities", many=10, section=s.WHO),
        Field("titles", TEXT, "Titles", many=10, section=s.WHO),
        Field("designations", TEXT, "Posts held", many=20, section=s.WHO),
        s.PARENTS,
        s.DOCUMENTS,
        s.ADDRESSES,
        Field("phones", PHONE, "Telephone numbers", many=20, section=s.REACHED, first_line=False),
        Field("emails", EMAIL, "E-mail addresses", many=20, section=s.REACHED, first_line=False),
        Field("height", HEIGHT, "Height", section=s.LOOKS),
        s.MARKS,
        Field("description", LONG_TEXT, "Description", section=s.LOOKS),
        s.PHOTOGRAPHS,
        Field("case_reference", NATIONAL_REFERENCE, "Case", sealed=True, section=DETAILS, first_line=False, needed_for=("colour", "blue")),
        s.OFFENCES,
        Field("facts", LONG_TEXT, "Facts: what this person did, when, where and how", section=DETAILS, first_line=False),
        Field("facts_date", PAST_DATE, "Date of the facts", section=DETAILS, first_line=False),
        Field("minor", s.YES_NO, "Under age at the time of the facts", section=DETAILS),
        Field("responsibility_law", TEXT, "Law on the age of criminal responsibility", section=DETAILS, first_line=False),
        Field(
            "warrants", GROUP, "Warrants and judgments", many=6, section=DETAILS, first_line=False, needed_for=("colour", "red"),
            parts=(
                Field("kind", WARRANT, "Kind", required=True),
                Field("number", s.REFERENCE, "Reference", required=True),
                Field("authority", TEXT, "Issuing authority", required=True),
                Field("country", COUNTRY, "Country", required=True),
                Field("date", PAST_DATE, "Date", required=True),
                Field("expires", DATE, "Valid until"),
                Field("copy", FILE, "Copy"),
            ),
        ),
        Field("extradition", COUNTRY, "Extradition will be sought from", many=250, section=DETAILS, first_line=False,
              needed_for=("colour", "red")),
        Field("assured", s.YES, "Extradition will be asked for at once", section=DETAILS, first_line=False, needed_for=("colour", "red")),
        Field("asked", LONG_TEXT, "What is asked", section=DETAILS, first_line=False, needed_for=("colour", "blue")),
        Field("assessment", LONG_TEXT, "Assessment by police, with its date", section=DETAILS, first_line=False,
              needed_for=("colour", "green")),
        Field("report", s.REFERENCE, "Police report", section=DETAILS, first_line=False, needed_for=("colour", "yellow")),
        Field("report_date", PAST_DATE, "Date of the police report", section=DETAILS, first_line=False, needed_for=("colour", "yellow")),
        Field("last_seen", PAST_DATE, "Last seen on", section=DETAILS),
        Field("last_seen_place", s.PLACE_NAME, "Last seen at", section=DETAILS),
        Field("privacy_law", TEXT, "Law that lets an adult be looked for", section=DETAILS, first_line=False),
        Field("found", PAST_DATE, "Found on", section=BODY, needed_for=("colour", "black")),
        Field("found_place", s.PLACE_NAME, "Found at", section=BODY, needed_for=("colour", "black")),
        Field("post_mortem", LONG_TEXT, "What the examination found", section=BODY, first_line=False, needed_for=("colour", "black")),
        Field("threat", THREAT, "What threatens", section=THREATS, needed_for=("colour", "orange")),
        Field("warning", LONG_TEXT, "The threat, and what to do", section=THREATS, needed_for=("colour", "orange")),
        Field("method", LONG_TEXT, "Modus operandi, device or way of hiding", section=THREATS, needed_for=("colour", "purple")),
        Field(
            "objects", GROUP, "Objects", many=20, section=ASSETS,
            parts=(
                Field("what", TEXT, "What it is", required=True),
                Field("vin", VIN, "VIN"),
                Field("plate", PLATE, "Plate"),
                Field("plate_country", COUNTRY, "Country of the plate"),
                Field("imo", IMO, "IMO number"),
                Field("serial", SERIAL, "Serial number"),
            ),
        ),
        Field(
            "assets", GROUP, "Assets", many=40, section=ASSETS, first_line=False, level=Level.RESTRICTED, needed_for=("colour", "silver"),
            parts=(
                Field("kind", ASSET, "Kind", required=True),
                Field("iban", IBAN, "IBAN"),
                Field("bic", BIC, "BIC"),
                Field("crypto", CRYPTO_ADDRESS, "Crypto address"),
                Field("what", TEXT, "What it is"),
                Field("country", COUNTRY, "Country"),
                Field("value", AMOUNT, "Value"),
                Field("holder_link", TEXT, "Link of its holder to the crime (SIL-03)"),
            ),
        ),
        Field("forfeiture", FORFEITURE, "Kind of forfeiture", section=ASSETS, first_line=False, needed_for=("colour", "silver")),
        Field("un_list", TEXT, "List", section=LISTED, needed_for=("colour", "un")),
        Field("un_number", s.REFERENCE, "Key of the entry in the list", section=LISTED, first_line=False),
        Field("listed_on", PAST_DATE, "Listed on", section=LISTED, needed_for=("colour", "un")),
        Field("amended_on", PAST_DATE, "Amended on", many=60, section=LISTED, first_line=False),
        Field("measures", MEASURE, "Measures", many=3, section=LISTED),
        Field("reasons", LONG_TEXT, "What the list says", section=LISTED, first_line=False),
        s.LINKED_NOTICES,
        s.SENSITIVE_DATA,
        s.SENSITIVE_REASON,
    ),
    keys=(
        Key("document_number", "documents.number", "documents.issuer", through=5), Key("phone", "phones"), Key("email", "emails"),
        Key("vin", "objects.vin"), Key("plate", "objects.plate", "objects.plate_country"), Key("imo", "objects.imo"),
        Key("serial", "objects.serial"), Key("iban", "assets.iban"), Key("crypto_address", "assets.crypto"),
    ),
    identity=("colour", "reference"),
    listed_by="colour",
    first_step=s.PERSON_STEPS,
    warnings=s.OF_PERSONS,
    reviewed=(Review("REV-01"),),
)  # fmt: skip
