"""Administrative documents: papers of vehicles, import and export certificates, number plates and their blanks. No names."""

from comity.kernel.kinds import COUNTRY, DATE, DOCUMENT_NUMBER, LONG_TEXT, NATIONAL_REFERENCE, PAST_DATE, VIN, choice
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import EVENT, PHOTOGRAPHS, PLACE_NAME, WHAT
from comity.registers.model import Field, Key, Order, Register
from comity.registers.vocabulary import choices

PAPER = choice("administrative_document", choices("administrative_documents"))
REASON = choice("paper_reason", (
    ("stolen_blank", "Stolen blank"), ("stolen", "Stolen"), ("lost", "Lost"), ("invalidated", "Declared invalid"),
))  # fmt: skip

ADMINISTRATIVE_DOCUMENTS = Register(
    number=4,
    name="administrative_documents",
    title="Administrative documents",
    about="Papers of vehicles, import and export certificates and number plates that were lost, stolen or declared invalid.",
    legal_source="Rules on stolen administrative documents: the owner of the record answers for it; no names",
    retention_years=10,
    purposes=(Purpose.BORDER, Purpose.WANTED, Purpose.INTELLIGENCE),
    fields=(
        Field("number", DOCUMENT_NUMBER, "Number", required=True, section=WHAT),
        Field("country", COUNTRY, "Country of issue", required=True, section=WHAT),
        Field("type", PAPER, "Type of document", required=True, section=WHAT),
        Field("reason", REASON, "Reason", required=True, section=WHAT),
        Field("vin", VIN, "VIN of the vehicle that it belongs to", sealed=True, section=WHAT),
        Field("issue_date", PAST_DATE, "Date of issue", sealed=False, section=WHAT),
        Field("expiry_date", DATE, "Date of expiry", sealed=False, section=WHAT),
        Field("theft_date", PAST_DATE, "Date of loss or theft", sealed=False, section=EVENT),
        Field("theft_country", COUNTRY, "Country of loss or theft", section=EVENT),
        Field("theft_place", PLACE_NAME, "Place of loss or theft", section=EVENT, first_line=False),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", sealed=True, section=EVENT, first_line=False),
        Field("batch_reference", NATIONAL_REFERENCE, "Reference of the batch of blanks", sealed=True, section=EVENT, first_line=False,
              needed_for=("reason", "stolen_blank")),
        Field("remarks", LONG_TEXT, "Remarks", section=EVENT, first_line=False),
        PHOTOGRAPHS,
    ),
    keys=(Key("document_number", "number", "country"), Key("vin", "vin"), Key("last8", "vin", last=8)),
    identity=("number", "country", "type"),
    listed_by="type",
    first_step=(
        "Compare the number on the document with the record, character by character.",
        "Ask the owner to confirm before you act.",
        "Who shows the document may have it in good faith.",
    ),
    orders=(
        Order("issue_date", "theft_date", "A document cannot be lost before it is issued."),
        Order("issue_date", "expiry_date", "A document cannot expire before it is issued."),
    ),
    no_names=True,
)  # fmt: skip
