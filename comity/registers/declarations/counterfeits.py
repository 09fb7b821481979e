"""Forged, counterfeit and invented documents: how they are made and how to see it. Checked by a second officer before they are seen."""

from comity.kernel.kinds import (
    COUNTRY,
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    GROUP,
    LONG_TEXT,
    NATIONAL_REFERENCE,
    PAST_DATE,
    RECORD_ID,
    TEXT,
    choice,
)
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import EVENT, IMAGES, PLACE_NAME, REFERENCE, WHAT
from comity.registers.declarations.specimens import DOCUMENT_IMAGES, LIGHT
from comity.registers.model import Field, Key, Register, Review
from comity.registers.vocabulary import choices

SIGN = choice("forgery_feature", choices("forgery_features"))
FORGERY = choice(
    "forgery",
    (
        ("counterfeit", "Counterfeit: made as a whole"),
        ("forged", "Forged: a genuine document altered"),
        ("blank", "Genuine blank, falsely filled"),
        ("fraudulently_obtained", "Obtained by fraud"),
        ("invented", "Invented or fantasy document"),
        ("impostor", "Genuine, shown by another"),
    ),
)
SIGNS = Field(
    "features", GROUP, "Signs of forgery", required=True, many=60, section=IMAGES,
    parts=(
        Field("feature", SIGN, "Sign", required=True), Field("where", TEXT, "Where"), Field("light", LIGHT, "Light"),
        Field("what", TEXT, "How to see it"),
    ),
)  # fmt: skip

COUNTERFEITS = Register(
    number=7,
    name="counterfeits",
    title="Counterfeit documents",
    about="How documents are forged, found in practice, with the signs to look for; an alert once quality control has passed it.",
    legal_source="Rules on counterfeit documents: quality control before an alert is seen; no names",
    retention_years=10,
    purposes=(Purpose.BORDER, Purpose.FORENSIC, Purpose.INTELLIGENCE, Purpose.TRENDS),
    fields=(
        Field("reference", NATIONAL_REFERENCE, "Reference", required=True, sealed=True, section=WHAT),
        Field("country", COUNTRY, "Country named on the document", required=True, section=WHAT),
        Field("type", DOCUMENT_TYPE, "Type of document", required=True, section=WHAT),
        Field("forgery", FORGERY, "Kind of forgery", required=True, section=WHAT),
        Field("series", REFERENCE, "Series", sealed=False, section=WHAT),
        Field("numbers", DOCUMENT_NUMBER, "Numbers seen", many=60, section=WHAT),
        Field("number_form", TEXT, "Form of the numbers", section=WHAT),
        Field("alert", LONG_TEXT, "Alert: how to see it", required=True, section=IMAGES),
        SIGNS,
        DOCUMENT_IMAGES,
        Field("specimen", RECORD_ID, "Specimen of the genuine document", section=IMAGES),
        Field("found_date", PAST_DATE, "Found on", sealed=False, section=EVENT),
        Field("found_country", COUNTRY, "Found in", section=EVENT),
        Field("found_place", PLACE_NAME, "Found at", section=EVENT, first_line=False),
        Field("route", TEXT, "Route of travel", section=EVENT, first_line=False),
        Field("remarks", LONG_TEXT, "Remarks for examiners", section=EVENT, first_line=False),
    ),
    keys=(Key("document_number", "numbers", "country"),),
    identity=("reference",),
    listed_by="country",
    first_step=(
        "Look for each sign on the document in hand, and compare with the specimen.",
        "Ask a document examiner, or the owner, to confirm before you act.",
        "Who shows the document may not know that it is false.",
    ),
    reviewed=(Review("QUA-01"),),
    no_names=True,
)  # fmt: skip
